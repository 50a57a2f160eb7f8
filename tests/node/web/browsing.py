"""A person at a screen: signs in, looks, types; remembers whatever the browser complains about."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from tests.node.web.seeds import PASSWORD

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

    from obmen.node.people.models import Officer

AXE: Final = Path(__file__).parents[3] / "frontend/node_modules/axe-core/axe.min.js"
DESK: Final = {"width": 1366, "height": 768}
PHONE: Final = {"width": 390, "height": 844}


class Visitor:
    """One window of the browser on the screens of the node."""

    def __init__(self, browser: Browser, address: str) -> None:
        """Open an old office monitor."""
        self.address = address
        self.context = browser.new_context(viewport=DESK, locale="ru-RU")  # type: ignore[arg-type]  # a plain dict
        self.page: Page = self.context.new_page()
        self.complaints: list[str] = []
        self.page.on("console", lambda message: self._note(message.type, message.text))
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))

    def _note(self, kind: str, text: str) -> None:
        """Remember errors and warnings; a page that answers 422 says so on purpose."""
        if kind in ("error", "warning") and "422" not in text:
            self.complaints.append(text)

    def sign_in(self, officer: Officer) -> None:
        """Sign in by the form, by keyboard."""
        self.go("/accounts/login/")
        self.page.keyboard.type(officer.username)
        self.page.keyboard.press("Tab")
        self.page.keyboard.type(PASSWORD)
        self.page.keyboard.press("Enter")
        self.page.wait_for_url(f"{self.address}/")

    def go(self, path: str) -> Page:
        """Open a page and wait until it is quiet."""
        self.page.goto(f"{self.address}{path}")
        self.page.wait_for_load_state("networkidle")
        return self.page

    def resize(self, size: dict[str, int]) -> None:
        """Look through another window."""
        self.page.set_viewport_size(size)  # type: ignore[arg-type]  # a plain dict

    @property
    def overflow(self) -> int:
        """How many pixels the page is wider than the window."""
        wide = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
        found: int = self.page.evaluate(wide)
        return found

    def flaws(self) -> list[str]:
        """Ask axe about the page: everything it finds, with the places."""
        self.page.evaluate(AXE.read_text(encoding="utf-8"))
        found: dict[str, Any] = self.page.evaluate("axe.run()")
        return [f"{each['id']}: {[node['html'][:120] for node in each['nodes']]}" for each in found["violations"]]

    def leave(self) -> None:
        """Close the window."""
        self.context.close()
