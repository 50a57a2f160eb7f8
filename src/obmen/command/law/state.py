"""`obmen law state DOCUMENTS.json`: the course of a case from its documents (Art. 10-16), as both nodes fold it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final
from uuid import UUID

from obmen.command.law.desk import Form, Reply
from obmen.treaty.documents.envelope import Kind
from obmen.treaty.documents.requests import SubjectCode
from obmen.treaty.lifecycle import Course, Filed, Side, Step, fold

if TYPE_CHECKING:
    import argparse

NAME: Final = "state"
HELP: Final = "состояние дела по его документам: ход, пункты, что ждёт ответа"


@dataclass(frozen=True, slots=True, kw_only=True)
class Documents:
    """The documents of a case, in any order."""

    documents: tuple[Filed, ...]


def _example() -> Documents:
    request, notice, answer = (UUID(int=number) for number in (1, 2, 3))
    return Documents(
        documents=(
            Filed(
                message_id=request,
                kind=Kind.REQUEST,
                sender=Side.REQUESTING,
                seq=1,
                sent_at=datetime(2026, 3, 2, 8, tzinfo=UTC),
                delivered_at=datetime(2026, 3, 2, 8, 1, tzinfo=UTC),
                subjects=(SubjectCode.ACCOUNTS, SubjectCode.INCOME),
            ),
            Filed(
                message_id=notice,
                kind=Kind.REGISTRATION,
                sender=Side.REQUESTED,
                seq=1,
                sent_at=datetime(2026, 3, 3, 5, tzinfo=UTC),
                delivered_at=datetime(2026, 3, 3, 5, 1, tzinfo=UTC),
                refers_to=request,
            ),
            Filed(
                message_id=answer,
                kind=Kind.ANSWER,
                variant="PART",
                sender=Side.REQUESTED,
                seq=2,
                sent_at=datetime(2026, 3, 20, 9, tzinfo=UTC),
                delivered_at=datetime(2026, 3, 20, 9, 1, tzinfo=UTC),
                refers_to=request,
                subjects=(SubjectCode.ACCOUNTS,),
            ),
        ),
    )


DOCUMENTS: Final = Form(
    name="state",
    about="Документы дела: вход obmen law state",
    of=Documents,
    example=_example(),
)
FORMS: Final = (DOCUMENTS,)


def add_words(words: argparse.ArgumentParser) -> None:
    """Add the words of this question."""
    words.add_argument("file", type=Path, metavar="ФАЙЛ.json", help="документы дела («-»: стандартный ввод)")


def ask(arguments: argparse.Namespace) -> Reply:
    """Fold the documents. Raises `Unanswerable` when the file cannot be read."""
    course = fold(DOCUMENTS.read(arguments.file).documents)
    return Reply(facts=_facts(course), lines=_lines(course))


def _facts(course: Course) -> dict[str, Any]:
    return {
        "state": course.state,
        "standing": course.standing,
        "provisional": course.provisional,
        "requestVersion": course.version,
        "waiting": [{"side": side, "seq": seq} for side, seq in course.waiting],
        "items": [{"subject": each.subject, "state": each.state, "since": each.since} for each in course.items],
        "rounds": [
            {"machine": each.machine, "state": each.state, "messages": [filed.message_id for filed, _ in each.steps]}
            for each in course.rounds
        ],
        "steps": [
            {
                "messageId": step.filed.message_id,
                "kind": step.filed.kind,
                "before": step.before,
                "after": step.after,
                "article": str(step.row.article) if step.row else "",
                "note": step.note,
                "provisional": step.provisional,
            }
            for step in course.steps
        ],
    }


def _lines(course: Course) -> list[str]:
    return [
        f"Состояние: {course.standing or 'дела нет'}{' (предварительно)' if course.provisional else ''}",
        *(f"Ожидается документ № {seq}: {side.label}" for side, seq in course.waiting),
        "Ход дела:",
        *(_line(step) for step in course.steps),
        *(["Пункты:"] if course.items else []),
        *(f"  {each.subject.short}: {each.state.label}" for each in course.items),
        *(["Внутри дела:"] if course.rounds else []),
        *(f"  {each.machine.label}: {each.state.label}" for each in course.rounds),
    ]


def _line(step: Step) -> str:
    after = step.after.label if step.after else "—"
    basis = f", {step.row.article}" if step.row else ""
    note = f" — {step.note}" if step.note else ""
    return f"  {step.filed.kind.value} {step.filed.kind.label} ({step.filed.sender.label}) → {after}{basis}{note}"
