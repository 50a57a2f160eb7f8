"""Keys in a token: real signatures by SoftHSM, and what a person reads when the token does not do its work."""

from __future__ import annotations

import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

from obmen.message import libcrypto
from obmen.message.cms_shell import take_apart
from obmen.message.seal import Role
from obmen.node import config, keystore
from obmen.node.config import ConfigError, NodeConfig
from obmen.node.keystore import KeystoreError, TokenError, software
from obmen.node.keystore.certificates import Credential, Validity
from obmen.node.keystore.pkcs11 import TokenKey, TokenKeystore
from obmen.node.keystore.token import Token

if TYPE_CHECKING:
    from collections.abc import Callable

    from obmen.message.seal import Signer

pytestmark = pytest.mark.needs_token

FROM, UNTIL = datetime(2024, 1, 1, tzinfo=UTC), datetime(2036, 1, 1, tzinfo=UTC)
AT = datetime(2026, 3, 2, tzinfo=UTC)
LABEL, PIN = "Учебный токен", "864209"
SEAL, NODE, PERSON = "KZ-750/seal", "KZ-750/node", "people/signatory"


@dataclass
class Office:
    """A node with a token of its own: what lies where, and how to put more into it."""

    home: Path
    module: str
    label: str = LABEL
    imported: list[str] = field(default_factory=list)

    @property
    def secrets(self) -> Path:
        """The folder of certificates and of the keys that stay in files."""
        return self.home / "secrets"

    @property
    def pin_file(self) -> Path:
        """The file with the PIN."""
        return self.home / "pin"

    @property
    def store(self) -> TokenKeystore:
        """A keystore that has opened nothing yet."""
        return TokenKeystore(self.secrets, Token(self.module, self.label, self.pin_file))

    def hand_over(self, name: str, label: str | None = None) -> None:
        """Move a key from its file into the token."""
        key = self.secrets / f"{name}.key"
        self.imported.append(name)
        tool("--import", str(key), "--token", LABEL, "--label", label or name, "--id", f"{len(self.imported):02x}")
        if label is None:
            key.unlink()

    def write_pin(self, pin: str) -> None:
        """Write the PIN so that nobody else reads it."""
        self.pin_file.unlink(missing_ok=True)
        with os.fdopen(os.open(self.pin_file, os.O_WRONLY | os.O_CREAT, 0o600), "w", encoding="utf-8") as file:
            file.write(f"{pin}\n")


def tool(*arguments: str) -> None:
    """Call SoftHSM's own tool."""
    subprocess.run(["softhsm2-util", *arguments, "--pin", PIN], check=True, capture_output=True)


@pytest.fixture
def office(tmp_path: Path, pkcs11_module: str, monkeypatch: pytest.MonkeyPatch) -> Office:
    """Enrol a node and move its signing keys into a new token."""
    (tmp_path / "tokens").mkdir()
    (tmp_path / "softhsm2.conf").write_text(f"directories.tokendir = {tmp_path / 'tokens'}\n", encoding="utf-8")
    monkeypatch.setenv("SOFTHSM2_CONF", str(tmp_path / "softhsm2.conf"))
    tool("--init-token", "--free", "--label", LABEL, "--so-pin", "24681357")
    made = Office(tmp_path, pkcs11_module)
    validity = Validity(start=FROM, end=UNTIL)
    software.enrol(made.secrets, {"KZ-750": "Учебный орган"}, "KZ", validity)
    software.enrol_person(made.secrets, "signatory", "Подписантов П. П.", "Учебный орган", validity)
    made.write_pin(PIN)
    for name in (SEAL, NODE, PERSON):
        made.hand_over(name)
    return made


def holds(p7s: bytes, data: bytes) -> libcrypto.SignerFacts:
    """Verify as an addressee does."""
    shell = take_apart(p7s, "")
    with libcrypto.reading_signature(shell.bare, shell.certificates) as signature:
        signature.verify(data)
        return signature.facts()


def new_p256() -> ec.EllipticCurvePrivateKey:
    """Make a key of the default kind."""
    return ec.generate_private_key(ec.SECP256R1())


def new_p384() -> ec.EllipticCurvePrivateKey:
    """Make a longer key."""
    return ec.generate_private_key(ec.SECP384R1())


def new_rsa() -> rsa.RSAPrivateKey:
    """Make a key that many certificate authorities still ask for."""
    return rsa.generate_private_key(65537, 2048)


