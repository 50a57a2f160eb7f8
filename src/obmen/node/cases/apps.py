"""Cases as a Django application."""

from django.apps import AppConfig


class CasesConfig(AppConfig):
    """Cases, their documents and drafts."""

    name = "obmen.node.cases"
    label = "cases"
