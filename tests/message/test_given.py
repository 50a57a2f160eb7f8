"""Signed elsewhere: real signatures of `openssl cms` over the bytes that were handed out, and those that are none."""

from __future__ import annotations

import hashlib
import os
import subprocess
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest
from tests.support import peers, pki, tsa

from obmen.message import container as containers
from obmen.message import libcrypto, signatures
from obmen.message.cms_shell import put_around, take_apart
from obmen.message.container import Contents, assemble, manifests_of
from obmen.message.encoding import encode
from obmen.message.errors import MessageError, Misuse, NotAcceptable, Undetermined
from obmen.message.given import GivenSignature
from obmen.message.libcrypto import Key
from obmen.message.seal import Role
from obmen.message.suites import DEFAULT, AllowList
from obmen.message.timestamps import Stamping

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

OFFICER = pki.officer("RU")
CONTENTS = Contents(document=encode(peers.request()), rendition=b"%PDF")
BYTES = manifests_of(CONTENTS, [Role.PERSON, Role.SEAL])[0]
PLAIN = "-cades -binary -nosmimecap -md sha256 -outform DER"


def now() -> datetime:
    """Ask the machine's clock: the command line states this time and no other."""
    return datetime.now(UTC).replace(microsecond=0)


@pytest.fixture
def openssl(tmp_path: Path) -> Callable[..., bytes]:
    """Give the person's own tool: it signs what it is given and says what it was told to."""
    (tmp_path / "person.pem").write_bytes(OFFICER.certificate_pem)
    (tmp_path / "person.key").write_bytes(OFFICER.key)
    (tmp_path / "issuer.pem").write_bytes(pki.officer_anchor("RU").certificate_pem)

    def sign(options: str = PLAIN, data: bytes = BYTES) -> bytes:
        (tmp_path / "ASiCManifest001.xml").write_bytes(data)
        command = f"openssl cms -sign {options} -in ASiCManifest001.xml -signer person.pem -inkey person.key"
        return subprocess.run(command.split(), cwd=tmp_path, check=True, capture_output=True).stdout

    return sign


def refused(made: bytes, *, data: bytes = BYTES, later: timedelta = timedelta(0), since: datetime | None = None) -> str:
    """Give what the person is told who brought this file."""
    with pytest.raises(NotAcceptable) as caught:
        GivenSignature(Role.PERSON, made, since=since).sign(data, now() + later)
    assert caught.value.field == "signature"
    return caught.value.text_ru


# --- What works --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "options",
    [
        PLAIN,
        "-cades -binary -md sha256 -outform DER",
        "-cades -binary -outform DER",
        "-cades -binary -nosmimecap -md sha256 -outform PEM",
        f"{PLAIN} -certfile issuer.pem",
    ],
    ids=["plain", "with capabilities", "usual digest", "PEM", "with a link"],
)
def test_the_command_lines_that_work(openssl: Callable[..., bytes], options: str) -> None:
    """Those of the docstring: with and without the list of capabilities, DER and PEM, with a link of the chain."""
    given = GivenSignature(Role.PERSON, openssl(options), since=now())
    p7s = given.sign(BYTES, now())
    assert (given.role, given.certificate) == (Role.PERSON, OFFICER.certificate)
    assert p7s[:1] == b"\x30"


@pytest.mark.parametrize(
    ("key", "digest"),
    [("ec -pkeyopt ec_paramgen_curve:P-384", "sha384"), ("rsa:2048", "sha256"), ("rsa:3072", "sha512")],
    ids=["P-384", "RSA with SHA-256", "RSA with SHA-512"],
)
def test_other_keys_sign_by_the_same_command(
    openssl: Callable[..., bytes], tmp_path: Path, key: str, digest: str
) -> None:
    """With the digest of their suite; by another digest than its curve asks for, P-384 is not checked here."""
    new = f"openssl req -x509 -newkey {key} -nodes -keyout person.key -out person.pem -subj /CN=Person -days 9"
    subprocess.run(new.split(), cwd=tmp_path, check=True, capture_output=True)
    given = GivenSignature(Role.PERSON, openssl(f"-cades -binary -nosmimecap -md {digest} -outform DER"))
    assert given.sign(BYTES, now())
    if key.startswith("ec"):
        other = GivenSignature(Role.PERSON, openssl())
        with pytest.raises(Undetermined, match="E-T-05"):
            other.sign(BYTES, now())


