"""«Как посчитан срок»: every day of the count, the calendar and the policies by name (Art. 12)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.shortcuts import render
from django.utils.translation import gettext as _

from obmen.node.cases import queries, reading
from obmen.node.cases.acts import refuse
from obmen.node.web import months
from obmen.node.web.people import officer_of
from obmen.node.web.views.screen import screen
from obmen.treaty.articles import Article
from obmen.treaty.policies import catalogue

if TYPE_CHECKING:
    from uuid import UUID

    from django.http import HttpRequest, HttpResponse

    from obmen.treaty.deadlines import Term


@screen
def term(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """Show how the term of a case was counted."""
    officer = officer_of(request)
    case = reading.case_for(officer, case_id)
    counted = queries.due_count(officer, case_id)
    if counted is None:
        raise refuse(
            _("The term is not counted yet"), _("it begins when the request is received"), Article(12, paragraph=1)
        )
    context = {
        "case_id": case_id,
        "number": case.number,
        "term": counted,
        "months": months.months(counted.count),
        "reasons": months.reasons(counted.count),
        "weekdays": months.WEEKDAYS,
        "policies": policies(counted),
    }
    return render(request, "web/term.html", context)


def policies(counted: Term) -> list[dict[str, str]]:
    """Name the policies of the term: the question and the choice in Russian."""
    return [
        {"id": number, "question": catalogue[number].question, "choice": catalogue[number].options[choice]}
        for number, choice in counted.policies.items()
    ]
