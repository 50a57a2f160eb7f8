"""Mails that carry packages, and what mail servers and people say of them (RFC 5322, 2045, 3464, 3834).

A mail with a package::

    Message-ID: <<package id>.<first 16 of its sha256>.package@<our node>.obmen>
    Obmen-Package: <package id>
    Auto-Submitted: auto-generated
    attachments: the package (application/vnd.obmen.package) and its sealed slip (application/vnd.etsi.asic-e+zip)

A mail with an answer has the slip alone, `answer` in its id, and In-Reply-To. Nothing of these headers proves anything.
"""

from __future__ import annotations

import email.policy
import re
from dataclasses import dataclass
from email import message_from_bytes
from email.header import decode_header, make_header
from email.headerregistry import Address
from email.message import EmailMessage, Message
from email.utils import format_datetime
from typing import TYPE_CHECKING, Final
from uuid import UUID

from obmen.exchange.channels.folder import box_of
from obmen.exchange.slips import Says, Slip, shown

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

PACKAGE: Final = "application/vnd.obmen.package"
SLIP: Final = "application/vnd.etsi.asic-e+zip"
HEADER: Final = "Obmen-Package"
_OUR_ID: Final = re.compile(r"<?([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})\.[0-9a-f]{16}\.(?:package|answer)@")
_LETTER: Final = """Это письмо отправлено узлом {node} для узла {other}.

В нём зашифрованный пакет документов; его читает только узел органа. Отвечать на это письмо и пересылать его не нужно.
Если Вы открыли его не в программе обмена, оставьте его во входящих.
"""
_TEXTS: Final = {
    Says.PACKAGE: ("Обмен: пакет {id}", _LETTER),
    Says.STORED: ("Обмен: пакет {id} сохранён", "Узел {node} сохранил пакет узла {other}.\n"),
    Says.REFUSED: ("Обмен: пакет {id} не принят", "Узел {node} не принял пакет узла {other}: {text}\n"),
}
_CODES: Final = {
    "5.1.1": "такого ящика нет",
    "5.1.2": "такого почтового домена нет",
    "5.1.10": "ящик не принимает почту",
    "5.2.1": "ящик отключён",
    "5.2.2": "ящик переполнен",
    "5.2.3": "письмо больше, чем ящик принимает",
    "5.3.4": "письмо больше, чем сервер принимает",
    "5.4.4": "почтовый сервер получателя не найден",
    "5.7.1": "почтовый сервер получателя запретил приём",
}
_CLASSES: Final = {
    "5.1": "адрес не принят",
    "5.2": "ящик не принял письмо",
    "5.7": "письмо отклонено правилами безопасности",
    "4.4": "почтовый сервер получателя не отвечает",
    "4.2": "ящик временно не принимает почту",
}


def address(text: str) -> str:
    """Give an address of mail as it may stand in a header. Raises `ValueError` for anything else."""
    if not text.isascii() or any(each.isspace() or not each.isprintable() for each in text):
        raise ValueError(text)
    try:
        parsed = Address(addr_spec=text)
    except (ValueError, IndexError, email.errors.MessageError) as error:
        raise ValueError(text) from error
    if not (parsed.username and parsed.domain):
        raise ValueError(text)
    return text


def composed(  # noqa: PLR0913  the facts of one mail, all by name
    slip: Slip, sealed: bytes, package: bytes | None, *, sender: str, recipient: str, at: datetime
) -> EmailMessage:
    """Write the mail of a slip, with its package if it brings one."""
    mail = EmailMessage(policy=email.policy.SMTP)
    subject, text = _TEXTS[slip.says]
    mail["From"], mail["To"] = sender, recipient
    mail["Subject"], mail["Date"] = subject.format(id=slip.package_id), format_datetime(at)
    mail["Message-ID"] = _id_of(slip)
    if package is None:
        mail["In-Reply-To"] = mail["References"] = _id(slip, "package", slip.to_node)
    mail["Auto-Submitted"], mail["X-Auto-Response-Suppress"] = "auto-generated", "All"
    mail[HEADER] = str(slip.package_id)
    mail.set_content(text.format(node=slip.from_node, other=slip.to_node, text=slip.text_ru), cte="quoted-printable")
    if package is not None:
        _attach(mail, package, PACKAGE, f"{slip.package_id}.obmen")
    _attach(mail, sealed, SLIP, f"{slip.package_id}.slip.asice")
    return mail


def _attach(mail: EmailMessage, data: bytes, media_type: str, name: str) -> None:
    main, _, sub = media_type.partition("/")
    mail.add_attachment(data, maintype=main, subtype=sub, filename=name)


def _id_of(slip: Slip) -> str:
    return _id(slip, "package" if slip.says is Says.PACKAGE else "answer", slip.from_node)


def _id(slip: Slip, what: str, node: str) -> str:
    """Name a mail: the same for the same bytes, whenever it is sent."""
    return f"<{slip.package_id}.{slip.sha256[:16]}.{what}@{box_of(node)}.obmen>"


# --- What came -----------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Ours:
    """A mail that calls itself one of a package."""

    package_id: UUID


@dataclass(frozen=True, slots=True)
class Report:
    """A report of a mail server about a mail (DSN, RFC 3464)."""


@dataclass(frozen=True, slots=True)
class Reply:
    """A reply to a mail with our package: `automatic`, or of a person."""

    package_id: UUID
    automatic: bool
    subject: str


