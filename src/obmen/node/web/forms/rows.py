"""Columns of the grids in which an answer is typed: one grid per kind of row (Art. 3-8)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from django.utils.translation import gettext_lazy as _

from obmen.node.web.forms.layout import Choices, Words, listed
from obmen.node.web.forms.persons import COUNTRIES, SCHEMES
from obmen.node.web.forms.request_pages import CURRENCIES
from obmen.treaty.documents.answers import (
    AccountRow,
    AddressRow,
    EmploymentRow,
    ExplanationResult,
    ExplanationRow,
    IncomeRow,
    InformationRow,
    LocationRow,
    OtherAssetRow,
    PaperRow,
    ProceedingRow,
    RealEstateRow,
    Row,
    ShareRow,
    Stage,
    VehicleRow,
)
from obmen.treaty.documents.values import AddressKind


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """One column: the path of the value in the row, its heading, its choices if it is a list."""

    path: str
    label: Words
    choices: Choices = ()
    mode: str = ""
    wide: bool = False


def _day(path: str, label: Words) -> Column:
    return Column(path=path, label=label, mode="numeric")


def _sum(path: str, label: Words) -> Column:
    return Column(path=path, label=label, mode="decimal")


_CURRENCY: Final[Choices] = (("", "—"), *CURRENCIES)
_NUMBER: Final = (
    Column(path="identifiers.0.scheme", label=_("Kind of number"), choices=SCHEMES),
    Column(path="identifiers.0.value", label=_("Identity number")),
)


def _property(path: str, what: Words, value: Words) -> tuple[Column, ...]:
    return (
        Column(path=f"{path}.0.description", label=what, wide=True),
        _sum(f"{path}.0.value.amount", value),
        Column(path=f"{path}.0.value.currency", label=_("Currency"), choices=_CURRENCY),
    )


COLUMNS: Final[dict[type[Row], tuple[Column, ...]]] = {
    ProceedingRow: (
        Column(path="document_kind", label=_("Name of the document"), wide=True),
        Column(path="document_number", label=_("Number of the document")),
        _day("document_date", _("Date of the document")),
        Column(path="issuer", label=_("Issued by"), wide=True),
        Column(path="country", label=_("Issued in"), choices=COUNTRIES),
        Column(path="proceeding_number", label=_("Number of the proceeding")),
        _day("opened_on", _("Initiated on")),
        _day("accepted_on", _("Accepted on")),
        Column(path="dates_unknown", label=_("Dates unknown: reason")),
        Column(path="claim", label=_("Content of the claim"), wide=True),
        Column(path="claimant", label=_("Claimant")),
        Column(path="stage", label=_("Stage"), choices=(("", "—"), *listed(Stage))),
        Column(path="stage_text", label=_("Stage in words")),
        _day("ended_on", _("Ended on")),
        Column(path="ground", label=_("Ground of the end")),
        _sum("recovered.amount", _("Recovered")),
        Column(path="recovered.currency", label=_("Currency"), choices=_CURRENCY),
        _day("as_of", _("As of")),
        *_property("seized", _("Seized"), _("Value of the seized")),
        *_property("on_sale", _("On sale"), _("Value on sale")),
        Column(path="other_results", label=_("Other results"), wide=True),
        Column(path="matched_by", label=_("The debtor was recognised by"), wide=True),
    ),
    PaperRow: (
        Column(path="what", label=_("What was obtained"), wide=True),
        Column(path="holder", label=_("From whom"), wide=True),
        Column(path="attachment", label=_("Attachment no.")),
        Column(path="text", label=_("Information"), wide=True),
        _day("obtained_on", _("Obtained on")),
    ),
    ExplanationRow: (
        Column(path="number", label=_("Question no."), mode="numeric"),
        Column(path="result", label=_("What came of it"), choices=(("", "—"), *listed(ExplanationResult))),
        Column(path="text", label=_("Answer of the person"), wide=True),
        _day("given_on", _("Date")),
        Column(path="signed_by", label=_("Signed by")),
        Column(path="note", label=_("Note, if it is not signed")),
    ),
    AccountRow: (
        Column(path="bank", label=_("Bank"), wide=True),
        Column(path="bic", label=_("BIC")),
        Column(
            path="holding",
            label=_("Held as"),
            choices=(("account", _("account")), ("deposit", _("deposit")), ("custody", _("custody"))),
        ),
        Column(path="number", label=_("Account number"), wide=True),
        Column(path="currency", label=_("Currency"), choices=_CURRENCY),
        _sum("balance", _("Balance")),
        _day("as_of", _("As of")),
        Column(path="encumbrance", label=_("Encumbrance")),
    ),
    RealEstateRow: (
        Column(path="object_kind", label=_("Object")),
        Column(path="cadastral_number", label=_("Cadastral number"), wide=True),
        Column(path="address", label=_("Address"), wide=True),
        _sum("area", _("Area")),
        Column(path="unit", label=_("Unit"), choices=(("MTK", _("sq. m")), ("HAR", _("ha")))),
        Column(path="right", label=_("Right")),
        Column(path="share", label=_("Share")),
        Column(path="registration_number", label=_("Registration number")),
        _day("registered_on", _("Registered on")),
        Column(path="encumbrance", label=_("Encumbrance")),
    ),
    VehicleRow: (
        Column(path="vehicle_kind", label=_("Kind")),
        Column(path="make", label=_("Make")),
        Column(path="model", label=_("Model")),
        Column(path="year", label=_("Year"), mode="numeric"),
        Column(path="plate", label=_("Plate")),
        Column(path="vin", label=_("VIN"), wide=True),
        Column(path="chassis_number", label=_("Chassis or body number")),
        Column(path="registration_body", label=_("Registered by"), wide=True),
        _day("registered_on", _("Registered on")),
        Column(path="restriction", label=_("Restriction")),
    ),
    ShareRow: (
        Column(path="organisation", label=_("Organisation"), wide=True),
        *_NUMBER,
        Column(
            path="share_kind",
            label=_("Kind"),
            choices=(("доля", _("share")), ("пай", _("unit share")), ("вклад", _("contribution"))),
        ),
        Column(path="size", label=_("Size")),
        _sum("nominal.amount", _("Nominal value")),
        Column(path="nominal.currency", label=_("Currency"), choices=_CURRENCY),
        _day("since", _("Since")),
    ),
    OtherAssetRow: (
        Column(path="asset_kind", label=_("Kind")),
        Column(path="description", label=_("Description"), wide=True),
        *_NUMBER,
        Column(path="location", label=_("Where it is"), wide=True),
        Column(path="legal_basis", label=_("Legal basis of access"), wide=True),
    ),
    EmploymentRow: (
        Column(path="employer", label=_("Employer or activity"), wide=True),
        Column(path="position", label=_("Post")),
        _day("since", _("Since")),
        _day("until", _("Until")),
        Column(path="sole_proprietor_registration", label=_("Sole proprietor: registration")),
    ),
    IncomeRow: (
        Column(path="payer", label=_("Payer"), wide=True),
        Column(path="payer_identifier", label=_("Number of the payer")),
        Column(path="income_kind", label=_("Kind of income")),
        _day("period.start", _("Period from")),
        _day("period.end", _("Period to")),
        _sum("amount.amount", _("Sum")),
        Column(path="amount.currency", label=_("Currency"), choices=_CURRENCY),
        _sum("withheld.amount", _("Tax withheld")),
        Column(path="withheld.currency", label=_("Currency of the tax"), choices=_CURRENCY),
    ),
    AddressRow: (
        Column(path="address_kind", label=_("What it is"), choices=listed(AddressKind)),
        Column(path="address", label=_("Address"), wide=True),
        Column(path="source", label=_("Source")),
        _day("as_of", _("As of")),
    ),
    LocationRow: (
        Column(path="property", label=_("Property, as in the request"), wide=True),
        Column(path="place", label=_("Where it is"), wide=True),
        Column(path="holder", label=_("Who holds it")),
        Column(path="source", label=_("Source")),
        _day("as_of", _("As of")),
    ),
    InformationRow: (
        Column(path="text", label=_("Information"), wide=True),
        Column(path="source", label=_("Source")),
        _day("as_of", _("As of")),
    ),
}
"""The columns of each kind of row, in the order in which a spreadsheet is pasted."""
