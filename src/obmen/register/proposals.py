"""The dates that the law proposes for an instrument, each with its other reading; people choose what is published.

Nothing is computed here: the dates are those of `treaty.standing` and `treaty.entry` (Art. 20, 22-24; P-09 to P-11).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Final

from obmen.treaty.entry import entries
from obmen.treaty.instruments import Instrument, InstrumentKind
from obmen.treaty.labelled import Labelled
from obmen.treaty.policies import DEFAULT_POLICIES, Policies
from obmen.treaty.reckoning import Reckoned
from obmen.treaty.standing import Published, parties_on

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from obmen.treaty.findings import Finding

_OF_PROTOCOLS: Final = (InstrumentKind.SIGNATURE, InstrumentKind.NOTIFICATION)


class What(Labelled):
    """What a published date says of a Party."""

    ENTRY = "ENTRY", "Соглашение вступает в силу"
    EXIT = "EXIT", "выход из Соглашения"
    TEXT = "TEXT", "протокол вступает в силу"


@dataclass(frozen=True, slots=True, kw_only=True, order=True)
class Key:
    """Which date: of what, for which Party, by which protocol."""

    what: What
    party: str
    about: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposal:
    """A date to publish: how it was reckoned, and the dates among which the approver chooses."""

    key: Key
    reckoned: Reckoned

    @property
    def options(self) -> tuple[date, ...]:
        """The proposed date first, then the other readings; a day of exit that a Party named has no other."""
        readings = (self.reckoned.chosen, *self.reckoned.others)
        if self.reckoned.on not in {each.on for each in readings}:
            return (self.reckoned.on,)
        return tuple(dict.fromkeys((self.reckoned.on, *(each.on for each in readings))))


@dataclass(frozen=True, slots=True, kw_only=True)
class Dates:
    """The dates that were published so far; each prevails until the Parties agree otherwise."""

    on: Mapping[Key, date] = field(default_factory=dict)

    @property
    def published(self) -> Published:
        """The dates of Parties as the law takes them."""
        return Published(entries=self._of(What.ENTRY), exits=self._of(What.EXIT))

    def _of(self, what: What) -> tuple[tuple[str, date], ...]:
        return tuple((key.party, day) for key, day in self.on.items() if key.what is what)

    def without(self, keys: Iterable[Key]) -> Dates:
        """Leave some out."""
        left = set(keys)
        return Dates(on={key: day for key, day in self.on.items() if key not in left})


def proposals(
    before: Sequence[Instrument],
    after: Sequence[Instrument],
    day: date,
    dates: Dates,
    *,
    policies: Policies = DEFAULT_POLICIES,
) -> tuple[Proposal, ...]:
    """Propose what has no published date yet, as `after` is received.

    A published date stays, unless `after` corrects an error in what was received and the law now reads it otherwise.
    """
    corrected = _corrected(before, after)
    changed = _changed(before, after, day, dates, policies) if corrected else set()
    free = dates.without(changed)
    found = _reckoned(after, day, free, policies)
    return tuple(Proposal(key=key, reckoned=found[key]) for key in sorted(found) if key not in free.on)


def attention(
    before: Sequence[Instrument], after: Sequence[Instrument], day: date, dates: Dates
) -> tuple[Finding, ...]:
    """Give what deserves the States' attention once `after` is received, and did not before (Art. 21)."""
    known = set(parties_on(before, day, published=dates.published).findings.all)
    found = parties_on(after, day, published=dates.published).findings.all
    return tuple(each for each in dict.fromkeys(found) if not each.holds and each not in known)


def _corrected(before: Sequence[Instrument], after: Sequence[Instrument]) -> bool:
    now = {each.number: each for each in after}
    return any(now.get(each.number) != each for each in before)


def _changed(
    before: Sequence[Instrument], after: Sequence[Instrument], day: date, dates: Dates, policies: Policies
) -> set[Key]:
    """Name the dates that the law reads otherwise after the correction of an error."""
    none = Dates()
    was, now = (_reckoned(each, day, none, policies) for each in (before, after))
    return {key for key in dates.on if key in now and was.get(key) != now[key]}


def _reckoned(instruments: Sequence[Instrument], day: date, dates: Dates, policies: Policies) -> dict[Key, Reckoned]:
    """Have the law compute every date of every Party, and of every protocol."""
    known = [each for each in instruments if each.received_on <= day]
    found: dict[Key, Reckoned] = {}
    for each in parties_on(known, day, policies=policies, published=dates.published).standings:
        if each.entry:
            found[Key(what=What.ENTRY, party=each.party)] = each.entry
        if each.exit and each.entry:
            found[Key(what=What.EXIT, party=each.party)] = each.exit
    for protocol in protocols(known):
        for party, reckoned in entries(known, policies, protocol).items():
            found[Key(what=What.TEXT, party=party, about=protocol)] = reckoned
    return found


def protocols(instruments: Iterable[Instrument]) -> tuple[str, ...]:
    """Name the protocols that instruments speak of (Art. 20)."""
    return tuple(sorted({each.about for each in instruments if each.kind in _OF_PROTOCOLS and each.about}))
