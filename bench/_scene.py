"""What the measurements share: how each begins, invented keys, and the demo's own request and answer as documents."""

from __future__ import annotations

import json
import statistics
import sys
import time
from datetime import UTC, date, datetime
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, Final
from uuid import uuid4

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "tools"))

from obmen.message.encoding import StrictCodec, new_salt
from obmen.message.rendering import Letterhead
from obmen.node.demo.answering import answer_for
from obmen.node.keystore.certificates import Validity
from obmen.treaty.documents import Answer, Document, Envelope, Kind, Request
from obmen.treaty.documents.envelope import RegisterEdition
from obmen.treaty.documents.values import OfficeNumber, Signatory
from timing import machine, median_ms, row

if TYPE_CHECKING:
    from collections.abc import Callable

    from obmen.treaty.documents.envelope import Payload

__all__ = ["HEAD", "NOW", "START", "VALID", "answer", "begin", "in_turns_ms", "median_ms", "request", "row"]

START: Final = datetime(2024, 1, 1, tzinfo=UTC)
NOW: Final = datetime(2026, 3, 2, 4, 30, tzinfo=UTC)
VALID: Final = Validity(start=START, end=datetime(2036, 1, 1, tzinfo=UTC))
HEAD: Final = Letterhead(name_ru="Управление принудительного исполнения (учебное)", party="RU")


def begin() -> None:
    """Say on which machine, and by which command."""
    print(machine())
    print(f"make bench-{Path(sys.argv[0]).stem}")


def in_turns_ms(times: int, *works: Callable[[], object]) -> list[float]:
    """Give the median processor time of each, taken in turns: what else the machine does falls on all alike."""
    spent: list[list[float]] = [[] for _ in works]
    for _ in range(times):
        for work, mine in zip(works, spent, strict=True):
            began = time.thread_time()
            work()
            mine.append(time.thread_time() - began)
    return [1000 * statistics.median(mine) for mine in spent]


def request() -> Document:
    """Make the demo's request as a document."""
    raw = files("obmen.node.demo").joinpath("request.json").read_bytes()
    return _document(Kind.REQUEST, StrictCodec(Request).decode(raw))


def answer() -> Document:
    """Make the demo's answer to it."""
    asked = request().payload
    assert isinstance(asked, Request)
    told = answer_for([subject.code.value for subject in asked.subjects], "2026-03-16")
    return _document(Kind.ANSWER, StrictCodec(Answer).decode(json.dumps(told).encode()))


def _document(kind: Kind, payload: Payload) -> Document:
    envelope = Envelope(
        message_id=uuid4(),
        type=kind,
        text_version="2025-draft",
        case_id="RU-770-2026-000001",
        seq=1,
        salt=new_salt(),
        sent_at=NOW,
        sender_authority="RU-770",
        recipient_authority="KZ-750",
        register=RegisterEdition(legal_version=1, legal_hash="0" * 64, annex_version=1, annex_hash="0" * 64),
        initiator_authority="RU-770",
        own_number=OfficeNumber(number="1/2026", date=date(2026, 3, 2)),
        signatory=Signatory(name="Подписалов Пётр Пробович", post="Заместитель", powers_from=date(2026, 1, 14)),
    )
    return Document(envelope=envelope, payload=payload)
