"""Who is looking: the officer behind a request."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.core.exceptions import PermissionDenied

from obmen.node.people.models import Officer

if TYPE_CHECKING:
    from django.http import HttpRequest


def officer_of(request: HttpRequest) -> Officer:
    """Give the officer who is signed in; anyone else is refused (PermissionDenied)."""
    if not isinstance(request.user, Officer):
        raise PermissionDenied
    return request.user
