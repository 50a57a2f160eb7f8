"""Letters as they should be: one of each make-up."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from typing import Final

from vectors.making import cast, paper
from vectors.making.case import Case
from vectors.making.cast import BRANCH, MINSK, Letter

from obmen.message import rendering
from obmen.message.encoding import encode
from obmen.message.rendering import Letterhead
from obmen.treaty.documents import Document, Kind, NotAccepted

_HEAD: Final = Letterhead(name_ru="Учебное управление принудительного исполнения", party="RU")


def _refusal() -> bytes:
    """Seal a T-02: what came could not be read."""
    model = cast.receipt("refusal")
    payload = NotAccepted(code="E-T-01", text="Сообщение повреждено и не читается.", container_sha256="")
    envelope = replace(model.envelope, type=Kind.NOT_ACCEPTED)
    return cast.sealed(Document(envelope=envelope, payload=payload)).raw


def _from_minsk() -> bytes:
    document = cast.request("from Minsk", sender_authority=MINSK, register=cast.edition_of("BY"))
    return cast.sealed(document, [cast.person("BY"), cast.sealing(MINSK)]).raw


def _on_our_paper() -> bytes:
    """Print a request as this program prints it."""
    document = cast.request("on our own paper")
    raw = encode(document)
    digest = hashlib.sha256(raw).hexdigest()
    printed = paper.by(
        "our-own-paper", document, raw, lambda: rendering.render(document, json_digest=digest, letterhead=_HEAD)
    )
    return Letter(document=raw, rendition=printed).sealed(cast.signers_of(Kind.REQUEST)).raw


def _attached() -> bytes:
    texts = {"001.txt": b"Copy of the first page.", "002.txt": b"Copy of the other page."}
    listed = tuple(cast.attached(name, data) for name, data in texts.items())
    return cast.sealed(cast.notice("with attachments", attachments=listed), attachments=texts).raw


_NOBODY: Final = "Nobody: it is how such a letter looks."
CASES: Final = (
    Case(
        name="receipt",
        what="A T-01, sealed by the node (ECDSA P-256).",
        guards=_NOBODY,
        make=lambda: cast.sealed(cast.receipt()).raw,
    ),
    Case(name="refusal", what="A T-02, sealed by the node.", guards=_NOBODY, make=_refusal),
    Case(
        name="notice",
        what="An M-02 under the seal of the authority alone.",
        guards=_NOBODY,
        make=lambda: cast.sealed(cast.notice()).raw,
    ),
    Case(
        name="notice-p-384",
        what="An M-02 under a seal on P-384 with SHA-384.",
        guards="A node that knows one curve.",
        make=lambda: cast.sealed(cast.notice("from a branch", sender_authority=BRANCH), [cast.sealing(BRANCH)]).raw,
    ),
    Case(
        name="request",
        what="An M-01, signed by an officer and sealed, on another Party's paper.",
        guards=_NOBODY,
        make=lambda: cast.sealed(cast.request()).raw,
    ),
    Case(
        name="request-rsa",
        what="An M-01, signed and sealed by RSA of 2048 bits.",
        guards="A node that knows elliptic curves only.",
        make=_from_minsk,
    ),
    Case(
        name="request-our-paper",
        what="An M-01 on the paper of this program.",
        guards="A reader that knows its own templates only.",
        make=_on_our_paper,
    ),
    Case(name="attachments", what="An M-02 with two attachments.", guards=_NOBODY, make=_attached),
)
