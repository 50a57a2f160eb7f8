"""Art. 24: what becomes of requests when a Party leaves the Agreement."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from obmen.treaty.articles import Article
from obmen.treaty.errors import held, violation
from obmen.treaty.wording import day as written

if TYPE_CHECKING:
    from datetime import date

    from obmen.treaty.findings import Finding
    from obmen.treaty.parties import Membership
    from obmen.treaty.policies import Policies

_EXIT: Final = Article(24)


def may_continue(received_on: date, leaving: Membership, on: date, policies: Policies) -> Finding:
    """Decide by Art. 24 and P-12 whether a case with a Party goes on, on a day (R-24.3).

    A request received before the exit is finished, and messages within it stay allowed; under RETURN it goes back.
    Art. 9, conditions, confidentiality and keeping continue in any case for data already given.
    """
    if not leaving.left(on) or leaving.exit_on is None:
        return held(f"{leaving.name}: Соглашение действует, дело продолжается", _EXIT)
    if received_on >= leaving.exit_on:
        return violation("E-24-01", party=leaving.name, date=leaving.exit_on)
    if policies.choice("P-12") == "RETURN":
        returned = violation("E-24-01", case="returned", party=leaving.name, date=leaving.exit_on)
        return replace(returned, policy="P-12")
    said = f"{leaving.name}: запрос получен {written(received_on)}, до выхода из Соглашения, и исполняется"
    return replace(held(said, _EXIT), policy="P-12")
