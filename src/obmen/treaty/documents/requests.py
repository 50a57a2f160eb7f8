"""M-01, the request, and what its author may send after it: M-18, M-25, M-26 (Art. 3-8, 11, 12(2), 14, 16)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Final

from obmen.treaty.documents.values import (
    AttachmentKind,
    Body,
    Claimant,
    ConcreteProperty,
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


_SHORT: Final = {"4": "ст. 4", "5.S": "ст. 5", "5.E": "ст. 5 (разъяснения)", "3.O": "ст. 3 (иное)"}


class SubjectCode(Labelled):
    """What may be asked: codes stay inside, labels use the Agreement's own letters."""

    PROCEEDINGS = "4", "ст. 4 — исполнительные производства"
    PAPERS = "5.S", "первый абзац ст. 5 — сведения, справки, документы"
    EXPLANATIONS = "5.E", "второй абзац ст. 5 — разъяснения стороны исполнительного производства"
    ACCOUNTS = "6.a", "подп. а) ст. 6 — денежные средства"
    REAL_ESTATE = "6.b", "подп. б) ст. 6 — недвижимое имущество"
    VEHICLES = "6.c", "подп. в) ст. 6 — транспортные средства"
    SHARES = "6.d", "подп. г) ст. 6 — доли, паи, вклады в капитале"
    OTHER_ASSETS = "6.e", "подп. д) ст. 6 — иное имущество"
    EMPLOYMENT = "7.a", "подп. а) ст. 7 — место работы"
    INCOME = "7.b", "подп. б) ст. 7 — источники и размер доходов"
    WHEREABOUTS_PERSON = "8.a", "подп. а) ст. 8 — адрес физического лица"
    WHEREABOUTS_ORGANISATION = "8.b", "подп. б) ст. 8 — местонахождение юридического лица"
    WHEREABOUTS_PROPERTY = "8.c", "подп. в) ст. 8 — местонахождение имущества"
    OTHER = "3.O", "последний абзац ст. 3 — иная информация"

    @property
    def short(self) -> str:
        """The code as people write it: «6.а», «7.б», «ст. 4»; what has no letter is named by its article."""
        number, _, letter = self.value.partition(".")
        if letter.islower():
            return f"{number}.{'абвгд'['abcde'.index(letter)]}"
        return _SHORT[self.value]


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """One thing to be obtained under Art. 5(1): a paper or information, and from whom (R-5.1.1).

    `location` is where the holder is; Art. 5 reaches only those on the requested Party's territory, and `abroad` says
    that the holder is known to be elsewhere.
    """

    what: str = ""
    paper: AttachmentKind | None = None
    certified: bool = False
    holder: str = ""
    location: str = ""
    abroad: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Subject:
    """One item of the request.

    Each code has parameters of its own: 4 `foreign_document` and `other_results` (R-4.0); 5.S `wanted`; 5.E
    `questions` to the party `addressee` (Art. 11(2)); 7.b `income_period`; 8.c `properties`; 3.O `description`.
    `justification` of its own is asked of 5.S, 5.E, 6.e and 3.O (R-9.1.2). `since` is the version of the request that
    asked first (R-14.4).
    """

    code: SubjectCode
    justification: str = ""
    income_period: Period | None = None
    note: str = ""
    foreign_document: str = ""
    other_results: tuple[str, ...] = ()
    wanted: tuple[Wanted, ...] = ()
    addressee: str = ""
    questions: tuple[str, ...] = ()
    properties: tuple[ConcreteProperty, ...] = ()
    description: str = ""
    since: int = 1


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

    @property
    def form(self) -> str:
        """Whether confidentiality is asked for (Art. 16): «CONFIDENTIAL», or nothing."""
        return "CONFIDENTIAL" if self.confidentiality else ""


class Extent(Labelled):
    """Whether a document concerns the whole request or some of its items."""

    ALL = "ALL", "весь запрос"
    ITEMS = "ITEMS", "отдельные пункты"


@dataclass(frozen=True, slots=True, kw_only=True)
class Withdrawal:
    """M-18: the author needs the request, or some `items` of it, no longer (Art. 9(1), 16)."""

    extent: Extent = Extent.ALL
    items: tuple[SubjectCode, ...] = ()
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reminder:
    """M-25: the author asks how the execution goes; the term does not move (Art. 12, R-12.5)."""

    items: tuple[SubjectCode, ...] = ()
    text: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """One change of a request: the field as the form names it, what stood there and what stands there now."""

    field: str
    was: str = ""
    now: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Supplement:
    """M-26: the request in its next version, whole, with what was changed and why (Art. 11, 14; R-14.4).

    `request` carries the new version number; a subject it adds has that number in `since`.
    """

    request: Request = Request(version=2)
    changes: tuple[Change, ...] = ()
    reason: str = ""
