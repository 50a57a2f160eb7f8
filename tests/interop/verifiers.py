"""Four verifiers, asked the same question about the same letter: ours, OpenSSL's, pyHanko and DSS.

Each answers in its own words (`Said.words`); what the words come to is one of three verdicts. Of a letter with several
signatures the worst counts. None is told more than another: the certificates to trust, the lists at hand, the moment.
"""

from __future__ import annotations

import asyncio
import hashlib
import os
import re
import subprocess
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, Final, Literal, TypeAlias

from asn1crypto import cms, crl, ocsp
from asn1crypto import x509 as asn1_x509
from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding
from pyhanko.sign.ades.report import AdESFailure, AdESPassed
from pyhanko.sign.validation import ades, policy_decl
from pyhanko.sign.validation.settings import KeyUsageConstraints
from pyhanko_certvalidator.context import CertValidationPolicySpec
from pyhanko_certvalidator.ltv.types import ValidationTimingInfo
from pyhanko_certvalidator.policy_decl import CertRevTrustPolicy, RevocationCheckingPolicy, RevocationCheckingRule
from pyhanko_certvalidator.registry import SimpleTrustManager
from pyhanko_certvalidator.revinfo.archival import CRLContainer, OCSPContainer
from tests.interop import asic

from obmen.message.errors import MessageError, NotAcceptable
from obmen.message.opening import open_container

if TYPE_CHECKING:
    from pathlib import Path

    from tests.interop.asic import SignedManifest
    from tests.interop.letters import Letter

Verdict: TypeAlias = Literal["accepted", "refused", "undetermined"]
_WORST: Final[tuple[Verdict, ...]] = ("refused", "undetermined", "accepted")
TOKEN: Final = "signature_time_stamp_token"


@dataclass(frozen=True, slots=True)
class Said:
    """What a verifier said of a letter: the verdict, and its own words for it."""

    verdict: Verdict
    words: str


def worst(said: list[Said]) -> Said:
    """Give the worst that was said, and by which words first."""
    return min(said, key=lambda one: _WORST.index(one.verdict))


# --- Ours --------------------------------------------------------------------------------------------------------


def ours(letter: Letter) -> Said:
    """Open the letter through all the steps, as its addressee keeps it."""
    try:
        opened = open_container(
            letter.raw, received_at=letter.at, book=letter.book, sources=lambda _certificate: letter.held
        )
    except MessageError as error:
        refused = isinstance(error, NotAcceptable)
        return Said("refused" if refused else "undetermined", error.code if refused else f"{error.code}?")
    return Said("accepted", "; ".join(opened.remarks) or "opened")


# --- OpenSSL -----------------------------------------------------------------------------------------------------

_ENGINE: Final = """
openssl_conf = settings
[settings]
engines = engines
[engines]
gost = gost
[gost]
engine_id = gost
default_algorithms = ALL
"""
_ERROR: Final = re.compile(r"(?:Verify error: ?|error:[0-9A-F]+:[^:]*:[^:]*:)([^:\n]+)")
_NO_NEWS: Final = frozenset({"unable to get certificate CRL", "CRL has expired", "CRL signature failure"})


def openssl(letter: Letter, folder: Path) -> Said:
    """Ask `openssl ts -verify` since when each signature exists, then `openssl cms -verify -cades` about that time.

    With the engine for GOST where the machine has it: by a configuration, since `ts -verify` takes no other way.
    """
    (folder / "engine.cnf").write_text(_ENGINE, encoding="ascii")
    (folder / "anchors.pem").write_bytes(b"".join(map(_pem, letter.anchors)) + b"".join(map(_list_pem, letter.held)))
    return worst([_openssl_one(letter, one, folder) for one in asic.signatures(letter.raw)])


