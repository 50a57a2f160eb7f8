"""Letters M-04 to M-28 of the case between Moscow and Almaty, each with everything its kind can say."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Final
from uuid import UUID

from tests.message.rendering.answered import FULL_ANSWER
from tests.message.rendering.asked import FULL_REQUEST
from tests.message.rendering.cast import ALMATY_SIGNATORY, MOSCOW_SIGNATORY
from tests.message.rendering.letters import envelope

from obmen.treaty.documents import Document, Kind
from obmen.treaty.documents.answers import Correction, Mending
from obmen.treaty.documents.conditions import (
    Breach,
    Call,
    Condition,
    ConditionKind,
    Conditions,
    ConditionsDecision,
    Consultation,
    Consulting,
    Deciding,
    Outcome,
    Postponement,
    Topic,
)
from obmen.treaty.documents.confidentiality import (
    ActionTaken,
    Choosing,
    ConfidentialityDecision,
    ConfidentialityImpossible,
    ConfidentialityWish,
)
from obmen.treaty.documents.consents import (
    Compulsion,
    ConsentDecision,
    Consenting,
    ConsentRequest,
    DestructionNotice,
    Incident,
    ProtectionFacts,
    ProtectionQuery,
)
from obmen.treaty.documents.information import Gap, Information, InformationRequest, PointReply
from obmen.treaty.documents.notices import (
    AuthorityChange,
    Comparison,
    DelayNotice,
    OriginalNotice,
    OriginalStep,
    Recovery,
    TermChange,
)
from obmen.treaty.documents.refusals import ConsultationTick, Ground, Inability, Refusal, Return, ReturnedPaper
from obmen.treaty.documents.requests import (
    Change,
    Confidentiality,
    Extent,
    Reminder,
    SubjectCode,
    Supplement,
    Withdrawal,
)
from obmen.treaty.documents.values import Body, Money, OfficeNumber, PaperReference

if TYPE_CHECKING:
    from obmen.treaty.documents.envelope import Payload

ITEMS: Final = (SubjectCode.ACCOUNTS, SubjectCode.VEHICLES)
PAPER: Final = PaperReference(title="исполнительный лист ФС № 900000123", message_id=UUID(int=0x77))
RETURNED: Final = (
    ReturnedPaper(paper=PAPER, how=Return.DISPATCHED, post_number="KZ000000017KZ", on=date(2026, 3, 20)),
    ReturnedPaper(paper=PaperReference(title="доверенность представителя"), how=Return.ON_ARRIVAL),
)

FULL: Final[dict[Kind, Payload]] = {
    Kind.DELAY: DelayNotice(
        reason="Банк второго уровня не ответил на запрос судебного исполнителя.",
        remaining_items=ITEMS,
        expected_on=date(2026, 4, 28),
    ),
    Kind.INFORMATION_REQUEST: InformationRequest(
        points=(
            Gap(number=1, what="Дата рождения должника", why="В реестре два человека с этим именем."),
            Gap(number=2, what="Прежняя фамилия должника", why="Недвижимость могла быть приобретена до брака."),
        ),
        reply_by=date(2026, 3, 27),
        clock_policy="SUSPEND",
    ),
    Kind.INFORMATION: Information(
        replies=(
            PointReply(number=1, text="14.03.1985", attachments=("001",)),
            PointReply(number=2, unable="Прежняя фамилия взыскателю неизвестна."),
        )
    ),
    Kind.REFUSAL: Refusal(
        request_version=2,
        extent=Extent.ITEMS,
        items=ITEMS,
        ground=Ground.LEGISLATION,
        circumstances="Сведения составляют банковскую тайну и по этому виду требования не раскрываются.",
        norm="статья 50 Закона о банках (пример)",
        consultation=ConsultationTick(needed=True, consultation=UUID(int=0x21), reason="Проведены 12.03.2026."),
        returned=RETURNED,
    ),
    Kind.INABILITY: Inability(
        circumstances="Должник умер до получения запроса; наследники не установлены.", returned=RETURNED
    ),
    Kind.POSTPONEMENT: Postponement(
        circumstances="Имущество арестовано по уголовному делу запрашиваемой Стороны.",
        own_proceeding="дело № 1-17/2026",
        consultation=UUID(int=0x22),
        review_on=date(2026, 5, 4),
        on=date(2026, 3, 18),
        clock_policy="RUN",
    ),
    Kind.CONSULTATION: Consultation(
        topic=Topic.CONDITIONS,
        step=Consulting.CLOSE,
        text="Стороны согласились: информация не раскрывается должнику до 01.06.2026.",
        outcome=Outcome.AGREED,
        call=Call(on=date(2026, 3, 16), who="начальник отдела Примеров П. П.", result="условия приняты устно"),
    ),
    Kind.CONDITIONS: Conditions(
        conditions=(
            Condition(
                number=1,
                kind=ConditionKind.NO_DISCLOSURE,
                text="Не раскрывать должнику сведения о счетах.",
                recipient="DEBTOR",
                items=ITEMS,
                until=date(2026, 6, 1),
            ),
            Condition(number=2, kind=ConditionKind.USE, text="Использовать только для розыска имущества."),
        ),
        consultation=UUID(int=0x23),
    ),
    Kind.CONDITIONS_DECISION: ConditionsDecision(
        decision=Deciding.COUNTER, text="Просим сократить срок, указанный в условии № 1, до 01.05.2026."
    ),
    Kind.BREACH: Breach(condition=1, facts="Сведения о счёте сообщены должнику 02.05.2026 при ознакомлении с делом."),
    Kind.CONFIDENTIALITY_IMPOSSIBLE: ConfidentialityImpossible(
        step="вызов должника для объяснений",
        items=(SubjectCode.EXPLANATIONS,),
        reason="Разъяснения может дать только сам должник.",
        already_done=(ActionTaken(what="запрошен реестр недвижимости", on=date(2026, 3, 5)),),
    ),
    Kind.CONFIDENTIALITY_WISH: ConfidentialityWish(
        confidentiality=Confidentiality(scope="факт и содержание запроса", reason="Должник выводит имущество.")
    ),
    Kind.CONFIDENTIALITY_DECISION: ConfidentialityDecision(
        decision=Choosing.WITHDRAW_ITEMS, items=(SubjectCode.EXPLANATIONS,), text="Остальные пункты просим исполнять."
    ),
    Kind.CONSENT_REQUEST: ConsentRequest(
        recipient="THIRD_PARTY",
        items=ITEMS,
        purpose="обращение в суд о разделе имущества",
        manner="справка о наличии имущества без номеров счетов",
        until=date(2026, 4, 30),
        urgent=True,
        compulsion=Compulsion(
            demand="определение суда от 02.04.2026",
            norm="статья 57 ГПК (пример)",
            on=date(2026, 4, 2),
            disclosed_on=date(2026, 4, 9),
        ),
    ),
    Kind.CONSENT_DECISION: ConsentDecision(
        decision=Consenting.LIMITED,
        recipient="THIRD_PARTY",
        items=(SubjectCode.VEHICLES,),
        purpose="обращение в суд о разделе имущества",
        until=date(2026, 12, 31),
        reason="Сведения о счетах третьим лицам не раскрываются.",
    ),
    Kind.WITHDRAWAL: Withdrawal(extent=Extent.ITEMS, items=ITEMS, reason="Должник погасил долг в этой части."),
    Kind.ORIGINAL: OriginalNotice(
        step=OriginalStep.COMPARED,
        paper=PAPER,
        post_number="RU000000017RU",
        list_number="опись № 12",
        on=date(2026, 3, 20),
        comparison=Comparison.NOTED,
        difference="На оригинале нет отметки о вступлении в силу.",
    ),
    Kind.PROTECTION_QUERY: ProtectionQuery(questions="Где хранится информация и кто имеет к ней доступ?"),
    Kind.PROTECTION_FACTS: ProtectionFacts(
        measures="Шифрование, разграничение доступа, журнал чтения.",
        retention_rule="приказ № 77 (пример)",
        retention_term="5 лет после окончания исполнительного производства",
        planned_destruction_on=date(2031, 5, 4),
        incident=Incident(
            what="утрачен носитель с копией ответа",
            on=date(2026, 5, 1),
            items=ITEMS,
            measures="носитель был зашифрован; проведена проверка",
        ),
    ),
    Kind.DESTRUCTION: DestructionNotice(act_number="17-у/2026", on=date(2026, 4, 29), after_recall=True),
    Kind.TERM_CHANGE: TermChange(
        cause="перенос выходного дня",
        act="постановление № 1234 (пример)",
        calendar_version="KZ-2026-2",
        was=date(2026, 4, 14),
        now=date(2026, 4, 15),
    ),
    Kind.AUTHORITY_CHANGE: AuthorityChange(
        was=Body(id="KZ-751", name="Отдел по Карагандинской области (учебный)"),
        now=Body(id="KZ-752", name="Отдел по области Ұлытау (учебный)"),
        since=date(2026, 3, 30),
        reason="Должник живёт в другой области.",
    ),
    Kind.REMINDER: Reminder(items=ITEMS, text="Торги назначены на 20.04.2026, просим учесть это."),
    Kind.SUPPLEMENT: Supplement(
        request=replace(FULL_REQUEST, version=2),
        changes=(Change(field="Адрес должника", was="г. Караганда", now="г. Темиртау"),),
        reason="Должник переехал.",
    ),
    Kind.CORRECTION: Correction(
        kind=Mending.SUPPLEMENT,
        refers_to=UUID(int=0x13),
        items=tuple(item.subject for item in FULL_ANSWER.items[:2]),
        reason="Получен ответ второго банка.",
        new_items=FULL_ANSWER.items[:2],
    ),
    Kind.RECOVERY: Recovery(
        document="ФС № 900000123",
        recovered=Money(amount=Decimal("120000.50"), currency="KZT"),
        as_of=date(2026, 4, 10),
        remaining=Money(amount=Decimal("230000.00"), currency="RUB"),
        source="депозитный счёт органа",
    ),
}
"""Everything that a letter of each kind can say."""

SMALL: Final[dict[Kind, Payload]] = {kind: type(payload)() for kind, payload in FULL.items()}  # type: ignore[call-arg]  # receipts alone need values
"""As little as a letter of each kind can say."""

OTHERS: Final[dict[str, tuple[Kind, Payload]]] = {
    "a question taken back": (Kind.INFORMATION_REQUEST, InformationRequest()),
    "a recall of another person's data": (
        Kind.CORRECTION,
        Correction(kind=Mending.RECALL, wrong_person=True, reason="Однофамилец."),
    ),
    "general measures": (Kind.PROTECTION_QUERY, ProtectionQuery(general=True)),
    "a term that cannot be counted": (
        Kind.TERM_CHANGE,
        TermChange(cause="новый календарь", not_determined="Нет календаря на 2028 год."),
    ),
}
"""What else is said, beside all and nothing."""


def notice(kind: Kind, payload: Payload | None = None) -> Document:
    """Return a letter of the kind from Almaty on the request of Moscow."""
    head = envelope(
        kind,
        0x40,
        sender_authority="KZ-750",
        recipient_authority="RU-770",
        reply_to=OfficeNumber(number="77-12/431", date=date(2026, 3, 2)),
        in_reply_to=UUID(int=0x11),
        own_number=OfficeNumber(number="750/исх-301", date=date(2026, 3, 18)),
        signatory=(ALMATY_SIGNATORY if kind.needs_person else None) or MOSCOW_SIGNATORY,
    )
    signatory = ALMATY_SIGNATORY if kind.needs_person else None
    return Document(envelope=replace(head, signatory=signatory), payload=payload or FULL[kind])
