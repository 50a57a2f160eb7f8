"""The desk of the law: reads what is asked from JSON, and prints the answer as a table or for programs."""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from obmen.message.encoding import StrictCodec, Unreadable
from obmen.treaty.policies import Policies

if TYPE_CHECKING:
    import argparse
    from collections.abc import Iterable
    from pathlib import Path

    from obmen.treaty.findings import Finding, Findings

T = TypeVar("T")


class Unanswerable(Exception):  # noqa: N818  it is told to a person
    """The question cannot be read; the text is Russian and says what to change."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Form(Generic[T]):
    """The form of one input: its name for `obmen law schema`, what it is for, its dataclass and a filled example."""

    name: str
    about: str
    of: type[T]
    example: T

    def read(self, path: Path) -> T:
        """Read a filled form from a file («-»: standard input). Raises `Unanswerable`, naming the fields at fault."""
        try:
            raw = sys.stdin.buffer.read() if str(path) == "-" else path.read_bytes()
            return StrictCodec(self.of).decode(raw)
        except OSError as error:
            raise Unanswerable(f"Файл не читается: {error}") from None
        except Unreadable as error:
            problems = "\n".join(f"  {problem}" for problem in error.problems)
            advice = f"Образец: obmen law schema {self.name}"
            raise Unanswerable(f"В файле {path} не всё верно:\n{problems}\n{advice}") from None


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply:
    """What is answered: `facts` for programs, `lines` for people, the exit status (0 yes, 1 no)."""

    facts: dict[str, Any]
    lines: Sequence[str]
    status: int = 0


def answered(arguments: argparse.Namespace) -> int:
    """Ask the verb, print its reply and return the exit status; 2 when the question cannot be read."""
    try:
        reply: Reply = arguments.ask(arguments)
    except Unanswerable as error:
        print(error, file=sys.stderr)  # noqa: T201  a command speaks to its caller
        return 2
    if arguments.json:
        print(json.dumps(reply.facts, ensure_ascii=False, indent=2, default=str))  # noqa: T201  same
    else:
        print("\n".join(reply.lines))  # noqa: T201  same
    return reply.status


def add_json(words: argparse.ArgumentParser) -> None:
    """Add the word that asks for the answer as JSON."""
    words.add_argument("--json", action="store_true", help="ответ для программ (JSON)")


def add_policies(words: argparse.ArgumentParser) -> None:
    """Add the words that choose policies."""
    words.add_argument(
        "--policy",
        action="append",
        default=[],
        metavar="P-nn=ВЫБОР",
        help="принятое толкование; можно несколько раз (перечень — docs/interpretation.md)",
    )


def policies_of(arguments: argparse.Namespace) -> Policies:
    """Return the chosen policies. Raises `Unanswerable` for an unknown one."""
    choices = dict(pair.partition("=")[::2] for pair in arguments.policy)
    try:
        return Policies.declared(choices)
    except ValueError as error:
        raise Unanswerable(f"Такого толкования нет: {error}") from None


def day_of(text: str) -> date:
    """Read a day «2026-03-02»; made for argparse, which reports the ValueError."""
    return date.fromisoformat(text)


def facts_of(finding: Finding) -> dict[str, Any]:
    """Spell a finding for programs, as every refusal of the node is spelt (requirements 0.3)."""
    return {
        "holds": finding.holds,
        "weight": finding.weight.value,
        "code": finding.code,
        "article": finding.citation,
        "textRu": finding.because,
        "field": finding.field,
        "howToFix": finding.how_to_fix,
        "policyId": finding.policy,
    }


def told(findings: Iterable[Finding]) -> list[str]:
    """Write findings for people, one or two lines each."""
    return [_line(finding) for finding in findings]


def _line(finding: Finding) -> str:
    mark = "да " if finding else ("НЕТ" if finding.blocks else " ! ")
    code = f"{finding.code}  " if finding.code else ""
    policy = f" [{finding.policy}]" if finding.policy else ""
    return f"{mark}  {code}{finding.sentence()}{policy}"


def reply_of(findings: Findings, **facts: object) -> Reply:
    """Answer with findings: the exit status tells whether any of them blocks."""
    answer = {**facts, "holds": bool(findings), "findings": [facts_of(finding) for finding in findings]}
    verdict = "Препятствий нет." if findings else "Есть препятствия."
    return Reply(facts=answer, lines=[*told(findings), verdict], status=0 if findings else 1)
