"""The ways a package can go: each is a `obmen.exchange.channel.Channel`."""
