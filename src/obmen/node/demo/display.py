"""How the demo speaks: one line a step, with who did it, its evidence and its time."""

from __future__ import annotations

import time
from contextlib import contextmanager
from typing import TYPE_CHECKING

from rich.console import Console
from rich.panel import Panel
from rich.table import Table

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from obmen.node.demo.cast import House

_console = Console(highlight=False)


def say(text: str) -> None:
    """Print one line."""
    _console.print(text, markup=False)


def title(text: str, under: str = "") -> None:
    """Announce a part of the demo."""
    _console.print()
    _console.rule(f"[bold]{text}[/bold]", align="left")
    if under:
        _console.print(under, style="dim", markup=False)


@contextmanager
def step(number: int, name: str) -> Iterator[list[str]]:
    """Time one step; what the body appends to the list is printed under its name: who, evidence."""
    notes: list[str] = []
    began = time.monotonic()
    with _console.status(f"{_numbered(number, name)} …"):
        yield notes
    spent = time.monotonic() - began
    _console.print(f"[green]✔[/green] [bold]{_numbered(number, name)}[/bold]  [dim]{spent:.2f} с[/dim]")
    for note in notes:
        _console.print(f"     {note}", markup=False)


def _numbered(number: int, name: str) -> str:
    return f"{number}. {name}" if number else name


def findings(intro: str, rows: Iterable[Sequence[str]]) -> None:
    """List findings as a table: code, article, what is wrong and what to do, field."""
    table = Table(title=intro, title_justify="left", show_lines=True, title_style="bold red")
    for heading in ("Код", "Основание", "Что не так и что сделать", "Поле"):
        table.add_column(heading, overflow="fold")
    for row in rows:
        table.add_row(*row)
    _console.print(table)


def terms(rows: Iterable[Sequence[str]]) -> None:
    """Show that one day of receipt gives different due dates on different calendars."""
    table = Table(title="Один день получения — разные календари (ст. 12)", title_justify="left", title_style="bold")
    for heading in ("Сторона", "Получено", "Срок", "Что пропущено при счёте"):
        table.add_column(heading, overflow="fold")
    for row in rows:
        table.add_row(*row)
    _console.print(table)


def addresses(houses: Iterable[House], password: str) -> None:
    """Print where the nodes are and how to sign in."""
    lines = [f"http://localhost:{house.web_port}/   {house.authority_name}" for house in houses]
    lines.append("")
    lines.append("Вход: officer · signatory · clerk · central · auditor · admin")
    lines.append(f"Пароль у всех: {password}")
    lines.append("Остановить: Ctrl+C")
    _console.print(Panel("\n".join(lines), title="Узлы работают", expand=False))
