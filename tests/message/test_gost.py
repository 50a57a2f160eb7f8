"""GOST R 34.10-2012 with Streebog: signatures that hold for us, for OpenSSL and by the formulas of the standard itself.

And everything that can happen to the process in which they are calculated: no letter is refused for it.
"""

from __future__ import annotations

import hashlib
import os
import signal
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.support import gost as pki_gost
from tests.support import peers, pki

from obmen.message import rendering, revocation, timestamps
from obmen.message.cms_shell import take_apart
from obmen.message.container import Contents, assemble, manifests_of
from obmen.message.der import content, inside, subject_key
from obmen.message.encoding import encode
from obmen.message.errors import MessageError, Misuse, NotAcceptable, Undetermined
from obmen.message.given import GivenSignature
from obmen.message.libcrypto import CryptoError
from obmen.message.rendering import Letterhead
from obmen.message.revocation import Standing
from obmen.message.seal import Role
from obmen.message.suites import DEFAULT, gost
from obmen.message.suites.gost import GostProcess, GostSigner, frames, worker
from obmen.message.suites.gost.frames import FrameError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from tests.support.pki import Credential

    from obmen.message.opening import Opened
    from obmen.message.seal import Signer

needs_gost = pytest.mark.needs_gost
SIZES = (256, 512)
DATA = b"The manifest of a letter."
NOW = datetime.now(UTC).replace(microsecond=0) + timedelta(hours=1)
"""The command line makes certificates valid from this minute on; letters of these tests are of the next hour."""


@pytest.fixture
def alone(monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[..., GostProcess]]:
    """Give a way to put a process of a test's own in the place of the one that all share."""
    made: list[GostProcess] = []

    def put(*, seconds: float = 10, seconds_to_start: float = 30, command: Sequence[str] = ()) -> GostProcess:
        made.append(GostProcess(seconds=seconds, seconds_to_start=seconds_to_start, command=command))
        monkeypatch.setattr(gost, "process", lambda: made[-1])
        return made[-1]

    yield put
    for one in made:
        one.close()


def signer(one: Credential, role: Role = Role.SEAL) -> GostSigner:
    """Sign with a GOST key in memory."""
    return GostSigner(role, one.certificate, one.key)


def verify(p7s: bytes, data: bytes) -> None:
    """Verify as the opening does."""
    shell = take_apart(p7s, "")
    gost.process().verified(shell.bare, shell.certificates, data)


# ── Signatures hold, for everyone ────────────────────────────────────────────────────────────────────────────────────


@needs_gost
@pytest.mark.parametrize("bits", SIZES)
def test_a_signature_holds_over_its_data_and_nothing_else(bits: int) -> None:
    """Both sizes; one byte more, another key, another certificate refuse."""
    one, other = pki_gost.seal(bits), pki_gost.issued("Другая печать (учебная)", bits)
    p7s = signer(one).sign(DATA, NOW)
    shell = take_apart(p7s, "")
    facts = gost.process().verified(shell.bare, shell.certificates, DATA)
    assert (facts.certificate, facts.certificates, facts.signing_time) == (one.certificate, (one.certificate,), NOW)
    assert facts.digest_algorithm == f"1.2.643.7.1.1.2.{SIZES.index(bits) + 2}"
    with pytest.raises(CryptoError):
        verify(p7s, DATA + b" ")
    with pytest.raises(CryptoError):
        verify(p7s.replace(shell.value, signer(other).sign(DATA, NOW)[-len(shell.value) :]), DATA)


@needs_gost
@pytest.mark.parametrize("bits", SIZES)
def test_openssl_accepts_ours_and_we_accept_its(bits: int, tmp_path: Path) -> None:
    """As CAdES by the command line with the engine, in both directions."""
    one = pki_gost.seal(bits)
    (tmp_path / "seal.pem").write_bytes(one.certificate_pem + one.key)
    (tmp_path / "ours.p7s").write_bytes(signer(one).sign(DATA, NOW))
    here = {name: str(tmp_path / name) for name in ("seal.pem", "ours.p7s", "data")}
    check = ("-verify", "-cades", "-binary", "-inform", "DER", "-in", here["ours.p7s"], "-content", here["data"])
    trust = ("-CAfile", here["seal.pem"], "-attime", str(int(NOW.timestamp())), "-out", str(tmp_path / "verified"))
    for data, accepted in ((DATA, True), (DATA + b" ", False)):
        (tmp_path / "data").write_bytes(data)
        with suppress(subprocess.CalledProcessError):
            pki_gost.openssl("cms", *check, *trust)
            assert accepted
            continue
        assert not accepted
    made = ("-sign", "-cades", "-binary", "-nosmimecap", "-md", f"md_gost12_{bits}", "-outform", "DER")
    theirs = pki_gost.openssl("cms", *made, "-signer", here["seal.pem"], data=DATA)
    verify(theirs, DATA)
    with pytest.raises(CryptoError):
        verify(theirs, DATA + b" ")


