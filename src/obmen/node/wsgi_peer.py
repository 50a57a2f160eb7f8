"""The door for other nodes as a WSGI application."""

import os

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "obmen.node.settings.base")
django.setup()

from obmen.node.api.peers import application  # noqa: E402  the models need the set-up above

__all__ = ["application"]
