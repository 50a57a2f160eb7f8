"""Record an instrument that was received; mend one's own entry before it is checked; correct an error later (§2.9)."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING, Final

from obmen.node import clock
from obmen.node.depositary import records
from obmen.node.depositary.acts import changing, in_turn, note, refuse, require, require_state
from obmen.node.depositary.models import Received, Scan, State, Turn
from obmen.register.handed_over import NOTHING, HandedOver
from obmen.treaty.articles import Article
from obmen.treaty.instruments import Instrument, InstrumentKind
from obmen.treaty.parties import party_name

if TYPE_CHECKING:
    from obmen.node.people.models import Officer

_BINDS: Final = (InstrumentKind.NOTIFICATION, InstrumentKind.ACCESSION)
_MEBIBYTE: Final = 1024 * 1024
MOST: Final = 32 * _MEBIBYTE
_SIGNS: Final = (
    (b"%PDF-", "application/pdf"),
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"II*\0", "image/tiff"),
    (b"MM\0*", "image/tiff"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class File:
    """A scan as it was given."""

    name: str
    data: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """What the operator states of an instrument; its number is given here."""

    instrument: Instrument
    note_on: date | None
    handed: HandedOver = NOTHING


def receive(officer: Officer, entry: Entry, scan: File | None) -> Received:
    """Record an instrument under the next number of the year. Raises `ActRefused`."""
    require(officer, "dep_enter")
    _require_sensible(entry)
    if scan is None:
        raise refuse("Нет скан-копии документа", "Приложите скан-копию: документ хранится целиком")
    _require_readable(scan)
    row = _filled(Received(entered_by=officer.username, entered_at=clock.now()), entry)
    with in_turn() as turn:
        _require_new(entry)
        row.number = _next_number(turn)
        _write(row, entry)
        row.scan = _kept(scan)
        row.save()
        note(officer, "instrument_received", row, kind=row.kind, party=row.party)
    return row


def amend(officer: Officer, row: Received, entry: Entry, scan: File | None = None) -> Received:
    """Correct one's own entry while nobody has checked it. Raises `ActRefused`."""
    require(officer, "dep_enter")
    require_state(row, State.RECEIVED)
    if row.entered_by != officer.username:
        raise refuse("Запись внёс другой оператор", "Исправляет тот, кто внёс; попросите его", Article(18))
    _require_sensible(entry)
    if scan is not None:
        _require_readable(scan)
    with changing(row, officer, "instrument_amended") as locked:
        _filled(locked, entry)
        _write(locked, entry)
        if scan is not None:
            locked.scan = _kept(scan)
    return row


def correct(officer: Officer, row: Received, entry: Entry, error_act: str, scan: File | None = None) -> Received:
    """Correct an error in what was approved or published: a new revision by an act, the old one stays (§2.9).

    It is checked, approved and published as an instrument is. Raises `ActRefused`.
    """
    require(officer, "dep_enter")
    require_state(row, State.APPROVED, State.PUBLISHED)
    if not error_act.strip():
        raise refuse("Не указан акт об исправлении ошибки", "Укажите номер и дату акта и в чём ошибка")
    _require_sensible(entry)
    if scan is not None:
        _require_readable(scan)
    new = _filled(Received(entered_by=officer.username, entered_at=clock.now(), number=row.number), entry)
    with in_turn():
        last = Received.objects.filter(number=row.number).order_by("-revision")[0]
        if last.pk != row.pk:
            raise refuse(f"Исправление документа № {row.number} уже внесено", "Откройте последнее исправление")
        new.revision, new.error_act, new.scan = row.revision + 1, error_act.strip()[:300], row.scan
        new.effective_on = row.effective_on
        _write(new, entry)
        if scan is not None:
            new.scan = _kept(scan)
        new.save()
        note(officer, "instrument_corrected", new)
    return new


