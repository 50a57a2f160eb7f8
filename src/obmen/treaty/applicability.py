"""Art. 1, 18, 22, 24, 25: may this authority ask that one, today, on these enforcement documents."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING, Literal

from obmen.treaty.articles import Article
from obmen.treaty.documents.values import DocumentClass
from obmen.treaty.errors import held, violation
from obmen.treaty.findings import Finding, Findings, Weight
from obmen.treaty.labelled import Labelled
from obmen.treaty.parties import Membership, party_forms
from obmen.treaty.wording import listed

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Sequence

    from obmen.treaty.documents.requests import Request
    from obmen.treaty.documents.values import EnforcementDocument
    from obmen.treaty.policies import Policies


class Art25Class(Labelled):
    """The two classes of enforcement documents that a declaration under Art. 25 may leave out."""

    NON_JUDICIAL = "NON_JUDICIAL", "выданные органом или должностным лицом вне судебной системы"
    NOTARIAL = "NOTARIAL", "нотариально заверенные документы"


@dataclass(frozen=True, slots=True, kw_only=True)
class AuthorityFacts:
    """What the register says about an authority on a day (Art. 18).

    `listed`: entitled to direct interaction on that day; `central`: a central authority; `enforcement_body`: it is
    itself an enforcement body, so that its receipt starts the term (P-02).
    """

    id: str
    party: str
    name: str
    listed: bool
    central: bool = False
    enforcement_body: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Declaration:
    """A declaration under Art. 25 or a reservation, as the register publishes it.

    `provisions` are codes of what is not applied («6.a»); `document_classes` are `Art25Class` codes; `text` is
    verbatim; `applied` is False for one published as «не применяется до решения Сторон (ст. 21)».
    """

    party: str
    kind: Literal["ART25_FULL", "ART25_PARTIAL", "RESERVATION"]
    provisions: tuple[str, ...] = ()
    document_classes: tuple[str, ...] = ()
    text: str = ""
    applied: bool = True
    effective_from: date | None = None
    withdrawn_on: date | None = None

    def applies(self, on: date) -> bool:
        """Tell whether it has effect on a day."""
        begun = self.effective_from is None or self.effective_from <= on
        return self.applied and begun and (self.withdrawn_on is None or on < self.withdrawn_on)

    def concerns(self, subject: str) -> bool:
        """Tell whether a subject of a request («6.a») is among its provisions («6.a» or the whole «6»)."""
        return any(subject == provision or subject.startswith(f"{provision}.") for provision in self.provisions)


def may_send(  # noqa: PLR0913  the facts of one question, each named by the caller
    request: Request,
    *,
    transmitter: AuthorityFacts | None,
    receiver: AuthorityFacts | None,
    requesting: Membership | None,
    requested: Membership | None,
    declarations: Sequence[Declaration],
    policies: Policies,
    on: date,
    without_authorities: Collection[str] = (),
) -> Findings:
    """Decide by Art. 1, 18, 22, 24 and 25 whether this request may be sent on day `on`.

    The facts are those of the register on that day, None where it knows nothing; `policies` are the requesting
    Party's own (P-15); `without_authorities` are Parties that handed no data on authorities over (E-18-02).
    Reservations never decide about sending: see `notes_on_reservations`. Who initiates is asked apart, of the
    Party's own directory (`authorities.may_initiate`).
    """
    return Findings.of(
        (
            *_parties(requesting, requested, on),
            *_authorities(
                (transmitter, requesting, "transmitter"),
                (receiver, requested, "receiver"),
                on=on,
                silent=without_authorities,
            ),
            *_declared(request, _art25(declarations, requesting, on), _art25(declarations, requested, on), policies),
        ),
    )


def _parties(requesting: Membership | None, requested: Membership | None, on: date) -> Iterator[Finding]:
    if requesting and requested and requesting.party == requested.party:
        yield violation("E-1-01", case="same", field="receiver")
        return
    failures = [
        *_bound(requesting, on, "transmitter", "запрашивающая"),
        *_bound(requested, on, "receiver", "запрашиваемая"),
    ]
    yield from failures or [held("Соглашение действует для обеих Сторон", Article(1), Article(22))]


def _bound(membership: Membership | None, on: date, field: str, capacity: str) -> Iterator[Finding]:
    if membership is None:
        yield violation("E-1-01", case="unknown", field=field, party=capacity)
    elif membership.left(on):
        yield violation("E-24-01", field=field, party=membership.name, date=membership.exit_on)
    elif membership.in_force_from is None:
        yield violation("E-1-01", case="unknown", field=field, party=membership.name)
    elif not membership.in_force(on):
        yield violation("E-1-01", case="not_yet", field=field, party=membership.name, date=membership.in_force_from)


def _authorities(
    *sides: tuple[AuthorityFacts | None, Membership | None, str], on: date, silent: Collection[str]
) -> Iterator[Finding]:
    failures = [
        finding
        for authority, party, field in sides
        for finding in (
            [violation("E-18-02", field=field)]
            if party and party.party in silent
            else _entitled(authority, party, on, field)
        )
    ]
    yield from failures or [held("Оба органа внесены в реестр депозитария", Article(18))]


def _entitled(authority: AuthorityFacts | None, party: Membership | None, on: date, field: str) -> Iterator[Finding]:
    if authority is None or not authority.listed:
        yield violation("E-18-01", field=field, date=on)
    elif party and authority.party != party.party:
        yield violation("E-11-01", case="party", field=field, name=authority.name, party=party.name)


def art25_class(document: EnforcementDocument) -> Art25Class | None:
    """Decide by Art. 25(1) and P-19 which class of declarations a document falls into; None for a court's act."""
    if document.document_class is DocumentClass.NOTARIAL:
        return Art25Class.NOTARIAL
    return Art25Class.NON_JUDICIAL if document.issuer_within_judicial_system is False else None


