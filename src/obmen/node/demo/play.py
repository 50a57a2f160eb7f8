"""One whole exchange between real nodes, step by step, and then the nodes keep serving (design §7)."""

from __future__ import annotations

import json
import os
import shutil
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from datetime import date, datetime, timedelta
from importlib.resources import files
from typing import TYPE_CHECKING, Any, Final
from zoneinfo import ZoneInfo

from obmen.node.demo import cast, display
from obmen.node.demo.answering import answer_for
from obmen.node.demo.stage import build
from obmen.node.demo.troupe import Actor, Node
from obmen.treaty.calendars import published
from obmen.treaty.deadlines import term
from obmen.treaty.policies import Policies
from obmen.treaty.receipt import receipt_date

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from obmen.node.demo.cast import House
    from obmen.node.demo.stage import Stage

PATIENCE: Final = 40.0
"""Seconds to wait for a node to do its part before the demo says that something is wrong."""


class StuckError(RuntimeError):
    """A node did not do its part in time; the text says where its log is."""


def main(*, home: Path, request: Path | None, once: bool) -> int:
    """Perform the demo in the folder `home`; return the exit status: 0, or 1 when the request has mistakes."""
    try:
        letter = _letter(request)
        _clear(home)
    except ValueError as error:
        display.say(f"Показ не начат. {error}")
        return 2
    with ExitStack() as curtain:
        display.title("Обмен: показ одного запроса", "Депозитарий и три узла — отдельные процессы, базы и ключи.")
        with display.step(0, "Подготовлено: ключи, базы, реестр депозитария") as notes:
            stage = build(home, cast.HOUSES)
            notes.append(f"реестр: правовая часть № 1, отпечаток {stage.fingerprint[:16]}…")
        with display.step(0, "Узлы запущены") as notes:
            performance = _Performance(stage, curtain)
            notes.extend(f"{house.name}: экраны {house.web_port}, узлы {house.peer_port}" for house in stage.houses)
        if not performance.play(letter):
            return 1
        performance.show_terms()
        if once:
            return 0
        performance.keep_serving()
    return 0


def _letter(request: Path | None) -> str:
    """Read the request. Raises `ValueError` when the file cannot be read."""
    file = request or files(__package__).joinpath("request.json")
    try:
        return file.read_bytes().decode("utf-8-sig")
    except OSError as error:
        raise ValueError(f"Файл {file} не читается: {error.strerror}.") from None
    except UnicodeDecodeError:
        raise ValueError(f"Файл {file} — не текст в UTF-8. Сохраните его в этой кодировке.") from None


def _clear(home: Path) -> None:
    """Remove what an earlier demo left in its folder. Raises `ValueError` for a folder that no demo has made."""
    if home.exists() and any(home.iterdir()) and not (home / "clock.txt").is_file():
        raise ValueError(f"В папке {home} лежит что-то другое. Укажите другую папку: --home ПАПКА.")
    shutil.rmtree(home, ignore_errors=True)


