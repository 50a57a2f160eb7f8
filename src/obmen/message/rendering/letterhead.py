"""The letterhead: how an authority presents itself at the top of its letters (requirements R-O.2)."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Letterhead:
    """The printed head of one authority.

    `name_ru` is its official name in Russian (Art. 19), `name_original` the same in the state language where the
    authority prints both; `party` is the ISO 3166-1 alpha-2 code of its state.
    """

    name_ru: str
    party: str
    name_original: str = ""
    address: str = ""
    phone: str = ""
    email: str = ""
