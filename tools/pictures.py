"""Take the pictures of README from the running product: a stage like the demo's, forty requests, a real browser.

`make setup` first; then `.venv/bin/python tools/pictures.py` (Chromium from PATH or OBMEN_TEST_CHROMIUM).
"""

from __future__ import annotations

import json
import os
import shutil
import sys
import tempfile
from contextlib import ExitStack
from datetime import timedelta
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from playwright.sync_api import sync_playwright

from obmen.node.demo import cast
from obmen.node.demo.answering import answer_for
from obmen.node.demo.play import until
from obmen.node.demo.stage import build
from obmen.node.demo.troupe import Node

if TYPE_CHECKING:
    from playwright.sync_api import Page

    from obmen.node.demo.stage import Stage

PICTURES: Final = Path(__file__).resolve().parents[1] / "docs" / "pictures"
SIZE: Final = {"width": 1366, "height": 768}
FAMILIES: Final = (
    *("Примеров", "Пробнов", "Условнов", "Учебнов", "Черновиков", "Образцов", "Макетов", "Шаблонов", "Эскизов"),
    *("Заготовкин", "Набросков", "Опытнов", "Показов", "Вымышлен", "Выдумкин", "Небылицын", "Абстрактов", "Моделин"),
    *("Схемин", "Чертежов", "Планов", "Проектов", "Вариантов"),
)


def main() -> int:
    """Build, fill, photograph; return 0."""
    with ExitStack() as last:
        folder = Path(last.enter_context(tempfile.TemporaryDirectory()))
        stage = build(folder / "stage", (cast.RUSSIA, cast.KAZAKHSTAN, cast.BELARUS))
        for house in stage.houses:
            node = Node(stage.scenes[house.name])
            last.callback(node.stop)
            last.callback(stage.actors[house.name].leave)
            node.wait_for(house.web_port)
            node.wait_for(house.peer_port)
        facts = _fill(stage)
        with sync_playwright() as player:
            browser = player.chromium.launch(executable_path=_chromium(), args=["--no-sandbox"])
            _photograph(browser, stage, facts)
            browser.close()
    return 0


def _fill(stage: Stage) -> dict[str, str]:
    """Send requests to both Parties, some registered, some answered; prepare one to sign and one with mistakes."""
    asking = stage.actors["ru"]
    sent = [_send(stage, number, "kz" if number % 3 else "by") for number in range(len(FAMILIES))]
    for case, number, house in sent[:-3]:
        _register(stage, case, number, house)
    stage.move_clock(timedelta(days=18))
    _answer(stage, *sent[1])
    for case, number, house in sent[2:6]:
        _answer(stage, case, number, house)
    _draft(stage, 30, "kz", submit=True)
    to_sign = _draft(stage, 31, "kz", submit=True)
    wrong = asking.do("keep", username="officer", request=json.dumps(_wrong(), ensure_ascii=False))
    stage.move_clock(timedelta(days=45))
    return {"card": sent[1][0], "sign": to_sign["case"], "check": wrong["case"]}


def _request(number: int, house: str) -> dict[str, Any]:
    """Vary the demo's request: another invented debtor, another addressee, other subjects."""
    request: dict[str, Any] = json.loads(files("obmen.node.demo").joinpath("request.json").read_text(encoding="utf-8"))
    family = FAMILIES[number % len(FAMILIES)]
    request["debtor"] |= {"familyName": family, "givenName": "АБВГДЕИКЛМН"[number % 11] + "лександр", "identifiers": []}
    request["debtor"]["birth"]["date"] = f"{1960 + number}-03-14"
    request["documents"][0]["operativePart"]["text"] = f"Взыскать с должника ({family}) 350 000 рублей 00 копеек."
    request["documents"][0]["number"] = f"ФС № 9000{number:05}"
    request["proceeding"]["number"] = f"10001/26/99{number:03}-ИП"
    kept = request["subjects"][: 2 + number % 4]
    other = {house.name: house for house in cast.HOUSES}[house]
    request["receiver"] = {"id": other.authority, "name": other.authority_name}
    return {**request, "subjects": kept}


def _wrong() -> dict[str, Any]:
    request = _request(5, "kz")
    request["subjects"].append({"code": "7.b", "incomePeriod": {"start": "2023-03-01", "end": "2026-03-01"}})
    request["factualCircumstances"] = ""
    request["debtor"]["birth"] = None
    return request


def _draft(stage: Stage, number: int, house: str, *, submit: bool) -> dict[str, Any]:
    letter = json.dumps(_request(number, house), ensure_ascii=False)
    return stage.actors["ru"].do("draft" if submit else "keep", username="officer", request=letter)


def _send(stage: Stage, number: int, house: str) -> tuple[str, str, str]:
    drafted = _draft(stage, number, house, submit=True)
    stage.actors["ru"].do("sign", username="signatory", case=drafted["case"])
    stage.actors["ru"].do("send", username="officer", case=drafted["case"])
    return drafted["case"], drafted["number"], house


def _register(stage: Stage, _case: str, number: str, house: str) -> None:
    found = until(lambda: stage.actors[house].do("find", number=number), "no case")
    stage.actors[house].do("register", username="clerk", case=found["case"], executor="officer")
    until(lambda: stage.actors["ru"].do("knows_term", number=number), "no notice")


def _answer(stage: Stage, case: str, number: str, house: str) -> None:
    actor = stage.actors[house]
    found = actor.do("find", number=number)["case"]
    answer = answer_for(actor.do("subjects", case=found)["subjects"], "2026-03-19")
    for item in answer["items"]:
        if house == "by" and item["subject"] == "6.a":
            item |= {"status": "PROVIDED", "reason": "", "circumstances": "", "norm": ""}
    words = {"username": "officer", "signatory": "signatory", "case": found}
    actor.do("answer", **words, answer_json=json.dumps(answer, ensure_ascii=False))
    until(lambda: stage.actors["ru"].do("executed", case=case), "no answer")


def _photograph(browser: Any, stage: Stage, facts: dict[str, str]) -> None:  # noqa: ANN401  playwright's own class
    PICTURES.mkdir(parents=True, exist_ok=True)
    ports = {house.name: house.web_port for house in stage.houses}
    officer = _signed_in(browser, ports["ru"], "officer")
    _shot(officer, "/outgoing/", "work-list")
    _shot(officer, f"/cases/{facts['check']}/check/", "check")
    _shot(officer, f"/cases/{facts['card']}/", "card")
    _shot(officer, f"/cases/{facts['card']}/term/", "term")
    _shot(_signed_in(browser, ports["ru"], "signatory"), f"/cases/{facts['sign']}/sign/", "signing")


def _signed_in(browser: Any, port: int, username: str) -> Page:  # noqa: ANN401  same
    page: Page = browser.new_context(viewport=SIZE, base_url=f"http://localhost:{port}").new_page()
    page.goto("/")
    page.fill("input[name=login]", username)
    page.fill("input[name=password]", cast.PASSWORD)
    page.press("input[name=password]", "Enter")
    page.wait_for_url("**/")
    return page


def _shot(page: Page, path: str, name: str) -> None:
    page.goto(path)
    page.screenshot(path=PICTURES / f"{name}.png")
    print(f"{name}: {PICTURES / name}.png")


def _chromium() -> str:
    found = os.environ.get("OBMEN_TEST_CHROMIUM") or shutil.which("chromium")
    return found or sys.exit("no Chromium: install it, or name one in OBMEN_TEST_CHROMIUM")


if __name__ == "__main__":
    sys.exit(main())
