"""Art. 11(3): a document is signed by an authorised person within his powers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from obmen.treaty.articles import Article
from obmen.treaty.errors import held, violation
from obmen.treaty.findings import Finding, Weight

if TYPE_CHECKING:
    from datetime import date

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
        return violation("E-11-12", field="signatory.powers_to", weight=weight, date=signatory.powers_to, at=at)
    return held(f"Подписывает {signatory.name}, {signatory.post}, в пределах полномочий", _SIGNED)
