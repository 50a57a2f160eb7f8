"""Attacks that no committed file can play: too large, or many in one. Each names the step that stops it.

The others are vectors, `vectors/bad`, and are opened in `test_vectors`. Replay, and another letter under a known
number, are the node's: `tests/node/delivery/test_receiving.py`. Signatures and certificates by step: `test_opening`.
"""

from __future__ import annotations

import io
import tracemalloc
import zipfile
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name, Stream, String
from tests.message import test_whole_letter as whole
from tests.support import markers, peers
from tests.support.peers import ALMATY_PEER, RECEIVED, Book

from obmen.message import canonical_zip, encoding, rendering
from obmen.message.container import Contents, assemble
from obmen.message.encoding import encode
from obmen.message.errors import MessageError, NotAcceptable
from obmen.message.limits import DEFAULT
from obmen.message.opening import open_container
from obmen.message.rendering import read_rendition, same_values

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from obmen.message.strict_json import Json

RECEIPT = peers.sealed(peers.receipt())
MIB = 1024 * 1024


def refused(raw: bytes) -> NotAcceptable:
    with pytest.raises(NotAcceptable) as caught:
        open_container(raw, received_at=RECEIVED, book=Book())
    return caught.value


def peak_of(act: Callable[[], object]) -> int:
    """Tell how much memory an act takes at most."""
    tracemalloc.start()
    try:
        act()
        return tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()


# --- (1), (4): oversized everything ------------------------------------------------------------------------------


def test_1_a_byte_too_many() -> None:
    """Step 1, for a package and for evidence: nothing is read of it."""
    raw = bytes(DEFAULT.package + 1)
    with pytest.raises(NotAcceptable, match="E-T-10"):
        ALMATY_PEER.open(raw, Book())
    assert refused(raw).code == "E-T-10"


def test_4_a_document_too_large() -> None:
    """Step 4: before its JSON is parsed."""
    raw = canonical_zip.write({**RECEIPT.files, "document.json": b" " * (DEFAULT.json + 1)})
    assert (refused(raw).code, refused(raw).field) == ("E-T-10", "document.json")


def test_4_a_bomb_takes_no_more_memory_than_its_own_size() -> None:
    """Step 4: a hundred mebibytes of nothing in a hundred kilobytes are never unpacked."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        archive.writestr("mimetype", RECEIPT.files["mimetype"])
        archive.writestr("document.json", bytes(100 * MIB))
    bomb = out.getvalue()
    assert len(bomb) < MIB
    assert peak_of(lambda: refused(bomb)) < MIB


def test_5_a_manifest_that_would_grow_to_gigabytes() -> None:
    """Step 5: entities are never replaced, within the sixty-four kilobytes a manifest may have."""
    entities = "".join(f"<!ENTITY l{at} '{f'&l{at - 1};' * 500}'>" for at in range(1, 15))
    text = f"<?xml version='1.0'?><!DOCTYPE a [<!ENTITY l0 'laugh'>{entities}]><a>&l14;</a>"
    assert len(text) < DEFAULT.manifest
    raw = canonical_zip.write({**RECEIPT.files, "META-INF/ASiCManifest001.xml": text.encode()})
    assert peak_of(lambda: refused(raw)) < MIB
    assert refused(raw).code in {"E-T-01", "E-T-11"}


def test_9_json_as_large_and_as_deep_as_it_may_be() -> None:
    """Step 9: two mebibytes of brackets, quotes or names neither hang nor crash the reader."""
    for text in (b"[" * DEFAULT.json, b'{"a":' * (DEFAULT.json // 5), b'"' * DEFAULT.json, b"1" * DEFAULT.json):
        with pytest.raises(NotAcceptable, match="E-T-01"):
            encoding.decode(text)


# --- What a stranger writes never commands who reads the error ----------------------------------------------------


def test_an_error_shows_a_strangers_words_harmlessly() -> None:
    """No line of its own in a log, no turned-around text on a screen, no megabyte in a T-02."""
    hostile = "RU-770\r\n2026-03-02 INFO opened \u202eдаолжен\x1b[2J" + "x" * 100_000
    document = peers.request(sender_authority=hostile)
    error = refused(peers.sealed(document, rendition=b"%PDF").raw)
    assert error.code == "E-18-01"
    assert str(error).isprintable()
    assert len(str(error)) < 2000


def broken(value: Json) -> Iterator[Json]:
    """Give the value with each of its leaves in turn spoilt: another type, a number, a list around it."""
    if isinstance(value, dict):
        for name, inner in value.items():
            yield from ({**value, name: each} for each in broken(inner))
        return
    if isinstance(value, list):
        for at, inner in enumerate(value):
            yield from ([*value[:at], each, *value[at + 1 :]] for each in broken(inner))
    yield [value]
    yield {"was": value}
    if isinstance(value, str):
        yield f"{value}\ud800"
        yield 4401712


def test_no_error_repeats_the_content() -> None:
    """Wherever a document is wrong, the error names the place and says none of its words (acceptance: logs, T-02)."""
    document = markers.marked(whole.DOCUMENT.payload)
    raw = encode(replace(whole.DOCUMENT, payload=document))
    assert raw.decode().count(markers.MARK) > 1
    texts = [told for changed in broken(encoding.parsed_or_unreadable(raw)) for told in errors_of(changed)]
    assert len(texts) > 100
    hidden = (markers.MARK, "350000", "4401712", "Үлгі")
    assert [text for text in texts if any(each in text for each in hidden)] == []


def errors_of(value: Json) -> Iterator[str]:
    """Give the texts of the error that comes of a value, if one does."""
    import json  # noqa: PLC0415  the one place where JSON is written past the codec

    try:
        encoding.decode(json.dumps(value, ensure_ascii=True).encode())
    except MessageError as error:
        yield f"{error!r} {error} {error.text_ru} {error.field}"


# --- (16): the rendition ------------------------------------------------------------------------------------------


def edited(change: Callable[[pikepdf.Pdf], None], **options: Any) -> bytes:  # noqa: ANN401  options of saving
    """Print the letter and change the PDF."""
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(whole.printed(whole.DOCUMENT, whole.DOCUMENT))) as pdf:
        change(pdf)
        pdf.save(out, **options)
    return out.getvalue()


def scripted(pdf: pikepdf.Pdf) -> None:
    pdf.Root.OpenAction = Dictionary(S=Name.JavaScript, JS=String("app.alert(1)"))


def test_16_a_script_packed_away_is_found() -> None:
    """Step 16: in an object stream, where no search of the file's bytes would see it."""
    packed = edited(scripted, object_stream_mode=pikepdf.ObjectStreamMode.generate)
    assert b"JavaScript" not in packed
    assert read_rendition(packed).active
    assert not same_values(whole.DOCUMENT, packed)


