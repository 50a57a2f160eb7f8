"""Art. 18, 20, 22-25: what States hand over to the depositary, as values; nothing here is judged."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from obmen.treaty.labelled import Labelled


class InstrumentKind(Labelled):
    """Kinds of instruments (requirements §4.1)."""

    SIGNATURE = "SIGNATURE", "подписание"
    NOTIFICATION = "NOTIFICATION", "уведомление о выполнении внутригосударственных процедур"
    ACCESSION = "ACCESSION", "документ о присоединении"
    CONSENT = "CONSENT", "уведомление о согласии на присоединение"
    DECLARATION = "DECLARATION", "заявление по ст. 25"
    RESERVATION = "RESERVATION", "оговорка"
    OBJECTION = "OBJECTION", "возражение"
    RETRACTION = "RETRACTION", "отзыв заявления или оговорки"
    WITHDRAWAL = "WITHDRAWAL", "уведомление о выходе"
    AUTHORITY_CHANGE = "AUTHORITY_CHANGE", "изменение перечня органов"


@dataclass(frozen=True, slots=True, kw_only=True)
class Instrument:
    """One instrument, as the depositary received it on `received_on`.

    `number` is its number at the depositary, `note` that of the diplomatic note. `about` is: the protocol, for its
    SIGNATURE and NOTIFICATION (empty for the Agreement); the acceding State, for a CONSENT; the number of the
    declaration, for an OBJECTION or a RETRACTION. A NOTIFICATION `confirms` declarations by their numbers and may hand
    over the data on authorities (Art. 18). A WITHDRAWAL may name the day of exit. A declaration has its verbatim
    `text`, whether it is `full`, the classes of documents and the provisions («6.a») that it leaves out.
    """

    number: str
    kind: InstrumentKind
    party: str
    received_on: date
    dispatched_on: date | None = None
    note: str = ""
    about: str = ""
    confirms: tuple[str, ...] = ()
    with_authorities: bool = True
    exit_on: date | None = None
    text: str = ""
    full: bool = False
    document_classes: tuple[str, ...] = ()
    provisions: tuple[str, ...] = ()
