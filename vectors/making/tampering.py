"""Renditions that tell a program one thing and a reader another: two prints in one, or one with more in it.

`lie` shows a reader 530 000, `true` carries the 350 000 of the data; each way hides the second under the first.
"""

from __future__ import annotations

import io
import re
from decimal import Decimal
from typing import TYPE_CHECKING, Final

import pikepdf
from pikepdf import Array, Dictionary, Name, Stream, String

if TYPE_CHECKING:
    from collections.abc import Callable


def _saved(pdf: pikepdf.Pdf) -> bytes:
    out = io.BytesIO()
    pdf.save(out, static_id=True, object_stream_mode=pikepdf.ObjectStreamMode.disable)
    return out.getvalue()


def _under(
    before: str, after: str = "", prepare: Callable[[pikepdf.Pdf], None] | None = None
) -> Callable[[bytes, bytes], bytes]:
    """Paint the true print between these commands, before the lie is painted."""

    def lay(lie: bytes, true: bytes) -> bytes:
        with pikepdf.open(io.BytesIO(lie)) as pdf, pikepdf.open(io.BytesIO(true)) as other:
            page = pdf.pages[0]
            form = pdf.copy_foreign(other.pages[0].as_form_xobject())
            page.Resources.XObject = Dictionary(Truth=form)
            page.Resources.ExtGState = Dictionary(Clear=Dictionary(Type=Name.ExtGState, ca=0, CA=0), Pale=_pale())
            if prepare:
                prepare(pdf)
            page.contents_add(Stream(pdf, f"q {before} /Truth Do {after} Q".encode()), prepend=True)
            return _saved(pdf)

    return lay


def _pale() -> Dictionary:
    return Dictionary(Type=Name.ExtGState, ca=Decimal("0.125"), CA=Decimal("0.125"))


def _as_layer(pdf: pikepdf.Pdf) -> None:
    """Make a layer that is switched off."""
    layer = pdf.make_indirect(Dictionary(Type=Name.OCG, Name=String("layer")))
    pdf.Root.OCProperties = Dictionary(OCGs=Array([layer]), D=Dictionary(OFF=Array([layer]), Order=Array([layer])))
    pdf.pages[0].Resources.Properties = Dictionary(Layer=layer)


def _added(add: Callable[[pikepdf.Pdf], None]) -> Callable[[bytes, bytes], bytes]:
    """Add something to the true print."""

    def change(lie: bytes, true: bytes) -> bytes:
        del lie
        with pikepdf.open(io.BytesIO(true)) as pdf:
            add(pdf)
            return _saved(pdf)

    return change


def _script(pdf: pikepdf.Pdf) -> None:
    pdf.Root.OpenAction = Dictionary(S=Name.JavaScript, JS=String("app.alert('350 000');"))


def _page_script(pdf: pikepdf.Pdf) -> None:
    pdf.pages[0].AA = Dictionary(O=Dictionary(S=Name.JavaScript, JS=String("app.alert('350 000');")))


def _launch(pdf: pikepdf.Pdf) -> None:
    pdf.Root.OpenAction = Dictionary(S=Name.Launch, F=String("calc.exe"))


def _attachment(pdf: pikepdf.Pdf) -> None:
    pdf.attachments["other.txt"] = b"Another document."


def _form(pdf: pikepdf.Pdf) -> None:
    field = pdf.make_indirect(
        Dictionary(
            Type=Name.Annot,
            Subtype=Name.Widget,
            FT=Name.Tx,
            T=String("sum"),
            V=String("530 000,00 RUB"),
            Rect=Array([50, 700, 400, 800]),
            DA=String("/Helv 12 Tf 0 g"),
        )
    )
    pdf.pages[0].Annots = Array([field])
    pdf.Root.AcroForm = Dictionary(Fields=Array([field]), NeedAppearances=True)


def _note(pdf: pikepdf.Pdf) -> None:
    """Stick a note over the whole page; its picture is a white sheet."""
    sheet = Stream(pdf, b"1 1 1 rg 0 0 595 842 re f")
    sheet.Type, sheet.Subtype, sheet.BBox = Name.XObject, Name.Form, Array([0, 0, 595, 842])
    note = Dictionary(Type=Name.Annot, Subtype=Name.Stamp, Rect=Array([0, 0, 595, 842]), F=4, AP=Dictionary(N=sheet))
    pdf.pages[0].Annots = Array([pdf.make_indirect(note)])


def _painted_over(pdf: pikepdf.Pdf) -> None:
    pdf.pages[0].contents_add(Stream(pdf, b"q 1 g 0 0 595 842 re f Q"))


def _blackened(pdf: pikepdf.Pdf) -> None:
    pdf.pages[0].contents_add(Stream(pdf, b"q 0 g 0 0 595 842 re f Q"))


def _cropped(pdf: pikepdf.Pdf) -> None:
    pdf.pages[0].CropBox = Array([0, 0, 595, 130])


def _whitened(pdf: pikepdf.Pdf) -> None:
    """Print everything in white."""
    page = pdf.pages[0]
    painted = b"\n".join(_uncoloured(stream.read_bytes()) for stream in _streams(page))
    page.Contents = Stream(pdf, b"1 g 1 G\n" + painted)


def _streams(page: pikepdf.Page) -> list[pikepdf.Object]:
    contents = page.obj.Contents
    return list(contents) if isinstance(contents, Array) else [contents]


