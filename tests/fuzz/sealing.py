"""Mutation by one who holds keys: what is around a change is made to fit, so that inputs come far."""

from __future__ import annotations

import hashlib
import zlib
from functools import cache
from typing import TYPE_CHECKING, Final

from tests.fuzz import seeds
from tests.fuzz.blunt import mutated
from tests.fuzz.trees import der_changed, der_mutated, json_mutated
from vectors.making import cast, stamps
from vectors.making.archives import patched
from vectors.making.forging import ATTRIBUTES

from obmen.message import canonical_zip, cms_shell, libcrypto, manifest
from obmen.message.container import Contents, assemble
from obmen.message.der import CONTEXT_0, OCTETS, SEQUENCE, SET, inside, tagged
from obmen.message.errors import MessageError, Misuse
from obmen.message.manifest import Manifest
from obmen.message.seal import Role, Signer

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from random import Random

    from vectors.making.keys import Credential

_PARTIES: Final = ("RU", "BY", "KZ", "UZ")
_BIT_STRING: Final = 0x03


# --- Keys --------------------------------------------------------------------------------------------------------


@cache
def _credentials() -> dict[bytes, Credential]:
    """Give the credentials of the vectors by their certificates."""
    seals = (cast.MOSCOW_OFFICE, cast.BRANCH, cast.MINSK, cast.BAILIFF, cast.STRAY)
    known = [cast.depositary(), seeds.questioned(), stamps.authority(), *map(cast.seal, seals)]
    for party in _PARTIES:
        known += [cast.officer(party), cast.node_seal(party), cast.central(party), cast.anchor(party)]
    return {each.certificate: each for each in known}


@cache
def _signer(role: Role, p7s: bytes) -> Signer:
    """Give whoever made a signature, or Moscow."""
    try:
        shell = cms_shell.take_apart(p7s, "")
    except MessageError:
        return cast.seal(cast.MOSCOW_OFFICE).signer(role)
    named = (each for each in shell.certificates if cms_shell.names_signer(shell, each))
    credential = _credentials().get(next(named, b""), cast.seal(cast.MOSCOW_OFFICE))
    return credential.signer(role)


@cache
def _signers(raw: bytes) -> tuple[Signer, ...]:
    """Give who signed a container, in order."""
    files = seeds.files_of(raw)
    found = []
    for name, data in files.items():
        if name.endswith(".xml"):
            try:
                listed = manifest.read(data, name)
            except MessageError:
                continue
            found.append(_signer(listed.role, files.get(listed.signature, b"")))
    return tuple(found) or (cast.node(),)


# --- Archives ----------------------------------------------------------------------------------------------------


def archive_rewritten(rng: Random, raws: Sequence[bytes]) -> bytes:
    """Change files of an archive, or their names and order, and write it properly."""
    files = seeds.files_of(rng.choice(raws))
    names = list(files)
    if not names:
        return mutated(rng, raws)
    name, way = rng.choice(names), rng.random()
    if way < 0.2:
        rng.shuffle(names)
        return canonical_zip.write({each: files[each] for each in names})
    if way < 0.3:
        del files[name]
    elif way < 0.5:
        files = {_renamed(rng, each) if each == name else each: data for each, data in files.items()}
    else:
        files[name] = piece_changed(rng, name, files[name])
    return canonical_zip.write(files)


def headers_patched(rng: Random, raws: Sequence[bytes]) -> bytes:
    """Lie in a header of the archive (APPNOTE 4.3)."""
    mark, size = rng.choice(((b"PK\x03\x04", 30), (b"PK\x01\x02", 46), (b"PK\x05\x06", 22)))
    value = rng.choice((0, 1, 8, 0xFFFF, 0xFFFFFFFF, 0x7FFFFFFF, rng.getrandbits(32)))
    width = rng.choice((2, 4))
    raw = rng.choice(raws)
    try:
        forged = (value % (1 << 8 * width)).to_bytes(width, "little")
        return patched(raw, mark, rng.randrange(4, size - width), forged, rng.randrange(4))
    except ValueError:
        return raw


def data_changed(rng: Random, raws: Sequence[bytes]) -> bytes:
    """Flip a bit of a file and set both checksums right."""
    raw = rng.choice(raws)
    files = seeds.files_of(raw)
    if not files:
        return raw
    name = rng.choice(list(files))
    changed = mutated(rng, (files[name],))
    if len(changed) != len(files[name]):
        return canonical_zip.write({**files, name: changed})
    old, new = (zlib.crc32(data).to_bytes(4, "little") for data in (files[name], changed))
    return raw.replace(files[name], changed).replace(old, new) if files[name] else raw


def _renamed(rng: Random, name: str) -> str:
    odd = (
        "../a",
        "a/b/c",
        "A" * 65,
        "",
        "mimetype ",
        name.upper(),
        f"{name}.",
        "META-INF/manifest.xml",
        "attachments/1.pdf",
    )
    return rng.choice(odd)


