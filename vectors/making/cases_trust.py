"""Steps 13, 14 and 17: who signed, whether to believe it, since when it is proven, and with what powers."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any, Final

from vectors.making import cast, keys
from vectors.making.archives import edited
from vectors.making.case import Case, refused, undetermined
from vectors.making.cast import MINSK, MOSCOW_OFFICE, SIGNED, STOLEN_SINCE, STRAY, person, sealing
from vectors.making.stamps import Stamped, authority, token

from obmen.message.cms_shell import put_around
from obmen.message.seal import Role

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from obmen.message.seal import Signer

_PERSON, _SEAL = "META-INF/signature001.p7s", "META-INF/signature002.p7s"
_PLACE: Final = "http://127.0.0.1:9/officers.crl"
_MINUTE: Final = timedelta(minutes=1)


def _request(*signers: Callable[[], Signer], at: datetime = SIGNED) -> Callable[[], bytes]:
    """Seal the one request of the vectors by other signers."""
    return lambda: cast.sealed(cast.request(), [make() for make in signers], at=at).raw


def _stray(credential: Callable[[], keys.Credential]) -> Callable[[], bytes]:
    """Seal a notice by one of the bad seals of an office."""
    return lambda: (
        cast.sealed(cast.notice("from a stray office", sender_authority=STRAY), [credential().signer(Role.SEAL)]).raw
    )


def _self_made() -> Signer:
    return keys.issued("А. А. Тестова TEST").signer(Role.PERSON)


def _by_an_officer() -> Signer:
    """Let an officer certify another."""
    return keys.issued("П. П. Подставной TEST", issuer=cast.officer("RU"), along=True).signer(Role.PERSON)


def _announced() -> keys.Credential:
    """Give an officer whose certificate says where to ask for its revocation."""
    return cast.officer("RU", "В. В. Проверяемый", extra=(keys.announcing(_PLACE),))


def _stapled(
    *revoked: tuple[keys.Credential, datetime], by: str = "RU", until: datetime | None = None
) -> Callable[[], Signer]:
    """Sign as that officer, with a list of revoked certificates along."""

    def make() -> Signer:
        entries = [(each.certificate, since) for each, since in revoked]
        made = keys.revocation_list(
            cast.anchor(by), entries, SIGNED - timedelta(hours=1), until or SIGNED + timedelta(days=7)
        )
        return Stamped(_announced().signer(Role.PERSON), lists=(made,))

    return make


def _stamped(
    signer: Callable[[], Signer], at: datetime = SIGNED + _MINUTE, by: keys.Credential | None = None
) -> Callable[[], Signer]:
    return lambda: Stamped(signer(), at, by)


def _wrong_token() -> bytes:
    """Put the timestamp of another signature on the node's."""
    raw = cast.sealed(cast.receipt()).raw
    return edited(raw, _PERSON, lambda p7s: put_around(p7s, token=token(b"another signature", SIGNED)))


def _stolen(at: datetime) -> Callable[[], bytes]:
    signer = lambda: cast.stolen_seal().signer(Role.SEAL)  # noqa: E731  named to be read
    return lambda: cast.sealed(cast.notice("by a stolen seal", sender_authority=STRAY), [_stamped(signer, at)()]).raw


def _transmitted(*signers: Callable[[], Signer]) -> Callable[[], bytes]:
    """Seal a bailiff's request that Moscow transmits."""
    return lambda: (
        cast.sealed(cast.request("of a bailiff", initiator_authority=cast.BAILIFF), [make() for make in signers]).raw
    )


def _for_another_party() -> bytes:
    """Send from Minsk, in the name of an office of Russia, under a seal that Russia has revoked."""
    document = cast.request(
        "for another Party", sender_authority=MINSK, initiator_authority=STRAY, register=cast.edition_of("BY")
    )
    attesting = cast.seal(MINSK).signer(Role.ATTESTING_SEAL)
    return cast.sealed(document, [person("BY"), cast.revoked_seal().signer(Role.SEAL), attesting]).raw


def _attesting() -> Signer:
    return cast.seal(MOSCOW_OFFICE).signer(Role.ATTESTING_SEAL)


def _powers(**changes: Any) -> Callable[[], bytes]:  # noqa: ANN401  fields of the signatory
    return lambda: cast.sealed(cast.request("with other powers", signatory=replace(cast.SIGNATORY, **changes))).raw