def test_a_letter_signed_elsewhere_by_one_and_here_by_the_other_opens(openssl: Callable[..., bytes]) -> None:
    """The person signs at home, the seal is put here, and the container verifies as if both had been one tool."""
    given = GivenSignature(Role.PERSON, openssl())
    container = assemble(CONTENTS, [given, peers.MOSCOW_PEER.seal], now())
    assert container.files["META-INF/ASiCManifest001.xml"] == BYTES
    signed = signatures.verify(container, signatures.read_manifests(container))
    assert [one.role for one in signed] == [Role.PERSON, Role.SEAL]
    assert signed[0].facts.certificate == OFFICER.certificate
    assert containers.read(container.raw).files == container.files


def test_a_receipt_signed_elsewhere_is_opened_by_its_addressee(openssl: Callable[..., bytes], tmp_path: Path) -> None:
    """All the steps of opening, on a signature that no code of ours has made."""
    at = now()
    seal, document = pki.node_seal(peers.RU), peers.receipt(sent_at=at)
    contents = Contents(document=encode(document))
    (data,) = manifests_of(contents, [Role.NODE])
    made = openssl(data=data)
    another = peers.packed(assemble(contents, [GivenSignature(Role.NODE, made)], at), document)
    with pytest.raises(NotAcceptable, match="E-T-03"):  # the officer is not the node
        peers.ALMATY_PEER.open(another, peers.Book(), at)
    (tmp_path / "person.pem").write_bytes(seal.certificate_pem)
    (tmp_path / "person.key").write_bytes(seal.key)
    container = assemble(contents, [GivenSignature(Role.NODE, openssl(data=data))], at)
    assert peers.ALMATY_PEER.open(peers.packed(container, document), peers.Book(), at).document == document


def test_a_signature_that_came_with_its_timestamp_keeps_it(openssl: Callable[..., bytes]) -> None:
    """The national tool asked its own authority: ours is not asked again, and the letter is proven by theirs."""
    bare, at = openssl(), now()
    value = take_apart(bare, "").value
    stamped = put_around(bare, token=tsa.authority(at).token(hashlib.sha256(value).digest()))
    ours = Stamping(authorities=(tsa.authority(at),))
    container = assemble(CONTENTS, [GivenSignature(Role.PERSON, stamped), peers.MOSCOW_PEER.seal], at, stamper=ours)
    assert container.files["META-INF/signature001.p7s"] == stamped
    signed = signatures.verify(container, signatures.read_manifests(container))
    assert [one.token.at if one.token else None for one in signed] == [at, at]


# --- What does not, and what the person is told ------------------------------------------------------------------


@pytest.mark.parametrize(
    ("options", "words"),
    [
        ("-binary -nosmimecap -outform DER", "не указан сертификат подписавшего (CAdES)"),
        ("-cades -nosmimecap -outform DER", "байт в байт; для OpenSSL: -binary"),
        (f"{PLAIN} -nodetach", "не отсоединённая подпись CMS"),
        (f"{PLAIN} -nocerts", "не отсоединённая подпись CMS"),
        ("-binary -noattr -outform DER", "не отсоединённая подпись CMS"),
        (f"{PLAIN} -keyid", "не отсоединённая подпись CMS"),
        (f"{PLAIN} -stream", "не отсоединённая подпись CMS"),
        ("-cades -binary -nosmimecap", "не отсоединённая подпись CMS"),
        ("-cades -binary -nosmimecap -md sha1 -outform DER", "больше ничего не доказывает"),
    ],
    ids=["no CAdES", "as text", "inside", "no certificate", "no attributes", "key id", "stream", "S/MIME", "SHA-1"],
)
def test_other_command_lines_and_the_way_out(openssl: Callable[..., bytes], options: str, words: str) -> None:
    """Not CAdES, line ends changed, the document inside, without certificate, streamed, S/MIME, a weak digest."""
    assert words in refused(openssl(options))


def test_a_signature_over_other_bytes_is_not_this_one(openssl: Callable[..., bytes]) -> None:
    """The page instead of the manifest, or yesterday's manifest: the tool signed what it was given."""
    assert "Недействительна" in refused(openssl(data=b"%PDF"))
    assert "Недействительна" in refused(openssl(), data=BYTES + b" ")


