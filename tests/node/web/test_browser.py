"""Screens in a real browser: by keyboard alone, nothing for axe to find, nothing wider than the window."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from django.urls import reverse
from tests.node.web import post_seeds, seeds
from tests.node.web.browsing import DESK, PHONE, Visitor

from obmen.node.cases import content
from obmen.node.cases.models import Case
from obmen.treaty.documents.values import NaturalPerson

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import Page

pytestmark = [
    pytest.mark.needs_chromium,
    pytest.mark.django_db(databases=["default", "keys"], transaction=True),
]


def test_signing_in_has_no_flaws(visit: Visitor) -> None:
    """The first page that anyone sees."""
    visit.go("/accounts/login/")
    assert visit.flaws() == []
    visit.resize(PHONE)
    assert visit.overflow == 0


def test_seventeen_rows_fit_an_old_monitor(visit: Visitor, who: seeds.People) -> None:
    """At 1366×768 at least 17 rows are wholly visible, and nothing is wider than the window."""
    seeds.many(who)
    visit.sign_in(who.officer)
    page = visit.go("/outgoing/")
    bottoms = "[...document.querySelectorAll('table.list tbody tr')].map(row => row.getBoundingClientRect().bottom)"
    assert sum(bottom <= DESK["height"] for bottom in page.evaluate(bottoms)) >= 17
    assert visit.overflow == 0
    visit.resize(PHONE)
    assert visit.overflow == 0


SCREENS: dict[str, tuple[str, Callable[[seeds.People], str]]] = {
    "list": ("officer", lambda who: (seeds.many(who, 20), "/outgoing/")[1]),
    "new request": ("officer", lambda _who: "/requests/new/"),
    "debtor": ("officer", lambda who: reverse("request_page", args=[seeds.drafted(who).id, "debtor"])),
    "subjects": ("officer", lambda who: reverse("request_page", args=[seeds.drafted(who).id, "subjects"])),
    "check": ("officer", lambda who: reverse("check", args=[seeds.drafted(who).id])),
    "check with errors": ("officer", lambda who: reverse("check", args=[seeds.drafted(who, seeds.lame()).id])),
    "signing": ("signatory", lambda who: reverse("sign", args=[seeds.on_signature(who).id])),
    "card": ("officer", lambda who: reverse("card", args=[seeds.executing(who).id])),
    "register": ("clerk", lambda _who: reverse("register", args=[seeds.arrived().id])),
    "answer": ("officer", lambda who: reverse("answer_item", args=[seeds.executing(who).id, 0])),
    "check of an answer": ("officer", lambda who: reverse("answer_check", args=[seeds.executing(who).id])),
    "term": ("officer", lambda who: reverse("term", args=[seeds.executing(who).id])),
    "attachments": ("officer", lambda who: reverse("attachments", args=[seeds.drafted(who).id])),
    "article": ("officer", lambda _who: "/articles/12/"),
    "Parties": ("officer", lambda _who: "/register/"),
    "a Party": ("officer", lambda _who: "/register/KZ/"),
    "authorities": ("officer", lambda _who: "/register/authorities/"),
    "may I ask": ("officer", lambda _who: "/register/may-ask/?to=RU-770&subject=6.a&day=2026-01-13"),
    "calculator": ("clerk", lambda _who: "/register/term/?to=KZ-750&at=2026-03-02T14:00"),
    "editions": ("officer", lambda _who: "/register/editions/"),
    "post": ("clerk", lambda _who: post_seeds.whole()),
    "incoming with letters that wait": ("clerk", lambda _who: post_seeds.whole("/incoming/")),
}


@pytest.mark.parametrize("screen", SCREENS)
def test_a_screen_has_no_flaws_and_fits(visit: Visitor, who: seeds.People, screen: str) -> None:
    """Axe finds nothing, on the old monitor and on a phone; nothing is wider than the window."""
    person, where = SCREENS[screen]
    visit.sign_in(getattr(who, person))
    visit.go(where(who))
    for size in (DESK, PHONE):
        visit.resize(size)
        assert visit.flaws() == []
        assert visit.overflow == 0


class Typist:
    """Fills a form by keyboard: Tab from field to field until the wanted one, then types."""

    def __init__(self, page: Page) -> None:
        """Take the page."""
        self.page = page

    def to(self, name: str) -> None:
        """Tab to a field (or a button by its name and value)."""
        here = "(document.activeElement.name || '') + '=' + document.activeElement.value"
        for _press in range(120):
            if self.page.evaluate(here).startswith(name):
                return
            self.page.keyboard.press("Tab")
        raise AssertionError(f"Tab never reaches {name}")

    def fill(self, name: str, text: str) -> None:
        """Type into a field."""
        self.to(f"{name}=")
        self.page.keyboard.press("Control+A")
        self.page.keyboard.type(text)

    def choose(self, name: str, words: str) -> None:
        """Choose from a list with the arrow keys."""
        self.to(f"{name}=")
        for _press in range(30):
            if self.page.evaluate("document.activeElement.selectedOptions[0].text").startswith(words):
                return
            self.page.keyboard.press("ArrowDown")
        raise AssertionError(f"{name} does not offer {words}")

    def tick(self, name: str) -> None:
        """Press Space on a tick or a radio button."""
        self.to(f"{name}=")
        self.page.keyboard.press("Space")

    def onward(self, page: str) -> None:
        """Press Enter in the last field and wait for the next page."""
        self.to("go=next")
        self.page.keyboard.press("Enter")
        self.page.wait_for_url(f"**/{page}/")
        self.page.wait_for_load_state("networkidle")


def test_a_whole_request_by_keyboard_alone(visit: Visitor, who: seeds.People) -> None:
    """From the empty first page to a check that nothing stops, without the mouse."""
    visit.sign_in(who.officer)
    page = visit.go("/requests/new/")
    keys = Typist(page)
    keys.choose("receiver.id", "Россия: Центральный")
    keys.fill("proceeding.number", "10001/26/99001-ИП")
    keys.fill("proceeding.opened_on", "20.02.2026")
    keys.choose("documents.0.document_class", "Суд")
    keys.tick("documents.0.issuer_within_judicial_system")
    keys.fill("documents.0.national_kind", "исполнительный лист")
    keys.fill("documents.0.number", "ФС № 900000123")
    keys.fill("documents.0.issued_on", "12.02.2026")
    keys.fill("documents.0.issuer", "Примерный районный суд")
    keys.fill("documents.0.operative_part.text", "Взыскать задолженность по договору займа.")
    keys.onward("request/debtor")
    keys.fill("debtor.family_name", "Тестов")
    keys.fill("debtor.given_name", "Андрей")
    keys.fill("debtor.patronymic", "Петрович")
    keys.fill("debtor.birth.date", "14.03.1985")
    keys.fill("debtor.birth.place", "г. Караганда")
    keys.fill("debtor.addresses.0.text", "г. Москва, ул. Примерная, д. 5")
    keys.onward("request/claimant")
    keys.fill("claimants.0.family_name", "Образцова")
    keys.fill("claimants.0.given_name", "Мария")
    keys.fill("claimants.0.patronymic", "Ивановна")
    keys.fill("claimants.0.addresses.0.text", "г. Алматы, ул. Примерная, д. 7")
    keys.onward("request/subjects")
    keys.tick("subjects.6-a.chosen")
    keys.tick("subjects.7-b.chosen")
    keys.fill("subjects.7-b.income_period.start", "01.03.2023")
    keys.fill("subjects.7-b.income_period.end", "28.02.2026")
    keys.onward("request/circumstances")
    keys.fill("justification", "Имущества должника не установлено.")
    keys.fill("factual_circumstances", "Требования не исполнены.")
    keys.fill("content", "Просим представить сведения о счетах и доходах.")
    keys.onward("check")
    assert "Запрос можно передать на подпись" in page.inner_text("main")
    assert Case.objects.count() == 1
    debtor = content.draft_request(Case.objects.get()).debtor
    assert isinstance(debtor, NaturalPerson)
    assert debtor.name == "Тестов Андрей Петрович"


def test_autosave_keeps_what_was_typed(visit: Visitor, who: seeds.People) -> None:
    """Leaving a field saves the draft; opening its address again shows the words."""
    visit.sign_in(who.officer)
    page = visit.go("/requests/new/")
    with page.expect_response("**/requests/new/") as saved:
        page.fill("[name='proceeding.number']", "10001/26/99001-ИП")
        page.keyboard.press("Tab")
    assert saved.value.status == 200
    page.wait_for_url("**/request/proceeding/")
    assert page.inner_text("#saved") == "Черновик сохранён."
    with page.expect_response("**/request/proceeding/"):
        page.fill("[name='proceeding.opened_on']", "20.02.2026")
        page.keyboard.press("Tab")
    page.reload()
    assert page.input_value("[name='proceeding.number']") == "10001/26/99001-ИП"
    assert page.input_value("[name='proceeding.opened_on']") == "20.02.2026"
    assert Case.objects.count() == 1


def test_an_ended_session_is_said_and_nothing_typed_is_lost(visit: Visitor, who: seeds.People) -> None:
    """The autosave says plainly that it did not save; the words stay in the field."""
    case = seeds.drafted(who)
    visit.sign_in(who.officer)
    page = visit.go(reverse("request_page", args=[case.id, "proceeding"]))
    visit.context.clear_cookies()
    page.fill("[name='proceeding.number']", "777-ИП")
    page.keyboard.press("Tab")
    page.wait_for_selector("#saved.lost")
    assert "Не сохранено" in page.inner_text("#saved")
    assert page.input_value("[name='proceeding.number']") == "777-ИП"
    visit.complaints.clear()


def test_fields_appear_when_they_are_needed(visit: Visitor, who: seeds.People) -> None:
    """Income asks for its period only when it is ticked; a legal debtor has no family name."""
    case = seeds.drafted(who)
    visit.sign_in(who.officer)
    page = visit.go(reverse("request_page", args=[case.id, "subjects"]))
    assert page.is_visible("[name='subjects.7-b.income_period.start']")
    page.uncheck("#f-subjects\\.7-b\\.chosen")
    assert not page.is_visible("[name='subjects.7-b.income_period.start']")
    visit.go(reverse("request_page", args=[case.id, "debtor"]))
    page.check("[name='debtor.kind'][value='LEGAL']")
    assert not page.is_visible("[name='debtor.family_name']")
    assert page.is_visible("[name='debtor.legal_name']")


def test_rows_are_pasted_from_a_spreadsheet(visit: Visitor, who: seeds.People) -> None:
    """Tab-separated lines fill cells from the one with the cursor; missing rows are added; a list finds its word."""
    case = seeds.executing(who)
    visit.sign_in(who.officer)
    page = visit.go(reverse("answer_item", args=[case.id, 0]))
    page.focus("[name='items.0.rows.0.bank']")
    rows = "АО «Первый»\\tAAAAKZKA\\tвклад\\tKZ1\\tKZT\\nАО «Второй»\\tBBBBKZKA\\tсчёт\\tKZ2\\tRUB\\n"
    paste = f"""() => {{
        const data = new DataTransfer();
        data.setData('text/plain', '{rows}');
        const options = {{clipboardData: data, bubbles: true, cancelable: true}};
        document.activeElement.dispatchEvent(new ClipboardEvent('paste', options));
    }}"""
    with page.expect_response("**/answer/0/"):
        page.evaluate(paste)
    page.wait_for_load_state("networkidle")
    assert page.input_value("[name='items.0.rows.1.bank']") == "АО «Второй»"
    assert page.input_value("[name='items.0.rows.0.holding']") == "deposit"
    page.reload()
    assert page.input_value("[name='items.0.rows.1.number']") == "KZ2"
    with page.expect_response("**/answer/0/"):
        page.click("[data-drops] >> nth=0")
    page.reload()
    assert page.input_value("[name='items.0.rows.0.bank']") == "АО «Второй»"
    assert page.locator("#grid tbody tr").count() == 1


def test_keys_lead_to_search_help_and_sections(visit: Visitor, who: seeds.People) -> None:
    """`/`, `?` and `g` with a letter, in either layout."""
    visit.sign_in(who.officer)
    page = visit.page
    page.keyboard.press("/")
    assert page.evaluate("document.activeElement.id") == "search"
    page.keyboard.press("Escape")
    page.evaluate("document.activeElement.blur()")
    page.keyboard.press("?")
    assert page.is_visible("#keys")
    page.keyboard.press("Escape")
    page.keyboard.press("g")
    page.keyboard.press("KeyD")
    page.wait_for_url("**/incoming/")


def test_a_link_of_the_check_lands_on_its_field(visit: Visitor, who: seeds.People) -> None:
    """The finding's field is there, under its id."""
    case = seeds.drafted(who, seeds.lame())
    visit.sign_in(who.officer)
    page = visit.go(reverse("check", args=[case.id]))
    page.click(".summary a >> nth=0")
    page.wait_for_load_state("networkidle")
    anchor = page.url.partition("#")[2]
    assert page.evaluate("id => document.getElementById(id) !== null", anchor)


def test_a_page_prints_without_its_frame(visit: Visitor, who: seeds.People) -> None:
    """On paper there is no rail and no buttons, and a foot says who printed it."""
    case = seeds.executing(who)
    visit.sign_in(who.officer)
    page = visit.go(reverse("card", args=[case.id]))
    page.emulate_media(media="print")
    assert not page.is_visible(".rail")
    assert not page.is_visible(".actions")
    assert page.is_visible(".print-foot")