@dataclass(frozen=True)
class Curve:
    """A curve y² = x³ + ax + b over p with a point of order q."""

    p: int
    a: int
    b: int
    q: int
    base: tuple[int, int]

    def added(self, one: tuple[int, int] | None, two: tuple[int, int] | None) -> tuple[int, int] | None:
        """Add two points (GOST R 34.10-2012, 5.2)."""
        if one is None or two is None:
            return one or two
        if one[0] == two[0] and (one[1] + two[1]) % self.p == 0:
            return None
        if one == two:
            slope = (3 * one[0] ** 2 + self.a) * pow(2 * one[1], -1, self.p)
        else:
            slope = (two[1] - one[1]) * pow(two[0] - one[0], -1, self.p)
        x = (slope**2 - one[0] - two[0]) % self.p
        return x, (slope * (one[0] - x) - one[1]) % self.p

    def times(self, number: int, point: tuple[int, int]) -> tuple[int, int] | None:
        """Add a point to itself so many times."""
        result: tuple[int, int] | None = None
        more: tuple[int, int] | None = point
        while number:
            result = self.added(result, more) if number & 1 else result
            more, number = self.added(more, more), number >> 1
        return result

    def holds(self, public: tuple[int, int], digest: int, r: int, s: int) -> bool:
        """Check a signature (GOST R 34.10-2012, 6.2)."""
        v = pow(digest % self.q or 1, -1, self.q)
        point = self.added(self.times(s * v % self.q, self.base), self.times(-r * v % self.q, public))
        return point is not None and point[0] % self.q == r


EXAMPLE = Curve(  # GOST R 34.10-2012, A.1 (RFC 7091, 7.1)
    p=0x8000000000000000000000000000000000000000000000000000000000000431,
    a=7,
    b=0x5FBFF498AA938CE739B8E022FBAFEF40563F6E6A3472FC2A514C0CE9DAE23B7E,
    q=0x8000000000000000000000000000000150FE8A1892976154C59CFC193ACCF5B3,
    base=(2, 0x8E2A8A0E65147D4BD6316030E16D19C85C97F0A9CA267122B96ABBCEA7E8FC8),
)
CURVES = {  # the sets that `paramset:A` names (RFC 4357, 11.4; RFC 7836, A.1)
    256: Curve(
        p=2**256 - 617,
        a=-3,
        b=0xA6,
        q=0xFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFF6C611070995AD10045841B09B761B893,
        base=(1, 0x8D91E471E0989CDA27DF505A453F2B7635294F2DDF23E3B122ACC99C9E9F1E14),
    ),
    512: Curve(
        p=2**512 - 569,
        a=-3,
        b=int(
            "E8C2505DEDFC86DDC1BD0B2B6667F1DA34B82574761CB0E879BD081CFD0B6265"
            "EE3CB090F30D27614CB4574010DA90DD862EF9D4EBEE4761503190785A71C760",
            16,
        ),
        q=2**512 - 2**256 + 0x27E69532F48D89116FF22B8D4E0560609B4B38ABFAD2B85DCACDB1411F10B275,
        base=(
            3,
            int(
                "7503CFE87A836AE3A61B8816E25450E6CE5E1C93ACF1ABC1778064FDCBEFA921"
                "DF1626BE4FD036E93D75E6A50E3A41E98028FE5FC235F5B889A589CB5215F2A4",
                16,
            ),
        ),
    ),
}


