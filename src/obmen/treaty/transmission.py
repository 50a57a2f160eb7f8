"""Art. 10(1): by which channel a document goes, when it is delivered on paper, and how paper enters the case."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Final

from obmen.treaty.articles import Article
from obmen.treaty.deadlines import PRESUMED
from obmen.treaty.errors import held, violation
from obmen.treaty.findings import Finding, Findings
from obmen.treaty.labelled import Labelled
from obmen.treaty.office import Act, Officer, check_second
from obmen.treaty.policies import DEFAULT_POLICIES, Policies

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence

_MEANS: Final = Article(10, paragraph=1)


class Channel(Labelled):
    """The means of communication of Art. 10(1)."""

    NODE = "NODE", "узел обмена"
    EMAIL = "EMAIL", "электронная почта"
    FAX = "FAX", "факс"
    POST = "POST", "почта"


UNPROTECTED: Final = frozenset({Channel.EMAIL, Channel.FAX})
"""Channels that need the approval of the data protection officer, once per authority (R-10.1.4)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Way:
    """A channel of an authority and its address there, as the technical annex lists them in order."""

    channel: Channel
    address: str


def choose_way(listed: Sequence[Way], usable: Collection[Channel], postal_address: str) -> Way:
    """Choose by Art. 10(1) the first channel of the list that the sender can use (R-10.4.1).

    Where none is listed or usable the document goes by post to the address in the legal part.
    """
    usable_ones = (way for way in listed if way.channel in usable and way.address.strip())
    return next(usable_ones, Way(channel=Channel.POST, address=postal_address))


def check_way(chosen: Way, first: Way, *, reason: str = "", approved: Collection[Channel] = ()) -> Findings:
    """Decide by Art. 10(1) whether a document may go this way (R-10.1.4, R-10.4.1).

    Another channel than the `first` of the list needs a reason; e-mail and fax warn until they are `approved` for
    this authority.
    """
    wrong = []
    if not chosen.address.strip():
        wrong.append(violation("E-10-06", case="address", field="channel", channel=chosen.channel.label))
    if chosen != first and not reason.strip():
        wrong.append(violation("E-10-06", field="reason", channel=first.channel.label))
    if chosen.channel in UNPROTECTED and chosen.channel not in approved:
        wrong.append(violation("E-10-07", field="channel", channel=chosen.channel.label))
    return Findings.of(wrong or (held(f"Канал: {chosen.channel.label}", _MEANS),))


class Evidence(Labelled):
    """What proves the day of receipt on paper (R-10.4.3)."""

    ADVICE = "ADVICE", "уведомление о вручении"
    FAX_REPORT = "FAX_REPORT", "отчёт факса"
    LETTER = "LETTER", "письмо органа"


@dataclass(frozen=True, slots=True, kw_only=True)
class PaperDelivery:
    """The delivery of a document without a node: posted, received, and what proves it."""

    sent_on: date | None = None
    received_on: date | None = None
    evidence: Evidence | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Counted:
    """The day from which the term is counted, and whether it is only presumed."""

    day: date
    presumed: bool

    @property
    def label(self) -> str:
        """How a term from this day is labelled; nothing when the day is proved."""
        return PRESUMED if self.presumed else ""


def check_delivery(delivery: PaperDelivery, *, on: date) -> Findings:
    """Require by Art. 10(1) and 12(1) the day of receipt and its evidence before «доставлено» (R-10.4.3)."""
    wrong = []
    if delivery.received_on is None or delivery.evidence is None:
        field = "received_on" if delivery.received_on is None else "evidence"
        wrong.append(violation("E-10-03", field=field))
    day = delivery.received_on
    if day is not None and day > on:
        wrong.append(violation("E-10-03", case="future", field="received_on", date=day))
    if day is not None and delivery.sent_on is not None and day < delivery.sent_on:
        wrong.append(violation("E-10-03", case="before", field="received_on", date=delivery.sent_on))
    articles = (_MEANS, Article(12, paragraph=1))
    return Findings.of(wrong or (held("Доставка подтверждена", *articles),))


def counted_from(delivery: PaperDelivery, presumed_on: date) -> Counted:
    """Decide by Art. 12(1) from which day the term counts: the proved one, or the presumed, labelled so (B-31)."""
    if delivery.received_on is not None and delivery.evidence is not None:
        return Counted(day=delivery.received_on, presumed=False)
    return Counted(day=presumed_on, presumed=True)


@dataclass(frozen=True, slots=True, kw_only=True)
class PaperEntry:
    """A document that came without a node, as the registry enters it (R-10.1.1, R-10.4.4)."""

    channel: Channel
    sender: str
    received_on: date | None
    scan: str
    entered_by: Officer
    confirmed_by: Officer | None = None


def check_entry(
    entry: PaperEntry,
    *,
    listed: Collection[str],
    on: date,
    policies: Policies = DEFAULT_POLICIES,
    transmitting: Collection[str] = (),
) -> Findings:
    """Decide by Art. 10(1), 18 and P-27 whether a paper, fax or e-mail document may enter a case (R-10.1.1, R-10.4.4).

    `listed` are the authorities of the register on that day. A second person confirms against the scan.
    """
    second = check_second(
        Act.TRANSCRIPTION, entry.entered_by, entry.confirmed_by, policies=policies, transmitting=transmitting
    )
    wrong = (*_entry(entry, listed, on), *(() if second else (second,)))
    return Findings.of(wrong or (held("Документ внесён с бумаги и подтверждён вторым сотрудником", _MEANS),))


def _entry(entry: PaperEntry, listed: Collection[str], on: date) -> Iterator[Finding]:
    if entry.channel is Channel.NODE:
        yield violation("E-10-08", field="channel")
    if entry.sender not in listed:
        yield violation("E-18-01", field="sender", date=entry.received_on or on)
    if entry.received_on is None or entry.received_on > on:
        yield violation("E-10-08", case="received_on", field="received_on")
    if not entry.scan.strip():
        yield violation("E-10-08", case="scan", field="scan")


def transcribed_label(who: str, when: date) -> str:
    """Say by Art. 10(1) what a transcribed document is, on every screen and print (R-10.4.4)."""
    return f"бумажный документ, внесён {who}, {when:%d.%m.%Y}"
