"""Art. 11(3): the signatory and his powers (R-11.3, R-O.4)."""

from __future__ import annotations

from datetime import date

import pytest

from obmen.treaty.articles import Article
from obmen.treaty.documents import Kind
from obmen.treaty.documents.values import Signatory
from obmen.treaty.findings import Weight
from obmen.treaty.signing import check_powers, check_signed

HEAD = Signatory(
    name="Примерова Анна Сергеевна",
    post="начальник управления",
    powers_from=date(2026, 1, 1),
    powers_to=date(2026, 2, 28),
    basis="приказ № 1",
)


@pytest.mark.parametrize("day", [date(2026, 1, 1), date(2026, 2, 28)])
def test_the_first_and_the_last_day_of_powers_count_in(day: date) -> None:
    finding = check_powers(HEAD, day, received=False)
    assert finding
    assert finding.because == "Подписывает Примерова Анна Сергеевна, начальник управления, в пределах полномочий"
    assert finding.articles == (Article(11, point=3),)


def test_open_ended_powers_last() -> None:
    appointed = Signatory(name="Тестова Ольга Ивановна", post="заместитель", powers_from=date(2020, 1, 1))
    assert check_powers(appointed, date(2036, 1, 1), received=False)


def test_expired_powers_stop_the_sender() -> None:
    """R-11.3 (1): powers ended 28.02.2026, signing 02.03.2026: blocked at the sender."""
    finding = check_powers(HEAD, date(2026, 3, 2), received=False)
    assert finding.blocks
    assert (finding.code, finding.field) == ("E-11-12", "signatory.powers_to")
    assert finding.because == "Полномочия подписавшего лица отсутствуют или истекли (дата: 28.02.2026)"


def test_expired_powers_only_warn_the_receiver() -> None:
    """If it arrives anyway it is received with a warning, and the clock runs (R-11.3 (1), R-11.4)."""
    finding = check_powers(HEAD, date(2026, 3, 2), received=True)
    assert not finding
    assert not finding.blocks


def test_powers_that_have_not_begun() -> None:
    finding = check_powers(HEAD, date(2025, 12, 31), received=False)
    assert (finding.code, finding.field) == ("E-11-12", "signatory.powers_from")
    assert "начинаются 01.01.2026, а документ подписывается 31.12.2025" in finding.because
    assert finding.blocks
    assert not check_powers(HEAD, date(2025, 12, 31), received=True).blocks


def test_powers_without_a_beginning() -> None:
    unstated = Signatory(name="Примерова Анна Сергеевна", post="начальник", powers_from=None)
    finding = check_powers(unstated, date(2026, 3, 2), received=False)
    assert (finding.code, finding.field, finding.blocks) == ("E-11-12", "signatory.powers_from", True)
    assert "Примерова Анна Сергеевна" in finding.sentence()
    assert not check_powers(unstated, date(2026, 3, 2), received=True).blocks


@pytest.mark.parametrize("nobody", [None, Signatory(name=" ", post="начальник", powers_from=date(2026, 1, 1))])
def test_a_document_that_nobody_signs(nobody: Signatory | None) -> None:
    finding = check_powers(nobody, date(2026, 3, 2), received=False)
    assert (finding.code, finding.field, finding.blocks) == ("E-11-10", "signatory", True)
    assert not check_powers(nobody, date(2026, 3, 2), received=True).blocks


def test_what_a_private_bailiff_prepares_bears_two_seals() -> None:
    """(R-11.3 (4), R-1.4) His signature and seal, and the transmitting body's; without it no node sends."""
    whole = check_signed(
        Kind.REQUEST, signed=True, sealed_by={"KZ-BAILIFF-1", "KZ-750"}, prepared_by="KZ-BAILIFF-1", sent_by="KZ-750"
    )
    (held,) = whole
    assert held.because == "Подпись и печать на месте"
    assert held.articles == (Article(11, point=3),)
    (finding,) = check_signed(
        Kind.REQUEST, signed=True, sealed_by={"KZ-BAILIFF-1"}, prepared_by="KZ-BAILIFF-1", sent_by="KZ-750"
    )
    assert (finding.code, finding.field, finding.blocks) == ("E-11-11", "sender_authority", True)
    assert finding.because == "Документ не скреплён официальной печатью органа KZ-750"


def test_one_body_seals_once() -> None:
    assert check_signed(Kind.ANSWER, signed=True, sealed_by=["KZ-750"], prepared_by="KZ-750", sent_by="KZ-750")
    bare = check_signed(Kind.ANSWER, signed=False, sealed_by=[], prepared_by="KZ-750", sent_by="KZ-750")
    assert [(finding.code, finding.field) for finding in bare] == [
        ("E-11-10", "signatory"),
        ("E-11-11", "sender_authority"),
    ]


@pytest.mark.parametrize("kind", Kind)
def test_a_person_signs_all_but_record_keeping_notices_and_receipts(kind: Kind) -> None:
    """(R-11.3, B-23) M-02, M-19, M-22 and T-* bear a seal alone."""
    found = check_signed(kind, signed=False, sealed_by={"KZ-750"}, prepared_by="KZ-750", sent_by="KZ-750")
    alone = kind.value in {"M-02", "M-19", "M-22", "T-01", "T-02"}
    assert [finding.code for finding in found.failing] == ([] if alone else ["E-11-10"])


def test_paper_only_warns() -> None:
    """Annex A: what lacks on paper is for the clerk to judge."""
    found = check_signed(Kind.ANSWER, signed=False, sealed_by=(), prepared_by="KZ-1", sent_by="KZ-750", on_paper=True)
    assert found
    assert [finding.weight for finding in found] == [Weight.WARNS] * 3
