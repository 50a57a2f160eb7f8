"""The pages of a new request in the order of Art. 11: what is asked, under which words. Shape only."""

from __future__ import annotations

from typing import Final

from django.utils.translation import gettext_lazy as _

from obmen.node.web.forms.layout import Choices, Field, FormPage, Group, When, Widget, Width, listed
from obmen.node.web.forms.leaves import NO, YES
from obmen.node.web.forms.persons import ADDRESSES, COUNTRIES, ID_DOCUMENTS, IDENTIFIERS, NAME, NATURAL
from obmen.treaty.documents.requests import Purpose
from obmen.treaty.documents.values import DocumentClass, ProceedingState

YES_NO: Final[Choices] = ((YES, _("yes")), (NO, _("no")))
CURRENCIES: Final[Choices] = tuple(
    (code, code) for code in ("RUB", "KZT", "BYN", "AMD", "AZN", "KGS", "MDL", "TJS", "TMT", "UZS", "USD", "EUR")
)
LANGUAGES: Final[Choices] = (
    ("ru", _("Russian")),
    ("kk", _("Kazakh")),
    ("be", _("Belarusian")),
    ("hy", _("Armenian")),
    ("ky", _("Kyrgyz")),
    ("tg", _("Tajik")),
    ("uz", _("Uzbek")),
    ("az", _("Azerbaijani")),
    ("ro", _("Romanian")),
    ("tk", _("Turkmen")),
)
FOREIGN: Final = When(field="lang", values=tuple(code for code, _label in LANGUAGES if code != "ru"))

