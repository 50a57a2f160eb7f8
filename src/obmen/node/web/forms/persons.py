"""Fields of persons, addresses and identifiers, shared by the debtor and the claimants (Art. 11(1)(c))."""

from __future__ import annotations

from typing import Final

from django.utils.translation import gettext_lazy as _

from obmen.node.web.forms.layout import Choices, Field, Group, When, Widget, Width, listed
from obmen.node.web.forms.leaves import YES
from obmen.treaty.documents.values import AddressKind

NATURAL: Final = When(field="kind", values=("NATURAL", ""))
LEGAL: Final = When(field="kind", values=("LEGAL",))
NAMED: Final = When(field="kind", values=("LEGAL", "PUBLIC"))

COUNTRIES: Final[Choices] = (
    ("", _("not stated")),
    ("AM", _("Armenia")),
    ("AZ", _("Azerbaijan")),
    ("BY", _("Belarus")),
    ("KZ", _("Kazakhstan")),
    ("KG", _("Kyrgyzstan")),
    ("MD", _("Moldova")),
    ("RU", _("Russia")),
    ("TJ", _("Tajikistan")),
    ("TM", _("Turkmenistan")),
    ("UZ", _("Uzbekistan")),
)
SCHEMES: Final[Choices] = (
    ("KZ-IIN", _("IIN (Kazakhstan, person)")),
    ("KZ-BIN", _("BIN (Kazakhstan, organisation)")),
    ("RU-INN", _("INN (Russia)")),
    ("RU-SNILS", _("SNILS (Russia)")),
    ("RU-OGRN", _("OGRN (Russia)")),
    ("BY-UNP", _("UNP (Belarus)")),
    ("BY-PERSONAL", _("Personal number (Belarus)")),
    ("OTHER", _("another number")),
)

ADDRESSES: Final = Group(
    path="addresses",
    title=_("Address"),
    repeats=True,
    at_least=1,
    entry=_("Address"),
    add=_("Add another address"),
    quiet=True,
    parts=(
        Field(
            path="unknown",
            label=_("The address is not known"),
            widget=Widget.TICK,
            hint=_("Then say below what was checked and when."),
        ),
        Field(
            path="checked",
            label=_("What was checked, and when"),
            hint=_("For example: registration records, 02.03.2026."),
            when=When(field="unknown", values=(YES,)),
        ),
        Field(path="text", label=_("Address in one line"), width=Width.TWO_THIRDS),
        Field(path="country", label=_("Country"), widget=Widget.SELECT, choices=COUNTRIES, width=Width.THIRD),
        Field(
            path="kind",
            label=_("What this address is"),
            widget=Widget.SELECT,
            choices=listed(AddressKind),
            width=Width.THIRD,
        ),
        Field(path="source", label=_("Known from"), width=Width.THIRD),
        Field(path="as_of", label=_("As of"), widget=Widget.DATE, width=Width.THIRD),
    ),
)
IDENTIFIERS: Final = Group(
    path="identifiers",
    title=_("Identity numbers"),
    hint=_("As the paper says them. A wrong check digit only warns: foreign numbering changes."),
    repeats=True,
    at_least=1,
    entry=_("Number"),
    add=_("Add another number"),
    quiet=True,
    parts=(
        Field(path="scheme", label=_("Kind of number"), widget=Widget.SELECT, choices=SCHEMES, width=Width.HALF),
        Field(path="value", label=_("Number"), width=Width.HALF),
    ),
)
ID_DOCUMENTS: Final = Group(
    path="id_documents",
    title=_("Identity documents"),
    repeats=True,
    entry=_("Identity document"),
    add=_("Add an identity document"),
    quiet=True,
    when=NATURAL,
    parts=(
        Field(path="kind", label=_("Kind of document"), width=Width.THIRD),
        Field(path="series", label=_("Series"), width=Width.THIRD),
        Field(path="number", label=_("Number"), width=Width.THIRD),
        Field(path="issued_on", label=_("Issued on"), widget=Widget.DATE, width=Width.THIRD),
        Field(path="issuer", label=_("Issued by"), width=Width.TWO_THIRDS),
    ),
)
NAME: Final = (
    Field(path="family_name", label=_("Family name"), width=Width.THIRD, when=NATURAL),
    Field(path="given_name", label=_("Given name"), width=Width.THIRD, when=NATURAL),
    Field(path="patronymic", label=_("Patronymic"), width=Width.THIRD, when=NATURAL),
    Field(path="no_patronymic", label=_("There is no patronymic"), widget=Widget.TICK, when=NATURAL),
    Field(path="legal_name", label=_("Official name"), width=Width.TWO_THIRDS, when=NAMED),
    Field(path="legal_form", label=_("Legal form"), width=Width.THIRD, when=LEGAL),
    Field(
        path="original_script",
        label=_("Name in the original script"),
        hint=_("If the documents write it in another language."),
        when=When(field="kind", values=("NATURAL", "LEGAL", "")),
    ),
)
