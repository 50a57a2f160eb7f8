"""A timestamp proves that a signature existed before its receipt, whatever its signer states (CAdES B-T, RFC 3161)."""

from __future__ import annotations

import subprocess
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from tests.support import peers, pki, tsa
from tests.support.peers import MOSCOW_PEER, RECEIVED, RU, SIGNED

from obmen.message import cms_shell, timestamps
from obmen.message.belief import Trust, VerifiedSignature, check_signatures
from obmen.message.container import Contents, Role, assemble
from obmen.message.der import inside, tagged
from obmen.message.errors import NotAcceptable
from obmen.message.timestamps import NoAnswer, Stamping

if TYPE_CHECKING:
    from pathlib import Path

    from obmen.message.container import Container

STAMPED = SIGNED + timedelta(minutes=1)
SEAL = pki.seal(RU).certificate
TRUST = Trust(
    pinned={Role.SEAL: [SEAL]}, stamps=[tsa.anchor().certificate], required=frozenset({Role.SEAL}), alive=True
)


def stamped(*authorities: timestamps.TimestampAuthority) -> Container:
    """Make a container with one seal, stamped by the first authority that answers."""
    return assemble(Contents(document=b"{}"), [MOSCOW_PEER.seal], SIGNED, stamper=Stamping(authorities))


def seal_of(made: Container, trust: Trust = TRUST) -> VerifiedSignature:
    (signature,) = check_signatures(made, trust, RECEIVED)
    return signature


@dataclass(frozen=True)
class Silent:
    """An authority whose host does not answer."""

    name: str = "Молчащая"

    def ask(self, query: bytes) -> bytes:
        del query
        raise NoAnswer("timed out")


@dataclass(frozen=True)
class Saying:
    """An authority that says always the same."""

    response: bytes
    name: str = "Лживая"

    def ask(self, query: bytes) -> bytes:
        del query
        return self.response


# --- What a timestamp proves -------------------------------------------------------------------------------------


def test_a_stamped_seal_is_proven_at_the_time_of_its_timestamp() -> None:
    signature = seal_of(stamped(tsa.authority(STAMPED)))
    assert (signature.signing_time, signature.proven_at) == (SIGNED, STAMPED)
    assert signature.stamped_by == "CN=TSA (учебная)"
    assert signature.remarks == ()
    assert tsa.anchor().certificate in signature.material


def test_without_a_timestamp_it_is_proven_at_its_receipt() -> None:
    signature = seal_of(assemble(Contents(document=b"{}"), [MOSCOW_PEER.seal], SIGNED))
    assert (signature.proven_at, signature.stamped_by) == (RECEIVED, "")


def test_a_key_revoked_after_the_timestamp_has_signed_validly() -> None:
    """R-18.7: revoked from 20:00; what is stamped 19:00 stays valid, what is only received 20:10 does not."""
    since, name = STAMPED + timedelta(seconds=30), pki.seal(RU).fingerprint
    revoked = replace(TRUST, revoked_at={name: since}.get)
    assert seal_of(stamped(tsa.authority(STAMPED)), revoked).proven_at == STAMPED
    for made in (assemble(Contents(document=b"{}"), [MOSCOW_PEER.seal], SIGNED), stamped(Silent())):
        with pytest.raises(NotAcceptable, match="отозван"):
            seal_of(made, revoked)


def test_a_certificate_that_ended_before_receipt_needs_the_timestamp() -> None:
    """Whoever finds an old key cannot sign with it by stating an old time."""
    short = pki.issued("Печать до полудня", valid_until=STAMPED + timedelta(minutes=1))
    trust = replace(TRUST, pinned={Role.SEAL: [short.certificate]})
    signer = peers.signer(Role.SEAL, short)
    plain = assemble(Contents(document=b"{}"), [signer], SIGNED)
    with_proof = assemble(Contents(document=b"{}"), [signer], SIGNED, stamper=Stamping([tsa.authority(STAMPED)]))
    assert seal_of(with_proof, trust).proven_at == STAMPED
    with pytest.raises(NotAcceptable, match="не действовал"):
        seal_of(plain, trust)
    assert seal_of(plain, replace(trust, alive=False)).signing_time == SIGNED


# --- Timestamps that prove nothing -------------------------------------------------------------------------------


def test_a_timestamp_of_an_unknown_authority_is_not_counted() -> None:
    signature = seal_of(stamped(tsa.authority(STAMPED)), replace(TRUST, stamps=()))
    assert signature.proven_at == RECEIVED
    assert "не внесена в реестр" in signature.remarks[0]


def test_a_timestamp_from_the_future_is_not_counted() -> None:
    signature = seal_of(stamped(tsa.authority(RECEIVED + timedelta(hours=1))))
    assert (signature.proven_at, signature.remarks) == (RECEIVED, ("Метка времени позже получения; она не учтена.",))


def test_a_timestamp_of_a_revoked_authority_is_not_counted() -> None:
    made, certificate = stamped(tsa.authority(STAMPED)), tsa.authority(STAMPED).credential.fingerprint
    trust = replace(TRUST, revoked_at=lambda name: SIGNED if name == certificate else None)
    signature = seal_of(made, trust)
    assert signature.proven_at == RECEIVED
    assert "отозван" in signature.remarks[0]


def test_a_timestamp_over_another_signature_is_refused() -> None:
    """Somebody moves the token of one signature to another."""
    made, other = stamped(tsa.authority(STAMPED)), assemble(Contents(document=b"[]"), [MOSCOW_PEER.seal], SIGNED)
    name = "META-INF/signature001.p7s"
    token = cms_shell.take_apart(made.files[name], name).token
    moved = cms_shell.put_around(other.files[name], token=token)
    with pytest.raises(NotAcceptable, match="Метка времени повреждена или относится к другой подписи"):
        seal_of(replace(other, files={**other.files, name: moved}))


