"""Write the test vectors anew: `python -m vectors.generate [FOLDER]`; without a folder, this one (`make vectors`).

What is signed by ECDSA or RSA comes out the same to the byte. What cannot (ciphertexts, prints of another typesetter)
is taken from the vectors that are there, and made only when what it is made from has changed.
"""

from __future__ import annotations

import hashlib
import json
import shutil
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from vectors.making import cast, kept, keys
from vectors.making.cases import ALL

if TYPE_CHECKING:
    from collections.abc import Mapping

    from vectors.making.case import Case

HERE: Final = Path(__file__).parent
REGISTER: Final = "register"
KEYS: Final = "test-keys"


def files() -> Mapping[str, bytes]:
    """Make every file of the vectors, by its path in the folder."""
    made = {case.file: case.make() for case in ALL}
    if len(made) != len(ALL):
        raise ValueError("two vectors have one name")
    register = {f"{REGISTER}/{name}": raw for name, raw in cast.register().items()}
    fingerprint = {f"{REGISTER}/fingerprint.txt": f"{cast.edition_of('RU').legal_hash}\n".encode()}
    described = {"index.json": index(made)}
    return {**made, **register, **fingerprint, **_keys(), **described, **kept.pieces(made)}


def index(made: Mapping[str, bytes]) -> bytes:
    """Describe every vector."""
    vectors = [_described(case, made[case.file]) for case in ALL]
    written = {"version": "1.0", "register": REGISTER, "keys": KEYS, "vectors": vectors}
    return (json.dumps(written, ensure_ascii=False, indent=1) + "\n").encode()


def _described(case: Case, raw: bytes) -> dict[str, Any]:
    expected = {"verdict": case.verdict, "code": case.code, "field": case.field, "warnings": list(case.warns)}
    return {
        "file": case.file,
        "kind": case.kind,
        "what": case.what,
        "guards": case.guards,
        "expect": {name: value for name, value in expected.items() if value},
        **({"step": case.step} if case.step else {}),
        **({"needs": list(case.needs)} if case.needs else {}),
        "receivedAt": case.received_at.isoformat(),
        "addressee": case.addressee,
        "sha256": hashlib.sha256(raw).hexdigest(),
    }


def _keys() -> dict[str, bytes]:
    """Give the keys that open the packages: each by the fingerprint of its certificate."""
    ours = [cast.encryption(cast.OURS), cast.encryption(cast.OURS, "RSA-2048")]
    private = {f"{KEYS}/{each.fingerprint}.pem": each.pem for each in ours}
    certificates = {f"{KEYS}/{each.fingerprint}.cer": each.certificate for each in ours}
    signing = {f"{KEYS}/{path.relative_to(keys.FOLDER.parent)}": path.read_bytes() for path in keys.FOLDER.iterdir()}
    return {**private, **certificates, **signing}


def write(folder: Path) -> int:
    """Write everything into a folder, without what was there before, and give the number of files."""
    made = files()
    for name in ("good", "bad", REGISTER, KEYS, "kept"):
        shutil.rmtree(folder / name, ignore_errors=True)
    for name, raw in made.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(raw)
    return len(made)


if __name__ == "__main__":
    target = Path(sys.argv[1]) if len(sys.argv) > 1 else HERE
    print(f"{write(target)} files in {target}")
