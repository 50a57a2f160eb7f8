"""Editions of the register that are offered to a receiver who holds the base register."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING, Any, Final

from vectors.making import cast, keys
from vectors.making.archives import edited
from vectors.making.case import Case, refused, undetermined

from obmen.message.container import Contents, assemble
from obmen.message.seal import Role
from obmen.register import annex as annexes
from obmen.register import legal
from obmen.register.compose import hash_of, seal_annex, seal_legal
from obmen.register.sizes import LIMITS

if TYPE_CHECKING:
    from collections.abc import Callable

    from obmen.register.annex import TechnicalAnnex
    from obmen.register.legal import LegalPart

_LATER: Final = cast.ISSUED + timedelta(days=30)


def _legal(**changes: Any) -> LegalPart:  # noqa: ANN401  fields of the part
    usual = cast.legal_part(version=2, previous_hash=hash_of(cast.sealed_legal()), issued_at=_LATER)
    return replace(usual, **changes)


def _annex(party: str = "RU", **changes: Any) -> TechnicalAnnex:  # noqa: ANN401  fields of the annex
    usual = cast.annex_of(party, version=2, previous_hash=hash_of(cast.sealed_annex(party)), issued_at=_LATER)
    return replace(usual, **changes)


def _sealed(part: Callable[[], LegalPart], *also: keys.Credential) -> Callable[[], bytes]:
    def make() -> bytes:
        made = part()
        others = [each.signer(Role.DEPOSITARY) for each in also]
        return seal_legal(made, cast.depositary().signer(Role.DEPOSITARY), made.issued_at, others)

    return make


def _by(part: Callable[[], LegalPart], credential: Callable[[], keys.Credential]) -> Callable[[], bytes]:
    return lambda: seal_legal(part(), credential().signer(Role.DEPOSITARY), _LATER)


def _own(make: Callable[[], TechnicalAnnex], by: str = "RU") -> Callable[[], bytes]:
    def sealed() -> bytes:
        made = make()
        return seal_annex(made, cast.central(by).signer(Role.CENTRAL), made.issued_at)

    return sealed


def _new_key() -> keys.Credential:
    return keys.issued("Depositary of tomorrow TEST")


def _with_new_key() -> LegalPart:
    return _legal(depositary_keys=(cast.depositary().certificate, _new_key().certificate))


def _without_an_authority() -> LegalPart:
    part = _legal()
    return replace(part, authorities=part.authorities[:-1])


def _without_a_certificate() -> TechnicalAnnex:
    made = _annex()
    return replace(made, certificates=made.certificates[1:])


def _claiming() -> TechnicalAnnex:
    """Name the seal of Minsk as one's own."""
    made = _annex()
    stolen = replace(made.certificates[0], certificate=cast.seal(cast.MINSK).certificate)
    return replace(made, certificates=(*made.certificates, stolen))


def _for_another() -> TechnicalAnnex:
    """Name a certificate of one's own for an authority of another Party."""
    made = _annex()
    return replace(made, certificates=(*made.certificates, replace(made.certificates[0], authority=cast.MINSK)))


def _lookalike() -> TechnicalAnnex:
    made = _annex()
    return replace(made, directory=(replace(made.directory[0], id="КZ-750"), *made.directory[1:]))


def _written(old: bytes, new: bytes) -> Callable[[], bytes]:
    """Seal a legal part whose JSON is changed before sealing."""

    def make() -> bytes:
        raw = legal.CODEC.encode(_legal()).replace(old, new, 1)
        return assemble(Contents(document=raw), [cast.depositary().signer(Role.DEPOSITARY)], _LATER, LIMITS).raw

    return make


def _annex_as_a_legal_part() -> bytes:
    raw = annexes.CODEC.encode(_annex())
    return assemble(Contents(document=raw), [cast.depositary().signer(Role.DEPOSITARY)], _LATER, LIMITS).raw


GOOD: Final = (
    Case(
        kind="edition",
        name="edition-legal-2",
        what="The next legal part: Armenia's date has come forward.",
        guards="Nobody.",
        make=_sealed(_legal),
    ),
    Case(kind="edition", name="edition-annex-2", what="Russia's next annex.", guards="Nobody.", make=_own(_annex)),
    Case(
        kind="edition",
        name="edition-new-key",
        what="A legal part that names a new key of the depositary, sealed by the old and the new one.",
        guards="A register that dies with a key.",
        make=_sealed(_with_new_key, _new_key()),
    ),
    Case(
        kind="edition",
        name="edition-again",
        what="The legal part in force once more.",
        guards="A node that takes a repeat for a fork.",
        make=cast.sealed_legal,
    ),
    Case(
        kind="edition",
        name="edition-next-minor",
        what="A legal part of format 1.7 with a member that 1.0 does not have.",
        guards="A node that is cut off by the first change of format.",
        make=_written(b'"format":"1.0"', b'"format":"1.7","motto":"-"'),
    ),
)

