"""A large letter never takes more than four times its size (design §3)."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
CLEAR_REFS = Path("/proc/self/clear_refs")
SIZE = 24 * 1024 * 1024

SCRIPT = """
import sys
from pathlib import Path
from tests.support import peers

def now(what):
    return int(Path("/proc/self/status").read_text().partition(what)[2].split()[0]) * 1024

data = bytes(int(sys.argv[1]))
document = peers.receipt(attachments=(peers.attached("001.pdf", data),))
container = peers.sealed(document, attachments={"001.pdf": data})
package = peers.packed(container, document)
del container, data
Path("/proc/self/clear_refs").write_text("5")
before = now("VmRSS:")
peers.ALMATY_PEER.open(package, peers.Book())
print(now("VmHWM:") - before + len(package))
"""


@pytest.mark.skipif(not CLEAR_REFS.exists(), reason="the peak of memory is read from Linux's /proc")
def test_opening_takes_at_most_four_times_the_package() -> None:
    """A package of 24 MiB opens within 96 MiB, the package itself included."""
    command = [sys.executable, "-c", SCRIPT, str(SIZE)]
    environment = {"PYTHONPATH": f"{ROOT}:{ROOT / 'src'}"}
    done = subprocess.run(command, cwd=ROOT, capture_output=True, check=True, env=environment)
    assert int(done.stdout) <= 4 * SIZE