def test_the_formulas_below_are_those_of_the_standard() -> None:
    """Its own example holds, and with another digest it does not; the points of all curves lie on them."""
    public = (
        0x7F2B49E270DB6D90D8595BEC458B50C58585BA1D4E9B788F6689DBD8E56FD80B,
        0x26F1B489D6701DD185C8413A977B3CBBAF64D1C593D26627DFFB101A87FF77DA,
    )
    digest = 0x2DFBC1B372D89A1188C09C52E0EEC61FCE52032AB1022E8E67ECE6672B043EE5
    r = 0x41AA28D2F1AB148280CD9ED56FEDA41974053554A42767B83AD043FD39DC0493
    s = 0x1456C64BA4642A1653C235A98A60249BCD6D3F746B631DF928014F6C5BF9C40
    assert EXAMPLE.holds(public, digest, r, s)
    assert not EXAMPLE.holds(public, digest + 1, r, s)
    for curve in (EXAMPLE, *CURVES.values()):
        x, y = curve.base
        assert (y**2 - x**3 - curve.a * x - curve.b) % curve.p == 0
        assert curve.times(curve.q, curve.base) is None


@needs_gost
@pytest.mark.parametrize("bits", SIZES)
def test_a_signature_holds_by_the_formulas_of_the_standard(bits: int) -> None:
    """Without the engine's arithmetic: whole numbers of Python, over the digest of the signed attributes."""
    one = pki_gost.seal(bits)
    p7s = signer(one).sign(DATA, NOW)
    value, half = take_apart(p7s, "").value, bits // 8
    s, r = int.from_bytes(value[:half], "big"), int.from_bytes(value[half:], "big")
    attributes = b"\x31" + signed_attributes(p7s)[1:]
    digest = int.from_bytes(pki_gost.openssl("dgst", f"-md_gost12_{bits}", "-binary", data=attributes), "little")
    point = content(content(inside(subject_key(one.certificate)[1])[1])[1:])
    public = int.from_bytes(point[:half], "little"), int.from_bytes(point[half:], "little")
    assert CURVES[bits].holds(public, digest, r, s)
    assert not CURVES[bits].holds(public, digest ^ 1, r, s)


def signed_attributes(p7s: bytes) -> bytes:
    """Find the signed attributes of the one signer."""
    (signed_data,) = inside(inside(p7s)[1])
    (signer_info,) = inside(inside(signed_data)[-1])
    return inside(signer_info)[3]


@needs_gost
def test_a_revocation_list_is_its_issuers_own_and_is_believed(tmp_path: Path) -> None:
    """Signed by GOST as well: good, then revoked; another authority has not issued it, and half of it says nothing."""
    anchor, officer = pki_gost.officer_anchor(), pki_gost.officer()

    def asked(made: bytes) -> Standing:
        return revocation.ask(officer.certificate, anchor.certificate, NOW, [made]).standing

    before, after = listed(tmp_path, anchor), listed(tmp_path, anchor, officer)
    assert gost.process().issued_list(before, anchor.certificate)
    assert not gost.process().issued_list(before, pki_gost.seal(256).certificate)
    assert (asked(before), asked(after), asked(before[:-1])) == (Standing.GOOD, Standing.REVOKED, Standing.UNKNOWN)


def listed(folder: Path, issuer: Credential, *revoked: Credential) -> bytes:
    """Make a revocation list (DER) by the command line."""
    (folder / "index.txt").touch()
    (folder / "ca.pem").write_bytes(issuer.certificate_pem + issuer.key)
    settings = f"[ca]\ndefault_ca=x\n[x]\ndatabase={folder}/index.txt\ndefault_md=md_gost12_256\ndefault_crl_days=9\n"
    (folder / "ca.cnf").write_text(settings, encoding="ascii")
    pem = str(folder / "ca.pem")
    by = ("-config", str(folder / "ca.cnf"), "-cert", pem, "-keyfile", pem)
    for one in revoked:
        (folder / "revoked.pem").write_bytes(one.certificate_pem)
        pki_gost.openssl("ca", "-revoke", str(folder / "revoked.pem"), *by)
    made = pki_gost.openssl("ca", "-gencrl", *by)
    return subprocess.run(["openssl", "crl", "-outform", "DER"], input=made, capture_output=True, check=True).stdout


