"""The journal: append-only, hash-linked, checked by us and by anyone else."""

from __future__ import annotations

import json
from contextlib import suppress
from typing import TYPE_CHECKING

import pytest
from django.db import transaction

from obmen.node.journal import chain, record
from obmen.node.journal.models import Entry, Head

if TYPE_CHECKING:
    from collections.abc import Callable

pytestmark = pytest.mark.django_db


def write(count: int = 3) -> None:
    """Write some entries, each in a transaction of its own."""
    for number in range(1, count + 1):
        with transaction.atomic():
            record.record(
                "read", actor="officer", authority="KZ-750", object_id=number, reason="Исполнение", page=number
            )


def test_entries_stand_in_one_chain() -> None:
    """Numbers without gaps, each with the hash of the one before, and the head knows the end."""
    write()
    entries = list(Entry.objects.order_by("seq"))
    assert [entry.seq for entry in entries] == [1, 2, 3]
    assert [entry.previous_hash for entry in entries] == [chain.GENESIS, entries[0].hash, entries[1].hash]
    head = record.head()
    assert head is not None
    assert (head.seq, head.hash) == (3, entries[2].hash)
    assert record.verify() is None


def test_an_empty_journal_is_whole() -> None:
    """A fresh node has no head to put into a receipt, and nothing broken."""
    assert record.head() is None
    assert record.verify() is None


HARMS: dict[str, tuple[Callable[[], object], int, str]] = {
    "another actor": (lambda: Entry.objects.filter(seq=2).update(actor="nobody"), 2, "изменена"),
    "other facts": (lambda: Entry.objects.filter(seq=2).update(facts={"page": 9}), 2, "изменена"),
    "one in the middle gone": (lambda: Entry.objects.filter(seq=2).delete(), 2, "удалена"),
    "the last one gone": (lambda: Entry.objects.filter(seq=3).delete(), 3, "удалены"),
    "the first one gone": (lambda: Entry.objects.filter(seq=1).delete(), 1, "удалена"),
    "all gone": (lambda: Entry.objects.all().delete(), 1, "удалены"),
    "head moved back": (lambda: Head.objects.update(seq=2), 4, "удалены"),
}


def cut_off() -> None:
    """Delete the end together with the row that knows it."""
    Entry.objects.filter(seq__gt=1).delete()
    Head.objects.all().delete()


def test_a_journal_without_its_head_is_not_whole() -> None:
    """Where there are entries there is a head: whoever deletes both is found."""
    write()
    cut_off()
    broken = record.verify()
    assert broken is not None
    assert broken.seq == 2


@pytest.mark.parametrize(("harm", "seq", "why"), HARMS.values(), ids=list(HARMS))
def test_an_altered_or_deleted_row_is_found(harm: Callable[[], object], seq: int, why: str) -> None:
    """Whoever changes the tables behind our back is found, with the place."""
    write()
    harm()
    broken = record.verify()
    assert broken is not None
    assert broken.seq == seq
    assert why in broken.why


def test_an_entry_rewritten_with_its_own_hash_breaks_the_next_link() -> None:
    """Recomputing the hash of the forged entry only moves the break to the next one."""
    write()
    forged = json.loads(record.export().splitlines()[1]) | {"actor": "nobody"}
    Entry.objects.filter(seq=2).update(actor="nobody", hash=chain.digest(forged))
    broken = record.verify()
    assert broken is not None
    assert broken.seq == 3


def test_an_export_is_checked_without_the_node() -> None:
    """The exported lines carry all that is needed; a changed line is found by its number."""
    write()
    lines = [json.loads(line) for line in record.export().splitlines()]
    assert chain.check(lines, record.head()) is None
    broken = chain.check([lines[0], {**lines[1], "reason": "Другое"}, lines[2]])
    assert broken is not None
    assert broken.seq == 2
    assert chain.check([lines[0], lines[2]]) is not None
    assert chain.check([{"seq": 1}]) is not None


@pytest.mark.django_db(transaction=True)
def test_the_journal_is_written_only_inside_an_act() -> None:
    """Outside a transaction an entry could outlive the act that failed; it is refused."""
    with pytest.raises(RuntimeError, match="transaction"):
        record.record("read", actor="officer", authority="KZ-750", object_id=1)


def test_an_act_that_fails_leaves_no_entry() -> None:
    """The entry goes with the transaction, and the next one takes its number."""
    write(1)
    with suppress(ZeroDivisionError), transaction.atomic():
        record.record("read", actor="officer", authority="KZ-750", object_id=1)
        record.record("read", actor="officer", authority="KZ-750", object_id=1 // 0)
    write(1)
    assert list(Entry.objects.values_list("seq", flat=True)) == [1, 2]
    assert record.verify() is None
