"""The journal: append-only and hash-linked; who did what to which case, when and why; never content (R-9.4, R-10)."""
