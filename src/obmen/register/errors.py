"""Why a part of the register is not taken; what was held before stays in force (R-18.5, R-18.8).

::

    RegisterError            code, text_ru, how_to_fix
    ├── Older                an edition that a newer one has replaced (rollback)
    ├── Fork                 another content under a version, or after a predecessor, that we hold
    ├── Gap                  editions in between are missing
    ├── NotPinned            not the first edition that was compared outside the system
    ├── BadSeal              not sealed by the one who may: the depositary (E-T-06), the central authority (E-18-03)
    ├── Unreadable           not a part of the register, or of a format newer than this node
    └── Contradiction        sealed, but it contradicts itself, the legal part or another Party's annex
"""

from __future__ import annotations

from typing import ClassVar


class RegisterError(Exception):
    """A part of the register is not taken.

    `code` is of Annex A, `text_ru` says what is wrong, `how_to_fix` what to do; both are complete Russian sentences.
    """

    usual_fix: ClassVar[str] = "Получите издание реестра у депозитария и повторите приём."

    def __init__(self, text_ru: str, *, code: str = "E-T-06", how_to_fix: str = "") -> None:
        """Remember the code, the sentence and the advice."""
        self.code = code
        self.text_ru = text_ru
        self.how_to_fix = how_to_fix or self.usual_fix
        super().__init__(f"{code}: {text_ru} {self.how_to_fix}")


class Older(RegisterError):  # noqa: N818  named by what was offered
    """An edition that a newer one has replaced."""

    usual_fix = "Ничего делать не нужно: продолжает действовать более новое издание."


class Fork(RegisterError):  # noqa: N818  same
    """Another content under a version that we hold: two sealed editions where there must be one."""

    usual_fix = (
        "Не принимайте ни одно из двух изданий вручную: сообщите депозитарию и центральному органу Стороны, "
        "сохранив оба файла."
    )


class Gap(RegisterError):  # noqa: N818  same
    """Editions between ours and the offered one are missing."""

    usual_fix = "Получите недостающие издания и примите их по порядку."


class NotPinned(RegisterError):  # noqa: N818  same
    """It is not the first edition whose fingerprint was compared outside the system (R-18.8)."""

    usual_fix = (
        "Сверьте отпечаток первого издания с депозитарием по другому каналу (лично, по телефону) "
        "и исправьте register_fingerprint в настройках узла, если в нём ошибка."
    )


class BadSeal(RegisterError):  # noqa: N818  same
    """It is not sealed by the one who may seal it."""

    usual_fix = "Запросите издание, заверенное надлежащей печатью; до этого действует прежнее издание."


class Unreadable(RegisterError):  # noqa: N818  same
    """It is not a part of the register, or its format is newer than this node."""

    usual_fix = "Проверьте, что выбран файл издания реестра; если файл верный, обновите узел."


class Contradiction(RegisterError):  # noqa: N818  same
    """It is sealed properly, but contradicts itself, the legal part or another Party's annex."""

    usual_fix = "Сообщите издателю об ошибке и дождитесь исправленного издания; до этого действует прежнее."
