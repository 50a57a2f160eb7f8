"""Art. 11, 14: a supplement or change of a request that was sent (M-26)."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from obmen.treaty.articles import Article
from obmen.treaty.errors import held, violation
from obmen.treaty.findings import Finding, Findings
from obmen.treaty.policies import DEFAULT_POLICIES, Policies
from obmen.treaty.request_content import check_request

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from obmen.treaty.documents.requests import Request, Supplement
    from obmen.treaty.documents.values import EnforcementDocument


def check_supplement(  # noqa: PLR0913  the facts of one question, each named by the caller
    before: Request,
    supplement: Supplement,
    *,
    final_given: bool,
    on: date,
    own_party: str | None,
    policies: Policies = DEFAULT_POLICIES,
    due: date | None = None,
) -> Findings:
    """Decide by Art. 11 and 14 whether a request may be supplemented so, on day `on` (R-14.4).

    `before` is the last version, `final_given` whether the final answer is there. The new whole obeys every rule on a
    request; what fails in it names its field under `request`.
    """
    whole = check_request(supplement.request, on=on, own_party=own_party, policies=policies, due=due)
    under = (replace(finding, field=f"request.{finding.field}") if finding.field else finding for finding in whole)
    return Findings.of((*_own(before, supplement, final_given=final_given), *under))


def _own(before: Request, supplement: Supplement, *, final_given: bool) -> Iterator[Finding]:
    wrong = (*_changes(before, supplement, final_given=final_given), *_subjects(before, supplement.request))
    wrong += tuple(_documents(before, supplement.request))
    yield from wrong or (held("Запрос дополняется новой версией до окончательного ответа", Article(14)),)


def _changes(before: Request, supplement: Supplement, *, final_given: bool) -> Iterator[Finding]:
    """Require by Art. 14 the next version before the final answer, what changed in it and why."""
    version, expected = supplement.request.version, before.version + 1
    if final_given:
        yield violation("E-14-01")
    if version != expected:
        yield violation("E-14-04", case="version", field="request.version", version=version, expected=expected)
    if not supplement.changes or replace(supplement.request, version=before.version) == before:
        yield violation("E-14-04", field="changes")
    if not supplement.reason.strip():
        yield violation("E-14-04", case="reason", field="reason")


def _documents(before: Request, after: Request) -> Iterator[Finding]:
    """Require by Art. 11(1)(b) the same enforcement documents: another one is a new request."""
    known = {_identity(document) for document in before.documents}
    for index, document in enumerate(after.documents):
        if _identity(document) not in known:
            field = f"request.documents.{index}"
            yield violation("E-14-04", case="document", field=field, number=document.number.strip() or "без номера")


def _identity(document: EnforcementDocument) -> tuple[str, date | None, str]:
    return document.number, document.issued_on, document.issuer


def _subjects(before: Request, after: Request) -> Iterator[Finding]:
    """Require by Art. 12 and 14 that added items say so: their term begins with the supplement (B-25)."""
    known = {subject.code: subject.since for subject in before.subjects}
    for index, subject in enumerate(after.subjects):
        since = known.get(subject.code, after.version)
        if subject.since != since:
            field, label = f"request.subjects.{index}.since", subject.code.label
            yield violation("E-14-04", case="since", field=field, subject=label, since=subject.since, expected=since)