SIGNERS: Final = (
    refused(
        "initiator-of-another-party",
        11,
        "E-18-01",
        "Minsk transmits in the name of an office of Russia, under a seal that Russia has revoked.",
        "A stolen seal used through another Party, whose revocations alone would be heard.",
        _for_another_party,
        field="envelope.initiatorAuthority",
    ),
    refused(
        "initiator-unknown",
        11,
        "E-18-01",
        "A request in the name of a bailiff whom no register knows.",
        "Anybody who writes through an authority without being one of its bodies.",
        lambda: cast.sealed(cast.request("of a stranger", initiator_authority="RU-B-9"), [person(), sealing()]).raw,
        field="envelope.initiatorAuthority",
    ),
    refused(
        "signer-no-seal",
        13,
        "E-T-03",
        "A request with a signature and no seal.",
        "A document that an officer sends past the office (Art. 11(3)).",
        _request(person),
    ),
    refused(
        "signer-no-person",
        13,
        "E-T-03",
        "A request with a seal and no signature.",
        "A document for which nobody answers (Art. 11(3)).",
        _request(sealing),
    ),
    refused(
        "signer-node-instead",
        13,
        "E-T-03",
        "A request sealed by the node.",
        "Software that writes requests by itself.",
        _request(cast.node),
    ),
    refused(
        "signer-seal-of-another",
        13,
        "E-T-03",
        "A request under the seal of another authority.",
        "A true seal under somebody else's letter.",
        _request(person, lambda: sealing(MINSK)),
        field=_SEAL,
    ),
    refused(
        "signer-of-another-party",
        13,
        "E-T-03",
        "A request signed by an officer of another Party.",
        "The certification authority of one State that certifies for another.",
        _request(lambda: person("BY"), sealing),
        field=_PERSON,
    ),
    refused(
        "signer-seal-as-person",
        13,
        "E-T-03",
        "The seal signs in the role of the person.",
        "A certificate used for what it is not.",
        _request(lambda: cast.seal(MOSCOW_OFFICE).signer(Role.PERSON), sealing),
        field=_PERSON,
    ),
    refused(
        "signer-self-made",
        13,
        "E-T-03",
        "An officer's certificate that he made himself.",
        "Anybody who writes a name into a certificate.",
        _request(_self_made, sealing),
        field=_PERSON,
    ),
    refused(
        "signer-certified-by-an-officer",
        13,
        "E-T-03",
        "An officer certifies another with his own certificate.",
        "A chain whose links are not meant to issue certificates.",
        _request(_by_an_officer, sealing),
        field=_PERSON,
    ),
    refused(
        "signer-stranger-too",
        13,
        "E-T-03",
        "A stranger's seal beside the two that are needed.",
        "A name that seems to vouch for the letter.",
        _request(person, sealing, lambda: keys.issued("Stranger TEST").signer(Role.ATTESTING_SEAL)),
        field="META-INF/signature003.p7s",
    ),
    refused(
        "signer-key-usage",
        13,
        "E-T-03",
        "A seal whose certificate is meant for encryption.",
        "A key of the one use that answers for the other.",
        _stray(cast.agreement_seal),
        field=_PERSON,
    ),
    refused(
        "signer-expired-seal",
        13,
        "E-T-03",
        "A seal that expired the day before.",
        "A seal that nobody guards any more.",
        _stray(cast.old_seal),
        field=_PERSON,
    ),
    refused(
        "signer-expired-officer",
        13,
        "E-T-03",
        "An officer whose certificate expired the day before.",
        "A person who may have left.",
        _request(lambda: person(name="С. С. Прежний", valid_until=SIGNED - timedelta(days=1)), sealing),
        field=_PERSON,
    ),
    refused(
        "signer-revoked-seal",
        13,
        "E-T-03",
        "A seal revoked on 1 March under a letter of 2 March.",
        "A stolen seal (R-11.3).",
        _stray(cast.revoked_seal),
        field=_PERSON,
    ),
    refused(
        "signer-revoked-officer",
        13,
        "E-T-03",
        "An officer revoked on 1 March signs on 2 March.",
        "A dismissed officer.",
        _request(lambda: person(name="Д. Д. Уволенный"), sealing),
        field=_PERSON,
    ),
    refused(
        "signer-stolen-seal",
        13,
        "E-T-03",
        "A seal revoked after the stated time and before the receipt.",
        "A thief who states a time before the theft: the receipt alone proves when.",
        _stray(cast.stolen_seal),
        field=_PERSON,
    ),
    refused(
        "signer-from-the-future",
        13,
        "E-T-03",
        "A signature of tomorrow.",
        "A clock set forward, or a letter kept for later.",
        _request(person, sealing, at=SIGNED + timedelta(days=1)),
        field=_PERSON,
    ),
    refused(
        "signer-from-long-ago",
        13,
        "E-T-03",
        "A signature of two years ago.",
        "An old letter sent when it can no longer be checked.",
        _request(person, sealing, at=SIGNED - timedelta(days=400)),
        field=_PERSON,
    ),
    refused(
        "signer-not-attested",
        13,
        "E-T-03",
        "A bailiff's request without the seal of the authority that transmits it.",
        "A private person who writes to another State past his own authority (R-11.3).",
        _transmitted(person, lambda: sealing(cast.BAILIFF)),
    ),
    refused(
        "signer-receipt-by-authority",
        13,
        "E-T-03",
        "A receipt under the seal of the authority.",
        "A receipt that a person made, and not the node.",
        lambda: cast.sealed(cast.receipt(), [sealing()]).raw,
    ),
    refused(
        "signer-receipt-by-another-node",
        13,
        "E-T-03",
        "A receipt under the seal of another Party's node.",
        "A forged proof of delivery.",
        lambda: cast.sealed(cast.receipt(), [cast.node("BY")]).raw,
        field=_PERSON,
    ),
)

