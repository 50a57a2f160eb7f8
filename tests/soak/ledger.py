"""The external ledger: what people were told, written down outside of the nodes, and what must come of it."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

FINISHED: Final = ["M-01", "M-02", "M-03"]
"""The letters of a case that was asked, registered and answered, each once."""

Case = dict[str, Any]


@dataclass
class Ledger:
    """Requests whose sending a person saw confirmed: number → digest of the container and the debtor's name.

    `instants` are the instants of receipt that were seen during the run, by package; they must never change.
    """

    file: Path
    requests: dict[str, tuple[str, str]] = field(default_factory=dict)
    instants: dict[str, str] = field(default_factory=dict)
    changed: list[str] = field(default_factory=list)

    def sent(self, number: str, digest: str, debtor: str) -> None:
        """Write down a request that was sent."""
        self.requests[number] = (digest, debtor)
        with self.file.open("a", encoding="utf-8") as file:
            file.write(json.dumps([number, digest, debtor], ensure_ascii=False) + "\n")

    def saw(self, package: str, stored_at: str) -> None:
        """Write down an instant of receipt, or that it is another than before."""
        if self.instants.setdefault(package, stored_at) != stored_at:
            self.changed.append(package)

    def compare(self, asking: list[Case], answering: list[Case]) -> list[str]:
        """Tell everything that is lost, doubled, mixed or told differently; nothing when all is well."""
        return [
            *self._compare(asking, answering),
            *(f"{each}: the instant of receipt changed" for each in self.changed),
        ]

    def _compare(self, asking: list[Case], answering: list[Case]) -> Iterator[str]:
        ours, theirs = _by_number(asking), _by_number(answering)
        yield from (f"{number}: nobody sent it" for number in theirs.keys() - self.requests.keys())
        for number, (digest, debtor) in self.requests.items():
            for side, cases in (("asking", ours.get(number, [])), ("answering", theirs.get(number, []))):
                if len(cases) != 1:
                    yield f"{number}: {len(cases)} cases on the {side} side"
                    continue
                yield from (f"{number}, {side} side: {why}" for why in _wrong(cases[0], digest, debtor))
            yield from (f"{number}: {why}" for why in _differing(ours.get(number, []), theirs.get(number, [])))


def _by_number(cases: list[Case]) -> Mapping[str, list[Case]]:
    found: dict[str, list[Case]] = {}
    for case in cases:
        found.setdefault(case["number"], []).append(case)
    return found


def _wrong(case: Case, digest: str, debtor: str) -> Iterator[str]:
    """Tell what is wrong with a case on one side."""
    letters = sorted(kind for kind, *_ in case["documents"] if kind.startswith("M-"))
    if letters != FINISHED:
        yield f"letters {letters}"
    if [kept for kind, kept, *_ in case["documents"] if kind == "M-01"] != [digest]:
        yield "another request than the one that was sent"
    if case["debtor"] != debtor:
        yield "another debtor"
    if case["state"] != "EXECUTED":
        yield f"state {case['state']}"
    if any(refused for *_, refused in case["documents"]):
        yield "a letter was not accepted"


def _differing(ours: list[Case], theirs: list[Case]) -> Iterator[str]:
    """Tell what the two sides hold differently: the bytes of each letter, and when it was received."""
    if len(ours) != 1 or len(theirs) != 1:
        return
    here, there = ({kind: [kept, at] for kind, kept, at, _ in each[0]["documents"]} for each in (ours, theirs))
    for kind in FINISHED:
        if here.get(kind) != there.get(kind):
            yield f"{kind} differs: {here.get(kind)} and {there.get(kind)}"
