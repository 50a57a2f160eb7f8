"""Packages by mail, through real servers: what leaves, what comes, what bounces, and what a stranger writes."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from email.message import EmailMessage
from email.policy import SMTP as WIRE
from typing import TYPE_CHECKING, Any
from uuid import UUID, uuid4

import pytest
from tests.support.carriers import TestNotary, acknowledged, arrivals, to
from tests.support.mail import PASSWORD, PostOffice
from tests.support.nodes import free_port

from obmen.exchange import slips
from obmen.exchange.channel import Answered, Arrived, Event, Noticed, Returned
from obmen.exchange.channels import mail_servers, mails
from obmen.exchange.channels.email import LARGEST, EmailChannel, MailSettings, largest_package
from obmen.exchange.channels.mail_servers import KEYWORD, MailServer
from obmen.exchange.errors import NotConfirmed, Refused, Unreachable

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

pytestmark = pytest.mark.needs_dovecot
LETTER = b"\x00\r\n.\r\nFrom a sealed letter\xff" * 100


@pytest.fixture(scope="module")
def running() -> Iterator[PostOffice]:
    with PostOffice() as office:
        yield office


@pytest.fixture
def post(running: PostOffice) -> Iterator[PostOffice]:
    """Give the servers with empty mailboxes."""
    yield running
    running.empty()


def settings(post: PostOffice, node: str, *, implicit: bool = True) -> MailSettings:
    """Say how a node reaches its mail."""
    (post.root / "password").write_text(f"{PASSWORD}\n", encoding="utf-8")
    outgoing = MailServer(
        host="localhost",
        port=post.smtps_port if implicit else post.smtp_port,
        implicit=implicit,
        user=node,
        password_file=post.root / "password",
        authority=post.authority,
    )
    incoming = replace(outgoing, port=post.imaps_port if implicit else post.imap_port)
    return MailSettings(address=f"{node}@mail.example", outgoing=outgoing, incoming=incoming)


def at(post: PostOffice, node: str, *, implicit: bool = True, sealed_by: str = "") -> EmailChannel:
    """Open the mail of a node."""
    notary = TestNotary(node, sealed_by=sealed_by)
    return EmailChannel(settings(post, node, implicit=implicit), notary, lambda other: f"{other}@mail.example")


def sent(post: PostOffice, letter: bytes = LETTER, sender: str = "ru", receiver: str = "kz") -> UUID:
    package_id = uuid4()
    at(post, sender).deliver(to(receiver), package_id, letter)
    return package_id


def stored(channel: EmailChannel) -> list[Arrived]:
    """Collect what came, as a node that stores everything and answers."""
    found = []
    for each in channel.collect():
        if isinstance(each, Arrived):
            channel.settle(each, acknowledged(each, hashlib.sha256(each.package).hexdigest()))
            found.append(each)
    return found


def told(channel: EmailChannel) -> list[Answered | Returned]:
    """Collect what is said of our packages, as a node that writes everything down."""
    found = []
    for each in channel.collect():
        if isinstance(each, Answered | Returned):
            channel.forget(each)
            found.append(each)
    return found


def only_notice(channel: EmailChannel) -> str:
    """Expect one remark and nothing else, said once."""
    (noticed,) = channel.collect()
    assert isinstance(noticed, Noticed), noticed
    assert list(channel.collect()) == []
    return f"{noticed.text_ru} {noticed.how_to_fix}"


# ── There and back ─────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("implicit", [True, False], ids=["implicit", "starttls"])
def test_a_package_goes_there_and_its_acknowledgement_comes_back(post: PostOffice, implicit: bool) -> None:  # noqa: FBT001
    """By TLS from the first byte and by STARTTLS: the very bytes, and the other node's seal that it has them."""
    russia, kazakhstan = at(post, "ru", implicit=implicit), at(post, "kz", implicit=implicit)
    package_id = uuid4()
    handed = russia.deliver(to("kz"), package_id, LETTER)
    assert (handed.package_id, handed.sha256) == (package_id, hashlib.sha256(LETTER).hexdigest())
    assert told(russia) == []
    (arrived,) = stored(kazakhstan)
    assert (arrived.sender_node, arrived.package_id, arrived.package) == ("ru", package_id, LETTER)
    assert stored(kazakhstan) == []
    (answered,) = told(russia)
    assert isinstance(answered, Answered)
    assert (answered.node, answered.answer) == ("kz", acknowledged(arrived, handed.sha256))
    assert told(russia) == []
    for user in ("ru", "kz"):
        assert (len(post.mails(user)), len(post.mails(user, "Obmen"))) == (0, 1)


