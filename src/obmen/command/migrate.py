"""`obmen migrate`: bring both databases up to date."""

from __future__ import annotations

from typing import TYPE_CHECKING

from obmen.command import house

if TYPE_CHECKING:
    import argparse

    from obmen.command.house import Commands


def add(commands: Commands) -> None:
    """Describe the command."""
    house.command(commands, "migrate", "обновить обе базы данных узла").set_defaults(run=run)


def run(words: argparse.Namespace) -> int:
    """Migrate."""
    house.open_house(words.home)
    house.migrate()
    house.say("Базы данных обновлены.")
    return 0