@needs_gost
@pytest.mark.parametrize("streebog", [False, True], ids=["over SHA-256", "over Streebog"])
def test_a_gost_timestamp_holds_over_its_signature(
    alone: Callable[..., GostProcess], monkeypatch: pytest.MonkeyPatch, tmp_path: Path, *, streebog: bool
) -> None:
    """Made by `openssl ts`; over another signature it is refused, and while the suite is off nobody can tell."""
    value = signer(pki_gost.seal(256)).sign(DATA, NOW)[-64:]
    token, authority = pki_gost.token(value, streebog=streebog)
    read = timestamps.read(token, value, DEFAULT, "")
    assert (read.certificate, read.doubt) == (authority.certificate, "")
    assert abs(read.at + timedelta(hours=1) - NOW) < timedelta(hours=1)
    with pytest.raises(NotAcceptable, match="относится к другой подписи"):
        timestamps.read(token, value[::-1], DEFAULT, "")
    monkeypatch.setenv("OPENSSL_ENGINES", str(tmp_path))
    alone()
    with pytest.raises(Undetermined, match="E-T-05"):
        timestamps.read(token, value, DEFAULT, "")


@needs_gost
def test_no_flipped_byte_of_a_signature_holds() -> None:
    """Byte after byte, through shell, allow-list and worker: refused, or not known, and nothing else comes out."""
    p7s = signer(pki_gost.seal(256)).sign(DATA, NOW)
    pid = gost.process().pid
    assert GivenSignature(Role.SEAL, p7s).sign(DATA, NOW)
    for place, byte in enumerate(p7s):
        flipped = p7s[:place] + bytes([byte ^ (1 << place % 8)]) + p7s[place + 1 :]
        with pytest.raises(MessageError):
            GivenSignature(Role.SEAL, flipped).sign(DATA, NOW)
    assert gost.process().pid == pid, "the engine has not even stumbled"


@needs_gost
def test_a_signer_refuses_a_key_that_is_not_its_own() -> None:
    """Another's, one of another kind, none at all: seen at the start."""
    one = pki_gost.seal()
    for certificate, key in (
        (one.certificate, pki_gost.seal(256).key),
        (one.certificate, b"no key"),
        (b"no certificate", one.key),
        (pki.seal(peers.RU).certificate, pki.seal(peers.RU).key),
    ):
        with pytest.raises(Misuse):
            GostSigner(Role.SEAL, certificate, key)


# ── Whole letters ────────────────────────────────────────────────────────────────────────────────────────────────────

LETTERHEAD = Letterhead(name_ru="Учебное управление принудительного исполнения", party="RU")


def letter(signers: Sequence[Signer]) -> bytes:
    """Print, sign, seal and encrypt a request."""
    document = peers.request(sent_at=NOW)
    pdf = rendering.render(document, json_digest=hashlib.sha256(encode(document)).hexdigest(), letterhead=LETTERHEAD)
    return peers.packed(peers.sealed(document, signers, rendition=pdf, at=NOW), document)


def opened(package: bytes) -> Opened:
    """Open it in Almaty, where Moscow's GOST seal and authority are in the register."""
    book = peers.Book(
        seals={peers.RU: [pki_gost.seal().certificate]}, anchors={peers.RU: [pki_gost.officer_anchor().certificate]}
    )
    return peers.ALMATY_PEER.open(package, book, NOW)


def both() -> list[Signer]:
    """Give the officer (256 bits, certified by the authority) and the seal (512 bits)."""
    return [signer(pki_gost.officer(), Role.PERSON), signer(pki_gost.seal())]


@needs_gost
def test_a_letter_of_a_gost_person_and_a_gost_seal_opens() -> None:
    """All the steps: printed, signed twice, encrypted, decrypted, verified, chained."""
    found = opened(letter(both()))
    assert [one.role for one in found.signatures] == [Role.PERSON, Role.SEAL]
    assert [one.subject for one in found.signatures] == ["CN=А. А. Тестова", "CN=Печать (учебная)"]


@needs_gost
def test_a_gost_stranger_is_refused_like_any_other() -> None:
    """A person of another authority, a seal that is not in the register."""
    person, seal = both()
    stranger = pki_gost.issued("Чужой (учебный)", 256, issuer=pki_gost.issued("Чужой центр", 256, issues=True))
    for signers in ([signer(stranger, Role.PERSON), seal], [person, signer(pki_gost.seal(256))]):
        with pytest.raises(NotAcceptable, match="E-T-03"):
            opened(letter(signers))


