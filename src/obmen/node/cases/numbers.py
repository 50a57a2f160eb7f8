"""Numbers of the office's books: cases, исх., вх.; each runs through the year of an authority.

A number is given for something and stays with it: an act that is tried again, a letter that is returned and prepared
anew, finds the number that it was given before, so that no number of the book is lost.
"""

from __future__ import annotations

import re
from itertools import count
from typing import TYPE_CHECKING, Any, Final

from django.db import transaction
from django.db.models import Q

from obmen.node.cases.models import Case, Counter, GivenNumber

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from obmen.treaty.documents.envelope import Kind

CASES: Final = "case"
OUTGOING: Final = "out"
INCOMING: Final = "in"


def case_number(case: Case, year: int) -> str:
    """Give the number of the case: `<CC>-<authority code>-<year>-<seq>`; the one it has, if it has one."""
    return case.number or number_of(case.own_authority, year, _given(case, year, CASES))


def number_of(authority: str, year: int, seq: int) -> str:
    """Write the number of a case as both Parties use it."""
    return f"{authority}-{year}-{seq:06}"


def is_of(authority: str, number: str) -> bool:
    """Tell whether a number of a case is out of the book of that authority."""
    return re.fullmatch(rf"{re.escape(authority)}-[0-9]{{4}}-[0-9]{{6,9}}", number) is not None


def outgoing_number(case: Case, kind: Kind, year: int) -> str:
    """Give the исх. № of our next document in the case, «17/2026»; the label beside it says that it is one."""
    sent = case.documents.filter(sender=case.side).count()
    return f"{_given(case, year, OUTGOING, f'{kind.value}/{sent}')}/{year}"


def incoming_number(case: Case, year: int) -> str:
    """Give the вх. № under which the request is registered: the one it has, or the next that no clerk has typed."""
    return case.reg_number or f"{_given(case, year, INCOMING)}/{year}"


def is_taken(case: Case, number: str, year: int) -> bool:
    """Tell whether in that year a вх. № stands for another request, registered or about to be."""
    given = GivenNumber.objects.filter(authority=case.own_authority, year=year, book=INCOMING).exclude(case=case)
    seq, _, of = number.partition("/")
    promised = of == str(year) and seq.isdecimal() and given.filter(number=int(seq)).exists()
    return promised or _registered(case.own_authority, year).exclude(id=case.id).filter(reg_number=number).exists()


def _registered(authority: str, year: int) -> QuerySet[Case]:
    """Give the requests whose вх. № is of that year."""
    of_the_year = Q(receipt_date__year=year) | Q(reg_number__endswith=f"/{year}")
    return Case.objects.filter(of_the_year, own_authority=authority)


def _given(case: Case, year: int, book: str, what: str = "") -> int:
    """Give the number that `what` of the case has in the book; the next free one where it has none yet."""
    place: dict[str, Any] = {"authority": case.own_authority, "year": year, "book": book}
    with transaction.atomic():
        counter, _ = Counter.objects.select_for_update().get_or_create(**place)
        given = GivenNumber.objects.filter(**place, case=case, what=what).first()
        if given is None:
            counter.last = _next_free(counter)
            counter.save()
            given = GivenNumber.objects.create(**place, case=case, what=what, number=counter.last)
    return given.number


def _next_free(counter: Counter) -> int:
    """Give the next number; of incoming ones some may have been typed by a clerk in advance."""
    typed = _registered(counter.authority, counter.year) if counter.book == INCOMING else Case.objects.none()
    numbers = count(counter.last + 1)
    return next(number for number in numbers if not typed.filter(reg_number=f"{number}/{counter.year}").exists())
