"""The verdict on a container for anyone who holds it, offline: what was signed by whom, when, over what.

With a register (`AddressBook`) the container goes through all the steps of `opening`. Without one the arithmetic is
checked, but nobody can say whose certificates these are: the verdict is undetermined at best. Of a container whose
content was destroyed the shell is judged, of a printed page what its code names.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Final

from obmen.message import belief, certificates, container
from obmen.message.belief import Trust
from obmen.message.encoding import decode
from obmen.message.errors import MessageError, NotAcceptable, Undetermined
from obmen.message.opening import open_container, verify_container
from obmen.message.printed import references
from obmen.message.seal import Role
from obmen.message.shell import read_shell
from obmen.treaty.labelled import Labelled

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import datetime

    from obmen.message.address_book import AddressBook
    from obmen.message.belief import VerifiedSignature
    from obmen.message.container import Container
    from obmen.message.shell import Shell
    from obmen.message.signatures import Signed
    from obmen.treaty.documents import Document

_NO_REGISTER: Final = (
    "Целостность и подписи проверены. Принадлежность сертификатов не проверена: реестр не указан (ст. 18)."
)
_CLAIMED: Final = "время не доказано; сертификат проверен на время, которое заявил подписавший."
_ALL_STEPS: Final = "Все шаги проверки пройдены."
_SHELL: Final = "Оболочка документа: содержание уничтожено (п. 6 ст. 9), подписи и хеши сохранены."
_SHELL_HOLDS: Final = "Подписи действительны: названные лица подписали файлы с этими хешами."
_PAPER: Final = "Бумага сама ничего не доказывает: сравните её с контейнером (--against)."
_SAME_DOCUMENT: Final = "Бумага напечатана с документа этого контейнера; прочтите и сравните текст."
NOTHING: Final[Mapping[str, bytes]] = MappingProxyType({})


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


def verify_file(
    raw: bytes,
    book: AddressBook | None = None,
    *,
    received_at: datetime | None = None,
    sources: Callable[[bytes], Sequence[bytes]] = belief.nothing_at_hand,
) -> Report:
    """Check a plain container. `received_at` is when it was received, if that is proven otherwise; never raises.

    `sources` gives the lists (CRL) and answers (OCSP) at hand about a certificate (DER).
    """
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
        opened = open_container(raw, received_at=received_at or _latest(signed), book=book, sources=sources)
        party = book.party_of(document.envelope.sender_authority)
        _require_unrevoked(opened.signatures, book, party, received_at)
    except MessageError as error:
        return _failed(error, lines, facts)
    proven = tuple(_proven(one, received_at) for one in opened.signatures)
    told = (*proven, *opened.remarks, *(finding.sentence() for finding in opened.warnings))
    more = {"proofs": [_proof(one) for one in opened.signatures], "remarks": list(told)}
    return Report(verdict=Verdict.OPENED, lines_ru=(*lines, *told, _ALL_STEPS), facts={**facts, **more})


def verify_shell(
    raw: bytes,
    book: AddressBook | None = None,
    *,
    holder: Callable[[str], str | None] = lambda _fingerprint: None,
    content: Mapping[str, bytes] = NOTHING,
    sources: Callable[[bytes], Sequence[bytes]] = belief.nothing_at_hand,
) -> Report:
    """Check the shell of a container whose content was destroyed, and files (`content`) said to be of it; never raises.

    `holder` tells by the SHA-256 of a seal's certificate (hex) whose it is: the document, which says it, is gone.
    """
    try:
        shell = read_shell(raw)
    except MessageError as error:
        return _failed(error, ())
    named = {name: shell.names_of(data) for name, data in content.items()}
    lines = (
        _SHELL,
        *(f"SHA-256 {name}: {digest}" for name, digest in shell.digests.items()),
        *(_line(one) for one in shell.signed),
        *(f"Файл {name}: это подписанный {', '.join(found)}" for name, found in named.items() if found),
    )
    facts = {"shell": True, "files": dict(shell.digests), "signatures": [_signature(one) for one in shell.signed]}
    if foreign := [name for name, found in named.items() if not found]:
        return _failed(NotAcceptable("E-T-01", f"Файл не из подписанных: {', '.join(foreign)}."), lines, facts)
    if book is None:
        return Report(verdict=Verdict.UNDETERMINED, lines_ru=(*lines, _NO_REGISTER), facts=facts)
    try:
        believed = _believed(shell, book, holder, sources)
    except MessageError as error:
        return _failed(error, lines, facts)
    proven = tuple(_proven(one, None) for one in believed)
    return Report(verdict=Verdict.OPENED, lines_ru=(*lines, *proven, _SHELL_HOLDS), facts=facts)


def verify_printed(raw: bytes, against: bytes = b"") -> Report:
    """Say which case and document a printed page names, and whether it is that of a container; never raises."""
    try:
        found = references(raw)
    except ValueError:
        return _failed(NotAcceptable("E-T-01", "Файл не читается как PDF или изображение."), ())
    if not found:
        text = "На страницах не найден код узла Обмен; сделайте скан чётче (от 200 точек на дюйм)."
        return _failed(Undetermined("E-T-01", text), ())
    lines = tuple(f"Код на бумаге: дело {each.case}, сообщение {each.message}, хеш {each.digest}…" for each in found)
    facts = {"printed": [{"caseId": each.case, "messageId": each.message, "digest": each.digest} for each in found]}
    if not against:
        return Report(verdict=Verdict.UNDETERMINED, lines_ru=(*lines, _PAPER), facts=facts)
    try:
        digest = hashlib.sha256(container.read(against).document).hexdigest()
    except MessageError as error:
        return _failed(error, lines, facts)
    if not all(each.agrees(digest) for each in found):
        text = "Код на бумаге называет другой документ, не тот, что в контейнере."
        return _failed(NotAcceptable("E-T-04", text), lines, facts)
    return Report(verdict=Verdict.OPENED, lines_ru=(*lines, _SAME_DOCUMENT), facts=facts)


def _believed(
    shell: Shell,
    book: AddressBook,
    holder: Callable[[str], str | None],
    sources: Callable[[bytes], Sequence[bytes]],
) -> tuple[VerifiedSignature, ...]:
    """Believe the signatures of a shell: the seal says whose document it was. Raises as `belief` does."""
    seals = [one for one in shell.signed if one.role is not Role.PERSON]
    owners = {holder(certificates.fingerprint(one.facts.certificate)) for one in seals}
    if not seals or None in owners:
        raise NotAcceptable("E-T-03", "Печать оболочки не принадлежит ни одному органу реестра.")
    moment = _latest(shell.signed)
    believed = []
    for one in shell.signed:
        trust = _trust_of(book, sorted(filter(None, owners)), one.facts.signing_time, sources)
        believed.append(belief.believe(one, trust, belief.proof(one, trust, moment)))
    _require_unrevoked(believed, book, book.party_of(min(filter(None, owners))), None)
    return tuple(believed)


def _trust_of(
    book: AddressBook, authorities: Sequence[str], at: datetime, sources: Callable[[bytes], Sequence[bytes]]
) -> Trust:
    """Ask the register whom to believe of these authorities at a time."""

    def of(question: Callable[[str, datetime], Sequence[bytes]]) -> list[bytes]:
        return [found for authority in authorities for found in question(authority, at)]

    seals = of(book.seal_certificates)
    return Trust(
        pinned={Role.SEAL: seals, Role.ATTESTING_SEAL: seals, Role.NODE: of(book.node_seal_certificates)},
        anchors={Role.PERSON: of(book.officer_anchors)},
        stamps=of(book.timestamp_anchors),
        revoked_at=book.revoked_at,
        sources=sources,
        alive=True,
    )


def _proven(one: VerifiedSignature, received_at: datetime | None) -> str:
    """Say since when a signature is proven to exist."""
    what = f"{one.role.label[0].upper()}{one.role.label[1:]}"
    if one.stamped_by:
        return f"{what}: существовала не позднее {one.proven_at:%d.%m.%Y %H:%M:%S %z} (метка времени: {one.stamped_by})"
    if received_at:
        return f"{what}: существовала не позднее получения, {received_at:%d.%m.%Y %H:%M:%S %z}"
    return f"{what}: {_CLAIMED}"


def _proof(one: VerifiedSignature) -> dict[str, str]:
    return {"role": one.role.value, "provenAt": one.proven_at.isoformat(), "stampedBy": one.stamped_by}


def _failed(error: MessageError, lines: Sequence[str], facts: Mapping[str, Any] | None = None) -> Report:
    verdict = Verdict.NOT_ACCEPTED if isinstance(error, NotAcceptable) else Verdict.UNDETERMINED
    told = {**(facts or {}), "error": {"code": error.code, "textRu": error.text_ru, "field": error.field}}
    return Report(verdict=verdict, lines_ru=(*lines, f"{error.code}: {error.text_ru}"), facts=told)


def _require_unrevoked(
    believed: Sequence[VerifiedSignature], book: AddressBook, party: str | None, received_at: datetime | None
) -> None:
    """Say nothing for certain of a certificate revoked since, when the time of the signature is only a claim."""
    claimed = [one for one in believed if not one.stamped_by] if received_at is None else []
    for one in claimed:
        if book.revoked_at(certificates.fingerprint(one.certificate), party) is not None:
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
