"""The slip that goes with a package where no connection proves who sends: a medium, the mail.

A slip is `document.json` in a container, sealed by the node that speaks: «this package is from me to you», «I have it
since», «I do not take it». Names of files, addresses of mail prove nothing; the seal does.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import TYPE_CHECKING, Final, Protocol
from uuid import UUID

from obmen.exchange.channel import Acknowledgement
from obmen.exchange.errors import Refused
from obmen.message import belief, container
from obmen.message.container import Contents
from obmen.message.encoding import StrictCodec
from obmen.message.errors import MessageError

if TYPE_CHECKING:
    from obmen.message.belief import Trust
    from obmen.message.seal import Signer

VERSION: Final = "1.0"
LARGEST: Final = 64 * 1024
"""How many bytes a sealed slip may have."""
_WORDS: Final = 1000


class Says(StrEnum):
    """What a slip says."""

    PACKAGE = "PACKAGE"
    """The package with this digest is from the node that seals to the other."""

    STORED = "STORED"
    """The node that seals has stored these very bytes."""

    REFUSED = "REFUSED"
    """It does not take them, by this code and for this reason."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Slip:
    """What one node says to another of a package; `sha256` (hex) and `size` are those of the package's bytes."""

    version: str = VERSION
    says: Says
    package_id: UUID
    from_node: str
    to_node: str
    sha256: str
    size: int
    stored_at: datetime | None = None
    code: str = ""
    text_ru: str = ""
    how_to_fix: str = ""

    def fits(self, package: bytes) -> bool:
        """Tell whether it is about these bytes."""
        return (self.size, self.sha256) == (len(package), hashlib.sha256(package).hexdigest())

    @property
    def answer(self) -> Acknowledgement | Refused | None:
        """Give what it answers to the sender of a package, if it is an answer."""
        if self.says is Says.STORED and self.stored_at:
            return Acknowledgement(package_id=self.package_id, sha256=self.sha256, stored_at=self.stored_at)
        if self.says is Says.REFUSED:
            return Refused(self.code, self.text_ru, self.how_to_fix)
        return None


_CODEC: Final = StrictCodec(Slip)


class NotBelieved(Exception):  # noqa: N818  named by what the reader does
    """A slip is damaged, not for us, or not sealed by the node that it names; the text says which, in Russian."""


class Notary(Protocol):
    """What a carrier needs to know of this node and of the register."""

    @property
    def node(self) -> str:
        """The id of this node."""

    def now(self) -> datetime:
        """Give the legal time."""

    def signer(self) -> Signer:
        """Give the seal of this node."""

    def trust(self, node: str) -> Trust:
        """Say by which seals a node is known today; by none when the register does not name it."""


def written(slip: Slip, notary: Notary) -> bytes:
    """Seal a slip."""
    return container.assemble(Contents(document=_CODEC.encode(slip)), [notary.signer()], notary.now()).raw


def with_package(notary: Notary, package_id: UUID, to_node: str, package: bytes) -> Slip:
    """Say that a package is ours."""
    return Slip(
        says=Says.PACKAGE,
        package_id=package_id,
        from_node=notary.node,
        to_node=to_node,
        sha256=hashlib.sha256(package).hexdigest(),
        size=len(package),
    )


def answering(slip: Slip, answer: Acknowledgement | Refused) -> Slip:
    """Answer the slip of a package to its sender."""
    stored = isinstance(answer, Acknowledgement)
    return Slip(
        says=Says.STORED if stored else Says.REFUSED,
        package_id=slip.package_id,
        from_node=slip.to_node,
        to_node=slip.from_node,
        sha256=slip.sha256,
        size=slip.size,
        stored_at=answer.stored_at if isinstance(answer, Acknowledgement) else None,
        code="" if isinstance(answer, Acknowledgement) else answer.code,
        text_ru="" if isinstance(answer, Acknowledgement) else answer.text_ru[:_WORDS],
        how_to_fix="" if isinstance(answer, Acknowledgement) else answer.how_to_fix[:_WORDS],
    )


def read(raw: bytes, notary: Notary) -> Slip:
    """Read a slip to us and check the seal of the node that it names. Raises `NotBelieved`."""
    try:
        sealed = container.read(raw)
        slip = _CODEC.decode(sealed.document, newer_minor=True)
        if slip.version.partition(".")[0] != VERSION.partition(".")[0]:
            raise NotBelieved(f"Сопроводительный лист версии {slip.version[:20]}; этот узел читает {VERSION}.")
        if slip.to_node != notary.node:
            raise NotBelieved(f"Сопроводительный лист адресован другому узлу ({shown(slip.to_node)}).")
        belief.check_signatures(sealed, notary.trust(slip.from_node), notary.now())
    except MessageError as error:
        raise NotBelieved(f"Сопроводительный лист не подтверждён. {error.text_ru}") from None
    return slip


def shown(text: str, longest: int = 200) -> str:
    """Make a stranger's words fit for a log and a screen: visible, in one line, and not long."""
    plain = "".join(each if each.isprintable() else " " for each in text[: longest + 1])
    return plain if len(plain) <= longest else f"{plain[:longest]}…"