def _uncoloured(commands: bytes) -> bytes:
    """Leave out the commands that choose a colour."""
    return re.sub(rb"/\S+ cs|[0-9. ]+ scn?\b|[0-9.]+ g\b|[0-9. ]+ rg\b", b"", commands)


def _on_the_sum(change: Callable[[pikepdf.Pdf, bytes], bytes]) -> Callable[[bytes, bytes], bytes]:
    """Change the one passage in which the lie differs from the truth: the printed sum."""

    def tamper(lie: bytes, true: bytes) -> bytes:
        with pikepdf.open(io.BytesIO(lie)) as pdf, pikepdf.open(io.BytesIO(true)) as other:
            passages, same = _passages(pdf), set(_passages(other))
            changed = [each if each in same else change(pdf, each) for each in passages]
            pdf.pages[0].Contents = Stream(pdf, b"/Span".join(changed))
            return _saved(pdf)

    return tamper


def _passages(pdf: pikepdf.Pdf) -> list[bytes]:
    commands = b"\n".join(stream.read_bytes() for stream in _streams(pdf.pages[0]))
    return commands.split(b"/Span")


def _renamed(pdf: pikepdf.Pdf, passage: bytes) -> bytes:
    """Draw it by a copy of the font that says a drawn 5 is a 3 and the other way round."""
    fonts = pdf.pages[0].Resources.Font
    font = pdf.make_indirect(Dictionary(dict(fonts.f0.items())))
    names = fonts.f0.ToUnicode.read_bytes()
    swapped = re.sub(rb"(?<=> )<003([35])>", lambda found: b"<0033>" if found[1] == b"5" else b"<0035>", names)
    font.ToUnicode = Stream(pdf, swapped)
    fonts.lie = font
    return passage.replace(b"/f0 ", b"/lie ")


def _spoken_otherwise(_pdf: pikepdf.Pdf, passage: bytes) -> bytes:
    """Say beside it what a program should read in its place (ActualText)."""
    said = "350\u202f000,00".encode("utf-16-be").hex().encode()
    return passage.replace(b">>BDC", b"/ActualText<FEFF" + said + b">>>BDC", 1)


_TWO: Final = "A page that shows 530 000 while a program reads 350 000: a person signs one sum and sends another."
_BLIND: Final = "A page on which a reader sees nothing and a program reads everything."
_ACTIVE: Final = "A paper that does something when it is opened, on the machine of an officer of another State."

WAYS: Final = (
    ("text-mode-invisible", "The true sum is written in the invisible mode (Tr 3).", _TWO, _under("3 Tr"), ""),
    ("text-transparent", "The true sum is fully transparent.", _TWO, _under("/Clear gs"), ""),
    ("text-off-page", "The true sum stands beside the page.", _TWO, _under("1 0 0 1 3000 0 cm"), ""),
    ("text-tiny", "The true sum is a hundredth of a point high.", _TWO, _under("0.001 0 0 0.001 300 400 cm"), ""),
    (
        "text-microprint",
        "The true sum stands in a print of three points.",
        _TWO,
        _under("0.3 0 0 0.3 300 20 cm"),
        "",
    ),
    (
        "text-pale",
        "The true sum is a shadow of a twentieth of black.",
        _TWO,
        _under("/Pale gs 1 0 0 1 200 -300 cm"),
        "",
    ),
    ("text-clipped", "The true sum is cut away.", _TWO, _under("0 0 1 1 re W n"), ""),
    ("text-covered", "The true sum lies under a white sheet.", _TWO, _under("", "1 g 0 0 595 842 re f"), ""),
    (
        "text-hidden-layer",
        "The true sum stands in a layer that is switched off.",
        _TWO,
        _under("/OC /Layer BDC", "EMC", _as_layer),
        "document.pdf",
    ),
    (
        "text-spoken-otherwise",
        "The drawn sum is said to mean the true one (ActualText).",
        _TWO,
        _on_the_sum(_spoken_otherwise),
        "",
    ),
    ("text-renamed", "The font says that a drawn 5 is a 3.", _TWO, _on_the_sum(_renamed), ""),
    ("text-white", "Everything is printed in white.", _BLIND, _added(_whitened), "document.pdf"),
    ("painted-over", "A white sheet lies over everything.", _BLIND, _added(_painted_over), "document.pdf"),
    ("blackened", "A black sheet lies over everything.", _BLIND, _added(_blackened), "document.pdf"),
    ("cropped", "The page is cropped to its foot.", _BLIND, _added(_cropped), "document.pdf"),
    ("note", "A note in white is stuck over the page.", _BLIND, _added(_note), "document.pdf"),
    ("form", "A form with a field that can say anything.", _TWO, _added(_form), "document.pdf"),
    ("script", "A script that runs when the file is opened.", _ACTIVE, _added(_script), "document.pdf"),
    ("page-script", "A script that runs when the page is shown.", _ACTIVE, _added(_page_script), "document.pdf"),
    ("launch", "A program that starts when the file is opened.", _ACTIVE, _added(_launch), "document.pdf"),
    (
        "attachment",
        "A file attached to the printed form.",
        "A second document smuggled in under the first one's signature.",
        _added(_attachment),
        "document.pdf",
    ),
)
"""Name, what it is, what it guards against, how it is made, and the place that is named when it is refused."""
