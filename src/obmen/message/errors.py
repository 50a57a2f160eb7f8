"""What can go wrong with a letter.

::

    Exception
    ├── MessageError              code, text_ru, field
    │   ├── NotAcceptable         technically not accepted: a T-02 is due (closed list of R-12.1.5)
    │   └── Undetermined          cannot tell yet: the letter is kept and tried again; no receipt is due
    └── ValueError
        └── Misuse                our own node used this room wrongly; never caught to continue

Codes are those of Annex A of the requirements. A legal defect (R-11.4) is neither: the letter is opened with a warning.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Sequence


_LONGEST_TEXT: Final = 1000
_LONGEST_FIELD: Final = 200


def _shown(text: str, longest: int) -> str:
    """Make a text fit for logs, screens and a T-02, whatever words of a stranger it repeats: visible, and not long."""
    plain = "".join(each if each.isprintable() else " " if each.isspace() else "�" for each in text[: longest + 1])
    return plain if len(plain) <= longest else f"{plain[:longest]}…"


class MessageError(Exception):
    """The letter cannot be taken in as it is.

    `code` is the code of Annex A, `text_ru` a complete Russian sentence, `field` the path of the file or field at
    fault, if there is one.
    """

    def __init__(self, code: str, text_ru: str, field: str = "") -> None:
        """Remember the code, the sentence and the place."""
        self.code = code
        self.text_ru = _shown(text_ru, _LONGEST_TEXT)
        self.field = _shown(field, _LONGEST_FIELD)
        super().__init__(f"{code}: {self.text_ru}" + (f" [{self.field}]" if field else ""))


class NotAcceptable(MessageError):  # noqa: N818  named as the document it leads to, T-02 «Не принято»
    """Technically not accepted: the sender is due a T-02, and the term of Art. 12 does not begin (R-12.1.5)."""


class Undetermined(MessageError):  # noqa: N818  named as the verdict («доставлено, проверяется»)
    """Cannot be told yet: the letter is kept and tried again, which is not the sender's fault (R-12.1.5).

    `wanted` are the certificates whose revocation must be asked before, each with its issuer's (DER).
    """

    def __init__(self, code: str, text_ru: str, field: str = "", wanted: Sequence[tuple[bytes, bytes]] = ()) -> None:
        """Remember what is missing, too."""
        super().__init__(code, text_ru, field)
        self.wanted = tuple(wanted)


class Misuse(ValueError):  # noqa: N818  it is a ValueError, and reads as one
    """Something was asked of this room that makes no sense, for example to seal a container without a signer."""
