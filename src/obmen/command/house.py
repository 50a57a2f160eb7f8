"""Opening the house: Django is loaded once, for the node whose home is named."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING, Any, TypeAlias

if TYPE_CHECKING:
    import argparse
    from pathlib import Path

    Commands: TypeAlias = argparse._SubParsersAction[argparse.ArgumentParser]  # noqa: SLF001  argparse names it so


def say(*lines: str) -> None:
    """Print lines for the person at the console, at once."""
    sys.stdout.write("".join(f"{line}\n" for line in lines))
    sys.stdout.flush()


def command(commands: Commands, name: str, help_ru: str) -> argparse.ArgumentParser:
    """Describe a command that works in the home of a node."""
    parser: argparse.ArgumentParser = commands.add_parser(name, help=help_ru, description=help_ru)
    parser.add_argument("--home", help="папка узла; без неё — переменная OBMEN_HOME")
    return parser


def open_house(home: str | Path | None = None) -> None:
    """Load Django for the node in `home`, or in OBMEN_HOME. Raises `ConfigError`."""
    if home:
        os.environ["OBMEN_HOME"] = str(home)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "obmen.node.settings.base")
    import django  # noqa: PLC0415  only commands of a node need it

    django.setup()


def migrate() -> None:
    """Bring both databases of the open house up to date."""
    from django.core.management import call_command  # noqa: PLC0415  only after `open_house`
    from django.db import connections  # noqa: PLC0415  the same

    for alias in connections:
        options: dict[str, Any] = {"database": alias, "interactive": False, "verbosity": 0, "skip_checks": True}
        call_command("migrate", **options)
    connections.close_all()
