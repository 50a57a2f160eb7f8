"""Packages by mail: out by SMTP, in by IMAP, the package and its sealed slip as attachments.

Our mail server taking a mail is not delivery: the sealed answer of the other node is. A mail stays in the INBOX until
its package is stored and answered, so a node killed at any moment finds it again. Mails of others are left alone.
"""

from __future__ import annotations

import time
from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from obmen.exchange import slips
from obmen.exchange.channel import Acknowledgement, Answered, Arrived, Event, Handed, Noticed, Returned
from obmen.exchange.channels import mail_servers, mails
from obmen.exchange.channels.mail_servers import MailServer
from obmen.exchange.channels.mails import Foreign, Ours, Reply, Report
from obmen.exchange.errors import Refused, Unreachable
from obmen.exchange.slips import NotBelieved, Says, Slip
from obmen.message.limits import DEFAULT

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from email.message import EmailMessage
    from uuid import UUID

    from obmen.exchange.channel import Destination
    from obmen.exchange.channels.mail_servers import Mailbox
    from obmen.exchange.slips import Notary

LARGEST: Final = 20 * 1024 * 1024
"""The largest mail, in bytes: what mail servers take without being asked."""
_SHELL: Final = 128 * 1024
"""Room in a mail for headers, words and the slip."""
_DOUBTED_AGAIN: Final = 600.0
"""Seconds after which a mail that was not believed is looked at again: the register may be newer then."""
_LARGEST_TO_READ: Final = DEFAULT.package * 3 // 2
_ANOTHER_WAY: Final = "Уменьшите приложения или отправьте документ другим путём: через узел или носителем."


def largest_package(largest_mail: int = LARGEST) -> int:
    """Give how many bytes a package may have so that its mail fits: base64 writes 57 bytes in a line of 78."""
    return (largest_mail - _SHELL) // 78 * 57


@dataclass(frozen=True, slots=True, kw_only=True)
class MailSettings:
    """The mail of a node: its own address, its servers, the folder of mails that were dealt with, the largest mail."""

    address: str
    outgoing: MailServer
    incoming: MailServer
    done: str = "Obmen"
    largest: int = LARGEST