@dataclass(frozen=True, slots=True)
class Foreign:
    """A mail that has nothing to do with packages."""

    sender: str
    subject: str


def sorted_by(headers: bytes) -> Ours | Report | Reply | Foreign:
    """Tell by its headers what a mail seems to be; nobody is believed for it."""
    mail = message_from_bytes(headers)
    if mail.get_content_type() == "multipart/report" and _parameter(mail, "report-type") == "delivery-status":
        return Report()
    package_id = _uuid(_text(mail, HEADER))
    if package_id:
        return Ours(package_id)
    about = _named(f"{_text(mail, 'In-Reply-To')} {_text(mail, 'References')}")
    automatic = _text(mail, "Auto-Submitted").partition(";")[0].strip().lower() not in ("", "no")
    if about:
        return Reply(about, automatic or bool(_text(mail, "X-Autoreply")), shown(_decoded(mail, "Subject")))
    return Foreign(shown(_decoded(mail, "From"), 100), shown(_decoded(mail, "Subject"), 100))


@dataclass(frozen=True, slots=True)
class Parts:
    """The attachments of a mail of ours."""

    slip: bytes
    package: bytes | None


def parts_of(raw: bytes) -> Parts | None:
    """Take the slip and the package out of a mail; nothing when there is not one slip and at most one package."""
    found: dict[str, list[bytes]] = {PACKAGE: [], SLIP: []}
    for part in _leaves(raw):
        if part.get_content_type() in found:
            found[part.get_content_type()].append(_bytes(part))
    if len(found[SLIP]) != 1 or len(found[PACKAGE]) > 1:
        return None
    return Parts(found[SLIP][0], next(iter(found[PACKAGE]), None))


@dataclass(frozen=True, slots=True)
class Bounce:
    """What a mail server reports of a mail with our package, in Russian; `failed`: it will not arrive."""

    package_id: UUID
    text_ru: str
    failed: bool


def bounce_of(raw: bytes) -> Bounce | None:
    """Read a report about a mail of ours; nothing when it is about another, or says nothing (RFC 3464, 2.3)."""
    leaves = list(_leaves(raw))
    package_id = next((found for each in leaves if (found := _of_original(each))), None)
    fields = [each for part in leaves if part.get_content_type() == "message/delivery-status" for each in _fields(part)]
    told = [each for each in fields if _text(each, "Action")]
    if package_id is None or not told:
        return None
    worst = next((each for each in told if _text(each, "Action").strip().lower() == "failed"), told[0])
    failed = _text(worst, "Action").strip().lower() == "failed"
    if not failed and _text(worst, "Action").strip().lower() != "delayed":
        return None
    return Bounce(package_id, _sentence(worst, failed=failed), failed)


def _sentence(fields: Message, *, failed: bool) -> str:
    """Say in Russian what the report says."""
    status = _text(fields, "Status").strip()[:8]
    reason = _CODES.get(status) or _CLASSES.get(status[:3]) or "причина не названа"
    recipient = shown(_text(fields, "Final-Recipient").partition(";")[2].strip(), 100)
    said = shown(_text(fields, "Diagnostic-Code").partition(";")[2].strip(), 150)
    what = "Почтовый сервер вернул письмо" if failed else "Почтовый сервер ещё не смог передать письмо"
    to = f" для {recipient}" if recipient else ""
    return f"{what}{to}: {reason} ({status or 'без кода'}){f'; ответ сервера: {said}' if said else ''}."


def _of_original(part: Message) -> UUID | None:
    """Find our package in the part of a report that shows the mail it is about."""
    if part.get_content_type() not in ("text/rfc822-headers", "message/rfc822", "message/rfc822-headers"):
        return None
    shows = part.get_payload()
    original = shows[0] if isinstance(shows, list) and shows else message_from_bytes(_bytes(part))
    if not isinstance(original, Message):
        return None
    return _uuid(_text(original, HEADER)) or _named(_text(original, "Message-ID"))


def _fields(part: Message) -> Iterator[Message]:
    groups = part.get_payload()
    yield from (each for each in groups if isinstance(each, Message)) if isinstance(groups, list) else ()


def _leaves(raw: bytes) -> Iterator[Message]:
    """Give the parts of a mail, but not what lies inside a mail that it encloses."""
    try:
        waiting = [message_from_bytes(raw)]
    except RecursionError:  # thousands of parts within parts
        return
    while waiting:
        part = waiting.pop(0)
        inner = part.get_payload()
        if part.get_content_maintype() == "multipart" and isinstance(inner, list):
            waiting += [each for each in inner if isinstance(each, Message)]
        else:
            yield part


def _bytes(part: Message) -> bytes:
    data = part.get_payload(decode=True)
    return data if isinstance(data, bytes) else b""


def _text(mail: Message, name: str) -> str:
    return str(mail.get(name, ""))


def _parameter(mail: Message, name: str) -> str:
    found = mail.get_param(name)
    return found.lower() if isinstance(found, str) else ""


def _decoded(mail: Message, name: str) -> str:
    try:
        return str(make_header(decode_header(_text(mail, name))))
    except (ValueError, LookupError, email.errors.MessageError):
        return _text(mail, name)


def _named(text: str) -> UUID | None:
    found = _OUR_ID.search(text)
    return UUID(found[1]) if found else None


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text.strip())
    except ValueError:
        return None
