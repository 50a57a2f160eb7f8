"""The table of letters: what each of four verifiers says of each, and why one says otherwise than the rest.

A row is a letter, made on demand, and the words of each verifier. Verifiers agree when all accept the letter or none
does: EN 319 102-1 calls INDETERMINATE what a further proof could still change, so a revoked certificate without a proof
of time is «refused» here and «indeterminate» there, and accepted by nobody. Where one accepts what another does not,
the row says why in `differs`; a reason nobody needs any more fails the test too.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

from cryptography import x509
from cryptography.x509.oid import AuthorityInformationAccessOID, ExtendedKeyUsageOID
from tests.interop.letters import (
    AUTHORITY,
    DAY,
    HOUR,
    LISTS,
    MINUTE,
    OFFICER,
    OFFICERS,
    PERSON_MANIFEST,
    PERSON_P7S,
    SEAL,
    SEAL_P7S,
    STAMPED,
    STAMPS,
    Letter,
    clock,
    container,
    contents,
    flipped,
    listing,
    officer,
    places,
    rebuilt,
    signer,
)
from tests.support import pki, tsa
from tests.support.peers import RECEIVED, SIGNED
from tests.support.pki import Credential

from obmen.message import cms_shell, libcrypto
from obmen.message.canonical_zip import write
from obmen.message.container import Role, assemble
from obmen.message.libcrypto import Key

if TYPE_CHECKING:
    from datetime import datetime


LIST_OF_STAMPS: Final = LISTS[1]
NAMESAKE: Final = pki.issued("Officers of RU", usages=pki.ISSUING, curve="P-384")
FOREIGNERS: Final = pki.officer_anchor("KZ")
UNKNOWN_EXTENSION: Final = (x509.UnrecognizedExtension(x509.ObjectIdentifier("1.2.3.4"), b"\x05\x00"), True)
GRACE: Final = "Сведения об отзыве сертификатов просрочены с 01.03.2026 09:00 (UTC); действует отсрочка 72 часа."


FOR_MACHINES: Final = "it leaves the extended key usage to a policy; we let no certificate for machines sign a letter"


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A letter, what each verifier says of it in its own words, and why one differs from ours, by its name."""

    make: Callable[[], Letter]
    ours: str = "E-T-03"
    openssl: str
    pyhanko: str
    dss: str
    differs: Mapping[str, str] = field(default_factory=dict)


GOOD: Final[dict[str, Any]] = {"ours": "opened", "openssl": "verified", "pyhanko": "OK", "dss": "TOTAL_PASSED"}


def passes(make: Callable[[], Letter], **otherwise: Any) -> Row:  # noqa: ANN401  fields of the row
    """Make a row of a letter that all accept, but for what is said otherwise."""
    return Row(make=make, **{**GOOD, **otherwise})


def letter(*person: Credential, **how: Any) -> Letter:  # noqa: ANN401  facts of a letter and of its container
    """Make a stamped letter by somebody, with something different."""
    known: dict[str, Any] = {name: how.pop(name) for name in ("at", "held", "officers", "stamps") if name in how}
    change, pinned = how.pop("change", None), how.pop("pinned", True)
    made = container(*(person or (OFFICER,)), **{"clock": clock(), **how})
    if "seal" in how and pinned:
        known["seal"] = how["seal"].certificate
    return Letter(raw=rebuilt(made, change) if change else made.raw, **known)


# --- Makers of what one line cannot say ---------------------------------------------------------------------------


def _answered() -> Letter:
    """By an officer whose certificate names a responder instead of a list; its answer goes along."""
    asked = x509.AccessDescription(
        AuthorityInformationAccessOID.OCSP, x509.UniformResourceIdentifier("http://ocsp.example.org/")
    )
    person = officer("О ответчика", extensions=((x509.AuthorityInformationAccess([asked]), False),))
    may_answer = ((x509.ExtendedKeyUsage([ExtendedKeyUsageOID.OCSP_SIGNING]), False), (x509.OCSPNoCheck(), False))
    responder = pki.issued("Ответчик", issuer=OFFICERS, extensions=may_answer)
    answer = tsa.ocsp_answer(person.certificate, OFFICERS, SIGNED - HOUR, responder=responder)
    return letter(person, lists=(answer, LIST_OF_STAMPS))


