"""What is fed, by which mutations, and what every answer must satisfy.

A target takes an input and says in a word what became of it. It lets out the errors of our own tree only as such a
word; any other exception is a finding, and so is an answer that cannot be right (`AssertionError`).
"""

from __future__ import annotations

import hashlib
import io
import json
import zipfile
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Final, TypeAlias

from cryptography import x509
from cryptography.x509 import ocsp
from tests.fuzz import blunt, sealing, seeds, trees
from tests.fuzz.steps import step_of
from vectors.making import cast

from obmen.message import (
    canonical_zip,
    certificates,
    cms_shell,
    encoding,
    manifest,
    revocation,
    signatures,
    sources,
    strict_json,
    suites,
    timestamps,
    wrapping,
)
from obmen.message.container import Container
from obmen.message.errors import MessageError, NotAcceptable
from obmen.message.limits import DEFAULT
from obmen.message.manifest import Manifest
from obmen.message.opening import open_container, open_package
from obmen.message.receipts import read_receipt
from obmen.message.rendering import read_rendition
from obmen.message.revocation import Standing
from obmen.message.seal import Role
from obmen.message.strict_json import JsonRefused
from obmen.register.errors import RegisterError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from random import Random

    from obmen.message.opening import Opened

Mutation: TypeAlias = Callable[["Random", Sequence[bytes]], bytes]
Feed: TypeAlias = Callable[[bytes, bool], str]
"""Takes an input, and whether whoever made it held keys; says what became of it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """What is fed how often (`most`), and how often in the short run of every test (`brief`).

    `blind` are mutations without keys, `keyed` those of one who holds the TEST keys. `expected` are words that must
    turn up among what became of the inputs, eight times or more in a short run: a fuzzer without them is broken.
    """

    name: str
    what: str
    most: int
    brief: int = 1
    seeds: Callable[[], Sequence[bytes]]
    feed: Feed
    blind: tuple[Mutation, ...] = ()
    keyed: tuple[Mutation, ...] = ()
    expected: frozenset[str] = frozenset()

    def made(self, rng: Random, begin: Sequence[bytes] = ()) -> tuple[bytes, bool]:
        """Make an input of one of the seeds, or of what to `begin` with; tell whether keys were used."""
        way = rng.choice((blunt.mutated, blunt.spliced, *self.blind, *self.keyed))
        return way(rng, begin or self.seeds()), way in self.keyed


def _step(error: MessageError) -> str:
    return f"step {step_of(error)}"


def _require(holds: bool, what: str) -> None:  # noqa: FBT001  it is what is required
    if not holds:
        raise AssertionError(what)


# --- Letters -----------------------------------------------------------------------------------------------------

OPENED: Final = "opened"


def _feed_container(raw: bytes, keyed: bool) -> str:  # noqa: FBT001  as every feed
    try:
        opened = open_container(raw, received_at=cast.RECEIVED, book=seeds.book())
    except MessageError as error:
        return _step(error)
    _check_opened(opened, keyed)
    return OPENED


def _feed_package(raw: bytes, keyed: bool) -> str:  # noqa: FBT001  same
    try:
        opened = _opened_package(raw)
    except MessageError as error:
        return _step(error)
    _check_opened(opened, keyed)
    return OPENED


def _opened_package(raw: bytes) -> Opened:
    own = frozenset({cast.OURS})
    return open_package(raw, received_at=cast.RECEIVED, addressees=own, book=seeds.book(), decrypter=seeds.decrypter())


def _feed_receipt(raw: bytes, keyed: bool) -> str:  # noqa: FBT001  same
    """Open a receipt and read what it says of our message."""
    try:
        opened = open_container(raw, received_at=cast.RECEIVED, book=seeds.book())
    except MessageError as error:
        return _step(error)
    _check_opened(opened, keyed)
    if not opened.document.envelope.type.is_receipt:
        return "a letter"
    if opened.document.envelope.in_reply_to is None:
        return "about nothing"
    read = read_receipt(opened)
    return "delivered" if read.accepted else "not accepted"


def _check_opened(opened: Opened, keyed: bool) -> None:  # noqa: FBT001  same
    """Without keys nobody makes another letter: all that was signed is that of a seed."""
    content = _content(opened.container)
    _require(keyed or content in _known_contents(), "a letter that nobody signed was opened")
    _require(bool(opened.signatures), "a letter without signatures was opened")


def _content(container: Container) -> str:
    whole = b"".join(name.encode() + hashlib.sha256(data).digest() for name, data in container.content.items())
    return hashlib.sha256(whole).hexdigest()


@cache
def _known_contents() -> frozenset[str]:
    """Give what people of the vectors have signed, in packages with a lying label too: a mutation may mend the lie."""
    files = (seeds.files_of(raw) for raw in seeds.good("container"))
    letters = (*(Container(b"", one) for one in files), *_letters_in_packages())
    return frozenset(map(_content, letters))


def _letters_in_packages() -> Iterator[Container]:
    for raw in seeds.of_kind("package"):
        sealed = seeds.files_of(raw).get("content.p7m", b"")
        for certificate in (cast.encryption(cast.OURS), cast.encryption(cast.OURS, "RSA-2048")):
            try:
                plain = seeds.decrypter().decrypt(sealed, certificate.fingerprint)
                yield open_container(plain, received_at=cast.RECEIVED, book=seeds.book()).container
            except MessageError:
                continue


def _containers() -> Sequence[bytes]:
    """Give the letters, the short ones more often: what is deep inside is the same in both, and they are quicker."""
    every = seeds.of_kind("container")
    return (*every, *(raw for raw in every if len(raw) < _SHORT), *seeds.good("container") * 4)


_SHORT: Final = 6_000


@cache
def _receipts() -> Sequence[bytes]:
    return tuple(raw for raw in seeds.of_kind("container") if len(raw) < _SHORT)


# --- Their parts -------------------------------------------------------------------------------------------------


def _feed_archive(raw: bytes, keyed: bool) -> str:  # noqa: FBT001  same
    """Read an archive; Python's own reader must then see the same files."""
    del keyed
    try:
        files = canonical_zip.read(raw, DEFAULT.entries)
    except NotAcceptable as error:
        return error.code
    _require(canonical_zip.write(files) == raw, "an archive with two spellings was read")
    if not files:
        return "empty"
    with zipfile.ZipFile(io.BytesIO(raw)) as other:
        _require(other.namelist() == list(files), "another reader sees other files")
        _require(all(other.read(name) == data for name, data in files.items()), "another reader sees other bytes")
    return "read"


