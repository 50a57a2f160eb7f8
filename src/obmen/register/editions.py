"""Editions of one part follow each other: version by version, each naming the hash of the one before (R-18.5)."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import TYPE_CHECKING, Final

from obmen.register.errors import Fork, Gap, Older

if TYPE_CHECKING:
    from obmen.register.annex import TechnicalAnnex
    from obmen.register.legal import LegalPart

LEGAL: Final = "legal"
"""The name of the legal part among the series; an annex is named by its Party."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Edition:
    """An edition as it came: its place in the series and its bytes."""

    series: str
    version: int
    previous_hash: str
    hash: str
    issued_at: datetime
    raw: bytes

    @classmethod
    def of(cls, part: LegalPart | TechnicalAnnex, document: bytes, raw: bytes) -> Edition:
        """Describe an edition; its hash is the SHA-256 of `document.json`, in hex."""
        return cls(
            series=part.party if part.part == "ANNEX" else LEGAL,
            version=part.version,
            previous_hash=part.previous_hash,
            hash=hashlib.sha256(document).hexdigest(),
            issued_at=part.issued_at,
            raw=raw,
        )

    @property
    def title(self) -> str:
        """Name the part in Russian, in the genitive."""
        return "правовой части реестра" if self.series == LEGAL else f"технического приложения Стороны {self.series}"


@dataclass(frozen=True)
class Series:
    """The editions of one part that were accepted, the first to the current."""

    editions: tuple[Edition, ...] = ()

    @property
    def current(self) -> Edition | None:
        """The edition in force here."""
        return self.editions[-1] if self.editions else None

    @property
    def version(self) -> int:
        """The version in force here, 0 before the first."""
        return self.current.version if self.current else 0

    @property
    def hash(self) -> str:
        """The hash of the edition in force here, empty before the first."""
        return self.current.hash if self.current else ""

    @cached_property
    def _hashes(self) -> dict[int, str]:
        return {edition.version: edition.hash for edition in self.editions}

    def knows(self, version: int, hash_: str) -> bool | None:
        """Tell whether we hold the edition: `None` when it is newer than ours, `False` when its hash is another."""
        if version > self.version:
            return None
        return (version, hash_) == (0, self.hash) or self._hashes.get(version) == hash_

    def differs(self, edition: Edition) -> bool:
        """Tell whether we hold another edition under its version."""
        return self._hashes.get(edition.version, edition.hash) != edition.hash

    def awaits(self, edition: Edition) -> bool:
        """Tell whether the edition may be the next, `False` for the very one in force.

        Asked before its seal is checked. Raises `Older` for one that we have replaced, `Gap` when others are missing.
        """
        if self.current and edition.hash == self.hash:
            return False
        if self._hashes.get(edition.version) == edition.hash:
            text = f"Издание {edition.version} {edition.title} заменено: действует издание {self.version}."
            raise Older(text)
        if edition.version > self.version + 1:
            text = (
                f"Предложено издание {edition.version} {edition.title}, а у узла последнее — {self.version or 'нет'}."
            )
            raise Gap(text)
        return True

    def followed_by(self, edition: Edition) -> Series:
        """Add the edition, whose seal holds. Raises `Fork` when it does not follow from the one in force."""
        if edition.version <= self.version:
            text = f"Издание {edition.version} {edition.title} заверено дважды, с разным содержанием."
            raise Fork(text)
        if edition.previous_hash != self.hash:
            text = (
                f"Издание {edition.version} {edition.title} составлено после другого издания {self.version}, не нашего."
            )
            raise Fork(text)
        return Series((*self.editions, edition))
