"""People as a Django application."""

from django.apps import AppConfig


class PeopleConfig(AppConfig):
    """Officers and their sign-in."""

    name = "obmen.node.people"
    label = "people"