# ── It signs ─────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_seal_node_and_person_sign_in_the_token(office: Office) -> None:
    """Each in its capacity, by its own certificate; none of the three keys is in a file any more."""
    store = office.store
    asked: tuple[tuple[str, Role, Signer], ...] = (
        (SEAL, Role.SEAL, store.seal_signer("KZ-750")),
        (NODE, Role.NODE, store.node_signer("KZ-750")),
        (PERSON, Role.PERSON, store.person_signer("signatory")),
    )
    for name, role, signer in asked:
        facts = holds(signer.sign(b"manifest", AT), b"manifest")
        assert (signer.role, signer.certificate, facts.certificate) == (role, *[store.certificate(name)] * 2)
        assert facts.signing_time == AT
        assert not (office.secrets / f"{name}.key").exists()
    person = holds(store.person_signer("signatory").sign(b"manifest", AT), b"manifest")
    assert store.certificate("officers") in person.certificates


def test_what_the_token_signs_is_accepted_by_openssl(office: Office, tmp_path: Path) -> None:
    """As CAdES, by the command line of OpenSSL; and not over other bytes."""
    (tmp_path / "seal.p7s").write_bytes(office.store.seal_signer("KZ-750").sign(b"manifest", AT))
    command = "openssl cms -verify -cades -binary -inform DER -in seal.p7s -content manifest.xml -out verified"
    command += f" -CAfile {office.secrets / SEAL}.pem -attime {int(AT.timestamp())}"
    for data, accepted in ((b"manifest", True), (b"another", False)):
        (tmp_path / "manifest.xml").write_bytes(data)
        done = subprocess.run(command.split(), cwd=tmp_path, check=False, capture_output=True)
        assert (done.returncode == 0) is accepted, done.stderr


@pytest.mark.parametrize(
    ("make", "algorithms"),
    [
        (new_p384, ("2.16.840.1.101.3.4.2.2", "1.2.840.10045.4.3.3")),
        (new_rsa, ("2.16.840.1.101.3.4.2.1", "1.2.840.113549.1.1.1")),
    ],
)
def test_other_keys_sign_by_their_own_algorithms(
    office: Office, make: Callable[[], Any], algorithms: tuple[str, str]
) -> None:
    """P-384 with SHA-384, RSA with SHA-256: the key that the certificate authority asks for."""
    software.keep(office.secrets, "KZ-751/seal", credential(make()))
    office.hand_over("KZ-751/seal")
    facts = holds(office.store.seal_signer("KZ-751").sign(b"manifest", AT), b"manifest")
    assert (facts.digest_algorithm, facts.signature_algorithm) == algorithms


def credential(key: Any) -> Credential:  # noqa: ANN401  a private key of any kind
    """Certify a key by itself."""
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "Печать (учебная)")])
    builder = x509.CertificateBuilder(name, name, key.public_key(), 7, FROM, UNTIL)
    pem = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    return Credential(key=pem, certificate=builder.sign(key, hashes.SHA256()).public_bytes(Encoding.DER))


def test_the_other_keys_stay_where_they_were(office: Office) -> None:
    """The token signs; packages are decrypted, cases opened and TLS spoken by the keys in files."""
    files = software.SoftwareKeystore(office.secrets)
    assert office.store.node_key() == files.node_key()
    assert office.store.tls() == files.tls()
    box = files.certificate("KZ-750/encryption")
    cms = libcrypto.encrypt(box, b"package")
    assert office.store.decrypter().decrypt(cms, libcrypto.fingerprint(box)) == b"package"


def test_the_token_unwraps_the_key_of_the_cases_once(office: Office) -> None:
    """The plain file goes; a node without the token opens no case, a node with it asks it once."""
    plain = office.store.node_key()
    tool("--import", aes_key(office), "--aes", "--token", LABEL, "--label", "node", "--id", "aa")
    wrapped = office.store.wrap_node_key()
    assert wrapped.stat().st_mode & 0o777 == 0o600
    assert plain not in wrapped.read_bytes()
    (office.secrets / "node.key").unlink()
    store = office.store
    assert store.node_key() == plain
    office.write_pin("000000")
    assert store.node_key() == plain
    with pytest.raises(TokenError, match="не принял ПИН-код"):
        office.store.node_key()


def test_a_wrapped_key_that_was_altered_is_no_key(office: Office) -> None:
    """Authenticated encryption: a flipped bit is a refusal, never another key."""
    tool("--import", aes_key(office), "--aes", "--token", LABEL, "--label", "node", "--id", "aa")
    wrapped = office.store.wrap_node_key()
    raw = wrapped.read_bytes()
    wrapped.write_bytes(raw[:-1] + bytes([raw[-1] ^ 1]))
    with pytest.raises(TokenError, match="не ответил"):
        office.store.node_key()


def test_the_key_of_the_cases_is_wrapped_once_and_only_by_a_key_of_the_token(office: Office) -> None:
    """Without the key «node» it is named; a second time would make the first useless."""
    with pytest.raises(TokenError, match="нет ключа «node»"):
        office.store.wrap_node_key()
    assert not (office.secrets / "node.key.wrapped").exists()
    tool("--import", aes_key(office), "--aes", "--token", LABEL, "--label", "node", "--id", "aa")
    office.store.wrap_node_key()
    with pytest.raises(TokenError, match="уже зашифрован"):
        office.store.wrap_node_key()


