"""The card of a case, and the small acts that start from it: register, assign, send, close; its papers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.shortcuts import render
from django.urls import reverse

from obmen.node.cases import card as cards
from obmen.node.web import findings as shown
from obmen.node.web import results, told
from obmen.node.web.people import officer_of
from obmen.node.web.remarks import remark
from obmen.node.web.views.screen import screen

if TYPE_CHECKING:
    from uuid import UUID

    from django.http import HttpRequest, HttpResponse

    from obmen.node.cases.card import NextAct

PURPOSE = "работа по делу"


@screen
def card(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """Show the whole story of a case on one page."""
    found = cards.card(officer_of(request), case_id, PURPOSE)
    context = {
        "card": found,
        "case": found.file.case,
        "facts": told.facts(found.file.request),
        "items": results.items(found.file.request, found.file.answers),
        "possible": [_act(act, case_id) for act in found.next_acts if act.possible],
        "impossible": [act for act in found.next_acts if not act.possible],
        "notes": shown.number(found.notes),
        "remark": remark(found.file.case),
    }
    return render(request, "web/card.html", context)


def _act(act: NextAct, case_id: UUID) -> dict[str, str]:
    """Say where a possible act is done."""
    return {"label": act.label, "article": act.article, "address": reverse(act.url_name, args=[case_id])}
