"""Error pages in house words: what happened, why, what to do. Never a bare code."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import HttpResponseServerError
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.translation import gettext as _

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse


def _page(request: HttpRequest, status: int, title: str, text: str, fix: str) -> HttpResponse:
    return render(request, "web/message.html", {"title": title, "text": text, "fix": fix}, status=status)


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Say that the request of the browser could not be read."""
    del exception  # its text is for developers, not for the reader
    return _page(
        request,
        400,
        _("The page could not be read"),
        _("The browser sent something that this page does not understand."),
        _("go back and try again"),
    )


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Say that this is not for this person."""
    del exception  # the same
    return _page(
        request,
        403,
        _("This page is not for your role"),
        _("Only those whose work needs a case may see it; every view is written in the journal."),
        _("if you need access, ask your head or the administrator of the node"),
    )


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Say that there is no such page, or no such case for this person."""
    del exception  # the same
    return _page(
        request,
        404,
        _("There is no such page"),
        _("Perhaps the address is incomplete, or the case does not exist or is not assigned to you."),
        _("find the case by its number in the search at the top"),
    )


def broken(request: HttpRequest) -> HttpResponse:
    """Say that the node itself failed; needs neither a database nor a session."""
    del request  # whatever was asked, the words are the same
    return HttpResponseServerError(render_to_string("web/broken.html"))
