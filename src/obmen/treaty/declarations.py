"""Art. 25 and the reservation to Art. 6(a): every declaration is recorded; a defect is a finding, never a refusal."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final, Literal

from obmen.treaty.applicability import Art25Class, Declaration
from obmen.treaty.errors import violation
from obmen.treaty.findings import Finding
from obmen.treaty.instruments import Instrument, InstrumentKind

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from datetime import date

    from obmen.treaty.policies import Policies

_CLASSES: Final = frozenset(Art25Class)
_SILENT: Final = {InstrumentKind.DECLARATION: ("P-21", "E-25-06"), InstrumentKind.RESERVATION: ("P-23", "E-25-07")}


@dataclass(frozen=True, slots=True, kw_only=True)
class Declared:
    """A declaration as recorded: the instrument, how it is published, its defects, and objections by other Parties."""

    instrument: Instrument
    declaration: Declaration
    findings: tuple[Finding, ...] = ()
    objections: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Milestones:
    """When a State signed and when it expressed its consent (notified or acceded); either may not have happened."""

    signed: Instrument | None = None
    consented: Instrument | None = None


def declared(
    instruments: Sequence[Instrument],
    milestones: Mapping[str, Milestones],
    bound_from: Mapping[str, date],
    policies: Policies,
) -> tuple[Declared, ...]:
    """Record by Art. 21 and 25 every declaration and reservation, in the order of receipt.

    One with a defect is published as «не применяется до решения Сторон (ст. 21)» (R-25.1, P-21, P-23); `bound_from`
    tells since when a Party is bound, which is the first day a sound one can have effect.
    """
    made = (each for each in instruments if each.kind in _SILENT)
    return tuple(
        _recorded(each, instruments, milestones.get(each.party, Milestones()), bound_from, policies)
        for each in sorted(made, key=lambda each: (each.received_on, each.number))
    )


def _recorded(
    made: Instrument,
    instruments: Sequence[Instrument],
    state: Milestones,
    bound_from: Mapping[str, date],
    policies: Policies,
) -> Declared:
    findings = tuple(replace(each, field=made.number) for each in _defects(made, state))
    policy, code = _SILENT[made.kind]
    applied_anyway = {code} if policies.choice(policy) == "APPLIED" else set()
    plain = Declaration(
        party=made.party,
        kind=_kind(made),
        provisions=made.provisions,
        document_classes=made.document_classes,
        text=made.text,
        applied={each.code for each in findings} <= applied_anyway,
        effective_from=_effective(made, bound_from.get(made.party)),
        withdrawn_on=_retracted(made, instruments),
    )
    objections = (each for each in instruments if (each.kind, each.about) == (InstrumentKind.OBJECTION, made.number))
    return Declared(
        instrument=made,
        declaration=plain,
        findings=findings,
        objections=tuple(sorted({each.party for each in objections})),
    )


def _kind(made: Instrument) -> Literal["ART25_FULL", "ART25_PARTIAL", "RESERVATION"]:
    if made.kind is InstrumentKind.RESERVATION:
        return "RESERVATION"
    return "ART25_FULL" if made.full else "ART25_PARTIAL"


def _effective(made: Instrument, bound: date | None) -> date | None:
    """Tell since when it can have effect: not before its Party is bound, nor before it is made."""
    return max(bound, made.received_on) if bound else None


def _retracted(made: Instrument, instruments: Sequence[Instrument]) -> date | None:
    """Tell since when a declaration is withdrawn: it may be at any time (R-25.4)."""
    retractions = (
        each.received_on
        for each in instruments
        if (each.kind, each.about, each.party) == (InstrumentKind.RETRACTION, made.number, made.party)
    )
    return min(retractions, default=None)


def _defects(made: Instrument, state: Milestones) -> Iterator[Finding]:
    if made.kind is InstrumentKind.DECLARATION:
        yield from _of_scope(made)
        if state.consented is not None and made.received_on > state.consented.received_on:
            yield violation("E-25-03")
    if _unconfirmed(made, state):
        yield violation(_SILENT[made.kind][1])


def _of_scope(made: Instrument) -> Iterator[Finding]:
    if not made.document_classes or not set(made.document_classes) <= _CLASSES:
        yield violation("E-25-02")
    if not made.full and not made.provisions:
        yield violation("E-25-01")


def _unconfirmed(made: Instrument, state: Milestones) -> bool:
    """Tell by Art. 25(3) whether a declaration made at signature was left out of the notification."""
    at_signature = state.signed is not None and made.received_on <= state.signed.received_on
    silent = state.consented is not None and made.number not in state.consented.confirms
    repeated = state.consented is not None and made.received_on >= state.consented.received_on
    return at_signature and silent and not repeated
