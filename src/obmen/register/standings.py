"""How every State stands on a day by the register: the law's computation with the depositary's dates (Art. 22-25)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from obmen.treaty.standing import Parties, Published, Standing, Status, parties_on

if TYPE_CHECKING:
    from datetime import date

    from obmen.register.legal import LegalPart
    from obmen.treaty.parties import Membership


def standings(part: LegalPart, day: date) -> Parties:
    """Compute from the instruments of the part how the States stand on `day`; the published dates prevail (P-09).

    A State with published dates and no instrument in the part stands by its dates alone.
    """
    entries = tuple((each.party, each.in_force_from) for each in part.parties if each.in_force_from)
    exits = tuple((each.party, each.exit_on) for each in part.parties if each.exit_on)
    computed = parties_on(part.instruments, day, published=Published(entries=entries, exits=exits))
    known = {each.party for each in computed.standings}
    others = (_by_dates(each.membership(), day) for each in part.parties if each.party not in known)
    return Parties(
        on=day,
        in_force=computed.in_force,
        missing=computed.missing if part.instruments else "",
        standings=tuple(sorted((*computed.standings, *others), key=lambda each: each.party)),
    )


def _by_dates(dates: Membership, day: date) -> Standing:
    status = Status.IN_FORCE
    if dates.left(day):
        status = Status.WITHDRAWN
    elif not dates.in_force(day):
        status = Status.NONE
    elif dates.exit_on:
        status = Status.WITHDRAWING
    return Standing(party=dates.party, status=status)
