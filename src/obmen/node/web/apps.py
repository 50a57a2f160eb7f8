"""The screens as a Django application: templates, static files and template tags."""

from __future__ import annotations

from django.apps import AppConfig


class WebConfig(AppConfig):
    """Names the application `web`."""

    name = "obmen.node.web"
    label = "web"
