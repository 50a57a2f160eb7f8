"""Art. 6(3), 12: the results that an item of an answer can have, what each needs, and which of them close it."""

from __future__ import annotations

from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from obmen.treaty.documents.answers import AnswerItem, ItemStatus
from obmen.treaty.documents.requests import SubjectCode
from obmen.treaty.labelled import Labelled
from obmen.treaty.subjects import catalogue

if TYPE_CHECKING:
    from collections.abc import Mapping


class Finality(Labelled):
    """Whether a result closes its item (R-6.3.1)."""

    ALWAYS = "ALWAYS", "окончательный"
    WITH_STEPS = "WITH_STEPS", "окончательный, если записано, что сделано"
    NEVER = "NEVER", "не окончательный"


@dataclass(frozen=True, slots=True, kw_only=True)
class StatusRule:
    """A row of the table R-6.3.1: a result, whether it closes the item, and what it needs, in Russian."""

    status: ItemStatus
    finality: Finality
    needs: str

    @property
    def sentence(self) -> str:
        """Say it for people: «Недоступно органу для раскрытия: окончательный; нужна причина»."""
        return f"{self.status.label}: {self.finality.label}; {self.needs}"


_TABLE: Final = (
    (ItemStatus.PROVIDED, Finality.ALWAYS, "нужны сведения или документы"),
    (ItemStatus.PARTIAL, Finality.ALWAYS, "нужны сведения или документы и причина, по которой представлено не всё"),
    (ItemStatus.NONE_FOUND, Finality.ALWAYS, "нужны источник и дата проверки"),
    (ItemStatus.NOT_ACCESSIBLE, Finality.ALWAYS, "нужна причина"),
    (ItemStatus.WITHHELD_RESERVATION, Finality.ALWAYS, "нужны обстоятельства и норма законодательства"),
    (ItemStatus.DECLINED_OPTIONAL, Finality.ALWAYS, "нужна причина; только для последнего абзаца ст. 3"),
    (ItemStatus.SOURCE_NO_REPLY, Finality.WITH_STEPS, "нужны источник, принятые меры и их даты"),
    (ItemStatus.MATCH_UNCERTAIN, Finality.NEVER, "нужны дополнительные сведения о должнике (ст. 14)"),
    (ItemStatus.PENDING, Finality.NEVER, "результата ещё нет"),
)
status_rules: Final[Mapping[ItemStatus, StatusRule]] = MappingProxyType(
    {status: StatusRule(status=status, finality=finality, needs=needs) for status, finality, needs in _TABLE},
)
"""Every result with what it needs and whether it is final, in the order of the table R-6.3.1."""

NEVER_FINAL: Final = tuple(each.status for each in status_rules.values() if each.finality is Finality.NEVER)
"""The results with which no item is closed."""


def is_final(item: AnswerItem) -> bool:
    """Decide by Art. 6(3) and 12 whether the result of an item closes it (R-6.3.1)."""
    if item.status is None:
        return False
    finality = status_rules[item.status].finality
    return finality is Finality.ALWAYS or (finality is Finality.WITH_STEPS and steps_told(item))


def steps_told(item: AnswerItem) -> bool:
    """Decide by Art. 5(1) whether it is told what was done to obtain the data: whom was asked, and when (R-5.1.3).

    Either every step has its source and date, or the item's own fields tell of one: source, date, what was done.
    """
    if item.steps:
        return all(step.source.strip() and step.on for step in item.steps)
    return bool(item.source.strip() and item.as_of and item.reason.strip())


def allowed_statuses(subject: SubjectCode, *, final: bool, reservation: bool = False) -> tuple[ItemStatus, ...]:
    """List by Art. 6 the results that an item on `subject` can have.

    In a final answer only final ones; «в пределах оговорки» only for 6.a where a reservation can be relied on;
    «необязательный пункт» only for what may be declined (Art. 3, last paragraph).
    """
    withheld = subject is SubjectCode.ACCOUNTS and reservation
    refused = {
        *(NEVER_FINAL if final else ()),
        *(() if withheld else (ItemStatus.WITHHELD_RESERVATION,)),
        *(() if catalogue[subject].optional else (ItemStatus.DECLINED_OPTIONAL,)),
    }
    return tuple(status for status in ItemStatus if status not in refused)
