"""Cases for the screens: one of each kind with the people of requirements F-3, and as many others as a list needs."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, replace
from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Final
from uuid import uuid4

from tests.support import office, peers

from obmen.message.encoding import StrictCodec, encode
from obmen.message.rendering import Letterhead, render
from obmen.message.wrapping import read_label
from obmen.node import clock
from obmen.node.cases import content
from obmen.node.cases.acts import answer, draft, register, submit, take_in
from obmen.node.cases.models import Case, LocalState
from obmen.node.delivery import receiving
from obmen.node.people.models import Officer, Role
from obmen.node.vault import service as vault
from obmen.treaty.documents import Document, Request
from obmen.treaty.documents.answers import AccountRow, ItemStatus, SpecialOrder
from obmen.treaty.documents.requests import SubjectCode
from obmen.treaty.documents.values import Body, NaturalPerson, Period
from obmen.treaty.lifecycle import Side, State

if TYPE_CHECKING:
    from obmen.treaty.documents.answers import Answer

DEMO: Final = Path(__file__).parents[3] / "src/obmen/node/demo/request.json"
PASSWORD: Final = "длинный пароль"
POWERS: Final = date(2026, 1, 14)


@dataclass(frozen=True, slots=True)
class People:
    """Who works in the authority of the tests."""

    officer: Officer
    signatory: Officer
    clerk: Officer
    auditor: Officer
    admin: Officer


def people() -> People:
    """Make one person of each role; the names are invented."""
    return People(
        officer=_person("officer", "Исполнителев Ерлан Примерұлы", "Исполнитель", Role.OFFICER),
        signatory=_person("signatory", "Подписантов Нұрлан Образцұлы", "Заместитель руководителя", Role.SGN),
        clerk=_person("clerk", "Журналова Әсел Вторникқызы", "Специалист канцелярии", Role.REG),
        auditor=_person("auditor", "Проверкина Ревизия Актовна", "Аудитор", Role.AUD),
        admin=_person("admin", "Серверов Узел Сетевич", "Администратор узла", Role.ADM),
    )


def _person(username: str, full_name: str, post: str, role: Role) -> Officer:
    return Officer.objects.create_user(
        username,
        password=PASSWORD,
        full_name=full_name,
        post=post,
        authority=office.OWN,
        roles=[role.value],
        powers_from=POWERS if role is Role.SGN else None,
        powers_basis="приказ № 1" if role is Role.SGN else "",
    )


def letter() -> Request:
    """Give the request of the demo: everything that Art. 11 asks for."""
    return StrictCodec(Request).decode(DEMO.read_bytes())


def ours() -> Request:
    """Give the same request as our own authority asks it of Russia."""
    own = Body(id=office.OWN, name="Центральный орган, Казахстан (учебный)")
    receiver = Body(id=office.OTHER, name="Центральный орган, Россия (учебный)")
    asked = letter()
    proceeding = replace(asked.proceeding, owner=office.OWN)
    return replace(asked, initiator=own, transmitter=own, receiver=receiver, proceeding=proceeding)


def lame() -> Request:
    """Give a request that lacks its circumstances and asks for too long a period."""
    asked = ours()
    period = Period(start=date(2023, 3, 1), end=date(2026, 3, 1))
    subjects = tuple(
        replace(each, income_period=period) if each.code is SubjectCode.INCOME else each for each in asked.subjects
    )
    return replace(asked, subjects=subjects, factual_circumstances="")


def drafted(who: People, request: Request | None = None) -> Case:
    """Make a draft."""
    return draft.save(who.officer, request or ours())


def on_signature(who: People) -> Case:
    """Make a request that waits for signature."""
    outcome = submit.submit(who.officer, drafted(who), {}, who.signatory)
    assert outcome, [finding.because for finding in outcome.findings.failing]
    return outcome.case


def arrived() -> Case:
    """Let a request of Russia arrive and be taken in."""
    body = Body(id=office.OTHER, name="Центральный орган, Россия (учебный)")
    asked = replace(
        letter(),
        initiator=body,
        transmitter=body,
        receiver=Body(id=office.OWN, name="Центральный орган, Казахстан (учебный)"),
        proceeding=replace(letter().proceeding, owner=office.OTHER),
    )
    document = office.dated(peers.request(asked))
    arrival = receiving.store(_package(document), document.envelope.message_id, office.OTHER_NODE)
    case = take_in.take_in(arrival, receiving.open_arrival(arrival))
    assert case is not None
    return case


def _package(document: Document) -> bytes:
    """Print, seal and wrap a document of Russia's authority for us."""
    digest = hashlib.sha256(encode(document)).hexdigest()
    printed = render(document, json_digest=digest, letterhead=Letterhead(name_ru="Орган (учебный)", party="RU"))
    package = peers.packed(peers.sealed(document, rendition=printed), document, sender_node=office.OTHER_NODE)
    assert read_label(package).package_id == document.envelope.message_id
    return package


