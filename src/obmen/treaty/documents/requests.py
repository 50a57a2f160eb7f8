"""M-01, the request (Art. 3-8, 11, 12(2), 16)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from obmen.treaty.documents.values import (
    Body,
    Claimant,
    Debtor,
    EnforcementDocument,
    NaturalPerson,
    Period,
    Proceeding,
)
from obmen.treaty.labelled import Labelled


class Purpose(Labelled):
    """Purposes of the exchange (Art. 2(2)); they bound the later use of what is received (Art. 9(1))."""

    ENFORCEMENT = "ENFORCEMENT", "обеспечение принудительного исполнения исполнительного документа"
    LEGAL_ASSISTANCE = "LEGAL_ASSISTANCE", "повышение эффективности механизмов правовой помощи"


class SubjectCode(Labelled):
    """What may be asked: codes stay inside, labels use the Agreement's own letters."""

    ACCOUNTS = "6.a", "подп. а) ст. 6 — денежные средства"
    REAL_ESTATE = "6.b", "подп. б) ст. 6 — недвижимое имущество"
    VEHICLES = "6.c", "подп. в) ст. 6 — транспортные средства"
    SHARES = "6.d", "подп. г) ст. 6 — доли, паи, вклады в капитале"
    OTHER_ASSETS = "6.e", "подп. д) ст. 6 — иное имущество"
    EMPLOYMENT = "7.a", "подп. а) ст. 7 — место работы"
    INCOME = "7.b", "подп. б) ст. 7 — источники и размер доходов"
    WHEREABOUTS_PERSON = "8.a", "подп. а) ст. 8 — адрес физического лица"
    WHEREABOUTS_ORGANISATION = "8.b", "подп. б) ст. 8 — местонахождение юридического лица"

    @property
    def short(self) -> str:
        """The code as people write it: «6.а», «7.б»."""
        number, _, letter = self.value.partition(".")
        return f"{number}.{'абвгд'['abcde'.index(letter)]}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Subject:
    """One item of the request; `income_period` belongs to 7.b, `justification` of its own to 6.e (R-9.1.2)."""

    code: SubjectCode
    justification: str = ""
    income_period: Period | None = None
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Confidentiality:
    """A wish that the request stay confidential (Art. 16)."""

    scope: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """The request of one body about one debtor (Art. 11).

    `initiator` has the proceeding, `transmitter` is its Party's designated authority (often the same), `receiver` the
    other Party's (Art. 18). `version` grows with supplements (R-14.4).
    """

    initiator: Body = Body()
    transmitter: Body = Body()
    receiver: Body = Body()
    proceeding: Proceeding = Proceeding()
    documents: tuple[EnforcementDocument, ...] = ()
    debtor: Debtor = NaturalPerson()
    claimants: tuple[Claimant, ...] = ()
    purposes: tuple[Purpose, ...] = (Purpose.ENFORCEMENT,)
    justification: str = ""
    subjects: tuple[Subject, ...] = ()
    factual_circumstances: str = ""
    content: str = ""
    desired_date: date | None = None
    desired_reason: str = ""
    confidentiality: Confidentiality | None = None
    art25_confirmation: str = ""
    other: str = ""
    version: int = 1
