"""The journal as a Django application."""

from django.apps import AppConfig


class JournalConfig(AppConfig):
    """One table of entries and one row for the head."""

    name = "obmen.node.journal"
    label = "journal"
