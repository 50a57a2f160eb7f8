"""Note that a certified copy of the Russian original went to a signatory, and that it arrived (R-26.1)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from obmen.node.depositary import records
from obmen.node.depositary.acts import in_turn, note, refuse, require
from obmen.node.depositary.models import CertifiedCopy
from obmen.register.proposals import protocols
from obmen.treaty.articles import Article
from obmen.treaty.entry import signatories
from obmen.treaty.parties import party_name

if TYPE_CHECKING:
    from obmen.node.people.models import Officer

_KEPT = Article(25, paragraph=-1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Owed:
    """A copy that a signatory is to have, and what is known of it; `about` is a protocol, if not empty."""

    party: str
    about: str
    signed_on: date
    copy: CertifiedCopy | None


def owed() -> tuple[Owed, ...]:
    """List the copies: one to each signatory of the Agreement and of every protocol."""
    received = records.instruments(records.counted())
    sent = {(each.party, each.about): each for each in CertifiedCopy.objects.all()}
    return tuple(
        Owed(party=party, about=about, signed_on=signed.received_on, copy=sent.get((party, about)))
        for about in ("", *protocols(received))
        for party, signed in sorted(signatories(received, about).items())
    )


def send_copy(officer: Officer, party: str, about: str, number: str, sent_on: date) -> CertifiedCopy:
    """Note that the copy was dispatched with a note. Raises `ActRefused`."""
    require(officer, "dep_enter")
    due = next((each for each in owed() if (each.party, each.about) == (party, about)), None)
    if due is None:
        raise refuse(f"{party_name(party)} не подписывала этот текст", "Копии направляются подписавшим", _KEPT)
    if not number.strip() or sent_on > records.today():
        raise refuse("Не указаны номер ноты или дата отправки", "Укажите номер и наступившую дату", _KEPT)
    with in_turn():
        if CertifiedCopy.objects.filter(party=party, about=about).exists():
            raise refuse("Копия этому государству уже направлена", "Откройте перечень копий", _KEPT)
        row = CertifiedCopy.objects.create(
            party=party, about=about, note=number.strip()[:100], sent_on=sent_on, sent_by=officer.username
        )
        note(officer, "copy_sent", f"{party} {about}".strip())
    return row


def copy_arrived(officer: Officer, row: CertifiedCopy, on: date) -> None:
    """Note the day on which the State had its copy. Raises `ActRefused`."""
    require(officer, "dep_enter")
    if not row.sent_on <= on <= records.today():
        raise refuse("Копия не могла быть получена в этот день", "Укажите день после отправки", _KEPT)
    with in_turn():
        locked = CertifiedCopy.objects.get(pk=row.pk)
        if locked.arrived_on is None:
            locked.arrived_on = on
            locked.save()
            note(officer, "copy_arrived", row)