def test_what_is_not_taken_comes_back_with_the_reason(post: PostOffice) -> None:
    package_id = sent(post)
    kazakhstan = at(post, "kz")
    for each in kazakhstan.collect():
        assert isinstance(each, Arrived)
        kazakhstan.settle(each, Refused("E-T-12", "Ярлык называет другой узел.\r\nBcc: x@example", "Обновите реестр."))
    (answered,) = told(at(post, "ru"))
    assert isinstance(answered, Answered)
    assert isinstance(answered.answer, Refused)
    assert (answered.package_id, answered.answer.code) == (package_id, "E-T-12")


def test_until_it_is_settled_it_comes_again_and_stays_unread(post: PostOffice) -> None:
    """A node that is killed between fetching and storing finds the mail where it was."""
    package_id = sent(post)
    for _ in range(3):
        assert [each.package_id for each in arrivals(list(at(post, "kz").collect()))] == [package_id]
    assert len(post.mails("kz")) == 1
    assert [path.name.partition(":")[2] for path in (post.root / "mail" / "kz" / "cur").iterdir()] in ([], ["2,"])


def test_the_same_bytes_are_the_same_mail(post: PostOffice) -> None:
    """Sent again, a mail has the same Message-ID; another content under the package's id has another."""
    package_id = uuid4()
    for letter in (LETTER, LETTER, b"other"):
        at(post, "ru").deliver(to("kz"), package_id, letter)
    ids = [mail.partition(b"Message-ID: ")[2].split(b"\r\n")[0].strip() for mail in post.mails("kz")]
    assert len(ids) == 3
    assert len(set(ids)) == 2
    assert len(arrivals(list(at(post, "kz").collect()))) == 3


def test_a_server_that_cannot_move_mails_marks_them(post: PostOffice, monkeypatch: pytest.MonkeyPatch) -> None:
    """They stay in the INBOX with a keyword, and are not read again."""
    monkeypatch.setattr(mail_servers.Mailbox, "_moved", lambda *_of: False)
    package_id = sent(post)
    assert [each.package_id for each in stored(at(post, "kz"))] == [package_id]
    assert list(at(post, "kz").collect()) == []
    assert len(post.mails("kz")) == 1
    assert KEYWORD in (post.root / "mail" / "kz" / "dovecot-keywords").read_text(encoding="ascii")


def test_while_our_answer_cannot_leave_the_package_is_not_taken_again(post: PostOffice) -> None:
    """The mail server is out of order: stored once, answered later, nothing is put away before."""
    package_id = sent(post)
    kazakhstan = at(post, "kz")
    post.refuses_data = "451 later"
    for each in kazakhstan.collect():
        assert isinstance(each, Arrived)
        with pytest.raises(Unreachable, match="пока не принимает"):
            kazakhstan.settle(each, acknowledged(each, hashlib.sha256(LETTER).hexdigest()))
    assert list(kazakhstan.collect()) == []
    assert len(post.mails("kz")) == 1
    post.refuses_data = ""
    assert list(kazakhstan.collect()) == []
    assert post.mails("kz") == []
    assert [each.package_id for each in told(at(post, "ru"))] == [package_id]


# ── Who says so ────────────────────────────────────────────────────────────────────────────────────────────────────


def test_from_proves_nothing_and_the_seal_everything(post: PostOffice) -> None:
    """A true slip under a false From counts; a false seal under a true From does not, and its mail is left."""
    package_id = sent(post)
    (raw,) = post.mails("kz")
    post.empty()
    post.drop("kz@mail.example", raw.replace(b"From: ru@mail.example", b"From: thief@mail.example"))
    assert [each.package_id for each in stored(at(post, "kz"))] == [package_id]
    at(post, "ru", sealed_by="by").deliver(to("kz"), uuid4(), LETTER)
    assert "не подтверждён" in only_notice(at(post, "kz"))
    assert len(post.mails("kz")) == 1


def without_slip(mail: EmailMessage) -> None:
    mail.get_payload().pop()  # type: ignore[union-attr]


def with_two(mail: EmailMessage) -> None:
    mail.get_payload().append(mail.get_payload()[-1])  # type: ignore[union-attr,index]


