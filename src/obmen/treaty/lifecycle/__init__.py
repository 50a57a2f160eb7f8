"""The course of a case: tables of states, and the fold that both nodes make alike (requirements §2)."""

from obmen.treaty.lifecycle.asking import can_send, may, may_in
from obmen.treaty.lifecycle.crossings import CROSSED, REFUSED
from obmen.treaty.lifecycle.filed import Filed, next_seq
from obmen.treaty.lifecycle.fold import Course, Step, find_row, fold
from obmen.treaty.lifecycle.items import Item, ItemState
from obmen.treaty.lifecycle.request_table import TABLE as REQUEST_TABLE
from obmen.treaty.lifecycle.round_tables import TABLE as ROUND_TABLE
from obmen.treaty.lifecycle.rounds import Round
from obmen.treaty.lifecycle.vocabulary import Machine, RoundState, Row, Side, State, TermEffect, Turn

table = (*REQUEST_TABLE, *ROUND_TABLE)
"""Every step of the shared course: the request's own, then those of the rounds within a case."""

__all__ = [
    "CROSSED",
    "REFUSED",
    "REQUEST_TABLE",
    "ROUND_TABLE",
    "Course",
    "Filed",
    "Item",
    "ItemState",
    "Machine",
    "Round",
    "RoundState",
    "Row",
    "Side",
    "State",
    "Step",
    "TermEffect",
    "Turn",
    "can_send",
    "find_row",
    "fold",
    "may",
    "may_in",
    "next_seq",
    "table",
]
