"""Situations that a lawyer can read and add to: tests/treaty/situations/*.toml."""

from __future__ import annotations

import json
import re
import tomllib
from dataclasses import fields, is_dataclass, replace
from pathlib import Path
from typing import Any, TypeVar

import pytest
from tests.treaty.samples import ANSWER, DAY, KZ_RESERVATION, MEMBERS, NOTARY_WRIT, REQUEST, WRIT, authority

from obmen.message.encoding import StrictCodec
from obmen.treaty.answer_content import check_answer
from obmen.treaty.applicability import Declaration, may_send
from obmen.treaty.documents import Answer, Request, answers, requests, values
from obmen.treaty.documents.values import DocumentClass, EnforcementDocument, Period
from obmen.treaty.findings import Finding, Findings, Weight
from obmen.treaty.parties import Membership, party_name
from obmen.treaty.policies import Policies
from obmen.treaty.request_content import check_request

FOLDER = Path(__file__).resolve().parent / "situations"
ORDER = replace(
    NOTARY_WRIT,
    document_class=DocumentClass.OFFICIAL,
    national_kind="постановление судебного пристава-исполнителя",
)
DOCUMENTS: dict[str, tuple[EnforcementDocument, ...]] = {
    "court": (WRIT,),
    "notary": (NOTARY_WRIT,),
    "official": (ORDER,),
    "both": (WRIT, NOTARY_WRIT),
}

Situation = dict[str, Any]
T = TypeVar("T", Request, Answer)


def situations(name: str) -> list[Any]:
    """Read the situations of a file, each under the requirement it is an example of and its title."""
    told = tomllib.loads((FOLDER / f"{name}.toml").read_text(encoding="utf-8"))["situation"]
    return [
        pytest.param(situation, id=" ".join(filter(None, (situation.get("rule"), situation["title"]))))
        for situation in told
    ]


def parent_of(tree: Any, path: str) -> tuple[Any, Any]:  # noqa: ANN401  a JSON tree has many forms
    """Find the object or list that holds the last part of a path, and the key in it."""
    *way, last = [int(part) if part.isdecimal() else part for part in path.split(".")]
    for part in way:
        tree = tree[part]
    return tree, last


def changed(kind: type[T], sample: T, situation: Situation) -> T:
    """Apply the changes of a situation to a sample."""
    codec = StrictCodec(kind)
    tree = json.loads(codec.encode(sample))
    for path, value in situation.get("change", {}).items():
        parent, key = parent_of(tree, path)
        parent[key] = value
    for path in situation.get("without", []):
        parent, key = parent_of(tree, path)
        parent.pop(key, None)
    return codec.decode(json.dumps(tree).encode())


def policies(situation: Situation) -> Policies:
    """Return the declared choices of a situation."""
    return Policies.declared(situation.get("policies", {}))


def judge(situation: Situation, findings: Findings) -> None:
    """Compare what was found with what the situation says, code by code and weight by weight."""
    found = {
        "blocks": findings.blocking,
        "confirms": findings.to_confirm,
        "warns": findings.warnings,
    }
    assert {name: sorted(finding.code for finding in group) for name, group in found.items()} == {
        name: sorted(situation.get(name, [])) for name in found
    }, [finding.sentence() for finding in findings.failing]
    assert all(finding.how_to_fix and finding.articles for finding in findings.failing)
    for finding in findings.failing:
        assert "None" not in finding.sentence()
        assert "…" not in finding.because or finding.code == "E-19-01"  # there a long list of words is cut
    if findings.failing:
        look_closer(situation, findings.blocking or findings.failing)


def look_closer(situation: Situation, findings: tuple[Finding, ...]) -> None:
    """Compare field, text and advice of the first finding where the situation names them."""
    first = findings[0]
    assert first.field == situation.get("field", first.field)
    assert situation.get("says", "") in first.because
    assert situation.get("advises", "") in first.how_to_fix


FIELDS = {
    field.name
    for module in (values, requests, answers)
    for kind in vars(module).values()
    if is_dataclass(kind)
    for field in fields(kind)
}


