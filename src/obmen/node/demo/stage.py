"""Building the stage: homes, keys and people of each node, and the depositary's first edition of the register."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Final

from obmen.message.seal import Role
from obmen.message.suites.software import SoftwareSigner
from obmen.node.demo.cast import CURTAIN, PASSWORD, House
from obmen.node.demo.troupe import Actor, Scene
from obmen.node.keystore import certificates
from obmen.node.keystore.certificates import Validity
from obmen.node.keystore.software import SoftwareKeystore
from obmen.register.annex import CertificateEntry, ChannelEntry, ChannelKind, TechnicalAnnex, Usage
from obmen.register.compose import hash_of, seal_annex, seal_legal
from obmen.register.legal import AuthorityEntry, CentralKey, DeclarationEntry, LegalPart, Level, PartyEntry
from obmen.register.nodes import NodeEntry
from obmen.treaty.calendars import published_years
from obmen.treaty.editions import edition_on
from obmen.treaty.parties import PARTY_NAMES

if TYPE_CHECKING:
    from collections.abc import Sequence


START: Final = datetime(2024, 1, 1, tzinfo=UTC)
VALID: Final = Validity(start=START, end=datetime(2036, 1, 1, tzinfo=UTC))
ISSUED: Final = datetime(2026, 2, 25, 6, tzinfo=UTC)
RESERVATION: Final = (
    "Республика Казахстан заявляет, что она оставляет за собой право применять положения подпункта а) статьи 6 "
    "настоящего Соглашения в части, не противоречащей ее законодательству."
)
"""Kazakhstan's reservation to Art. 6(a), verbatim."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Stage:
    """A built stage: who plays, where each node lives, an actor in each, and the fingerprint to pin."""

    home: Path
    houses: tuple[House, ...]
    scenes: dict[str, Scene]
    actors: dict[str, Actor]
    fingerprint: str

    @property
    def clock_file(self) -> Path:
        """The file that moves legal time in all nodes."""
        return self.home / "clock.txt"

    def verify(self, container: Path) -> str:
        """Run `obmen verify` on a container, as anyone would; return its JSON report."""
        words = [sys.executable, "-m", "obmen", "verify", "--json", str(container)]
        return subprocess.run(words, capture_output=True, text=True, check=False).stdout  # noqa: S603  our own command

    def move_clock(self, by: timedelta) -> datetime:
        """Move legal time on, from where the play began; return the new instant."""
        instant = CURTAIN + by
        set_clock(self.clock_file, instant)
        return instant


def build(home: Path, houses: Sequence[House]) -> Stage:
    """Make every home, the keys, the register and the people. Raises `ActorFailedError` with what went wrong."""
    houses = tuple(_with_free_ports(house) for house in houses)
    scenes = {house.name: Scene(home=home / house.name, clock_file=home / "clock.txt") for house in houses}
    home.mkdir(parents=True)
    set_clock(home / "clock.txt", CURTAIN)
    with ThreadPoolExecutor(max_workers=os.cpu_count()) as hands:
        list(hands.map(lambda house: _found(scenes[house.name], house), houses))
        fingerprint, editions = _publish(home, houses)
        actors = list(hands.map(lambda house: _settle(scenes[house.name], house, fingerprint, editions), houses))
    company = {house.name: actor for house, actor in zip(houses, actors, strict=True)}
    return Stage(home=home, houses=houses, scenes=scenes, actors=company, fingerprint=fingerprint)


def set_clock(file: Path, instant: datetime) -> None:
    """Set legal time for every node that reads this file; it ticks on from now."""
    draft = file.with_suffix(".new")
    draft.write_text(instant.isoformat(), encoding="utf-8")
    draft.replace(file)


def _with_free_ports(house: House) -> House:
    """Keep the usual ports where nobody listens on them, and take free ones where somebody does."""
    return replace(house, web_port=_free(house.web_port), peer_port=_free(house.peer_port))


def _free(port: int) -> int:
    for wanted in (port, 0):
        try:
            with socket.create_server(("127.0.0.1", wanted)) as probe:
                taken: int = probe.getsockname()[1]
                return taken
        except OSError:
            continue
    raise OSError("no free port on loopback")


def _found(scene: Scene, house: House) -> None:
    """Make the node's home, keys and databases."""
    words = {
        "home": scene.home,
        "name": house.name,
        "party": house.party,
        "authority": f"{house.authority}={house.authority_name}",
        "zone": house.zone,
        "web-port": house.web_port,
        "peer-port": house.peer_port,
        "banner": "Учебный узел. Люди, органы и сведения вымышлены.",
        "valid-from": f"{START:%Y-%m-%d}",
        "valid-years": VALID.end.year - START.year,
    }
    scene.run("init", *(part for word, value in words.items() for part in (f"--{word}", str(value))))


