"""Documents as JSON: one spelling, nothing unknown, nothing twice; problems told in Russian with their place."""

from __future__ import annotations

import json
import time
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal
from typing import Any, cast
from uuid import UUID

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from tests.support import peers

from obmen.message import encoding
from obmen.message.encoding import StrictCodec, codec_of, decode, encode
from obmen.message.errors import MessageError, Misuse, NotAcceptable, Undetermined
from obmen.message.limits import DEFAULT
from obmen.message.schemas import schema_of
from obmen.message.strict_json import JsonRefused, parse
from obmen.treaty.documents import Answer, Document, Kind, Request, type_of_kind
from obmen.treaty.documents.answers import AccountRow, AnswerItem, VehicleRow
from obmen.treaty.documents.requests import SubjectCode
from obmen.treaty.documents.values import EnforcementDocument, LegalPerson, Money, PublicBody

REQUEST = Request(
    documents=(EnforcementDocument(issued_on=date(2026, 3, 2), amount=Money(amount=Decimal("10.50"), currency="KZT")),),
    debtor=LegalPerson(legal_name="Үлгі-Сауда"),
    claimants=(PublicBody(),),
)
RAW = encode(peers.request(REQUEST))


def changed(old: str, new: str) -> bytes:
    """Change the text of the request in one place."""
    assert old.encode() in RAW
    return RAW.replace(old.encode(), new.encode(), 1)


def told(raw: bytes) -> list[str]:
    return [str(problem) for problem in encoding.problems(raw)]


def test_a_document_reads_back_as_itself_and_writes_the_same_bytes() -> None:
    """What was written is read as the same value, and that value is written as the same bytes."""
    decoded = decode(RAW)
    assert decoded.document == peers.request(REQUEST, message_id=decoded.document.envelope.message_id)
    assert encode(decoded.document) == RAW
    assert (decoded.unknown_fields, decoded.raw) == ((), RAW)


def test_names_travel_in_camel_case_and_a_sum_as_a_string() -> None:
    """The wire speaks camelCase; a decimal is never a number of JSON."""
    assert b'"issuedOn":"2026-03-02"' in RAW
    assert b'"amount":{"amount":"10.50","currency":"KZT"}' in RAW
    assert b'"sentAt":"2026-03-02T12:00:00+03:00"' in RAW