def _openssl_one(letter: Letter, one: SignedManifest, folder: Path) -> Said:
    if one.broken:
        return Said("refused", f"another digest: {', '.join(one.broken)}")
    (folder / "manifest.xml").write_bytes(one.manifest)
    (folder / "signature.p7s").write_bytes(one.signature)
    at, remark = _exists_since(letter, one, folder)
    lists = ["-crl_check_all"] if _names_a_place(letter, one.signature) else []
    command = ["openssl", "cms", "-verify", "-cades", "-binary"]
    files = ["-inform", "DER", "-in", "signature.p7s", "-content", "manifest.xml", "-out", "verified"]
    trust = [
        "-CAfile",
        "anchors.pem",
        "-partial_chain",
        "-auth_level",
        "2",
        "-attime",
        str(int(at.timestamp())),
        *lists,
    ]
    said = _said([*command, *files, *trust], folder)
    return Said(said.verdict, f"{said.words}; timestamp: {remark}" if remark else said.words)


def _exists_since(letter: Letter, one: SignedManifest, folder: Path) -> tuple[datetime, str]:
    """Give the time of the timestamp, if OpenSSL believes it, else that of the receipt and why."""
    signer = signer_of(one.signature)
    token = token_of(signer)
    if token is None:
        return letter.at, ""
    (folder / "token").write_bytes(token.dump())
    (folder / "value").write_bytes(signer["signature"].native)
    command = ["openssl", "ts", "-verify", "-token_in", "-in", "token", "-data", "value"]
    at: datetime = token["content"]["encap_content_info"]["content"].parsed["gen_time"].native
    said = _said([*command, "-CAfile", "anchors.pem", "-attime", str(int(letter.at.timestamp()))], folder)
    return (at, "") if said.verdict == "accepted" else (letter.at, said.words)


def _said(command: list[str], folder: Path) -> Said:
    known = {**os.environ, "OPENSSL_CONF": str(folder / "engine.cnf")}
    done = subprocess.run(command, cwd=folder, env=known, capture_output=True, check=False, text=True)
    if done.returncode == 0:
        return Said("accepted", "verified")
    found = [words.strip() for words in _ERROR.findall(done.stderr)]
    words = found[-1] if found else done.stderr.strip()
    return Said("undetermined" if words in _NO_NEWS else "refused", words)


def _pem(certificate: bytes) -> bytes:
    return x509.load_der_x509_certificate(certificate).public_bytes(Encoding.PEM)


def _list_pem(held: bytes) -> bytes:
    return x509.load_der_x509_crl(held).public_bytes(Encoding.PEM)


# --- What stands in a signature, as asn1crypto reads it ------------------------------------------------------------


def signer_of(signature: bytes) -> Any:  # noqa: ANN401  asn1crypto has no types
    """Give the one SignerInfo of a signature."""
    (signer,) = cms.ContentInfo.load(signature)["content"]["signer_infos"]
    return signer


def token_of(signer: Any) -> Any:  # noqa: ANN401  asn1crypto has no types
    """Give the timestamp of a signature as ContentInfo, if it has one."""
    for attribute in signer["unsigned_attrs"] or ():
        if attribute["type"].native == TOKEN:
            return attribute["values"][0]
    return None


def _names_a_place(letter: Letter, signature: bytes) -> bool:
    """Tell whether the signer's certificate says where its revocation can be asked; nobody is asked about an anchor."""
    content = cms.ContentInfo.load(signature)["content"]
    serial = content["signer_infos"][0]["sid"].chosen["serial_number"].native
    (own,) = [one.chosen for one in content["certificates"] if one.chosen.serial_number == serial]
    return own.dump() != letter.seal and bool(own.crl_distribution_points or own.ocsp_urls)


# --- pyHanko -----------------------------------------------------------------------------------------------------


def pyhanko(letter: Letter) -> Said:
    """Ask pyHanko by the algorithms of EN 319 102-1: with time (5.5) where there is a timestamp, else basic (5.3)."""
    return worst([_pyhanko_one(letter, one) for one in asic.signatures(letter.raw)])


