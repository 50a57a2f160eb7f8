"""Step 4: the archive and the make-up of the container."""

from __future__ import annotations

import zipfile
from functools import cache
from typing import Final

from vectors.making import cast
from vectors.making.archives import (
    CENTRAL,
    END,
    LOCAL,
    by_zipfile,
    changed,
    files_of,
    patched,
    renamed,
    u16,
    u32,
)
from vectors.making.case import refused

from obmen.message import canonical_zip

_PAIR: Final = ("META-INF/ASiCManifest001.xml", "META-INF/signature001.p7s")


@cache
def good() -> bytes:
    """Give the smallest container that opens: a receipt."""
    return cast.sealed(cast.receipt()).raw


def _overlapping() -> bytes:
    """Point two entries of the directory at one file."""
    return patched(good(), CENTRAL, 42, u32(0), which=1)


def _bomb() -> bytes:
    """Compress a gibibyte's worth of declared nothing: the size is only claimed."""
    squeezed = by_zipfile({**files_of(good()), "document.json": b"\0" * 1_000_000}, zipfile.ZIP_DEFLATED)
    at = squeezed.index(b"document.json") - 30
    return squeezed[: at + 22] + u32(0x40000000) + squeezed[at + 26 :]


def _twice() -> bytes:
    """Add the document a second time, with other content."""
    files = list(files_of(good()).items())
    other = files[1][1].replace(b"T-01", b"T-02")
    first = canonical_zip.write(dict(files))
    second = canonical_zip.write({"document.json": other})
    start = first.index(CENTRAL)
    return first[:start] + second[: second.index(CENTRAL)] + first[start:]


def _many_signatures() -> bytes:
    pairs = {
        name: b"-"
        for at in range(2, 10)
        for name in (f"META-INF/ASiCManifest{at:03}.xml", f"META-INF/signature{at:03}.p7s")
    }
    return changed(good(), pairs)


def _many_attachments() -> bytes:
    attached = {f"attachments/{at:03}.txt": b"-" for at in range(1, 42)}
    return changed(good(), attached, before=_PAIR[0])


def _many_files() -> bytes:
    attached = {f"attachments/{at:03}.txt": b"-" for at in range(1, 66)}
    return changed(good(), attached, before=_PAIR[0])


def _reordered() -> bytes:
    files = files_of(good())
    return canonical_zip.write({name: files[name] for name in ("mimetype", *_PAIR, "document.json")})


def _mimetype_last() -> bytes:
    files = files_of(good())
    return canonical_zip.write({**{name: files[name] for name in list(files)[1:]}, "mimetype": files["mimetype"]})


