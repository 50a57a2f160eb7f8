"""The cryptography of one exchange: `make bench-message`. Target (design §9): four times its floor at most.

A letter is signed by person and seal, encrypted, decrypted, verified and believed; its receipt is sealed and goes the
same way back. The floor is the bare arithmetic of the same work, in turns with it: what no program can avoid.
In processor time: the exchange is the work of one core. Then, on the wall, what others take for a part of it: pyHanko
the same signatures, in CMS (it does not encrypt, and checks no register); the `openssl` command all of it but belief, a
process for each step. What a GOST signature costs beside ECDSA's: `make bench-gost`.
"""

from __future__ import annotations

import asyncio
import hashlib
import subprocess
import tempfile
from datetime import timedelta
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING
from uuid import uuid4

from _scene import HEAD, NOW, VALID, begin, in_turns_ms, median_ms, request, row
from asn1crypto import x509 as asn1_x509
from asn1crypto.keys import PrivateKeyInfo
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat, load_pem_private_key
from pyhanko.sign.signers import SimpleSigner
from pyhanko.sign.validation import async_validate_detached_cms
from pyhanko.sign.validation.settings import KeyUsageConstraints
from pyhanko_certvalidator import ValidationContext
from pyhanko_certvalidator.registry import SimpleCertificateStore

from obmen.message import libcrypto
from obmen.message.belief import Trust, believe, proof, require_roles
from obmen.message.cms_shell import take_apart
from obmen.message.container import Contents, assemble, read
from obmen.message.encoding import encode
from obmen.message.opening import verify_container
from obmen.message.rendering import render
from obmen.message.seal import Role
from obmen.message.suites.software import SoftwareDecrypter, SoftwareSigner
from obmen.message.wrapping import unwrap, wrap
from obmen.node.keystore.certificates import ENCRYPTION, ISSUER, SIGNATURE, Credential, Purpose, make

if TYPE_CHECKING:
    from collections.abc import Sequence

    from obmen.message.belief import VerifiedSignature
    from obmen.message.container import Container
    from obmen.message.seal import Signer

TIMES = 300
PARTS = (
    "letter: two signatures",
    "letter: encrypt",
    "letter: decrypt, verify, believe",
    "receipt: seal, encrypt",
    "receipt: decrypt, verify, believe",
)


def credential(name: str, purpose: Purpose, issuer: Credential | None = None) -> Credential:
    """Make an invented key."""
    return make(name, "RU-770", purpose, VALID, issuer)


def signer(role: Role, own: Credential, *chain: bytes) -> Signer:
    """Make what signs with it."""
    return SoftwareSigner(role, own.certificate, own.key, chain)


OFFICERS, SEALING, NODE = credential("officers", ISSUER), credential("seal", SIGNATURE), credential("node", SIGNATURE)
READING = credential("encryption", ENCRYPTION)
DECRYPTER = SoftwareDecrypter({READING.certificate: READING.key})
PERSON = signer(Role.PERSON, credential("officer", SIGNATURE, OFFICERS), OFFICERS.certificate)
SEAL, NODE_SEAL = signer(Role.SEAL, SEALING), signer(Role.NODE, NODE)
TRUST = Trust(
    pinned={Role.SEAL: [SEALING.certificate], Role.NODE: [NODE.certificate]},
    anchors={Role.PERSON: [OFFICERS.certificate]},
    oldest=timedelta(days=366),
)
DATA = b"<manifest>" * 200
KEY, ECDSA = ec.generate_private_key(ec.SECP256R1()), ec.ECDSA(hashes.SHA256())


def main() -> None:
    """Measure and print."""
    begin()
    letter, receipt = contents()
    package, back = sent(letter, [PERSON, SEAL]), sent(receipt, [NODE_SEAL])
    made = assemble(letter, [PERSON, SEAL], NOW)
    assert [one.role for one in opened(package)] == [Role.PERSON, Role.SEAL]
    assert [one.role for one in opened(back)] == [Role.NODE]
    least, whole, *parts = in_turns_ms(
        TIMES,
        lambda: floor(made.raw, receipt.document),
        lambda: exchange(letter, receipt),
        lambda: assemble(letter, [PERSON, SEAL], NOW),
        lambda: wrapped(made),
        lambda: opened(package),
        lambda: sent(receipt, [NODE_SEAL]),
        lambda: opened(back),
    )
    row(f"floor: bare arithmetic, a letter of {len(made.raw) // 1024} KiB", least, "ms")
    row("one exchange, letter and receipt", whole, "ms", f"{whole / least:.1f} × the floor; ≤ 4 ×")
    for name, part in zip(PARTS, parts, strict=True):
        row(f"  {name}", part, "ms")
    pyhanko(signatures_ms())
    openssl(made, whole)


def signatures_ms() -> float:
    """Measure the bare arithmetic of the signatures alone: three made, three checked."""

    def bare() -> None:
        for mark in [KEY.sign(b"manifest", ECDSA) for _ in range(3)]:
            KEY.public_key().verify(mark, b"manifest", ECDSA)

    (spent,) = in_turns_ms(TIMES, bare)
    return spent


