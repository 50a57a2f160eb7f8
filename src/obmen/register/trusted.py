"""The register that a node trusts: it takes bytes, accepts only what is newer and properly sealed (R-18.5, R-18.8).

The order in which editions were accepted is part of what is known: an annex is judged by the legal part that was in
force when it came. `editions` gives them in that order and `load` replays it.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field, replace
from itertools import takewhile
from types import MappingProxyType
from typing import TYPE_CHECKING, Final, Self

from obmen.register import annex as annexes
from obmen.register import consistency, legal, sealed
from obmen.register.age import Age
from obmen.register.editions import LEGAL, Edition, Series
from obmen.register.errors import Gap, NotPinned, RegisterError
from obmen.register.indices import AnnexIndex, LegalIndex
from obmen.register.questions import Questions
from obmen.treaty.documents.envelope import RegisterEdition

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from datetime import datetime

    from obmen.message.container import Container

_FINGERPRINT: Final = re.compile(r"[0-9a-f]{64}")
_EMPTY: Final = Series()


@dataclass(frozen=True, kw_only=True)
class TrustedRegister(Questions):
    """The accepted editions; accepting gives a new register and leaves this one as it is.

    It is an `obmen.message.address_book.AddressBook`.
    """

    pins: tuple[str, ...]
    accepted: tuple[Edition, ...] = ()
    series: Mapping[str, Series] = field(default_factory=lambda: MappingProxyType({}))

    @classmethod
    def pinned(cls, *fingerprints: str) -> Self:
        """Begin with nothing but fingerprints that were compared outside the system (R-18.8).

        The first is that of the first legal edition, others are of editions that need no earlier key: the first of the
        depositary after Parties sealed together, or the first after its key was compromised. Each is the SHA-256 of
        `document.json`, 64 hex digits; spaces and capitals do not matter. Raises `NotPinned`.
        """
        plain = tuple("".join(each.split()).lower() for each in fingerprints)
        if not plain or not all(map(_FINGERPRINT.fullmatch, plain)):
            raise NotPinned("Отпечаток первого издания реестра — 64 шестнадцатеричных знака.")
        return cls(pins=plain)

    @classmethod
    def load(cls, pins: Sequence[str], raws: Iterable[bytes], now: datetime) -> Self:
        """Take what was kept, in the order of `editions`. Raises as accepting does."""
        register = cls.pinned(*pins)
        for raw in raws:
            register = register.accept(raw, now)
        return register

    # --- Accepting -----------------------------------------------------------------------------------------------

    def accept(self, raw: bytes, now: datetime) -> Self:
        """Accept an edition of either part. Raises as `accept_legal` and `accept_annex` do."""
        container = sealed.read(raw)
        take = self._take_legal if sealed.is_legal(container) else self._take_annex
        return take(container, now)

    def accept_legal(self, raw: bytes, now: datetime) -> Self:
        """Accept the next edition of the legal part; the very one in force changes nothing.

        Raises `Unreadable`, `Older`, `Gap`, `NotPinned`, `BadSeal`, `Fork`, `Contradiction`; all are `RegisterError`.
        """
        return self._take_legal(sealed.read(raw), now)

    def accept_annex(self, raw: bytes, now: datetime) -> Self:
        """Accept the next edition of a Party's annex; the very one in force changes nothing.

        Raises `Unreadable`, `Older`, `Gap`, `BadSeal` (E-18-03), `Fork`, `Contradiction`; all are `RegisterError`.
        """
        return self._take_annex(sealed.read(raw), now)

    def _take_legal(self, container: Container, now: datetime) -> Self:
        part = sealed.decode(legal.CODEC, container)
        edition = Edition.of(part, container.document, container.raw)
        series = self.series_of(LEGAL)
        pinned = edition.hash in self.pins
        if pinned and self._prevails(edition, series):
            return self._without_what_followed(edition, now)._take_legal(container, now)._retaking(self.accepted, now)  # noqa: SLF001
        if not series.awaits(edition):
            return self
        self._require_first_pinned(edition)
        held = self.legal.part if self.legal else None
        sealed.check_legal(container, part, held, now, pinned=pinned)
        series = series.followed_by(edition)
        consistency.check_legal(part, held, now)
        return replace(self._with(edition, series), legal=LegalIndex(part))

    def _prevails(self, pinned: Edition, series: Series) -> bool:
        """Tell whether a pinned edition takes the place of others: of those only that were not pinned after it."""
        later = self.pins[self.pins.index(pinned.hash) :]
        return series.differs(pinned) and not any(each.hash in later for each in series.editions)

    def _without_what_followed(self, pinned: Edition, now: datetime) -> Self:
        """Go back to the predecessor of a pinned edition: what was sealed after it, may be by a thief, is set aside."""
        before = takewhile(lambda each: each.series != LEGAL or each.version < pinned.version, self.accepted)
        return type(self).load(self.pins, [each.raw for each in before], now)

    def _retaking(self, accepted: Iterable[Edition], now: datetime) -> Self:
        """Take again the annexes that still have a proper seal; those of a Party that has another key now have not."""
        register = self
        for each in accepted:
            if each.series != LEGAL:
                with suppress(RegisterError):
                    register = register.accept(each.raw, now)
        return register

    def _take_annex(self, container: Container, now: datetime) -> Self:
        annex = sealed.decode(annexes.CODEC, container)
        edition = Edition.of(annex, container.document, container.raw)
        series = self.series_of(annex.party)
        if not series.awaits(edition):
            return self
        known = self._legal_index()
        sealed.check_annex(container, annex, known.central_keys.get(annex.party, ()), now)
        series = series.followed_by(edition)
        held = self.annexes.get(annex.party)
        consistency.check_annex(annex, held.annex if held else None, known.party_of, now)
        index = AnnexIndex(annex)
        consistency.check_between(index, [each for party, each in self.annexes.items() if party != annex.party])
        consistency.check_kept(annex, held.annex if held else None)
        all_annexes = MappingProxyType({**self.annexes, annex.party: index})
        return replace(self._with(edition, series), annexes=all_annexes)

    def _require_first_pinned(self, edition: Edition) -> None:
        if self.legal is None and edition.hash not in self.pins:
            text = f"Отпечаток первого издания реестра — {edition.hash}, а ожидался {' или '.join(self.pins)}."
            raise NotPinned(text)

    def _legal_index(self) -> LegalIndex:
        if self.legal is None:
            raise Gap("Приложение Стороны нельзя принять раньше правовой части реестра.", code="E-18-03")
        return self.legal

    def _with(self, edition: Edition, series: Series) -> Self:
        all_series = MappingProxyType({**self.series, edition.series: series})
        return replace(self, accepted=(*self.accepted, edition), series=all_series)

    # --- What is held --------------------------------------------------------------------------------------------

    def series_of(self, name: str) -> Series:
        """Give the editions of the legal part (`LEGAL`) or of a Party's annex."""
        return self.series.get(name, _EMPTY)

    def editions(self) -> Iterator[tuple[str, bytes]]:
        """Give all accepted editions, as they came, to keep; the names sort in the order of acceptance."""
        for number, edition in enumerate(self.accepted, start=1):
            yield f"{number:06}-{edition.series}-{edition.version:06}.asice", edition.raw

    def edition(self, party: str) -> RegisterEdition:
        """Name the editions that a letter of the Party states; version 0 and no hash for a part that is not there."""
        part, own = self.series_of(LEGAL), self.series_of(party)
        return RegisterEdition(
            legal_version=part.version, legal_hash=part.hash, annex_version=own.version, annex_hash=own.hash
        )

    def knows_edition(self, edition: RegisterEdition, party: str) -> bool | None:
        """Tell whether we hold the edition: `None` when it is newer than ours, `False` when its hash is another."""
        answers = (
            self.series_of(LEGAL).knows(edition.legal_version, edition.legal_hash),
            self.series_of(party).knows(edition.annex_version, edition.annex_hash),
        )
        if False in answers:
            return False
        return None if None in answers else True

    def ages(self, now: datetime) -> tuple[Age, ...]:
        """Tell how old each part is, the oldest first (R-18.5)."""
        current = [series.editions[-1] for series in self.series.values()]
        ages = [Age(title=each.title, version=each.version, age=now - each.issued_at) for each in current]
        return tuple(sorted(ages, key=lambda each: each.age, reverse=True))
