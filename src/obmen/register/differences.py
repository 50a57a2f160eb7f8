"""What changed between two editions of a part, in plain Russian, entry by entry (R-18.5, R-18.8; S-01)."""

from __future__ import annotations

from dataclasses import dataclass, fields
from datetime import date, datetime
from itertools import chain
from typing import TYPE_CHECKING, Any, Final

from obmen.message.certificates import fingerprint
from obmen.treaty.calendars import Calendar, SpecialDay
from obmen.treaty.labelled import Labelled
from obmen.treaty.parties import party_name

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from obmen.register.annex import CertificateEntry, DirectoryEntry, TechnicalAnnex
    from obmen.register.legal import AuthorityEntry, CentralKey, DeclarationEntry, LegalPart

_SHORT: Final = 16


class How(Labelled):
    """What happened to an entry."""

    ADDED = "ADDED", "добавлено"
    CHANGED = "CHANGED", "изменено"
    REMOVED = "REMOVED", "исключено"


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """One entry that differs: what it is, what happened, and each field that changed as «было → стало»."""

    subject: str
    how: How
    fields: tuple[str, ...] = ()

    def __str__(self) -> str:
        """Say it in a line."""
        return f"{self.subject}: {self.how.label}" + (f" ({'; '.join(self.fields)})" if self.fields else "")


def changes(old: LegalPart | TechnicalAnnex | None, new: LegalPart | TechnicalAnnex) -> tuple[Change, ...]:
    """Tell what `new` says otherwise than `old`, an edition of the same part; everything when there is no old one."""
    return tuple(chain.from_iterable(_of_list(name, old, new) for name in _SUBJECTS if hasattr(new, name)))


def _of_list(name: str, old: object, new: object) -> Iterator[Change]:
    before, after = (_keyed(name, getattr(part, name, ())) for part in (old, new))
    for key in dict.fromkeys((*before, *after)):
        was, now = before.get(key), after.get(key)
        subject = _SUBJECTS[name](now if now is not None else was)
        if was is None:
            yield Change(subject=subject, how=How.ADDED)
        elif now is None:
            yield Change(subject=subject, how=How.REMOVED)
        elif was != now:
            yield Change(subject=subject, how=How.CHANGED, fields=tuple(_fields(was, now)))


def _keyed(name: str, entries: Iterable[Any] | Mapping[str, Any]) -> dict[Any, Any]:
    """Find each entry again in the other edition by what does not change about it."""
    listed = entries.items() if isinstance(entries, dict) else entries
    return {_KEYS.get(name, _itself)(entry): entry for entry in listed}


def _fields(was: Any, now: Any) -> Iterator[str]:  # noqa: ANN401  entries of any list
    if isinstance(was, tuple):
        yield f"{_said(was[1])} → {_said(now[1])}"
        return
    for field in fields(was):
        first, second = getattr(was, field.name), getattr(now, field.name)
        if first != second:
            yield f"{_LABELS[field.name]}: {_difference(first, second)}"


def _difference(first: Any, second: Any) -> str:  # noqa: ANN401  a field of any type
    """Say a field as «было → стало», a list as what came and what went."""
    if isinstance(first, tuple) and isinstance(second, tuple):
        gone = [f"− {_said(each)}" for each in first if each not in second]
        come = [f"+ {_said(each)}" for each in second if each not in first]
        return ", ".join((*gone, *come)) or "иной порядок"
    return f"{_said(first)} → {_said(second)}"


def _said(value: Any) -> str:  # noqa: ANN401, PLR0911  one line for each type that an entry holds
    """Say a value in Russian."""
    match value:
        case None | "":
            return "—"
        case bool():
            return "да" if value else "нет"
        case Labelled():
            return value.label
        case datetime():
            return f"{value:%d.%m.%Y %H:%M %z}"
        case date():
            return f"{value:%d.%m.%Y}"
        case bytes():
            return f"сертификат {fingerprint(value)[:_SHORT]}"
        case SpecialDay():
            return f"{value.day:%d.%m.%Y} ({value.why})"
        case dict():
            return ", ".join(f"{_said(key)} {_said(each)}" for key, each in sorted(value.items()))
        case _:
            return str(value)