def _filled(row: Received, entry: Entry) -> Received:
    row.kind, row.party = entry.instrument.kind.value, entry.instrument.party
    row.received_on, row.note_on = entry.instrument.received_on, entry.note_on
    row.returned = ""
    return row


def _write(row: Received, entry: Entry) -> None:
    """Write the facts under the number of the row; whether authorities were handed over follows from what came."""
    stated = replace(entry.instrument, number=row.number)
    if stated.kind in _BINDS and not stated.about:
        stated = replace(stated, with_authorities=entry.handed.names_central)
    row.facts = records.FACTS.encode(stated).decode()
    row.handed = records.HANDED.encode(entry.handed).decode()


def _require_sensible(entry: Entry) -> None:
    stated, day = entry.instrument, records.today()
    if stated.received_on > day:
        raise refuse(f"Дата получения {stated.received_on:%d.%m.%Y} ещё не наступила", "Укажите дату получения")
    if stated.dispatched_on and stated.dispatched_on > stated.received_on:
        raise refuse("Документ направлен позже, чем получен", "Проверьте даты направления и получения")
    if not stated.note or entry.note_on is None:
        raise refuse("Не указаны номер и дата дипломатической ноты", "Впишите их с ноты", Article(18))
    foreign = [each.id for each in entry.handed.listed if not each.id.startswith(f"{stated.party}-")]
    if foreign:
        text = f"Код органа {foreign[0]} — не Стороны {party_name(stated.party)}"
        raise refuse(text, f"Код органа начинается с «{stated.party}-»", Article(18))
    _require_about(stated)


def _require_new(entry: Entry) -> None:
    """Refuse what is word for word recorded already: a button that was pressed twice."""
    stated = entry.instrument
    for row in Received.objects.filter(kind=stated.kind.value, party=stated.party, received_on=stated.received_on):
        if row.note_on == entry.note_on and _same(row, entry):
            raise refuse(f"Этот документ уже учтён под № {row.number}", "Откройте его карточку")


def _same(row: Received, entry: Entry) -> bool:
    known = replace(records.instrument_of(row), number="", with_authorities=True)
    return known == replace(entry.instrument, number="", with_authorities=True) and (
        records.handed_with(row) == entry.handed
    )


def _require_about(stated: Instrument) -> None:
    """Require that an instrument about another one, or about a State, says about which."""
    if stated.kind is InstrumentKind.CONSENT and not stated.about:
        raise refuse("Не указано, на чьё присоединение даётся согласие", "Выберите государство", Article(23))
    if stated.kind in (InstrumentKind.OBJECTION, InstrumentKind.RETRACTION):
        known = {row.number for row in Received.objects.filter(kind__in=("DECLARATION", "RESERVATION"))}
        if stated.about not in known:
            raise refuse("Не указано, к какому заявлению или оговорке это относится", "Выберите его номер", Article(25))


def _require_readable(scan: File) -> None:
    if len(scan.data) > MOST:
        raise refuse(f"Файл больше {MOST // _MEBIBYTE} МиБ", "Сканируйте в меньшем разрешении")
    if _media_type(scan.data) is None:
        raise refuse("Скан-копия — это PDF, PNG, JPEG или TIFF", "Выберите такой файл")


def _media_type(data: bytes) -> str | None:
    return next((media_type for sign, media_type in _SIGNS if data.startswith(sign)), None)


def _kept(scan: File) -> Scan:
    digest = hashlib.sha256(scan.data).hexdigest()
    name = "".join(each for each in scan.name if each.isprintable())[-200:] or "scan"
    facts = {"name": name, "media_type": _media_type(scan.data) or "", "raw": scan.data}
    return Scan.objects.get_or_create(sha256=digest, defaults=facts)[0]


def _next_number(turn: Turn) -> str:
    year = records.today().year
    turn.year, turn.last = year, turn.last + 1 if turn.year == year else 1
    turn.save()
    return str(turn)