def test_a_digest_that_this_node_does_not_check_is_undetermined(openssl: Callable[..., bytes]) -> None:
    """Not the person's fault, and not called bad."""
    made = openssl()
    only = AllowList(suites=tuple(suite for suite in DEFAULT.suites if suite.key != "EC P-256"))
    with pytest.raises(Undetermined, match="E-T-05"):
        GivenSignature(Role.PERSON, made, allowed=only).sign(BYTES, now())


def test_two_signers_in_one_signature_are_one_too_many(openssl: Callable[..., bytes], tmp_path: Path) -> None:
    """Each signs a manifest of his own."""
    (tmp_path / "second.pem").write_bytes(pki.seal(peers.RU).certificate_pem + pki.seal(peers.RU).key)
    command = f"openssl cms -sign {PLAIN} -in ASiCManifest001.xml -signer second.pem -signer person.pem"
    openssl()
    (tmp_path / "person.pem").write_bytes(OFFICER.certificate_pem + OFFICER.key)
    both = subprocess.run(command.split(), cwd=tmp_path, check=True, capture_output=True).stdout
    assert "одним подписавшим" in refused(both)


@pytest.mark.parametrize(
    "made",
    [
        b"",
        b"no signature",
        b"\x30\x80",
        b"-----BEGIN CMS-----\n====\n-----END CMS-----\n",
        os.urandom(500),
        b"%PDF-1.7",
    ],
    ids=["nothing", "text", "cut", "armour", "noise", "page"],
)
def test_what_is_no_signature_is_said_to_be_none(made: bytes) -> None:
    """Whatever was picked by mistake."""
    assert "не отсоединённая подпись CMS" in refused(made)


def test_a_file_with_the_document_in_it_is_not_even_read() -> None:
    """Larger than any signature."""
    with pytest.raises(NotAcceptable, match="E-T-10"):
        GivenSignature(Role.PERSON, b"\x30" * 200_000)


def test_a_clock_that_is_wrong_is_noticed_here(openssl: Callable[..., bytes]) -> None:
    """Before the addressee refuses the letter for it: a time to come, and one before there was anything to sign."""
    made, hour = openssl(), timedelta(hours=1)
    early, late = refused(made, later=-hour), refused(made, since=now() + hour)
    assert "ещё не наступило. Проверьте часы" in early
    assert "раньше, чем документ был выдан на подпись. Проверьте часы" in late


def test_five_minutes_are_forgiven(openssl: Callable[..., bytes]) -> None:
    """Clocks differ by as much between any two offices."""
    made, little = openssl(), timedelta(minutes=4)
    assert GivenSignature(Role.PERSON, made, since=now() + little).sign(BYTES, now() - little)


def test_without_a_time_it_says_so() -> None:
    """A signature with everything but the time: cut out of the attributes, it is named before anything else fails."""
    at = datetime(2026, 3, 2, tzinfo=UTC)
    made = libcrypto.sign_cades(OFFICER.certificate, Key(OFFICER.key), BYTES, at)
    unnamed = made.replace(bytes.fromhex("06092a864886f70d010905"), bytes.fromhex("06092a864886f70d010963"))
    assert "не указано время подписания" in refused(unnamed)


def test_the_bytes_to_sign_are_those_of_the_container() -> None:
    """What is handed out is what will stand in the container, for each role in its place."""
    here = [peers.MOSCOW_PEER.person, peers.MOSCOW_PEER.seal]
    container = assemble(CONTENTS, here, peers.SIGNED)
    assert tuple(container.manifests.values()) == manifests_of(CONTENTS, [Role.PERSON, Role.SEAL])
    with pytest.raises(Misuse):
        manifests_of(Contents(document=b"{}", attachments={"../x": b""}), [Role.SEAL])


def test_nothing_but_our_own_errors_comes_out(openssl: Callable[..., bytes]) -> None:
    """One byte after another of a good signature is changed: it is refused, or it still holds, and nothing else."""
    made = openssl()
    for place in range(0, len(made), 7):
        flipped = made[:place] + bytes([made[place] ^ 0x41]) + made[place + 1 :]
        with pytest.raises(MessageError):
            GivenSignature(Role.PERSON, flipped).sign(BYTES, now())
