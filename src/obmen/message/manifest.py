"""The list of files that one signature covers: ASiCManifest (ETSI EN 319 162-1, 4.4.3.2 and A.4).

Our profile adds one extension, the role in which the signature is made, and one spelling: reading writes the manifest
anew and compares.
"""

from __future__ import annotations

import base64
import binascii
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from lxml import etree

from obmen.message.canonical_zip import NAME, damaged, not_of_profile
from obmen.message.seal import Role

ASIC: Final = "http://uri.etsi.org/02918/v1.2.1#"
XMLDSIG: Final = "http://www.w3.org/2000/09/xmldsig#"
OBMEN: Final = "urn:obmen:container:1"
SHA256: Final = "http://www.w3.org/2001/04/xmlenc#sha256"

MEDIA_TYPES: Final = {
    "json": "application/json",
    "pdf": "application/pdf",
    "p7s": "application/x-pkcs7-signature",
    "png": "image/png",
    "jpg": "image/jpeg",
    "tif": "image/tiff",
    "xml": "application/xml",
    "txt": "text/plain",
}
"""Media types by the ending of a name; anything else is application/octet-stream."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Manifest:
    """What one signature covers: its file, its role, and the SHA-256 of every covered file by name, in their order."""

    signature: str
    role: Role
    digests: Mapping[str, bytes]


def write(manifest: Manifest) -> bytes:
    """Write the manifest; names are of the profile and need no escaping."""
    objects = "".join(_object(name, digest) for name, digest in manifest.digests.items())
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        f'<asic:ASiCManifest xmlns:asic="{ASIC}" xmlns:ds="{XMLDSIG}">'
        f'<asic:SigReference URI="{manifest.signature}" MimeType="{MEDIA_TYPES["p7s"]}"/>'
        f"{objects}"
        '<asic:ASiCManifestExtensions><asic:Extension Critical="false">'
        f'<obmen:Role xmlns:obmen="{OBMEN}">{manifest.role}</obmen:Role>'
        "</asic:Extension></asic:ASiCManifestExtensions>"
        "</asic:ASiCManifest>\n"
    ).encode("ascii")


def read(raw: bytes, name: str) -> Manifest:
    """Read a manifest of the profile. Raises `NotAcceptable`: E-T-01 no XML, E-T-11 not of the profile."""
    root = _parse(raw, name)
    try:
        manifest = Manifest(signature=_signature(root), role=_role(root), digests=_digests(root))
    except (LookupError, ValueError):
        manifest = None
    if manifest is None or write(manifest) != raw:
        raise not_of_profile("Опись подписанных файлов составлена не по правилам.", name)
    return manifest


def _object(name: str, digest: bytes) -> str:
    media_type = MEDIA_TYPES.get(name.rpartition(".")[2], "application/octet-stream")
    return (
        f'<asic:DataObjectReference URI="{name}" MimeType="{media_type}">'
        f'<ds:DigestMethod Algorithm="{SHA256}"/>'
        f"<ds:DigestValue>{base64.b64encode(digest).decode()}</ds:DigestValue>"
        "</asic:DataObjectReference>"
    )


def _parse(raw: bytes, name: str) -> etree._Element:
    """Parse XML that can reach nothing outside itself and expand nothing."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        return etree.fromstring(raw, parser)
    except (etree.LxmlError, ValueError):
        raise damaged("опись подписанных файлов — не XML", name) from None


def _signature(root: etree._Element) -> str:
    return _plain(root.findall(f"{{{ASIC}}}SigReference")[0].attrib["URI"])


def _role(root: etree._Element) -> Role:
    return Role(root.findall(f".//{{{OBMEN}}}Role")[0].text or "")


def _digests(root: etree._Element) -> dict[str, bytes]:
    return {
        _plain(reference.attrib["URI"]): _digest(reference.findtext(f"{{{XMLDSIG}}}DigestValue") or "")
        for reference in root.findall(f"{{{ASIC}}}DataObjectReference")
    }


def _plain(name: str | bytes) -> str:
    """Pass a name of the profile; anything else could change the meaning of what `write` makes of it."""
    if not isinstance(name, str) or not NAME.fullmatch(name):
        raise ValueError(name)
    return name


def _digest(text: str) -> bytes:
    try:
        return base64.b64decode(text, validate=True)
    except binascii.Error as error:
        raise ValueError(text) from error
