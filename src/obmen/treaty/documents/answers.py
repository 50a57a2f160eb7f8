"""M-03, the answer, item by item (Art. 3-9, 11(3), 12; R-6.3.1)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Literal, TypeAlias

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


Row: TypeAlias = (
    AccountRow | RealEstateRow | VehicleRow | ShareRow | OtherAssetRow | EmploymentRow | IncomeRow | AddressRow
)


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerItem:
    """The result of one subject of the request.

    `source` and `as_of` say where and when it was looked up; `circumstances` and `norm` are for the reservation to
    Art. 6(a); `attachments` are ids of attachments; `voluntary` marks what was not asked (Art. 6(2)).
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
