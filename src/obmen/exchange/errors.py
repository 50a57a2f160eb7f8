"""What can happen to a package on its way, and to a question.

::

    ExchangeError            text_ru, how_to_fix, worth_retrying
    ├── Unreachable          the peer did not take it: try again
    │   └── NotConfirmed     the peer may have taken it, its answer did not reach us: try again, twice does no harm
    ├── Refused              the peer answered that it does not take it: code, text
    └── NotAnswered          an address that is no node's (timestamps, lists of revoked certificates) gave no answer
"""

from __future__ import annotations

from typing import Final

MAY_PASS: Final = frozenset({"E-T-06", "E-T-12"})
"""Refusals that end when the peer takes the edition of the register that we already have."""


class ExchangeError(Exception):
    """A package was not delivered; `text_ru` says why, `how_to_fix` what to do, both in complete Russian sentences."""

    def __init__(self, text_ru: str, how_to_fix: str = "") -> None:
        """Remember the sentence and the advice."""
        super().__init__(f"{text_ru} {how_to_fix}".rstrip())
        self.text_ru = text_ru
        self.how_to_fix = how_to_fix

    @property
    def worth_retrying(self) -> bool:
        """Whether the same bytes may pass later without anybody's doing."""
        return True


class Unreachable(ExchangeError):  # noqa: N818  named by the state of the peer
    """The peer was not reached, is not who the register says, or is out of order."""


class NotConfirmed(Unreachable):
    """The package left, and the peer did not confirm these very bytes: it may or may not have stored them."""


class Refused(ExchangeError):  # noqa: N818  named by what the peer did
    """The peer answered that it does not take the package; `code` is of Annex A when the peer gave one."""

    def __init__(self, code: str, text_ru: str, how_to_fix: str = "") -> None:
        """Remember what the peer said."""
        super().__init__(text_ru, how_to_fix)
        self.code = code

    @property
    def worth_retrying(self) -> bool:
        """Whether the peer may take it once its register is as new as ours."""
        return self.code in MAY_PASS


class NotAnswered(ExchangeError):  # noqa: N818  named by what the caller meets
    """An address was not called, did not answer, or not with what was asked."""
