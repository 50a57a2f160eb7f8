"""Tags of the screens: icons, dates, articles, counted nouns, findings, the shell."""

from __future__ import annotations

import re
from datetime import date, datetime
from typing import TYPE_CHECKING, Final

from django import template
from django.templatetags.static import static
from django.urls import reverse
from django.utils.html import format_html
from django.utils.timezone import localtime

from obmen.node.cases import words
from obmen.node.web import shell as shells
from obmen.treaty.articles import TITLES

if TYPE_CHECKING:
    from django.template.context import RequestContext
    from django.utils.safestring import SafeString

    from obmen.node.web.shell import Shell

register = template.Library()

_ARTICLE: Final = re.compile(r"ст\. (\d+)")


@register.simple_tag(takes_context=True)
def shell(context: RequestContext) -> Shell:
    """Give what surrounds every page: the node, the person, the sections."""
    return shells.around(context["request"])


@register.simple_tag
def icon(name: str) -> SafeString:
    """Show an icon of the sprite; it only accompanies a word, so it is silent to a screen reader."""
    return format_html(
        '<svg class="icon" aria-hidden="true" focusable="false"><use href="{}#{}"/></svg>',
        static("web/icons.svg"),
        name,
    )


@register.filter
def day(value: date | datetime | None) -> str:
    """Write a day as 14.04.2026; an instant by the node's own zone."""
    if isinstance(value, datetime):
        value = localtime(value)
    return f"{value:%d.%m.%Y}" if value else ""


@register.filter
def moment(value: datetime | None) -> str:
    """Write an instant with its zone, where the time matters: 14.04.2026 23:58 (+05)."""
    if value is None:
        return ""
    local = localtime(value)
    return f"{local:%d.%m.%Y %H:%M} ({local.tzname()})"


@register.simple_tag
def cite(citation: object) -> SafeString:
    """Link a citation to the short explanation of its first article."""
    text = str(citation)
    found = _ARTICLE.search(text)
    if not found or int(found[1]) not in TITLES:
        return format_html('<span class="cite">{}</span>', text)
    return format_html('<a class="cite" href="{}">{}</a>', reverse("article", args=[int(found[1])]), text)


@register.filter
def bar(progress: float | None) -> int:
    """Give the length of a term's bar, 60 at most."""
    return round(60 * min(max(progress or 0.0, 0.0), 1.0))


@register.filter
def named(subject: str) -> str:
    """Name whom a certificate is of: the common name of its subject, else all of it."""
    return words.common_name(subject)


@register.filter
def joined(values: tuple[str, ...], separator: str) -> str:
    """Join texts by a separator."""
    return separator.join(values)


_TONE_ICONS: Final = {"good": "held", "bad": "blocks", "wait": "clock", "info": "notes", "work": "work", "off": "off"}


@register.filter
def tone_icon(tone: str) -> str:
    """Give the icon that goes with the tone of a state."""
    return _TONE_ICONS.get(tone, "work")


@register.filter
def shortly(words: str) -> str:
    """Say «раб. дня» in a narrow cell; the whole words are in its title."""
    return words.replace("рабочий ", "раб. ").replace("рабочих ", "раб. ")
