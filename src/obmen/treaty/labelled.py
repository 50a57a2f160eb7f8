"""Codes that always carry their Russian label, so that no screen or print ever shows a bare code."""

from __future__ import annotations

from enum import StrEnum
from typing import Self


class Labelled(StrEnum):
    """A code list: each member is its code (what travels) and has a `label` (what people read)."""

    label: str

    def __new__(cls, code: str, label: str = "") -> Self:
        """Make a member from its code and its Russian label (each has one: the default is for `Kind("M-01")`)."""
        member = str.__new__(cls, code)
        member._value_ = code
        member.label = label
        return member
