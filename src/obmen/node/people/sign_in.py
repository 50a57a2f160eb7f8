"""Sign-in: officers are made by their administrator, nobody signs up by himself."""

from __future__ import annotations

from typing import TYPE_CHECKING

from allauth.account.adapter import DefaultAccountAdapter

if TYPE_CHECKING:
    from django.http import HttpRequest


class ClosedDoor(DefaultAccountAdapter):  # type: ignore[misc]  # allauth carries no types
    """No self-service accounts."""

    def is_open_for_signup(self, _request: HttpRequest) -> bool:
        """Refuse."""
        return False
