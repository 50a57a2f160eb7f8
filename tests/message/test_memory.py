"""A large letter never takes more than four times its size, nor a small hostile one more than a large (design §3).

Peaks are those of a process, not of Python alone: libcrypto asks for memory of its own.
"""

from __future__ import annotations

import json
import subprocess
import sys
from functools import cache
from pathlib import Path

import pytest

from obmen.message.limits import DEFAULT

ROOT = Path(__file__).parents[2]
CLEAR_REFS = Path("/proc/self/clear_refs")
SIZE = 24 * 1024 * 1024
LARGEST = DEFAULT.package - 16 * 1024
"""Bytes of attachments that just fit into a package, with document, signature, label and the shell."""

pytestmark = pytest.mark.skipif(not CLEAR_REFS.exists(), reason="the peak of memory is read from Linux's /proc")

MEASURING = """
import json
import sys
import time
from pathlib import Path

def now(what):
    return int(Path("/proc/self/status").read_text().partition(what)[2].split()[0]) * 1024

class Peak:
    def __init__(self, name):
        self.name = name

    def __enter__(self):
        Path("/proc/self/clear_refs").write_text("5")
        self.before, self.began = now("VmRSS:"), time.process_time()

    def __exit__(self, *wrong):
        if not any(wrong):
            spent = time.process_time() - self.began
            print(json.dumps([self.name, max(0, now("VmHWM:") - self.before), spent]))
"""

OPENING = """
from tests.support import peers

data = bytes(int(sys.argv[1]))
document = peers.receipt(attachments=(peers.attached("001.pdf", data),))
container = peers.sealed(document, attachments={"001.pdf": data})
package = peers.packed(container, document)
del container, data
with Peak("opening"):
    peers.ALMATY_PEER.open(package, peers.Book())
"""

WHOLE_WAY = """
from tests.support import peers
from obmen.message import canonical_zip
from obmen.message.errors import MessageError

small = peers.receipt()
peers.ALMATY_PEER.open(peers.packed(peers.sealed(small), small), peers.Book())  # what is loaded once is not counted
data = bytes(int(sys.argv[1]))
document = peers.receipt(attachments=(peers.attached("001.pdf", data),))
with Peak("assembling"):
    container = peers.sealed(document, attachments={"001.pdf": data})
with Peak("encrypting"):
    package = peers.packed(container, document)
del container, data
with Peak("opening"):
    opened = peers.ALMATY_PEER.open(package, peers.Book())
del opened
parts = {name: bytearray(part) for name, part in canonical_zip.read(package, 2).items()}
parts["content.p7m"][len(package) // 2] ^= 1  # in a proper archive, so that it is decryption that refuses
broken = canonical_zip.write(parts)
del parts
with Peak("refusing"):
    try:
        peers.ALMATY_PEER.open(broken, peers.Book())
    except MessageError as error:
        assert error.code == "E-T-07", error
    else:
        raise SystemExit("a broken package was opened")
print(json.dumps(["size", len(package), 0]))
"""

HOSTILE = """
from tests.support import peers
from obmen.message import encoding
from obmen.message.limits import DEFAULT
from obmen.register import legal

raw = encoding.encode(peers.request()).decode()
whole = json.loads(raw)

def holding(field, item, count):
    changed = json.loads(raw)
    changed["payload"][field] = "HERE"
    return json.dumps(changed).replace('"HERE"', "[" + ",".join([item] * count) + "]").encode()

encoding.problems(raw.encode())
for field in ("documents", "subjects", "claimants", "purposes"):
    for item, marks in (("1", 1), ('""', 1), ("{}", 2), ("[]", 2), ('{"kind":1}', 2)):
        for most in (DEFAULT.values - 500, DEFAULT.json // 2):
            text = holding(field, item, most // marks)[: DEFAULT.json]
            with Peak(f"{field} {item} {most}"):
                encoding.problems(text)
for version in ("1.0", "1.9"):
    whole["envelope"]["schemaVersion"] = version
    text = json.dumps({**whole, "payload": {f"x{at}": 1 for at in range(DEFAULT.values - 500)}}).encode()
    with Peak(f"unknown members of {version}"):
        encoding.problems(text)
names = ",".join(f'"a{at}":1' for at in range(DEFAULT.values - 500))
with Peak("a name twice"):
    encoding.problems(f'{{{names},"a0":1}}'.encode())
text = b'{"part":"LEGAL","authorities":[' + b",".join([b"{}"] * 8_000_000)[: 15 * 1024 * 1024] + b"]}"
with Peak("an edition of nothings"):
    legal.CODEC.read(text)
"""


def measured(script: str, *words: str) -> dict[str, tuple[int, float]]:
    """Run a script in a process of its own; give the extra memory of each of its parts, in bytes, and its seconds."""
    command = [sys.executable, "-c", MEASURING + script, *words]
    environment = {"PYTHONPATH": f"{ROOT}:{ROOT / 'src'}"}
    done = subprocess.run(command, cwd=ROOT, capture_output=True, check=True, env=environment)
    told = [json.loads(line) for line in done.stdout.splitlines()]
    return {name: (extra, seconds) for name, extra, seconds in told}


@cache
def whole_way() -> dict[str, tuple[int, float]]:
    """Measure a letter at the limit on its whole way."""
    return measured(WHOLE_WAY, str(LARGEST))


def test_opening_takes_at_most_four_times_the_package() -> None:
    """A package of 24 MiB opens within 96 MiB, the package itself included."""
    extra, _ = measured(OPENING, str(SIZE))["opening"]
    assert extra + SIZE <= 4 * SIZE


@pytest.mark.parametrize("part", ["assembling", "encrypting", "opening", "refusing"])
def test_a_letter_at_the_limit_takes_at_most_four_times_its_size(part: str) -> None:
    """A package of 32 MiB, written and read; one with a flipped bit, too."""
    size, _ = whole_way()["size"]
    assert DEFAULT.package * 0.999 < size <= DEFAULT.package
    extra, _ = whole_way()[part]
    assert size <= extra <= 4 * size, f"{extra / size:.2f} times its size"


def test_a_hostile_document_takes_no_more_than_a_package_may() -> None:
    """Whoever may write to us may send these, signed by himself: they are refused before it is asked who he is."""
    found = measured(HOSTILE)
    assert len(found) > 40
    assert {name: extra for name, (extra, _) in found.items() if extra > 4 * DEFAULT.package} == {}
    assert {name: spent for name, (_, spent) in found.items() if spent > 5} == {}
