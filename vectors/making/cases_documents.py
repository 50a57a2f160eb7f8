"""Steps 9 to 12: what the document is, which register its sender had, between whom, and under which law."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any, Final

from vectors.making import cast
from vectors.making.case import Case, refused, undetermined
from vectors.making.cast import Letter

from obmen.message.encoding import encode

if TYPE_CHECKING:
    from collections.abc import Callable

_NO_WIDTH, _CYRILLIC = "RU-\u200b770", "КZ-750"  # an invisible space; a Cyrillic «К»


def _written(old: bytes, new: bytes) -> Callable[[], bytes]:
    """Seal a receipt whose JSON is changed before sealing: every signature holds."""
    return lambda: Letter(document=encode(cast.receipt()).replace(old, new, 1)).sealed([cast.node()]).raw


def _as(raw: bytes) -> Callable[[], bytes]:
    return lambda: Letter(document=raw).sealed([cast.node()]).raw


def _encoded(codec: str) -> Callable[[], bytes]:
    return lambda: Letter(document=encode(cast.receipt()).decode().encode(codec)).sealed([cast.node()]).raw


def _receipt(**changes: Any) -> Callable[[], bytes]:  # noqa: ANN401  fields of the envelope
    return lambda: cast.sealed(cast.receipt(**changes)).raw


def _notice(**changes: Any) -> Callable[[], bytes]:  # noqa: ANN401  same
    return lambda: cast.sealed(cast.notice(**changes)).raw


def _request(**changes: Any) -> Callable[[], bytes]:  # noqa: ANN401  same
    """Seal a request as its sender does, whoever that is."""

    def make() -> bytes:
        document = cast.request(**changes)
        sender = document.envelope.sender_authority
        party = sender[:2]
        return cast.sealed(document, [cast.person(party), cast.sealing(sender)]).raw

    return make


def _edition(**changes: Any) -> Callable[[], bytes]:  # noqa: ANN401  fields of the edition
    return lambda: cast.sealed(cast.receipt(register=replace(cast.edition_of("RU"), **changes))).raw


def _stranger(name: str) -> Callable[[], bytes]:
    """Seal a receipt of somebody who has no annex of his own."""
    return _receipt(sender_authority=name, register=replace(cast.edition_of("RU"), annex_version=0, annex_hash=""))


def _closed_seal() -> bytes:
    return cast.sealed(
        cast.notice("from a closed office", sender_authority=cast.CLOSED), [cast.sealing(cast.CLOSED)]
    ).raw


_DEEP: Final = b'"journalHead":' + b'{"a":' * 40 + b"1" + b"}" * 40

SCHEMA: Final = (
    refused(
        "json-not",
        9,
        "E-T-01",
        "A document that is not JSON.",
        "A letter of another format under our names.",
        _as(b"<envelope/>"),
    ),
    refused(
        "json-name-twice",
        9,
        "E-T-01",
        "A document in which a name stands twice.",
        "Two readers that take the first and the last value: two sums under one signature.",
        _written(b'"seq":0', b'"seq":0,"seq":1'),
    ),
    refused(
        "json-name-twice-escaped",
        9,
        "E-T-01",
        "The same, the second time written with an escape.",
        "A check of names that compares spelling and not meaning.",
        _written(b'"seq":0', b'"seq":0,"\\u0073eq":1'),
    ),
    refused(
        "json-nan",
        9,
        "E-T-01",
        "A number that is NaN.",
        "A value that is equal to nothing, so that every comparison passes.",
        _written(b'"seq":0', b'"seq":NaN'),
    ),
    refused(
        "json-float",
        9,
        "E-T-01",
        "A number with a fraction.",
        "Sums that two languages round differently.",
        _written(b'"seq":0', b'"seq":0.0'),
    ),
    refused(
        "json-large-number",
        9,
        "E-T-01",
        "A number beyond 2^53.",
        "Numbers that lose their last digits in half of the world's readers.",
        _written(b'"seq":0', b'"seq":9007199254740993'),
    ),
    refused(
        "json-minus-zero",
        9,
        "E-T-01",
        "The number -0.",
        "A second spelling of nought.",
        _written(b'"seq":0', b'"seq":-0'),
    ),
    refused(
        "json-deep",
        9,
        "E-T-01",
        "Forty objects inside each other.",
        "A parser that overflows its stack.",
        _written(b'"journalHead":null', _DEEP),
    ),
    refused(
        "json-very-deep",
        9,
        "E-T-01",
        "Twenty thousand brackets.",
        "The same, deep enough for every parser.",
        _as(b"[" * 20_000),
    ),
    refused(
        "json-unknown-member",
        9,
        "E-T-01",
        "A member that this version does not have.",
        "A field that one side believes to have sent and the other never reads.",
        _written(b'"seq":0', b'"seq":0,"urgent":true'),
        field="envelope.urgent",
    ),
    refused(
        "json-missing-member",
        9,
        "E-T-01",
        "A document without a salt.",
        "A digest from which a short content can be guessed.",
        _written(f'"salt":"{cast.salt("receipt")}",'.encode(), b""),
        field="envelope.salt",
    ),
    refused(
        "receipt-about-nothing",
        15,
        "E-T-01",
        "A T-01 that names no message.",
        "A receipt with which nobody can do anything, and a node that stumbles over it.",
        _receipt(in_reply_to=None),
        field="envelope.inReplyTo",
    ),
    refused(
        "json-mark",
        9,
        "E-T-01",
        "A byte order mark before the document.",
        "A second spelling of the same document.",
        _encoded("utf-8-sig"),
    ),
    refused(
        "json-utf-16",
        9,
        "E-T-01",
        "A document in UTF-16.",
        "The same.",
        _encoded("utf-16"),
    ),
    refused(
        "json-half-character",
        9,
        "E-T-01",
        "Half of a character (a lone surrogate).",
        "Text that cannot be stored or shown.",
        _written(b'"caseId":""', b'"caseId":"\\ud800"'),
    ),
    refused(
        "json-behind",
        9,
        "E-T-01",
        "A second object behind the document.",
        "A second document smuggled in behind the first.",
        lambda: Letter(document=encode(cast.receipt()) + b"{}").sealed([cast.node()]).raw,
    ),
    refused(
        "json-unknown-kind",
        9,
        "E-T-01",
        "A document of the kind M-99.",
        "A document that nobody knows how to answer.",
        _written(b'"T-01"', b'"M-99"'),
        field="envelope.type",
    ),
    refused(
        "json-instant-without-offset",
        9,
        "E-T-01",
        "An instant without an offset.",
        "A term that begins on another day in another place.",
        _written(b'"sentAt":"2026-03-02T12:00:00+03:00"', b'"sentAt":"2026-03-02T12:00:00"'),
        field="envelope.sentAt",
    ),
    refused(
        "json-no-version",
        9,
        "E-T-01",
        "A document that states no version.",
        "A document read by the rules of another version.",
        _written(b'"schemaVersion":"1.0"', b'"schemaVersion":"one"'),
        field="envelope.schemaVersion",
    ),
    undetermined(
        "json-next-major",
        9,
        "E-T-01",
        "A document of version 2.0.",
        "A letter of a renewed node thrown away by one that is not: its term may run already.",
        _written(b'"schemaVersion":"1.0"', b'"schemaVersion":"2.0"'),
        field="envelope.schemaVersion",
    ),
    Case(
        name="json-next-minor",
        what="A document of version 1.7 with a member that version 1.0 does not have.",
        guards="A node that refuses every letter of a newer one.",
        make=_written(b'"schemaVersion":"1.0"', b'"schemaVersion":"1.7","urgent":true'),
    ),
)

EDITIONS: Final = (
    undetermined(
        "register-newer",
        10,
        "E-T-06",
        "The sender had a newer legal part.",
        "A letter refused because the receiver's register is old.",
        _edition(legal_version=2, legal_hash="a" * 64),
        field="envelope.register",
    ),
    undetermined(
        "register-newer-annex",
        10,
        "E-T-06",
        "The sender had a newer annex of its Party.",
        "The same, after a change of keys.",
        _edition(annex_version=2, annex_hash="a" * 64),
        field="envelope.register",
    ),
    undetermined(
        "register-fork",
        10,
        "E-T-06",
        "The sender's first legal part has another hash.",
        "Two registers in the world: somebody was shown another one.",
        _edition(legal_hash="a" * 64),
        field="envelope.register",
    ),
)

REGISTER: Final = (
    undetermined(
        "sender-of-a-newer-register",
        10,
        "E-T-06",
        "A sender that is not in our register and states an annex that we do not hold.",
        "An office entered yesterday is called a stranger by whoever has the register of the day before.",
        _receipt(sender_authority="RU-999"),
        field="envelope.register",
    ),
    refused(
        "sender-unknown",
        11,
        "E-18-01",
        "A sender that is not in the register.",
        "Anybody who writes as an authority (Art. 18).",
        _stranger("RU-999"),
        field="envelope.senderAuthority",
    ),
    refused(
        "sender-closed",
        11,
        "E-18-01",
        "A sender whose entry was closed in February.",
        "A dissolved office whose keys still work.",
        _closed_seal,
        field="envelope.senderAuthority",
    ),
    refused(
        "sender-invisible",
        11,
        "E-18-01",
        "A sender «RU-770» with an invisible character in it.",
        "An identifier that looks like another on every screen.",
        _stranger(_NO_WIDTH),
        field="envelope.senderAuthority",
    ),
    refused(
        "sender-cyrillic",
        11,
        "E-18-01",
        "A sender «КZ-750» that begins with a Cyrillic letter.",
        "A lookalike identifier: the reader sees an authority that did not write.",
        _stranger(_CYRILLIC),
        field="envelope.senderAuthority",
    ),
    refused(
        "addressee-cyrillic",
        11,
        "E-18-01",
        "The same in the place of the addressee.",
        "A letter that is delivered to us and is addressed to nobody.",
        _notice(recipient_authority=_CYRILLIC),
        field="envelope.recipientAuthority",
    ),
    refused(
        "addressee-unknown",
        11,
        "E-18-01",
        "An addressee that is not in the register.",
        "A request to a body that is not entitled to execute it.",
        _notice(recipient_authority="KZ-999"),
        field="envelope.recipientAuthority",
    ),
    Case(
        name="receipt-to-a-stranger",
        what="A receipt to an addressee that is not in the register.",
        guards="A refusal that never reaches whoever must learn that he is not in the register.",
        make=_receipt(recipient_authority="KZ-999"),
    ),
)

PARTIES: Final = (
    refused(
        "party-not-yet",
        12,
        "E-1-01",
        "A request from a Party for which the Agreement comes into force in May.",
        "Personal data given to a State that is not bound yet (Art. 22).",
        _request(name="from Yerevan", sender_authority=cast.YEREVAN, register=cast.edition_of("AM")),
    ),
    refused(
        "party-left",
        12,
        "E-24-01",
        "A request from a Party that left the day before.",
        "A new request under an Agreement that no longer binds (Art. 24).",
        _request(name="from Bishkek", sender_authority=cast.BISHKEK, register=cast.edition_of("KG")),
    ),
    refused(
        "party-same",
        12,
        "E-1-01",
        "A request from one authority of a Party to another of the same.",
        "The channel between States used inside one, past its own law.",
        _request(name="within one Party", recipient_authority=cast.BRANCH),
        field="envelope.recipientAuthority",
        addressee=cast.BRANCH,
    ),
    Case(
        name="notice-after-exit",
        what="A notice in a running case from a Party that left the day before.",
        guards="Cases left hanging: what was received before the exit is carried through (Art. 24).",
        make=lambda: (
            cast.sealed(
                cast.notice("after the exit", sender_authority=cast.BISHKEK, register=cast.edition_of("KG")),
                [cast.sealing(cast.BISHKEK)],
            ).raw
        ),
    ),
)

CASES: Final = (*SCHEMA, *EDITIONS, *REGISTER, *PARTIES)