BAD: Final = (
    refused(
        "edition-not-an-edition",
        1,
        "E-T-06",
        "A receipt offered as an edition.",
        "The wrong file chosen.",
        lambda: cast.sealed(cast.receipt()).raw,
        kind="edition",
    ),
    refused(
        "edition-unknown-member",
        1,
        "E-T-06",
        "A legal part with a member of no version.",
        "A field that one node obeys and another never reads.",
        _written(b'"version":2', b'"version":2,"motto":"-"'),
        kind="edition",
    ),
    refused(
        "edition-name-twice",
        1,
        "E-T-06",
        "A legal part in which a name stands twice.",
        "Two nodes that read two registers from one file.",
        _written(b'"version":2', b'"version":2,"version":3'),
        kind="edition",
    ),
    refused(
        "edition-next-major",
        1,
        "E-T-06",
        "A legal part of format 2.0.",
        "A register half understood.",
        _written(b'"format":"1.0"', b'"format":"2.0"'),
        kind="edition",
    ),
    refused(
        "edition-parts-confused",
        1,
        "E-T-06",
        "An annex in the place of a legal part, sealed by the depositary.",
        "A part read as another.",
        _annex_as_a_legal_part,
        kind="edition",
    ),
    undetermined(
        "edition-gap",
        2,
        "E-T-06",
        "Version 4 to who holds version 1.",
        "A revocation lost between two editions.",
        _sealed(lambda: _legal(version=4)),
        kind="edition",
    ),
    refused(
        "edition-of-a-thief",
        3,
        "E-T-06",
        "A legal part sealed by another key in the role of the depositary.",
        "Anybody who issues a register.",
        _by(_legal, lambda: keys.issued("Thief TEST")),
        kind="edition",
    ),
    refused(
        "edition-new-key-alone",
        3,
        "E-T-06",
        "A legal part that names a new key and is sealed by it alone.",
        "A depositary that nobody handed over to.",
        _by(_with_new_key, _new_key),
        kind="edition",
    ),
    refused(
        "edition-new-key-unproven",
        3,
        "E-T-06",
        "A legal part that names a new key which did not seal it.",
        "A key named that nobody holds, and a register that dies with it.",
        _sealed(_with_new_key),
        kind="edition",
    ),
    refused(
        "edition-annex-of-another",
        3,
        "E-18-03",
        "Russia's annex sealed by Belarus.",
        "A Party that replaces another's keys.",
        _own(_annex, "BY"),
        kind="edition",
    ),
    refused(
        "edition-changed",
        3,
        "E-T-06",
        "A legal part changed after sealing.",
        "A date of entry into force moved by a postman.",
        lambda: edited(_sealed(_legal)(), "document.json", lambda raw: raw.replace(b"2026-05-01", b"2026-02-01", 1)),
        kind="edition",
    ),
    refused(
        "edition-fork",
        4,
        "E-T-06",
        "Another first legal part under the seal of the depositary.",
        "Two registers for two audiences.",
        _sealed(lambda: cast.legal_part(text_version="2024-05-25")),
        kind="edition",
    ),
    refused(
        "edition-after-another",
        4,
        "E-T-06",
        "A second legal part that follows another first one.",
        "The same, a step later.",
        _sealed(lambda: _legal(previous_hash="0" * 64)),
        kind="edition",
    ),
    refused(
        "edition-from-the-future",
        5,
        "E-T-06",
        "A legal part of next year.",
        "An edition that nothing can follow: a frozen register.",
        _sealed(lambda: _legal(issued_at=cast.ISSUED + timedelta(days=365))),
        kind="edition",
    ),
    refused(
        "edition-removes-an-authority",
        5,
        "E-T-06",
        "A legal part without an authority that was in it.",
        "Old evidence that can be checked no more.",
        _sealed(_without_an_authority),
        kind="edition",
    ),
    refused(
        "edition-removes-a-certificate",
        5,
        "E-T-06",
        "An annex without a certificate that was in it.",
        "The same.",
        _own(_without_a_certificate),
        kind="edition",
    ),
    refused(
        "edition-claims-a-seal",
        5,
        "E-18-03",
        "An annex that calls the seal of another Party its own.",
        "Revoking another Party's certificate by naming it.",
        _own(_claiming),
        kind="edition",
    ),
    refused(
        "edition-speaks-for-another",
        5,
        "E-T-06",
        "An annex that names a certificate for an authority of another Party.",
        "Writing in the name of another State.",
        _own(_for_another),
        kind="edition",
    ),
    refused(
        "edition-lookalike-body",
        5,
        "E-18-03",
        "An annex of Russia with a bailiff «КZ-750», whose first letter is Cyrillic.",
        "A lookalike identifier: on every screen the bailiff writes as the central authority of Kazakhstan.",
        _own(_lookalike),
        kind="edition",
    ),
)

CASES: Final = (*GOOD, *BAD)
