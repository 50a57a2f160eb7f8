"""Delivery as a Django application."""

from django.apps import AppConfig


class DeliveryConfig(AppConfig):
    """Outgoing, arrivals, editions of the register."""

    name = "obmen.node.delivery"
    label = "delivery"
