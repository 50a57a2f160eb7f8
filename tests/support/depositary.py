"""The depositary's node inside a test: its own keys, its first edition, its people, and instruments to receive."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from obmen.node import config, keystore
from obmen.node.depositary import founding
from obmen.node.depositary.acts import approve, check, publish, receive
from obmen.node.depositary.acts.receive import Entry, File
from obmen.node.keystore import software
from obmen.node.keystore.certificates import Validity
from obmen.node.people.models import Officer, Role
from obmen.register.handed_over import NOTHING, HandedOver
from obmen.register.trusted import TrustedRegister
from obmen.treaty.instruments import Instrument, InstrumentKind

if TYPE_CHECKING:
    import pytest

    from obmen.node.depositary.models import Received

PASSWORD: Final = "длинный пароль"
VALID: Final = Validity(start=datetime(2024, 1, 1, tzinfo=UTC), end=datetime(2036, 1, 1, tzinfo=UTC))
OFFICE: Final = "Исполнительный комитет СНГ (учебный)"
NOTE: Final = "01-1/17"
SCAN: Final = File(name="нота.pdf", data=b"%PDF-1.7 a note that somebody scanned")
SIGNED: Final = date(2025, 9, 1)
BEGIN: Final = date(2025, 8, 1)


@dataclass(frozen=True, slots=True)
class People:
    """Who works at the depositary."""

    operator: Officer
    approver: Officer
    auditor: Officer
    admin: Officer


@dataclass(slots=True)
class Depositary:
    """A depositary at work: its people, its clock, its first fingerprint."""

    clock_file: Path
    fingerprint: str
    people: People

    def it_is(self, day: date) -> None:
        """Move legal time to the noon of a day at the depositary."""
        at = datetime.combine(day, time(9), UTC)
        self.clock_file.write_text(at.isoformat(), encoding="utf-8")

    def receives(
        self,
        kind: str,
        party: str,
        on: date,
        handed: HandedOver = NOTHING,
        note: str = NOTE,
        **facts: Any,  # noqa: ANN401  facts of any kind of instrument
    ) -> Received:
        """Have the operator record an instrument on the day on which it came."""
        self.it_is(on)
        return receive.receive(self.people.operator, entry(kind, party, on, handed, note, **facts), SCAN)

    def takes(
        self,
        kind: str,
        party: str,
        on: date,
        handed: HandedOver = NOTHING,
        **facts: Any,  # noqa: ANN401  same
    ) -> Received:
        """Have an instrument recorded, checked and approved with the proposed dates."""
        row = self.receives(kind, party, on, handed, **facts)
        check.check(self.people.operator, row)
        approve.approve(self.people.approver, row)
        return row

    def publishes(self) -> TrustedRegister:
        """Publish what is approved, and give the register of a node that pinned the first edition."""
        publish.publish(self.people.approver)
        return self.known_to_nodes()

    def known_to_nodes(self) -> TrustedRegister:
        """Give the register as a node has it that pinned the first edition and took all that followed."""
        from obmen.node import clock  # noqa: PLC0415  after the node is there
        from obmen.node.depositary.models import Edition  # noqa: PLC0415  same

        raws = [bytes(each.raw) for each in Edition.objects.order_by("version")]
        return TrustedRegister.load([self.fingerprint], raws, clock.now())

    def four_sign_and_three_notify(self) -> list[Received]:
        """Play F-1: BY, RU, KZ and KG sign; BY, RU and KZ notify (10.11, 24.11, 15.12.2025)."""
        for party in ("BY", "RU", "KZ", "KG"):
            self.takes("SIGNATURE", party, SIGNED)
        days = {"BY": date(2025, 11, 10), "RU": date(2025, 11, 24), "KZ": date(2025, 12, 15)}
        return [self.takes("NOTIFICATION", party, on) for party, on in days.items()]


def entry(
    kind: str,
    party: str,
    on: date,
    handed: HandedOver = NOTHING,
    note: str = NOTE,
    **facts: Any,  # noqa: ANN401  facts of any kind of instrument
) -> Entry:
    """Fill the operator's form."""
    stated = Instrument(number="", kind=InstrumentKind(kind), party=party, received_on=on, note=note)
    return Entry(instrument=replace(stated, **facts), note_on=on, handed=handed)


def move_in(patch: pytest.MonkeyPatch, folder: Path) -> Depositary:
    """Make this process the depositary's node with its first edition; needs the database."""
    clock_file = folder / "clock"
    ours = replace(
        config.current(),
        home=folder,
        name="depositary",
        role="depositary",
        party="CIS",
        authorities=("CIS-DEP",),
        zone="Europe/Minsk",
        office=OFFICE,
        peer_site="https://depositary.example:8110",
        clock_file=clock_file,
    )
    keys = software.enrol_depositary(ours.secrets, OFFICE, VALID)
    patch.setattr(config, "current", lambda: ours)
    patch.setattr(keystore, "current", lambda: keys)
    clock_file.write_text(datetime.combine(BEGIN, time(9), UTC).isoformat(), encoding="utf-8")
    fingerprint = founding.found()
    pinned = replace(ours, register_fingerprint=fingerprint)
    patch.setattr(config, "current", lambda: pinned)
    publish.settle()
    return Depositary(clock_file=clock_file, fingerprint=fingerprint, people=people())


def people() -> People:
    """Make one person of each role; the names are invented."""
    return People(
        operator=person("operator", "Учётова Нота Входящевна", Role.DEP_O),
        approver=person("approver", "Утверждаев Издан Реестрович", Role.DEP_A),
        auditor=person("auditor", "Проверкина Ревизия Актовна", Role.AUD),
        admin=person("admin", "Серверов Узел Сетевич", Role.ADM),
    )


def person(username: str, full_name: str, *roles: Role) -> Officer:
    """Make a person of the depositary."""
    return Officer.objects.create_user(
        username,
        password=PASSWORD,
        full_name=full_name,
        post=roles[0].label,
        authority="CIS-DEP",
        roles=[role.value for role in roles],
    )