def _pyhanko_one(letter: Letter, one: SignedManifest) -> Said:
    if one.broken:
        return Said("refused", f"another digest: {', '.join(one.broken)}")
    signed_data = cms.ContentInfo.load(one.signature)["content"]
    (signer,) = signed_data["signer_infos"]
    stamped = token_of(signer) is not None
    validate = ades.ades_with_time_validation if stamped else ades.ades_basic_validation
    digest = hashlib.new(signer["digest_algorithm"]["algorithm"].native, one.manifest).digest()
    at = letter.at.astimezone(UTC)
    timing = ValidationTimingInfo(validation_time=at, best_signature_time=at, point_in_time_validation=True)

    async def verdict() -> Any:  # noqa: ANN401  pyHanko's own
        return await validate(signed_data, _spec(letter, signed_data), timing_info=timing, raw_digest=digest)

    with ThreadPoolExecutor(1) as apart:  # the browser tests' event loop may be running in this thread
        indication = apart.submit(asyncio.run, verdict()).result().ades_subindic
    if indication is AdESPassed.OK:
        return Said("accepted", "OK")
    return Said("refused" if isinstance(indication, AdESFailure) else "undetermined", indication.name)


def _spec(letter: Letter, signed_data: Any) -> Any:  # noqa: ANN401  pyHanko's own
    rule = RevocationCheckingRule.CHECK_IF_DECLARED
    trust = CertValidationPolicySpec(
        trust_manager=SimpleTrustManager.build([asn1_x509.Certificate.load(one) for one in letter.anchors]),
        revinfo_policy=CertRevTrustPolicy(RevocationCheckingPolicy(rule, rule)),
    )
    lists, answers = _known(letter, signed_data)
    return policy_decl.SignatureValidationSpec(
        cert_validation_policy=trust,
        ts_cert_validation_policy=trust,
        revinfo_gathering_policy=policy_decl.RevocationInfoGatheringSpec(
            online_fetching_rule=policy_decl.RevinfoOnlineFetchingRule.LOCAL_ONLY
        ),
        local_knowledge=policy_decl.LocalKnowledge(known_crls=lists, known_ocsps=answers),
        key_usage_settings=KeyUsageConstraints(key_usage={"digital_signature", "non_repudiation"}),
    )


def _known(letter: Letter, signed_data: Any) -> tuple[list[Any], list[Any]]:  # noqa: ANN401  asn1crypto has no types
    """Give lists and answers; pyHanko takes none out of a signature by itself."""
    lists = [CRLContainer(crl.CertificateList.load(one)) for one in letter.held]
    answers = []
    for choice in signed_data["crls"] or ():
        if choice.name == "crl":
            lists.append(CRLContainer(choice.chosen))
        else:
            response = ocsp.OCSPResponse.load(choice.chosen["other_rev_info"].dump())
            answers.append(OCSPContainer(response))
    return lists, answers


# --- DSS ---------------------------------------------------------------------------------------------------------

_DSS: Final[dict[str, Verdict]] = {"TOTAL_PASSED": "accepted", "TOTAL_FAILED": "refused"}


def dss_case(name: str, letter: Letter, folder: Path) -> dict[str, Any]:
    """Write what DSS is asked about a letter."""
    folder.mkdir()
    (folder / "letter.asice").write_bytes(letter.raw)
    return {
        "id": name,
        "container": str(folder / "letter.asice"),
        "at": letter.at.isoformat(),
        "anchors": _files(folder, "anchor", letter.anchors),
        "crls": _files(folder, "list", letter.held),
        "ocsps": [],
    }


def _files(folder: Path, stem: str, contents: tuple[bytes, ...]) -> list[str]:
    paths = [folder / f"{stem}{number}.der" for number, _ in enumerate(contents)]
    for path, data in zip(paths, contents, strict=True):
        path.write_bytes(data)
    return [str(path) for path in paths]


def dss(answer: dict[str, Any]) -> Said:
    """Read what DSS said."""
    if answer["error"]:
        return Said("refused", answer["error"])
    return worst([_dss_one(one) for one in answer["signatures"]])


def _dss_one(signature: dict[str, Any]) -> Said:
    words = "/".join(filter(None, (signature["indication"], signature["subIndication"])))
    return Said(_DSS.get(signature["indication"], "undetermined"), words)
