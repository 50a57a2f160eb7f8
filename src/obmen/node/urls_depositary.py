"""Addresses of the screens of the depositary; those of cases are not there."""

from __future__ import annotations

from django.urls import include, path

from obmen.node.api.health import health
from obmen.node.web.views import articles, journal

urlpatterns = [
    path("journal/", journal.entries, name="journal"),
    path("journal/export/", journal.export, name="journal_export"),
    path("articles/<int:number>/", articles.article, name="article"),
    path("accounts/", include("allauth.urls")),
    path("health", health, name="health"),
]

handler400 = "obmen.node.web.views.errors.bad_request"
handler403 = "obmen.node.web.views.errors.forbidden"
handler404 = "obmen.node.web.views.errors.not_found"
handler500 = "obmen.node.web.views.errors.broken"
