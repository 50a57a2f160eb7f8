"""The shell of a container whose content was destroyed: it still proves who signed which digests, and when (Art. 9(6)).

A shell is the container without its content: `mimetype`, the manifests and the signatures, byte by byte as they were.
Manifests hold digests only, and a salt in the document keeps anyone from guessing it from its digest. Whoever kept a
file elsewhere (a national archive, a printed form) can show that it was the one.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from obmen.message import canonical_zip, signatures
from obmen.message.container import MIMETYPE, Container
from obmen.message.errors import NotAcceptable
from obmen.message.limits import DEFAULT, Limits
from obmen.message.signatures import Signed

_KEPT: Final = ("mimetype", "META-INF/")


@dataclass(frozen=True, slots=True, kw_only=True)
class Shell:
    """A shell that was read: its signatures, whose arithmetic holds, and the SHA-256 (hex) of each signed file."""

    raw: bytes
    signed: tuple[Signed, ...]
    digests: Mapping[str, str]

    def names_of(self, content: bytes) -> tuple[str, ...]:
        """Tell which of the signed files these bytes are; none when they are not one of them."""
        digest = hashlib.sha256(content).hexdigest()
        return tuple(name for name, signed in self.digests.items() if signed == digest)


def shell_of(container: Container) -> bytes:
    """Take the content out of a container."""
    return canonical_zip.write({name: data for name, data in container.files.items() if name.startswith(_KEPT)})


def read_shell(raw: bytes, limits: Limits = DEFAULT) -> Shell:
    """Read a shell and check the arithmetic of its signatures. Raises `NotAcceptable`, `Undetermined`."""
    files = {name: bytes(view) for name, view in canonical_zip.read(raw, limits.entries).items()}
    if files.get("mimetype") != MIMETYPE or not all(name.startswith(_KEPT) for name in files):
        raise NotAcceptable("E-T-11", "Файл — не оболочка контейнера: в ней только манифесты и подписи.")
    container = Container(raw, files)
    manifests = signatures.read_manifests(container)
    digests = [{name: digest.hex() for name, digest in each.digests.items()} for each in manifests.values()]
    if any(each != digests[0] for each in digests):
        raise NotAcceptable("E-T-01", "Подписи оболочки сделаны над разным содержанием.")
    return Shell(raw=raw, signed=signatures.verify(container, manifests), digests=digests[0])