@needs_gost
def test_gost_and_ecdsa_stand_side_by_side() -> None:
    """The person signs by the national algorithm, the seal is an ordinary one."""
    seal = pki.issued("Обычная печать", valid_until=pki.UNTIL)
    package = letter([both()[0], peers.signer(Role.SEAL, seal)])
    book = peers.Book(seals={peers.RU: [seal.certificate]}, anchors={peers.RU: [pki_gost.officer_anchor().certificate]})
    assert len(peers.ALMATY_PEER.open(package, book, NOW).signatures) == 2


@needs_gost
def test_a_gost_signature_made_elsewhere_is_taken(tmp_path: Path) -> None:
    """By the person's own tool, over the bytes that were handed out."""
    one, document = pki_gost.officer(), peers.request(sent_at=NOW)
    contents = Contents(document=encode(document), rendition=b"%PDF")
    data = manifests_of(contents, [Role.PERSON])[0]
    (tmp_path / "person.pem").write_bytes(one.certificate_pem + one.key)
    made = ("-sign", "-cades", "-binary", "-nosmimecap", "-md", "md_gost12_256", "-outform", "DER")
    p7s = pki_gost.openssl("cms", *made, "-signer", str(tmp_path / "person.pem"), data=data)
    assert assemble(contents, [GivenSignature(Role.PERSON, p7s)], NOW).files["META-INF/signature001.p7s"] == p7s
    with pytest.raises(NotAcceptable, match="Недействительна"):
        GivenSignature(Role.PERSON, p7s).sign(data + b" ", NOW)


# ── The process ──────────────────────────────────────────────────────────────────────────────────────────────────────


def played(script: str) -> tuple[str, ...]:
    """Play a worker by a few lines that know `say` and `hear`."""
    start = "import os, sys, time; from obmen.message.suites.gost import frames; out = sys.stdout.buffer\n"
    start += "def say(m): out.write(frames.written(m)); out.flush()\n"
    start += "def hear(): return frames.read(sys.stdin.buffer.read)\n"
    return (sys.executable, "-c", start + script)


def reason(process: GostProcess) -> str:
    """Ask, and give why it cannot be told."""
    with pytest.raises(Undetermined) as caught:
        process.certificate_facts(pki.seal(peers.RU).certificate)
    assert caught.value.code == "E-T-05"
    return caught.value.text_ru


