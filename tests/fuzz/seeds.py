"""What mutation begins with: the files of `vectors/`, their pieces, and one document of each kind."""

from __future__ import annotations

import io
import json
from datetime import datetime, timedelta
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import pikepdf
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.x509 import ocsp
from tests.message.rendering import letters, notices
from vectors import generate
from vectors.making import cast, keys

from obmen.command import conformance
from obmen.message import canonical_zip, cms_shell
from obmen.message.encoding import encode
from obmen.message.errors import MessageError
from obmen.treaty.documents import Kind

if TYPE_CHECKING:
    from collections.abc import Iterator

    from vectors.making.keys import Credential

    from obmen.message.cms_shell import Shell
    from obmen.message.suites.software import SoftwareDecrypter
    from obmen.register.trusted import TrustedRegister

FOLDER: Final = Path(generate.__file__).parent
_INDEX: Final[dict[str, Any]] = json.loads((FOLDER / "index.json").read_bytes())
_MOST: Final = 200


# --- Files -------------------------------------------------------------------------------------------------------


def named(name: str) -> bytes:
    """Give a vector by its name («good/receipt.asice»)."""
    return (FOLDER / name).read_bytes()


@cache
def of_kind(kind: str) -> tuple[bytes, ...]:
    """Give all vectors of a kind: «container», «package», «edition»; the smallest first."""
    found = [named(each["file"]) for each in _INDEX["vectors"] if each["kind"] == kind]
    return tuple(sorted(dict.fromkeys(found), key=len))


@cache
def good(kind: str) -> tuple[bytes, ...]:
    """Give the good vectors of a kind."""
    vectors = [each for each in _INDEX["vectors"] if each["kind"] == kind and each["file"].startswith("good/")]
    return tuple(named(each["file"]) for each in vectors)


def files_of(raw: bytes) -> dict[str, bytes]:
    """Give the files of an archive of the profile; none when it is not of it."""
    try:
        return {name: bytes(data) for name, data in canonical_zip.read(raw, _MOST).items()}
    except MessageError:
        return {}


def _pieces(ending: str) -> tuple[bytes, ...]:
    raws = (*of_kind("container"), *of_kind("edition"), *of_kind("package"))
    found = (data for raw in raws for name, data in files_of(raw).items() if name.endswith(ending))
    return tuple(dict.fromkeys(data for data in found if data))


@cache
def manifests() -> tuple[bytes, ...]:
    """Give every manifest."""
    return _pieces(".xml")


@cache
def signatures() -> tuple[bytes, ...]:
    """Give every signature."""
    return _pieces(".p7s")


@cache
def labels() -> tuple[bytes, ...]:
    """Give every label."""
    return _pieces("label.json")


@cache
def shells() -> tuple[Shell, ...]:
    """Give the signatures that are of the profile, taken apart."""
    return tuple(_shells())


def _shells() -> Iterator[Shell]:
    for p7s in signatures():
        try:
            yield cms_shell.take_apart(p7s, "")
        except MessageError:
            continue


@cache
def stamped() -> tuple[tuple[bytes, bytes], ...]:
    """Give every timestamp with the signature value that it is over."""
    return tuple(dict.fromkeys((shell.token, shell.value) for shell in shells() if shell.token))


@cache
def printed() -> tuple[bytes, ...]:
    """Give every rendition; and the good ones unpacked, so that mutation reaches their drawing commands."""
    good_ones = (files_of(raw).get("document.pdf", b"") for raw in good("container"))
    return (*_pieces("document.pdf"), *(_unpacked(pdf) for pdf in dict.fromkeys(good_ones) if pdf))


def _unpacked(pdf: bytes) -> bytes:
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        plain, disable = pikepdf.StreamDecodeLevel.generalized, pikepdf.ObjectStreamMode.disable
        opened.save(out, static_id=True, compress_streams=False, stream_decode_level=plain, object_stream_mode=disable)
    return out.getvalue()


# --- Documents ---------------------------------------------------------------------------------------------------


@cache
def documents() -> tuple[bytes, ...]:
    """Give a full document of every kind, and those of the vectors that are JSON."""
    full = [letters.request_letter(), letters.notice_letter(), letters.answer_letter()]
    full += [notices.notice(kind) for kind in Kind if kind in notices.FULL]
    own = [*map(encode, full), *(files_of(raw)["document.json"] for raw in good("container"))]
    return tuple(dict.fromkeys((*own, *_small())))


def _small() -> Iterator[bytes]:
    """Give the bad documents, unless they are large: those only take time."""
    yield from (data for data in _pieces("document.json") if len(data) < 20_000)


# --- The receiver ------------------------------------------------------------------------------------------------


@cache
def book() -> TrustedRegister:
    """Give the register that the receiver of the vectors holds."""
    return conformance.register_of(FOLDER / _INDEX["register"], cast.RECEIVED)


@cache
def decrypter() -> SoftwareDecrypter:
    """Give the keys of the receiver."""
    return conformance.decrypter_of(FOLDER / _INDEX["keys"])


# --- Revocation --------------------------------------------------------------------------------------------------

MOMENT: Final[datetime] = cast.RECEIVED


@cache
def questioned() -> Credential:
    """Give the officer whose revocation is asked."""
    return cast.officer("RU", "В. В. Проверяемый", extra=(keys.announcing("http://crl.example.org/ru.crl"),))


@cache
def sources() -> tuple[bytes, ...]:
    """Give lists (CRL) and answers (OCSP), good and revoked, by the issuer of that officer, and foreign ones."""
    issuer, who = cast.anchor("RU"), questioned().certificate
    day = timedelta(days=1)
    lists = [
        keys.revocation_list(by, revoked, MOMENT - day, MOMENT + day)
        for by in (issuer, cast.anchor("BY"))
        for revoked in ((), ((who, MOMENT - day),))
    ]
    stapled = [one for shell in shells() for one in shell.lists]
    return tuple(dict.fromkeys((*lists, _answer(issuer), _answer(issuer, MOMENT - day), *stapled)))


def _answer(issuer: Credential, since: datetime | None = None) -> bytes:
    """Answer as the issuer itself (RFC 6960)."""
    status = ocsp.OCSPCertStatus.REVOKED if since else ocsp.OCSPCertStatus.GOOD
    by = x509.load_der_x509_certificate(issuer.certificate)
    builder = ocsp.OCSPResponseBuilder().add_response(
        cert=x509.load_der_x509_certificate(questioned().certificate),
        issuer=by,
        algorithm=hashes.SHA256(),
        cert_status=status,
        this_update=MOMENT - timedelta(hours=1),
        next_update=MOMENT + timedelta(days=1),
        revocation_time=since,
        revocation_reason=None,
    )
    made = builder.responder_id(ocsp.OCSPResponderEncoding.NAME, by).sign(issuer.key, hashes.SHA256())
    return made.public_bytes(serialization.Encoding.DER)
