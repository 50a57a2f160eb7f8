"""The two mail servers of a node: SMTP takes what leaves, IMAP holds what came (RFC 5321, 3207, 8314, 9051).

TLS always, from the first byte or by STARTTLS before a password; the certificate is checked by name, against the
authority that the configuration names or those of the machine. A server without TLS is told nothing.
"""

from __future__ import annotations

import imaplib
import re
import smtplib
import socket
import ssl
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

from obmen.exchange.errors import ExchangeError, NotConfirmed, Refused, Unreachable
from obmen.exchange.slips import shown

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from email.message import EmailMessage

WITHIN: Final = 60.0
"""Seconds to wait for the next answer of a mail server."""
KEYWORD: Final = "ObmenDone"
"""The keyword of a mail that was dealt with, where mails cannot be moved."""
_TOO_LARGE: Final = 552
_FAILED: Final = 400
_PERMANENT: Final = 500
_ITSELF: Final = "Узел повторит попытку сам; если это длится часы, сообщите администратору почты."
_WORDS: Final[tuple[tuple[type[Exception], str, str], ...]] = (
    (
        ssl.SSLCertVerificationError,
        "Почтовый сервер {name} предъявил сертификат, которому узел не доверяет ({why}).",
        "Пароль не передан. Укажите mail_authority в node.toml или исправьте сертификат сервера.",
    ),
    (ssl.SSLError, "Защищённое соединение с почтовым сервером {name} не установлено.", _ITSELF),
    (
        smtplib.SMTPNotSupportedError,
        "Почтовый сервер {name} не предлагает защиту соединения (STARTTLS) или вход по паролю.",
        "Пароль не передан. Укажите в node.toml smtps:// или другой порт.",
    ),
    (smtplib.SMTPResponseException, "Почтовый сервер {name} отказал ({why}).", _ITSELF),
    (socket.gaierror, "Имя почтового сервера {name} не найдено в сети (DNS).", "Проверьте имя в node.toml и DNS."),
    (ConnectionRefusedError, "Почтовый сервер {name} не принимает соединения.", _ITSELF),
    (TimeoutError, "Почтовый сервер {name} не отвечает.", _ITSELF),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class MailServer:
    """A mail server of ours: `implicit` TLS from the first byte, else STARTTLS.

    `authority` (PEM) is who must have certified it, if not those whom the machine trusts.
    """

    host: str
    port: int
    implicit: bool
    user: str
    password_file: Path
    authority: Path | None = None

    def context(self) -> ssl.SSLContext:
        """Prepare TLS that checks the server. Raises `OSError` when the authority cannot be read."""
        context = ssl.create_default_context(cafile=self.authority)
        context.minimum_version = ssl.TLSVersion.TLSv1_2
        return context

    def password(self) -> str:
        """Read the password anew, so that it can be changed while the node runs. Raises `Unreachable`."""
        try:
            return self.password_file.read_text(encoding="utf-8").strip("\r\n")
        except (OSError, UnicodeDecodeError):
            text = f"Файл с паролем почты {self.password_file} не читается."
            raise Unreachable(text, "Проверьте путь в node.toml и права на файл.") from None


# --- What leaves ---------------------------------------------------------------------------------------------------


def send(server: MailServer, mail: EmailMessage, *, sender: str, recipient: str) -> None:
    """Hand a mail over to our mail server.

    Raises `Unreachable` (also `NotConfirmed`) to be tried again, `Refused` when it will not take it.
    """
    raw = mail.as_bytes()
    with _told(server, "SMTP"), _smtp(server) as smtp:
        _require_room(smtp, len(raw), server)
        _begin(smtp, sender)
        try:
            _transmit(smtp, raw, recipient)
        except smtplib.SMTPResponseException as error:
            raise _answered(error.smtp_code, _said(error.smtp_error), recipient) from error
        except smtplib.SMTPServerDisconnected as error:
            text = "Почтовый сервер прервал передачу письма: неизвестно, принято ли оно."
            raise NotConfirmed(text, _ITSELF) from error


def _begin(smtp: smtplib.SMTP, sender: str) -> None:
    """Say from whom; ask for reports without the content (RFC 3461)."""
    code, said = smtp.mail(sender, ["RET=HDRS"] if smtp.has_extn("dsn") else [])
    if code >= _FAILED:
        raise smtplib.SMTPSenderRefused(code, said, sender)


def _transmit(smtp: smtplib.SMTP, raw: bytes, recipient: str) -> None:
    """Say to whom, and what."""
    code, said = smtp.rcpt(recipient, ["NOTIFY=FAILURE,DELAY"] if smtp.has_extn("dsn") else [])
    if code < _FAILED:
        code, said = smtp.data(raw)
    if code >= _FAILED:
        raise smtplib.SMTPDataError(code, said)


def _answered(code: int, said: str, recipient: str) -> ExchangeError:
    """Tell what the answer of the server means: for ever, or for now."""
    if code == _TOO_LARGE or "5.3.4" in said or "5.2.3" in said:
        text = f"Почтовый сервер не принял письмо: оно слишком велико ({code} {said})."
        return Refused(
            "E-T-10", text, "Уменьшите приложения или отправьте документ другим путём: через узел, носителем."
        )
    if code >= _PERMANENT:
        text = f"Почтовый сервер не принял письмо для {recipient} ({code} {said})."
        return Refused("", text, "Уточните адрес органа в реестре и отправьте снова или выберите другой путь.")
    return Unreachable(f"Почтовый сервер пока не принимает письмо для {recipient} ({code} {said}).", _ITSELF)


def _require_room(smtp: smtplib.SMTP, size: int, server: MailServer) -> None:
    """Refuse a mail that is larger than the server says it takes (RFC 1870)."""
    most = smtp.esmtp_features.get("size", "").strip()
    if most.isdecimal() and 0 < int(most) < size:
        whole, limit = (f"{number / 1024**2:.1f} МиБ".replace(".", ",") for number in (size, int(most)))
        text = f"Письмо слишком велико: {whole}, а почтовый сервер {server.host} принимает до {limit}."
        raise Refused(
            "E-T-10", text, "Уменьшите приложения или отправьте документ другим путём: через узел, носителем."
        )


@contextmanager
def _smtp(server: MailServer) -> Iterator[smtplib.SMTP]:
    context = server.context()
    if server.implicit:
        smtp: smtplib.SMTP = smtplib.SMTP_SSL(server.host, server.port, timeout=WITHIN, context=context)
    else:
        smtp = smtplib.SMTP(server.host, server.port, timeout=WITHIN)
    try:
        smtp.ehlo_or_helo_if_needed()
        if not server.implicit:
            smtp.starttls(context=context)
            smtp.ehlo_or_helo_if_needed()
        smtp.login(server.user, server.password())
        yield smtp
    finally:
        with suppress(smtplib.SMTPException, OSError):
            smtp.quit()
        smtp.close()


# --- What came -----------------------------------------------------------------------------------------------------


class Mailbox:
    """The INBOX of a node, open; mails are known by their UIDs and stay as they are until they are put away."""

    def __init__(self, imap: imaplib.IMAP4, server: MailServer, done: str) -> None:
        """Take a connection that is logged in; `done` is the folder of what was dealt with."""
        self._imap, self._server, self._done = imap, server, done

    def open(self) -> str:
        """Open the INBOX; return the number under which its UIDs are valid."""
        _ok(self._imap.select("INBOX"))
        return _first(self._imap.response("UIDVALIDITY")[1])

    def waiting(self) -> list[int]:
        """Give the UIDs of the mails that were not dealt with, oldest first."""
        found = _ok(self._imap.uid("SEARCH", "UNDELETED", "UNKEYWORD", KEYWORD))
        return sorted(int(each) for each in _first(found).split())

    def headers(self, uid: int) -> tuple[int, bytes]:
        """Give the size of a mail and its headers; nothing about it changes."""
        head, body = self._fetched(uid, "(RFC822.SIZE BODY.PEEK[HEADER])")
        size = re.search(rb"RFC822\.SIZE (\d+)", head)
        return int(size[1]) if size else 0, body

    def mail(self, uid: int) -> bytes:
        """Give a whole mail; nothing about it changes."""
        return self._fetched(uid, "(BODY.PEEK[])")[1]

    def put_away(self, uid: int) -> None:
        """Move a mail out of the INBOX, or mark it where it cannot be moved; doing it again does no harm.

        Raises `Unreachable`.
        """
        with _told(self._server, "IMAP"):
            if not self._moved(uid):
                _ok(self._imap.uid("STORE", str(uid), "+FLAGS.SILENT", f"(\\Seen {KEYWORD})"))

    def _moved(self, uid: int) -> bool:
        if "MOVE" not in self._imap.capabilities:
            return False
        for _ in range(2):
            if self._imap.uid("MOVE", str(uid), self._done)[0] == "OK":
                return True
            self._imap.create(self._done)
        return False

    def _fetched(self, uid: int, what: str) -> tuple[bytes, bytes]:
        """Fetch; empty when the mail has gone."""
        found = _ok(self._imap.uid("FETCH", str(uid), what))
        return next(((each[0], each[1]) for each in found if isinstance(each, tuple)), (b"", b""))


@contextmanager
def mailbox(server: MailServer, done: str) -> Iterator[Mailbox]:
    """Log in at our IMAP server. Raises `Unreachable`."""
    with _told(server, "IMAP"):
        imap = _imap(server)
        try:
            imap.login(server.user, server.password())
            capabilities = _first(imap.capability()[1])
            imap.capabilities = tuple(capabilities.upper().split())
            yield Mailbox(imap, server, done)
        finally:
            with suppress(imaplib.IMAP4.error, OSError):
                imap.logout()


def _imap(server: MailServer) -> imaplib.IMAP4:
    context = server.context()
    if server.implicit:
        return imaplib.IMAP4_SSL(server.host, server.port, ssl_context=context, timeout=WITHIN)
    imap = imaplib.IMAP4(server.host, server.port, timeout=WITHIN)
    try:
        imap.starttls(context)
    except BaseException:
        imap.shutdown()
        raise
    return imap


def _ok(answer: tuple[str, Sequence[object]]) -> Sequence[object]:
    status, data = answer
    if status != "OK":
        raise imaplib.IMAP4.error(_first(data))
    return data


def _first(data: object) -> str:
    first = data[0] if isinstance(data, list) and data else None
    return first.decode("ascii", "replace") if isinstance(first, bytes) else str(first or "")


# --- In words ------------------------------------------------------------------------------------------------------


@contextmanager
def _told(server: MailServer, what: str) -> Iterator[None]:
    """Tell in words what went wrong with a mail server."""
    try:
        yield
    except ExchangeError:
        raise
    except (smtplib.SMTPException, imaplib.IMAP4.error, OSError, ValueError) as error:
        raise _failure(error, f"{what} {server.host}:{server.port}") from error


def _failure(error: Exception, name: str) -> Unreachable:
    if isinstance(error, smtplib.SMTPAuthenticationError):
        return _not_let_in(name)
    if isinstance(error, imaplib.IMAP4.error) and not isinstance(error, imaplib.IMAP4.abort):
        return _of_imap(str(error), name)
    for kind, text, fix in _WORDS:
        if isinstance(error, kind):
            return Unreachable(text.format(name=name, why=_why(error)), fix)
    return Unreachable(f"Связь с почтовым сервером {name} прервалась.", _ITSELF)


def _why(error: Exception) -> str:
    if isinstance(error, ssl.SSLCertVerificationError):
        return error.verify_message
    if isinstance(error, smtplib.SMTPResponseException):
        return f"{error.smtp_code} {_said(error.smtp_error)}"
    return ""


def _of_imap(said: str, name: str) -> Unreachable:
    low = said.lower()
    if "auth" in low or "login" in low:
        return _not_let_in(name)
    if "tls" in low:
        text = f"Почтовый сервер {name} не предлагает защиту соединения (STARTTLS)."
        return Unreachable(text, "Пароль не передан. Укажите в node.toml imaps:// или другой порт.")
    return Unreachable(f"Почтовый сервер {name} отказал ({shown(said)}).", _ITSELF)


def _not_let_in(name: str) -> Unreachable:
    text = f"Почтовый сервер {name} не принял имя или пароль узла."
    return Unreachable(text, "Проверьте имя в node.toml и файл с паролем.")


def _said(answer: bytes | str) -> str:
    return shown(answer.decode("utf-8", "replace") if isinstance(answer, bytes) else answer, 150)
