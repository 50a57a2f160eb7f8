"""The one translation from our errors to what outsiders may see (requirements §0.3).

A known refusal goes out with its code, its article, Russian words and advice. Anything else goes out as a neutral
problem with a reference number; the same number stands in our log beside the kind of the error, never its values.
"""

from __future__ import annotations

import logging
import secrets
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.http import JsonResponse

from obmen.treaty.errors import catalogue

if TYPE_CHECKING:
    from obmen.message.errors import MessageError

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """What an outsider is told: the status of HTTP, the code of Annex A (if there is one), words and advice."""

    status: int
    code: str
    text_ru: str
    how_to_fix: str
    article: str = ""
    field: str = ""

    def response(self) -> JsonResponse:
        """Write it as JSON."""
        told = {
            "code": self.code,
            "article": self.article,
            "textRu": self.text_ru,
            "howToFix": self.how_to_fix,
            "field": self.field,
        }
        return JsonResponse(told, status=self.status, json_dumps_params={"ensure_ascii": False})


def of_code(code: str, status: int, text_ru: str = "", field: str = "") -> Problem:
    """Make the problem of a code of Annex A, in its own words or in more exact ones."""
    entry = catalogue[code]
    return Problem(
        status=status,
        code=code,
        text_ru=text_ru or f"{entry.text.rstrip('.')}.",
        how_to_fix=entry.how_to_fix,
        article=entry.basis if entry.articles else "",
        field=field,
    )


def of_message(error: MessageError, status: int) -> Problem:
    """Say what is wrong with a package that cannot even be stored."""
    return of_code(error.code, status, error.text_ru, error.field)


def neutral(error: BaseException | None = None) -> Problem:
    """Say that the fault is ours, and nothing of what it was; the reference number leads to the line in our log."""
    reference = secrets.token_hex(4).upper()
    _log.error("problem %s", reference, exc_info=error if error is not None else True)
    return Problem(
        status=500,
        code="",
        text_ru=f"Узел не смог обработать сообщение по внутренней причине. Номер обращения: {reference}.",
        how_to_fix="Повторите отправку позже; если не поможет, сообщите номер администратору принимающего узла.",
    )