class EmailChannel:
    """A `Carrier` by mail. `mailbox_of` gives the address of a node as the register has it, empty without one."""

    def __init__(self, settings: MailSettings, notary: Notary, mailbox_of: Callable[[str], str]) -> None:
        """Take our mail, who we are, and where others are."""
        self._settings, self._notary, self._mailbox_of = settings, notary, mailbox_of
        self._box: Mailbox | None = None
        self._valid = ""
        self._slips: dict[int, Slip] = {}
        self._owed: dict[int, Acknowledgement | Refused] = {}
        self._doubted: dict[int, float] = {}
        self._foreign: set[int] = set()

    def deliver(self, destination: Destination, package_id: UUID, package: bytes) -> Handed:
        """Hand a mail with the package over to our mail server."""
        slip = slips.with_package(self._notary, package_id, destination.node, package)
        self._send(slip, package, destination.mailbox)
        return Handed(package_id=package_id, sha256=slip.sha256)

    def collect(self) -> Iterable[Event]:
        """Look through the INBOX. Raises `Unreachable`."""
        with mail_servers.mailbox(self._settings.incoming, self._settings.done) as box:
            self._box = box
            try:
                yield from self._looked_through(box)
            finally:
                self._box = None

    def settle(self, arrived: Arrived, answer: Acknowledgement | Refused) -> None:
        """Mail the answer, and only then put the mail away."""
        self._owed[int(arrived.mark)] = answer
        self._pay(int(arrived.mark))

    def forget(self, event: Answered | Returned) -> None:
        """Put the mail away."""
        self._put_away(int(event.mark))

    # --- Out -------------------------------------------------------------------------------------------------------

    def _send(self, slip: Slip, package: bytes | None, recipient: str) -> None:
        mail = self._composed(slip, package, recipient)
        if len(mail.as_bytes()) > self._settings.largest:
            limit = self._settings.largest // 1024**2
            raise Refused("E-T-10", f"Письмо с пакетом больше {limit} МиБ: почтой он не пройдёт.", _ANOTHER_WAY)
        mail_servers.send(self._settings.outgoing, mail, sender=self._settings.address, recipient=recipient)

    def _composed(self, slip: Slip, package: bytes | None, recipient: str) -> EmailMessage:
        try:
            to = mails.address(recipient)
        except ValueError:
            text = f"В реестре у узла {slip.to_node} нет годного адреса электронной почты."
            raise Unreachable(
                text, "Сообщите центральному органу его Стороны и примите исправленное приложение."
            ) from None
        sealed = slips.written(slip, self._notary)
        return mails.composed(slip, sealed, package, sender=self._settings.address, recipient=to, at=self._notary.now())

    def _pay(self, uid: int) -> None:
        """Answer the mail `uid` and put it away; whoever has no mailbox gets the receipt T-01 alone, its own way."""
        slip = self._slips[uid]
        if recipient := self._mailbox_of(slip.from_node):
            self._send(slips.answering(slip, self._owed[uid]), None, recipient)
        self._put_away(uid)
        del self._owed[uid], self._slips[uid]

    def _put_away(self, uid: int) -> None:
        if self._box is None:
            raise Unreachable("Почтовый ящик уже закрыт; письмо будет убрано в следующий раз.")
        self._box.put_away(uid)

    # --- In --------------------------------------------------------------------------------------------------------

    def _looked_through(self, box: Mailbox) -> Iterator[Event]:
        self._remember(box.open())
        strangers = []
        for uid in box.waiting():
            if uid in self._foreign or self._doubted.get(uid, 0.0) > time.monotonic():
                continue
            size, headers = box.headers(uid)
            kind = mails.sorted_by(headers)
            event = self._event(box, uid, size, kind)
            if event:
                yield event
            elif isinstance(kind, Foreign | Report) and uid not in self._owed:
                self._foreign.add(uid)
                strangers.append(kind)
        if strangers:
            yield _left_alone(strangers)

    def _remember(self, valid: str) -> None:
        """Forget what was known by numbers that no longer count."""
        if valid != self._valid:
            self._valid = valid
            for known in (self._slips, self._owed, self._doubted, self._foreign):
                known.clear()

    def _event(self, box: Mailbox, uid: int, size: int, kind: Ours | Report | Reply | Foreign) -> Event | None:
        match kind:
            case Ours():
                return self._ours(box, uid, size, kind)
            case Report() if size <= _LARGEST_TO_READ:
                bounce = mails.bounce_of(box.mail(uid))
                if bounce is None:
                    return None
                return Returned(
                    package_id=bounce.package_id, text_ru=bounce.text_ru, failed=bounce.failed, mark=str(uid)
                )
            case Reply(automatic=True):
                text = f"На письмо с пакетом пришёл автоматический ответ «{kind.subject}»."
                return Returned(package_id=kind.package_id, text_ru=text, failed=False, mark=str(uid))
            case Reply():
                self._foreign.add(uid)
                text = f"На письмо с пакетом {kind.package_id} ответил человек: «{kind.subject}»."
                return Noticed(text_ru=text, how_to_fix="Прочтите письмо в почтовом ящике узла; узел его не трогает.")
        return None

    def _ours(self, box: Mailbox, uid: int, size: int, kind: Ours) -> Event | None:
        """Read a mail that calls itself ours; one that is not believed stays in the INBOX and is looked at again."""
        if uid in self._owed:
            with suppress(Unreachable, Refused):  # said when it was tried first
                self._pay(uid)
            return None
        try:
            return self._believed(box, uid, size, kind)
        except NotBelieved as error:
            known, self._doubted[uid] = uid in self._doubted, time.monotonic() + _DOUBTED_AGAIN
            if known:
                return None
            text = f"Письмо с пакетом {kind.package_id} не принято. {error}"
            return Noticed(text_ru=text, how_to_fix="Письмо осталось в ящике; узел посмотрит его снова.")

    def _believed(self, box: Mailbox, uid: int, size: int, kind: Ours) -> Event | None:
        if size > _LARGEST_TO_READ:
            raise NotBelieved("Оно больше, чем может быть письмо с пакетом.")
        raw = box.mail(uid)
        if not raw:  # another worker was quicker
            return None
        parts = mails.parts_of(raw)
        if parts is None:
            raise NotBelieved("В нём нет одного сопроводительного листа и не более одного пакета.")
        slip = slips.read(parts.slip, self._notary)
        if slip.package_id != kind.package_id:
            raise NotBelieved("Заголовок и сопроводительный лист называют разное.")
        return self._meant(uid, slip, parts.package)

    def _meant(self, uid: int, slip: Slip, package: bytes | None) -> Event:
        """Tell what a believed slip brings."""
        if slip.answer is not None:
            return Answered(node=slip.from_node, package_id=slip.package_id, answer=slip.answer, mark=str(uid))
        if slip.says is not Says.PACKAGE or package is None or not slip.fits(package):
            raise NotBelieved("Пакет не тот, который назван в сопроводительном листе, или его нет.")
        self._slips[uid] = slip
        return Arrived(sender_node=slip.from_node, package_id=slip.package_id, package=package, mark=str(uid))


def _left_alone(strangers: list[Foreign | Report]) -> Noticed:
    """Say once how many mails of others lie there."""
    named = next((each for each in reversed(strangers) if isinstance(each, Foreign)), None)
    last = f", последнее от {named.sender}: «{named.subject}»" if named else ""
    text = f"В почтовом ящике узла посторонних писем: {len(strangers)}{last}."
    return Noticed(text_ru=text, how_to_fix="Узел их не трогает; дайте узлу ящик, о котором больше никто не знает.")