def points_into(document: Request | Answer, findings: Findings) -> None:
    """Require that each fault names a field that such a document has, so that a screen can lead there."""
    for finding in findings.failing:
        first, *rest = [part for part in finding.field.split(".") if not part.isdecimal()]
        assert hasattr(document, first), finding
        assert set(rest) <= FIELDS, finding


@pytest.mark.parametrize("situation", situations("request"))
def test_what_a_request_must_contain(situation: Situation) -> None:
    request = changed(Request, REQUEST, situation)
    findings = check_request(
        request,
        on=situation.get("day", DAY),
        own_party="RU",
        policies=policies(situation),
        due=situation.get("due"),
    )
    judge(situation, findings)
    points_into(request, findings)


@pytest.mark.parametrize("situation", situations("answer"))
def test_what_an_answer_must_say(situation: Situation) -> None:
    reservation = situation.get("reservation")
    answer = changed(Answer, ANSWER, situation)
    findings = check_answer(
        asked(situation),
        answer,
        requested_declarations=[KZ_RESERVATION] if reservation == "own" else [],
        requesting_declarations=[KZ_RESERVATION] if reservation == "other" else [],
        policies=policies(situation),
        on=situation.get("day", DAY.replace(day=30)),
    )
    judge(situation, findings)
    points_into(answer, findings)


def asked(situation: Situation) -> Request:
    """Return the sample request as the situation asks it: another income period, other fields."""
    request = changed(Request, REQUEST, {"change": situation.get("request", {})})
    if "asked" not in situation:
        return request
    period = StrictCodec(Period).decode(json.dumps(situation["asked"]).encode())
    accounts, income, whereabouts = REQUEST.subjects
    return replace(REQUEST, subjects=(accounts, replace(income, income_period=period), whereabouts))


@pytest.mark.parametrize("situation", situations("sending"))
def test_whether_it_may_be_sent_today(situation: Situation) -> None:
    sender: str = situation.get("from", "RU")
    addressee: str = situation.get("to", "KZ")
    members = MEMBERS | {
        code: Membership(party=code, name=party_name(code), **dates)
        for code, dates in situation.get("members", {}).items()
    }
    findings = may_send(
        replace(changed(Request, REQUEST, situation), documents=DOCUMENTS[situation.get("document", "court")]),
        transmitter=authority(sender, listed=situation.get("unlisted") != sender),
        receiver=authority(str(situation.get("receiver", addressee)), listed=situation.get("unlisted") != addressee),
        requesting=members.get(sender),
        requested=members.get(addressee),
        declarations=[declaration(raw) for raw in situation.get("declared", [])],
        policies=policies(situation),
        on=situation.get("day", DAY),
    )
    judge(situation, findings)


def declaration(raw: Situation) -> Declaration:
    """Make a declaration from its table."""
    values: Situation = {name: tuple(value) if isinstance(value, list) else value for name, value in raw.items()}
    return Declaration(**values)


@pytest.mark.parametrize("name", ["request", "answer", "sending"])
def test_every_file_has_good_and_bad_side_by_side(name: str) -> None:
    told = [param.values[0] for param in situations(name)]
    faulty = [situation for situation in told if {"blocks", "warns", "confirms"} & situation.keys()]
    assert 0 < len(faulty) < len(told)
    known = {
        "title",
        "rule",
        "day",
        "change",
        "without",
        "blocks",
        "warns",
        "confirms",
        "field",
        "says",
        "advises",
        "policies",
    }
    extra = {
        "request": {"due"},
        "answer": {"reservation", "asked", "request"},
        "sending": {"from", "to", "members", "unlisted", "receiver", "document", "declared"},
    }
    for situation in told:
        assert situation.keys() <= known | extra[name], situation["title"]


@pytest.mark.parametrize("path", sorted(FOLDER.glob("*.toml")), ids=lambda path: path.stem)
def test_every_situation_names_the_requirement_it_is_an_example_of(path: Path) -> None:
    for situation in tomllib.loads(path.read_text(encoding="utf-8")).get("situation", ()):
        assert re.fullmatch(r"R-\d+(\.\w+)+", situation.get("rule", "")), situation["title"]


def test_the_weights_have_labels_for_people() -> None:
    assert all(weight.label for weight in Weight)