class _Performance:
    """The running nodes and actors of one performance."""

    def __init__(self, stage: Stage, curtain: ExitStack) -> None:
        """Start every node; its actor is there already."""
        self.stage = stage
        self.nodes = {house.name: Node(stage.scenes[house.name]) for house in stage.houses}
        self.actors = stage.actors
        for running in self.nodes.values():
            curtain.callback(running.stop)
        for actor in self.actors.values():
            curtain.callback(actor.leave)
        for house in stage.houses:
            self.nodes[house.name].wait_for(house.web_port)
            self.nodes[house.name].wait_for(house.peer_port)

    def play(self, letter: str) -> bool:
        """Perform the exchange of the request `letter` (JSON); false when it has mistakes and nothing was sent."""
        asking, answering = self._houses(letter)
        with display.step(1, "Черновик составлен и проверен по Соглашению") as notes:
            drafted = self.actors[asking.name].do("draft", username="officer", request=letter)
            if drafted["blocked"]:
                notes.append("есть ошибки — ничего не отправлено")
            else:
                notes.append(f"{asking.authority_name}: {drafted['officer']}")
                notes.extend(f"замечание: {text}" for text in drafted["warnings"])
                notes.append(f"проверено правил: {drafted['checked']}, дело {drafted['number']}")
        if drafted["blocked"]:
            display.findings("Запрос не отправлен", drafted["blocked"])
            return False
        self._send(asking, drafted["case"])
        incoming = self._register(asking, answering, drafted["number"])
        self._answer(answering, incoming)
        self._receive_and_verify(asking, answering, drafted["case"], incoming)
        return True

    def _houses(self, letter: str) -> tuple[House, House]:
        """Find who asks and who answers by the ids in the request; the defaults are Russia and Kazakhstan."""
        try:
            raw = json.loads(letter)
            ids = [raw.get(side, {}).get("id", "") for side in ("transmitter", "receiver")]
        except (ValueError, AttributeError, RecursionError):
            ids = []
        by_authority = {house.authority: house for house in self.stage.houses}
        asking, answering = [each if isinstance(each, str) else "" for each in ids] or ("", "")
        return by_authority.get(asking, cast.RUSSIA), by_authority.get(answering, cast.KAZAKHSTAN)

    def _send(self, asking: House, case: str) -> None:
        """Sign, seal, send and wait for the delivery receipt."""
        actor = self.actors[asking.name]
        with display.step(2, "Подписан уполномоченным лицом и скреплён печатью") as notes:
            signed = actor.do("sign", username="signatory", case=case)
            notes.append(f"подписал: {signed['signatory']}; печать: {asking.authority_name}")
            notes.append(f"контейнер ASiC-E, SHA-256 {signed['digest'][:32]}…, {signed['size']} байт")
        with display.step(3, "Отправлен и доставлен (взаимный TLS, шифрование для адресата)") as notes:
            actor.do("send", username="officer", case=case)
            delivered = self._until(actor, "delivered", case=case, why=f"узел {asking.name} не получил квитанцию")
            notes.append(f"квитанция T-01: получено {delivered['delivered_at']}")

    def _register(self, asking: House, answering: House, number: str) -> str:
        """Register at the requested side and wait until the asking side knows the term; return the incoming case."""
        actor = self.actors[answering.name]
        with display.step(4, "Зарегистрирован, срок посчитан") as notes:
            found = self._until(actor, "find", number=number, why=f"узел {answering.name} не открыл дело")
            term = actor.do("register", username="clerk", case=found["case"], executor="officer")
            notes.append(f"{answering.authority_name}: {term['clerk']}, вх. № {term['reg_number']}")
            notes.append(f"срок по ст. 12: {term['due']} — {term['explained']}")
            self._until(
                self.actors[asking.name],
                "knows_term",
                number=number,
                why=f"узел {asking.name} не получил уведомление о регистрации",
            )
            notes.append("запрашивающий узел посчитал тот же срок")
        case: str = found["case"]
        return case

    def _answer(self, answering: House, case: str) -> None:
        """Move legal time by two weeks, answer item by item, sign and send."""
        actor = self.actors[answering.name]
        today = self.stage.move_clock(timedelta(days=18))
        with display.step(5, "Исполнен и отвечен по пунктам") as notes:
            subjects = actor.do("subjects", case=case)["subjects"]
            answer = answer_for(subjects, today.date().isoformat())
            outcome = actor.do(
                "answer",
                username="officer",
                signatory="signatory",
                case=case,
                answer_json=json.dumps(answer, ensure_ascii=False),
            )
            notes.extend(f"{line}" for line in outcome["items"])
            notes.append(f"подписал: {outcome['signatory']}; печать: {answering.authority_name}")

    def _receive_and_verify(self, asking: House, answering: House, case: str, incoming: str) -> None:
        """Wait for the answer at the asking side, take the evidence of both and verify it offline."""
        with display.step(6, "Ответ получен") as notes:
            state = self._until(
                self.actors[asking.name],
                "executed",
                case=case,
                why=f"узел {asking.name} не получил ответ",
            )
            notes.append(f"состояние у обеих сторон: {state['state']}")
        with display.step(7, "Доказательства проверены без узлов (obmen verify)") as notes:
            for house, held in ((asking, case), (answering, incoming)):
                folder = self.stage.home / "evidence" / house.name
                self.actors[house.name].do("evidence", username="officer", case=held, folder=str(folder))
                notes.extend(self._verdicts(folder))

    def _verdicts(self, folder: Path) -> list[str]:
        """Verify each container of the folder with the `obmen verify` command; one line a container."""
        containers = sorted(folder.glob("*.asice"))
        with ThreadPoolExecutor(max_workers=os.cpu_count()) as hands:
            reports = [json.loads(said) for said in hands.map(self.stage.verify, containers)]
        return [
            f"{folder.name}/{container.name}: {report['summary']} — {_signed(report)}"
            for container, report in zip(containers, reports, strict=True)
        ]

    def show_terms(self) -> None:
        """Show the due date of the same day of receipt on the three calendars."""
        rows = [_term_row(house, cast.CURTAIN) for house in self.stage.houses]
        display.terms(rows)

    def keep_serving(self) -> None:
        """Print the addresses and serve until Ctrl+C or until a node dies."""
        display.addresses(self.stage.houses, cast.PASSWORD)
        try:
            while all(node.alive() for node in self.nodes.values()):
                time.sleep(1)
        except KeyboardInterrupt:
            display.say("Узлы останавливаются…")

    def _until(self, actor: Actor, name: str, *, why: str, **facts: object) -> dict[str, Any]:
        """Ask the actor until its answer has `done`; raise `StuckError` when patience ends."""
        return until(lambda: actor.do(name, **facts), f"{why}; журналы: {self.stage.home}/*/serve.log")


def until(ask: Callable[[], dict[str, Any]], why: str) -> dict[str, Any]:
    """Repeat `ask` until its answer says `done`; raise `StuckError` with `why` after `PATIENCE` seconds."""
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        answer = ask()
        if answer["done"]:
            return answer
        time.sleep(0.15)
    raise StuckError(why)


def _term_row(house: House, received: datetime) -> tuple[str, str, str, str]:
    """Count the term of a request received at this instant by this house."""
    day = receipt_date(received, ZoneInfo(house.zone))
    counted = term(day, published(house.party), Policies.declared({}))
    skipped = counted.count[1:]  # without the day of receipt itself
    holidays = [f"{item.day:%d.%m} {item.why}" for item in skipped if item.number is None and _special(item.day)]
    due = f"{counted.due_adjusted:%d.%m.%Y}" if counted.due_adjusted else counted.not_determined
    return house.party, f"{day:%d.%m.%Y}", due, "; ".join(holidays) or "только выходные"


def _signed(report: dict[str, Any]) -> str:
    """Name who signed and sealed, as the report says."""
    return "; ".join(str(one["subject"]).split(",")[0].removeprefix("CN=") for one in report.get("signatures", ()))


def _special(day: date) -> bool:
    """Whether the day would have been a working day but for the law."""
    return day.weekday() < 5  # noqa: PLR2004  Monday to Friday
