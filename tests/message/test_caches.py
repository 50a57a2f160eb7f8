"""What is remembered between letters: bounded, and never a verdict that a moment, a register or a list could change.

Signatures are arithmetic over bytes and chains reach an anchor or do not, for ever; so that is what is remembered, by
the very bytes of the leaf, of what came along, and of the anchors. When it is asked, and what is revoked by then, is
looked at each time anew: there is nothing that could live too long.
"""

from __future__ import annotations

import importlib
import pkgutil
import subprocess
import sys
from datetime import timedelta
from functools import _lru_cache_wrapper
from pathlib import Path
from typing import TYPE_CHECKING

from cryptography import x509
from tests.support import pki, tsa
from tests.support.peers import RECEIVED, SIGNED

import obmen.message
import obmen.register
from obmen.message import chains, libcrypto, revocation
from obmen.message.libcrypto import certificates
from obmen.message.revocation import Standing

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    import pytest
    from tests.support.pki import Credential

ROOT = Path(__file__).parents[2]
DAY = timedelta(days=1)
OF_THE_PROGRAM = {
    "obmen.message.encoding.codec_of": "one for each kind of document",
    "obmen.message.forms._names": "one for each dataclass",
    "obmen.message.problems.kinds": "one for each dataclass",
    "obmen.message.problems._hints": "one for each dataclass",
    "obmen.message.rendering.compiler._compiler": "one",
    "obmen.message.rendering.compiler._templates": "one",
    "obmen.message.rendering.digits._known": "one",
    "obmen.message.rendering.glyphs.font_folder": "one",
    "obmen.message.rendering.glyphs.printable_codepoints": "one",
}
"""Memories without a bound: they are asked by what the program is made of, never by what a stranger sends."""


def memories() -> Iterator[tuple[str, _lru_cache_wrapper[object]]]:
    """Give everything in the rooms of letters and of the register that remembers."""
    for room in (obmen.message, obmen.register):
        for module in pkgutil.walk_packages(room.__path__, f"{room.__name__}."):
            found = importlib.import_module(module.name) if module.name.rpartition(".")[2] != "__main__" else None
            for name, value in vars(found).items() if found else ():
                if isinstance(value, _lru_cache_wrapper) and value.__module__ == module.name:
                    yield f"{module.name}.{name}", value


def test_whatever_is_remembered_of_strangers_is_bounded() -> None:
    """A memory that grows with every letter is a way to stop a node."""
    bounds: dict[str, int | None] = {name: memory.cache_parameters()["maxsize"] for name, memory in memories()}
    assert len(bounds) > 15
    assert {name for name, most in bounds.items() if most is None} == set(OF_THE_PROGRAM)
    assert all(most <= 4096 for most in bounds.values() if most is not None)


def leaf(number: int, **changes: datetime) -> Credential:
    return pki.issued(f"Подписант {number}", issuer=pki.officer_anchor("RU"), **changes)


def reaches(who: Credential, *anchors: Credential, at: datetime = SIGNED) -> bool:
    return chains.chain(who.certificate, (), [each.certificate for each in anchors], at) is not None


# --- Chains ------------------------------------------------------------------------------------------------------


def test_a_chain_is_asked_for_its_moment_each_time() -> None:
    """What was valid yesterday is not valid for ever, and the other way round."""
    anchor, short = pki.officer_anchor("RU"), leaf(1, valid_until=SIGNED)
    assert reaches(short, anchor)
    assert not reaches(short, anchor, at=SIGNED + DAY)
    assert reaches(short, anchor)
    late = leaf(2, valid_from=RECEIVED + DAY)
    assert not reaches(late, anchor)
    assert reaches(late, anchor, at=RECEIVED + 2 * DAY)


def test_a_chain_is_remembered_for_its_anchors_only() -> None:
    """The register changed its anchors: nothing of the old ones counts, and nothing of a leaf for another."""
    anchor, other, who = pki.officer_anchor("RU"), pki.officer_anchor("KZ"), leaf(3)
    assert reaches(who, anchor)
    assert not reaches(who, other)
    assert not reaches(who)
    assert reaches(who, other, anchor)
    stranger = pki.issued("Подписант 3", issuer=other)  # the same name
    assert not reaches(stranger, anchor)


