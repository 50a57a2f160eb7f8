"""Work that is not shared with the other Party: drafting, executing, originals, keeping, register (Art. 9-13, 18).

These tables say which step an office may take next and who takes it; the rules of each step stand in the chapters of
their articles. The shared course (`request_table`, `round_tables`) begins when a document leaves.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from obmen.treaty.articles import Article
from obmen.treaty.errors import held, violation
from obmen.treaty.labelled import Labelled

if TYPE_CHECKING:
    from obmen.treaty.findings import Finding


class Track(Labelled):
    """What moves."""

    DRAFTING = "DRAFTING", "Запрос у запрашивающей Стороны"
    EXECUTION = "EXECUTION", "Запрос у запрашиваемой Стороны"
    ORIGINAL = "ORIGINAL", "Оригинал почтой"
    KEEPING = "KEEPING", "Хранение и уничтожение"
    CONSENT = "CONSENT", "Согласие на раскрытие"
    LEGAL_PART = "LEGAL_PART", "Правовая часть реестра"
    ANNEX = "ANNEX", "Техническое приложение Стороны"
    KEY = "KEY", "Ключ"


class Actor(Labelled):
    """Who takes a step: capacities of an authority and roles of people (requirements §0.1)."""

    INI = "INI", "инициатор запроса"
    TRN = "TRN", "передающий орган"
    RCV = "RCV", "получающий орган"
    EXE = "EXE", "исполняющий орган"
    SGN = "SGN", "уполномоченное лицо"
    REG = "REG", "канцелярия"
    CEN = "CEN", "центральный орган"
    DPO = "DPO", "ответственный за защиту данных"
    SECOND = "SECOND", "второй сотрудник"
    DEP_O = "DEP-O", "оператор депозитария"
    DEP_A = "DEP-A", "утверждающий депозитария"
    NODE = "NODE", "узел"


ACTORS: Final = tuple(Actor)


class Place(Labelled):
    """Where local work stands."""

    DRAFT = "DRAFT", "черновик"
    ON_SIGNATURE = "ON_SIGNATURE", "на подписи"
    READY = "READY", "подписан"
    TRN_CHECK = "TRN_CHECK", "на проверке у передающего органа"
    RETURNED_TO_INI = "RETURNED_TO_INI", "возвращён инициатору"
    SENT = "SENT", "направлен"
    BEING_CHECKED = "BEING_CHECKED", "доставлено, проверяется"
    DELIVERED = "DELIVERED", "доставлен"
    NOT_ACCEPTED = "NOT_ACCEPTED", "не принят"
    ENDED = "ENDED", "исполнение завершено"
    CLOSED = "CLOSED", "закрыт"
    RECEIVED = "RECEIVED", "получен"
    REGISTERED = "REGISTERED", "зарегистрирован"
    ASSIGNED = "ASSIGNED", "назначен исполнитель"
    FORWARDED = "FORWARDED", "передан другому органу"
    EXECUTING = "EXECUTING", "исполняется"
    RCV_CHECK = "RCV_CHECK", "на проверке у получающего органа"
    REQUIRED = "REQUIRED", "должен быть отправлен"
    NOT_TRACKED = "NOT_TRACKED", "не отслеживается"
    DISPATCHED = "DISPATCHED", "отправлен"
    ARRIVED = "ARRIVED", "поступил"
    NOT_ARRIVED = "NOT_ARRIVED", "не поступил"
    RETURN_PLANNED = "RETURN_PLANNED", "возврат запланирован"
    RETURN_ON_ARRIVAL = "RETURN_ON_ARRIVAL", "вернуть по поступлении"
    RETURNED = "RETURNED", "возвращён"
    HELD = "HELD", "хранится: производство ведётся"
    TERM_RUNNING = "TERM_RUNNING", "идёт срок хранения"
    DUE = "DUE", "срок хранения истёк"
    ON_HOLD = "ON_HOLD", "уничтожение приостановлено"
    ACT_DRAFTED = "ACT_DRAFTED", "составлен акт"
    DESTRUCTION_PENDING = "DESTRUCTION_PENDING", "ключ уничтожен, истекает резервная копия"
    DESTROYED = "DESTROYED", "уничтожено"
    GRANTED = "GRANTED", "согласие действует"
    EXPIRED = "EXPIRED", "согласие истекло"
    COMPELLED = "COMPELLED", "обязательное требование закона"
    INSTRUMENT_RECEIVED = "INSTRUMENT_RECEIVED", "документ получен"
    CHECKED = "CHECKED", "проверен"
    APPROVED = "APPROVED", "утверждён"
    PUBLISHED = "PUBLISHED", "опубликован"
    EFFECTIVE = "EFFECTIVE", "действует"
    CORRECTED = "CORRECTED", "исправлен новым изданием"
    IN_USE = "IN_USE", "применяется"
    REVOKED = "REVOKED", "отозван"
    REPLACED = "REPLACED", "заменён следующим"


@dataclass(frozen=True, slots=True, kw_only=True)
class Move:
    """One step of local work: who takes it (all of `by` together), when it may be taken, by which article."""

    track: Track
    before: Place | None
    after: Place
    by: tuple[Actor, ...]
    when: str
    article: Article | None = None


_A11: Final = Article(11)
_A11_3: Final = Article(11, point=3)
_A10: Final = Article(10, paragraph=1)
_A9_6: Final = Article(9, point=6)
_A12: Final = Article(12, paragraph=1)
_A13: Final = Article(13, paragraph=2)
_A18: Final = Article(18)

_Steps = tuple[tuple[Place | None, Place, tuple[Actor, ...], str, Article | None], ...]

_DRAFTING: Final[_Steps] = (
    (None, Place.DRAFT, (Actor.INI,), "производство ведётся и принадлежит инициатору", Article(10, paragraph=2)),
    (Place.DRAFT, Place.ON_SIGNATURE, (Actor.INI,), "все сведения внесены, препятствий нет", _A11),
    (Place.ON_SIGNATURE, Place.DRAFT, (Actor.SGN,), "возвращён на доработку с замечаниями", _A11),
    (Place.ON_SIGNATURE, Place.READY, (Actor.SGN,), "полномочия действуют; подпись и печать инициатора", _A11_3),
    (Place.READY, Place.DRAFT, (Actor.SGN,), "подпись отозвана до направления", _A11),
    (Place.READY, Place.TRN_CHECK, (Actor.INI,), "инициатор не является передающим органом", _A18),
    (Place.TRN_CHECK, Place.RETURNED_TO_INI, (Actor.TRN,), "есть замечания", _A18),
    (Place.RETURNED_TO_INI, Place.DRAFT, (Actor.INI,), "замечания приняты; новая редакция подписывается заново", _A11),
    (Place.TRN_CHECK, Place.SENT, (Actor.TRN,), "передающий орган удостоверил запрос своей печатью", _A11_3),
    (Place.READY, Place.SENT, (Actor.INI,), "инициатор сам является передающим органом", _A18),
    (Place.SENT, Place.BEING_CHECKED, (Actor.NODE,), "сохранён узлом получателя, проверка не окончена", _A10),
    (Place.SENT, Place.DELIVERED, (Actor.NODE,), "вскрыт узлом получателя (T-01)", _A12),
    (Place.SENT, Place.DELIVERED, (Actor.REG,), "Сторона без узла: дата получения и чем она подтверждена", _A12),
    (Place.BEING_CHECKED, Place.DELIVERED, (Actor.NODE,), "вскрыт узлом получателя (T-01)", _A12),
    (Place.SENT, Place.NOT_ACCEPTED, (Actor.NODE,), "закрытый перечень оснований (T-02)", _A11_3),
    (Place.BEING_CHECKED, Place.NOT_ACCEPTED, (Actor.NODE,), "закрытый перечень оснований (T-02)", _A11_3),
    (Place.NOT_ACCEPTED, Place.DRAFT, (Actor.INI,), "исправляется и направляется как новый M-01", _A11),
    (Place.DELIVERED, Place.ENDED, (Actor.NODE,), "исполнен, отказано, не может быть исполнен или отозван", _A12),
    (Place.ENDED, Place.CLOSED, (Actor.INI,), "оригиналы сверены; приобщено к делу; вопрос о взыскателе решён", _A9_6),
)
_EXECUTION: Final[_Steps] = (
    (None, Place.RECEIVED, (Actor.NODE,), "вскрыт узлом", _A12),
    (None, Place.RECEIVED, (Actor.REG, Actor.SECOND), "внесён с бумаги и подтверждён вторым сотрудником", _A10),
    (Place.RECEIVED, Place.REGISTERED, (Actor.RCV,), "присвоен номер, срок определён (M-02)", _A12),
    (Place.REGISTERED, Place.ASSIGNED, (Actor.RCV,), "назначен исполнитель", _A18),
    (Place.REGISTERED, Place.FORWARDED, (Actor.RCV,), "компетенция другого органа; срок не меняется (P-24)", _A18),
    (Place.FORWARDED, Place.ASSIGNED, (Actor.EXE,), "назначен исполнитель", _A18),
    (Place.ASSIGNED, Place.EXECUTING, (Actor.EXE,), "конфиденциальность обеспечена, если о ней просили", Article(16)),
    (Place.EXECUTING, Place.ASSIGNED, (Actor.RCV,), "назначен другой исполнитель", _A18),
    (Place.EXECUTING, Place.ON_SIGNATURE, (Actor.EXE,), "ответ или уведомление подготовлены", _A11_3),
    (Place.ON_SIGNATURE, Place.EXECUTING, (Actor.SGN,), "возвращён на доработку с замечаниями", _A11_3),
    (Place.ON_SIGNATURE, Place.RCV_CHECK, (Actor.SGN,), "исполняющий орган не является получившим", _A11_3),
    (Place.RCV_CHECK, Place.EXECUTING, (Actor.RCV,), "возвращён с замечаниями", _A18),
    (Place.RCV_CHECK, Place.ENDED, (Actor.RCV,), "удостоверен печатью получившего органа и направлен", _A11_3),
    (Place.ON_SIGNATURE, Place.ENDED, (Actor.SGN,), "подписан, скреплён печатью и направлен", _A11_3),
    (Place.ENDED, Place.EXECUTING, (Actor.EXE,), "ответ отозван полностью или частично (M-27)", _A11_3),
)
_ORIGINAL: Final[_Steps] = (
    (None, Place.REQUIRED, (Actor.NODE,), "M-01, M-03, M-07 или M-08 направлен по сети, факсом или почтой", _A10),
    (None, Place.NOT_TRACKED, (Actor.CEN,), "электронный документ признан оригиналом (P-14)", Article(10, paragraph=3)),
    (Place.REQUIRED, Place.DISPATCHED, (Actor.REG,), "почтовый номер и дата", _A10),
    (Place.REQUIRED, Place.NOT_ARRIVED, (Actor.INI,), "дело закрывается с отметкой «оригинал не поступил»", _A10),
    (Place.DISPATCHED, Place.ARRIVED, (Actor.REG,), "дата поступления", _A10),
    (Place.DISPATCHED, Place.NOT_ARRIVED, (Actor.INI,), "дело закрывается с отметкой «оригинал не поступил»", _A10),
    (Place.DISPATCHED, Place.RETURN_ON_ARRIVAL, (Actor.REG,), "отказ или невозможность, пока оригинал в пути", _A13),
    (Place.ARRIVED, Place.RETURN_PLANNED, (Actor.REG,), "отказ или невозможность; намечена дата отправки", _A13),
    (Place.RETURN_PLANNED, Place.RETURNED, (Actor.REG,), "почтовый номер и дата", _A13),
    (Place.RETURN_ON_ARRIVAL, Place.RETURNED, (Actor.REG,), "поступил и отправлен обратно", _A13),
)
_KEEPING: Final[_Steps] = (
    (None, Place.HELD, (Actor.NODE,), "информация получена, производство ведётся", _A9_6),
    (Place.HELD, Place.TERM_RUNNING, (Actor.NODE,), "производство окончено; правило хранения зафиксировано", _A9_6),
    (Place.TERM_RUNNING, Place.HELD, (Actor.NODE,), "производство возобновлено", _A9_6),
    (Place.TERM_RUNNING, Place.DUE, (Actor.NODE,), "наступила дата", _A9_6),
    *(
        (place, Place.ON_HOLD, (Actor.DPO, Actor.CEN), "спор, консультации, решение суда", Article(21))
        for place in (Place.HELD, Place.TERM_RUNNING, Place.DUE)
    ),
    *(
        (Place.ON_HOLD, place, (Actor.DPO, Actor.CEN), "основание приостановления отпало", Article(21))
        for place in (Place.HELD, Place.TERM_RUNNING, Place.DUE)
    ),
    (Place.DUE, Place.ACT_DRAFTED, (Actor.DPO, Actor.SECOND), "перечислены копии, листы и выписки", _A9_6),
    *(
        (
            place,
            Place.ACT_DRAFTED,
            (Actor.DPO, Actor.SECOND),
            "отзыв сведений о другом лице (M-27)",
            Article(9, point=1),
        )
        for place in (Place.HELD, Place.TERM_RUNNING, Place.ON_HOLD)
    ),
    (Place.ACT_DRAFTED, Place.DESTRUCTION_PENDING, (Actor.NODE,), "ключ дела уничтожен", _A9_6),
    (Place.DESTRUCTION_PENDING, Place.DESTROYED, (Actor.NODE,), "истекла последняя резервная копия ключей", _A9_6),
)
_REGISTER: Final = {
    Track.LEGAL_PART: (
        (None, Place.INSTRUMENT_RECEIVED, (Actor.DEP_O,), "документ, дата получения, нота, скан", _A18),
        (Place.INSTRUMENT_RECEIVED, Place.CHECKED, (Actor.DEP_O,), "даты рассчитаны, недостатки отмечены", Article(22)),
        (Place.CHECKED, Place.APPROVED, (Actor.DEP_A,), "утверждает не тот, кто внёс", None),
        (Place.APPROVED, Place.PUBLISHED, (Actor.NODE,), "издание скреплено печатью депозитария", Article(22)),
        (Place.PUBLISHED, Place.EFFECTIVE, (Actor.NODE,), "наступила дата", Article(22)),
        (Place.PUBLISHED, Place.CORRECTED, (Actor.DEP_O, Actor.DEP_A), "акт об ошибке; ничего не удаляется", None),
        (Place.EFFECTIVE, Place.CORRECTED, (Actor.DEP_O, Actor.DEP_A), "акт об ошибке; ничего не удаляется", None),
    ),
    Track.ANNEX: (
        (None, Place.DRAFT, (Actor.CEN,), "приложение подготовлено", _A18),
        (Place.DRAFT, Place.PUBLISHED, (Actor.CEN, Actor.SECOND), "скреплено ключом центрального органа", _A18),
        (Place.PUBLISHED, Place.CORRECTED, (Actor.CEN, Actor.SECOND), "новое издание", _A18),
    ),
    Track.KEY: (
        (None, Place.IN_USE, (Actor.CEN, Actor.SECOND), "сертификат внесён в приложение", _A11_3),
        (Place.IN_USE, Place.REVOKED, (Actor.CEN,), "экстренный отзыв, сразу", _A11_3),
        (Place.IN_USE, Place.REPLACED, (Actor.DEP_O, Actor.DEP_A), "издание подписано старым и новым ключом", _A18),
    ),
}
_CONSENT: Final[_Steps] = (
    (Place.GRANTED, Place.EXPIRED, (Actor.NODE,), "срок согласия прошёл", Article(9, point=2)),
    (None, Place.COMPELLED, (Actor.DPO, Actor.CEN), "обязательное требование закона, записано", Article(9, point=2)),
)
_TRACKS: Final = {
    Track.DRAFTING: _DRAFTING,
    Track.EXECUTION: _EXECUTION,
    Track.ORIGINAL: _ORIGINAL,
    Track.KEEPING: _KEEPING,
    Track.CONSENT: _CONSENT,
    **_REGISTER,
}

MOVES: Final = tuple(
    Move(track=track, before=before, after=after, by=by, when=when, article=article)
    for track, steps in _TRACKS.items()
    for before, after, by, when, article in steps
)
"""Every step of local work, in the order of its tracks."""


def next_moves(track: Track, before: Place | None) -> tuple[Move, ...]:
    """Return the steps that can follow in a track (requirements §2)."""
    return tuple(move for move in MOVES if (move.track, move.before) == (track, before))


def may_move(track: Track, before: Place | None, after: Place, by: Actor) -> Finding:
    """Decide by the tables (Art. 9-13, 18, 22) whether an actor may take a step of local work."""
    found = [move for move in next_moves(track, before) if move.after is after and by in move.by]
    if found:
        article = found[0].article
        return held(f"{track.label}: {found[0].when}", *((article,) if article else ()))
    state = before.label if before else "работа не начата"
    return violation("E-10-05", track=track.label, state=state, after=after.label, actor=by.label)
