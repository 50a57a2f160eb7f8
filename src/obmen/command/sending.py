"""`obmen send FILE.json`: a request from a file, judged whole, signed, sealed and put into the outbox."""

from __future__ import annotations

from typing import TYPE_CHECKING

from obmen.node.cases import content
from obmen.node.cases.acts import ActRefused, draft, send, submit
from obmen.node.cases.acts.attach import attach
from obmen.node.cases.enclosures import Stated
from obmen.node.people.models import Officer
from obmen.treaty.documents.values import AttachmentKind

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

    from obmen.treaty.findings import Finding


def send_file(file: Path, officer: str, signatory: str, scans: Sequence[Path] = ()) -> int:
    """Send the request of the file with scans of originals; with mistakes say all of them and send nothing.

    Return the exit status: 0 sent, 1 refused, 2 the call itself is wrong.
    """
    try:
        raw, attached = file.read_bytes(), [(scan.name, scan.read_bytes()) for scan in scans]
        drafts, signs = _person(officer), _person(signatory)
    except (OSError, LookupError) as error:
        print(f"Запрос не отправлен. {error}")  # noqa: T201  a command speaks to its caller
        return 2
    if problems := content.REQUESTS.problems(raw):
        return _refused(f"{problem.path}: {problem.text_ru}" for problem in problems)
    try:
        case = draft.save(drafts, content.REQUESTS.decode(raw))
        for name, data in attached:
            attach(drafts, case, name, Stated(kind=AttachmentKind.ORIGINAL_SCAN), data)
        outcome = submit.submit(drafts, case, signatory=signs)
        if not outcome:
            return _refused(_said(outcome.findings.failing))
        case = send.sign_and_send(signs, outcome.case, outcome.case.prepared_digest)
    except ActRefused as refused:
        return _refused(_said(refused.findings.failing))
    for line in _said(outcome.findings.warnings):
        print(f"Замечание: {line}")  # noqa: T201  same
    print(f"Отправлен: дело {case.number}, исх. № {case.own_number}. Доставку покажет карточка дела.")  # noqa: T201  same
    return 0


def _person(username: str) -> Officer:
    person = Officer.objects.filter(username=username, is_active=True).first()
    if person is None:
        raise LookupError(f"Сотрудника с именем входа «{username}» нет. Добавьте его: obmen person add.")
    return person


def _said(findings: Iterable[Finding]) -> list[str]:
    return [f"{finding.code} {finding.sentence()}".strip() for finding in findings]


def _refused(lines: Iterable[str]) -> int:
    print("Запрос не отправлен.")  # noqa: T201  a command speaks to its caller
    for line in lines:
        print(f"  • {line}")  # noqa: T201  same
    return 1
