"""Looking at pages: open one and give its text, name its address, read its form."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.urls import reverse
from lxml import html

if TYPE_CHECKING:
    from django.test import Client

    from obmen.node.cases.models import Case


def page(client: Client, path: str, status: int = 200) -> str:
    """Open a page and give its text."""
    response = client.get(path)
    assert response.status_code == status, response.content.decode()[:2000]
    return response.content.decode()


def url(name: str, case: Case, *more: object) -> str:
    """Give the address of a page of a case."""
    return reverse(name, args=[case.id, *more])


def shown_fields(client: Client, address: str) -> dict[str, list[str]]:
    """Read the form as a browser would send it."""
    document: Any = html.document_fromstring(page(client, address))  # its stubs know no forms
    form = next(each for each in document.forms if "data-draft" in each.attrib)
    fields: dict[str, list[str]] = {}
    for name, value in form.form_values():
        fields.setdefault(str(name), []).append(str(value))
    return fields