@pytest.mark.parametrize("extensions", [(), ((tsa.SERVER, True),)])
def test_a_certificate_that_is_not_meant_for_timestamps_makes_none(extensions: pki.Extensions) -> None:
    """An officer, or a web server of the same issuer, is no timestamp authority (RFC 3161, 2.3)."""
    credential = pki.issued("No TSA", issuer=tsa.anchor(), extensions=extensions)
    with pytest.raises(NoAnswer):
        timestamps.obtain(tsa.Tsa(at=STAMPED, credential=credential), b"value")


def test_two_timestamps_or_anything_else_unsigned_is_refused() -> None:
    """One spelling: nobody can add to the evidence, and give it a second digest."""
    name = "META-INF/signature001.p7s"
    p7s = stamped(tsa.authority(STAMPED)).files[name]
    token = cms_shell.take_apart(p7s, name).token
    assert token is not None
    once = cms_shell.put_around(MOSCOW_PEER.seal.sign(b"data", SIGNED), token=token)
    attribute = inside(inside(inside(inside(inside(once)[1])[0])[-1])[0])[-1]
    for forged in (tagged(0xA1, *inside(attribute) * 2), tagged(0xA1), attribute.replace(b"\x02\x0e", b"\x02\x0f")):
        with pytest.raises(NotAcceptable, match="E-T-03"):
            cms_shell.take_apart(_with_unsigned(once, attribute, forged), name)


def _with_unsigned(p7s: bytes, attribute: bytes, other: bytes) -> bytes:
    """Write a signature anew with other unsigned attributes."""
    type_, explicit = inside(p7s)
    *before, signers = inside(inside(explicit)[0])
    *fields, last = inside(inside(signers)[0])
    assert last == attribute
    signer = tagged(0x31, tagged(0x30, *fields, other))
    return tagged(0x30, type_, tagged(0xA0, tagged(0x30, *before, signer)))


# --- Asking ------------------------------------------------------------------------------------------------------


def test_the_first_authority_that_answers_is_taken() -> None:
    stamping = Stamping([Silent(), Saying(b""), Saying(b"\x30\x05\x30\x03\x02\x01\x02"), tsa.authority(STAMPED)])
    made = assemble(Contents(document=b"{}"), [MOSCOW_PEER.seal], SIGNED, stamper=stamping)
    assert seal_of(made).proven_at == STAMPED
    assert [line.partition(":")[0] for line in stamping.missed] == ["Молчащая", "Лживая", "Лживая"]


def test_a_token_of_no_use_is_left_and_the_next_authority_asked() -> None:
    """Whoever stamps may know that the addressee will not count it: then the next one is asked, and it is said why."""
    strange = tsa.Tsa(at=RECEIVED, credential=tsa.authority(STAMPED).credential, name="Чужая")
    stamping = Stamping([strange, tsa.authority(STAMPED)], judge=lambda token: "часы" if token.at == RECEIVED else "")
    made = assemble(Contents(document=b"{}"), [MOSCOW_PEER.seal], SIGNED, stamper=stamping)
    assert seal_of(made).proven_at == STAMPED
    assert stamping.missed == ["Чужая: часы"]


def test_when_nobody_answers_the_letter_goes_without_a_timestamp() -> None:
    stamping = Stamping([Silent()])
    made = assemble(Contents(document=b"{}"), [MOSCOW_PEER.seal], SIGNED, stamper=stamping)
    assert seal_of(made).proven_at == RECEIVED
    assert stamping.missed == ["Молчащая: timed out"]


def test_an_answer_to_another_question_is_not_taken() -> None:
    """A replayed answer carries another nonce; one about another signature another digest."""
    asked: list[bytes] = []

    @dataclass(frozen=True)
    class Recording:
        name: str = "Запись"

        def ask(self, query: bytes) -> bytes:
            asked.append(tsa.authority(STAMPED).ask(query))
            return asked[-1]

    token = timestamps.obtain(Recording(), b"value")
    assert token in asked[0]
    for value in (b"value", b"other value"):
        with pytest.raises(NoAnswer):
            timestamps.obtain(Saying(asked[0]), value)


def test_a_weak_digest_is_not_taken() -> None:
    with pytest.raises(NoAnswer, match="алгоритмом"):
        timestamps.obtain(tsa.authority(STAMPED, sha1=True), b"value")


# --- Others agree ------------------------------------------------------------------------------------------------


def test_openssl_agrees_with_the_token(tmp_path: Path) -> None:
    """`openssl ts -verify` takes the token over the signature value, and refuses it over another."""
    name = "META-INF/signature001.p7s"
    shell = cms_shell.take_apart(stamped(tsa.authority(STAMPED)).files[name], name)
    files = {"token": shell.token or b"", "value": shell.value, "anchor.pem": tsa.anchor().certificate_pem}
    for file, data in files.items():
        (tmp_path / file).write_bytes(data)
    at = str(int(STAMPED.timestamp()))
    line = ["openssl", "ts", "-verify", "-in", "token", "-token_in", "-CAfile", "anchor.pem", "-attime", at, "-data"]
    assert b"Verification: OK" in subprocess.run([*line, "value"], cwd=tmp_path, check=True, capture_output=True).stdout
    assert subprocess.run([*line, "anchor.pem"], cwd=tmp_path, check=False, capture_output=True).returncode != 0