REVOCATION: Final = (
    Case(
        name="revocation-list-good",
        what="An officer whose certificate announces a list; the list goes along and does not name him.",
        guards="Letters refused because the receiver cannot reach the list.",
        make=_request(_stapled(), sealing),
    ),
    refused(
        "revocation-list-names-him",
        13,
        "E-T-03",
        "The list goes along and names the officer.",
        "A dismissed officer.",
        _request(_stapled((_announced(), cast.REVOKED_SINCE)), sealing),
        field=_PERSON,
    ),
    undetermined(
        "revocation-unknown",
        13,
        "E-T-03",
        "The certificate announces a list, and there is none at hand.",
        "An unreachable list taken for «good», or for «all partners are revoked».",
        _request(lambda: _announced().signer(Role.PERSON), sealing),
        field=_PERSON,
    ),
    undetermined(
        "revocation-list-of-another",
        13,
        "E-T-03",
        "The list that goes along is another issuer's.",
        "A harmless list in the place of the one that names him.",
        _request(_stapled(by="BY"), sealing),
        field=_PERSON,
    ),
)

STAMPS: Final = (
    Case(
        name="timestamp",
        what="A receipt with a timestamp (CAdES B-T).",
        guards="A time of signing that only its signer claims.",
        make=lambda: cast.sealed(cast.receipt(), [_stamped(cast.node)()]).raw,
    ),
    Case(
        name="timestamp-before-revocation",
        what="A seal revoked before the receipt and after its timestamp.",
        guards="Good letters lost with every stolen key.",
        make=_stolen(STOLEN_SINCE - _MINUTE),
    ),
    refused(
        "timestamp-after-revocation",
        13,
        "E-T-03",
        "A seal revoked before its timestamp.",
        "A thief who states a time before the theft.",
        _stolen(STOLEN_SINCE + _MINUTE),
        field=_PERSON,
    ),
    refused(
        "timestamp-of-another-signature",
        8,
        "E-T-03",
        "A timestamp over another signature.",
        "A proof of time borrowed from elsewhere.",
        _wrong_token,
        field=_PERSON,
    ),
    Case(
        name="timestamp-of-a-stranger",
        what="A timestamp by an authority that is not in the register: it does not count, and harms nothing.",
        guards="A letter refused for a timestamp too many.",
        make=lambda: (
            cast.sealed(
                cast.receipt(), [_stamped(cast.node, by=authority("Stranger's stamp TEST", cast.anchor("KG")))()]
            ).raw
        ),
    ),
)

POWERS: Final = (
    Case(
        name="powers-ended",
        what="A request whose signatory's powers ended in February.",
        guards="A legal defect taken for a technical one: it is received with a warning, and a person decides.",
        make=_powers(powers_to=date(2026, 2, 28)),
        warns=("E-11-12",),
        step=17,
    ),
    Case(
        name="powers-not-begun",
        what="A request whose signatory's powers begin in April.",
        guards="The same.",
        make=_powers(powers_from=date(2026, 4, 1)),
        warns=("E-11-12",),
        step=17,
    ),
    Case(
        name="request-transmitted",
        what="A bailiff's request with his signature and seal and the seal of who transmits it.",
        guards="Nobody: it is how such a request looks (R-11.3).",
        make=_transmitted(person, lambda: sealing(cast.BAILIFF), _attesting),
    ),
)

CASES: Final = (*SIGNERS, *REVOCATION, *STAMPS, *POWERS)