def _feed_manifest(raw: bytes, keyed: bool) -> str:  # noqa: FBT001  same
    del keyed
    try:
        read = manifest.read(raw, "META-INF/ASiCManifest001.xml")
    except NotAcceptable as error:
        return error.code
    _require(manifest.write(read) == raw, "a manifest with two spellings was read")
    return "read"


def _feed_json(raw: bytes, keyed: bool) -> str:  # noqa: FBT001  same
    """Parse strictly; what passes is the same for a reader who is not strict."""
    del keyed
    try:
        value = strict_json.parse(raw)
    except JsonRefused:
        return "refused"
    _require(json.loads(raw) == value, "another reader sees another value")
    return "parsed"


def _feed_document(raw: bytes, keyed: bool) -> str:  # noqa: FBT001  same
    """Decode a document of any kind; what we would write of it reads back as the same."""
    del keyed
    try:
        decoded = encoding.decode(raw)
    except MessageError as error:
        return type(error).__name__
    again = encoding.decode(encoding.encode(decoded.document))
    _require(again.document == decoded.document, "what is written of a document reads back otherwise")
    return "decoded"


def _feed_label(raw: bytes, keyed: bool) -> str:  # noqa: FBT001  same
    del keyed
    package = canonical_zip.write({"label.json": raw, "content.p7m": b""})
    try:
        label = wrapping.read_label(package)
    except MessageError as error:
        return error.code
    other = json.loads(raw)
    said = (other["addressee"], other["digest"], other["size"], other["packageId"])
    same = said == (label.addressee, label.digest, label.size, str(label.package_id))
    _require(same, "another reader sees another label")
    return "read"


def _feed_signature(raw: bytes, keyed: bool) -> str:  # noqa: FBT001  same
    """Check a signature over the manifest of a seed: shell, algorithms, arithmetic, timestamp."""
    name = "META-INF/ASiCManifest001.xml"
    place = "META-INF/signature001.p7s"
    container = Container(raw, {name: _signed_manifest(), place: raw})
    listed = {name: Manifest(signature=place, role=Role.NODE, digests={})}
    try:
        (signed,) = signatures.verify(container, listed)
    except MessageError as error:
        return f"{type(error).__name__} {error.code}"
    _require(keyed or signed.facts.signing_time in _stated_times(), "a signature holds that nobody made")
    return "holds"


@cache
def _signed_manifest() -> bytes:
    """Give the manifest over which the signatures of the smallest good letter are made."""
    return seeds.files_of(seeds.named("good/receipt.asice"))["META-INF/ASiCManifest001.xml"]


