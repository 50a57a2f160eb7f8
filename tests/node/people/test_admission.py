"""Letting people in: an account, its roles, and a key for whoever signs."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest
from cryptography import x509

from obmen.node import config
from obmen.node.keystore import software
from obmen.node.people.admission import Refused, admit
from obmen.node.people.models import Officer

if TYPE_CHECKING:
    from obmen.node.keystore.software import SoftwareKeystore

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("keys")]


def person(**changes: Any) -> dict[str, Any]:  # noqa: ANN401  facts of a person
    """Describe a person."""
    usual = {
        "username": "person",
        "full_name": "Примеров П. П.",
        "post": "Исполнитель",
        "authority": config.current().authority,
        "roles": ["OFFICER"],
        "password": "long enough password",
    }
    return usual | changes


def test_an_officer_gets_an_account_and_no_key(keys: SoftwareKeystore) -> None:
    """Who does not sign needs no key."""
    officer = admit(**person())
    assert officer.check_password("long enough password")
    assert keys.person_certificate("person") is None


def test_a_signatory_gets_a_key_certified_by_the_party(keys: SoftwareKeystore) -> None:
    """The certificate chains to the anchor in the annex and is valid as long as that."""
    admit(**person(username="chief", roles=["SGN"], powers_from="2026-01-14"))
    certificate = x509.load_der_x509_certificate(keys.person_certificate("chief") or b"")
    issuer = x509.load_der_x509_certificate(keys.certificate("officers"))
    certificate.verify_directly_issued_by(issuer)
    assert certificate.not_valid_after_utc == software.validity_of(keys.folder, "officers").end


def test_where_a_token_signs_the_key_of_a_signatory_comes_first(
    keys: SoftwareKeystore, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nobody makes a key into a file that would never sign; the key and the certificate are named."""
    here = replace(config.current(), pkcs11_module="softhsm", pkcs11_token="Учебный", pkcs11_pin_file=keys.folder)
    monkeypatch.setattr(config, "current", lambda: here)
    with pytest.raises(Refused, match=r"Подписывает токен «Учебный».*«people/deputy».*people/deputy\.pem"):
        admit(**person(username="deputy", roles=["SGN"], powers_from="2026-01-14"))
    assert not Officer.objects.filter(username="deputy").exists()
    assert keys.person_certificate("deputy") is None
    assert admit(**person(username="clerk")).pk


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"authority": "RU-770"}, "не обслуживает орган «RU-770»"),
        ({"roles": ["JUDGE"]}, "Роль «JUDGE» неизвестна"),
        ({"roles": []}, "Роли:"),
        ({"password": "short"}, "парол"),
    ],
    ids=str,
)
def test_who_cannot_be_let_in_is_told_why(changes: dict[str, Any], words: str) -> None:
    """The reason is Russian, and nothing is left behind."""
    with pytest.raises(Refused, match=words):
        admit(**person(**changes))
    assert not Officer.objects.exists()


def test_a_name_is_given_once() -> None:
    """Two people never share a name to sign in with."""
    admit(**person())
    with pytest.raises(Refused, match="занято"):
        admit(**person())
