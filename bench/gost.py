"""GOST R 34.10-2012 in its own process: `make bench-gost`.

The floor is the bare signature by the engine, in a process that does nothing else. Between it and ours stand CMS,
frames and two pipes; the last rows tell what `openssl cms` costs as a process of its own. All as time on the wall.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
import time
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Final

from _scene import VALID, begin, median_ms, row
from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding

from obmen.message import libcrypto
from obmen.message.cms_shell import take_apart
from obmen.message.libcrypto import CryptoError
from obmen.message.seal import Role
from obmen.message.suites import gost
from obmen.message.suites.gost import GostProcess, GostSigner
from obmen.message.suites.software import SoftwareSigner
from obmen.node.keystore.certificates import SIGNATURE, make

if TYPE_CHECKING:
    from obmen.message.seal import Signer

TIMES: Final = 300
DATA: Final = b"<manifest>" * 200
AT: Final = datetime.now(UTC) + timedelta(hours=1)
FLOOR: Final = """
import json, sys
sys.path.insert(0, "tools")
from timing import median_ms
from obmen.message.libcrypto import engine
from obmen.message.suites.gost.worker import KINDS
engine.load("gost")
found = []
for algorithm, parameters, digest in KINDS:
    with engine.new_key(algorithm, parameters) as key:
        made = engine.sign(key, digest, bytes(2000))
        found += [median_ms(lambda: engine.sign(key, digest, bytes(2000)), 300)]
        found += [median_ms(lambda: engine.holds(key, digest, bytes(2000), made), 300)]
print(json.dumps(found))
"""


def main() -> None:
    """Measure and print."""
    begin()
    started = time.perf_counter()
    process = GostProcess()
    process.certificate_facts(ecdsa().certificate)
    row("the worker: start, engine, self-check", 1000 * (time.perf_counter() - started), "ms")
    process.close()
    least = json.loads(subprocess.run([sys.executable, "-c", FLOOR], check=True, capture_output=True).stdout)
    show("ECDSA P-256, in this process", ecdsa())
    with tempfile.TemporaryDirectory() as folder:
        for bits, sign, check in ((256, *least[:2]), (512, *least[2:])):
            row(f"GOST {bits}: floor, sign and verify", sign + check, "ms", f"{sign:.3f} + {check:.3f}")
            show(f"GOST {bits}, in its process", gost_signer(Path(folder), bits), sign + check)
            show_command(Path(folder), bits)


def show(name: str, signer: Signer, least: float = 0) -> None:
    """Measure a signer's CAdES signature, and its verification."""
    shell = take_apart(signer.sign(DATA, AT), "")
    arithmetic = gost.process() if gost.is_gost(signer.certificate) else libcrypto
    try:
        arithmetic.verified(shell.bare, shell.certificates, DATA + b" ")
    except CryptoError:
        pass
    else:
        raise AssertionError("it verifies anything")
    sign = median_ms(lambda: signer.sign(DATA, AT), TIMES)
    check = median_ms(lambda: arithmetic.verified(shell.bare, shell.certificates, DATA), TIMES)
    ratio = f"; {(sign + check) / least:.1f} × the floor" if least else ""
    row(f"{name}: sign and verify", sign + check, "ms", f"{sign:.3f} + {check:.3f}{ratio}")


def ecdsa() -> SoftwareSigner:
    """Make an ordinary signer."""
    own = make("seal", "RU-770", SIGNATURE, VALID)
    return SoftwareSigner(Role.SEAL, own.certificate, own.key)


def gost_signer(folder: Path, bits: int) -> GostSigner:
    """Make a GOST key and its certificate by the command line."""
    command = f"openssl req -engine gost -x509 -newkey gost2012_{bits} -pkeyopt paramset:A -nodes -md_gost12_{bits}"
    command += f" -keyout {bits}.key -out {bits}.pem -subj /CN=Seal -days 30"
    subprocess.run(command.split(), cwd=folder, check=True, capture_output=True)
    certificate = x509.load_pem_x509_certificate((folder / f"{bits}.pem").read_bytes()).public_bytes(Encoding.DER)
    return GostSigner(Role.SEAL, certificate, (folder / f"{bits}.key").read_bytes())


def show_command(folder: Path, bits: int) -> None:
    """Measure `openssl cms` as a process of its own."""
    (folder / "data").write_bytes(DATA)
    sign = f"openssl cms -engine gost -sign -cades -binary -nosmimecap -md md_gost12_{bits} -in data -outform DER"
    sign += f" -signer {bits}.pem -inkey {bits}.key -out {bits}.p7s"
    check = f"openssl cms -engine gost -verify -cades -binary -inform DER -in {bits}.p7s -content data -out verified"
    check += f" -CAfile {bits}.pem"
    quiet = {"cwd": folder, "check": True, "capture_output": True}
    spent = [median_ms(partial(subprocess.run, each.split(), **quiet), 20) for each in (sign, check)]
    row(f"GOST {bits}, `openssl cms`: sign and verify", sum(spent), "ms", f"{spent[0]:.1f} + {spent[1]:.1f}")


if __name__ == "__main__":
    main()