@cache
def _stated_times() -> frozenset[object]:
    return frozenset({cast.SIGNED.astimezone(cast.ISSUED.tzinfo), cast.ISSUED})


@cache
def _signature_seeds() -> Sequence[bytes]:
    """Give the signatures, the one over that manifest as often as all the others."""
    every = seeds.signatures()
    own = seeds.files_of(seeds.named("good/receipt.asice"))["META-INF/signature001.p7s"]
    token, _value = seeds.stamped()[0]
    with_more = cms_shell.put_around(own, token=token, lists=seeds.sources())
    return (*every, *(own,) * len(every), with_more)


def _feed_timestamp(raw: bytes, keyed: bool) -> str:  # noqa: FBT001  same
    token, value = seeds.stamped()[0]
    try:
        read = timestamps.read(raw, value, suites.DEFAULT, "")
    except MessageError as error:
        return error.code
    if read.doubt:
        return "doubted"
    genuine = timestamps.read(token, value, suites.DEFAULT, "")
    _require(keyed or read.at == genuine.at, "a timestamp holds that nobody made")
    return "holds"


@cache
def _tokens() -> Sequence[bytes]:
    first, *others = (token for token, _ in seeds.stamped())
    return (first, first, first, *others)


def _feed_revocation(raw: bytes, keyed: bool) -> str:  # noqa: FBT001  same
    """Ask a list or an answer; what is believed without keys is signed as it was."""
    leaf, issuer = seeds.questioned().certificate, cast.anchor("RU").certificate
    answer = revocation.ask(leaf, issuer, seeds.MOMENT, (raw,))
    sources.kind_of(raw)
    if answer.standing is not Standing.UNKNOWN:
        _require(keyed or _stated(raw) in _statements(), "a source is believed that nobody signed")
    return answer.standing.value.lower()


def _stated(source: bytes) -> bytes:
    """Give what is signed of a source."""
    try:
        return x509.load_der_x509_crl(source).tbs_certlist_bytes
    except ValueError:
        return ocsp.load_der_ocsp_response(source).tbs_response_bytes


@cache
def _statements() -> frozenset[bytes]:
    return frozenset(map(_stated, seeds.sources()))


def _feed_certificate(raw: bytes, keyed: bool) -> str:  # noqa: FBT001  same
    """Read a certificate: what it says, where its revocation is asked, whether it is of our officers."""
    del keyed
    revocation.must_be_asked(raw)
    with suppress(ValueError):
        sources.keys_of(raw)
    try:
        certificates.facts(raw)
    except MessageError as error:
        return error.code
    return "read"


@cache
def _certificates() -> Sequence[bytes]:
    return tuple(dict.fromkeys(one for shell in seeds.shells() for one in shell.certificates))


def _feed_rendition(raw: bytes, keyed: bool) -> str:  # noqa: FBT001  same
    """Read a printed letter: pages, text, digests, and whether it is more than paper."""
    del keyed
    try:
        facts = read_rendition(raw)
    except ValueError:
        return "unreadable"
    return "active" if facts.active else "of a digest" if facts.json_digest else "without digest"


# --- The register ------------------------------------------------------------------------------------------------


def _feed_edition(raw: bytes, keyed: bool) -> str:  # noqa: FBT001  same
    """Offer an edition to a node that holds the first ones."""
    held = seeds.book()
    try:
        taken = held.accept(raw, cast.RECEIVED)
    except RegisterError as error:
        return type(error).__name__
    if taken is held:
        return "the same"
    _require(keyed or taken.accepted[-1].hash in _known_editions(), "an edition was taken that nobody sealed")
    return "taken"


@cache
def _known_editions() -> frozenset[str]:
    documents = (seeds.files_of(raw)["document.json"] for raw in seeds.good("edition"))
    return frozenset(hashlib.sha256(each).hexdigest() for each in documents)


def _editions() -> Sequence[bytes]:
    return (*seeds.of_kind("edition"), *seeds.good("edition") * 4)


# --- All of them -------------------------------------------------------------------------------------------------

_ARCHIVE_WAYS: Final = (sealing.archive_rewritten, sealing.headers_patched, sealing.data_changed)


def _steps(*numbers: str) -> frozenset[str]:
    """Give what a letter stopped at these steps is called, and one that passed them all."""
    return frozenset({OPENED, *(f"step {number}" for number in numbers)})