def test_without_the_engine_the_suite_is_off_and_everything_else_works(
    alone: Callable[..., GostProcess], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """The package to install is named; the worker is not started again for every letter; ECDSA letters open."""
    monkeypatch.setenv("OPENSSL_ENGINES", str(tmp_path))
    process = alone()
    assert "установите пакет libengine-gost-openssl и запустите узел снова" in reason(process)
    monkeypatch.delenv("OPENSSL_ENGINES")
    assert process.pid is None
    assert "libengine-gost-openssl" in reason(process)
    document = peers.receipt()
    package = peers.packed(peers.sealed(document), document)
    assert peers.ALMATY_PEER.open(package, peers.Book()).document == document


@needs_gost
def test_a_gost_letter_waits_while_the_suite_is_off(
    alone: Callable[..., GostProcess], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """Kept and tried again, never refused: no T-02 goes out for what the addressee lacks."""
    package = letter(both())
    monkeypatch.setenv("OPENSSL_ENGINES", str(tmp_path))
    alone()
    with pytest.raises(Undetermined, match="E-T-05"):
        opened(package)
    monkeypatch.delenv("OPENSSL_ENGINES")
    alone()
    assert opened(package).document.envelope.sent_at == NOW


@needs_gost
def test_a_party_with_both_kinds_of_anchors_is_heard_while_the_suite_is_off(
    alone: Callable[..., GostProcess], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """Its officers with ordinary certificates do not wait for an engine that only their colleagues need."""
    monkeypatch.setenv("OPENSSL_ENGINES", str(tmp_path))
    process, document = alone(), peers.request(sent_at=NOW)
    pdf = rendering.render(document, json_digest=hashlib.sha256(encode(document)).hexdigest(), letterhead=LETTERHEAD)
    package = peers.packed(peers.sealed(document, rendition=pdf, at=NOW), document)
    anchors = [pki_gost.officer_anchor().certificate, pki.officer_anchor("RU").certificate]
    found = peers.ALMATY_PEER.open(package, peers.Book(anchors={peers.RU: anchors}), NOW)
    assert found.document == document
    assert process.pid is None


@needs_gost
def test_nobody_starts_it_before_it_is_needed(alone: Callable[..., GostProcess]) -> None:
    """An ordinary letter needs no second process; the first GOST certificate does."""
    process, document = alone(), peers.receipt()
    peers.ALMATY_PEER.open(peers.packed(peers.sealed(document), document), peers.Book())
    assert process.pid is None
    process.certificate_facts(pki_gost.seal().certificate)
    assert process.pid


@needs_gost
def test_a_worker_that_was_killed_is_started_again(alone: Callable[..., GostProcess]) -> None:
    """Between two letters nobody notices."""
    process, certificate = alone(), pki_gost.seal().certificate
    process.certificate_facts(certificate)
    first = process.pid or 0
    os.kill(first, signal.SIGKILL)
    assert process.certificate_facts(certificate).key == "GOST2012_512 512"
    assert process.pid != first


def test_a_worker_that_dies_over_a_letter_leaves_it_undetermined(alone: Callable[..., GostProcess]) -> None:
    """Twice over the same letter: it is kept, and the next letter gets a worker of its own."""
    process = alone(command=played("say({'ready': 1}); hear(); os._exit(1)"))
    assert "прервался" in reason(process)
    assert process.pid is None


def test_a_worker_that_hangs_is_not_waited_for(alone: Callable[..., GostProcess]) -> None:
    """At the start and over a letter; the hung process is ended."""
    process = alone(command=played("say({'ready': os.getpid()}); hear(); time.sleep(60)"), seconds=0.3)
    assert "не ответил вовремя" in reason(process)
    assert process.pid is None
    assert "не запустился" in reason(alone(command=played("time.sleep(60)"), seconds_to_start=0.3))


@pytest.mark.parametrize(
    "script",
    [
        "say({'ready': 1})\nwhile True: hear(); say({'found': True})",
        "say({'ready': 1})\nwhile True: hear(); say(['found'])",
        "say({'ready': 1})\nwhile True: hear(); say({'found': {'CertificateFacts': {'subject': 'x'}}})",
        "say({'ready': 1})\nwhile True: hear(); out.write(b'nonsense'); out.flush()",
        "say({'ready': 1})\nwhile True: hear(); out.write(b'\\xff' * 4); out.flush()",
        "say({'ready': 1})\nwhile True: hear(); out.write(b'\\0\\0\\0\\2\\xff\\xfe'); out.flush()",
        "out.write(b'\\xff' * 4); out.flush()",
        "sys.exit(3)",
    ],
    ids=["type", "list", "fields", "words", "length", "bytes", "hello", "exit"],
)
def test_a_worker_that_answers_nonsense_proves_nothing(alone: Callable[..., GostProcess], script: str) -> None:
    """Whoever took it over by a hostile letter cannot make the node believe or crash: the answer is undetermined."""
    assert "недоступны" in reason(alone(command=played(script), seconds=5))


def test_a_program_that_cannot_be_started(alone: Callable[..., GostProcess]) -> None:
    """Not a reason to refuse a letter either."""
    assert "не запустился" in reason(alone(command=("/nonexistent/python",)))


def test_a_request_has_a_bound(alone: Callable[..., GostProcess]) -> None:
    """What no letter contains is not even handed over."""
    process = alone()
    with pytest.raises(Undetermined, match="слишком велик"):
        process.verified(b"", (), bytes(frames.LARGEST))
    assert process.pid is None


@needs_gost
def test_a_long_request_and_many_threads_at_once(alone: Callable[..., GostProcess]) -> None:
    """More than a pipe holds, from eight threads: each gets the answer to its own question."""
    process = alone()
    one = signer(pki_gost.seal(256))
    long = [bytes([number]) * 300_000 for number in range(16)]
    with ThreadPoolExecutor(8) as threads:
        made = list(threads.map(lambda data: one.sign(data, NOW), long))
    for data, p7s in zip(long, made, strict=True):
        verify(p7s, data)
    with pytest.raises(CryptoError):
        verify(made[0], long[1])
    assert process.pid


@needs_gost
def test_a_forked_server_has_a_worker_of_its_own() -> None:
    """And leaves its parent's alone."""
    certificate = pki_gost.seal().certificate
    gost.process().certificate_facts(certificate)
    before = gost.process().pid
    child = os.fork()
    if child == 0:
        try:
            gost.process().certificate_facts(certificate)
            mine = gost.process().pid
            gost.process().close()
            os._exit(0 if mine != before else 1)
        finally:
            os._exit(2)
    assert os.waitpid(child, 0)[1] == 0
    gost.process().certificate_facts(certificate)
    assert gost.process().pid == before


@needs_gost
def test_the_worker_knows_no_secrets_of_the_node(
    alone: Callable[..., GostProcess], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Of the environment it gets what it needs to run; an OpenSSL configuration of somebody's is not among it."""
    monkeypatch.setenv("OBMEN_SECRET_KEY", "do not tell")
    monkeypatch.setenv("OPENSSL_CONF", "/nonexistent")
    process = alone()
    process.certificate_facts(pki_gost.seal().certificate)
    names = {each.partition(b"=")[0] for each in Path(f"/proc/{process.pid}/environ").read_bytes().split(b"\0") if each}
    assert names <= {b"PATH", b"PYTHONPATH", b"LD_LIBRARY_PATH", b"OPENSSL_ENGINES"}


@needs_gost
def test_the_worker_ends_when_nobody_asks_any_more() -> None:
    """Its input is closed: it goes by itself, whatever happened to the node."""
    with subprocess.Popen(
        [sys.executable, "-m", "obmen.message.suites.gost.worker"], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as process:
        assert process.stdout
        assert "ready" in frames.read(process.stdout.read)
        process.communicate(timeout=20)
    assert process.returncode == 0


class Wrong:
    """An engine that is loaded and calculates wrongly."""

    def __init__(self, **changes: object) -> None:
        """Take what is wrong with it."""
        self._changes = changes

    def __getattr__(self, name: str) -> object:
        """Give what is wrong, or the fault of being asked further."""
        return self._changes[name]


def right_digest(name: str, _data: bytes) -> bytes:
    """Give the known digest."""
    return bytes.fromhex(worker._KNOWN[name])  # noqa: SLF001  the numbers of the standard


class NoKey:
    """A key that is never looked at."""

    def __init__(self, *_of: object) -> None:
        """Take whatever is asked for."""

    def __enter__(self) -> int:
        """Be a handle."""
        return 0

    def __exit__(self, *_of: object) -> None:
        """Forget nothing."""


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"digest": lambda *_of: b"wrong"}, "is not what GOST"),
        (
            {"digest": right_digest, "new_key": NoKey, "sign": lambda *_of: b"", "holds": lambda *_of: True},
            "tell nothing",
        ),
        (
            {"digest": right_digest, "new_key": NoKey, "sign": lambda *_of: b"", "holds": lambda *_of: False},
            "tell nothing",
        ),
    ],
    ids=["digest", "believes all", "believes none"],
)
def test_an_engine_that_calculates_wrongly_is_found_out(
    monkeypatch: pytest.MonkeyPatch, changes: dict[str, object], words: str
) -> None:
    """Before the first letter: a digest of the standard, a signature that must hold, and one that must not."""
    monkeypatch.setattr(worker, "engine", Wrong(**changes))
    with pytest.raises(CryptoError, match=words):
        worker.check()


# ── Frames ───────────────────────────────────────────────────────────────────────────────────────────────────────────


def taking(data: bytes) -> Callable[[int], bytes]:
    """Give the bytes one piece after another."""
    left = bytearray(data)

    def take(length: int) -> bytes:
        piece = bytes(left[:length])
        del left[:length]
        if len(piece) < length:
            raise EOFError
        return piece

    return take


@given(st.binary(max_size=200))
def test_a_hostile_frame_raises_only_what_is_agreed(raw: bytes) -> None:
    """Whatever a worker that was taken over may write."""
    for data in (raw, len(raw).to_bytes(4, "big") + raw):
        with suppress(FrameError, EOFError):
            frames.read(taking(data))


@given(st.recursive(st.none() | st.booleans() | st.integers() | st.text() | st.binary(), st.lists))
def test_what_is_said_is_heard(value: object) -> None:
    """Bytes, texts, numbers and lists arrive as they were."""
    assert frames.read(taking(frames.written({"found": value, "else": 1}))) == {"found": value, "else": 1}