def _publish(home: Path, houses: Sequence[House]) -> tuple[str, list[Path]]:
    """Play the depositary and the central authorities: seal the first editions; return the fingerprint and files."""
    folder = home / "depositary"
    folder.mkdir()
    depositary = certificates.make("Депозитарий (учебный)", "Учебный комитет", certificates.SIGNATURE, VALID)
    signer = SoftwareSigner(Role.DEPOSITARY, depositary.certificate, depositary.key)
    legal = seal_legal(_legal_part(home, houses, depositary.certificate), signer, ISSUED)
    files = [_write(folder / "LEGAL-0001.asice", legal)]
    for house in houses:
        keys = SoftwareKeystore(home / house.name / "secrets")
        annex = seal_annex(_annex(house, keys), keys.central_signer(), ISSUED)
        files.append(_write(folder / f"{house.party}-0001.asice", annex))
    fingerprint = hash_of(legal)
    _write(folder / "fingerprint.txt", fingerprint.encode())
    return fingerprint, files


def _settle(scene: Scene, house: House, fingerprint: str, editions: Sequence[Path]) -> Actor:
    """Pin the register in the node; then its actor takes all editions and lets the people in."""
    config = scene.home / "node.toml"
    text = config.read_text(encoding="utf-8").replace('fingerprint = ""', f'fingerprint = "{fingerprint}"')
    config.write_text(text, encoding="utf-8")
    people = [{**asdict(person), "authority": house.authority, "password": PASSWORD} for person in house.people]
    actor = Actor(scene)
    actor.do("settle", editions=[str(path) for path in editions], people=people)
    return actor


def _legal_part(home: Path, houses: Sequence[House], depositary: bytes) -> LegalPart:
    return LegalPart(
        version=1,
        previous_hash="",
        issued_at=ISSUED,
        text_version=edition_on(ISSUED.date()).id,
        parties=tuple(
            PartyEntry(party=house.party, name=PARTY_NAMES[house.party], in_force_from=house.in_force_from)
            for house in houses
        ),
        authorities=tuple(_authority(house) for house in houses),
        declarations=(_reservation(),),
        central_keys=tuple(_central_key(home, house) for house in houses),
        depositary_keys=(depositary,),
    )


def _central_key(home: Path, house: House) -> CentralKey:
    key = SoftwareKeystore(home / house.name / "secrets").certificate("central")
    return CentralKey(party=house.party, authority=house.authority, certificate=key, valid_from=START)


def _authority(house: House) -> AuthorityEntry:
    return AuthorityEntry(
        id=house.authority,
        party=house.party,
        level=Level.CENTRAL,
        name=house.authority_name,
        enforcement_body=True,
        zone=house.zone,
        address=house.address,
        valid_from=house.in_force_from,
    )


def _reservation() -> DeclarationEntry:
    return DeclarationEntry(party="KZ", kind="RESERVATION", provisions=("6.a",), text=RESERVATION, applied=True)


def _annex(house: House, keys: SoftwareKeystore) -> TechnicalAnnex:
    usages = {Usage.SEAL: "seal", Usage.ENCRYPTION: "encryption", Usage.NODE_SEAL: "node"}
    own = {usage: keys.certificate(f"{house.authority}/{name}") for usage, name in usages.items()}
    return TechnicalAnnex(
        party=house.party,
        version=1,
        previous_hash="",
        issued_at=ISSUED,
        nodes=(_node(house, keys),),
        certificates=(
            *(
                CertificateEntry(usage=usage, authority=house.authority, certificate=certificate, valid_from=START)
                for usage, certificate in own.items()
            ),
            CertificateEntry(
                usage=Usage.OFFICER_ANCHOR, authority="", certificate=keys.certificate("officers"), valid_from=START
            ),
        ),
        calendars=published_years(house.party),
        policies={"P-01": "EXCLUDED"},
        channels=(ChannelEntry(authority=house.authority, kind=ChannelKind.NODE, address=house.name),),
    )


def _node(house: House, keys: SoftwareKeystore) -> NodeEntry:
    return NodeEntry(
        id=house.name,
        url=f"https://127.0.0.1:{house.peer_port}",
        authorities=(house.authority,),
        tls_certificates=(keys.certificate("tls"),),
    )


def _write(path: Path, data: bytes) -> Path:
    path.write_bytes(data)
    return path