def executing(who: People) -> Case:
    """Make an incoming request that is registered and assigned to the officer."""
    return register.register(who.clerk, arrived(), "", who.officer)


def answered(who: People) -> Case:
    """Make an incoming request whose answer waits for signature."""
    case = executing(who)
    answer.save_answer(who.officer, case, full_answer(case))
    outcome = answer.submit_answer(who.officer, case, who.signatory)
    assert outcome, [finding.sentence() for finding in outcome.findings.failing]
    return outcome.case


def full_answer(case: Case) -> Answer:
    """Answer every item: accounts are found, of the rest nothing."""
    from obmen.node.cases.papers import draft_answer  # noqa: PLC0415  only the shape of the answer is wanted

    empty = draft_answer(case)
    today = date(2026, 3, 2)
    account = AccountRow(bank="АО «Пример Банк»", number="KZ64999KZT0000012345", currency="KZT", as_of=today)
    items = tuple(
        replace(
            item,
            status=ItemStatus.PROVIDED if item.subject is SubjectCode.ACCOUNTS else ItemStatus.NONE_FOUND,
            source="учебный источник",
            as_of=today,
            rows=(account,) if item.subject is SubjectCode.ACCOUNTS else (),
        )
        for item in empty.items
    )
    return replace(empty, items=items, special_orders=(SpecialOrder(subject=SubjectCode.ACCOUNTS, applies=False),))


NAMES: Final = ("Примеров", "Образцова", "Учебный", "Макетова", "Условная", "Вымыслова", "Тренировкин", "Заглушкина")
LONG: Final = "Құдайбергенова-Нұрмұхаммедқызы Гүлбаршын"


def many(who: People, count: int = 45) -> list[Case]:
    """Fill a list with cases of synthetic debtors, some overdue, some ended; rows only, no documents."""
    return [_row(who, n) for n in range(count)]


def _row(who: People, n: int) -> Case:
    name = LONG if n == 1 else NAMES[n % len(NAMES)]
    request = replace(ours(), debtor=NaturalPerson(family_name=name, given_name="Пример", patronymic="Примерович"))
    due = date(2026, 2, 26) + timedelta(days=n + n // 3)
    case = Case(
        id=uuid4(),
        number=f"{office.OWN}-2026-{n + 100:06}",
        side=(Side.REQUESTING if n % 3 else Side.REQUESTED).value,
        own_authority=office.OWN,
        other_authority=("RU-770", "BY-101")[n % 2],
        other_party=("RU", "BY")[n % 2],
        key_id=vault.new_key(),
        local_state=LocalState.SENT if n % 3 else LocalState.EXECUTING,
        shared_state=(State.EXECUTED if n % 7 == 6 else State.REGISTERED).value,
        subjects="6.a,6.c,7.b,8.a",
        created_by=who.officer,
        assigned_to=who.officer,
        created_at=clock.now(),
        receipt_date=date(2026, 2, 2),
        due_unadjusted=due,
        due_adjusted=due,
    )
    case.title = content.seal(case, content.short_name(request.debtor).encode(), "title")
    case.save()
    return case