def _by_department() -> Letter:
    """By an officer whose certificate a department of the issuer made."""
    department = pki.issued("Отдел", issuer=OFFICERS, usages=pki.ISSUING, extensions=places("officers"))
    person = pki.issued("О отдела", issuer=department, extensions=places("department"))
    return letter(person, department, lists=(*LISTS, listing(department)))


def _by_no_issuer() -> Letter:
    """By somebody whose certificate was made by an officer, who may make none."""
    person = pki.issued("Сам себе УЦ", issuer=OFFICER, extensions=places("officers"))
    return letter(person, OFFICER, lists=(*LISTS, listing(OFFICER)))


def _by_namesake() -> Letter:
    """By somebody certified by an issuer of the same name and another key, which goes along."""
    person = officer("Офицер двойника", issuer=NAMESAKE)
    return letter(person, NAMESAKE, lists=(listing(NAMESAKE), LIST_OF_STAMPS))


def _by_foreigner() -> Letter:
    """By an officer of another Party."""
    return letter(officer("Чужой", issuer=FOREIGNERS), lists=(listing(FOREIGNERS), LIST_OF_STAMPS))


def _smuggled() -> Letter:
    """With one file more, which no manifest lists, where the order of the profile would have it."""
    files: dict[str, bytes] = {}
    for name, data in container(clock=clock()).files.items():
        if name == PERSON_MANIFEST:
            files["attachments/002.pdf"] = b"%PDF-1.7 nobody signed"
        files[name] = data
    return Letter(raw=write(files))


def _stamp_of_the_seal() -> Letter:
    """With the seal's timestamp on the signature of the person."""
    made = container(lists=())
    value = cms_shell.take_apart(made.files[SEAL_P7S], "").value
    token = tsa.Tsa(at=STAMPED, credential=AUTHORITY).token(hashlib.sha256(value).digest())
    both = {name: cms_shell.put_around(made.files[name], token=token, lists=LISTS) for name in (PERSON_P7S, SEAL_P7S)}
    return Letter(raw=rebuilt(made, lambda _files: both))


def _flipped_value(files: dict[str, bytes]) -> dict[str, bytes]:
    """Change the last bit of the person's signature value."""
    value = cms_shell.take_apart(files[PERSON_P7S], "").value
    return {PERSON_P7S: files[PERSON_P7S].replace(value, flipped(value, len(value) - 1))}


def _renamed_case(files: dict[str, bytes]) -> dict[str, bytes]:
    """Change the number of the case in the document."""
    return {"document.json": files["document.json"].replace(b"RU-770-2026-000001", b"RU-770-2026-000002")}


def _other_role(files: dict[str, bytes]) -> dict[str, bytes]:
    """Change the role in the person's manifest."""
    return {PERSON_MANIFEST: files[PERSON_MANIFEST].replace(b">PERSON<", b">CENTRAL<")}


@dataclass(frozen=True, slots=True)
class Careless:
    """A signer whom nobody kept from a weak algorithm."""

    credential: Credential
    digest: str = "SHA256"
    role: Role = Role.PERSON

    @property
    def certificate(self) -> bytes:
        """Its certificate."""
        return self.credential.certificate

    def sign(self, data: bytes, at: datetime) -> bytes:
        """Sign by whatever was asked."""
        key = Key(self.credential.key)
        p7s = libcrypto.sign_cades(self.certificate, key, data, at, digest=self.digest)
        return cms_shell.put_around(p7s, lists=LISTS)


def _careless(one: Careless) -> Letter:
    return Letter(raw=assemble(contents(), [one, signer(Role.SEAL, SEAL)], SIGNED).raw)


def _p384() -> Letter:
    return letter(officer("О 384", curve="P-384"), seal=pki.issued("Печать 384", curve="P-384"))


def _rsa() -> Letter:
    return letter(officer("О RSA", curve="RSA 3072"), seal=pki.issued("Печать RSA", curve="RSA 2048"))


def _revoked(since: datetime, made: datetime = RECEIVED - MINUTE) -> bytes:
    """Make a list that revokes the officer."""
    return listing(OFFICERS, OFFICER, since=since, made=made)


# --- The rows ----------------------------------------------------------------------------------------------------

NO_POE: Final = "INDETERMINATE/REVOKED_NO_POE"
NOT_CONCLUSIVE: Final = "INDETERMINATE/CERTIFICATE_CHAIN_GENERAL_FAILURE"
NO_CHAIN: Final = "INDETERMINATE/NO_CERTIFICATE_CHAIN_FOUND"
OUTSIDE: Final = "INDETERMINATE/OUT_OF_BOUNDS_NOT_REVOKED"

