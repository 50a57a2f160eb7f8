"""The card: one page tells the whole story of a case: header, timeline of both sides, what may be done next."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Final
from uuid import UUID
from zoneinfo import ZoneInfo

from obmen.node import config
from obmen.node.cases import facts, filing, queries, reading, words
from obmen.node.cases.models import Case, LocalState
from obmen.node.cases.reading import CaseFile, ReadDocument
from obmen.node.cases.words import Tone
from obmen.node.delivery.models import Outgoing
from obmen.node.people.permissions import may
from obmen.treaty.attachments import check_attachments
from obmen.treaty.documents import Answer, RegistrationNotice
from obmen.treaty.documents.envelope import Kind
from obmen.treaty.documents.values import Attachment
from obmen.treaty.errors import received, violation
from obmen.treaty.findings import Finding
from obmen.treaty.lifecycle import Side

if TYPE_CHECKING:
    from collections.abc import Iterator

    from obmen.node.cases.words import Next
    from obmen.node.people.models import Officer

_ROLES: Final = {"PERSON": "Подписал(а)", "SEAL": "Печать", "NODE": "Печать узла"}


@dataclass(frozen=True, slots=True, kw_only=True)
class TimelineStep:
    """A document on the line: ours on the left, theirs on the right; `lines` say who signed and the two times.

    `remarks` are what deserves attention about its signatures.
    """

    ours: bool
    label: str
    number: str
    lines: tuple[str, ...]
    message_id: UUID
    has_pages: bool
    remarks: tuple[str, ...] = ()
    attachments: tuple[Attachment, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class NextAct:
    """An act and whether it is possible now; if not, why."""

    label: str
    article: str
    url_name: str
    possible: bool
    why_not: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """All that the page of a case shows; `notes` are what deserves attention, for example terms that differ."""

    case_id: UUID
    number: str
    other_number: str
    title: str
    asks: str
    answers: str
    subjects: str
    state_label: str
    state_tone: Tone
    due: date | None
    due_text: str
    steps: tuple[TimelineStep, ...]
    file: CaseFile
    next_acts: tuple[NextAct, ...]
    notes: tuple[Finding, ...]


def card(officer: Officer, case_id: UUID, purpose: str) -> Card:
    """Make the card of a case for an officer; reading it is journalled. Raises `ActRefused`."""
    file = reading.open_file(officer, case_id, purpose)
    case = file.case
    label, tone = words.state_of(case, _on_the_way(case))
    own, other = facts.authority_name(case.own_authority), facts.authority_name(case.other_authority)
    days = queries.left(case)
    return Card(
        case_id=case.id,
        number=case.number or "Черновик",
        other_number=_other_number(file),
        title=reading.titles(officer, [case])[case.id],
        asks=own if case.requesting else other,
        answers=other if case.requesting else own,
        subjects=queries.short_subjects(case),
        state_label=label,
        state_tone=tone,
        due=case.due_adjusted,
        due_text="" if tone == "good" else queries.due_words(days),
        steps=tuple(_steps(file)),
        file=file,
        next_acts=tuple(_next_acts(case, officer)),
        notes=tuple(_notes(case)),
    )


def _steps(file: CaseFile) -> Iterator[TimelineStep]:
    """Go through the documents, newest first."""
    notes = {step.filed.message_id: step.note for step in filing.course_of(file.case).steps if step.note}
    zone = ZoneInfo(config.current().zone)
    for one in reversed(file.documents):
        envelope = one.document.envelope
        own, ours = envelope.own_number, one.row.sender == file.case.side
        yield TimelineStep(
            ours=ours,
            label=_label(one),
            number=f"№ {own.number} от {own.date:%d.%m.%Y}" if own else "",
            lines=(
                *_lines(one, zone, ours=ours),
                *([notes[envelope.message_id]] if envelope.message_id in notes else []),
            ),
            message_id=envelope.message_id,
            has_pages=envelope.type in reading.KINDS_WITH_PAGES,
            remarks=tuple(one.evidence.get("remarks", ())),
            attachments=envelope.attachments,
        )


def _label(one: ReadDocument) -> str:
    payload = one.document.payload
    part = f", {payload.part.label}" if isinstance(payload, Answer) else ""
    return one.document.envelope.type.label + part


def _lines(one: ReadDocument, zone: ZoneInfo, *, ours: bool) -> Iterator[str]:
    envelope = one.document.envelope
    own = envelope.own_number
    if own:
        yield f"№ {own.number} от {own.date:%d.%m.%Y}"
    for signature in one.evidence["signatures"]:
        yield f"{_ROLES.get(signature['role'], 'Подпись')}: {words.common_name(signature['subject'])}"
    yield from _stamps(one, zone)
    yield f"составлен {_moment(one.row.sent_at, zone)}"
    if one.row.not_accepted:
        yield f"не принят: {one.row.code}"
    elif one.row.kind in (Kind.DELIVERED, Kind.NOT_ACCEPTED):
        yield f"получена {_moment(one.row.delivered_at, zone)}" if one.row.delivered_at else ""
    else:
        yield (
            f"получен {_moment(one.row.delivered_at, zone)}"
            if one.row.delivered_at
            else "предварительно: квитанции нет"
        )
    yield from one.evidence["warnings"]
    if not ours:
        yield from (each.sentence() for each in received(check_attachments(envelope.attachments)).failing)


def _stamps(one: ReadDocument, zone: ZoneInfo) -> Iterator[str]:
    """Say since when the signatures are proven, once for each service that stamped them."""
    stamped = [each for each in one.evidence["signatures"] if each.get("stampedBy")]
    for by in dict.fromkeys(each["stampedBy"] for each in stamped):
        at = max(datetime.fromisoformat(each["stampedAt"]) for each in stamped if each["stampedBy"] == by)
        yield f"метка времени {_moment(at, zone)}: {words.common_name(by)}"


def _moment(instant: datetime, zone: ZoneInfo) -> str:
    return f"{instant.astimezone(zone):%d.%m.%Y %H:%M %Z}"


def _next_acts(case: Case, officer: Officer) -> Iterator[NextAct]:
    """Give the step that comes next and the closing of the case, possible or not, with the reason."""
    steps: list[Next] = [step for step in (words.step_of(case), words.CLOSE) if step]
    for step in dict.fromkeys(steps):
        why = _why_not(case, officer, step)
        yield NextAct(label=step.label, article=step.article, url_name=step.url_name, possible=not why, why_not=why)


def _why_not(case: Case, officer: Officer, step: Next) -> str:
    allowed = may(officer, step.act, authority=case.own_authority)
    if not allowed:
        return allowed.because
    if step.act == "answer" and case.assigned_to_id != officer.pk:
        return "Дело поручено другому исполнителю"
    if step is words.CLOSE and words.step_of(case) is not words.CLOSE:
        return "Дело уже закрыто" if case.local_state == LocalState.CLOSED else "Запрос ещё не исполнен"
    return ""


def _notes(case: Case) -> Iterator[Finding]:
    """Say what deserves attention: the two nodes counted different terms (E-12-06)."""
    if case.requesting and case.due_other and case.due_other != case.due_adjusted:
        yield violation("E-12-06", ours=case.due_adjusted or "не определён", theirs=case.due_other)


def _other_number(file: CaseFile) -> str:
    """Give the number under which the other side keeps the case: its вх. № or its исх. №."""
    if not file.case.requesting:
        asked = next((one for one in file.documents if one.row.kind == Kind.REQUEST), None)
        return asked.row.own_number if asked else ""
    payloads = (one.document.payload for one in file.documents if one.row.sender == Side.REQUESTED)
    return next((payload.reg_number for payload in payloads if isinstance(payload, RegistrationNotice)), "")


def _on_the_way(case: Case) -> Outgoing | None:
    rows = Outgoing.objects.filter(case_id=case.id, kind__startswith="M-").defer("package")
    pending = rows.exclude(state__in=[Outgoing.State.DELIVERED, Outgoing.State.NOT_ACCEPTED])
    return pending.order_by("created_at").last()
