"""How large a part of the register may be: ten Parties with a thousand authorities each must fit."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from obmen.message.limits import DEFAULT

LIMITS: Final = replace(DEFAULT, json=16 * 1024 * 1024, values=250_000)
"""The bounds of a letter, but for the document: a register is a list, a letter is not."""
