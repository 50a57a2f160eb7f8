"""`obmen law check REQUEST.json`: everything the Agreement says about a request; exit status 1 if anything blocks."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Final

from obmen.command.law.desk import Form, Reply, Unanswerable, day_of, reply_of
from obmen.treaty.applicability import AuthorityFacts, Declaration, may_send, notes_on_reservations
from obmen.treaty.authorities import DirectoryEntry, may_initiate
from obmen.treaty.documents import Request
from obmen.treaty.documents.requests import Subject, SubjectCode
from obmen.treaty.documents.values import (
    Address,
    Birth,
    Body,
    DocumentClass,
    EnforcementDocument,
    Identifier,
    Money,
    NaturalPerson,
    OperativePart,
    Proceeding,
)
from obmen.treaty.findings import Findings
from obmen.treaty.parties import Membership
from obmen.treaty.policies import Policies
from obmen.treaty.request_content import check_request
from obmen.treaty.scope import Permission, Place, scope

if TYPE_CHECKING:
    import argparse
    from collections.abc import Iterable, Iterator

NAME: Final = "check"
HELP: Final = "проверить запрос по Соглашению: содержание, а с реестром — и право направить"


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """What the register says on the day: Parties, authorities, the own directory, declarations, policies (R-18.5)."""

    members: tuple[Membership, ...] = ()
    authorities: tuple[AuthorityFacts, ...] = ()
    directory: tuple[DirectoryEntry, ...] = ()
    declarations: tuple[Declaration, ...] = ()
    policies: dict[str, str] = field(default_factory=dict)
    without_authorities: tuple[str, ...] = ()

    def member(self, party: str) -> Membership | None:
        """Return the dates of a Party."""
        return next((each for each in self.members if each.party == party), None)

    def authority(self, number: str) -> AuthorityFacts | None:
        """Return an authority by its id."""
        return next((each for each in self.authorities if each.id == number), None)

    def body(self, number: str) -> DirectoryEntry | None:
        """Return a body of the directory by its id."""
        return next((each for each in self.directory if each.id == number), None)


def _example() -> Request:
    moscow = Body(id="RU-770", name="Управление принудительного исполнения по городу Москве (учебное)")
    almaty = Body(id="KZ-750", name="Департамент юстиции города Алматы (учебный)")
    return Request(
        initiator=moscow,
        transmitter=moscow,
        receiver=almaty,
        proceeding=Proceeding(number="10001/26/99001-ИП", opened_on=date(2026, 2, 20), owner="RU-770"),
        documents=(
            EnforcementDocument(
                document_class=DocumentClass.COURT,
                issuer_within_judicial_system=True,
                national_kind="исполнительный лист",
                number="ФС № 900000123",
                issued_on=date(2026, 2, 12),
                issuer="Примерный районный суд города Москвы",
                operative_part=OperativePart(text="Взыскать с Тестова Андрея Петровича 350 000 рублей."),
                amount=Money(amount=Decimal("350000.00"), currency="RUB"),
            ),
        ),
        debtor=NaturalPerson(
            family_name="Тестов",
            given_name="Андрей",
            patronymic="Петрович",
            birth=Birth(date=date(1985, 3, 14), place="г. Караганда"),
            addresses=(Address(text="Республика Казахстан, г. Караганда, ул. Примерная, д. 5"),),
            identifiers=(Identifier(scheme="KZ-IIN", value="850314300122"),),
        ),
        claimants=(
            NaturalPerson(
                family_name="Образцова",
                given_name="Мария",
                patronymic="Ивановна",
                addresses=(Address(text="Российская Федерация, г. Москва, ул. Примерная, д. 7"),),
            ),
        ),
        justification="Имущества и доходов должника на территории Российской Федерации не установлено.",
        subjects=(Subject(code=SubjectCode.REAL_ESTATE), Subject(code=SubjectCode.WHEREABOUTS_PERSON)),
        factual_circumstances="В добровольный срок требования не исполнены.",
        content="Просим представить сведения о недвижимом имуществе и адресе должника.",
    )


REQUEST: Final = Form(name="check", about="Запрос (M-01): вход obmen law check", of=Request, example=_example())
FACTS: Final = Form(
    name="check-register",
    about="Сведения реестра на день: вход obmen law check --register",
    of=Facts,
    example=Facts(
        members=tuple(
            Membership(party=party, name=name, in_force_from=date(2026, 1, 14))
            for party, name in (("RU", "Россия"), ("KZ", "Казахстан"))
        ),
        authorities=(
            AuthorityFacts(id="RU-770", party="RU", name="Управление по городу Москве (учебное)", listed=True),
            AuthorityFacts(id="KZ-750", party="KZ", name="Департамент юстиции города Алматы (учебный)", listed=True),
        ),
        directory=(DirectoryEntry(id="RU-770", party="RU", name="Управление по городу Москве (учебное)"),),
        declarations=(
            Declaration(party="KZ", kind="ART25_FULL", document_classes=("NOTARIAL",), text="Заявление (учебное)."),
        ),
        policies={"P-15": "WARN"},
    ),
)
FORMS: Final = (REQUEST, FACTS)


def add_words(words: argparse.ArgumentParser) -> None:
    """Add the words of this question."""
    words.add_argument("file", type=Path, metavar="ЗАПРОС.json", help="запрос («-»: стандартный ввод)")
    words.add_argument("--on", type=day_of, metavar="ДЕНЬ", help="на какой день (без него — на сегодня)")
    words.add_argument(
        "--register", type=Path, metavar="ФАЙЛ", help="сведения реестра (obmen law schema check-register)"
    )


def ask(arguments: argparse.Namespace) -> Reply:
    """Check the request. Raises `Unanswerable` when a file cannot be read."""
    request = REQUEST.read(arguments.file)
    on = arguments.on or datetime.now(tz=UTC).date()
    facts = FACTS.read(arguments.register) if arguments.register else None
    policies = _policies(facts)
    found = check_request(request, on=on, own_party=_party(request.transmitter.id), policies=policies)
    if facts is None:
        return reply_of(found, on=on)
    places = _places(request, facts, policies, on)
    reply = reply_of(found + _sending(request, facts, policies, on), on=on, scope=[_place(each) for each in places])
    return replace(reply, lines=[*_flagged(request, places), *reply.lines])


def _places(request: Request, facts: Facts, policies: Policies, on: date) -> tuple[Place, ...]:
    requesting, requested = _party(request.transmitter.id), _party(request.receiver.id)
    return scope(request, facts.declarations, requesting=requesting, requested=requested, policies=policies, on=on)


def _place(place: Place) -> dict[str, object]:
    return {"document": place.document, "subject": place.subject.value, "permission": place.permission.value}


def _flagged(request: Request, places: Iterable[Place]) -> Iterator[str]:
    """Name each subject that a document cannot simply carry (Art. 25)."""
    for place in places:
        if place.permission is not Permission.ALLOWED:
            document = request.documents[place.document]
            yield f"{document.national_kind} {document.number}, {place.subject.short}: {place.permission.label}"


def _policies(facts: Facts | None) -> Policies:
    try:
        return Policies.declared(facts.policies if facts else {})
    except ValueError as error:
        raise Unanswerable(f"Такого толкования нет: {error}") from None


def _party(authority: str) -> str:
    return authority.partition("-")[0]


def _sending(request: Request, facts: Facts, policies: Policies, on: date) -> Findings:
    """Ask the rest of what the register decides: Parties, authorities, declarations, the initiator, reservations."""
    requested = _party(request.receiver.id)
    transmitter = facts.authority(request.transmitter.id)
    sending = may_send(
        request,
        transmitter=transmitter,
        receiver=facts.authority(request.receiver.id),
        requesting=facts.member(_party(request.transmitter.id)),
        requested=facts.member(requested),
        declarations=facts.declarations,
        policies=policies,
        on=on,
        without_authorities=facts.without_authorities,
    )
    initiating = [may_initiate(facts.body(request.initiator.id), transmitter, on)] if transmitter else []
    notes = notes_on_reservations(request, facts.declarations, on, requested=requested)
    return sending + Findings.of(initiating) + notes
