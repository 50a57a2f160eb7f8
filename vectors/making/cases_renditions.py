"""Steps 15 and 16: attachments that are those listed, and a rendition that shows a reader what the data say."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from vectors.making import cast, paper, tampering
from vectors.making.case import refused
from vectors.making.cast import Letter

from obmen.message.encoding import encode

if TYPE_CHECKING:
    from collections.abc import Callable

    from obmen.treaty.documents import Document


def _attached(listed: dict[str, bytes], present: dict[str, bytes]) -> Callable[[], bytes]:
    def make() -> bytes:
        described = tuple(cast.attached(name, data) for name, data in listed.items())
        return cast.sealed(cast.receipt("with attachments", attachments=described), attachments=present).raw

    return make


def _printed(edit: Callable[[bytes], bytes]) -> Callable[[], bytes]:
    """Seal the request with its rendition edited: the person signs what the editing shows."""

    def make() -> bytes:
        document = cast.request()
        raw = encode(document)
        return _with(document, edit(paper.printed(document, raw)))

    return make


def _tampered(name: str, tamper: Callable[[bytes, bytes], bytes]) -> Callable[[], bytes]:
    """Seal the request with a rendition that hides the true sum behind another."""

    def make() -> bytes:
        document = cast.request()
        raw = encode(document)
        lie, true = paper.lying(cast.request(amount=_LIE), document, raw), paper.printed(document, raw)
        return _with(document, paper.carrying(f"rendition-{name}", raw, lambda: tamper(lie, true)))

    return make


def _with(document: Document, rendition: bytes | None) -> bytes:
    return Letter(document=encode(document), rendition=rendition).sealed(cast.signers_of(document.envelope.type)).raw


def _other_sum() -> bytes:
    document = cast.request()
    return _with(document, paper.lying(cast.request(amount=_LIE), document, encode(document)))


def _other_digest() -> bytes:
    document, other = cast.request(), cast.request("another request")
    return _with(document, paper.printed(other, encode(other)))


def _receipt_printed() -> bytes:
    document = cast.notice()
    return _with(cast.receipt(), paper.printed(document, encode(document)))


_LIE: Final = "530000.00"
_LISTED: Final = "envelope.attachments"
_PDF: Final = "document.pdf"
_AMOUNT: Final = "payload.documents.0.amount"


def _numbered(number: str) -> Callable[[], bytes]:
    return lambda: cast.sealed(cast.request(f"number {number!a}", case_id=number)).raw


NUMBERS: Final = (
    refused(
        "number-of-another-party",
        15,
        "E-T-02",
        "A request of Russia under a number of Belarus.",
        "Numbers taken before their owner uses them: the genuine request would then be refused as a repeat.",
        _numbered("BY-101-2026-000001"),
        field="envelope.caseId",
    ),
    refused(
        "number-that-is-a-path",
        15,
        "E-T-02",
        "A request under the number «RU-770 /../../x».",
        "A number that becomes the name of a file somewhere.",
        _numbered("RU-770 /../../x"),
        field="envelope.caseId",
    ),
)

ATTACHMENTS: Final = (
    refused(
        "attachment-not-listed",
        15,
        "E-T-01",
        "An attachment that the document does not list.",
        "A paper that is not part of the letter.",
        _attached({}, {"001.txt": b"-"}),
        field=_LISTED,
    ),
    refused(
        "attachment-missing",
        15,
        "E-T-01",
        "An attachment that is listed and not there.",
        "A letter that proves what it does not hold.",
        _attached({"001.txt": b"-"}, {}),
        field=_LISTED,
    ),
    refused(
        "attachment-other",
        15,
        "E-T-01",
        "An attachment with another content than the document lists.",
        "A paper exchanged before sealing.",
        _attached({"001.txt": b"-"}, {"001.txt": b"+"}),
        field=_LISTED,
    ),
    refused(
        "attachment-one-name",
        15,
        "E-T-01",
        "Two files under one number.",
        "One listed paper that is two.",
        _attached({"001.txt": b"-"}, {"001.txt": b"-", "001.xml": b"-"}),
        field=_LISTED,
    ),
)

PAPER: Final = (
    refused(
        "rendition-none",
        16,
        "E-T-04",
        "A request without its printed form.",
        "Data that no person could have read before signing (Art. 10).",
        lambda: _with(cast.request(), None),
        field=_PDF,
    ),
    refused(
        "rendition-no-pdf",
        16,
        "E-T-04",
        "A printed form that is not a PDF.",
        "A file that every viewer shows differently.",
        _printed(lambda _pdf: b"<html>"),
        field=_PDF,
    ),
    refused(
        "rendition-of-a-receipt",
        16,
        "E-T-11",
        "A receipt with a printed form.",
        "A paper that nobody compares with anything.",
        _receipt_printed,
        field=_PDF,
    ),
    refused(
        "rendition-other-sum",
        16,
        "E-T-04",
        "The printed form says 530 000, the data say 350 000.",
        "A person signs one sum and sends another.",
        _other_sum,
        field=_AMOUNT,
    ),
    refused(
        "rendition-other-document",
        16,
        "E-T-04",
        "The printed form of another request with the same values.",
        "One paper for two cases.",
        _other_digest,
        field=_PDF,
    ),
    *(
        refused(f"rendition-{name}", 16, "E-T-04", what, guards, _tampered(name, tamper), field=field or _AMOUNT)
        for name, what, guards, tamper, field in tampering.WAYS
    ),
)

CASES: Final = (*NUMBERS, *ATTACHMENTS, *PAPER)
