"""One exchange driven through two real nodes, and what a test wants to know of it afterwards."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from obmen.node.demo.answering import answer_for
from obmen.node.demo.play import until
from obmen.node.demo.stage import Stage
from obmen.node.demo.troupe import Actor

if TYPE_CHECKING:
    from pathlib import Path


@dataclass
class Exchange:
    """The two actors, and the case on both sides once it was played."""

    stage: Stage
    asking: Actor
    answering: Actor
    number: str = ""
    case: dict[str, str] = field(default_factory=dict)
    answered: dict[str, Any] = field(default_factory=dict)
    due: str = ""

    def play(self, letter: str) -> None:
        """Ask, deliver, register, answer, receive."""
        drafted = self.asking.do("draft", username="officer", request=letter)
        self.number, self.case["ru"] = drafted["number"], drafted["case"]
        self.asking.do("sign", username="signatory", case=self.case["ru"])
        self.asking.do("send", username="officer", case=self.case["ru"])
        until(lambda: self.asking.do("delivered", case=self.case["ru"]), "no receipt")
        self.case["kz"] = until(lambda: self.answering.do("find", number=self.number), "no case")["case"]
        self.due = self.answering.do("register", username="clerk", case=self.case["kz"], executor="officer")["due"]
        until(lambda: self.asking.do("knows_term", number=self.number), "no notice")
        self.answered = self._answer()
        until(lambda: self.asking.do("executed", case=self.case["ru"]), "no answer")

    def evidence(self, name: str, folder: Path) -> list[Path]:
        """Unpack the evidence of a side and give its containers."""
        actor = self.asking if name == "ru" else self.answering
        actor.do("evidence", username="officer", case=self.case[name], folder=str(folder))
        return sorted(folder.glob("*.asice"))

    def _answer(self) -> dict[str, Any]:
        today = self.stage.move_clock(timedelta(days=18))
        subjects = self.answering.do("subjects", case=self.case["kz"])["subjects"]
        answer = json.dumps(answer_for(subjects, today.date().isoformat()), ensure_ascii=False)
        return self.answering.do(
            "answer", username="officer", signatory="signatory", case=self.case["kz"], answer_json=answer
        )
