"""Whether the node is well: for a monitor, without a word about cases."""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING

from django.db import DatabaseError, connections
from django.http import JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from obmen.node import config

if TYPE_CHECKING:
    from django.http import HttpRequest


@never_cache
@require_safe
def health(_request: HttpRequest) -> JsonResponse:
    """Answer 200 when both databases answer, 503 otherwise."""
    databases = {alias: _answers(alias) for alias in connections}
    well = all(databases.values())
    told = {"status": "ok" if well else "failing", "node": config.current().name, "databases": databases}
    return JsonResponse(told, status=HTTPStatus.OK if well else HTTPStatus.SERVICE_UNAVAILABLE)


def _answers(alias: str) -> bool:
    """Tell whether a database answers."""
    try:
        with connections[alias].cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError:
        return False
    return True
