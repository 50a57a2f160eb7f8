"""The vault as a Django application."""

from django.apps import AppConfig


class VaultConfig(AppConfig):
    """Its one table lives in the database «keys»."""

    name = "obmen.node.vault"
    label = "vault"
