"""The courses within a case: questions, postponement, consultations, conditions ... (requirements §2.3 to §2.7)."""

from __future__ import annotations

from typing import Final

from obmen.treaty.articles import Article
from obmen.treaty.documents.conditions import Consulting, Deciding, Postponing
from obmen.treaty.documents.confidentiality import Choosing
from obmen.treaty.documents.consents import Consenting
from obmen.treaty.documents.envelope import Kind
from obmen.treaty.documents.information import Asking, Replying
from obmen.treaty.documents.notices import Comparison, OriginalStep
from obmen.treaty.documents.requests import Extent
from obmen.treaty.lifecycle.vocabulary import Machine, RoundState, Row, Side, TermEffect, Turn

CONFIDENTIAL: Final = "CONFIDENTIAL"
"""The form of a request that asks for confidentiality, and of a notice of registration that ensures it (Art. 16)."""

_INFORMATION: Final = (
    (None, Asking.ASK, RoundState.ASKED, TermEffect.PAUSES),
    (RoundState.ASKED, Asking.CANCEL, RoundState.CANCELLED, TermEffect.RESUMES),
)
_REPLIES: Final = (
    (RoundState.ASKED, Replying.ANSWERED, RoundState.ANSWERED, TermEffect.RESUMES),
    (RoundState.ASKED, Replying.UNANSWERABLE, RoundState.UNANSWERABLE, TermEffect.RESUMES),
    (RoundState.ANSWERED, Replying.ANSWERED, RoundState.ANSWERED, TermEffect.NONE),
    (RoundState.UNANSWERABLE, Replying.ANSWERED, RoundState.ANSWERED, TermEffect.NONE),
)
_POSTPONEMENT: Final = (
    (None, Postponing.POSTPONE, RoundState.POSTPONED, TermEffect.PAUSES),
    (RoundState.POSTPONED, Postponing.POSTPONE, RoundState.POSTPONED, TermEffect.NONE),
    (RoundState.POSTPONED, Postponing.RESUME, RoundState.RESUMED, TermEffect.RESUMES),
    (RoundState.RESUMED, Postponing.POSTPONE, RoundState.POSTPONED, TermEffect.PAUSES),
)
_CONSULTATION: Final = (
    (None, Consulting.OPEN, RoundState.OPEN, Turn.ANYONE),
    (None, Consulting.CALL, RoundState.CALLED, Turn.ANYONE),
    (RoundState.OPEN, Consulting.OPEN, RoundState.OPEN, Turn.OTHER),
    (RoundState.OPEN, Consulting.TURN, RoundState.OPEN, Turn.ANYONE),
    (RoundState.OPEN, Consulting.CALL, RoundState.OPEN, Turn.ANYONE),
    (RoundState.OPEN, "CLOSE_AGREED", RoundState.CLOSED_AGREED, Turn.OPENER),
    (RoundState.OPEN, "CLOSE_NOT_AGREED", RoundState.CLOSED_NOT_AGREED, Turn.OPENER),
    (RoundState.OPEN, "CLOSE_NO_REPLY", RoundState.CLOSED_NO_REPLY, Turn.OPENER),
)
_DECISIONS: Final = {
    Deciding.ACCEPT: RoundState.ACCEPTED,
    Deciding.DECLINE: RoundState.DECLINED,
    Deciding.COUNTER: RoundState.COUNTERED,
}
_CHOICES: Final = {
    Choosing.EXECUTE_ANYWAY: RoundState.EXECUTE_ANYWAY,
    Choosing.WITHDRAW_ITEMS: RoundState.ITEMS_WITHDRAWN,
    Choosing.LIFT: RoundState.LIFTED,
}
_CONSENT: Final = (
    (RoundState.ASKED, Consenting.GRANTED, RoundState.GRANTED),
    (RoundState.ASKED, Consenting.LIMITED, RoundState.GRANTED_LIMITED),
    (RoundState.ASKED, Consenting.DENIED, RoundState.DENIED),
    (RoundState.GRANTED, Consenting.REVOKED, RoundState.REVOKED),
    (RoundState.GRANTED_LIMITED, Consenting.REVOKED, RoundState.REVOKED),
)
_ORIGINAL: Final = (
    (None, OriginalStep.DISPATCHED, RoundState.DISPATCHED),
    (None, OriginalStep.ARRIVED, RoundState.ARRIVED),
    (RoundState.DISPATCHED, OriginalStep.ARRIVED, RoundState.ARRIVED),
    (RoundState.DISPATCHED, OriginalStep.LOST, RoundState.LOST),
    (RoundState.DISPATCHED, OriginalStep.RETURNED, RoundState.RETURNED),
    (RoundState.LOST, OriginalStep.DISPATCHED, RoundState.DISPATCHED),
    *((RoundState.ARRIVED, found, RoundState(found.value)) for found in Comparison),
    (RoundState.MISMATCH, Comparison.MATCHED, RoundState.MATCHED),
    (RoundState.MISMATCH, Comparison.NOTED, RoundState.NOTED),
    *(
        (state, OriginalStep.RETURNED, RoundState.RETURNED)
        for state in (RoundState.ARRIVED, RoundState.MATCHED, RoundState.NOTED, RoundState.MISMATCH)
    ),
)

