"""The journey: real nodes as processes."""
