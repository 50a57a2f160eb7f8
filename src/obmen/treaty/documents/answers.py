"""M-03, the answer, item by item, and M-27, which mends it (Art. 3-9, 11(3), 12; R-6.3.1, R-12.6)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Literal, TypeAlias
from uuid import UUID

from obmen.treaty.documents.requests import SubjectCode
from obmen.treaty.documents.values import AddressKind, Identifier, Money, Period
from obmen.treaty.labelled import Labelled


class Part(Labelled):
    """Whether an answer is a part or closes the request."""

    PART = "PART", "часть ответа"
    FINAL = "FINAL", "окончательный ответ"


class ItemStatus(Labelled):
    """Result of one item (R-6.3.1)."""

    PROVIDED = "PROVIDED", "Представлено"
    PARTIAL = "PARTIAL", "Представлено частично"
    NONE_FOUND = "NONE_FOUND", "Сведений не обнаружено"
    NOT_ACCESSIBLE = "NOT_ACCESSIBLE", "Недоступно органу для раскрытия"
    WITHHELD_RESERVATION = "WITHHELD_RESERVATION", "Не представлено в пределах оговорки"
    DECLINED_OPTIONAL = "DECLINED_OPTIONAL", "Не представлено (необязательный пункт)"
    SOURCE_NO_REPLY = "SOURCE_NO_REPLY", "Источник не ответил"
    MATCH_UNCERTAIN = "MATCH_UNCERTAIN", "Личность не подтверждена"
    PENDING = "PENDING", "В работе"


@dataclass(frozen=True, slots=True, kw_only=True)
class AccountRow:
    """Money in a bank (Art. 6(a)); presence is the minimum, the balance is optional (R-6.a.1)."""

    kind: Literal["ACCOUNT"] = "ACCOUNT"
    bank: str = ""
    bic: str = ""
    holding: Literal["account", "deposit", "custody"] = "account"
    number: str = ""
    currency: str = ""
    balance: Decimal | None = None
    as_of: date | None = None
    encumbrance: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class RealEstateRow:
    """Real estate, land included (Art. 6(b)); unit by UN/CEFACT Rec 20 (MTK, HAR), share as a fraction «1/3»."""

    kind: Literal["REAL_ESTATE"] = "REAL_ESTATE"
    object_kind: str = ""
    cadastral_number: str = ""
    address: str = ""
    area: Decimal | None = None
    unit: str = "MTK"
    right: str = ""
    share: str = ""
    registration_number: str = ""
    registered_on: date | None = None
    encumbrance: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class VehicleRow:
    """A vehicle of any kind (Art. 6(c)); VIN by ISO 3779."""

    kind: Literal["VEHICLE"] = "VEHICLE"
    vehicle_kind: str = ""
    vin: str = ""
    chassis_number: str = ""
    plate: str = ""
    make: str = ""
    model: str = ""
    year: int | None = None
    registration_body: str = ""
    registered_on: date | None = None
    restriction: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ShareRow:
    """A share in the capital of a commercial organisation (Art. 6(d))."""

    kind: Literal["SHARE"] = "SHARE"
    organisation: str = ""
    identifiers: tuple[Identifier, ...] = ()
    share_kind: str = "доля"
    size: str = ""
    nominal: Money | None = None
    since: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class OtherAssetRow:
    """Other property accessible by law (Art. 6(e), 6(2))."""

    kind: Literal["OTHER_ASSET"] = "OTHER_ASSET"
    asset_kind: str = ""
    description: str = ""
    identifiers: tuple[Identifier, ...] = ()
    location: str = ""
    legal_basis: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class EmploymentRow:
    """Workplace or activity, sole proprietors included (Art. 7(a))."""

    kind: Literal["EMPLOYMENT"] = "EMPLOYMENT"
    employer: str = ""
    position: str = ""
    since: date | None = None
    until: date | None = None
    sole_proprietor_registration: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class IncomeRow:
    """Official income (Art. 7(b))."""

    kind: Literal["INCOME"] = "INCOME"
    payer: str = ""
    payer_identifier: str = ""
    income_kind: str = ""
    period: Period | None = None
    amount: Money | None = None
    withheld: Money | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class AddressRow:
    """An address found (Art. 8(a), 8(b)), with its source and date."""

    kind: Literal["ADDRESS"] = "ADDRESS"
    address_kind: AddressKind = AddressKind.REGISTERED
    address: str = ""
    source: str = ""
    as_of: date | None = None


class Stage(Labelled):
    """How far an enforcement document has been executed (Art. 4(b), R-4.b.2)."""

    OPENED = "OPENED", "возбуждено"
    VOLUNTARY = "VOLUNTARY", "срок добровольного исполнения"
    MEASURES = "MEASURES", "применяются меры"
    SEIZURE = "SEIZURE", "наложен арест"
    VALUATION = "VALUATION", "оценка имущества"
    SALE = "SALE", "реализация имущества"
    DISTRIBUTION = "DISTRIBUTION", "распределение взысканного"
    SUSPENDED = "SUSPENDED", "приостановлено"
    ENDED = "ENDED", "окончено"
    TERMINATED = "TERMINATED", "прекращено"
    RETURNED = "RETURNED", "документ возвращён"


@dataclass(frozen=True, slots=True, kw_only=True)
class PropertyLine:
    """A thing seized or put up for sale, with its value where it is known (Art. 4(c))."""

    description: str = ""
    value: Money | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ProceedingRow:
    """An enforcement document that is or was in execution against the debtor (Art. 4).

    At least one of `opened_on` and `accepted_on`, or `dates_unknown` with the reason (R-4.b.1). Sums are as of
    `as_of`, in their own currency; `matched_by` are the keys by which the debtor was recognised (R-4.a.2).
    """

    kind: Literal["PROCEEDING"] = "PROCEEDING"
    issuer: str = ""
    country: str = ""
    document_kind: str = ""
    document_number: str = ""
    document_date: date | None = None
    proceeding_number: str = ""
    opened_on: date | None = None
    accepted_on: date | None = None
    dates_unknown: str = ""
    claim: str = ""
    claimant: str = ""
    stage: Stage | None = None
    stage_text: str = ""
    ended_on: date | None = None
    ground: str = ""
    recovered: Money | None = None
    as_of: date | None = None
    seized: tuple[PropertyLine, ...] = ()
    on_sale: tuple[PropertyLine, ...] = ()
    other_results: str = ""
    matched_by: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class PaperRow:
    """A paper or information obtained under Art. 5(1); `attachment` is its number in the container."""

    kind: Literal["PAPER"] = "PAPER"
    what: str = ""
    holder: str = ""
    attachment: str = ""
    text: str = ""
    obtained_on: date | None = None


class ExplanationResult(Labelled):
    """What became of one question (Art. 5(2), R-5.2.1)."""

    ANSWERED = "ANSWERED", "ответ получен"
    REFUSED_BY_PERSON = "REFUSED_BY_PERSON", "лицо отказалось отвечать"
    NOT_OBTAINED = "NOT_OBTAINED", "разъяснение не получено"


@dataclass(frozen=True, slots=True, kw_only=True)
class ExplanationRow:
    """The answer to question `number` (from 1) of the request, and who signed it (Art. 5(2), 11(2))."""

    kind: Literal["EXPLANATION"] = "EXPLANATION"
    number: int = 0
    result: ExplanationResult | None = None
    text: str = ""
    given_on: date | None = None
    signed_by: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class LocationRow:
    """Where a concrete property is (Art. 8(c)); `property` names it as the request did."""

    kind: Literal["LOCATION"] = "LOCATION"
    property: str = ""
    place: str = ""
    holder: str = ""
    source: str = ""
    as_of: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class InformationRow:
    """Other information (Art. 3, last paragraph)."""

    kind: Literal["INFORMATION"] = "INFORMATION"
    text: str = ""
    source: str = ""
    as_of: date | None = None


Row: TypeAlias = (
    ProceedingRow
    | PaperRow
    | ExplanationRow
    | AccountRow
    | RealEstateRow
    | VehicleRow
    | ShareRow
    | OtherAssetRow
    | EmploymentRow
    | IncomeRow
    | AddressRow
    | LocationRow
    | InformationRow
)


@dataclass(frozen=True, slots=True, kw_only=True)
class SearchStep:
    """One step to obtain what was asked: whom, when, and what came of it (R-5.1.3)."""

    source: str = ""
    on: date | None = None
    outcome: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerItem:
    """The result of one subject of the request.

    `source` and `as_of` say where and when it was looked up, `steps` how it was sought, `office` which office did it;
    `circumstances` and `norm` are for the reservation to Art. 6(a); `attachments` are ids of attachments; `voluntary`
    marks what was not asked (Art. 3(2), 6(2)).
    """

    subject: SubjectCode
    status: ItemStatus | None = None
    reason: str = ""
    circumstances: str = ""
    norm: str = ""
    source: str = ""
    as_of: date | None = None
    rows: tuple[Row, ...] = ()
    attachments: tuple[str, ...] = ()
    voluntary: bool = False
    capped_by: str = ""
    office: str = ""
    steps: tuple[SearchStep, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class SpecialOrder:
    """Whether the law prescribes a special order of disclosing this category to third parties (Art. 9(3))."""

    subject: SubjectCode
    applies: bool
    basis: str = ""
    procedure: str = ""
    body: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """An answer to version `request_version` of the request, a part or final."""

    request_version: int = 1
    part: Part = Part.FINAL
    items: tuple[AnswerItem, ...] = ()
    special_orders: tuple[SpecialOrder, ...] = ()
    text: str = ""


class Mending(Labelled):
    """What M-27 does to an answer (R-12.6)."""

    CORRECTION = "CORRECTION", "исправление"
    SUPPLEMENT = "SUPPLEMENT", "дополнение"
    RECALL = "RECALL", "отзыв"


@dataclass(frozen=True, slots=True, kw_only=True)
class Correction:
    """M-27: corrects, supplements or recalls `items` of the answer or act `refers_to` (Art. 11(3), R-12.6).

    `wrong_person` recalls data of somebody else: their use stops at once. `new_items` replace or supplement.
    """

    kind: Mending = Mending.CORRECTION
    refers_to: UUID | None = None
    items: tuple[SubjectCode, ...] = ()
    reason: str = ""
    wrong_person: bool = False
    new_items: tuple[AnswerItem, ...] = ()
