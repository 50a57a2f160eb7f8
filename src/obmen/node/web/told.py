"""A request told in facts, for reading: what the card shows beside the timeline."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from obmen.node.web.forms.layout import Words, sentence
from obmen.node.web.forms.persons import SCHEMES
from obmen.node.web.tables import grouped

if TYPE_CHECKING:
    from collections.abc import Iterator

    from obmen.treaty.documents.requests import Request
    from obmen.treaty.documents.values import Address, Birth, EnforcementDocument, Identifier, Money


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    """A label and what stands beside it, with the article where one asks for it."""

    label: Words
    value: str
    citation: str = ""


def facts(request: Request) -> tuple[Fact, ...]:
    """Tell a request in the order of Art. 11; what is empty is left out."""
    return tuple(fact for fact in _facts(request) if fact.value)


def _facts(request: Request) -> Iterator[Fact]:
    """Tell everything, empty or not."""
    yield Fact(label=_("Debtor"), value=_person(request.debtor))
    for claimant in request.claimants:
        yield Fact(label=_("Claimant"), value=_person(claimant))
    for document in request.documents:
        yield Fact(label=_("Document"), value=_document(document))
    yield Fact(label=_("Proceeding"), value=_proceeding(request))
    yield Fact(label=_("Purpose"), value=", ".join(purpose.label for purpose in request.purposes))
    yield Fact(label=_("Justification"), value=request.justification)
    yield Fact(label=_("Circumstances"), value=request.factual_circumstances)
    yield Fact(label=_("Content"), value=request.content)
    if request.desired_date:
        wish = f"{request.desired_date:%d.%m.%Y}. {request.desired_reason}".strip()
        yield Fact(label=_("Answer desired by"), value=wish, citation="второй абзац ст. 12")
    if request.confidentiality:
        secret = f"{request.confidentiality.scope}. {request.confidentiality.reason}"
        yield Fact(label=_("Confidential"), value=secret, citation="ст. 16")
    yield Fact(label=_("Other information"), value=request.other)


def _person(person: object) -> str:
    """Name a person with birth, numbers and addresses, a line each."""
    birth: Birth | None = getattr(person, "birth", None)
    lines = [str(getattr(person, "name", "")), _birth(birth)]
    identifiers: tuple[Identifier, ...] = getattr(person, "identifiers", ())
    addresses: tuple[Address, ...] = getattr(person, "addresses", ())
    lines += [f"{dict(SCHEMES).get(number.scheme, number.scheme)}: {number.value}" for number in identifiers]
    lines += [_address(address) for address in addresses]
    return "\n".join(line for line in lines if line.strip())


def _birth(birth: Birth | None) -> str:
    if birth is None:
        return ""
    if birth.unknown_reason:
        return _("birth not known: %(why)s") % {"why": birth.unknown_reason}
    return ", ".join(part for part in (f"{birth.date:%d.%m.%Y}" if birth.date else "", birth.place) if part)


def _address(address: Address) -> str:
    if address.unknown:
        return _("address not known; checked: %(what)s") % {"what": address.checked or "—"}
    return f"{address.text} ({address.kind.label})" if address.text else ""


def _document(document: EnforcementDocument) -> str:
    """Name a document by kind, number, day and issuer, then what it claims."""
    head = " ".join(part for part in (sentence(document.national_kind), document.number) if part)
    day = _("of %(day)s") % {"day": f"{document.issued_on:%d.%m.%Y}"} if document.issued_on else ""
    money = sum_of(document.amount) if document.amount else ""
    lines = (f"{head} {day}".strip(), document.issuer, document.claim, money, document.operative_part.text)
    return "\n".join(line for line in lines if line)


def sum_of(money: Money) -> str:
    """Write a sum as people do: «350 000,00 RUB»."""
    return f"{grouped(money.amount)} {money.currency}"


def _proceeding(request: Request) -> str:
    """Name the proceeding with the day on which it was opened and its state."""
    proceeding = request.proceeding
    opened = _("opened on %(day)s") % {"day": f"{proceeding.opened_on:%d.%m.%Y}"} if proceeding.opened_on else ""
    return ", ".join(part for part in (proceeding.number, opened, proceeding.state.label) if part and proceeding.number)