BODIES: Final = Group(
    title=_("To whom and from whom"),
    article="подп. а) п. 1 ст. 11",
    parts=(
        Field(
            path="receiver.id",
            label=_("Authority that is asked"),
            hint=_("From the register of the depositary: only authorities with direct interaction."),
            widget=Widget.SELECT,
        ),
        Field(path="initiator.id", label=_("Body that has the proceeding"), widget=Widget.SELECT, width=Width.HALF),
        Field(path="transmitter.id", label=_("Authority that sends"), widget=Widget.SELECT, width=Width.HALF),
    ),
)
PROCEEDING: Final = Group(
    path="proceeding",
    title=_("Enforcement proceeding"),
    article="второй абзац ст. 10",
    parts=(
        Field(path="number", label=_("Number of the proceeding"), width=Width.THIRD),
        Field(path="opened_on", label=_("Opened on"), widget=Widget.DATE, width=Width.THIRD),
        Field(
            path="state",
            label=_("State"),
            widget=Widget.SELECT,
            choices=listed(ProceedingState),
            width=Width.THIRD,
        ),
        Field(path="against_debtor", label=_("It is against the debtor of this request"), widget=Widget.TICK),
    ),
)
OPERATIVE: Final = Group(
    path="operative_part",
    title=_("Operative part"),
    article="подп. г) п. 1 ст. 11",
    quiet=True,
    parts=(
        Field(
            path="text",
            label=_("Operative part as the document contains it"),
            hint=_("Word for word. A scan alone is not enough."),
            widget=Widget.LINES,
        ),
        Field(path="lang", label=_("Language"), widget=Widget.SELECT, choices=LANGUAGES, width=Width.THIRD),
        Field(path="russian_text", label=_("Russian text"), widget=Widget.LINES, when=FOREIGN),
        Field(path="translator", label=_("Translator: name and post"), when=FOREIGN),
    ),
)
DOCUMENTS: Final = Group(
    path="documents",
    title=_("Enforcement documents"),
    hint=_("Documents of one proceeding. Each is checked on its own."),
    article="подп. б) п. 1 ст. 11",
    repeats=True,
    at_least=1,
    entry=_("Document"),
    add=_("Add another document"),
    parts=(
        Field(
            path="document_class",
            label=_("Who issued it"),
            widget=Widget.SELECT,
            choices=(("", _("choose")), *listed(DocumentClass)),
            width=Width.HALF,
            article="ст. 1, 25",
        ),
        Field(
            path="issuer_within_judicial_system",
            label=_("Is the issuer part of the judicial system?"),
            widget=Widget.RADIO,
            choices=YES_NO,
            width=Width.HALF,
            article="ст. 25",
        ),
        Field(path="national_kind", label=_("Name of the document"), hint=_("For example: writ of execution.")),
        Field(path="number", label=_("Number"), width=Width.THIRD),
        Field(path="issued_on", label=_("Issued on"), widget=Widget.DATE, width=Width.THIRD),
        Field(path="in_force_on", label=_("In force since"), widget=Widget.DATE, width=Width.THIRD),
        Field(path="issuer", label=_("Issued by"), width=Width.TWO_THIRDS),
        Field(path="case_number", label=_("Case number"), width=Width.THIRD),
        Field(path="claim", label=_("What is claimed")),
        Field(
            path="amount.amount",
            label=_("Sum"),
            hint=_("Only for sums of money."),
            widget=Widget.NUMBER,
            width=Width.THIRD,
        ),
        Field(
            path="amount.currency",
            label=_("Currency"),
            widget=Widget.SELECT,
            choices=CURRENCIES,
            width=Width.THIRD,
        ),
        Field(
            path="enforceable",
            label=_("An enforcement body is to execute it"),
            widget=Widget.TICK,
            article="ст. 1",
            default=YES,
        ),
        OPERATIVE,
    ),
)
DEBTOR: Final = Group(
    path="debtor",
    title=_("Who is the debtor"),
    article="подп. в) п. 1 ст. 11",
    parts=(
        Field(
            path="kind",
            label=_("The debtor is"),
            widget=Widget.RADIO,
            choices=(("NATURAL", _("a natural person")), ("LEGAL", _("a legal person"))),
        ),
        *NAME,
        Field(path="birth.date", label=_("Date of birth"), widget=Widget.DATE, width=Width.THIRD, when=NATURAL),
        Field(path="birth.place", label=_("Place of birth"), width=Width.TWO_THIRDS, when=NATURAL),
        Field(
            path="birth.unknown_reason",
            label=_("If date or place of birth is not known: why"),
            hint=_("Then give another identity number below."),
            when=NATURAL,
        ),
        Field(
            path="citizenship",
            label=_("Citizenship"),
            widget=Widget.SELECT,
            choices=COUNTRIES,
            width=Width.THIRD,
            when=NATURAL,
        ),
        Field(path="workplace", label=_("Workplace, if known"), width=Width.THIRD, when=NATURAL),
        Field(path="study", label=_("Place of study, if known"), width=Width.THIRD, when=NATURAL),
        IDENTIFIERS,
        ADDRESSES,
        ID_DOCUMENTS,
    ),
)
CLAIMANTS: Final = Group(
    path="claimants",
    title=_("Claimants"),
    hint=_("In whose favour or in whose interest the document is executed; there may be several."),
    article="подп. в) п. 1 ст. 11",
    repeats=True,
    at_least=1,
    entry=_("Claimant"),
    add=_("Add another claimant"),
    parts=(
        Field(
            path="kind",
            label=_("The claimant is"),
            widget=Widget.RADIO,
            choices=(
                ("NATURAL", _("a natural person")),
                ("LEGAL", _("a legal person")),
                ("PUBLIC", _("a public body (budget)")),
            ),
            default="NATURAL",
        ),
        *NAME,
        Field(path="role", label=_("Part in the proceeding"), hint=_("For example: representative, guardian.")),
        ADDRESSES,
        IDENTIFIERS,
    ),
)
REASONS: Final = Group(
    title=_("Why the information is needed"),
    article="п. 1 ст. 9",
    parts=(
        Field(path="purposes", label=_("Purpose"), widget=Widget.TICKS, choices=listed(Purpose), article="ст. 2"),
        Field(
            path="justification",
            label=_("Justification"),
            hint=_("Why these data are needed to execute this document."),
            widget=Widget.LINES,
        ),
    ),
)
STORY: Final = Group(
    title=_("Circumstances and content"),
    article="подп. д) п. 1 ст. 11",
    parts=(
        Field(path="factual_circumstances", label=_("Factual circumstances"), widget=Widget.LINES),
        Field(path="content", label=_("Content of the request"), widget=Widget.LINES),
        Field(path="other", label=_("Other information, if any"), widget=Widget.LINES, article="подп. е) п. 1 ст. 11"),
    ),
)
WISHES: Final = Group(
    title=_("Wishes"),
    hint=_("Leave empty if there are none."),
    parts=(
        Field(
            path="desired_date",
            label=_("Answer desired by"),
            hint=_("A wish does not change the term."),
            widget=Widget.DATE,
            width=Width.HALF,
            article="второй абзац ст. 12",
        ),
        Field(path="desired_reason", label=_("Why earlier"), width=Width.HALF),
        Field(
            path="confidentiality.scope",
            label=_("What is to stay confidential"),
            width=Width.HALF,
            article="ст. 16",
        ),
        Field(path="confidentiality.reason", label=_("Why confidential"), width=Width.HALF),
    ),
)

PAGES: Final = (
    FormPage(
        slug="proceeding",
        title=_("Proceeding and documents"),
        lead=_("Which proceeding the request serves, and on which documents."),
        article="подп. а), б), г) п. 1 ст. 11",
        groups=(BODIES, PROCEEDING, DOCUMENTS),
    ),
    FormPage(
        slug="debtor",
        title=_("Debtor"),
        lead=_("One request is about one debtor."),
        article="подп. в) п. 1 ст. 11",
        groups=(DEBTOR,),
    ),
    FormPage(
        slug="claimant",
        title=_("Claimant"),
        lead=_("For whom the document is executed."),
        article="подп. в) п. 1 ст. 11",
        groups=(CLAIMANTS,),
    ),
    FormPage(
        slug="subjects",
        title=_("Which information"),
        lead=_("Ask only for what the execution needs: each item is answered on its own."),
        article="ст. 3–8",
        groups=(),
    ),
    FormPage(
        slug="circumstances",
        title=_("Circumstances and content"),
        lead=_("Why the information is needed and what has been done so far."),
        article="подп. д), е) п. 1 ст. 11",
        groups=(REASONS, STORY, WISHES),
    ),
)