def piece_changed(rng: Random, name: str, data: bytes) -> bytes:
    """Change a piece of a container in its own language."""
    if rng.random() < 0.3:
        return mutated(rng, (data,))
    if name.endswith(".json"):
        return json_mutated(rng, (data,))
    if name.endswith((".p7s", ".p7m")):
        return rng.choice((der_mutated, resigned))(rng, (data,))
    return xml_changed(rng, (data,)) if name.endswith(".xml") else mutated(rng, (data,))


def xml_changed(rng: Random, raws: Sequence[bytes]) -> bytes:
    """Change a manifest at its marks: pieces between them are left out, doubled, or put elsewhere."""
    pieces = rng.choice(raws).split(b">")
    at, way = rng.randrange(len(pieces)), rng.random()
    if way < 0.25:
        del pieces[at]
    elif way < 0.45:
        pieces[at:at] = [pieces[at]] * rng.choice((1, 1, 60))
    elif way < 0.6:
        pieces.insert(rng.randrange(len(pieces)), rng.choice(rng.choice(raws).split(b">")))
    elif way < 0.8:
        pieces[at] = mutated(rng, (pieces[at],))
    else:
        pieces[at] += rng.choice(
            (b' xml:base="a"', b" ", b"<!-- -->", b"&lt;", b"&#x41;", b"<![CDATA[A]]>", b"<?a b?>")
        )
    return b">".join(pieces)


# --- Signatures --------------------------------------------------------------------------------------------------


def resigned(rng: Random, raws: Sequence[bytes]) -> bytes:
    """Change what a signature states of itself, and sign that anew by the same key."""
    raw = rng.choice(raws)
    try:
        return _resigned(rng, raw, raws)
    except (IndexError, ValueError):
        return der_mutated(rng, (raw,))


def _resigned(rng: Random, p7s: bytes, raws: Sequence[bytes]) -> bytes:
    signer = _signer(Role.SEAL, p7s)
    credential = _credentials()[signer.certificate]
    type_, explicit = inside(p7s)
    (signed_data,) = inside(explicit)
    *around, infos = inside(signed_data)
    (info,) = inside(infos)
    version, name, digest, attributes, algorithm, _value, *unsigned = inside(info)
    listed = inside(der_changed(rng, attributes, raws))
    if rng.random() < 0.7:
        listed.sort()
    value = tagged(OCTETS, credential.sign(tagged(SET, *listed), "sha256"))
    parts = (version, name, digest, tagged(CONTEXT_0, *listed), algorithm, value, *unsigned)
    whole = tagged(SEQUENCE, *around, tagged(SET, tagged(SEQUENCE, *parts)))
    return tagged(SEQUENCE, type_, tagged(CONTEXT_0, whole))


def restamped(rng: Random, tokens: Sequence[bytes]) -> bytes:
    """Change what a timestamp states (TSTInfo), and sign it as the authority would."""
    token = rng.choice(tokens)
    authority = stamps.authority()
    type_, explicit = inside(token)
    (signed_data,) = inside(explicit)
    version, digests, wrapped, certificates, infos = inside(signed_data)
    content_type, octets = inside(wrapped)
    (info,) = inside(inside(octets)[0])
    changed = der_changed(rng, info, tokens)
    (signer,) = inside(infos)
    signer_version, name, digest, attributes, algorithm, *_ = inside(signer)
    message_digest = ATTRIBUTES["message digest"]
    listed = [
        tagged(SEQUENCE, message_digest, tagged(SET, tagged(OCTETS, hashlib.sha256(changed).digest())))
        if inside(one)[0] == message_digest
        else one
        for one in inside(attributes)
    ]
    value = tagged(OCTETS, authority.sign(tagged(SET, *listed), "sha256"))
    parts = tagged(SEQUENCE, signer_version, name, digest, tagged(CONTEXT_0, *listed), algorithm, value)
    content = tagged(SEQUENCE, content_type, tagged(CONTEXT_0, tagged(OCTETS, changed)))
    whole = tagged(SEQUENCE, version, digests, content, certificates, tagged(SET, parts))
    return tagged(SEQUENCE, type_, tagged(CONTEXT_0, whole))


def relisted(rng: Random, sources: Sequence[bytes]) -> bytes:
    """Change what a list or an answer about revocation states, and sign it as the issuer would."""
    raw = rng.choice(sources)
    is_answer = len(inside(raw)) != 3  # a CertificateList has three parts (RFC 5280, 5.1)
    if not is_answer:
        return _signed(rng, raw, sources)
    status, explicit = inside(raw)
    type_, octets = inside(inside(explicit)[0])
    (basic,) = inside(octets)
    again = tagged(OCTETS, _signed(rng, basic, sources))
    return tagged(SEQUENCE, status, tagged(CONTEXT_0, tagged(SEQUENCE, type_, again)))


