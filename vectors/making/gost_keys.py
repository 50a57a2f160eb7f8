"""How the GOST test keys were made, once: `python -m vectors.making.gost_keys FOLDER`; needs OpenSSL's engine for GOST.

OpenSSL's command line makes a key and a certificate that is valid from now on; the vectors live in March 2026, so the
dates are put back and the certificate is signed again.
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import Final

from obmen.message.der import SEQUENCE, inside, tagged

SIGNING: Final = "keyUsage=critical,digitalSignature,nonRepudiation"
ISSUING: Final = "keyUsage=critical,keyCertSign,cRLSign"
_UTC_TIME, _BITS = 0x17, 0x03
_VALID: Final = tagged(SEQUENCE, tagged(_UTC_TIME, b"250101000000Z"), tagged(_UTC_TIME, b"450101000000Z"))


def main(folder: Path) -> None:
    """Make an anchor and an officer of 256 bits, and a seal of 512."""
    _made(folder, "anchor", "Officers of UZ TEST", 256, ISSUING, "anchor")
    _made(folder, "officer", "А. А. Тестова TEST", 256, SIGNING, "anchor")
    _made(folder, "seal", "Печать UZ-100 TEST", 512, SIGNING, "seal")


def _made(folder: Path, stem: str, name: str, bits: int, usage: str, issuer: str) -> None:  # noqa: PLR0913, PLR0917  facts of a certificate
    key, own = _path(folder, stem), stem == issuer
    is_issuer = "TRUE" if usage is ISSUING else "FALSE"
    by = () if own else ("-CA", _path(folder, issuer, "crt"), "-CAkey", _path(folder, issuer))
    made = ("-newkey", f"gost2012_{bits}", "-pkeyopt", "paramset:A", "-nodes", "-keyout", key, "-utf8")
    about = ("-subj", f"/CN={name}", f"-md_gost12_{bits}", "-addext", usage)
    basic = ("-addext", f"basicConstraints=critical,CA:{is_issuer}")
    if own:
        pem = _openssl("req", "-x509", *made, *about, *basic)
    else:
        wish = _openssl("req", "-new", *made, *about, *basic)
        pem = _openssl("x509", "-req", *by, "-copy_extensions", "copy", f"-md_gost12_{bits}", data=wish)
    dated = _dated(_openssl("x509", "-outform", "DER", data=pem), _path(folder, issuer), bits)
    Path(_path(folder, stem, "cer")).write_bytes(dated)
    Path(_path(folder, stem, "crt")).write_bytes(_openssl("x509", "-inform", "DER", data=dated))


def _dated(certificate: bytes, key: str, bits: int) -> bytes:
    """Put the dates back and sign again (RFC 5280, 4.1)."""
    to_be_signed, algorithm, _signature = inside(certificate)
    fields = inside(to_be_signed)
    fields[4] = _VALID
    dated = tagged(SEQUENCE, *fields)
    signature = _openssl("dgst", f"-md_gost12_{bits}", "-sign", key, data=dated)
    return tagged(SEQUENCE, dated, algorithm, tagged(_BITS, b"\0", signature))


def _path(folder: Path, stem: str, ending: str = "pem") -> str:
    return str(folder / f"TEST-GOST-{stem}.{ending}")


def _openssl(command: str, *arguments: str, data: bytes = b"") -> bytes:
    line = ["openssl", command, "-engine", "gost", *arguments]
    return subprocess.run(line, input=data, check=True, capture_output=True).stdout  # noqa: S603  spelt out here


if __name__ == "__main__":
    main(Path(sys.argv[1]))
