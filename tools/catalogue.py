"""Keep the Russian catalogue of the screens whole. Pure Python: needs no gettext tools.

    catalogue.py --update     bring msgids from code and templates into django.po
    catalogue.py --check      fail when a msgid has no Russian, is fuzzy, or names an unknown placeholder
    catalogue.py --compile    write django.mo

Only the node speaks through a catalogue: the law's own Russian stands in treaty.
"""

from __future__ import annotations

import argparse
import sys
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from django.utils.translation.template import templatize

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).resolve().parent.parent
NODE = ROOT / "src/obmen/node"
PO = NODE / "locale/ru/LC_MESSAGES/django.po"
KEYWORDS: dict[str, tuple[int | tuple[int, str], ...] | None] = {
    "_": None,
    "gettext": None,
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext": (1, 2),
    "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
    "npgettext_lazy": ((1, "c"), 2, 3),
}


def as_python(template: str) -> str:
    """Turn a Django template into lines that the Python extractor reads: its messages, the rest blanked out."""
    return "\n".join(line.strip() for line in templatize(template).splitlines())


def sources() -> Iterator[tuple[Path, str]]:
    """Give each file that may hold messages, as Python text."""
    for path in sorted(NODE.rglob("*.py")):
        yield path, path.read_text(encoding="utf-8")
    for path in sorted(path for path in NODE.rglob("*") if path.suffix in {".html", ".txt"}):
        if "templates" in path.parts:
            yield path, as_python(path.read_text(encoding="utf-8"))


def empty() -> Catalog:
    """Begin a catalogue with a header of ours."""
    return Catalog(
        locale="ru",
        project="obmen",
        version="1",
        header_comment="# What the screens of Obmen say in Russian. Kept by `make messages`; written by people.",
        msgid_bugs_address="see CONTRIBUTING.md",
        last_translator="the contributors of Obmen",
        language_team="the contributors of Obmen",
        fuzzy=False,
    )


def used() -> Catalog:
    """Collect every msgid that code and templates use."""
    catalog = empty()
    for path, text in sources():
        found = extract("python", BytesIO(text.encode()), KEYWORDS, ("Translators:",))
        for _line, msgid, comments, context in found:
            place = (str(path.relative_to(ROOT)), 0)
            catalog.add(msgid, locations=[place], auto_comments=comments, context=context)
    return catalog


def translated() -> Catalog:
    """Read the catalogue as it stands; an absent one is empty."""
    if not PO.exists():
        return empty()
    with PO.open("rb") as file:
        return read_po(file, locale="ru")


def faults(wanted: Message, have: Message | None) -> Iterator[str]:
    """Say what is wrong with the translation of one msgid."""
    if have is None:
        yield "is not in the catalogue"
        return
    strings = have.string if isinstance(have.string, tuple | list) else (have.string,)
    if not all(strings):
        yield "has no Russian"
    if have.fuzzy:
        yield "is marked fuzzy"
    have.flags |= wanted.flags
    yield from (str(error) for error in have.check(Catalog(locale="ru")))


def check() -> int:
    """Print every msgid whose Russian is missing or wrong; return how many."""
    russian = translated()
    count = 0
    for message in used():
        for fault in faults(message, russian.get(message.id, message.context)) if message.id else ():
            where = ", ".join(sorted({name for name, _line in message.locations}))
            print(f"{where}: {message.id!r} {fault}")
            count += 1
    if count:
        print(f"{count} to mend in {PO.relative_to(ROOT)} (make messages brings in the new ones)")
    return count


def update() -> None:
    """Bring new msgids in, drop those no longer used, keep every translation that still fits."""
    russian = translated()
    russian.update(used(), no_fuzzy_matching=True, update_creation_date=False)
    russian.obsolete.clear()
    PO.parent.mkdir(parents=True, exist_ok=True)
    with PO.open("wb") as file:
        write_po(file, russian, width=120, sort_by_file=True, include_lineno=False)


def compile_catalogue() -> None:
    """Write django.mo beside django.po."""
    if PO.exists():
        with PO.with_suffix(".mo").open("wb") as file:
            write_mo(file, translated())


def main() -> int:
    """Read the command line."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    choice = parser.add_mutually_exclusive_group(required=True)
    choice.add_argument("--update", action="store_const", dest="act", const=update)
    choice.add_argument("--check", action="store_const", dest="act", const=check)
    choice.add_argument("--compile", action="store_const", dest="act", const=compile_catalogue)
    return 1 if parser.parse_args().act() else 0


if __name__ == "__main__":
    sys.exit(main())
