"""The vault: content is ciphertext under a key per case; the keys live in a database of their own (R-9.4, R-9.6.3)."""