def _art25(declarations: Sequence[Declaration], party: Membership | None, on: date) -> list[Declaration]:
    return [
        each
        for each in declarations
        if party and each.party == party.party and each.kind != "RESERVATION" and each.applies(on)
    ]


def _declared(
    request: Request, own: Sequence[Declaration], other: Sequence[Declaration], policies: Policies
) -> Iterator[Finding]:
    failures = [
        finding
        for index, document in enumerate(request.documents)
        for finding in (
            *_excluded(request, document, own, "E-25-04", f"documents.{index}"),
            *_to_confirm(request, _excluded(request, document, other, "E-25-05", f"documents.{index}"), policies),
        )
    ]
    yield from failures or [held("Заявления по ст. 25 этих исполнительных документов не касаются", Article(25))]


def _excluded(
    request: Request, document: EnforcementDocument, declarations: Sequence[Declaration], code: str, field: str
) -> Iterator[Finding]:
    for declaration in declarations:
        if art25_class(document) not in declaration.document_classes:
            continue
        if declaration.kind == "ART25_FULL":
            yield violation(code, field=field)
        elif touched := [each.code.short for each in request.subjects if declaration.concerns(each.code)]:
            yield violation(code, case="partial", field=field, subjects=listed(touched))


def _to_confirm(request: Request, findings: Iterable[Finding], policies: Policies) -> Iterator[Finding]:
    reason = request.art25_confirmation.strip()
    for finding in findings:
        if policies.choice("P-15") == "BLOCK":
            yield replace(finding, policy="P-15", weight=Weight.BLOCKS)
        elif reason:
            yield replace(finding, holds=True, because=f"Направление подтверждено: {reason}", how_to_fix="")
        else:
            yield replace(finding, policy="P-15")


def notes_on_reservations(
    request: Request, declarations: Sequence[Declaration], on: date, *, requested: str | None = None
) -> Findings:
    """Tell by Art. 6 which reservations of the requested Party touch the request: a warning with the verbatim text.

    Nothing is ever blocked (R-6.a.2). Without `requested` (a Party's code) all `declarations` count as that Party's.
    """
    reservations = (
        each
        for each in declarations
        if each.kind == "RESERVATION" and each.applies(on) and requested in (None, each.party)
    )
    return Findings.of(
        _note(reservation, f"subjects.{index}")
        for reservation in reservations
        for index, subject in enumerate(request.subjects)
        if reservation.concerns(subject.code)
    )


def _note(reservation: Declaration, field: str) -> Finding:
    forms = party_forms.get(reservation.party)
    party = forms.official if forms else reservation.party
    verbatim = reservation.text.strip(' «»."')
    return violation("E-6-03", field=field, party=party, text=verbatim)
