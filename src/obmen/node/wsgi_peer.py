"""The door of peers as a WSGI application of a process of its own: no sessions, no screens, no cookies."""

import os

from django.conf import settings
from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "obmen.node.settings.base")
settings.ROOT_URLCONF = "obmen.node.urls_peer"  # this process serves peers only; the screens have another
settings.MIDDLEWARE = []
application = get_wsgi_application()
