"""Art. 11(3): a document is signed by an authorised person within his powers, and sealed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from obmen.treaty.articles import Article
from obmen.treaty.errors import held, violation
from obmen.treaty.findings import Finding, Findings, Weight

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator
    from datetime import date

    from obmen.treaty.documents.envelope import Kind
    from obmen.treaty.documents.values import Signatory

_SIGNED = Article(11, point=3)


def check_powers(signatory: Signatory | None, at: date, *, received: bool) -> Finding:
    """Decide by Art. 11(3) whether the signatory had powers on the day of signing (R-11.3).

    Both days of the powers count in. In a received document a defect only warns: the clerk decides (R-11.4).
    """
    weight = Weight.WARNS if received else None
    if signatory is None or not (signatory.name.strip() and signatory.post.strip()):
        return violation("E-11-10", field="signatory", weight=weight)
    if signatory.powers_from is None:
        return violation("E-11-12", case="unstated", field="signatory.powers_from", weight=weight, name=signatory.name)
    if at < signatory.powers_from:
        return violation(
            "E-11-12", case="early", field="signatory.powers_from", weight=weight, date=signatory.powers_from, at=at
        )
    if signatory.powers_to is not None and signatory.powers_to < at:
        return violation("E-11-12", field="signatory.powers_to", weight=weight, date=signatory.powers_to)
    return held(f"Подписывает {signatory.name}, {signatory.post}, в пределах полномочий", _SIGNED)


def check_signed(  # noqa: PLR0913  the facts of one question, each named by the caller
    kind: Kind, *, signed: bool, sealed_by: Collection[str], prepared_by: str, sent_by: str, on_paper: bool = False
) -> Findings:
    """Decide by Art. 11(3) whether a document bears the signature and the seals that its kind needs (R-11.3).

    `signed` is whether a person signed it, `sealed_by` the bodies whose seals it bears. The body that prepared it seals
    it; where another one sends it, that one adds its own seal and attests the first and the signatory's powers. What
    lacks on paper only warns.
    """
    weight = Weight.WARNS if on_paper else None
    wrong = tuple(_lacking(kind, signed=signed, missing=_unsealed(sealed_by, prepared_by, sent_by), weight=weight))
    return Findings.of(wrong or (held("Подпись и печать на месте", _SIGNED),))


def _unsealed(sealed_by: Collection[str], prepared_by: str, sent_by: str) -> tuple[str, ...]:
    """Return the bodies that must seal and have not, each once."""
    return tuple(body for body in dict.fromkeys((prepared_by, sent_by)) if body not in sealed_by)


def _lacking(kind: Kind, *, signed: bool, missing: tuple[str, ...], weight: Weight | None) -> Iterator[Finding]:
    if kind.needs_person and not signed:
        yield violation("E-11-10", field="signatory", weight=weight)
    for body in missing:
        yield violation("E-11-11", case="body", field="sender_authority", weight=weight, body=body)