def aes_key(office: Office) -> str:
    """Make an AES key of thirty-two bytes as a file."""
    file = office.home / "aes"
    file.write_bytes(os.urandom(16).hex().encode())  # SoftHSM reads it as a line of text
    return str(file)


def test_many_threads_sign_at_once(office: Office) -> None:
    """A module may be called by one thread at a time; eight threads wait for each other and every signature holds."""
    signer = office.store.seal_signer("KZ-750")
    letters = [b"%d" % number for number in range(200)]
    with ThreadPoolExecutor(8) as threads:
        signatures = list(threads.map(lambda letter: signer.sign(letter, AT), letters))
    for letter, p7s in zip(letters, signatures, strict=True):
        holds(p7s, letter)


def test_a_key_that_asks_for_its_pin_each_time_gets_it(office: Office) -> None:
    """Qualified signatures often ask so (CKA_ALWAYS_AUTHENTICATE); every signature is made, by the same PIN."""
    import pkcs11  # noqa: PLC0415  an extra
    from pkcs11.util.ec import encode_named_curve_parameters  # noqa: PLC0415  same

    curve = {pkcs11.Attribute.EC_PARAMS: encode_named_curve_parameters("secp256r1")}
    strict = {pkcs11.Attribute.ALWAYS_AUTHENTICATE: True}
    token = Token(office.module, LABEL, office.pin_file)
    token.with_key(SEAL, lambda _key, pin: pin is None)
    with pkcs11.lib(office.module).get_token(token_label=LABEL).open(rw=True) as session:
        parameters = session.create_domain_parameters(pkcs11.KeyType.EC, curve, local=True)
        parameters.generate_keypair(store=True, label="strict", private_template=strict)
    key = TokenKey(token, "strict")
    assert len({key.sign(b"words", "sha256") for _ in range(3)}) == 3
    office.write_pin("000000")
    with pytest.raises(TokenError, match="не принял ПИН-код"):
        key.sign(b"words", "sha256")
    office.write_pin(PIN)
    with pytest.raises(TokenError, match="не принял ПИН-код"):
        key.sign(b"words", "sha256")


# ── What is lost comes back ──────────────────────────────────────────────────────────────────────────────────────────


def test_a_lost_session_is_opened_again(office: Office) -> None:
    """A reset of the reader ends every session: nobody notices."""
    import pkcs11  # noqa: PLC0415  an extra

    signer = office.store.seal_signer("KZ-750")
    pkcs11.lib(office.module).reinitialize()
    holds(signer.sign(b"manifest", AT), b"manifest")


def test_a_forked_process_opens_a_session_of_its_own(office: Office) -> None:
    """What a server's child inherits is of no use to it (PKCS #11, 6.6.1); it starts the module anew."""
    signer = office.store.seal_signer("KZ-750")
    child = os.fork()
    if child == 0:
        try:
            holds(signer.sign(b"of the child", AT), b"of the child")
            os._exit(0)
        finally:
            os._exit(1)
    assert os.waitpid(child, 0)[1] == 0
    holds(signer.sign(b"of the parent", AT), b"of the parent")


def test_a_token_pulled_out_says_so_and_works_again_when_it_is_back(office: Office) -> None:
    """The person is told to put it in; nothing has to be restarted."""
    signer = office.store.seal_signer("KZ-750")
    pocket = (office.home / "tokens").rename(office.home / "pocket")
    (office.home / "tokens").mkdir()
    with pytest.raises(TokenError, match=rf"Токен «{LABEL}» (не найден|не ответил).*Вставьте"):
        signer.sign(b"manifest", AT)
    with pytest.raises(TokenError, match=rf"Токен «{LABEL}» не найден. Вставьте"):
        office.store.seal_signer("KZ-750")
    (office.home / "tokens").rmdir()
    pocket.rename(office.home / "tokens")
    holds(signer.sign(b"manifest", AT), b"manifest")


# ── What is wrong is said ────────────────────────────────────────────────────────────────────────────────────────────


def test_a_wrong_pin_is_shown_to_the_token_once(office: Office) -> None:
    """Three wrong PINs lock a token: the node tries once and waits for a restart, even when the file is mended."""
    office.write_pin("000000")
    store = office.store
    for _ in range(2):
        with pytest.raises(TokenError, match=r"не принял ПИН-код.*Исправьте .*/pin и запустите узел снова"):
            store.seal_signer("KZ-750")
    office.write_pin(PIN)
    with pytest.raises(TokenError, match="не принял ПИН-код"):
        store.seal_signer("KZ-750")
    assert office.store.seal_signer("KZ-750").sign(b"manifest", AT)