TARGETS: Final = (
    Target(
        name="container",
        what="a letter as evidence, all steps",
        most=200_000,
        brief=1500,
        seeds=_containers,
        feed=_feed_container,
        blind=_ARCHIVE_WAYS,
        keyed=sealing.CONTAINER_WAYS,
        expected=_steps("04", "05", "06", "07", "08", "09", "13-14", "15", "16"),
    ),
    Target(
        name="package",
        what="a letter on arrival, all steps",
        most=150_000,
        brief=2000,
        seeds=lambda: seeds.of_kind("package"),
        feed=_feed_package,
        blind=(*_ARCHIVE_WAYS, sealing.package_changed),
        keyed=(sealing.package_rewrapped, sealing.package_rewrapped, sealing.package_rewrapped),
        expected=_steps("01-02", "03", "04", "05", "06", "08", "09", "11", "13-14", "15"),
    ),
    Target(
        name="receipt",
        what="a receipt, opened and read",
        most=60_000,
        brief=1000,
        seeds=_receipts,
        feed=_feed_receipt,
        blind=_ARCHIVE_WAYS,
        keyed=sealing.CONTAINER_WAYS,
        expected=frozenset({"delivered", "step 05", "step 08", "step 09"}),
    ),
    Target(
        name="archive",
        what="canonical ZIP",
        most=120_000,
        brief=500,
        seeds=lambda: (*_receipts(), *seeds.of_kind("package")),
        feed=_feed_archive,
        blind=_ARCHIVE_WAYS,
        expected=frozenset({"read", "E-T-01", "E-T-11"}),
    ),
    Target(
        name="manifest",
        what="ASiCManifest",
        most=100_000,
        brief=800,
        seeds=seeds.manifests,
        feed=_feed_manifest,
        blind=(sealing.xml_changed, sealing.xml_changed),
        expected=frozenset({"read", "E-T-01", "E-T-11"}),
    ),
    Target(
        name="json",
        what="strict JSON",
        most=120_000,
        brief=300,
        seeds=seeds.documents,
        feed=_feed_json,
        blind=(trees.json_mutated,),
        expected=frozenset({"parsed", "refused"}),
    ),
    Target(
        name="document",
        what="a document of each kind by its schema",
        most=100_000,
        brief=3000,
        seeds=seeds.documents,
        feed=_feed_document,
        blind=(trees.json_mutated,) * 4,
        expected=frozenset({"decoded", "Unreadable", "Undetermined"}),
    ),
    Target(
        name="label",
        what="the clear label",
        most=60_000,
        brief=400,
        seeds=seeds.labels,
        feed=_feed_label,
        blind=(trees.json_mutated,) * 2,
        expected=frozenset({"read", "E-T-01", "E-T-10"}),
    ),
    Target(
        name="signature",
        what="CMS: shell, DER, arithmetic",
        most=100_000,
        brief=3000,
        seeds=_signature_seeds,
        feed=_feed_signature,
        blind=(trees.der_mutated, trees.der_mutated),
        keyed=(sealing.resigned, sealing.resigned),
        expected=frozenset({"holds", "NotAcceptable E-T-03", "Undetermined E-T-05"}),
    ),
    Target(
        name="timestamp",
        what="RFC 3161 token",
        most=60_000,
        brief=1200,
        seeds=_tokens,
        feed=_feed_timestamp,
        blind=(trees.der_mutated, trees.der_mutated),
        keyed=(sealing.restamped,),
        expected=frozenset({"holds", "doubted", "E-T-03"}),
    ),
    Target(
        name="revocation",
        what="CRL and OCSP",
        most=60_000,
        brief=900,
        seeds=seeds.sources,
        feed=_feed_revocation,
        blind=(trees.der_mutated,),
        keyed=(sealing.relisted, sealing.relisted),
        expected=frozenset({"good", "revoked", "unknown"}),
    ),
    Target(
        name="certificate",
        what="X.509, its facts and places",
        most=60_000,
        brief=300,
        seeds=_certificates,
        feed=_feed_certificate,
        blind=(trees.der_mutated, trees.der_mutated),
        expected=frozenset({"read", "E-T-03"}),
    ),
    Target(
        name="edition",
        what="an edition of the register",
        most=60_000,
        brief=1600,
        seeds=_editions,
        feed=_feed_edition,
        blind=_ARCHIVE_WAYS,
        keyed=sealing.CONTAINER_WAYS,
        expected=frozenset({"taken", "the same", "Unreadable", "BadSeal", "Fork", "Gap"}),
    ),
    Target(
        name="rendition",
        what="a printed letter read back",
        most=20_000,
        brief=100,
        seeds=seeds.printed,
        feed=_feed_rendition,
        expected=frozenset({"of a digest", "unreadable", "without digest", "active"}),
    ),
)

BY_NAME: Final = {target.name: target for target in TARGETS}