CASES: Final = (
    refused(
        "zip-empty", 4, "E-T-11", "A file of no bytes.", "An upload that broke off before its first byte.", lambda: b""
    ),
    refused(
        "zip-cut",
        4,
        "E-T-01",
        "A container that ends in the middle.",
        "A connection that broke off.",
        lambda: good()[:700],
        field="document.json",
    ),
    refused(
        "zip-checksum",
        4,
        "E-T-01",
        "One bit of the document is turned; the checksum stays.",
        "A worn disk or cable.",
        lambda: good().replace(b'"T-01"', b'"T-11"', 1),
        field="document.json",
    ),
    refused(
        "zip-bomb",
        4,
        "E-T-01",
        "A deflated file that declares a gibibyte.",
        "A ZIP bomb: a small file that fills the memory of whoever unpacks it.",
        _bomb,
        field="document.json",
    ),
    refused(
        "zip-huge-size",
        4,
        "E-T-01",
        "A stored file that declares four gibibytes.",
        "A reader that allocates what a header promises.",
        lambda: patched(good(), LOCAL, 18, u32(0xFFFFFFFF) * 2, which=1),
        field="document.json",
    ),
    refused(
        "zip-deflated",
        4,
        "E-T-01",
        "A faithful copy with compressed files, as any ZIP program writes it.",
        "Two readers that unpack differently; the evidence would get a second digest.",
        lambda: by_zipfile(files_of(good()), zipfile.ZIP_DEFLATED),
        field="document.json",
    ),
    refused(
        "zip-other-program",
        4,
        "E-T-11",
        "A faithful copy with stored files, written by another program.",
        "Evidence that was packed anew on the way and has another digest than the receipt names.",
        lambda: by_zipfile(files_of(good())),
    ),
    refused(
        "zip-overlapping",
        4,
        "E-T-11",
        "Two entries of the directory point at one file.",
        "Overlapping entries (the bomb of 42 kilobytes), or two readers that see different files.",
        _overlapping,
    ),
    refused(
        "zip-name-twice",
        4,
        "E-T-11",
        "A second document.json with other content stands behind the signed one.",
        "The checker reads the first file of a name and the viewer the last.",
        _twice,
        field="document.json",
    ),
    refused(
        "zip-hidden-file",
        4,
        "E-T-11",
        "The directory at the end leaves a file out.",
        "A file that one reader sees and another does not.",
        lambda: patched(patched(good(), END, 8, u16(3)), END, 10, u16(3)),
    ),
    refused(
        "zip-traversal",
        4,
        "E-T-11",
        "A file named «../../document.js».",
        "A path that climbs out of the folder in which it is unpacked.",
        lambda: renamed(changed(good(), {"attachments/a.txt": b"-"}), "attachments/a.txt", b"../../document.js"),
    ),
    refused(
        "zip-absolute",
        4,
        "E-T-11",
        "A file named «/etc/cron.d/a.txt».",
        "An absolute path that is written where it points.",
        lambda: renamed(changed(good(), {"attachments/a.txt": b"-"}), "attachments/a.txt", b"/etc/cron.d/a.txt"),
    ),
    refused(
        "zip-backslash",
        4,
        "E-T-11",
        "A file named «attachments\\a.txt».",
        "A path that is a name on one system and a folder on another.",
        lambda: renamed(changed(good(), {"attachments/a.txt": b"-"}), "attachments/a.txt", b"attachments\\a.txt"),
    ),
    refused(
        "zip-null-in-name",
        4,
        "E-T-11",
        "A name that ends early for a reader in C.",
        "A check that reads past the end of the name another reader sees.",
        lambda: renamed(changed(good(), {"attachments/a.txt": b"-"}), "attachments/a.txt", b"document.json\0txt"),
    ),
    refused(
        "zip-lookalike-name",
        4,
        "E-T-11",
        "A file «dосument.json» whose second and third letters are Cyrillic.",
        "A second document that looks like the first in every listing.",
        lambda: renamed(changed(good(), {"documentxx.json": b"{}"}), "documentxx.json", "dосument.json".encode()),
    ),
    refused(
        "zip-capitals",
        4,
        "E-T-11",
        "A second «DOCUMENT.JSON».",
        "Two files that are one on a disk that ignores capitals.",
        lambda: changed(good(), {"DOCUMENT.JSON": b"{}"}, before=_PAIR[0]),
    ),
    refused(
        "zip-behind",
        4,
        "E-T-11",
        "A letter with a second archive behind its end.",
        "A polyglot: one reader begins at the front and another at the back.",
        lambda: good() + by_zipfile({"a.txt": b"-"}),
    ),
    refused(
        "zip-before",
        4,
        "E-T-11",
        "A letter with a script before its beginning.",
        "A file that is a program for one reader and a letter for another.",
        lambda: b"#!/bin/sh\nexit\n" + good(),
    ),
    refused(
        "zip-between",
        4,
        "E-T-11",
        "Bytes between the last file and the directory.",
        "Data outside all manifests.",
        lambda: good().replace(CENTRAL, b"hidden" + CENTRAL, 1),
    ),
    refused(
        "zip-comment",
        4,
        "E-T-11",
        "A comment of the archive.",
        "Unsigned text that travels under a signature.",
        lambda: patched(good(), END, 20, u16(6)) + b"secret",
    ),
    refused(
        "zip-extra-field",
        4,
        "E-T-11",
        "A header with an extra field.",
        "Unsigned data that travel under a signature.",
        lambda: patched(good(), CENTRAL, 30, u16(4)),
    ),
    refused(
        "zip-encrypted",
        4,
        "E-T-11",
        "A header that says the file is encrypted.",
        "A reader that asks for a password and is given one by the forger.",
        lambda: patched(good(), LOCAL, 6, u16(1), which=1),
    ),
    refused(
        "zip-second-document",
        4,
        "E-T-11",
        "A «document2.json» beside the document.",
        "A second document smuggled in for whoever lists the folder.",
        lambda: changed(good(), {"document2.json": b"{}"}, before=_PAIR[0]),
    ),
    refused(
        "zip-foreign-meta",
        4,
        "E-T-11",
        "A «META-INF/notes.txt» that no manifest may cover.",
        "Data outside the manifests, where signatures do not look.",
        lambda: changed(good(), {"META-INF/notes.txt": b"-"}),
    ),
    refused(
        "zip-order",
        4,
        "E-T-11",
        "The files stand in another order.",
        "A second encoding of the same letter.",
        _reordered,
    ),
    refused(
        "zip-mimetype-last",
        4,
        "E-T-11",
        "The mimetype stands last.",
        "A file that does not say at its beginning what it is.",
        _mimetype_last,
    ),
    refused(
        "zip-mimetype-other",
        4,
        "E-T-11",
        "A mimetype of another container.",
        "A document of another format opened by its name.",
        lambda: changed(good(), {"mimetype": b"application/vnd.etsi.asic-s+zip"}),
        field="mimetype",
    ),
    refused(
        "zip-no-document",
        4,
        "E-T-11",
        "A container without document.json.",
        "A signed nothing.",
        lambda: changed(good(), {"document.json": None}),
    ),
    refused(
        "zip-gap-in-signatures",
        4,
        "E-T-11",
        "The second signature without the first.",
        "A signature taken out without a trace.",
        lambda: changed(cast.sealed(cast.receipt(), [cast.node(), cast.node()]).raw, dict.fromkeys(_PAIR)),
    ),
    refused(
        "zip-signature-without-manifest",
        4,
        "E-T-11",
        "A signature whose manifest is not there.",
        "A signature over nobody knows what.",
        lambda: changed(good(), {_PAIR[0]: None}),
    ),
    refused(
        "zip-many-files",
        4,
        "E-T-11",
        "Sixty-nine files.",
        "An archive of a million entries that keeps the node busy.",
        _many_files,
        field="attachments/063.txt",
    ),
    refused(
        "zip-many-attachments",
        4,
        "E-T-10",
        "Forty-one attachments.",
        "More papers than a node must hold.",
        _many_attachments,
        field="attachments/",
    ),
    refused(
        "zip-many-signatures",
        4,
        "E-T-10",
        "Nine signatures.",
        "Signatures without end, each to be checked.",
        _many_signatures,
        field="META-INF/",
    ),
    refused(
        "zip-large-manifest",
        4,
        "E-T-10",
        "A manifest of 65 537 bytes.",
        "An XML text that takes minutes to read.",
        lambda: changed(good(), {_PAIR[0]: b" " * 65_537}),
        field=_PAIR[0],
    ),
)