def _itself(entry: Any) -> Any:  # noqa: ANN401  an entry that is its own key
    return entry


_KEYS: Final[Mapping[str, Callable[[Any], Any]]] = {
    "parties": lambda each: each.party,
    "authorities": lambda each: (each.id, each.valid_from),
    "declarations": lambda each: each.number or (each.party, each.kind, each.text),
    "central_keys": lambda each: (each.party, each.certificate),
    "instruments": lambda each: each.number,
    "texts": lambda each: each.id,
    "depositary_nodes": lambda each: each.id,
    "nodes": lambda each: each.id,
    "certificates": lambda each: (each.usage, each.authority, each.certificate),
    "calendars": lambda each: each.version,
    "policies": lambda each: each[0],
    "directory": lambda each: (each.id, each.valid_from),
    "revocations": lambda each: each.fingerprint,
}
"""What stays the same about an entry from edition to edition; entries of other lists are only there or not."""


def _declaration(each: DeclarationEntry) -> str:
    kind = "оговорка" if each.kind == "RESERVATION" else "заявление по ст. 25"
    return f"{kind} Стороны {party_name(each.party)}"


def _central_key(each: CentralKey) -> str:
    return f"ключ центрального органа Стороны {party_name(each.party)}, {_said(each.certificate)}"


def _certificate(each: CertificateEntry) -> str:
    return f"{each.usage.label}, {each.authority or 'вся Сторона'}, {_said(each.certificate)}"


def _body(each: AuthorityEntry | DirectoryEntry) -> str:
    return f"{each.name} ({each.id})"


def _calendar(each: Calendar) -> str:
    return f"календарь {each.version}"


_SUBJECTS: Final[Mapping[str, Callable[[Any], str]]] = {
    "parties": lambda each: f"Сторона {each.name}",
    "instruments": lambda each: f"документ {each.number}: {each.kind.label}, {party_name(each.party)}",
    "texts": lambda each: f"протокол {each.id}",
    "authorities": _body,
    "declarations": _declaration,
    "central_keys": _central_key,
    "depositary_keys": lambda each: f"ключ депозитария, {_said(each)}",
    "depositary_nodes": lambda each: f"узел депозитария {each.id}",
    "nodes": lambda each: f"узел {each.id}",
    "certificates": _certificate,
    "calendars": _calendar,
    "policies": lambda each: f"толкование {each[0]}",
    "channels": lambda each: f"канал {each.authority}: {each.kind.label}, {each.address}",
    "directory": _body,
    "revocations": lambda each: f"отзыв сертификата {each.fingerprint[:_SHORT]}",
    "capabilities": lambda each: f"возможность {each}",
}
"""How an entry of each list is called, in the order in which a reader wants them."""

_LABELS: Final[Mapping[str, str]] = {
    "name": "наименование",
    "in_force_from": "Соглашение действует с",
    "exit_on": "день выхода",
    "kind": "вид",
    "received_on": "получено",
    "dispatched_on": "направлено",
    "note": "дипломатическая нота",
    "about": "к чему относится",
    "confirms": "подтверждает",
    "with_authorities": "сведения об органах переданы",
    "text": "текст",
    "full": "полностью",
    "document_classes": "виды документов",
    "provisions": "положения",
    "in_force": "обязателен с",
    "party": "Сторона",
    "level": "уровень",
    "zone": "часовой пояс",
    "valid_from": "действует с",
    "valid_to": "действует до",
    "enforcement_body": "орган принудительного исполнения",
    "competence": "компетенция",
    "address": "адрес",
    "successor": "преемник",
    "applied": "применяется",
    "effective_from": "действует с",
    "withdrawn_on": "отозвано",
    "number": "номер",
    "objections": "возражения",
    "authority": "орган",
    "certificate": "сертификат",
    "revoked_at": "отозван с",
    "url": "адрес",
    "authorities": "органы",
    "tls_certificates": "сертификаты TLS",
    "usage": "назначение",
    "version": "издание",
    "act": "акт",
    "confirmed_from": "подтверждён с",
    "confirmed_to": "подтверждён до",
    "days_off": "выходные дни",
    "working_days": "рабочие дни",
    "served_by": "через орган",
    "reason": "причина",
    "fingerprint": "отпечаток",
    "id": "код",
}
