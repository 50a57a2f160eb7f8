"""Art. 1, 18, 22, 24, 25: what is said when a request may be sent, and when not (R-1.1, R-18.2, R-24.3, R-25.3)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, Any

from tests.treaty.samples import DAY, KZ_RESERVATION, MEMBERS, NOTARY_WRIT, REQUEST, WRIT, authority

from obmen.treaty.applicability import Declaration, may_send, notes_on_reservations
from obmen.treaty.policies import DEFAULT_POLICIES, Policies

if TYPE_CHECKING:
    from obmen.treaty.findings import Findings

LEFT = replace(MEMBERS["KG"], exit_on=date(2026, 3, 2))
PENDING = replace(MEMBERS["KG"], in_force_from=None)
NOTARIAL = replace(REQUEST, documents=(WRIT, NOTARY_WRIT))
KZ_FULL = Declaration(party="KZ", kind="ART25_FULL", document_classes=("NOTARIAL",))
KZ_PARTIAL = replace(KZ_FULL, kind="ART25_PARTIAL", provisions=("6.a", "7"))


def sending(**facts: Any) -> Findings:  # noqa: ANN401  facts of any field
    """Ask whether Russia may ask Kazakhstan on 02.03.2026, with some facts changed."""
    plain: dict[str, Any] = {
        "request": REQUEST,
        "transmitter": authority("RU"),
        "receiver": authority("KZ"),
        "requesting": MEMBERS["RU"],
        "requested": MEMBERS["KZ"],
        "declarations": (),
        "policies": DEFAULT_POLICIES,
        "on": DAY,
    }
    asked = {**plain, **facts}
    return may_send(asked.pop("request"), **asked)


def told(findings: Findings) -> list[tuple[str, str, str]]:
    """Return code, field and text of what stands against it."""
    return [(each.code, each.field, each.because) for each in findings.failing]


def test_three_green_lines() -> None:
    """Both Parties bound, both authorities listed, no declaration touched: each says so with its article."""
    assert [(each.holds, each.because, each.citation) for each in sending()] == [
        (True, "Соглашение действует для обеих Сторон", "ст. 1, ст. 22"),
        (True, "Оба органа внесены в реестр депозитария", "ст. 18"),
        (True, "Заявления по ст. 25 этих исполнительных документов не касаются", "ст. 25"),
    ]


def test_the_two_parties_are_different_and_bound() -> None:
    """R-1.1: each side is named with its field."""
    same = "Запрашивающая и запрашиваемая Стороны совпадают, а запрос направляется только другой Стороне"
    unknown = "Соглашение не вступило в силу для Стороны {}: дата вступления не опубликована депозитарием"
    gone = "Соглашение прекратило действие для Стороны Кыргызстан с 02.03.2026"
    waiting = "Соглашение вступает в силу для Стороны Кыргызстан 04.03.2026; до этого дня запрос не направляется"
    assert told(sending(requested=MEMBERS["RU"], receiver=authority("RU"))) == [("E-1-01", "receiver", same)]
    assert told(sending(requesting=None, requested=None)) == [
        ("E-1-01", "transmitter", unknown.format("запрашивающая")),
        ("E-1-01", "receiver", unknown.format("запрашиваемая")),
    ]
    for member, code, text in (
        (LEFT, "E-24-01", gone),
        (PENDING, "E-1-01", unknown.format("Кыргызстан")),
        (MEMBERS["KG"], "E-1-01", waiting),
    ):
        assert told(sending(requesting=member, transmitter=authority("KG"))) == [(code, "transmitter", text)]
        assert told(sending(requested=member, receiver=authority("KG"))) == [(code, "receiver", text)]


def test_both_authorities_are_listed_and_of_their_party() -> None:
    """R-18.2, R-11.1.a."""
    entitled = "Орган не включён в реестр депозитария как уполномоченный на непосредственное взаимодействие"
    unlisted = f"{entitled} (на дату 02.03.2026)"
    assert told(sending(receiver=authority("KZ", listed=False))) == [("E-18-01", "receiver", unlisted)]
    assert told(sending(transmitter=None)) == [("E-18-01", "transmitter", unlisted)]
    foreign = "Орган «Учебный орган BY» не относится к Стороне Казахстан"
    assert told(sending(receiver=authority("BY"))) == [("E-11-01", "receiver", foreign)]


def test_a_declaration_of_the_other_party_is_confirmed_with_a_reason() -> None:
    """R-25.3 (2): a warning, then the reason instead of it; P-15 BLOCK leaves no choice."""
    asks = sending(request=NOTARIAL, declarations=(KZ_FULL,))
    (finding,) = asks.to_confirm
    assert (finding.code, finding.field, finding.policy) == ("E-25-05", "documents.1", "P-15")
    confirmed = sending(request=replace(NOTARIAL, art25_confirmation=" Долг нотариальный. "), declarations=(KZ_FULL,))
    reason = next(each for each in confirmed if each.code == "E-25-05")
    assert (reason.holds, reason.because, reason.how_to_fix) == (
        True,
        "Направление подтверждено: Долг нотариальный.",
        "",
    )
    blocked = sending(request=NOTARIAL, declarations=(KZ_FULL,), policies=Policies.declared({"P-15": "BLOCK"}))
    (block,) = blocked.blocking
    assert (block.code, block.field, block.policy) == ("E-25-05", "documents.1", "P-15")


def test_every_declaration_is_read_and_a_reservation_is_none() -> None:
    """One that does not touch the document hides none that does; the provisions are named as people write them."""
    other = replace(KZ_FULL, document_classes=("NON_JUDICIAL",))
    (finding,) = sending(request=NOTARIAL, declarations=(other, KZ_PARTIAL)).to_confirm
    assert finding.field == "documents.1"
    assert finding.because == (
        "Запрашиваемая Сторона заявила, что к таким документам не применяет положения: 6.а и 7.б; возможен отказ по "
        "этим пунктам. Подтвердите направление с обоснованием"
    )
    stray = replace(KZ_RESERVATION, document_classes=("NOTARIAL",))
    assert sending(request=NOTARIAL, declarations=(stray,)).failing == ()


def test_a_reservation_is_shown_verbatim() -> None:
    """R-6.a.2: with the official name of the State; a State that we do not know is named by its code."""
    (note,) = notes_on_reservations(REQUEST, [KZ_RESERVATION], DAY, requested="KZ")
    assert (note.code, note.field, note.blocks) == ("E-6-03", "subjects.0", False)
    assert note.because.count("Республика Казахстан") == 2
    assert note.because.count("заявляет, что она оставляет за собой право") == 1
    assert "законодательству»" in note.because
    assert "законодательству.»" not in note.because
    (unknown,) = notes_on_reservations(REQUEST, [replace(KZ_RESERVATION, party="XX")], DAY)
    assert "XX" in unknown.because