@pytest.mark.parametrize(
    ("old", "new", "problem"),
    [
        (
            '"issuedOn":"2026-03-02"',
            '"issuedOn":"2.3.2026"',
            "payload.documents[0].issuedOn: ожидается дата вида 2026-03-02",
        ),
        (
            '"issuedOn":"2026-03-02"',
            '"issuedOn":"2026-3-2"',
            "payload.documents[0].issuedOn: ожидается дата вида 2026-03-02",
        ),
        (
            '"issuedOn":"2026-03-02"',
            '"issuedOn":20514',
            "payload.documents[0].issuedOn: ожидается дата вида 2026-03-02",
        ),
        (
            '"issuedOn":"2026-03-02"',
            '"issuedOn":"1772409600"',
            "payload.documents[0].issuedOn: ожидается дата вида 2026-03-02",
        ),
        (
            "12:00:00+03:00",
            "12:00:00",
            "envelope.sentAt: ожидаются дата и время со смещением, например 2026-03-02T09:30:00+05:00",
        ),
        ('"10.50"', "10", 'payload.documents[0].amount.amount: ожидается число строкой, например "1250000.00"'),
        ('"10.50"', '"1E5"', 'payload.documents[0].amount.amount: ожидается число строкой, например "1250000.00"'),
        ('"10.50"', '"NaN"', 'payload.documents[0].amount.amount: ожидается число строкой, например "1250000.00"'),
        ('"10.50"', "10.5", "дробное число должно быть записано строкой"),
        ('"seq":1', '"seq":"1"', "envelope.seq: ожидается целое число"),
        ('"seq":1', '"seq":true', "envelope.seq: ожидается целое число"),
        ('"seq":1', '"seq":-0', "целое число недопустимо: оно больше 2^53 − 1 или записано как «-0»"),
        ('"seq":1', '"seq":9007199254740993', "целое число недопустимо: оно больше 2^53 − 1 или записано как «-0»"),
        ('"seq":1', '"seq":NaN', "значение NaN недопустимо"),
        ('"seq":1', '"seq":1,"seq":1', "имя «seq» стоит в одном объекте дважды"),
        ('"seq":1,', "", "envelope.seq: поле обязательно"),
        ('"seq":1', '"seq":1,"extra":{}', "envelope.extra: неизвестное поле"),
        ('"M-01"', '"M-99"', f"envelope.type: ожидается одно из: {', '.join(f'«{kind}»' for kind in Kind)}"),
        ('"lang":"ru"', '"lang":"en"', "envelope.lang: ожидается «ru»"),
        ('"documents":[{', '"documents":[5,{', "payload.documents[0]: ожидается объект {…}"),
        ('"documents":[', '"documents":5,"documents2":[', "payload.documents: ожидается список […]"),
        ('"KZT"', '"\\ud800"', "в тексте недопустимые знаки"),
        ('"schemaVersion":"1.0"', '"schemaVersion":"1"', "envelope.schemaVersion: ожидается версия вида «1.0»"),
    ],
)
def test_every_problem_is_told_with_its_place(old: str, new: str, problem: str) -> None:
    """A clerk of the other side can be told exactly what to correct, and decoding refuses it as damaged."""
    raw = changed(old, new)
    assert problem in told(raw)
    with pytest.raises(NotAcceptable) as caught:
        decode(raw)
    assert caught.value.code == "E-T-01"
    assert problem in caught.value.text_ru or len(told(raw)) > 1


def test_of_a_union_only_the_branch_that_was_meant_speaks() -> None:
    """A legal person with a wrong field is not also accused of being no natural person."""
    raw = changed('"kind":"LEGAL",', '"kind":"LEGAL","familyName":"X",')
    assert told(raw) == ["payload.debtor.familyName: неизвестное поле"]


def test_an_unknown_kind_lists_the_known_ones_once() -> None:
    """Whoever mistyped the kind sees what may stand there, and nothing else."""
    raw = changed('"kind":"LEGAL",', '"kind":"STATE",')
    assert told(raw) == ["payload.debtor.kind: ожидается одно из: «NATURAL», «LEGAL»"]


def test_the_kind_of_a_union_is_never_guessed() -> None:
    """Without its kind a person could be read as one or the other."""
    assert told(changed('"kind":"LEGAL",', "")) == ["payload.debtor.kind: поле обязательно"]


def test_problems_of_rows_of_an_answer_name_the_row() -> None:
    """In a list of many kinds of rows the place has its numbers."""
    item = AnswerItem(subject=SubjectCode.VEHICLES, rows=(AccountRow(), VehicleRow(year=2001)))
    raw = encode(Document(envelope=peers.envelope(Kind.ANSWER), payload=Answer(items=(item,))))
    assert told(raw.replace(b'"year":2001', b'"year":"2001"')) == [
        "payload.items[0].rows[1].year: ожидается целое число"
    ]


def test_a_newer_minor_version_is_read_and_what_we_do_not_know_is_named() -> None:
    """Tomorrow's optional field does not stop today's node."""
    raw = changed('"schemaVersion":"1.0"', '"schemaVersion":"1.7","urgency":{"level":"high"}')
    decoded = decode(raw)
    assert decoded.unknown_fields == ("envelope.urgency",)
    assert decoded.document.envelope.schema_version == "1.7"
    assert told(raw) == []


