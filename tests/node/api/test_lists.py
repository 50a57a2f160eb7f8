"""A real node whose letter waits for a list of revoked certificates: its worker asks until the host is back."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from typing import TYPE_CHECKING, Final
from uuid import UUID, uuid4

from tests.node.web.seeds import letter
from tests.support import nodes, peers, pki, revocation, tsa, web
from tests.support.callers import Caller, arrivals
from tests.support.nodes import Running

from obmen.message.container import Contents, assemble
from obmen.message.encoding import encode
from obmen.message.rendering import Letterhead, render
from obmen.message.seal import Role
from obmen.message.wrapping import wrap
from obmen.register.compose import hash_of
from obmen.register.trusted import TrustedRegister
from obmen.treaty.documents.values import Body

if TYPE_CHECKING:
    from pathlib import Path

    from tests.support.nodes import Home

    from obmen.treaty.documents import Document

PATIENCE: Final = 40.0


def officers_of(home: Home) -> pki.Credential:
    """Give the issuer of a node's officers."""
    secrets = home.folder / "secrets"
    return pki.Credential(home.keys.certificate("officers"), (secrets / "officers.key").read_bytes())


def request_of(home: Home) -> Document:
    """Write a request of Russia's authority that states the register which the nodes hold."""
    raws = [path.read_bytes() for path in sorted(home.folder.glob("edition-*.asice"))]
    register = TrustedRegister.load([hash_of(raws[0])], raws, peers.RECEIVED)
    own, receiver = (Body(id=each, name=f"Орган {each} (учебный)") for each in (peers.RU, peers.KZ))
    asked = letter()
    asked = replace(
        asked,
        initiator=own,
        transmitter=own,
        receiver=receiver,
        proceeding=replace(asked.proceeding, owner=peers.RU),
    )
    return peers.request(asked, message_id=uuid4(), register=register.edition("RU"))


def package_of(homes: dict[str, Home], officer: pki.Credential) -> tuple[UUID, bytes]:
    """Have the request signed by the officer, sealed, and encrypted to Kazakhstan's authority."""
    russia, kazakhstan = homes["RU"], homes["KZ"]
    document = request_of(russia)
    digest = hashlib.sha256(encode(document)).hexdigest()
    printed = render(document, json_digest=digest, letterhead=Letterhead(name_ru="Орган (учебный)", party="RU"))
    signers = [peers.signer(Role.PERSON, officer), russia.keys.seal_signer(russia.authority)]
    container = assemble(Contents(document=encode(document), rendition=printed), signers, peers.SIGNED)
    package = wrap(
        container,
        package_id=document.envelope.message_id,
        sender_node=russia.name,
        addressee=kazakhstan.authority,
        recipient_certificate=kazakhstan.keys.certificate(f"{kazakhstan.authority}/encryption"),
    )
    return document.envelope.message_id, package


def test_a_letter_is_opened_once_the_host_of_the_list_is_back(homes: dict[str, Home], tmp_path: Path) -> None:
    """Received while the host is down: kept, shown by the command, asked for again; then opened and receipted."""
    kazakhstan, issuer = homes["KZ"], officers_of(homes["RU"])
    clock = tmp_path / "clock"
    clock.write_text(peers.RECEIVED.isoformat(), encoding="utf-8")
    more = {"OBMEN_CLOCK_FILE": str(clock), "OBMEN_REVOCATION_HOSTS": "127.0.0.1"}
    with web.site(web.says(b"", status=503)) as site:
        place = revocation.places((f"{site.url}/officers.crl",))
        package_id, package = package_of(homes, pki.issued("О. О. Отзывной", issuer=issuer, extensions=place))
        with Running(kazakhstan, "serve", port=kazakhstan.peer_port, **more):
            assert Caller(kazakhstan, homes["RU"].keys.tls()).post(package_id, package).status == 202
            nodes.until(lambda: bool(site.asked), "the list was not asked for")
            nodes.until(lambda: arrivals(kazakhstan, package_id) == ["UNDETERMINED"], "it does not wait")
            nodes.until(lambda: "отказом (503)" in kazakhstan.obmen("revocation", "list", **more).stdout, "not told")
            site.behave = web.says(tsa.revocation_list(issuer, peers.SIGNED), "application/pkix-crl")
            nodes.until(lambda: arrivals(kazakhstan, package_id) == ["OPENED"], "it was not opened", PATIENCE)
        assert f"{site.url}/officers.crl" in kazakhstan.obmen("revocation", "list", **more).stdout