def with_another_package(mail: EmailMessage) -> None:
    mail.get_payload()[1].set_payload("b3RoZXI=")  # type: ignore[index,union-attr]


def with_another_header(mail: EmailMessage) -> None:
    mail.replace_header(mails.HEADER, str(uuid4()))


@pytest.mark.parametrize("harm", [without_slip, with_two, with_another_package, with_another_header])
def test_a_mail_that_was_tampered_with_is_left_and_named(
    post: PostOffice, harm: Callable[[EmailMessage], None]
) -> None:
    """A gateway that took the attachment off, or somebody on the way: not read as anything, said once, kept."""
    notary = TestNotary("ru")
    slip = slips.with_package(notary, uuid4(), "kz", LETTER)
    mail = mails.composed(
        slip,
        slips.written(slip, notary),
        LETTER,
        sender="ru@mail.example",
        recipient="kz@mail.example",
        at=notary.now(),
    )
    harm(mail)
    post.drop("kz@mail.example", mail.as_bytes())
    assert "не принято" in only_notice(at(post, "kz"))
    assert len(post.mails("kz")) == 1


def test_a_forged_acknowledgement_ends_nothing(post: PostOffice) -> None:
    sent(post)
    thief = at(post, "kz", sealed_by="by")
    stored(thief)
    assert "не подтверждён" in only_notice(at(post, "ru"))


# ── What servers, robots and people say ────────────────────────────────────────────────────────────────────────────


def report(action: str, status: str, said: str, original: str) -> bytes:
    """Write the report of a mail server as Postfix does (RFC 3464)."""
    return f"""From: MAILER-DAEMON@mail.example (Mail Delivery System)
To: ru@mail.example
Subject: Undelivered Mail Returned to Sender
Auto-Submitted: auto-replied
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="b"

--b
Content-Type: text/plain; charset=us-ascii

This is the mail system.

--b
Content-Type: message/delivery-status

Reporting-MTA: dns; mail.example

Final-Recipient: rfc822; kz@mail.example
Action: {action}
Status: {status}
Diagnostic-Code: smtp; {said}

--b
Content-Type: text/rfc822-headers

{original}
--b--
""".replace("\n", "\r\n").encode()


BOUNCES = (
    ("failed", "5.1.1", "вернул письмо для kz@mail.example: такого ящика нет (5.1.1)"),
    ("failed", "5.2.2", "ящик переполнен"),
    ("failed", "5.7.99", "отклонено правилами безопасности (5.7.99)"),
    ("failed", "5.9.9", "причина не названа (5.9.9)"),
    ("delayed", "4.4.1", "ещё не смог передать письмо"),
)


@pytest.mark.parametrize(("action", "status", "words"), BOUNCES, ids=[status for _, status, _ in BOUNCES])
@pytest.mark.parametrize("by", ["Message-ID", mails.HEADER])
def test_a_bounce_is_said_in_plain_words(post: PostOffice, action: str, status: str, words: str, by: str) -> None:
    """Whichever header of ours the server shows; that it will not arrive, or not yet."""
    package_id = uuid4()
    value = {"Message-ID": f"<{package_id}.0123456789abcdef.package@x.obmen>", mails.HEADER: str(package_id)}[by]
    post.drop("ru@mail.example", report(action, status, "550 5.1.1 User unknown\x07", f"{by}: {value}\n"))
    (returned,) = told(at(post, "ru"))
    assert isinstance(returned, Returned)
    assert (returned.package_id, returned.failed) == (package_id, action == "failed")
    assert words in returned.text_ru
    assert "User unknown" in returned.text_ru
    assert returned.text_ru.isprintable()
    assert post.mails("ru") == []


@pytest.mark.parametrize(
    ("action", "original"),
    [
        ("failed", "Message-ID: <1@mail.example>\n"),
        ("delivered", f"{mails.HEADER}: {uuid4()}\n"),
        ("failed", ""),
    ],
    ids=["other", "delivered", "nothing"],
)
def test_a_report_about_something_else_is_left_alone(post: PostOffice, action: str, original: str) -> None:
    """About a mail that is not ours, or that all is well: a person may want to read it."""
    post.drop("ru@mail.example", report(action, "5.1.1", "550", original))
    assert "посторонних писем: 1" in only_notice(at(post, "ru"))
    assert len(post.mails("ru")) == 1


