"""What a list or an answer says of itself, so that it is found again when it is asked for."""

from __future__ import annotations

from datetime import timedelta

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509 import ocsp
from tests.support import pki, tsa
from tests.support.peers import SIGNED

from obmen.message import sources
from obmen.message.der import CONTEXT_0, OCTETS, SEQUENCE, inside, tagged

ISSUER = pki.officer_anchor("RU")
OFFICER = pki.officer("RU").certificate
LIST, ANSWER = tsa.revocation_list(ISSUER, SIGNED, days=7), tsa.ocsp_answer(OFFICER, ISSUER, SIGNED)


def test_what_can_speak_of_a_certificate_is_found_by_its_keys() -> None:
    of_list, of_answer = sources.keys_of(OFFICER)
    assert (sources.read(LIST).key, sources.read(ANSWER).key) == (of_list, of_answer)
    assert sources.read(tsa.revocation_list(pki.officer_anchor("KZ"), SIGNED)).key != of_list
    assert of_answer not in sources.keys_of(pki.officer("RU", "Другой").certificate)


def test_when_it_was_made_and_until_when_it_counts() -> None:
    found = sources.read(LIST)
    assert (found.kind, found.by, found.made) == ("crl", "CN=Officers of RU", SIGNED)
    assert found.until - found.made == timedelta(days=7)
    assert sources.read(ANSWER).until - SIGNED == timedelta(days=1)


def test_a_list_in_pem_is_the_same_list() -> None:
    pem = x509.load_der_x509_crl(LIST).public_bytes(Encoding.PEM)
    assert sources.read(pem) == sources.read(LIST)


@pytest.mark.parametrize(
    "raw",
    [
        *(
            b"",
            b"<html>",
            LIST[:-1],
            LIST + b"\0",
            OFFICER,
            b"-----BEGIN X509 CRL-----\nAAAA\n-----END X509 CRL-----\n",
        ),
        ocsp.OCSPResponseBuilder.build_unsuccessful(ocsp.OCSPResponseStatus.TRY_LATER).public_bytes(Encoding.DER),
    ],
    ids=["nothing", "a page", "cut", "longer", "a certificate", "broken PEM", "no success"],
)
def test_what_is_neither_is_told(raw: bytes) -> None:
    with pytest.raises(ValueError, match="neither"):
        sources.read(raw)


def about_nothing(answer: bytes) -> bytes:
    """Empty the list of single answers of an OCSPResponse (RFC 6960, 4.2.1)."""
    status, explicit = inside(answer)
    type_, octets = inside(inside(explicit)[0])
    stated, *signature = inside(inside(octets)[0])
    parts = [tagged(SEQUENCE) if one[0] == SEQUENCE else one for one in inside(stated)]
    basic = tagged(OCTETS, tagged(SEQUENCE, tagged(SEQUENCE, *parts), *signature))
    return tagged(SEQUENCE, status, tagged(CONTEXT_0, tagged(SEQUENCE, type_, basic)))


def test_an_answer_about_nothing_is_none() -> None:
    """Whatever it was stapled to is then named by what it is not, and nothing breaks."""
    assert sources.kind_of(about_nothing(ANSWER)) == "cer"
    with pytest.raises(ValueError, match="neither"):
        sources.read(about_nothing(ANSWER))


@pytest.mark.parametrize(
    ("what", "old", "new"),
    [
        ("a version that does not exist", "a003020102", "a003020105"),
        ("a name that is no text", "06035504030c", "060355040303"),
        ("a certificate cut short", "a003020102", "a00302"),
    ],
)
def test_a_certificate_that_cannot_be_read_has_no_keys(what: str, old: str, new: str) -> None:
    """One error for all that the library may raise."""
    broken = OFFICER.replace(bytes.fromhex(old), bytes.fromhex(new))
    assert broken != OFFICER, what
    with pytest.raises(ValueError, match="cannot be read"):
        sources.keys_of(broken)


def test_material_is_named_by_what_it_is() -> None:
    assert [sources.kind_of(item) for item in (OFFICER, LIST, ANSWER)] == ["cer", "crl", "ocsp"]
