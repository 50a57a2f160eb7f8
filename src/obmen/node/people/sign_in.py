"""Sign-in: officers are made by their administrator, nobody signs up by himself."""

from __future__ import annotations

from typing import TYPE_CHECKING

from allauth.account.adapter import DefaultAccountAdapter
from django.core.exceptions import PermissionDenied

if TYPE_CHECKING:
    from django.http import HttpRequest


class ClosedDoor(DefaultAccountAdapter):  # type: ignore[misc]  # allauth carries no types
    """No self-service accounts."""

    def is_open_for_signup(self, _request: HttpRequest) -> bool:
        """Refuse."""
        return False

    def get_client_ip(self, request: HttpRequest) -> str:
        """Tell for the counting of attempts whence one comes; those of whom the proxy says nothing count together."""
        try:
            address: str = super().get_client_ip(request)
        except PermissionDenied:
            return "127.0.0.1"
        return address
