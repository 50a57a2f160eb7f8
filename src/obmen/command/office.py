"""Opening the office for a command: Django set up for the node of `OBMEN_HOME`, with plain words when it cannot."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    import argparse
    from pathlib import Path

    Groups: TypeAlias = argparse._SubParsersAction[argparse.ArgumentParser]  # noqa: SLF001  argparse has no public name


def enter(home: Path) -> None:
    """Make `home` the node of this process."""
    os.environ["OBMEN_HOME"] = str(home)


def open_up() -> None:
    """Set Django up; end the program with a clear text when the node is not configured."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "obmen.node.settings.base")
    from obmen.node.config import ConfigError, current  # noqa: PLC0415  only commands of a node need the office

    try:
        current()
    except ConfigError as error:
        sys.exit(f"obmen: {error}")
    import django  # noqa: PLC0415  same

    django.setup()
