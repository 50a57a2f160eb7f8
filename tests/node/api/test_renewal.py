"""The peer port follows the register without a restart."""

from __future__ import annotations

import ssl
from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from tests.support import nodes
from tests.support.callers import Caller, arrivals, package_for
from tests.support.nodes import Running

from obmen.node.keystore import certificates, software
from obmen.register.compose import hash_of, seal_annex

if TYPE_CHECKING:
    from pathlib import Path

    from tests.support.nodes import Home


def renewed(home: Home, tls: bytes, folder: Path) -> Path:
    """Seal the next annex of the node's Party, with another TLS certificate."""
    first = nodes.annex_of(home)
    node = replace(first.nodes[0], tls_certificates=(tls,))
    sealed_before = (home.folder / "edition-2.asice").read_bytes()
    issued = first.issued_at + timedelta(days=1)
    annex = replace(first, version=2, previous_hash=hash_of(sealed_before), issued_at=issued, nodes=(node,))
    path = folder / "annex.asice"
    path.write_bytes(seal_annex(annex, home.keys.central_signer(), issued))
    return path


def test_a_renewed_certificate_counts_at_once(homes: dict[str, Home], russia: Caller, tmp_path: Path) -> None:
    """R-18.5: a new certificate in the annex is used without a restart, and the old one opens the door no more."""
    software.keep(tmp_path, "new", certificates.make("ru", "Орган", certificates.TLS, nodes.VALIDITY))
    new = Caller(homes["KZ"], (tmp_path / "new.pem", tmp_path / "new.key"))
    package_id, package = package_for(homes)
    with Running(homes["KZ"], "serve", "--only", "peer", port=homes["KZ"].peer_port):
        assert russia.post(package_id, package).status == 202
        annex = renewed(homes["RU"], software.read(tmp_path, "new").certificate, tmp_path)
        done = homes["KZ"].obmen("register", "accept", str(annex))
        assert done.returncode == 0, done.stdout
        assert new.post(package_id, package).status == 202
        with pytest.raises((ssl.SSLError, ConnectionError)):
            russia.post(package_id, package)
    assert arrivals(homes["KZ"]) == ["NEW"]
