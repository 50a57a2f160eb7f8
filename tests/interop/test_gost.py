"""GOST letters before the same verifiers: OpenSSL with its engine agrees with us; pyHanko and DSS know no Streebog."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from functools import cache
from typing import TYPE_CHECKING

import pytest
from tests.interop import java, verifiers
from tests.interop.letters import MINUTE, PERSON_P7S, SEAL_P7S, Letter, contents, flipped, rebuilt
from tests.support import gost, pki

from obmen.message import cms_shell
from obmen.message.container import Role, assemble
from obmen.message.suites.gost import GostSigner

if TYPE_CHECKING:
    from pathlib import Path

    from tests.support.pki import Credential

    from obmen.message.container import Container

pytestmark = pytest.mark.needs_gost
SIZES = (256, 512)


def _signer(role: Role, one: Credential) -> GostSigner:
    return GostSigner(role, one.certificate, one.key)


@cache
def made(bits: int) -> Container:
    """Sign and seal the request by GOST keys, now: the command line makes certificates that begin now."""
    person, seal = gost.officer(bits), gost.seal(bits)
    at = datetime.now(UTC).replace(microsecond=0)
    return assemble(contents(), [_signer(Role.PERSON, person), _signer(Role.SEAL, seal)], at)


def letter(bits: int, raw: bytes | None = None) -> Letter:
    """Give the letter and what its reader knows."""
    return Letter(
        raw=raw or made(bits).raw,
        at=datetime.now(UTC) + MINUTE,
        seal=gost.seal(bits).certificate,
        officers=gost.officer_anchor(bits).certificate,
    )


def _stamped(bits: int, *, foreign: bool = False) -> Letter:
    """Put a timestamp on each signature; a foreign one is over other bytes."""
    files, changed = made(bits).files, {}
    for name in (PERSON_P7S, SEAL_P7S):
        value = cms_shell.take_apart(files[name], "").value
        token, _authority = gost.token(value[::-1] if foreign else value)
        changed[name] = cms_shell.put_around(files[name], token=token)
    return replace(letter(bits, rebuilt(made(bits), lambda _files: changed)), stamps=gost.officer_anchor().certificate)


def _other_document(files: dict[str, bytes]) -> dict[str, bytes]:
    return {"document.json": files["document.json"] + b" "}


def _other_value(files: dict[str, bytes]) -> dict[str, bytes]:
    value = cms_shell.take_apart(files[PERSON_P7S], "").value
    return {PERSON_P7S: files[PERSON_P7S].replace(value, flipped(value, len(value) - 1))}


@pytest.mark.parametrize("bits", SIZES)
def test_openssl_agrees_about_gost_letters(bits: int, tmp_path: Path) -> None:
    """Good, stamped, altered in two places, and by an officer of another issuer."""
    known = letter(bits)
    expected = {
        "good": (known, "opened", "verified"),
        "stamped": (_stamped(bits), "opened", "verified"),
        "another document": (
            letter(bits, rebuilt(made(bits), _other_document)),
            "E-T-03",
            "another digest: document.json",
        ),
        "another bit": (letter(bits, rebuilt(made(bits), _other_value)), "E-T-03", "verification failure"),
        "another issuer": (
            replace(known, officers=pki.officer_anchor("KZ").certificate),
            "E-T-03",
            "unable to get local issuer certificate",
        ),
    }
    said = {
        name: (verifiers.ours(one).words, verifiers.openssl(one, tmp_path).words)
        for name, (one, *_) in expected.items()
    }
    assert said == {name: (ours, openssl) for name, (_one, ours, openssl) in expected.items()}


def test_a_timestamp_over_other_bytes_is_none_for_openssl_and_a_damaged_letter_for_us(tmp_path: Path) -> None:
    """The one difference of the table holds for GOST as well: in our profile whatever is there must hold."""
    one = _stamped(256, foreign=True)
    assert verifiers.ours(one).words == "E-T-03"
    assert verifiers.openssl(one, tmp_path).words == "verified; timestamp: message imprint mismatch"


def test_pyhanko_knows_no_streebog() -> None:
    """It says so, and gives no verdict; when that changes, GOST letters belong into the table."""
    with pytest.raises(ValueError, match=r"unsupported hash type 1\.2\.643\.7\.1\.1\.2\.2"):
        verifiers.pyhanko(letter(256))


@pytest.mark.needs_verifiers
def test_dss_reads_no_gost_certificate(tmp_path: Path) -> None:
    """The same: DSS cannot even load such an anchor."""
    (answer,) = java.ask("dss", [verifiers.dss_case("gost", letter(256), tmp_path / "letter")], tmp_path)
    assert "Unable to load CertificateFactory" in answer["error"]
