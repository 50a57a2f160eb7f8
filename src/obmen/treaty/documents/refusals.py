"""M-07, the refusal, and M-08, the notice of circumstances that prevent execution (Art. 13)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from obmen.treaty.documents.requests import Extent, SubjectCode
from obmen.treaty.documents.values import PaperReference
from obmen.treaty.labelled import Labelled


class Ground(Labelled):
    """The closed list of grounds of Art. 13(1) (R-13.1.1)."""

    SOVEREIGNTY = "SOVEREIGNTY", "исполнение может нанести ущерб суверенитету"
    SECURITY = "SECURITY", "исполнение может нанести ущерб безопасности"
    LEGISLATION = "LEGISLATION", "исполнение противоречит законодательству запрашиваемой Стороны"
    INTERNATIONAL_OBLIGATIONS = (
        "INTERNATIONAL_OBLIGATIONS",
        "исполнение противоречит международным обязательствам запрашиваемой Стороны",
    )
    ART25_REQUESTING = "ART25_REQUESTING", "запрашивающая Сторона заявила о неприменении Соглашения (ст. 25)"
    ART25_REQUESTED = "ART25_REQUESTED", "запрашиваемая Сторона заявила о неприменении Соглашения (ст. 25)"


class Return(Labelled):
    """How an original goes back to the author of the request (Art. 13(2), R-13.2.1)."""

    DISPATCHED = "DISPATCHED", "отправлен"
    PLANNED = "PLANNED", "отправка запланирована"
    ON_ARRIVAL = "ON_ARRIVAL", "будет возвращён по поступлении"
    ELECTRONIC = "ELECTRONIC", "возврат не требуется — электронный экземпляр"


@dataclass(frozen=True, slots=True, kw_only=True)
class ReturnedPaper:
    """A paper of the request and how it goes back: post number and day, a planned day, or on arrival."""

    paper: PaperReference = PaperReference()
    how: Return | None = None
    post_number: str = ""
    on: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ConsultationTick:
    """Whether consultations before the refusal were needed, and which was held (Art. 13(3), R-13.3.1)."""

    needed: bool | None = None
    consultation: UUID | None = None
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Refusal:
    """M-07: the refusal of the whole request or of `items`, always a person's decision (Art. 13(1), R-13.1.2)."""

    request_version: int = 1
    extent: Extent = Extent.ALL
    items: tuple[SubjectCode, ...] = ()
    ground: Ground | None = None
    circumstances: str = ""
    norm: str = ""
    consultation: ConsultationTick = ConsultationTick()
    returned: tuple[ReturnedPaper, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Inability:
    """M-08: circumstances prevent execution; the papers go back with the notice (Art. 13(2), R-13.2.2)."""

    request_version: int = 1
    circumstances: str = ""
    returned: tuple[ReturnedPaper, ...] = ()
