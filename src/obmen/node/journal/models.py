"""Entries and the head of the chain."""

from __future__ import annotations

from django.db import models


class Entry(models.Model):
    """One line of the journal. `facts` hold codes, numbers and digests; `hash` covers all of it and the hash before."""

    seq = models.BigIntegerField(primary_key=True)
    at = models.DateTimeField()
    actor = models.CharField(max_length=150)
    authority = models.CharField(max_length=32)
    action = models.CharField(max_length=40, db_index=True)
    object_id = models.CharField(max_length=64, db_index=True)
    reason = models.CharField(max_length=200, blank=True)
    facts = models.JSONField(default=dict)
    previous_hash = models.CharField(max_length=64)
    hash = models.CharField(max_length=64)

    class Meta:
        """In the order of writing."""

        ordering = ("seq",)

    def __str__(self) -> str:
        """Name the line."""
        return f"{self.seq} {self.action}"


class Head(models.Model):
    """The end of the chain, one row; it is locked last in a transaction, so that entries stand in one line."""

    seq = models.BigIntegerField()
    hash = models.CharField(max_length=64)

    def __str__(self) -> str:
        """Name the end."""
        return f"{self.seq} {self.hash[:8]}"