def test_another_major_version_is_undetermined() -> None:
    """A format we do not speak is not the sender's fault: the term may run, so it is kept."""
    with pytest.raises(Undetermined, match=r"2\.0"):
        decode(changed('"schemaVersion":"1.0"', '"schemaVersion":"2.0"'))


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"[]",
        b"null",
        b"1",
        b'"x"',
        b"{",
        b"\xff",
        b"\xef\xbb\xbf{}",
        b"{}{}",
        b"[" * 100_000,
        b'{"a":' * 40 + b"1" + b"}" * 40,
    ],
)
def test_what_is_no_document_is_refused_as_damaged(raw: bytes) -> None:
    """Any other JSON, or none, gives our own error."""
    assert told(raw)
    with pytest.raises(NotAcceptable, match="E-T-01"):
        decode(raw)


def test_a_document_that_is_too_long_is_refused_before_it_is_parsed() -> None:
    """Two mebibytes of JSON are enough for anyone."""
    with pytest.raises(NotAcceptable, match="длиннее"):
        decode(b" " * (2 * 1024 * 1024) + RAW)


def test_a_document_of_too_many_values_is_refused_before_any_is_made() -> None:
    """A list of a million wrong things is two mebibytes to send, and was gigabytes to refuse."""
    most = DEFAULT.values
    for item in ("1", '"a,b[{"', "{}", "[]"):
        with pytest.raises(NotAcceptable, match=f"значений больше {most}"):
            decode(changed('"documents":[', '"documents":[' + f"{item}," * most))
    assert parse(b"[" + b"1," * (most - 2) + b"1]") == [1] * (most - 1)
    with pytest.raises(JsonRefused, match="значений больше"):
        parse(b"[" + b"1," * (most - 1) + b"1]")


def test_marks_inside_of_strings_are_no_values() -> None:
    """A long text may have any commas and brackets, quotes too."""
    text = r",[{\"," * DEFAULT.values
    assert parse(f'["{text}"]'.encode()) == [',[{",' * DEFAULT.values]


def test_of_too_many_problems_none_is_told() -> None:
    """Looking for the words of each would be the attack."""
    ones = "1," * 1001
    assert told(changed('"documents":[', f'"documents":[{ones}')) == ["ошибок больше 1000"]
    assert len(told(changed('"documents":[', f'"documents":[{"1," * 900}'))) == 50


def test_a_name_that_stands_twice_far_behind_is_found_at_once() -> None:
    """Looking for it among all the others, each time anew, took minutes."""
    names = ",".join(f'"a{number}":1' for number in range(40_000))
    before = time.process_time()
    with pytest.raises(JsonRefused, match="имя «a39999» стоит"):
        parse(f'{{{names},"a39999":1}}'.encode())
    assert time.process_time() - before < 5


def test_of_too_many_unknown_fields_of_a_newer_version_none_is_named() -> None:
    """A newer node may say more than we know, but not so much that naming it is a burden."""
    newer = changed('"schemaVersion":"1.0"', '"schemaVersion":"1.7"').decode()
    many = ",".join(f'"x{number}":1' for number in range(1001))
    assert decode(newer.replace('"seq":1', f'"seq":1,{many}').encode()).unknown_fields == ("…",)


def test_what_could_not_be_read_back_is_not_written() -> None:
    """Our own mistake shows at the sender, not at the addressee."""
    naive = replace(peers.envelope(Kind.REQUEST), sent_at=datetime(2026, 3, 2))  # noqa: DTZ001  the mistake itself
    with pytest.raises(Misuse):
        encode(Document(envelope=naive, payload=REQUEST))
    with pytest.raises(Misuse):
        encode(Document(envelope=peers.envelope(Kind.ANSWER), payload=REQUEST))
    with pytest.raises(Misuse):
        encode(peers.request(Request(content="\ud800")))


def test_a_salt_is_128_random_bits() -> None:
    """Two documents with the same content have different digests."""
    assert len(bytes.fromhex(encoding.new_salt())) == 16
    assert encoding.new_salt() != encoding.new_salt()


# --- Properties --------------------------------------------------------------------------------------------------

_TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=20)
_OFFSETS = st.integers(-14 * 60, 14 * 60).map(lambda minutes: timezone(timedelta(minutes=minutes)))
_INSTANTS = st.datetimes(datetime(1900, 1, 1), datetime(2100, 1, 1), timezones=_OFFSETS | st.just(UTC))  # noqa: DTZ001  bounds are naive by hypothesis' rule
_DECIMALS = st.decimals(-(10**12), 10**12, allow_nan=False, places=2)
st.register_type_strategy(str, _TEXT)
st.register_type_strategy(int, st.integers(-(2**53) + 1, 2**53 - 1))
st.register_type_strategy(datetime, _INSTANTS)
st.register_type_strategy(Decimal, _DECIMALS)


def documents(kind: Kind) -> st.SearchStrategy[Document]:
    """Any document of a kind, every field filled somewhere."""
    shape = codec_of(kind)
    schema_of(shape.strict)  # resolves the written annotations
    changes = st.fixed_dictionaries(
        {"case_id": _TEXT, "sent_at": _INSTANTS, "message_id": st.uuids(), "seq": st.integers(0, 99)}
    )
    payloads: st.SearchStrategy[Any] = st.from_type(type_of_kind[kind])
    return st.builds(
        lambda change, payload: Document(envelope=peers.envelope(kind, **change), payload=payload), changes, payloads
    )


@given(st.sampled_from(list(Kind)).flatmap(documents))
def test_every_document_reads_back_and_rewrites_itself(document: Document) -> None:
    """decode(encode(x)) is x, and encoding it again gives the same bytes."""
    raw = encode(document)
    assert decode(raw).document == document
    assert encode(decode(raw).document) == raw


_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5) | st.floats(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=10,
)


@given(
    st.binary(max_size=200)
    | st.builds(
        lambda a, b, at: RAW[: at % len(RAW)] + a + RAW[b % len(RAW) :],
        st.binary(max_size=8),
        st.integers(0),
        st.integers(0),
    )
)
@example(b'{"envelope":{"type":[]}}')
@example(b'{"envelope":{"type":"M-01","schemaVersion":"1.0"}}')
def test_hostile_bytes_raise_only_our_own_errors(raw: bytes) -> None:
    """Whatever comes, nothing but the error tree comes out."""
    told(raw)
    with suppress(MessageError):
        decode(raw)


@given(_JSON)
def test_hostile_values_in_place_of_fields_raise_only_our_own_errors(value: object) -> None:
    """Any JSON value in place of any part of a document is refused or read."""
    whole = cast("dict[str, dict[str, Any]]", json.loads(RAW))
    for part, name in (("envelope", "attachments"), ("payload", "debtor"), ("payload", "documents")):
        raw = json.dumps({**whole, part: {**whole[part], name: value}}).encode()
        with suppress(NotAcceptable):
            decode(raw)


def test_a_codec_serves_any_dataclass_of_the_house() -> None:
    """The register's parts travel by the same codec."""
    codec = StrictCodec(Money)
    assert codec.encode(Money(amount=Decimal(5), currency="BYN")) == b'{"amount":"5","currency":"BYN"}'
    assert codec.decode(b'{"amount":"5","currency":"BYN","note":1}', newer_minor=True).currency == "BYN"
    assert [str(problem) for problem in codec.problems(b"{}")] == [
        "amount: поле обязательно",
        "currency: поле обязательно",
    ]


def test_an_identifier_has_one_spelling() -> None:
    """A UUID in capital letters is the same number written otherwise."""
    raw = encode(peers.receipt(in_reply_to=UUID("8f1c7a52-3c0e-4c5e-9a63-0d6f5b0e7d11")))
    shouted = raw.replace(b"8f1c7a52-3c0e-4c5e-9a63-0d6f5b0e7d11", b"8F1C7A52-3C0E-4C5E-9A63-0D6F5B0E7D11")
    assert told(shouted) == ["envelope.inReplyTo: UUID пишется строчными буквами: 8f1c7a52-3c0e-4c5e-9a63-0d6f5b0e7d11"]