def _signed(rng: Random, whole: bytes, sources: Sequence[bytes]) -> bytes:
    """Change what is to be signed and put a signature of the issuer under it."""
    stated, algorithm, _value, *more = inside(whole)
    changed = der_changed(rng, stated, sources)
    value = tagged(_BIT_STRING, b"\x00", cast.anchor("RU").sign(changed, "sha256"))
    return tagged(SEQUENCE, changed, algorithm, value, *more)


# --- Containers and packages -------------------------------------------------------------------------------------


def container_resealed(rng: Random, raws: Sequence[bytes]) -> bytes:
    """Change document, rendition or attachments, and have all who signed sign again."""
    raw = rng.choice(raws)
    files = seeds.files_of(raw)
    if "document.json" not in files:
        return archive_rewritten(rng, raws)
    changed = rng.choice([name for name in files if name.endswith((".json", ".pdf")) or "attachments/" in name])
    files[changed] = piece_changed(rng, changed, files[changed])
    attachments = {name.partition("/")[2]: data for name, data in files.items() if name.startswith("attachments/")}
    contents = Contents(document=files["document.json"], rendition=files.get("document.pdf"), attachments=attachments)
    try:
        return assemble(contents, _signers(raw), cast.SIGNED).raw
    except Misuse:
        return raw


def manifest_resigned(rng: Random, raws: Sequence[bytes]) -> bytes:
    """Change a manifest, in its text or in what it lists, and sign it."""
    raw = rng.choice(raws)
    files = seeds.files_of(raw)
    listed = [name for name in files if name.endswith(".xml")]
    if not listed:
        return raw
    name, signers = rng.choice(listed), _signers(raw)
    files[name] = xml_changed(rng, (files[name],)) if rng.random() < 0.5 else _listed_otherwise(rng, files[name], name)
    place = name.replace("ASiCManifest", "signature").replace(".xml", ".p7s")
    files[place] = rng.choice(signers).sign(files[name], cast.SIGNED)
    return canonical_zip.write(files)


def _listed_otherwise(rng: Random, raw: bytes, name: str) -> bytes:
    try:
        listed = manifest.read(raw, name)
    except MessageError:
        return raw
    digests = list(listed.digests.items())
    rng.shuffle(digests)
    kept = dict(digests[: rng.randint(0, len(digests))])
    return manifest.write(Manifest(signature=listed.signature, role=rng.choice(list(Role)), digests=kept))


def signature_exchanged(rng: Random, raws: Sequence[bytes]) -> bytes:
    """Change a signature within its own language, in an archive that is otherwise whole."""
    files = seeds.files_of(rng.choice(raws))
    places = [name for name in files if name.endswith(".p7s")]
    if not places:
        return rng.choice(raws)
    place = rng.choice(places)
    files[place] = rng.choice((der_mutated, resigned))(rng, (files[place],))
    return canonical_zip.write(files)


CONTAINER_WAYS: Final[tuple[Callable[[Random, Sequence[bytes]], bytes], ...]] = (
    container_resealed,
    manifest_resigned,
    signature_exchanged,
)


def package_rewrapped(rng: Random, packages: Sequence[bytes]) -> bytes:
    """Change the container inside, encrypt it anew, and say on the label what is inside, or almost."""
    containers = seeds.good("container")[:6]
    raw = rng.choice((*CONTAINER_WAYS, mutated))(rng, containers)
    files = seeds.files_of(rng.choice(packages))
    if "label.json" not in files:
        return mutated(rng, packages)
    certificate = cast.encryption(cast.OURS).certificate
    label = files["label.json"]
    if rng.random() < 0.8:
        label = _label(raw, certificate)
    if rng.random() < 0.3:
        label = json_mutated(rng, (label,))
    return canonical_zip.write({"label.json": label, "content.p7m": libcrypto.encrypt(certificate, raw)})


def _label(raw: bytes, certificate: bytes) -> bytes:
    """Write the label of a receipt."""
    digest, key = hashlib.sha256(raw).hexdigest(), libcrypto.fingerprint(certificate)
    number = cast.number("receipt")
    return (
        f'{{"version":"1.0","packageId":"{number}","senderNode":"ru.node.example.org","addressee":"{cast.OURS}",'
        f'"digest":"{digest}","size":{len(raw)},"key":"{key}","receipt":true}}'
    ).encode()


def package_changed(rng: Random, packages: Sequence[bytes]) -> bytes:
    """Change the label or the encrypted content, each in its own language."""
    files = seeds.files_of(rng.choice(packages))
    if not files:
        return mutated(rng, packages)
    name = rng.choice(list(files))
    return canonical_zip.write({**files, name: piece_changed(rng, name, files[name])})
