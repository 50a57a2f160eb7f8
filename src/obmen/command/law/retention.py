"""`obmen law retention FILE.json`: how long information is kept, what holds it, may it be destroyed (Art. 9(6))."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Final

from obmen.command.law.desk import Form, Reply, add_policies, day_of, facts_of, policies_of, told
from obmen.treaty.findings import Findings
from obmen.treaty.retention import (
    Hold,
    HoldKind,
    Kept,
    RetentionRule,
    check_act,
    due_on,
    kept_until,
    may_destroy,
    needs_notice,
    retention_state,
)

if TYPE_CHECKING:
    import argparse

NAME: Final = "retention"
HELP: Final = "срок хранения сведений и право их уничтожить"

KEPT: Final = Form(
    name="retention",
    about="Хранение сведений: вход obmen law retention",
    of=Kept,
    example=Kept(
        rule=RetentionRule(party="RU", years=5, version="1", source="правило (учебное)"),
        ended_on=date(2026, 6, 30),
        holds=(Hold(kind=HoldKind.DISPUTE, since=date(2031, 1, 10), lifted_on=date(2031, 9, 1)),),
    ),
)
FORMS: Final = (KEPT,)


def add_words(words: argparse.ArgumentParser) -> None:
    """Add the words of this question."""
    words.add_argument("file", type=Path, metavar="ФАЙЛ.json", help="сведения о хранении («-»: стандартный ввод)")
    words.add_argument("--on", type=day_of, metavar="ДЕНЬ", help="на какой день (без него — на сегодня)")
    add_policies(words)


def ask(arguments: argparse.Namespace) -> Reply:
    """Say where the information stands. Raises `Unanswerable` when the question cannot be read."""
    policies, kept = policies_of(arguments), KEPT.read(arguments.file)
    on = arguments.on or datetime.now(tz=UTC).date()
    found = may_destroy(kept, on) + (check_act(kept.act, policies) if kept.act else Findings())
    state = retention_state(kept, on)
    facts = {
        "on": on,
        "state": state,
        "due": due_on(kept.rule, kept.ended_on) if kept.ended_on else None,
        "mayDestroy": bool(found),
        "notice": bool(needs_notice(kept, policies)),
        "findings": [facts_of(finding) for finding in found],
    }
    lines = [f"Состояние: {state.label}", f"Хранится: {kept_until(kept)}", *told(found)]
    return Reply(facts=facts, lines=lines, status=0 if found else 1)
