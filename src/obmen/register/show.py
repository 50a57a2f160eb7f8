"""The register for the eyes of a person (`obmen register show`) and for other programs (JSON)."""

from __future__ import annotations

import json
from itertools import zip_longest
from typing import TYPE_CHECKING, Any

from obmen.message.certificates import fingerprint
from obmen.register import annex as annexes
from obmen.register import legal
from obmen.register.editions import LEGAL

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from datetime import date, datetime

    from obmen.register.legal import PartyEntry
    from obmen.register.trusted import TrustedRegister

_SHORT = 16


def text(register: TrustedRegister, now: datetime) -> str:
    """Write the register as it is at `now` in plain Russian text: editions, Parties, authorities, nodes, notes."""
    if register.legal is None:
        return f"Реестр пуст. Ожидается первое издание с отпечатком {register.pins[0]}.\n"
    sections = (
        ("Издания", _table(("Часть", "Издание", "Составлено", "Хеш"), _editions(register))),
        ("Стороны", _table(("Код", "Сторона", "Действует с", "Выход"), map(_party, register.parties()))),
        ("Органы", _table(("Код", "Орган", "Уровень", "Узел"), _authorities(register, now.date()))),
        ("Узлы", _table(("Узел", "Адрес", "Сертификат TLS (SHA-256)"), _nodes(register))),
        ("Заявления и оговорки", _declarations(register)),
        ("Внимание", [age.sentence() for age in register.ages(now) if age.stale()]),
    )
    return "\n".join("\n".join((title, *map(_harmless, lines), "")) for title, lines in sections if lines)


def data(register: TrustedRegister) -> str:
    """Write the current editions as JSON: each part as it travels, under its name, with its hash."""
    known: dict[str, Any] = {"fingerprint": register.pins[0], "annexes": {}}
    if register.legal:
        known["legal"] = _part(register, LEGAL, legal.CODEC.encode(register.legal.part))
    for party, index in register.annexes.items():
        known["annexes"][party] = _part(register, party, annexes.CODEC.encode(index.annex))
    return json.dumps(known, ensure_ascii=False, indent=2)


def _part(register: TrustedRegister, series: str, document: bytes) -> dict[str, Any]:
    return {"hash": register.series_of(series).hash, "document": json.loads(document)}


def _editions(register: TrustedRegister) -> Iterator[tuple[str, ...]]:
    for name, series in register.series.items():
        current = series.editions[-1]
        title = "Правовая часть" if name == LEGAL else f"Приложение {name}"
        yield title, str(current.version), f"{current.issued_at:%d.%m.%Y %H:%M %z}", current.hash[:_SHORT]


def _party(entry: PartyEntry) -> tuple[str, ...]:
    return entry.party, entry.name, _day(entry.in_force_from) or "дата не опубликована", _day(entry.exit_on)


def _authorities(register: TrustedRegister, day: date) -> Iterator[tuple[str, ...]]:
    for party in register.parties():
        for entry in register.authorities(party.party, day):
            node = register.node_for(entry.id)
            yield entry.id, entry.name, entry.level.label, node.id if node else "нет узла"


def _nodes(register: TrustedRegister) -> Iterator[tuple[str, ...]]:
    for index in register.annexes.values():
        for node in index.annex.nodes:
            for certificate in node.tls_certificates:
                yield node.id, node.url, fingerprint(certificate)[:_SHORT]


def _declarations(register: TrustedRegister) -> list[str]:
    return [
        f"{each.party}: «{each.text}»" + ("" if each.applied else " (не применяется до решения Сторон, ст. 21)")
        for each in register.declarations()
    ]


def _harmless(line: str) -> str:
    """Show a mark for what would command a terminal or turn the text around: names come from other Parties."""
    return "".join(each if each.isprintable() else "\N{REPLACEMENT CHARACTER}" for each in line)


def _day(day: date | None) -> str:
    return f"{day:%d.%m.%Y}" if day else ""


def _table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> list[str]:
    """Set rows in columns as wide as their widest cell; nothing when there are no rows."""
    lines = list(rows)
    if not lines:
        return []
    widths = [max(map(len, column)) for column in zip_longest(head, *lines, fillvalue="")]
    ruler = ["─" * width for width in widths]
    return ["  ".join(map(str.ljust, row, widths)).rstrip() for row in (head, ruler, *lines)]
