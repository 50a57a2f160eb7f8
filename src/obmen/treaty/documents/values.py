"""Building blocks of the documents (requirements §4.1): persons, addresses, sums, enforcement documents."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Literal, TypeAlias
from uuid import UUID

from obmen.treaty.labelled import Labelled


class DocumentClass(Labelled):
    """Who issued an enforcement document (Art. 1); Art. 25 turns on it."""

    COURT = "COURT", "судебный акт"
    AUTHORISED_BODY = "AUTHORISED_BODY", "акт уполномоченного органа"
    OFFICIAL = "OFFICIAL", "акт должностного лица"
    NOTARIAL = "NOTARIAL", "нотариально заверенный документ"


class ProceedingState(Labelled):
    """State of the enforcement proceeding; a suspended one is still pending (R-10.2.1)."""

    PENDING = "PENDING", "ведётся"
    SUSPENDED = "SUSPENDED", "приостановлено"
    ENDED = "ENDED", "окончено"


class AddressKind(Labelled):
    """What an address is to the person."""

    REGISTERED = "REGISTERED", "место регистрации"
    ACTUAL = "ACTUAL", "фактическое проживание"
    STAY = "STAY", "место пребывания"
    LAST_KNOWN = "LAST_KNOWN", "последнее известное"


class AttachmentKind(Labelled):
    """What an attachment is; a bill for executing the request is refused by Art. 17."""

    EXTRACT = "EXTRACT", "выписка"
    CERTIFICATE = "CERTIFICATE", "справка"
    COPY = "COPY", "копия документа"
    EXPLANATION = "EXPLANATION", "объяснение"
    ORIGINAL_SCAN = "ORIGINAL_SCAN", "скан-копия оригинала"
    EXECUTION_BILL = "EXECUTION_BILL", "счёт на оплату исполнения запроса"


@dataclass(frozen=True, slots=True, kw_only=True)
class Money:
    """A sum as it is known: amount, ISO 4217 currency; never converted."""

    amount: Decimal
    currency: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Period:
    """Days from `start` to `end`, both included."""

    start: date
    end: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Identifier:
    """A number under its scheme (`KZ-IIN`, `RU-INN`, `BY-UNP` ...); kept as text, exactly as the paper says it."""

    scheme: str
    value: str


@dataclass(frozen=True, slots=True, kw_only=True)
class IdDocument:
    """An identity document of a person."""

    kind: str
    number: str
    series: str = ""
    issued_on: date | None = None
    issuer: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Address:
    """An address, always with its `text`; or «неизвестно» with what was checked (R-8.a.2)."""

    text: str = ""
    country: str = ""
    kind: AddressKind = AddressKind.REGISTERED
    unknown: bool = False
    checked: str = ""
    as_of: date | None = None
    source: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Birth:
    """Date and place of birth; `unknown_reason` replaces them when they are not known (R-11.1.c)."""

    date: date | None = None
    place: str = ""
    unknown_reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class NaturalPerson:
    """A natural person, as debtor or claimant (Art. 11(1)(c))."""

    kind: Literal["NATURAL"] = "NATURAL"
    family_name: str = ""
    given_name: str = ""
    patronymic: str = ""
    no_patronymic: bool = False
    original_script: str = ""
    birth: Birth | None = None
    citizenship: str = ""
    addresses: tuple[Address, ...] = ()
    workplace: str = ""
    study: str = ""
    identifiers: tuple[Identifier, ...] = ()
    id_documents: tuple[IdDocument, ...] = ()
    role: str = ""

    @property
    def name(self) -> str:
        """Family name, given name, patronymic, in this order."""
        return " ".join(part for part in (self.family_name, self.given_name, self.patronymic) if part)


@dataclass(frozen=True, slots=True, kw_only=True)
class LegalPerson:
    """A legal person, as debtor or claimant (Art. 11(1)(c))."""

    kind: Literal["LEGAL"] = "LEGAL"
    legal_name: str = ""
    original_script: str = ""
    legal_form: str = ""
    addresses: tuple[Address, ...] = ()
    identifiers: tuple[Identifier, ...] = ()
    role: str = ""

    @property
    def name(self) -> str:
        """The official name."""
        return self.legal_name


@dataclass(frozen=True, slots=True, kw_only=True)
class PublicBody:
    """A public-law entity as claimant, for example the budget that a fine goes to (R-1.5)."""

    kind: Literal["PUBLIC"] = "PUBLIC"
    legal_name: str = ""
    addresses: tuple[Address, ...] = ()
    identifiers: tuple[Identifier, ...] = ()
    role: str = ""

    @property
    def name(self) -> str:
        """The official name."""
        return self.legal_name


Debtor: TypeAlias = NaturalPerson | LegalPerson
Claimant: TypeAlias = NaturalPerson | LegalPerson | PublicBody


@dataclass(frozen=True, slots=True, kw_only=True)
class Body:
    """An authority or body, by its register id and official Russian name (Art. 11(1)(a))."""

    id: str = ""
    name: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class OperativePart:
    """Text of the operative part (Art. 11(1)(d)); in another language with a Russian text and the translator."""

    text: str = ""
    lang: str = "ru"
    russian_text: str = ""
    translator: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class EnforcementDocument:
    """An enforcement document on which information is asked (Art. 1, 11(1)(b))."""

    document_class: DocumentClass | None = None
    issuer_within_judicial_system: bool | None = None
    national_kind: str = ""
    number: str = ""
    issued_on: date | None = None
    issuer: str = ""
    operative_part: OperativePart = OperativePart()
    case_number: str = ""
    in_force_on: date | None = None
    claim: str = ""
    amount: Money | None = None
    enforceable: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Proceeding:
    """The enforcement proceeding that the request serves (Art. 10(2)); `owner` is the body that has it."""

    number: str = ""
    opened_on: date | None = None
    state: ProceedingState = ProceedingState.PENDING
    owner: str = ""
    against_debtor: bool = True


class PropertyKind(Labelled):
    """What concrete property is looked for (Art. 8, last paragraph)."""

    VEHICLE = "VEHICLE", "транспортное средство"
    REAL_ESTATE = "REAL_ESTATE", "недвижимое имущество"
    MOVABLE = "MOVABLE", "движимое имущество"
    SHARES = "SHARES", "доли, паи, акции"


@dataclass(frozen=True, slots=True, kw_only=True)
class ConcreteProperty:
    """The property whose whereabouts are asked, with what identifies it (Art. 8, last paragraph; R-8.c.1).

    `identifier` is the VIN or plate, cadastral number, serial number or the issuer's number; `address` serves real
    estate, `marks` (description with distinctive marks) movable things.
    """

    property: PropertyKind | None = None
    identifier: str = ""
    address: str = ""
    marks: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class PaperReference:
    """A paper named in another document: in words, and by its message where it travelled through a node."""

    title: str = ""
    message_id: UUID | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Signatory:
    """The person who signs, with post and powers (Art. 11(3), R-11.3); `powers_to` empty means open-ended."""

    name: str
    post: str
    powers_from: date | None
    powers_to: date | None = None
    basis: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class OfficeNumber:
    """A number of the office's own books and its date (исх. №, дата)."""

    number: str
    date: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Certification:
    """Who certified a copy, when and how (Art. 5(1))."""

    by: str
    on: date
    manner: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Attachment:
    """An attachment: `id` (001 ...) is its name in the container, `file_name` its real name; SHA-256 in hex."""

    id: str
    kind: AttachmentKind
    file_name: str
    media_type: str
    sha256: str
    size: int
    lang: str = "ru"
    certification: Certification | None = None
    original_required: bool = False
