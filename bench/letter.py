"""The cryptography of one exchange: `make bench-letter`.

Target (design §9): at most four times the floor, which is the bare arithmetic of the same work in the same run: two
signatures, encryption, decryption, two verifications, a receipt signed and verified. Renditions: 60 ms.
"""

from __future__ import annotations

import hashlib
import sys
from datetime import UTC, date, datetime
from importlib.resources import files
from pathlib import Path
from uuid import uuid4

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "tools"))

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from obmen.message.container import Contents, assemble, read
from obmen.message.encoding import StrictCodec, encode, new_salt
from obmen.message.rendering import Letterhead, render, same_values
from obmen.message.seal import Role
from obmen.message.signatures import read_manifests, verify
from obmen.message.suites.ecdsa import EcdhDecrypter, EcdsaSigner
from obmen.message.wrapping import unwrap, wrap
from obmen.node.keystore.certificates import ENCRYPTION, SIGNATURE, Validity, make
from obmen.treaty.documents import Document, Envelope, Kind, Request
from obmen.treaty.documents.envelope import RegisterEdition
from obmen.treaty.documents.values import OfficeNumber, Signatory
from timing import machine, median_ms, row

NOW = datetime(2026, 3, 2, 4, 30, tzinfo=UTC)
VALID = Validity(start=datetime(2024, 1, 1, tzinfo=UTC), end=datetime(2036, 1, 1, tzinfo=UTC))
SEALING, READING = make("seal", "RU-770", SIGNATURE, VALID), make("encryption", "KZ-750", ENCRYPTION, VALID)
SIGNING, ECDSA = ec.generate_private_key(ec.SECP256R1()), ec.ECDSA(hashes.SHA256())
SEAL = EcdsaSigner(Role.SEAL, SEALING.certificate, SEALING.key)
PERSON = EcdsaSigner(Role.PERSON, SEALING.certificate, SEALING.key)
DECRYPTER = EcdhDecrypter({READING.certificate: READING.key})


def document() -> Document:
    """Make the demo's request as a document."""
    request = StrictCodec(Request).decode(files("obmen.node.demo").joinpath("request.json").read_bytes())
    envelope = Envelope(
        message_id=uuid4(),
        type=Kind.REQUEST,
        text_version="2025-draft",
        case_id="RU-770-2026-000001",
        seq=1,
        salt=new_salt(),
        sent_at=NOW,
        sender_authority="RU-770",
        recipient_authority="KZ-750",
        register=RegisterEdition(legal_version=1, legal_hash="0" * 64, annex_version=1, annex_hash="0" * 64),
        own_number=OfficeNumber(number="1/2026", date=date(2026, 3, 2)),
        signatory=Signatory(name="Подписалов Пётр Пробович", post="Заместитель", powers_from=date(2026, 1, 14)),
    )
    return Document(envelope=envelope, payload=request)


def floor(data: bytes) -> None:
    """Do the bare arithmetic of the same work: three signatures made and checked, one key agreed twice, one cipher."""
    for _ in range(3):
        SIGNING.public_key().verify(SIGNING.sign(b"manifest", ECDSA), b"manifest", ECDSA)
    ephemeral = ec.generate_private_key(ec.SECP256R1())
    secret = ephemeral.exchange(ec.ECDH(), SIGNING.public_key())
    assert SIGNING.exchange(ec.ECDH(), ephemeral.public_key()) == secret
    cipher = AESGCM(secret)
    for _ in range(2):
        hashlib.sha256(data).digest()
    assert cipher.decrypt(bytes(12), cipher.encrypt(bytes(12), data, None), None) == data


def main() -> None:
    """Measure and print."""
    print(machine())
    letter = document()
    raw = encode(letter)
    digest = hashlib.sha256(raw).hexdigest()
    head = Letterhead(name_ru="Управление (учебное)", party="RU")
    pdf = render(letter, json_digest=digest, letterhead=head)
    contents, receipt = Contents(document=raw, rendition=pdf), Contents(document=raw)
    container = assemble(contents, [PERSON, SEAL], NOW)
    label = {"package_id": uuid4(), "sender_node": "ru", "addressee": "KZ-750"}
    package = wrap(container, **label, recipient_certificate=READING.certificate)
    assert unwrap(package, DECRYPTER) == container.raw

    def exchange() -> None:
        sent = wrap(assemble(contents, [PERSON, SEAL], NOW), **label, recipient_certificate=READING.certificate)
        got = read(unwrap(sent, DECRYPTER))
        verify(got, read_manifests(got))
        back = assemble(receipt, [SEAL], NOW)
        verify(back, read_manifests(back))

    least = median_ms(lambda: floor(container.raw), 300)
    whole = median_ms(exchange, 200)
    row(f"floor: bare arithmetic, {len(container.raw) // 1024} KiB", least, "ms")
    row("one exchange: sign ×2, wrap, open, verify, receipt", whole, "ms", f"{whole / least:.1f} × the floor, ≤ 4 ×")
    row(
        "rendition of a request",
        median_ms(lambda: render(letter, json_digest=digest, letterhead=head), 20),
        "ms",
        "≤ 60",
    )
    row("rendition compared with its data", median_ms(lambda: same_values(letter, pdf, json_digest=digest), 20), "ms")


if __name__ == "__main__":
    main()