def reply(automatic: str, package_id: UUID) -> bytes:
    mail = EmailMessage(policy=WIRE)
    mail["From"], mail["To"], mail["Subject"] = "a@mail.example", "ru@mail.example", "В отпуске\tдо понедельника"
    mail["In-Reply-To"] = f"<{package_id}.0123456789abcdef.package@x.obmen>"
    if automatic:
        mail["Auto-Submitted"] = automatic
    mail.set_content("Меня нет.")
    return mail.as_bytes()


def test_an_automatic_reply_is_told_and_put_away(post: PostOffice) -> None:
    """It says something about the case, and delivers nothing."""
    package_id = uuid4()
    post.drop("ru@mail.example", reply("auto-replied", package_id))
    (returned,) = told(at(post, "ru"))
    assert isinstance(returned, Returned)
    assert (returned.package_id, returned.failed) == (package_id, False)
    assert "автоматический ответ «В отпуске" in returned.text_ru
    assert post.mails("ru") == []


@pytest.mark.parametrize("automatic", ["", "no"])
def test_a_reply_of_a_person_is_for_a_person(post: PostOffice, automatic: str) -> None:
    package_id = uuid4()
    post.drop("ru@mail.example", reply(automatic, package_id))
    assert f"{package_id} ответил человек" in only_notice(at(post, "ru"))
    assert len(post.mails("ru")) == 1


HOSTILE = (
    b"",
    b"\xff\xfe\x00" * 100,
    b"Subject: =?utf-8?b?////?= =?nonsense?q?x?=\r\nFrom: =?x?\r\n\r\n",
    b'Content-Type: multipart/report; report-type=delivery-status; boundary=""\r\n\r\n--\r\n',
    b"Content-Type: multipart/report; report-type*=utf-8''delivery-status\r\n\r\n",
    b"Obmen-Package: ../../etc/passwd\r\n\r\n",
    b'Content-Type: text/plain; charset="\x00"\r\nContent-Transfer-Encoding: nonsense\r\n\r\nx',
)


def test_foreign_mails_are_left_alone_whatever_they_are(post: PostOffice) -> None:
    """Counted once, never touched; what is ours is found among them."""
    for raw in HOSTILE:
        post.drop("kz@mail.example", raw or b"\r\n")
    package_id = sent(post)
    kazakhstan = at(post, "kz")
    found: list[Event] = []
    for each in kazakhstan.collect():
        found.append(each)
        if isinstance(each, Arrived):
            kazakhstan.settle(each, acknowledged(each, ""))
    assert [each.package_id for each in arrivals(found)] == [package_id]
    (noticed,) = [each for each in found if isinstance(each, Noticed)]
    assert f"посторонних писем: {len(HOSTILE)}" in noticed.text_ru
    assert len(post.mails("kz")) == len(HOSTILE)


def test_parts_within_parts_without_end_are_no_mail_of_ours(post: PostOffice) -> None:
    """Thousands of nested parts do not stop the reader."""
    nested = "".join(f'Content-Type: multipart/mixed; boundary="{n}"\r\n\r\n--{n}\r\n' for n in range(3000))
    post.drop("kz@mail.example", f"{mails.HEADER}: {uuid4()}\r\n{nested}".encode())
    assert "не принято" in only_notice(at(post, "kz"))


# ── Servers that fail, or are not who they should be ───────────────────────────────────────────────────────────────


def test_a_mail_beyond_the_limit_is_refused_with_advice(post: PostOffice) -> None:
    """What fits by the limit for packages fits the mail; one byte more than a mail may have does not leave."""
    fits = bytes(largest_package())
    at(post, "ru").deliver(to("kz"), uuid4(), fits)
    (raw,) = post.mails("kz")
    assert LARGEST * 0.98 < len(raw) <= LARGEST
    with pytest.raises(Refused, match=r"больше 20 МиБ.*другим путём") as refused:
        at(post, "ru").deliver(to("kz"), uuid4(), bytes(15 * 1024**2))
    assert refused.value.code == "E-T-10"


def test_a_server_that_takes_less_says_so_before_a_byte_is_sent(post: PostOffice) -> None:
    bigger = replace(settings(post, "ru"), largest=30 * 1024**2)
    channel = EmailChannel(bigger, TestNotary("ru"), lambda _node: "")
    with pytest.raises(Refused, match=r"принимает до 24,0 МиБ"):
        channel.deliver(to("kz"), uuid4(), bytes(20 * 1024**2))
    assert post.mails("kz") == []


