"""Art. 14: additional information - what is asked point by point, and the replies to it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from obmen.treaty.articles import Article
from obmen.treaty.documents.information import Asking
from obmen.treaty.errors import held, violation
from obmen.treaty.findings import Finding, Findings

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator
    from datetime import date

    from obmen.treaty.documents.information import Information, InformationRequest, PointReply
    from obmen.treaty.policies import Policies

_ASKED: Final = Article(14)


def check_information_request(
    asked: InformationRequest, *, on: date, policies: Policies, final_given: bool = False
) -> Findings:
    """Decide by Art. 14 and P-04 whether additional information may be asked so (R-14.1).

    At any time before the final answer, any number of times; `reply_by` is a proposal. The stated effect on the term
    is the one that the requested Party's `policies` declare. A cancelled question needs no points.
    """
    wrong = [violation("E-14-02", case="final")] if final_given else []
    if asked.step is Asking.ASK:
        wrong += [*_points(asked), *_proposal(asked, on)]
        wrong += [*_clock(asked, policies)]
    because = "Названо, чего недостаёт и зачем это нужно"
    return Findings.of(wrong or (held(because, _ASKED),))


def _points(asked: InformationRequest) -> Iterator[Finding]:
    """Require points numbered 1, 2, 3 ..., each with what is missing and why."""
    if not asked.points:
        yield violation("E-14-02", field="points")
    for index, point in enumerate(asked.points):
        at, expected = f"points.{index}", index + 1
        if point.number != expected:
            yield violation("E-14-02", case="number", field=f"{at}.number", number=point.number, expected=expected)
        if not point.what.strip():
            yield violation("E-14-02", case="what", field=f"{at}.what", number=expected)
        if not point.why.strip():
            yield violation("E-14-02", case="why", field=f"{at}.why", number=expected)


def _proposal(asked: InformationRequest, on: date) -> Iterator[Finding]:
    if asked.reply_by is not None and asked.reply_by <= on:
        yield violation("E-14-02", case="reply_by", field="reply_by", date=asked.reply_by)


def _clock(asked: InformationRequest, policies: Policies) -> Iterator[Finding]:
    declared = policies.choice("P-04")
    if asked.clock_policy != declared:
        yield replace(violation("E-14-02", case="clock", field="clock_policy", policy="P-04"), policy="P-04")


def check_information(given: Information, *, points: Collection[int], final_given: bool = False) -> Findings:
    """Decide by Art. 14 whether the reply answers points that were asked (R-14.2).

    All of them or a part; a point that cannot be answered tells why. It does not change the request: that is M-26.
    """
    wrong = [violation("E-14-03", case="final")] if final_given else []
    if not given.replies:
        wrong.append(violation("E-14-03", field="replies"))
    seen: set[int] = set()
    for index, reply in enumerate(given.replies):
        wrong += _reply(index, reply, points, seen)
        seen.add(reply.number)
    return Findings.of(wrong or (held("На запрошенные пункты даны ответы", _ASKED),))


def _reply(index: int, reply: PointReply, points: Collection[int], seen: Collection[int]) -> Iterator[Finding]:
    at, number = f"replies.{index}", reply.number
    given = bool(reply.text.strip() or reply.attachments)
    if number not in points:
        yield violation("E-14-03", case="beyond", field=f"{at}.number", number=number)
    if number in seen:
        yield violation("E-14-03", case="twice", field=f"{at}.number", number=number)
    if not given and not reply.unable.strip():
        yield violation("E-14-03", case="blank", field=f"{at}.text", number=number)
    if given and reply.unable.strip():
        yield violation("E-14-03", case="both", field=f"{at}.unable", number=number)
