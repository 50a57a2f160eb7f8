"""The verdict on a container for anyone who holds it, offline: what was signed by whom, when, over what.

With a register (`AddressBook`) the container goes through all the steps of `opening`. Without one the arithmetic is
checked, but nobody can say whose certificates these are: the verdict is undetermined at best.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

from obmen.message import certificates, container
from obmen.message.encoding import decode
from obmen.message.errors import MessageError, NotAcceptable, Undetermined
from obmen.message.opening import open_container, verify_container
from obmen.treaty.labelled import Labelled

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from obmen.message.address_book import AddressBook
    from obmen.message.container import Container
    from obmen.message.signatures import Signed
    from obmen.treaty.documents import Document

_NO_REGISTER: Final = (
    "Целостность и подписи проверены. Принадлежность сертификатов не проверена: реестр не указан (ст. 18)."
)
_CLAIMED: Final = "Время получения не указано: сертификаты проверены на время, которое заявил подписавший."


class Verdict(Labelled):
    """The three answers."""

    OPENED = "OPENED", "вскрыто"
    NOT_ACCEPTED = "NOT_ACCEPTED", "не принято"
    UNDETERMINED = "UNDETERMINED", "не определено"


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """The verdict, the lines to read (Russian) and the same as data."""

    verdict: Verdict
    lines_ru: tuple[str, ...]
    facts: Mapping[str, Any] = field(default_factory=dict)


def verify_file(raw: bytes, book: AddressBook | None = None, *, received_at: datetime | None = None) -> Report:
    """Check a plain container. `received_at` is when it was received, if that is proven otherwise; never raises."""
    try:
        read = container.read(raw)
        signed = verify_container(read)
        document = decode(read.document).document
    except MessageError as error:
        return _failed(error, ())
    lines, facts = _seen(read, signed, document)
    if book is None:
        return Report(verdict=Verdict.UNDETERMINED, lines_ru=(*lines, _NO_REGISTER), facts=facts)
    try:
        open_container(raw, received_at=received_at or _latest(signed), book=book)
        _require_unrevoked(signed, book, document, received_at)
    except MessageError as error:
        return _failed(error, lines, facts)
    claimed = () if received_at else (_CLAIMED,)
    verified = "Все шаги проверки пройдены."
    return Report(verdict=Verdict.OPENED, lines_ru=(*lines, *claimed, verified), facts=facts)


def _failed(error: MessageError, lines: Sequence[str], facts: Mapping[str, Any] | None = None) -> Report:
    verdict = Verdict.NOT_ACCEPTED if isinstance(error, NotAcceptable) else Verdict.UNDETERMINED
    told = {**(facts or {}), "error": {"code": error.code, "textRu": error.text_ru, "field": error.field}}
    return Report(verdict=verdict, lines_ru=(*lines, f"{error.code}: {error.text_ru}"), facts=told)


def _require_unrevoked(
    signed: Sequence[Signed], book: AddressBook, document: Document, received_at: datetime | None
) -> None:
    """Say nothing for certain of a certificate revoked since, when the time of the signature is only a claim."""
    party = book.party_of(document.envelope.sender_authority)
    for one in signed if received_at is None else ():
        if book.revoked_at(certificates.fingerprint(one.facts.certificate), party) is not None:
            text = "Сертификат подписи отозван, а время подписания ничем не доказано."
            raise Undetermined("E-T-03", text, one.manifest)


def _latest(signed: Sequence[Signed]) -> datetime:
    return max(one.facts.signing_time for one in signed)


def _seen(read: Container, signed: Sequence[Signed], document: Document) -> tuple[tuple[str, ...], dict[str, Any]]:
    """Tell what the container holds and what its signatures say."""
    envelope = document.envelope
    number = envelope.own_number
    title = f"{envelope.type.value} «{envelope.type.label}»"
    lines = (
        f"{title} № {number.number} от {number.date:%d.%m.%Y}" if number else title,
        f"Дело {envelope.case_id}; от {envelope.sender_authority} к {envelope.recipient_authority}",
        f"SHA-256 контейнера: {read.identity}",
        *(f"SHA-256 {name}: {hashlib.sha256(data).hexdigest()}" for name, data in read.content.items()),
        *(_line(one) for one in signed),
    )
    facts = {
        "type": envelope.type.value,
        "messageId": str(envelope.message_id),
        "caseId": envelope.case_id,
        "senderAuthority": envelope.sender_authority,
        "recipientAuthority": envelope.recipient_authority,
        "containerSha256": read.identity,
        "files": {name: len(data) for name, data in read.content.items()},
        "signatures": [_signature(one) for one in signed],
    }
    return lines, facts


def _line(one: Signed) -> str:
    subject = certificates.facts(one.facts.certificate).subject
    return (
        f"{one.role.label[0].upper()}{one.role.label[1:]}: {subject}, {one.facts.signing_time:%d.%m.%Y %H:%M:%S} (UTC)"
    )


def _signature(one: Signed) -> dict[str, str]:
    return {
        "role": one.role.value,
        "subject": certificates.facts(one.facts.certificate).subject,
        "certificateSha256": certificates.fingerprint(one.facts.certificate),
        "signingTime": one.facts.signing_time.isoformat(),
        "manifest": one.manifest,
    }
