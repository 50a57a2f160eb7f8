"""A node that could not do its work refuses to start, and says what to do."""

from __future__ import annotations

import io
from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest
from django.db import transaction
from tests.support import book, office, peers, pki, revocation, stamps, tsa, web
from tests.support import gost as pki_gost
from tests.support.revocation import listing

from obmen.message.errors import Undetermined
from obmen.message.suites import gost
from obmen.message.suites.gost import GostProcess
from obmen.message.wrapping import read_label
from obmen.node import checks, clock, config, keystore
from obmen.node.delivery import receiving, revocation_store
from obmen.node.delivery.models import RegisterEdition, RevocationPlace
from obmen.node.journal.record import record
from obmen.node.keystore import KeystoreError, TokenError
from obmen.register.trusted import TrustedRegister

if TYPE_CHECKING:
    from pathlib import Path

    from django.core.checks import CheckMessage

SITE = "https://obmen.example"
LONG = "x" * 50
DAY = timedelta(days=1)

pytestmark = pytest.mark.django_db(databases=["default", "keys"])


@pytest.fixture(autouse=True)
def _in_kazakhstan(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Be Kazakhstan's node."""
    office.move_in(monkeypatch, tmp_path)


def configured(patch: pytest.MonkeyPatch, **changes: Any) -> None:  # noqa: ANN401  keys of the configuration
    """Change the configuration."""
    changed = replace(config.current(), **changes)
    patch.setattr(config, "current", lambda: changed)


def serious() -> list[CheckMessage]:
    """Give what keeps the node from starting."""
    return [message for message in checks.everything() if message.is_serious()]


def test_a_whole_node_starts() -> None:
    """Keys, databases and register are there: nothing is said."""
    said = io.StringIO()
    assert checks.passed(said)
    assert not said.getvalue().count("obmen.E")


def test_what_is_wrong_is_written_with_the_way_out(monkeypatch: pytest.MonkeyPatch) -> None:
    """The person at the console reads what happened and what to do."""
    configured(monkeypatch, register_fingerprint="")
    said = io.StringIO()
    assert not checks.passed(said)
    assert "obmen.E040: Не указан отпечаток" in said.getvalue()
    assert "Что сделать: Сверьте его с депозитарием" in said.getvalue()


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"authorities": ("RU-770",)}, "obmen.E001"),
        ({"peer_port": 8100, "web_port": 8100}, "obmen.E002"),
        (
            {"production": True, "site": "https://obmen.example", "secret_key": "short", "clock_file": None},
            "obmen.E003",
        ),
        ({"production": True, "secret_key": LONG, "clock_file": None}, "obmen.E004"),
        ({"register_fingerprint": "0" * 64}, "obmen.E041"),
        ({"authorities": ("KZ-750", "KZ-999")}, "obmen.E043"),
        ({"name": "other.node.example.org"}, "obmen.E044"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_a_configuration_that_cannot_work(monkeypatch: pytest.MonkeyPatch, changes: dict[str, Any], code: str) -> None:
    """Each contradiction has its own message and advice."""
    configured(monkeypatch, **changes)
    found = {message.id: message for message in serious()}
    assert code in found
    assert found[code].hint


def test_a_node_without_a_register_does_not_start() -> None:
    """Nothing accepted yet: the command is named."""
    RegisterEdition.objects.all().delete()
    (message,) = serious()
    assert message.id == "obmen.E042"
    assert "obmen register accept" in str(message.hint)


def test_a_register_with_another_certificate_of_ours(monkeypatch: pytest.MonkeyPatch) -> None:
    """Peers would not let us in: better said now than by their silence."""
    credential = book.tls("RU")
    folder = config.current().home
    (folder / "other.pem").write_bytes(credential.certificate_pem)
    (folder / "other.key").write_bytes(credential.key)
    monkeypatch.setattr(office.PkiKeystore, "tls", lambda _self: (folder / "other.pem", folder / "other.key"))
    assert [message.id for message in serious()] == ["obmen.E045"]


def test_a_missing_or_broken_key(monkeypatch: pytest.MonkeyPatch) -> None:
    """The file is named, and the backup."""

    def missing(*_of: object) -> object:
        raise KeystoreError("Нет ключа secrets/KZ-750/seal.key.")

    monkeypatch.setattr(office.PkiKeystore, "seal_signer", missing)
    (message,) = serious()
    assert message.id == "obmen.E021"
    assert "seal.key" in message.msg
    monkeypatch.undo()


def test_a_token_that_does_not_answer(monkeypatch: pytest.MonkeyPatch) -> None:
    """The token is named, not the backup of the files: nothing has to be restored."""

    def pulled_out(*_of: object) -> object:
        raise TokenError("Токен «Учебный» не найден. Вставьте его.")

    monkeypatch.setattr(office.PkiKeystore, "seal_signer", pulled_out)
    (message,) = serious()
    assert (message.id, message.msg) == ("obmen.E023", "Токен «Учебный» не найден. Вставьте его.")
    assert "резервной копии" not in str(message.hint)


def test_a_key_left_in_a_file_beside_the_token(monkeypatch: pytest.MonkeyPatch) -> None:
    """A copy that can be stolen undoes the token: the node starts, and warns until the file is gone."""
    folder = config.current().secrets / "KZ-750"
    for name in ("seal", "encryption"):
        folder.mkdir(mode=0o700, exist_ok=True)
        (folder / f"{name}.key").touch(mode=0o600)
    configured(monkeypatch, pkcs11_module="softhsm", pkcs11_token="t", pkcs11_pin_file=folder)
    (warning,) = [message for message in checks.everything() if message.id == "obmen.W002"]
    assert str(folder / "seal.key") in warning.msg
    assert "encryption.key" not in warning.msg
    (folder / "seal.key").unlink()
    assert "obmen.W002" not in {message.id for message in checks.everything()}
    for name in ("node.key", "node.key.wrapped"):
        (config.current().secrets / name).touch(mode=0o600)
    (warning,) = [message for message in checks.everything() if message.id == "obmen.W002"]
    assert warning.msg.endswith("secrets/node.key.")


def test_a_short_node_key(monkeypatch: pytest.MonkeyPatch) -> None:
    """A cut key file would make every stored case unreadable."""
    keys = keystore.current()
    monkeypatch.setattr(type(keys), "node_key", lambda _self: b"short")
    assert [message.id for message in serious()] == ["obmen.E020"]


def test_keys_that_others_can_read() -> None:
    """A key file open to the group: the command that closes it is given."""
    file = config.current().secrets / "node.key"
    file.write_bytes(b"k" * 32)
    file.chmod(0o640)
    (message,) = serious()
    assert message.id == "obmen.E022"
    assert "chmod -R go-rwx" in str(message.hint)


def test_a_clock_behind_the_journal(monkeypatch: pytest.MonkeyPatch) -> None:
    """In production terms are counted by this clock: one that went back is refused."""
    with transaction.atomic():
        record("read", actor="officer", authority="KZ-750", object_id=1)
    ahead = clock.now() - timedelta(days=1)
    configured(monkeypatch, production=True, secret_key=LONG, site=SITE)
    monkeypatch.setattr(clock, "now", lambda: ahead)
    assert "obmen.E030" in [message.id for message in serious()]


def test_an_old_register_warns_and_stops_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    """R-18.5: staleness warns for long before anything stops."""
    later = clock.now() + timedelta(days=60)
    monkeypatch.setattr(clock, "now", lambda: later)
    found = list(checks.everything())
    assert {message.id for message in found} == {"obmen.W001"}
    assert checks.passed(io.StringIO())


# --- Timestamps and lists of revoked certificates ----------------------------------------------------------------


def warned(number: int, *, online: bool = False) -> list[str]:
    """Give what a warning says, with what to do."""
    found = (each for each in checks.everything(online=online) if each.id == f"obmen.W{number:03}")
    return [f"{each.msg} {each.hint}" for each in found]


def test_a_list_that_ends_and_is_not_renewed_warns() -> None:
    """In its last fifth, and after its end; the newest of an issuer counts. Nothing stops for it."""
    revocation_store.take(listing(days=7), "officers.crl")
    assert warned(5) == []
    revocation_store.take(tsa.revocation_list(pki.officer_anchor("BY"), clock.now() - 6 * DAY, days=7), "by.crl")
    revocation_store.take(tsa.revocation_list(pki.officer_anchor("KZ"), clock.now() - 8 * DAY, days=7), "kz.crl")
    assert ["Officers of BY" in warned(5)[0], "Officers of KZ" in warned(5)[1]] == [True, True]
    assert "obmen revocation import" in warned(5)[0]
    assert checks.passed(io.StringIO())
    revocation_store.take(tsa.revocation_list(pki.officer_anchor("BY"), clock.now(), days=7), "by2.crl")
    assert len(warned(5)) == 1


def test_letters_that_wait_for_a_list_are_told_of() -> None:
    """Who is waited for, where it was asked, what came of it."""
    signer = revocation.officer(("http://crl.example/officers.crl",))
    package = office.from_russia(peers.receipt())
    arrival = receiving.store(package, read_label(package).package_id, office.OTHER_NODE)
    wanted = [(signer.certificate, revocation.ISSUER.certificate)]
    receiving.postpone(arrival, Undetermined("E-T-03", "Пока узнать нельзя.", wanted=wanted))
    RevocationPlace.objects.update(last_error="Сервер crl.example не ответил вовремя.")
    (said,) = warned(4)
    for part in ("CN=Officers of RU", "http://crl.example/officers.crl", "не ответил вовремя", "revocation import"):
        assert part in said


def test_a_service_of_timestamps_that_no_addressee_would_believe_warns(monkeypatch: pytest.MonkeyPatch) -> None:
    """Our annex names no issuer of timestamps: better said at the start than by remarks on every letter."""
    configured(monkeypatch, timestamp_authorities=("https://tsa.example/",))
    assert "TIMESTAMP_ANCHOR" in warned(6)[0]
    stamps.known("KZ")
    assert warned(6) == []


def test_services_of_timestamps_are_asked_when_a_person_checks(monkeypatch: pytest.MonkeyPatch) -> None:
    """One is good, one refuses, one has another time; the start of the node asks nobody."""
    stamps.known("KZ")
    with (
        web.site(stamps.stamps()) as good,
        web.site(web.says(b"", status=503)) as dead,
        web.site(stamps.stamps(DAY)) as ahead,
    ):
        configured(monkeypatch, timestamp_authorities=(good.url, dead.url, ahead.url))
        assert warned(7) == []
        assert good.asked == []
        refusing, early = warned(7, online=True)
    assert (dead.url in refusing, "503" in refusing, "письма уйдут без метки" in refusing) == (True, True, True)
    assert (ahead.url in early, "расходится с временем узла на 1440 мин" in early) == (True, True)


@pytest.mark.needs_gost
def test_a_register_with_gost_and_no_engine_warns(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Letters of that Party would wait: the package is named, and the node starts; with it nothing is said."""
    anchor = pki_gost.officer_anchor().certificate
    monkeypatch.setattr(TrustedRegister, "officer_anchors", lambda *_of: (anchor,))
    for engines, said in ((str(tmp_path), ["obmen.W003"]), (None, [])):
        process = GostProcess()
        monkeypatch.setattr(gost, "process", lambda process=process: process)
        with monkeypatch.context() as patch:
            if engines:
                patch.setenv("OPENSSL_ENGINES", engines)
            found = [message for message in checks.everything() if message.id == "obmen.W003"]
        process.close()
        assert [message.id for message in found] == said
        assert all("KZ, RU" in message.msg for message in found)
