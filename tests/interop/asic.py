"""A container as any program may read it, with nothing of ours: the standard library's ZIP and XML, and hashlib.

OpenSSL and pyHanko know signatures but no ASiC-E. This gives them what a signature is over, and says whether the files
are those that its manifest lists (EN 319 162-1, 4.4.3.2).
"""

from __future__ import annotations

import base64
import hashlib
import zipfile
from dataclasses import dataclass
from io import BytesIO
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

if TYPE_CHECKING:
    from collections.abc import Iterator

_ASIC = "{http://uri.etsi.org/02918/v1.2.1#}"
_DS = "{http://www.w3.org/2000/09/xmldsig#}"


@dataclass(frozen=True, slots=True)
class SignedManifest:
    """A manifest, its signature (CMS, DER), and which of the files that it lists are not as it says."""

    manifest: bytes
    signature: bytes
    broken: tuple[str, ...]


def signatures(raw: bytes) -> list[SignedManifest]:
    """Read a container, manifest by manifest."""
    with zipfile.ZipFile(BytesIO(raw)) as archive:
        files = {name: archive.read(name) for name in archive.namelist()}
    return [_read(name, files) for name in files if name.startswith("META-INF/ASiCManifest")]


def _read(name: str, files: dict[str, bytes]) -> SignedManifest:
    root = ET.fromstring(files[name])  # noqa: S314  made by this very test
    reference = root.find(f"{_ASIC}SigReference")
    assert reference is not None
    broken = tuple(uri for uri, digest in _listed(root) if hashlib.sha256(files[uri]).digest() != digest)
    return SignedManifest(files[name], files[reference.attrib["URI"]], broken)


def _listed(root: ET.Element) -> Iterator[tuple[str, bytes]]:
    for entry in root.iter(f"{_ASIC}DataObjectReference"):
        yield entry.attrib["URI"], base64.b64decode(entry.findtext(f"{_DS}DigestValue") or "")
