"""The address book: the signed register of Parties, authorities, keys and nodes (Art. 18; R-18.5)."""