@pytest.mark.parametrize(
    ("answer", "kind", "words"),
    [
        ("550 5.1.1 no such user", Refused, "не принял письмо для kz@mail.example"),
        ("452 4.2.2 mailbox full", Unreachable, "пока не принимает"),
        ("552 5.3.4 too big", Refused, "слишком велико"),
    ],
)
@pytest.mark.parametrize("step", ["refuses_recipient", "refuses_data"])
def test_what_the_server_answers_is_told(
    post: PostOffice, answer: str, kind: type[Exception], words: str, step: str
) -> None:
    """For ever or for now; of the recipient or of the mail."""
    setattr(post, step, answer)
    with pytest.raises(kind, match=words):
        sent(post)


def altered(post: PostOffice, **changes: Any) -> EmailChannel:  # noqa: ANN401  fields of a server
    """Open the mail of Russia with servers that are configured otherwise."""
    usual = settings(post, "ru")
    made = replace(
        usual,
        outgoing=replace(usual.outgoing, **changes),
        incoming=replace(usual.incoming, **changes),
    )
    return EmailChannel(made, TestNotary("ru"), lambda _node: "")


def fails(channel: EmailChannel, words: str) -> None:
    """Expect the words both ways, and advice."""
    for act in (lambda: channel.deliver(to("kz"), uuid4(), LETTER), lambda: list(channel.collect())):
        with pytest.raises(Unreachable, match=words) as told_so:
            act()
        assert told_so.value.how_to_fix


def test_a_server_with_a_certificate_of_another_gets_no_password(post: PostOffice, tmp_path: Path) -> None:
    """Neither one by an authority that is not ours, nor one for another name."""
    before = len(post.logged_in)
    fails(altered(post, authority=None), "которому узел не доверяет.*Пароль не передан")
    fails(altered(post, host="127.0.0.2"), "не доверяет|не принимает соединения")
    assert len(post.logged_in) == before
    (tmp_path / "no.pem").write_text("no certificate", encoding="ascii")
    fails(altered(post, authority=tmp_path / "no.pem"), "почтовым сервером")


def test_a_wrong_password_an_absent_file_and_a_closed_port(post: PostOffice, tmp_path: Path) -> None:
    (tmp_path / "wrong").write_text("wrong", encoding="ascii")
    fails(altered(post, password_file=tmp_path / "wrong"), "не принял имя или пароль")
    fails(altered(post, password_file=tmp_path / "none"), "Файл с паролем")
    fails(altered(post, port=free_port()), "не принимает соединения")


def test_plain_ports_are_never_spoken_to_in_plain(post: PostOffice) -> None:
    """A port of TLS asked for STARTTLS, and one of STARTTLS asked for TLS: no password either way."""
    before = len(post.logged_in)
    russia = settings(post, "ru", implicit=False)
    crossed = replace(
        russia, outgoing=replace(russia.outgoing, implicit=True), incoming=replace(russia.incoming, implicit=True)
    )
    fails(EmailChannel(crossed, TestNotary("ru"), lambda _node: ""), "соединение с почтовым|не отвечает|прервалась")
    assert len(post.logged_in) == before


@pytest.mark.parametrize("address", ["", "no address", "a@b\r\nBcc: c@d", "@", "кирилл@почта.example"])
def test_an_address_of_the_register_that_is_none_goes_nowhere(post: PostOffice, address: str) -> None:
    """Another Party wrote it: no header and no recipient is made of it."""
    with pytest.raises(Unreachable, match="нет годного адреса"):
        at(post, "ru").deliver(replace(to("kz"), mailbox=address), uuid4(), LETTER)


def test_a_server_that_breaks_off_may_have_taken_it(post: PostOffice, monkeypatch: pytest.MonkeyPatch) -> None:
    """Not known whether it has the mail: try again, twice does no harm."""

    def cut(smtp: mail_servers.smtplib.SMTP, *_of: object) -> None:  # type: ignore[name-defined]
        smtp.close()
        raise mail_servers.smtplib.SMTPServerDisconnected("cut")  # type: ignore[attr-defined]

    monkeypatch.setattr(mail_servers.smtplib.SMTP, "data", cut)  # type: ignore[attr-defined]
    with pytest.raises(NotConfirmed, match="неизвестно"):
        sent(post)