def test_the_pin_is_read_only_from_a_file_of_the_owner(office: Office) -> None:
    """Readable by others, absent, or not a text: each is said with the way out."""
    office.pin_file.chmod(0o640)
    with pytest.raises(TokenError, match=r"доступен не только владельцу. Выполните: chmod 600 .*/pin"):
        office.store.seal_signer("KZ-750")
    office.pin_file.chmod(0o600)
    office.pin_file.write_bytes(b"\xff\xfe")
    with pytest.raises(TokenError, match=r"не читается.*pkcs11_pin_file"):
        office.store.seal_signer("KZ-750")
    office.pin_file.unlink()
    with pytest.raises(TokenError, match=r"не читается.*pkcs11_pin_file"):
        office.store.seal_signer("KZ-750")


@pytest.mark.parametrize("module", ["/nonexistent/module.so", "libcrypto.so.3"])
def test_a_module_that_is_none_is_named(office: Office, module: str) -> None:
    """Not there, or a library of another kind."""
    office.module = module
    with pytest.raises(TokenError, match=rf"Модуль PKCS#11 {module} не загружается .*pkcs11_module"):
        office.store.seal_signer("KZ-750")


def test_a_token_that_is_not_there_is_named(office: Office) -> None:
    """Another label is another token."""
    office.label = "Чужой токен"
    with pytest.raises(TokenError, match=r"Токен «Чужой токен» не найден.*pkcs11_token"):
        office.store.seal_signer("KZ-750")


def test_a_missing_key_is_named_and_so_is_a_missing_certificate(office: Office) -> None:
    """In the token by its label, in the folder by its file."""
    store = office.store
    software.keep(office.secrets, "KZ-751/seal", credential(new_p256()))
    with pytest.raises(TokenError, match=rf"В токене «{LABEL}» нет ключа «KZ-751/seal».*CKA_LABEL"):
        store.seal_signer("KZ-751")
    assert store.person_certificate("nobody") is None
    with pytest.raises(KeystoreError, match=r"people/nobody\.pem"):
        store.person_signer("nobody")
    assert store.seal_signer("KZ-750").sign(b"manifest", AT)


def test_two_keys_of_one_name_are_none(office: Office) -> None:
    """Nobody guesses by which of them the authority wants to be bound."""
    office.hand_over("KZ-750/encryption", label=SEAL)
    with pytest.raises(TokenError, match=f"несколько ключей «{SEAL}»"):
        office.store.seal_signer("KZ-750")


@pytest.mark.parametrize("make", [new_p256, new_rsa])
def test_a_certificate_of_another_key_is_refused_before_anything_is_signed(
    office: Office, make: Callable[[], Any]
) -> None:
    """The wrong file beside the right key: seen at the start, not by the addressee."""
    (office.secrets / f"{SEAL}.pem").write_bytes(credential(make()).pem)
    with pytest.raises(TokenError, match=rf"Ключ «{SEAL}» .*не от сертификата {SEAL}\.pem"):
        office.store.seal_signer("KZ-750")


def test_without_the_library_it_says_how_to_install_it(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    """The extra is an extra: a node with files never asks for it."""
    monkeypatch.setitem(sys.modules, "pkcs11", None)
    with pytest.raises(TokenError, match=r"python-pkcs11.*docs/operate/token\.md"):
        office.store.seal_signer("KZ-750")
    assert office.store.tls()


# ── Configuration ────────────────────────────────────────────────────────────────────────────────────────────────────


def configured(office: Office, **changes: str) -> NodeConfig:
    """Read the configuration of a node with this token."""
    token = {
        "OBMEN_PKCS11_MODULE": office.module,
        "OBMEN_PKCS11_TOKEN": office.label,
        "OBMEN_PKCS11_PIN_FILE": str(office.pin_file),
    }
    usual = {"NAME": "kz", "PARTY": "KZ", "AUTHORITIES": "KZ-750", "ZONE": "Asia/Almaty", "SECRET_KEY": "long"}
    environment = {f"OBMEN_{key}": value for key, value in usual.items()} | token | changes
    return config.load(environment | {"OBMEN_HOME": str(office.home)})


def test_the_configuration_chooses_the_token(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    """Three settings, and the node signs by the token."""
    here = configured(office)
    monkeypatch.setattr(config, "current", lambda: here)
    store = keystore.current.__wrapped__()
    assert isinstance(store, TokenKeystore)
    assert store.seal_signer("KZ-750").sign(b"manifest", AT)


@pytest.mark.parametrize("absent", ["pkcs11_module", "pkcs11_token", "pkcs11_pin_file"])
def test_a_token_is_configured_whole(office: Office, absent: str) -> None:
    """Two of three settings are a mistake that must not end in keys from files."""
    with pytest.raises(ConfigError, match=f"не указано {absent}. Укажите все три"):
        configured(office, **{f"OBMEN_{absent.upper()}": ""})