def test_the_same_chain_is_built_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """That is what the memory is for."""
    anchor, who = pki.officer_anchor("RU"), leaf(4)
    assert reaches(who, anchor)
    monkeypatch.setattr(libcrypto, "build_chain", None)
    assert reaches(who, anchor)
    assert reaches(who, anchor, at=SIGNED + DAY)


def test_what_failed_is_not_remembered() -> None:
    """A chain that is refused today is built anew tomorrow; refusals of strangers push nothing out."""
    before = chains._built.cache_info().currsize  # noqa: SLF001  the memory is what is looked at
    for number in range(20):
        assert not reaches(leaf(5), pki.issued(f"Чужой {number}", usages=pki.ISSUING))
    assert chains._built.cache_info().currsize == before  # noqa: SLF001  same


# --- Revocation --------------------------------------------------------------------------------------------------


def test_a_new_list_counts_at_once() -> None:
    """A source is remembered by its bytes: a newer one is another, and is read."""
    issuer, who = pki.officer_anchor("RU"), leaf(6)

    def standing(*sources: bytes, at: datetime = RECEIVED) -> Standing:
        return revocation.ask(who.certificate, issuer.certificate, at, sources).standing

    good = tsa.revocation_list(issuer, SIGNED - DAY)
    revoked = tsa.revocation_list(issuer, SIGNED, {who.certificate: SIGNED})
    assert standing(good) is Standing.GOOD
    assert standing(good, revoked) is Standing.REVOKED
    assert standing(revoked) is Standing.REVOKED
    assert standing(good) is Standing.GOOD, "nothing but what is at hand is asked"
    assert standing(good, at=RECEIVED + 60 * DAY) is Standing.UNKNOWN, "and each time at its moment"


# --- Memory ------------------------------------------------------------------------------------------------------


BORROWING = """
from cryptography import x509
from tests.support import pki, tsa
from tests.support.peers import SIGNED
from obmen.message import cms_shell, libcrypto
from obmen.message.libcrypto import certificates

filler = x509.UnrecognizedExtension(x509.ObjectIdentifier("1.2.3.4"), bytes(certificates.LARGEST_KEPT))
issuer = pki.issued("Большой издатель", usages=pki.ISSUING, extensions=((filler, False),))
who = pki.issued("Подписант большого издателя", issuer=issuer, extensions=((filler, False),))
made = tsa.revocation_list(issuer, SIGNED)
assert all(libcrypto.issued_list(made, issuer.certificate) for _ in range(20))
key = libcrypto.Key(who.key)
assert libcrypto.key_matches(who.certificate, key)
shell = cms_shell.take_apart(libcrypto.sign_cades(who.certificate, key, b"data", SIGNED), "")
for _ in range(20):
    assert libcrypto.verified(shell.bare, shell.certificates, b"data").certificate == who.certificate
    assert libcrypto.build_chain(who.certificate, [issuer.certificate], [issuer.certificate], SIGNED)
"""


def test_what_c_borrows_is_held_by_whoever_borrows_it() -> None:
    """Not by a memory that may let go, or never kept it. The C library overwrites here what is freed (mallopt(3))."""
    environment = {"PYTHONPATH": f"{ROOT}:{ROOT / 'src'}", "MALLOC_PERTURB_": "165"}
    command = [sys.executable, "-X", "faulthandler", "-c", BORROWING]
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, check=False)
    assert done.returncode == 0, done.stderr.decode()


def test_a_certificate_of_unusual_size_is_not_kept() -> None:
    """Thousands of large ones, each in a letter of its own, would fill what a thousand usual ones do not."""
    usual = leaf(7).certificate
    assert certificates.certificate_of(usual) is certificates.certificate_of(usual)
    large = certificates.LARGEST_KEPT + 1
    filler = x509.UnrecognizedExtension(x509.ObjectIdentifier("1.2.3.4"), bytes(large))
    padded = pki.issued("Большой", extensions=((filler, False),)).certificate
    assert len(padded) > large
    assert certificates.certificate_of(padded) is not certificates.certificate_of(padded)
    assert libcrypto.certificate_facts(padded).subject == "CN=Большой"