def test_16_a_script_spelt_otherwise_is_found() -> None:
    """Step 16: «/J#61vaScript» is the same name (ISO 32000-1, 7.3.5)."""
    plain = edited(scripted, object_stream_mode=pikepdf.ObjectStreamMode.disable)
    assert read_rendition(plain.replace(b"/JavaScript", b"/J#61v#61Script").replace(b"/JS", b"/J#53")).active


def test_16_an_encrypted_file_is_no_paper() -> None:
    """Step 16: what opens without a password for us may not for the court, and hides what it holds."""
    locked = edited(lambda _pdf: None, encryption=pikepdf.Encryption(owner="owner", user=""))
    assert read_rendition(locked).active


def test_16_words_that_name_a_script_are_only_words() -> None:
    """Step 16: a title and a bookmark may say «/JavaScript», in brackets or not; nobody is refused for words."""

    def say(pdf: pikepdf.Pdf) -> None:
        pdf.docinfo["/Title"] = "ТОО «/JS /Launch» (/JavaScript) \\( /AcroForm"
        pdf.docinfo["/Subject"] = "stream\n/Launch /EmbeddedFiles endstream /JS"

    assert not read_rendition(edited(say)).active
    assert same_values(whole.DOCUMENT, edited(say))


def test_16_a_link_is_only_underlined_text() -> None:
    """Step 16: an address in a letterhead that a program made clickable."""

    def link(pdf: pikepdf.Pdf) -> None:
        action = Dictionary(S=Name.URI, URI=String("mailto:office@example.org"))
        note = Dictionary(
            Type=Name.Annot, Subtype=Name.Link, Rect=Array([0, 0, 50, 9]), Border=Array([0, 0, 0]), A=action
        )
        pdf.pages[0].Annots = Array([pdf.make_indirect(note)])

    assert same_values(whole.DOCUMENT, edited(link))


def test_16_a_page_beyond_all_paper() -> None:
    """Step 16: drawing a wall of two hundred inches would take a gigabyte."""

    def stretch(pdf: pikepdf.Pdf) -> None:
        pdf.pages[0].MediaBox = Array([0, 0, 14_400, 14_400])

    finding = same_values(whole.DOCUMENT, edited(stretch))
    assert not finding
    assert "не читается" in finding.because


def test_16_more_pages_than_anybody_signs() -> None:
    """Step 16: a thousand and one."""

    def swell(pdf: pikepdf.Pdf) -> None:
        for _ in range(1000):
            pdf.add_blank_page()

    assert "не читается" in same_values(whole.DOCUMENT, edited(swell)).because


@pytest.mark.parametrize("grey", [0.75, 0.9, 1.0])
def test_16_text_must_stand_out_from_its_paper(grey: float) -> None:
    """Step 16: grey print is read, white is not, whatever the difference in the numbers."""

    def pale(pdf: pikepdf.Pdf) -> None:
        pdf.pages[0].contents_add(Stream(pdf, f"q {grey} g 0 0 600 850 re f Q".encode()), prepend=True)

    assert same_values(whole.DOCUMENT, edited(pale))

    def nearly_white(pdf: pikepdf.Pdf) -> None:
        form = pdf.pages[0].as_form_xobject()
        state = Dictionary(Type=Name.ExtGState, ca=0.04 if grey == 1.0 else 0.0)
        pdf.pages[0].Resources = Dictionary(XObject=Dictionary(Pale=form), ExtGState=Dictionary(Pale=state))
        pdf.pages[0].Contents = Stream(pdf, f"q {grey} g 0 0 600 850 re f Q /Pale gs /Pale Do".encode())

    assert not same_values(whole.DOCUMENT, edited(nearly_white))


def test_16_what_is_printed_in_every_style_is_read() -> None:
    """Step 16: nothing honest is taken for hidden: every page of our own letters reads as a whole."""
    facts = rendering.read_rendition(whole.printed(whole.DOCUMENT, whole.DOCUMENT))
    assert not any("\ufffd" in page for page in facts.pages)
    assert same_values(whole.DOCUMENT, whole.printed(whole.DOCUMENT, whole.DOCUMENT))


# --- A letter that is well made and has nothing to say ------------------------------------------------------------


def test_9_a_signed_nothing() -> None:
    """Step 9: every signature holds over an empty document."""
    made = assemble(Contents(document=b""), [peers.MOSCOW_PEER.node], peers.SIGNED)
    assert refused(made.raw).code == "E-T-01"
