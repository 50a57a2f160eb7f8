"""A small public key infrastructure by GOST R 34.10-2012, made by OpenSSL's command line and its engine."""

from __future__ import annotations

import atexit
import hashlib
import shutil
import subprocess
import tempfile
from functools import cache
from pathlib import Path

from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509 import load_pem_x509_certificate
from tests.support.pki import Credential

from obmen.message.der import OCTETS, SEQUENCE, integer, tagged

SIGNING = "keyUsage=critical,digitalSignature,nonRepudiation"
ISSUING = "keyUsage=critical,keyCertSign,cRLSign"
_DAYS = "3650"
_SHA256, _STREEBOG = bytes.fromhex("0609608648016503040201"), bytes.fromhex("06082a85030701010202")


@cache
def _folder() -> Path:
    folder = Path(tempfile.mkdtemp(prefix="gost-pki-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    return folder


def openssl(command: str, *arguments: str, data: bytes = b"") -> bytes:
    """Call a command of OpenSSL with the engine, and return what it writes. Raises `CalledProcessError`."""
    line = ["openssl", command, "-engine", "gost", *arguments]
    return subprocess.run(line, input=data, check=True, capture_output=True, cwd=_folder()).stdout


@cache
def issued(
    name: str, bits: int = 256, *, issuer: Credential | None = None, issues: bool = False, usage: str = SIGNING
) -> Credential:
    """Make a key of 256 or 512 bits and its certificate, self-issued without an issuer; valid from now on."""
    stem = f"{len(list(_folder().iterdir())):03}"
    usage = ISSUING if issues else usage
    new = ("-newkey", f"gost2012_{bits}", "-pkeyopt", "paramset:A", "-nodes", "-keyout", f"{stem}.key", "-utf8")
    subject = ("-subj", f"/CN={name}", f"-md_gost12_{bits}")
    if issuer is None:
        basic = f"basicConstraints=critical,CA:{'TRUE' if issues else 'FALSE'}"
        extensions = ("-addext", usage, "-addext", basic)
        pem = openssl("req", "-x509", *new, *subject, *extensions, "-days", _DAYS)
    else:
        wish = openssl("req", "-new", *new, *subject)
        (_folder() / "issuer.pem").write_bytes(issuer.certificate_pem)
        (_folder() / "issuer.key").write_bytes(issuer.key)
        (_folder() / "extensions").write_text(usage, encoding="ascii")
        by = ("-CA", "issuer.pem", "-CAkey", "issuer.key", "-extfile", "extensions", "-days", _DAYS)
        pem = openssl("x509", "-req", *by, *subject[2:], data=wish)
    certificate = load_pem_x509_certificate(pem).public_bytes(Encoding.DER)
    key = (_folder() / f"{stem}.key").read_bytes()
    return Credential(certificate, key, issuer.certificate if issuer else None)


def officer_anchor(bits: int = 256) -> Credential:
    """Make the authority that certifies officers."""
    return issued("Удостоверяющий центр (учебный)", bits, issues=True)


def officer(bits: int = 256) -> Credential:
    """Make an officer's certificate."""
    return issued("А. А. Тестова", bits, issuer=officer_anchor(bits))


def seal(bits: int = 512) -> Credential:
    """Make the seal of an authority."""
    return issued("Печать (учебная)", bits)


def token(value: bytes, *, streebog: bool = False) -> tuple[bytes, Credential]:
    """Make a timestamp of now by a GOST authority, over a digest by SHA-256 or Streebog; give its certificate too."""
    stamping = f"{SIGNING}\nextendedKeyUsage=critical,timeStamping"
    one = issued("Метки времени (учебные)", issuer=officer_anchor(), usage=stamping)
    (_folder() / "tsa.pem").write_bytes(one.certificate_pem + one.key)
    settings = ("default_policy=1.2.3.4", "digests=sha256,md_gost12_256", "ess_cert_id_alg=sha256", "serial=serial")
    lines = ("[tsa]", "default_tsa=x", "[x]", "signer_digest=md_gost12_256", *settings, "")
    (_folder() / "tsa.cnf").write_text("\n".join(lines), encoding="ascii")
    digest = openssl("dgst", "-md_gost12_256", "-binary", data=value) if streebog else hashlib.sha256(value).digest()
    imprint = tagged(SEQUENCE, tagged(SEQUENCE, _STREEBOG if streebog else _SHA256), tagged(OCTETS, digest))
    (_folder() / "query").write_bytes(tagged(SEQUENCE, integer(1), imprint, b"\x01\x01\xff"))
    by = ("-config", "tsa.cnf", "-signer", "tsa.pem", "-inkey", "tsa.pem")
    return openssl("ts", "-reply", "-queryfile", "query", "-token_out", *by), one
