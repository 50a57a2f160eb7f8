"""The front door: the `obmen` command. Each file is one group of words; nothing here decides anything."""
