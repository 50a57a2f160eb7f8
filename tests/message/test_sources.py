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


def test_material_is_named_by_what_it_is() -> None:
    assert [sources.kind_of(item) for item in (OFFICER, LIST, ANSWER)] == ["cer", "crl", "ocsp"]
