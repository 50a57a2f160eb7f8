"""The table of case keys, wrapped by the key of the node; never in a backup of content."""

from __future__ import annotations

from django.db import models


class WrappedKey(models.Model):
    """The key of one case, encrypted by the node's key; empty once destroyed, so that the content is gone too."""

    id = models.UUIDField(primary_key=True)
    wrapped = models.BinaryField()
    made_at = models.DateTimeField()
    destroyed_at = models.DateTimeField(null=True)

    class Meta:
        """Plural for the curious."""

        verbose_name_plural = "wrapped keys"

    def __str__(self) -> str:
        """Name the key, never show it."""
        return str(self.id)