OPENSSL_NO_ASIC: Final = "it knows CMS, and no manifest: which files nobody signed, it cannot tell"
FRESH: Final = "its policy sets no freshness (RevocationFreshness IGNORE): a list out of force still counts"
USAGE: Final = "its policy only warns of a key meant for something else (KeyUsage WARN)"
STRICT_STAMP: Final = "with a timestamp that it cannot believe it gives no verdict; we count from the receipt"

ROWS: Final[dict[str, Row]] = {
    # good
    "sealed and signed, without a timestamp": passes(lambda: letter(clock=None)),
    "with a timestamp": passes(letter),
    "ECDSA P-384": passes(_p384),
    "RSA": passes(_rsa),
    "a chain of two issuers": passes(_by_department),
    "lists at hand, none in the signature": passes(lambda: letter(lists=(), held=LISTS)),
    "an answer (OCSP) instead of a list": passes(
        _answered,
        openssl="unable to get certificate CRL",
        differs={"openssl": "`openssl cms` reads lists out of a signature, and no answers"},
    ),
    "the certificate ended between timestamp and receipt": passes(
        lambda: letter(officer("До полудня", valid_until=STAMPED + MINUTE))
    ),
    "revoked after the timestamp": passes(
        lambda: letter(at=RECEIVED + DAY, held=(_revoked(RECEIVED, RECEIVED + HOUR),))
    ),
    "a certificate that names no place to ask": Row(
        make=lambda: letter(pki.officer("RU"), lists=(LIST_OF_STAMPS,)),
        ours="opened",
        openssl="verified",
        pyhanko="OK",
        dss=NOT_CONCLUSIVE,
        differs={
            "dss": "its policy asks for news of every certificate; we ask the register alone where it names no place"
        },
    ),
    "a certificate for servers": Row(
        make=lambda: letter(officer("Сервер", extensions=(*places("officers"), (tsa.SERVER, True)))),
        openssl="unsuitable certificate purpose",
        pyhanko="OK",
        dss="TOTAL_PASSED",
        differs={"pyhanko": FOR_MACHINES, "dss": FOR_MACHINES},
    ),
    "a list out of force for a day": Row(
        make=lambda: letter(lists=(listing(OFFICERS, made=SIGNED - 8 * DAY), LIST_OF_STAMPS)),
        ours=GRACE,
        openssl="CRL has expired",
        pyhanko="TRY_LATER",
        dss="TOTAL_PASSED",
        differs={
            "openssl": "it knows no grace; ours is 72 hours, and the letter is opened with a remark",
            "pyhanko": "it knows no grace",
        },
    ),
    "a timestamp of an unknown authority": Row(
        make=lambda: letter(stamps=NAMESAKE.certificate),
        ours="Метка времени не учтена: служба «CN=TSA с адресом списка» не внесена в реестр.",
        openssl="verified; timestamp: unable to get local issuer certificate",
        pyhanko="NO_CERTIFICATE_CHAIN_FOUND",
        dss="TOTAL_PASSED",
        differs={"pyhanko": STRICT_STAMP},
    ),
    "a timestamp of a revoked authority": Row(
        make=lambda: letter(lists=(LISTS[0], listing(STAMPS, AUTHORITY))),
        ours="Метка времени не учтена: сертификат службы «CN=TSA с адресом списка» отозван.",
        openssl="verified",
        pyhanko="REVOKED_NO_POE",
        dss="TOTAL_PASSED",
        differs={"pyhanko": STRICT_STAMP},
    ),
    "a timestamp later than the receipt": passes(
        lambda: letter(clock=clock(RECEIVED + HOUR)),
        ours="Метка времени позже получения; она не учтена.",
    ),
    # altered
    "the document is another": Row(
        make=lambda: letter(change=_renamed_case),
        openssl="another digest: document.json",
        pyhanko="another digest: document.json",
        dss="TOTAL_FAILED/HASH_FAILURE",
    ),
    "the attachment is another": Row(
        make=lambda: letter(change=lambda files: {"attachments/001.pdf": files["attachments/001.pdf"] + b" "}),
        openssl="another digest: attachments/001.pdf",
        pyhanko="another digest: attachments/001.pdf",
        dss="TOTAL_FAILED/HASH_FAILURE",
    ),
    "the manifest states another role": Row(
        make=lambda: letter(change=_other_role),
        openssl="content verify error",
        pyhanko="HASH_FAILURE",
        dss="TOTAL_FAILED/HASH_FAILURE",
    ),
    "a bit of the signature is another": Row(
        make=lambda: letter(clock=None, change=_flipped_value),
        openssl="verification failure",
        pyhanko="SIG_CRYPTO_FAILURE",
        dss="TOTAL_FAILED/SIG_CRYPTO_FAILURE",
    ),
    "a bit of the stamped signature is another": Row(
        make=lambda: letter(change=_flipped_value),
        openssl="verification failure; timestamp: message imprint mismatch",
        pyhanko="SIG_CRYPTO_FAILURE",
        dss="TOTAL_FAILED/SIG_CRYPTO_FAILURE",
    ),
    "the signatures changed places": Row(
        make=lambda: letter(change=lambda files: {PERSON_P7S: files[SEAL_P7S], SEAL_P7S: files[PERSON_P7S]}),
        openssl="content verify error",
        pyhanko="HASH_FAILURE",
        dss="TOTAL_FAILED/HASH_FAILURE",
    ),
    "the timestamp is that of another signature": Row(
        make=_stamp_of_the_seal,
        openssl="verified; timestamp: message imprint mismatch",
        pyhanko="HASH_FAILURE",
        dss="TOTAL_PASSED",
        differs={
            "openssl": "the signature holds without its timestamp; in our profile whatever is there must hold",
            "dss": "it passes over a timestamp that fails (and reports it); in our profile whatever is there must hold",
        },
    ),
    "a file that nobody signed": passes(
        _smuggled,
        ours="E-T-11",
        differs={
            "openssl": OPENSSL_NO_ASIC,
            "pyhanko": OPENSSL_NO_ASIC,
            "dss": "its policy only warns (AllFilesSigned WARN); our step 6 lets nothing travel unsigned",
        },
    ),
    # revoked
    "revoked before signing": Row(
        make=lambda: letter(lists=(_revoked(SIGNED - 2 * DAY, SIGNED - DAY), LIST_OF_STAMPS)),
        openssl="certificate revoked",
        pyhanko="REVOKED_NO_POE",
        dss=NO_POE,
    ),
    "revoked before signing, without a timestamp": Row(
        make=lambda: letter(clock=None, lists=(_revoked(SIGNED - 2 * DAY, SIGNED - DAY),)),
        openssl="certificate revoked",
        pyhanko="REVOKED_NO_POE",
        dss=NO_POE,
    ),
    "revoked between signing and timestamp": Row(
        make=lambda: letter(held=(_revoked(SIGNED + MINUTE / 2),)),
        openssl="verified",
        pyhanko="REVOKED_NO_POE",
        dss=NO_POE,
        differs={"openssl": "asked about the time of the timestamp, it takes the list in force then, no later one"},
    ),
    "revoked before receipt, without a timestamp": Row(
        make=lambda: letter(clock=None, lists=(), held=(_revoked(STAMPED),)),
        openssl="certificate revoked",
        pyhanko="REVOKED_NO_POE",
        dss=NO_POE,
    ),
    # expired
    "expired before signing": Row(
        make=lambda: letter(officer("Бывший", valid_until=SIGNED - DAY)),
        openssl="certificate has expired",
        pyhanko="OK",
        dss=OUTSIDE,
        differs={"pyhanko": "its validation with time compares the timestamp with the beginning of validity only"},
    ),
    "expired before signing, without a timestamp": Row(
        make=lambda: letter(officer("Бывший", valid_until=SIGNED - DAY), clock=None),
        openssl="certificate has expired",
        pyhanko="OUT_OF_BOUNDS_NO_POE",
        dss=OUTSIDE,
    ),
    "expired before receipt, without a timestamp": Row(
        make=lambda: letter(officer("До полудня", valid_until=STAMPED + MINUTE), clock=None),
        openssl="certificate has expired",
        pyhanko="OUT_OF_BOUNDS_NO_POE",
        dss=OUTSIDE,
    ),
    "not yet valid": Row(
        make=lambda: letter(officer("Будущий", valid_from=RECEIVED + DAY)),
        openssl="certificate is not yet valid",
        pyhanko="CERTIFICATE_CHAIN_GENERAL_FAILURE",
        dss=NOT_CONCLUSIVE,
    ),
    "signed tomorrow, says the signer": passes(
        lambda: letter(clock=None, signed=RECEIVED + DAY),
        ours="E-T-03",
        differs=dict.fromkeys(("openssl", "pyhanko", "dss"), "a stated time proves nothing, so it is not looked at"),
    ),
    # another chain
    "an officer of another Party": Row(
        make=_by_foreigner,
        openssl="unable to get local issuer certificate",
        pyhanko="NO_CERTIFICATE_CHAIN_FOUND",
        dss=NO_CHAIN,
    ),
    "an issuer of the same name": Row(
        make=_by_namesake,
        openssl="self-signed certificate in certificate chain",
        pyhanko="NO_CERTIFICATE_CHAIN_FOUND",
        dss=NO_CHAIN,
    ),
    "a seal of the same name": Row(
        make=lambda: letter(seal=pki.issued("Печать RU-770", curve="P-384"), pinned=False),
        openssl="self-signed certificate",
        pyhanko="CHAIN_CONSTRAINTS_FAILURE",
        dss=NO_CHAIN,
    ),
    "certified by an officer": Row(
        make=_by_no_issuer,
        openssl="invalid CA certificate",
        pyhanko="CERTIFICATE_CHAIN_GENERAL_FAILURE",
        dss=NOT_CONCLUSIVE,
    ),
    "a key meant for encryption": Row(
        make=lambda: letter(officer("Шифр", usages=pki.AGREEMENT)),
        openssl="unsuitable certificate purpose",
        pyhanko="CHAIN_CONSTRAINTS_FAILURE",
        dss="TOTAL_PASSED",
        differs={"dss": USAGE},
    ),
    "a critical extension that nobody knows": Row(
        make=lambda: letter(officer("Особый", extensions=(*places("officers"), UNKNOWN_EXTENSION))),
        openssl="unhandled critical extension",
        pyhanko="CERTIFICATE_CHAIN_GENERAL_FAILURE",
        dss="TOTAL_PASSED",
        differs={"dss": "its policy only warns (SupportedCriticalExtensions WARN)"},
    ),
    # not known yet
    "no list": Row(
        make=lambda: letter(lists=(LIST_OF_STAMPS,)),
        ours="E-T-03?",
        openssl="unable to get certificate CRL",
        pyhanko="CERTIFICATE_CHAIN_GENERAL_FAILURE",
        dss=NOT_CONCLUSIVE,
    ),
    "a list by an issuer of the same name": Row(
        make=lambda: letter(lists=(listing(NAMESAKE), LIST_OF_STAMPS)),
        ours="E-T-03?",
        openssl="CRL signature failure",
        pyhanko="CERTIFICATE_CHAIN_GENERAL_FAILURE",
        dss=NOT_CONCLUSIVE,
    ),
    "a list out of force for weeks": Row(
        make=lambda: letter(lists=(listing(OFFICERS, made=SIGNED - 30 * DAY), LIST_OF_STAMPS)),
        ours="E-T-03?",
        openssl="CRL has expired",
        pyhanko="TRY_LATER",
        dss="TOTAL_PASSED",
        differs={"dss": FRESH},
    ),
    "judged half a year later by the lists of that day": Row(
        make=lambda: letter(at=RECEIVED + 200 * DAY),
        ours="E-T-03?",
        openssl="verified",
        pyhanko="TRY_LATER",
        dss="TOTAL_PASSED",
        differs={
            "openssl": "asked about the time of the timestamp, it asks nothing about the authority since",
            "dss": FRESH,
        },
    ),
    # weak
    "SHA-1": Row(
        make=lambda: _careless(Careless(OFFICER, "SHA1")),
        openssl="verified",
        pyhanko="CRYPTO_CONSTRAINTS_FAILURE",
        dss="INDETERMINATE/CRYPTO_CONSTRAINTS_FAILURE_NO_POE",
        differs={"openssl": "its level of strength (-auth_level) asks about certificates, not about the digest signed"},
    ),
    "RSA of 1024 bits": Row(
        make=lambda: _careless(Careless(officer("О RSA 1024", curve="RSA 1024"))),
        openssl="EE certificate key too weak",
        pyhanko="CRYPTO_CONSTRAINTS_FAILURE",
        dss="INDETERMINATE/CRYPTO_CONSTRAINTS_FAILURE_NO_POE",
    ),
}
