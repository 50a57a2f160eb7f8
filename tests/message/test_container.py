"""The signed container: its files, their order and its limits."""

from __future__ import annotations

from datetime import datetime

import pytest
from tests.support import peers

from obmen.message import canonical_zip, container, manifest
from obmen.message.container import Contents, Role, assemble
from obmen.message.errors import Misuse, NotAcceptable
from obmen.message.limits import Limits
from obmen.message.manifest import Manifest

CONTAINER = assemble(
    Contents(document=b"{}", rendition=b"%PDF", attachments={"002.pdf": b"two", "001.png": b"one"}),
    [peers.MOSCOW_PEER.person, peers.MOSCOW_PEER.seal],
    peers.SIGNED,
)


def refused(files: dict[str, bytes], limits: Limits | None = None) -> tuple[str, str]:
    with pytest.raises(NotAcceptable) as caught:
        container.read(canonical_zip.write(files), limits or Limits())
    return caught.value.code, caught.value.field


def test_the_files_stand_in_the_order_of_the_profile() -> None:
    """First `mimetype`, content, then a manifest and a signature for each signer."""
    assert list(CONTAINER.files) == [
        "mimetype",
        "document.json",
        "document.pdf",
        "attachments/001.png",
        "attachments/002.pdf",
        "META-INF/ASiCManifest001.xml",
        "META-INF/signature001.p7s",
        "META-INF/ASiCManifest002.xml",
        "META-INF/signature002.p7s",
    ]
    assert CONTAINER.raw[30:69] == b"mimetypeapplication/vnd.etsi.asic-e+zip"


def test_its_parts_are_at_hand() -> None:
    """Document, rendition and attachments by their names."""
    assert (CONTAINER.document, CONTAINER.rendition) == (b"{}", b"%PDF")
    assert CONTAINER.attachments == {"001.png": b"one", "002.pdf": b"two"}
    assert list(CONTAINER.content) == ["document.json", "document.pdf", "attachments/001.png", "attachments/002.pdf"]
    assert container.read(CONTAINER.raw) == CONTAINER
    assert len(CONTAINER.identity) == 64


@pytest.mark.parametrize(
    "names",
    [
        ["document.json"],
        ["document.json", "mimetype"],
        ["mimetype"],
        ["mimetype", "document.pdf"],
        ["mimetype", "document.json", "other.txt"],
        ["mimetype", "document.json", "attachments/1.pdf"],
        ["mimetype", "document.json", "attachments/001.PDF"],
        ["mimetype", "document.json", "attachments/002.pdf", "attachments/001.pdf"],
        ["mimetype", "document.json", "META-INF/ASiCManifest001.xml"],
        ["mimetype", "document.json", "META-INF/signature001.p7s"],
        ["mimetype", "document.json", "META-INF/ASiCManifest002.xml", "META-INF/signature002.p7s"],
        ["mimetype", "document.json", "META-INF/container.xml"],
    ],
)
def test_any_other_set_or_order_of_files_is_refused(names: list[str]) -> None:
    """Only what the profile names, and only where it names it."""
    files = {name: container.MIMETYPE if name == "mimetype" else b"" for name in names}
    assert refused(files)[0] == "E-T-11"


def test_another_mimetype_is_refused() -> None:
    """The container says what it is."""
    assert refused({**CONTAINER.files, "mimetype": b"application/zip"}) == ("E-T-11", "mimetype")


def test_what_is_too_large_is_refused_by_name() -> None:
    """Each part has its own limit (E-T-10)."""
    files = dict(CONTAINER.files)
    assert refused(files, Limits(package=100)) == ("E-T-10", "")
    assert refused(files, Limits(json=1)) == ("E-T-10", "document.json")
    assert refused(files, Limits(manifest=10)) == ("E-T-10", "META-INF/ASiCManifest001.xml")
    assert refused(files, Limits(attachments=1)) == ("E-T-10", "attachments/")
    assert refused(files, Limits(signatures=1)) == ("E-T-10", "META-INF/")


