"""Steps 5 to 8: manifests, what they cover, digests, and signatures that hold or do not."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from vectors.making import cast, keys
from vectors.making.archives import changed, edited, files_of
from vectors.making.case import refused, undetermined
from vectors.making.cases_zip import good
from vectors.making.forging import (
    ATTRIBUTES,
    ECDSA,
    RSA,
    VERSION_3,
    Forger,
    Parts,
    Plan,
    covering,
    digest_identifier,
    indefinite,
    parts_of,
)

from obmen.message.container import Contents, assemble
from obmen.message.der import SEQUENCE, SET, tagged
from obmen.message.seal import Role

if TYPE_CHECKING:
    from collections.abc import Callable

_MANIFEST, _SIGNATURE = "META-INF/ASiCManifest001.xml", "META-INF/signature001.p7s"
_LAUGH: Final = [f"<!ENTITY l{at} '{f'&l{at - 1};' * 10}'>" for at in range(1, 10)]
_BOMB: Final = f"<!DOCTYPE a [<!ENTITY l0 'ha'>{''.join(_LAUGH)}]>".encode()
_EXTERNAL: Final = b"<!DOCTYPE a [<!ENTITY x SYSTEM 'file:///etc/hostname'>]>"


def _manifest(old: bytes, new: bytes) -> Callable[[], bytes]:
    """Edit the manifest of the smallest letter and have it sealed again: its signature holds."""

    def make() -> bytes:
        listed = files_of(good())[_MANIFEST].replace(old, new, 1)
        return changed(good(), {_MANIFEST: listed, _SIGNATURE: cast.node().sign(listed, cast.SIGNED)})

    return make


def _laughing() -> bytes:
    listed = files_of(good())[_MANIFEST].replace(b"?>\n", b"?>\n" + _BOMB, 1)
    listed = listed.replace(b"<ds:DigestValue>", b"<ds:DigestValue>&l9;", 1)
    return changed(good(), {_MANIFEST: listed, _SIGNATURE: cast.node().sign(listed, cast.SIGNED)})


def _encoded(listed: bytes) -> bytes:
    return b"\xff\xfe" + listed.decode().replace("UTF-8", "UTF-16").encode("utf-16-le")


def _utf16() -> bytes:
    listed = _encoded(files_of(good())[_MANIFEST])
    return changed(good(), {_MANIFEST: listed, _SIGNATURE: cast.node().sign(listed, cast.SIGNED)})


def _twice_listed() -> bytes:
    listed = files_of(good())[_MANIFEST]
    found = re.search(rb"<asic:DataObjectReference .*?</asic:DataObjectReference>", listed)
    return _manifest(found.group(), found.group() * 2)() if found else b""


def _two_texts() -> dict[str, bytes]:
    return {"001.txt": b"Copy of the first page.", "002.txt": b"Copy of the other page."}


def _with_texts() -> bytes:
    texts = _two_texts()
    listed = tuple(cast.attached(name, data) for name, data in texts.items())
    return cast.sealed(cast.receipt("with attachments", attachments=listed), attachments=texts).raw


def _swapped_texts() -> bytes:
    raw, (first, second) = _with_texts(), ("attachments/001.txt", "attachments/002.txt")
    files = files_of(raw)
    return changed(raw, {first: files[second], second: files[first]})


def _second_covers_less() -> bytes:
    """Have a second seal made over the document alone."""
    raw = _with_texts()
    return changed(raw, covering(cast.node(), raw, ("document.json",), 2))


def _forged(plan: Plan, credential: keys.Credential | None = None) -> Callable[[], bytes]:
    """Seal the smallest letter by a plan."""
    return lambda: cast.sealed(cast.receipt(), [Forger(Role.NODE, credential or cast.node_seal("RU"), plan)]).raw


def _changing(**parts: object) -> Plan:
    """Put some parts of the signature in another way."""
    return Plan(change=lambda made: replace(made, **parts))  # type: ignore[arg-type]  # fields of Parts


def _by(kind: keys.Kind, plan: Plan, name: str = "Node by another suite TEST") -> Callable[[], bytes]:
    return _forged(plan, keys.issued(name, kind=kind))


def _stolen() -> bytes:
    """Take a genuine signature of the same node from another letter."""
    other = cast.sealed(cast.receipt("another receipt")).raw
    return changed(good(), {_SIGNATURE: files_of(other)[_SIGNATURE]})


def _wrapped() -> bytes:
    """Carry the genuine manifest inside the signature, and another one, of another document, outside."""
    other = cast.receipt("smuggled")
    contents = Contents(document=cast.letter(other).document)
    signed = files_of(good())[_MANIFEST]
    made = parts_of(cast.node_seal("RU"), signed, cast.SIGNED, Plan())
    raw = assemble(contents, [cast.node()], cast.SIGNED).raw
    return changed(raw, {_SIGNATURE: replace(made, content=signed).written()})


def _two_signers(parts: Parts) -> Parts:
    other = parts_of(cast.node_seal("BY"), b"something else", cast.SIGNED, Plan())
    certificates = tuple(sorted({*parts.certificates, *other.certificates}))
    return replace(parts, certificates=certificates, more_signers=(other.signer,))


def _countersigned(parts: Parts) -> Parts:
    by = parts_of(cast.node_seal("BY"), parts.value, cast.SIGNED, Plan()).signer
    return replace(parts, unsigned=(tagged(SEQUENCE, ATTRIBUTES["counter signature"], tagged(SET, by)),))


def _recertified() -> keys.Credential:
    """Certify the key of the node again, with another name."""
    honest = cast.node_seal("RU")
    twin = keys.issued("Node of RU TEST", valid_until=keys.UNTIL.replace(year=2044))
    return replace(honest, certificate=twin.certificate)


MANIFESTS: Final = (
    refused(
        "manifest-none",
        5,
        "E-T-03",
        "A container without a signature.",
        "A letter that nobody signed.",
        lambda: changed(good(), {_MANIFEST: None, _SIGNATURE: None}),
    ),
    refused(
        "manifest-not-xml",
        5,
        "E-T-01",
        "A manifest that breaks off.",
        "A parser that guesses the rest.",
        _manifest(b"</asic:ASiCManifest>\n", b""),
        field=_MANIFEST,
    ),
    refused(
        "manifest-entity-bomb",
        5,
        "E-T-01",
        "A manifest with entities that multiply, properly signed.",
        "Billion laughs: a few lines that grow to gigabytes.",
        _laughing,
        field=_MANIFEST,
    ),
    refused(
        "manifest-external-entity",
        5,
        "E-T-11",
        "A manifest with an entity that names a file of the reader.",
        "XXE: a letter that makes the node read its own secrets or call somebody.",
        _manifest(b"?>\n", b"?>\n" + _EXTERNAL),
        field=_MANIFEST,
    ),
    refused(
        "manifest-external-dtd",
        5,
        "E-T-11",
        "A manifest with an external DTD.",
        "A reader that calls home when it opens a letter.",
        _manifest(b"?>\n", b"?>\n<!DOCTYPE a SYSTEM 'http://127.0.0.1:9/a.dtd'>"),
        field=_MANIFEST,
    ),
    refused(
        "manifest-comment",
        5,
        "E-T-11",
        "A manifest with a comment inside a digest.",
        "Text that one XML reader sees and another skips.",
        _manifest(b"<ds:DigestValue>", b"<ds:DigestValue><!-- -->"),
        field=_MANIFEST,
    ),
    refused(
        "manifest-white-space",
        5,
        "E-T-11",
        "A manifest with an indent.",
        "A second spelling of the same manifest.",
        _manifest(b"<asic:SigReference", b"  <asic:SigReference"),
        field=_MANIFEST,
    ),
    refused(
        "manifest-instruction",
        5,
        "E-T-11",
        "A manifest with a stylesheet.",
        "A viewer that shows what the stylesheet makes of it.",
        _manifest(b"?>\n", b'?>\n<?xml-stylesheet href="a.xsl"?>'),
        field=_MANIFEST,
    ),
    refused(
        "manifest-utf-16",
        5,
        "E-T-11",
        "A manifest in UTF-16.",
        "A second spelling of the same manifest.",
        _utf16,
        field=_MANIFEST,
    ),
    refused(
        "manifest-other-signature",
        5,
        "E-T-11",
        "A manifest that names the signature of another.",
        "Signatures exchanged between roles.",
        _manifest(b"signature001", b"signature002"),
        field=_MANIFEST,
    ),
    refused(
        "manifest-listed-twice",
        5,
        "E-T-11",
        "A manifest that lists a file twice.",
        "Two digests for one file, one of which is checked.",
        _twice_listed,
        field=_MANIFEST,
    ),
    refused(
        "manifest-weak-digest",
        5,
        "E-T-11",
        "A manifest that names SHA-1.",
        "A digest downgraded to one that can be forged.",
        _manifest(b"http://www.w3.org/2001/04/xmlenc#sha256", b"http://www.w3.org/2000/09/xmldsig#sha1"),
        field=_MANIFEST,
    ),
    refused(
        "manifest-no-role",
        5,
        "E-T-11",
        "A manifest that states no role.",
        "A signature that counts as whatever is missing.",
        _manifest(b">NODE<", b"><"),
        field=_MANIFEST,
    ),
    refused(
        "manifest-two-roles",
        5,
        "E-T-11",
        "A manifest that states two roles.",
        "One signature that counts twice.",
        _manifest(
            b">NODE</obmen:Role>",
            b'>NODE</obmen:Role><obmen:Role xmlns:obmen="urn:obmen:container:1">SEAL</obmen:Role>',
        ),
        field=_MANIFEST,
    ),
    refused(
        "manifest-address",
        5,
        "E-T-11",
        "A manifest that covers an address elsewhere.",
        "A reader that fetches what the letter points at.",
        _manifest(b'URI="document.json"', b'URI="http://127.0.0.1:9/document.json"'),
        field=_MANIFEST,
    ),
)

COVERAGE: Final = (
    refused(
        "coverage-unsigned-attachment",
        6,
        "E-T-11",
        "An attachment put in after sealing.",
        "Data outside the manifests: a paper that nobody signed for.",
        lambda: changed(good(), {"attachments/001.txt": b"-"}, before=_MANIFEST),
        field=_MANIFEST,
    ),
    refused(
        "coverage-second-signature",
        6,
        "E-T-11",
        "A second seal that covers the document and not its attachments.",
        "A seal that seems to stand under everything.",
        _second_covers_less,
        field="META-INF/ASiCManifest002.xml",
    ),
    refused(
        "coverage-missing-file",
        6,
        "E-T-11",
        "An attachment taken out after sealing.",
        "A paper that disappeared on the way.",
        lambda: changed(_with_texts(), {"attachments/002.txt": None}),
        field=_MANIFEST,
    ),
)

DIGESTS: Final = (
    refused(
        "digest-document",
        7,
        "E-T-03",
        "A document changed after sealing, in a proper archive.",
        "Somebody on the way changes a letter and computes the checksums anew.",
        lambda: edited(good(), "document.json", lambda data: data.replace(b"2026-03-02", b"2026-02-02", 1)),
        field="document.json",
    ),
    refused(
        "digest-attachments-swapped",
        7,
        "E-T-03",
        "Two attachments exchanged.",
        "The certificate of one debtor under the name of another.",
        _swapped_texts,
        field="attachments/001.txt",
    ),
)

SIGNATURES: Final = (
    refused(
        "signature-of-another-letter",
        8,
        "E-T-03",
        "A genuine signature taken from another letter.",
        "A signature cut out and pasted under something else.",
        _stolen,
        field=_SIGNATURE,
    ),
    refused(
        "signature-wrapping",
        8,
        "E-T-03",
        "The signed manifest travels inside the signature; another stands in its place.",
        "Signature wrapping: what is verified is not what is shown.",
        _wrapped,
        field=_SIGNATURE,
    ),
    refused(
        "signature-two-signers",
        8,
        "E-T-03",
        "Two signers in one signature.",
        "A reader that checks one signer and shows the other.",
        _forged(Plan(change=_two_signers)),
        field=_SIGNATURE,
    ),
    refused(
        "signature-indefinite",
        8,
        "E-T-03",
        "A signature in BER with an indefinite length.",
        "A second encoding, and the evidence gets a second digest.",
        lambda: edited(good(), _SIGNATURE, indefinite),
        field=_SIGNATURE,
    ),
    refused(
        "signature-trailing",
        8,
        "E-T-03",
        "A byte behind the signature.",
        "The same, for readers that stop early.",
        lambda: edited(good(), _SIGNATURE, lambda data: data + b"\0"),
        field=_SIGNATURE,
    ),
    refused(
        "signature-version",
        8,
        "E-T-03",
        "A SignedData of another version.",
        "An unsigned field that readers take differently.",
        _forged(_changing(version=VERSION_3)),
        field=_SIGNATURE,
    ),
    refused(
        "signature-counter-signature",
        8,
        "E-T-03",
        "A counter-signature in the unsigned attributes.",
        "Unsigned data that look as if somebody had signed for them.",
        _forged(Plan(change=_countersigned)),
        field=_SIGNATURE,
    ),
    refused(
        "signature-many-digests",
        8,
        "E-T-03",
        "A signature that announces SHA-1 besides.",
        "A reader that checks by the weaker of two.",
        _forged(_changing(digests=(digest_identifier("sha1"), digest_identifier("sha256")))),
        field=_SIGNATURE,
    ),
    refused(
        "signature-no-certificate-named",
        8,
        "E-T-03",
        "A signature without signing-certificate-v2.",
        "A certificate exchanged for another of the same key, which says something else.",
        _forged(Plan(without="signing certificate")),
        field=_SIGNATURE,
    ),
    refused(
        "signature-other-certificate-named",
        8,
        "E-T-03",
        "signing-certificate-v2 names another certificate.",
        "The same.",
        _forged(Plan(named=cast.node_seal("BY").certificate)),
        field=_SIGNATURE,
    ),
    refused(
        "signature-certificate-exchanged",
        8,
        "E-T-03",
        "The certificate is exchanged for another of the same key.",
        "A certificate with a longer term or another name, issued for the same key.",
        _forged(Plan(named=cast.node_seal("RU").certificate), _recertified()),
        field=_SIGNATURE,
    ),
    refused(
        "signature-no-time",
        8,
        "E-T-03",
        "A signature that states no time.",
        "Nobody can tell when the certificate had to be valid.",
        _forged(Plan(without="signing time")),
        field=_SIGNATURE,
    ),
    refused(
        "signature-no-content-type",
        8,
        "E-T-03",
        "A signature without content-type.",
        "Signed attributes taken for content (RFC 5652, 5.3).",
        _forged(Plan(without="content type")),
        field=_SIGNATURE,
    ),
    refused(
        "signature-sha-1",
        8,
        "E-T-03",
        "A signature by SHA-1.",
        "An algorithm downgraded to one that can be forged.",
        _forged(Plan(digest="sha1", algorithm=ECDSA["sha1"])),
        field=_SIGNATURE,
    ),
    refused(
        "signature-md5",
        8,
        "E-T-03",
        "A signature by MD5.",
        "The same, of an older time.",
        _by("RSA-2048", Plan(digest="md5", algorithm=RSA)),
        field=_SIGNATURE,
    ),
    refused(
        "signature-short-key",
        8,
        "E-T-03",
        "A signature by RSA of 1024 bits.",
        "A key that can be computed from its certificate.",
        _by("RSA-1024", Plan(algorithm=RSA), "Short node TEST"),
        field=_SIGNATURE,
    ),
    undetermined(
        "signature-unknown-curve",
        8,
        "E-T-05",
        "A signature on the curve P-521 with SHA-512.",
        "A good signature called bad by a node that cannot check it.",
        _by("P-521", Plan(digest="sha512", algorithm=ECDSA["sha512"])),
        field=_SIGNATURE,
    ),
    undetermined(
        "signature-algorithm-confused",
        8,
        "E-T-05",
        "A signature by P-256 that says it is RSA.",
        "The message chooses the algorithm by which a key is used, and not the certificate.",
        _forged(Plan(algorithm=RSA)),
        field=_SIGNATURE,
    ),
    undetermined(
        "signature-other-digest",
        8,
        "E-T-05",
        "A genuine signature by P-256 with SHA-512, which no suite has together.",
        "Suites taken apart and put together anew until one gives way.",
        _forged(Plan(digest="sha512", algorithm=ECDSA["sha512"])),
        field=_SIGNATURE,
    ),
    refused(
        "signature-empty-value",
        8,
        "E-T-03",
        "A signature whose value is zero and zero (0, 0).",
        "Psychic signatures: a library that believes zero for every key.",
        _forged(_changing(value=tagged(SEQUENCE, b"\x02\x01\x00", b"\x02\x01\x00"))),
        field=_SIGNATURE,
    ),
    refused(
        "signature-no-signer",
        8,
        "E-T-03",
        "A SignedData without a signer.",
        "A signature file that holds nothing but a certificate.",
        _forged(_changing(signed=False)),
        field=_SIGNATURE,
    ),
    refused(
        "signature-attributes-unsorted",
        8,
        "E-T-03",
        "Signed attributes that are not in the order of DER.",
        "A second encoding of what was signed.",
        _forged(Plan(change=lambda parts: replace(parts, attributes=tuple(reversed(parts.attributes))))),
        field=_SIGNATURE,
    ),
)


CASES: Final = (*MANIFESTS, *COVERAGE, *DIGESTS, *SIGNATURES)
