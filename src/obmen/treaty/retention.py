"""Art. 9(6): how long information is kept, what holds it, and how it is destroyed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING, Final

from obmen.treaty.articles import Article
from obmen.treaty.errors import held, violation
from obmen.treaty.findings import Finding, Findings
from obmen.treaty.labelled import Labelled
from obmen.treaty.lifecycle.local_tables import Place
from obmen.treaty.periods import after_months
from obmen.treaty.wording import day as written

if TYPE_CHECKING:
    from collections.abc import Iterator

    from obmen.treaty.policies import Policies

BACKUPS: Final = timedelta(days=7)
"""How long the last backup of the key store may live after a key was destroyed (R-9.6.3)."""
_KEEPING: Final = Article(9, point=6)
_MONTHS: Final = 12


@dataclass(frozen=True, slots=True, kw_only=True)
class RetentionRule:
    """How long a Party's law keeps the information of a kind of proceeding after it ended (R-9.6.1).

    `permanent` is for what is never destroyed; `source` cites the law, `version` tells the editions of the rule apart.
    """

    party: str
    proceeding_kind: str = ""
    years: int = 0
    months: int = 0
    days: int = 0
    permanent: bool = False
    version: str = ""
    source: str = ""


class HoldKind(Labelled):
    """What forbids destruction for a while (R-9.6.3, R-21.1)."""

    DISPUTE = "DISPUTE", "спор между Сторонами"
    CONSULTATION = "CONSULTATION", "консультации"
    COURT_ORDER = "COURT_ORDER", "решение суда"


@dataclass(frozen=True, slots=True, kw_only=True)
class Hold:
    """A hold from a day until it was lifted; an empty `lifted_on` still holds."""

    kind: HoldKind
    since: date
    lifted_on: date | None = None

    def stands(self, on: date) -> bool:
        """Tell whether it holds on a day."""
        return self.since <= on and (self.lifted_on is None or on < self.lifted_on)


@dataclass(frozen=True, slots=True, kw_only=True)
class DestructionAct:
    """The act of destruction: who, when, on what ground, of which copies (R-9.6.3, P-27)."""

    on: date | None = None
    ground: str = ""
    officer: str = ""
    second_officer: str = ""
    copies: tuple[str, ...] = ()
    sheets: int | None = None
    extracts: int | None = None
    national_system: bool = False
    national_confirmation: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """Information in a proceeding, as far as its keeping goes.

    `ended_on` is empty while the proceeding is pending, or is again; `wrong_person` tells that it was recalled as data
    of somebody else; `key_destroyed_on` and `backup_expires_on` follow the act.
    """

    rule: RetentionRule
    ended_on: date | None = None
    holds: tuple[Hold, ...] = ()
    wrong_person: bool = False
    act: DestructionAct | None = None
    key_destroyed_on: date | None = None
    backup_expires_on: date | None = None

    @property
    def gone_on(self) -> date | None:
        """The day on which nothing is left, in backups either; within seven days after the key was destroyed."""
        if self.key_destroyed_on is None:
            return None
        latest = _later(self.key_destroyed_on, BACKUPS.days)
        return min(self.backup_expires_on or latest, latest)


def due_on(rule: RetentionRule, ended_on: date) -> date | None:
    """Compute by Art. 9(6) the first day of destruction: the rule's term after the proceeding ended; None for never.

    The wishes of the Party that provided the information neither shorten nor extend it (R-9.6.1).
    """
    if rule.permanent:
        return None
    return _later(after_months(ended_on, rule.years * _MONTHS + rule.months), rule.days)


def _later(day: date, days: int) -> date:
    return date.fromordinal(min(day.toordinal() + max(days, 0), date.max.toordinal()))


def may_destroy(kept: Kept, on: date) -> Findings:
    """Decide by Art. 9(6) and 21 whether information may be destroyed on a day (E-9-08, E-9-09).

    Data of a wrong person are destroyed at once, whatever the term and the holds (R-12.6, B-24).
    """
    if kept.wrong_person:
        return Findings.of(
            [held("Сведения о другом лице отозваны: уничтожаются, не дожидаясь срока", Article(9, point=1))]
        )
    failing = [*_holding(kept, on), *_term(kept, on)]
    return Findings.of(failing or [held("Срок хранения истёк, уничтожение возможно", _KEEPING)])


def _holding(kept: Kept, on: date) -> Iterator[Finding]:
    if kept.ended_on is None or on < kept.ended_on:
        yield violation("E-9-09", case="pending", field="ended_on")
    for hold in kept.holds:
        if hold.stands(on):
            yield violation("E-9-09", case="hold", field="holds", kind=hold.kind.label, date=hold.since)


def _term(kept: Kept, on: date) -> Iterator[Finding]:
    if kept.ended_on is None:
        return
    due = due_on(kept.rule, kept.ended_on)
    if due is None:
        yield violation("E-9-08", case="permanent", field="rule")
    elif on < due:
        yield violation("E-9-08", field="due", date=due)


def check_act(act: DestructionAct, policies: Policies) -> Findings:
    """Require by Art. 9(6) and P-27 what an act of destruction must say, and a second person (R-9.6.3)."""
    missing = [name for name in ("ground", "officer") if not getattr(act, name).strip()]
    missing += [name for name in ("on", "sheets", "extracts") if getattr(act, name) is None]
    found = [violation("E-9-11", field=name) for name in missing]
    if not act.copies:
        found.append(violation("E-9-11", case="copies", field="copies"))
    if act.national_system and not act.national_confirmation.strip():
        found.append(violation("E-9-11", case="national", field="national_confirmation"))
    found += _second(act, policies)
    return Findings.of(found or [held("Акт об уничтожении составлен полностью", _KEEPING)])


def _second(act: DestructionAct, policies: Policies) -> Iterator[Finding]:
    """Require by P-27 another person than the first; for private bailiffs he comes from another authority."""
    first, second = act.officer.strip().casefold(), act.second_officer.strip().casefold()
    if not second or first == second:
        case = "second_elsewhere" if policies.choice("P-27") == "OTHER_BODY" else "second"
        yield violation("E-9-11", case=case, field="second_officer")


def retention_state(kept: Kept, on: date) -> Place:
    """Say by Art. 9(6) where information stands on its way from keeping to destruction (requirements §2.8)."""
    if kept.gone_on is not None and kept.key_destroyed_on is not None and kept.key_destroyed_on <= on:
        return Place.DESTROYED if kept.gone_on <= on else Place.DESTRUCTION_PENDING
    if kept.act is not None and kept.act.on is not None and kept.act.on <= on:
        return Place.ACT_DRAFTED
    if any(hold.stands(on) for hold in kept.holds) and not kept.wrong_person:
        return Place.ON_HOLD
    if kept.ended_on is None or on < kept.ended_on:
        return Place.HELD
    due = due_on(kept.rule, kept.ended_on)
    return Place.DUE if due is not None and due <= on else Place.TERM_RUNNING


def needs_notice(kept: Kept, policies: Policies) -> Finding:
    """Decide by Art. 9(6) and P-18 whether the providing Party is told of the destruction: always after a recall."""
    if kept.wrong_person:
        return held("После отзыва сведений об их уничтожении уведомляется Сторона, представившая их (M-22)", _KEEPING)
    if policies.choice("P-18") == "ON":
        return held("Стороны договорились уведомлять об уничтожении (P-18)", _KEEPING)
    return Finding(
        holds=False, because="Уведомлять об уничтожении не нужно (P-18)", articles=(_KEEPING,), policy="P-18"
    )


def kept_until(kept: Kept) -> str:
    """Say in Russian until when information is kept: «до 30.06.2031», «постоянно», «производство не окончено»."""
    if kept.ended_on is None:
        return "производство не окончено"
    due = due_on(kept.rule, kept.ended_on)
    return f"до {written(due)}" if due else "постоянно"
