"""Doors for machines: `peers` for other nodes; the door of the national case system has its place here."""