TABLE: Final[tuple[Row, ...]] = (
    *(
        Row(
            machine=Machine.INFORMATION,
            state=state,
            kind=kind,
            variant=variant,
            who=who,
            next=after,
            article=Article(14),
            term_effect=effect,
            policy="P-04" if effect is not TermEffect.NONE else "",
        )
        for kind, who, steps in (
            (Kind.INFORMATION_REQUEST, Side.REQUESTED, _INFORMATION),
            (Kind.INFORMATION, Side.REQUESTING, _REPLIES),
        )
        for state, variant, after, effect in steps
    ),
    *(
        Row(
            machine=Machine.POSTPONEMENT,
            state=state,
            kind=Kind.POSTPONEMENT,
            variant=variant,
            who=Side.REQUESTED,
            next=after,
            article=Article(15, paragraph=1),
            term_effect=effect,
            policy="P-05" if effect is not TermEffect.NONE else "",
        )
        for state, variant, after, effect in _POSTPONEMENT
    ),
    *(
        Row(
            machine=Machine.CONSULTATION,
            state=state,
            kind=Kind.CONSULTATION,
            variant=variant,
            who=None,
            turn=turn,
            next=after,
            article=Article(13),
        )
        for state, variant, after, turn in _CONSULTATION
    ),
    Row(
        machine=Machine.CONDITIONS,
        state=None,
        kind=Kind.CONDITIONS,
        who=Side.REQUESTED,
        next=RoundState.PROPOSED,
        article=Article(15, paragraph=1),
        term_effect=TermEffect.PAUSES,
        policy="P-06",
    ),
    *(
        Row(
            machine=Machine.CONDITIONS,
            state=RoundState.PROPOSED,
            kind=Kind.CONDITIONS_DECISION,
            variant=decision,
            who=Side.REQUESTING,
            next=after,
            article=Article(15),
            term_effect=TermEffect.RESUMES,
            policy="P-06",
        )
        for decision, after in _DECISIONS.items()
    ),
    *(
        Row(
            machine=Machine.CONDITIONS,
            state=state,
            kind=Kind.BREACH,
            who=None,
            next=RoundState.BREACHED,
            article=Article(15),
        )
        for state in (RoundState.ACCEPTED, RoundState.BREACHED)
    ),
    *(
        Row(
            machine=Machine.CONFIDENTIALITY,
            state=state,
            kind=kind,
            variant=variant,
            who=who,
            next=after,
            article=Article(16, paragraph=1),
        )
        for state, kind, variant, who, after in (
            (None, Kind.REQUEST, CONFIDENTIAL, Side.REQUESTING, RoundState.WISHED),
            (None, Kind.CONFIDENTIALITY_WISH, None, Side.REQUESTING, RoundState.WISHED),
            (RoundState.LIFTED, Kind.CONFIDENTIALITY_WISH, None, Side.REQUESTING, RoundState.WISHED),
            (RoundState.WISHED, Kind.REGISTRATION, CONFIDENTIAL, Side.REQUESTED, RoundState.ENSURED),
            (RoundState.WISHED, Kind.CONFIDENTIALITY_DECISION, Choosing.LIFT, Side.REQUESTING, RoundState.LIFTED),
            (RoundState.ENSURED, Kind.CONFIDENTIALITY_DECISION, Choosing.LIFT, Side.REQUESTING, RoundState.LIFTED),
        )
    ),
    Row(
        machine=Machine.LOCKED_STEP,
        state=None,
        kind=Kind.CONFIDENTIALITY_IMPOSSIBLE,
        who=Side.REQUESTED,
        next=RoundState.IMPOSSIBLE,
        article=Article(16),
        term_effect=TermEffect.PAUSES,
        policy="P-07",
    ),
    *(
        Row(
            machine=Machine.LOCKED_STEP,
            state=RoundState.IMPOSSIBLE,
            kind=kind,
            variant=variant,
            who=Side.REQUESTING,
            next=after,
            article=Article(16),
            term_effect=TermEffect.RESUMES,
            policy="P-07",
        )
        for kind, variant, after in (
            *((Kind.CONFIDENTIALITY_DECISION, choice, after) for choice, after in _CHOICES.items()),
            (Kind.WITHDRAWAL, Extent.ALL, RoundState.REQUEST_WITHDRAWN),
        )
    ),
    Row(
        machine=Machine.CONSENT,
        state=None,
        kind=Kind.CONSENT_REQUEST,
        who=None,
        next=RoundState.ASKED,
        article=Article(9, point=2),
    ),
    *(
        Row(
            machine=Machine.CONSENT,
            state=state,
            kind=Kind.CONSENT_DECISION,
            variant=variant,
            who=None,
            turn=Turn.OTHER,
            next=after,
            article=Article(9, point=2),
        )
        for state, variant, after in _CONSENT
    ),
    Row(
        machine=Machine.PROTECTION,
        state=None,
        kind=Kind.PROTECTION_QUERY,
        who=None,
        next=RoundState.ASKED,
        article=Article(9, point=5),
    ),
    Row(
        machine=Machine.PROTECTION,
        state=RoundState.ASKED,
        kind=Kind.PROTECTION_FACTS,
        who=None,
        turn=Turn.OTHER,
        next=RoundState.ANSWERED,
        article=Article(9, point=5),
    ),
    *(
        Row(
            machine=Machine.ORIGINAL,
            state=state,
            kind=Kind.ORIGINAL,
            variant=variant,
            who=None,
            next=after,
            article=Article(10, paragraph=1),
        )
        for state, variant, after in _ORIGINAL
    ),
    Row(
        machine=Machine.REMINDER,
        state=None,
        kind=Kind.REMINDER,
        who=Side.REQUESTING,
        next=RoundState.WAITING,
        article=Article(12),
    ),
    *(
        Row(
            machine=Machine.REMINDER,
            state=RoundState.WAITING,
            kind=kind,
            who=Side.REQUESTED,
            next=RoundState.ANSWERED,
            article=Article(12),
        )
        for kind in (Kind.REGISTRATION, Kind.ANSWER, Kind.DELAY, Kind.CONSULTATION, Kind.REFUSAL, Kind.INABILITY)
    ),
)
"""Every step of every round."""

SINGLE: Final = frozenset({Machine.POSTPONEMENT, Machine.CONFIDENTIALITY})
"""Of these a case has one course at most: what comes again goes on with it."""
ANY_ANSWERS: Final = frozenset({Machine.REMINDER})
"""Here a document ends every waiting round, whatever it refers to (§2.10: a crossing document answers a reminder)."""
