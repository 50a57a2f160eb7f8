"""What every view of a signed-in officer shares: a closed door for strangers, and a refusal shown in words."""

from __future__ import annotations

from functools import update_wrapper
from typing import TYPE_CHECKING, Concatenate, ParamSpec

from django.contrib.auth.decorators import login_required
from django.shortcuts import render
from django.utils.translation import gettext as _

from obmen.node.cases.acts import ActRefused
from obmen.node.web import findings as shown

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpRequest, HttpResponse

    from obmen.treaty.findings import Finding

P = ParamSpec("P")


def screen(
    view: Callable[Concatenate[HttpRequest, P], HttpResponse],
) -> Callable[Concatenate[HttpRequest, P], HttpResponse]:
    """Open a view to officers only, and say a refused act in house words with its article."""

    def guarded(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        try:
            return view(request, *args, **kwargs)
        except ActRefused as refused:
            return refusal(request, refused.findings.failing)

    return login_required(update_wrapper(guarded, view))


def refusal(request: HttpRequest, failing: tuple[Finding, ...]) -> HttpResponse:
    """Show why something cannot be done: each reason with its article and what to do."""
    context = {
        "title": _("This cannot be done"),
        "text": _("Nothing was changed and nothing was sent."),
        "findings": shown.number(failing),
        "back": request.headers.get("Referer", "/"),
    }
    return render(request, "web/message.html", context, status=403)