def pyhanko(least: float) -> None:
    """Let pyHanko make and check the three signatures; ours of the same stand beside."""
    own = SimpleSigner(
        asn1_x509.Certificate.load(SEALING.certificate),
        PrivateKeyInfo.load(_pkcs8(SEALING.key)),
        SimpleCertificateStore(),
    )
    context = ValidationContext(trust_roots=[own.signing_cert], moment=NOW, revocation_mode="soft-fail")
    usage = KeyUsageConstraints(key_usage=set())

    async def once() -> None:
        made = await own.async_sign_general_data(DATA, "sha256", use_cades=True)
        status = await async_validate_detached_cms(DATA, made["content"], context, key_usage_settings=usage)
        assert status.intact
        assert status.valid

    def theirs() -> None:
        for _ in range(3):
            asyncio.run(once())

    def ours() -> None:
        for _ in range(3):
            shell = take_apart(SEAL.sign(DATA, NOW), "")
            libcrypto.verified(shell.bare, shell.certificates, DATA)

    spent, mine = median_ms(theirs, 10), median_ms(ours, TIMES)
    row("three signatures made and checked: ours", mine, "ms", f"{mine / least:.1f} × their floor")
    row("three signatures made and checked: pyHanko", spent, "ms", f"{spent / mine:.0f} × ours")


def openssl(made: Container, whole: float) -> None:
    """Let the command do the steps of an exchange: three signatures, two envelopes, all opened again."""
    with tempfile.TemporaryDirectory() as folder:
        here = Path(folder)
        (here / "data").write_bytes(made.raw)
        for name, own in (("seal", SEALING), ("box", READING)):
            (here / f"{name}.key").write_bytes(own.key)
            (here / f"{name}.pem").write_bytes(
                x509.load_der_x509_certificate(own.certificate).public_bytes(Encoding.PEM)
            )
        spent = sum(
            times * median_ms(partial(subprocess.run, command.split(), cwd=here, check=True, capture_output=True), 10)
            for times, command in STEPS
        )
    row("one exchange by the `openssl` command", spent, "ms", f"{spent / whole:.0f} × ours")


STEPS = (
    (3, "openssl cms -sign -cades -binary -md sha256 -in data -outform DER -signer seal.pem -inkey seal.key -out p7s"),
    (3, "openssl cms -verify -cades -binary -inform DER -in p7s -content data -CAfile seal.pem -out checked"),
    (2, "openssl cms -encrypt -binary -aes-256-gcm -in data -outform DER -out p7m box.pem"),
    (2, "openssl cms -decrypt -binary -inform DER -in p7m -recip box.pem -inkey box.key -out plain"),
)


def _pkcs8(pem: bytes) -> bytes:
    key = load_pem_private_key(pem, None)
    return key.private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption())


def contents() -> tuple[Contents, Contents]:
    """Make a letter with its PDF, and something of the size of a receipt."""
    document = request()
    raw = encode(document)
    pdf = render(document, json_digest=hashlib.sha256(raw).hexdigest(), letterhead=HEAD)
    return Contents(document=raw, rendition=pdf), Contents(document=raw[:1024])


def exchange(letter: Contents, receipt: Contents) -> None:
    """Do the whole cryptography of one exchange."""
    opened(sent(letter, [PERSON, SEAL]))
    opened(sent(receipt, [NODE_SEAL]))


def sent(what: Contents, signers: Sequence[Signer]) -> bytes:
    """Sign, seal and encrypt."""
    return wrapped(assemble(what, signers, NOW))


def wrapped(container: Container) -> bytes:
    """Encrypt to the addressee."""
    return wrap(
        container,
        package_id=uuid4(),
        sender_node="ru",
        addressee="KZ-750",
        recipient_certificate=READING.certificate,
    )


def opened(package: bytes) -> list[VerifiedSignature]:
    """Decrypt, verify, believe: steps 2 to 8 and 13 of opening."""
    signed = verify_container(read(unwrap(package, DECRYPTER)))
    require_roles(signed, frozenset(one.role for one in signed))
    return [believe(one, TRUST, proof(one, TRUST, NOW)) for one in signed]


def floor(letter: bytes, receipt: bytes) -> None:
    """Do the bare arithmetic: three signatures made and checked, the officer's certificate, two letters encrypted."""
    marks = [KEY.sign(b"manifest", ECDSA) for _ in range(3)]
    for mark in (*marks, marks[0]):  # and once for the certificate
        KEY.public_key().verify(mark, b"manifest", ECDSA)
    for data in (letter, receipt):
        ephemeral = ec.generate_private_key(ec.SECP256R1())
        secret = ephemeral.exchange(ec.ECDH(), KEY.public_key())
        assert KEY.exchange(ec.ECDH(), ephemeral.public_key()) == secret
        cipher = AESGCM(secret)
        assert cipher.decrypt(bytes(12), cipher.encrypt(bytes(12), data, None), None) == data
        for _ in range(4):  # the files and the container, on both sides
            hashlib.sha256(data).digest()


if __name__ == "__main__":
    main()
