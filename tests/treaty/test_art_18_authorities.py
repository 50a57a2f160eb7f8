"""Art. 10(1), 18: the initiator and the transmitting authority apart, the directory, forwarding (R-18.4, R-18.6)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from tests.treaty.samples import MEMBERS, REQUEST, authority

from obmen.treaty.applicability import may_send
from obmen.treaty.authorities import BodyKind, DirectoryEntry, Replaced, check_forwarding, may_initiate
from obmen.treaty.errors import received
from obmen.treaty.findings import Findings
from obmen.treaty.policies import DEFAULT_POLICIES

TRANSMITTER = authority("KZ")
BAILIFF = DirectoryEntry(
    id="KZ-ЧСИ-1",
    party="KZ",
    name="Частный судебный исполнитель (учебный)",
    kind=BodyKind.PRIVATE_BAILIFF,
    served_by="KZ-100",
    valid_from=date(2026, 3, 2),
    valid_to=date(2026, 5, 5),
)
DAY = date(2026, 3, 2)


def test_a_private_bailiff_initiates_through_the_authority_that_serves_him() -> None:
    """Entered by the central authority this morning, he may initiate today, without a diplomatic note (R-11.1.a)."""
    finding = may_initiate(BAILIFF, TRANSMITTER, DAY)
    assert finding.because == ("Частный судебный исполнитель (учебный) — инициатор, запрос передаёт Учебный орган KZ")
    assert finding.citation == "второй абзац ст. 10, подп. а) п. 1 ст. 11, ст. 18"


def test_an_initiator_unknown_to_the_directory_is_received_with_a_warning() -> None:
    """R-11.1.a: typed freely it goes nowhere; in a received M-01 it only warns."""
    unlisted = Findings.of([may_initiate(None, TRANSMITTER, DAY)])
    assert [finding.code for finding in unlisted.blocking] == ["E-11-01"]
    assert received(unlisted)
    assert [finding.code for finding in received(unlisted).warnings] == ["E-11-01"]


def test_a_designated_authority_initiates_itself() -> None:
    own = DirectoryEntry(id="KZ-100", party="KZ", name="Учебный орган KZ")
    assert may_initiate(own, TRANSMITTER, DAY).because == "Учебный орган KZ — инициатор"


@pytest.mark.parametrize(
    ("on", "may"),
    [
        (date(2026, 3, 1), False),
        (date(2026, 3, 2), True),
        (date(2026, 5, 4), True),
        (date(2026, 5, 5), False),
        (date(2026, 5, 6), False),
    ],
)
def test_a_licence_that_is_suspended_ends_at_once(on: date, *, may: bool) -> None:
    """Suspended 05.05.2026 → entry closed; a request of 06.05 → E-11-01 at the own node (R-18.6)."""
    finding = may_initiate(BAILIFF, TRANSMITTER, on)
    assert finding.holds is may
    assert may or (finding.code, finding.field) == ("E-11-01", "initiator")
    assert may or f"{on:%d.%m.%Y}" in finding.because


@pytest.mark.parametrize(("on", "may"), [(date(2026, 3, 31), False), (date(2026, 4, 1), True)])
@pytest.mark.parametrize("side", ["transmitter", "receiver"])
def test_a_territorial_authority_from_the_day_it_is_listed(side: str, on: date, *, may: bool) -> None:
    """R-18.2: RU territorial authority A is listed from 01.04.2026; message of 31.03 → E-18-01, of 01.04 accepted."""
    parties = (
        {"transmitter": "RU", "receiver": "KZ"} if side == "transmitter" else {"transmitter": "KZ", "receiver": "RU"}
    )
    bodies = {at: authority(party) for at, party in parties.items()}
    bodies[side] = replace(authority("RU", listed=on >= date(2026, 4, 1)), id="RU-A", name="Территориальный орган А")
    found = may_send(
        REQUEST,
        transmitter=bodies["transmitter"],
        receiver=bodies["receiver"],
        requesting=MEMBERS[parties["transmitter"]],
        requested=MEMBERS[parties["receiver"]],
        declarations=(),
        policies=DEFAULT_POLICIES,
        on=on,
    )
    assert bool(found) is may
    assert may or [(each.code, each.field) for each in found.failing] == [("E-18-01", side)]
    assert may or "(на дату 31.03.2026)" in found.failing[0].because


@pytest.mark.parametrize(
    ("initiator", "field", "said"),
    [
        (None, "initiator", "не внесён в справочник"),
        (replace(BAILIFF, party="RU"), "transmitter", "принадлежат разным Сторонам"),
        (replace(BAILIFF, served_by="KZ-200"), "transmitter", "передаёт другой орган, а не Учебный орган KZ"),
        (replace(BAILIFF, served_by=""), "transmitter", "передаёт другой орган"),
    ],
)
def test_who_may_not_initiate_this_way(initiator: DirectoryEntry | None, field: str, said: str) -> None:
    finding = may_initiate(initiator, TRANSMITTER, DAY)
    assert (finding.code, finding.field, finding.blocks) == ("E-11-01", field, True)
    assert said in finding.because
    assert finding.how_to_fix


def test_a_party_without_data_on_its_authorities_is_told_so() -> None:
    """E-18-02 instead of «not in the register» (R-18.3); for either side."""

    def found(*silent: str) -> list[tuple[str, str]]:
        sending = may_send(
            REQUEST,
            transmitter=authority("RU"),
            receiver=None if "KZ" in silent else authority("KZ"),
            requesting=MEMBERS["RU"],
            requested=MEMBERS["KZ"],
            declarations=(),
            policies=DEFAULT_POLICIES,
            on=DAY,
            without_authorities=silent,
        )
        return [(each.code, each.field) for each in sending.blocking]

    assert found() == []
    assert found("KZ") == [("E-18-02", "receiver")]
    assert found("RU") == [("E-18-02", "transmitter")]
    assert found("RU", "KZ") == [("E-18-02", "transmitter"), ("E-18-02", "receiver")]


REPLACED = Replaced(name="Орган Б (учебный)", successor="Орган В (учебный)", replaced_on=date(2026, 6, 11))


@pytest.mark.parametrize(
    ("on", "arrives", "policy"),
    [
        (date(2026, 6, 10), True, ""),
        (date(2026, 6, 11), True, "P-17"),
        (date(2026, 6, 15), True, "P-17"),
        (date(2026, 7, 10), True, "P-17"),
        (date(2026, 7, 11), False, "P-17"),
    ],
)
def test_letters_to_a_replaced_authority_are_forwarded_for_thirty_days(on: date, policy: str, *, arrives: bool) -> None:
    """Published 11.06; a request to B on 15.06 is delivered to C with a notice (R-18.4, P-17)."""
    finding = check_forwarding(REPLACED, on)
    assert (finding.holds, finding.policy) == (arrives, policy)


def test_what_is_said_of_forwarding() -> None:
    assert check_forwarding(REPLACED, date(2026, 6, 1)).because == "Орган Б (учебный) действует до 11.06.2026"
    for on in (date(2026, 6, 1), date(2026, 6, 15)):
        assert check_forwarding(REPLACED, on).citation == "последний абзац ст. 18"
    assert check_forwarding(REPLACED, date(2026, 6, 15)).because == (
        "Орган Б (учебный) заменён 11.06.2026; письмо пересылается: Орган В (учебный)"
    )
    late = check_forwarding(REPLACED, date(2026, 8, 1))
    assert (late.code, late.field) == ("E-18-01", "receiver")
    assert late.because == (
        "Орган Б (учебный) заменён более 30 дней назад и писем больше не получает; обращайтесь: Орган В (учебный)"
    )
