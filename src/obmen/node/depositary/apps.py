"""The depositary as a Django application."""

from django.apps import AppConfig


class DepositaryConfig(AppConfig):
    """Instruments, dates, editions and certified copies of the depositary."""

    name = "obmen.node.depositary"
    label = "depositary"
