"""Whether an arrival is new, a repeat, or another letter under a known id."""

from __future__ import annotations

from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st

from obmen.exchange.inbox import Facts, Verdict, judge

arrivals = st.builds(
    Facts, package_id=st.sampled_from([UUID(int=1), UUID(int=2)]), digest=st.sampled_from(["a", "b", "c"])
)


@given(st.lists(arrivals))
def test_the_same_package_twice_is_one_new(line: list[Facts]) -> None:
    """However letters are repeated and mixed, each id is new once; later ones repeat or contradict."""
    seen: list[Facts] = []
    verdicts: list[Verdict] = []
    for arrival in line:
        verdicts.append(judge(arrival, seen))
        assert (verdicts[-1] is Verdict.REPEATED) == (arrival in seen)
        seen.append(arrival)
    assert verdicts.count(Verdict.NEW) == len({each.package_id for each in line})


def test_another_content_under_the_same_id_is_a_conflict() -> None:
    """Also when it was a conflict before: then it is a repeat of that conflict."""
    first, other = Facts(package_id=UUID(int=1), digest="a"), Facts(package_id=UUID(int=1), digest="b")
    assert judge(other, [first]) is Verdict.CONFLICT
    assert judge(other, [first, other]) is Verdict.REPEATED
