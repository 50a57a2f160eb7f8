"""The short explanation of an article, opened from every citation."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib.auth.decorators import login_required
from django.http import Http404
from django.shortcuts import render

from obmen.node.web.explanations import explanations
from obmen.treaty.articles import TITLES

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse


@login_required
def article(request: HttpRequest, number: int) -> HttpResponse:
    """Show one article in our own words, with its neighbours."""
    if number not in explanations():
        raise Http404
    near = [(n, TITLES[n]) for n in (number - 1, number + 1) if n in explanations()]
    words = {"number": number, "title": TITLES[number], "words": explanations()[number], "near": near}
    return render(request, "web/article.html", words)
