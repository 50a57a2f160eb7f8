"""Attach a file to the request or the answer being written, or take it away again (Art. 5, 10, 17)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from django.db.models import Max, Sum

from obmen.message.limits import DEFAULT
from obmen.node.cases import content, enclosures
from obmen.node.cases.acts import changing, refuse, require, require_held, require_state
from obmen.node.cases.models import Case, DraftAttachment, LocalState
from obmen.treaty.articles import Article
from obmen.treaty.attachments import check_certification, check_kind

if TYPE_CHECKING:
    from obmen.node.cases.enclosures import Stated
    from obmen.node.people.models import Officer

MOST: Final = DEFAULT.package - 2 * 1024 * 1024
"""What attachments may take of a package: the rest is for the document, its pages and signatures."""


def attach(officer: Officer, case: Case, file_name: str, stated: Stated, data: bytes) -> Case:
    """Attach a file; what it is, its bytes say. Raises `ActRefused`."""
    _require_writing(officer, case)
    certified = check_certification(stated.certified_by, stated.certified_on, stated.certified_how)
    require_held(check_kind(stated.kind), certified)
    media_type = enclosures.media_type_of(data)
    if media_type is None:
        fix = "Приложите PDF, PNG, JPEG или TIFF"
        raise refuse("Файл не читается как документ или изображение", fix, Article(10))
    _require_room(case, len(data))
    number = (case.draft_attachments.aggregate(last=Max("number"))["last"] or 0) + 1
    described = enclosures.described(number, file_name, stated, media_type, data)
    sealed = {
        "described": content.seal(case, enclosures.CODEC.encode(described), enclosures.place(number, "described")),
        "content": content.seal(case, data, enclosures.place(number, "content")),
    }
    with changing(case, officer, "attached"):
        DraftAttachment.objects.create(case=case, number=number, size=len(data), **sealed)
    return case


def detach(officer: Officer, case: Case, number: int) -> Case:
    """Take an attachment away; the numbers of the others stay. Raises `ActRefused`."""
    _require_writing(officer, case)
    if not case.draft_attachments.filter(number=number).exists():
        raise refuse("Такого приложения уже нет", "Откройте страницу приложений заново")
    with changing(case, officer, "detached") as locked:
        locked.draft_attachments.filter(number=number).delete()
    return case


def _require_writing(officer: Officer, case: Case) -> None:
    """Require that the officer is the one who is writing the request or the answer."""
    require(officer, "draft" if case.requesting else "answer", case.own_authority)
    require_state(case, LocalState.DRAFT if case.requesting else LocalState.EXECUTING)
    if not case.requesting and case.assigned_to_id != officer.pk:
        raise refuse("Дело поручено другому исполнителю", "Попросите канцелярию поручить его вам", Article(9, point=1))


def _require_room(case: Case, size: int) -> None:
    """Require that the package stays within its limit, before anything is signed."""
    taken = case.draft_attachments.aggregate(size=Sum("size"))["size"] or 0
    require_held(*enclosures.check_size(taken + size, MOST))
    if case.draft_attachments.count() >= DEFAULT.attachments:
        fix = "Отправьте часть приложений отдельным сообщением"
        raise refuse(f"Приложений не может быть больше {DEFAULT.attachments}", fix, Article(10))