@pytest.mark.parametrize("name", ["1.pdf", "../001.pdf", "001", "001.pdf/x", "договор.pdf"])
def test_our_own_foreign_attachment_name_is_a_mistake(name: str) -> None:
    """Real names stand in the document; in the container they are numbers."""
    with pytest.raises(Misuse, match=r"001\.pdf"):
        assemble(Contents(document=b"{}", attachments={name: b""}), [peers.MOSCOW_PEER.seal], peers.SIGNED)


def test_a_container_needs_a_signer_and_a_time_with_offset() -> None:
    """Nothing leaves unsigned, and no time is guessed."""
    with pytest.raises(Misuse):
        assemble(Contents(document=b"{}"), [], peers.SIGNED)
    with pytest.raises(Misuse):
        assemble(Contents(document=b"{}"), [peers.MOSCOW_PEER.seal], datetime(2026, 3, 2))  # noqa: DTZ001  the mistake


def test_what_nobody_would_take_is_refused_before_any_key_is_asked() -> None:
    """A signature that was made cannot be taken back; a token may even ask for a PIN. People are told in `cases`."""
    signer = peers.MOSCOW_PEER.seal
    asked: list[bytes] = []

    class Watched:
        role, certificate = signer.role, signer.certificate

        def sign(self, data: bytes, at: datetime) -> bytes:
            asked.append(data)
            return signer.sign(data, at)

    fitting = Contents(document=b"{}", attachments={"001.pdf": bytes(1000)})
    with pytest.raises(Misuse, match="1033 bytes to be signed, of 1032"):
        assemble(fitting, [Watched()], peers.SIGNED, Limits(package=1032))
    assert asked == []
    assemble(fitting, [Watched()], peers.SIGNED)
    assert len(asked) == 1


# --- Manifests ---------------------------------------------------------------------------------------------------

MANIFEST = Manifest(signature="META-INF/signature001.p7s", role=Role.SEAL, digests={"document.json": bytes(32)})


def manifest_refused(raw: bytes) -> str:
    with pytest.raises(NotAcceptable) as caught:
        manifest.read(raw, "META-INF/ASiCManifest001.xml")
    return caught.value.code


def test_a_manifest_reads_back() -> None:
    """The covered files, their digests and the role of the signature."""
    assert manifest.read(manifest.write(MANIFEST), "") == MANIFEST


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        ("<asic:SigReference", "<!-- hidden --><asic:SigReference", "E-T-11"),
        ("?>\n", '?>\n<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]>', "E-T-11"),
        ("SEAL", "&amp;", "E-T-11"),
        ("SEAL", "KING", "E-T-11"),
        ("SEAL", "<x/>SEAL", "E-T-11"),
        ("sha256", "sha1", "E-T-11"),
        ('URI="document.json"', 'URI="../document.json"', "E-T-11"),
        ('URI="document.json"', 'URI="document.json" Rootfile="true"', "E-T-11"),
        ("<ds:DigestValue>", "<ds:DigestValue> ", "E-T-11"),
        ("AAAA", "????", "E-T-11"),
        ("</asic:ASiCManifest>", "", "E-T-01"),
        ("UTF-8", "UTF-16", "E-T-01"),
    ],
)
def test_a_manifest_has_one_spelling(old: str, new: str, code: str) -> None:
    """No comment, entity, foreign digest or second meaning."""
    raw = manifest.write(MANIFEST)
    assert old.encode() in raw
    assert manifest_refused(raw.replace(old.encode(), new.encode(), 1)) == code


@pytest.mark.parametrize("raw", [b"", b"<", b"<a/>", b"\0", b"<a>" * 10_000, b'<?xml version="1.0" encoding="x"?><a/>'])
def test_what_is_no_manifest_is_refused(raw: bytes) -> None:
    """Other XML, or none, gives our own error."""
    assert manifest_refused(raw) in ("E-T-01", "E-T-11")
