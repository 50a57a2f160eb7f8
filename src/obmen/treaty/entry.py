"""Art. 20, 22, 23: since when the Agreement, or a protocol to it, binds a State."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from obmen.treaty.articles import Article
from obmen.treaty.errors import violation
from obmen.treaty.findings import Finding
from obmen.treaty.instruments import Instrument, InstrumentKind
from obmen.treaty.reckoning import Reckoned, thirty_days, three_months
from obmen.treaty.wording import day as written

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import date

    from obmen.treaty.policies import Policies

NEEDED: Final = 3
"""How many notifications bring the Agreement into force (Art. 22(1))."""
_FIRST: Final = Article(22, paragraph=1)
_LATER: Final = Article(22, paragraph=2)
_CIS: Final = Article(23, paragraph=2)
_NOT_CIS: Final = Article(23, paragraph=3)


def first_of(instruments: Iterable[Instrument], kind: InstrumentKind, about: str = "") -> dict[str, Instrument]:
    """Return the first instrument of a kind of each State, whatever the order of entering them."""
    found: dict[str, Instrument] = {}
    for each in sorted(instruments, key=lambda each: (each.received_on, each.number)):
        if (each.kind, each.about) == (kind, about):
            found.setdefault(each.party, each)
    return found


def signatories(instruments: Iterable[Instrument], about: str = "") -> dict[str, Instrument]:
    """Return the signatures of the Agreement, or of a protocol, by State."""
    return first_of(instruments, InstrumentKind.SIGNATURE, about)


def notifications(instruments: Sequence[Instrument], about: str = "") -> list[Instrument]:
    """List by Art. 22(1) the notifications that count: the first of each signatory, in the order of receipt."""
    signed = signatories(instruments, about)
    first = first_of(instruments, InstrumentKind.NOTIFICATION, about)
    return [each for each in first.values() if each.party in signed]


def entry_into_force(instruments: Sequence[Instrument], policies: Policies, about: str = "") -> Reckoned | None:
    """Compute by Art. 22(1) and P-09 when the Agreement (or the protocol `about`, Art. 20) enters into force.

    None while fewer than three signatories have notified.
    """
    counted = notifications(instruments, about)
    if len(counted) < NEEDED:
        return None
    third = counted[NEEDED - 1]
    because = f"третье уведомление получено {written(third.received_on)}"
    return thirty_days(third.received_on, policies, _FIRST, because)


def entries(instruments: Sequence[Instrument], policies: Policies, about: str = "") -> dict[str, Reckoned]:
    """Compute by Art. 22 and P-09 since when each signatory that notified is bound.

    Those up to the third, and all of its day, from the same day; a later one thirty days after its own notification.
    """
    whole = entry_into_force(instruments, policies, about)
    if whole is None:
        return {}
    counted = notifications(instruments, about)
    third = counted[NEEDED - 1].received_on
    return {each.party: whole if each.received_on <= third else _own(each.received_on, policies) for each in counted}


def _own(received_on: date, policies: Policies) -> Reckoned:
    return thirty_days(received_on, policies, _LATER, f"своё уведомление получено {written(received_on)}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Accession:
    """An accession: since when it binds, which consents it has and lacks, and what deserves the States' attention."""

    instrument: Instrument
    entry: Reckoned | None
    consents: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()
    findings: tuple[Finding, ...] = ()


def accessions(
    instruments: Sequence[Instrument],
    policies: Policies,
    cis: Mapping[str, Sequence[tuple[date, date | None]]],
    in_force_from: date | None,
) -> dict[str, Accession]:
    """Compute by Art. 23, P-09 and P-10 since when each acceding State is bound, in the order of accession.

    `in_force_from` is the entry of the Agreement into force: a document that came before it is recorded and has no
    effect (E-23-01). `cis` tells the periods in which a State took part in the CIS; what matters is the day on which
    its document was received.
    """
    acceded: dict[str, Accession] = {}
    for each in first_of(instruments, InstrumentKind.ACCESSION).values():
        if in_force_from is None or each.received_on < in_force_from:
            early = violation("E-23-01", field=each.number)
            acceded[each.party] = Accession(instrument=each, entry=None, findings=(early,))
        elif any(
            start <= each.received_on and (end is None or each.received_on < end)
            for start, end in cis.get(each.party, ())
        ):
            because = f"документ о присоединении государства СНГ получен {written(each.received_on)}"
            entry = thirty_days(each.received_on, policies, _CIS, because)
            acceded[each.party] = Accession(instrument=each, entry=entry)
        else:
            acceded[each.party] = _by_consent(each, instruments, acceded, policies)
    return acceded


def _by_consent(
    acceding: Instrument, instruments: Sequence[Instrument], acceded: Mapping[str, Accession], policies: Policies
) -> Accession:
    """Compute by Art. 23(3): three months after the last consent; the list of States is that of the accession's day."""
    on = acceding.received_on
    signed = (each.party for each in signatories(instruments).values() if each.received_on <= on)
    earlier = (party for party, one in acceded.items() if one.entry and one.entry.on <= on)
    asked = sorted({*signed, *earlier})
    given = first_of(instruments, InstrumentKind.CONSENT, acceding.party)
    missing = tuple(party for party in asked if party not in given)
    consents = tuple(party for party in asked if party in given)
    if missing:
        finding = violation("E-23-02", field=acceding.number, missing=", ".join(missing))
        return Accession(instrument=acceding, entry=None, consents=consents, missing=missing, findings=(finding,))
    last = max([on, *(given[party].received_on for party in consents)])
    entry = three_months(last, policies, _NOT_CIS, f"последнее согласие получено {written(last)}")
    return Accession(instrument=acceding, entry=entry, consents=consents)
