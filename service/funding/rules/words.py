"""Outcomes, states and refusals in words; of a refusal also what would make it right."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final
from uuid import UUID

from service.funding.rows import Band, Evidence, LineKind, Outcome, Reason, Rivals, State, StatementState


def number_of(declaration_id: UUID) -> str:
    """The number under which a declaration is spoken of where names are not shown: the end of its key, in fours."""
    end = declaration_id.hex[-12:].upper()
    return f"{end[:4]}-{end[4:8]}-{end[8:]}"


OUTCOMES: Final[Mapping[Outcome, str]] = MappingProxyType(
    {
        Outcome.START: "Start",
        Outcome.RETENTION: "Still there after 4 weeks",
        Outcome.ACHIEVEMENT: "Achievement",
        Outcome.PROGRESSION: "Progression to a higher level",
        Outcome.JOB_START: "Job start",
        Outcome.JOB_13_WEEKS: "In the job after 13 weeks",
        Outcome.JOB_26_WEEKS: "In the job after 26 weeks",
    }
)
BANDS: Final[Mapping[Band, str]] = MappingProxyType(
    {
        Band.SUBSTANTIAL: "Substantial support",
        Band.ADDITIONAL: "Additional support",
        Band.OFFER: "An offer of support",
        Band.NONE: "No more than everybody gets",
        Band.NOT_ASSESSED: "Not assessed",
    }
)
EVIDENCE: Final[Mapping[Evidence, str]] = MappingProxyType(
    {
        Evidence.EMPLOYER: "the employer",
        Evidence.PROVIDER: "a provider",
        Evidence.CHECK: "a check by the council or another agency",
        Evidence.OWN_WORD: "the young person alone",
        Evidence.INFERRED: "nobody; the service concluded it",
    }
)
STATES: Final[Mapping[State, str]] = MappingProxyType(
    {
        State.SUBMITTED: "Submitted",
        State.ELIGIBLE: "Eligible",
        State.INELIGIBLE: "Refused",
        State.PAYABLE: "On a statement",
        State.PAID: "Paid",
        State.AWAITING_CLAWBACK: "To be taken back",
        State.CLAWED_BACK: "Taken back",
        State.VOIDED: "Void",
    }
)
REASONS: Final[Mapping[Reason, tuple[str, str]]] = MappingProxyType(
    {
        Reason.NO_EVIDENCE: (
            "Only the young person’s own word, or a conclusion of the service, says so",
            "Record it yourself, ask the employer to confirm it, or ask the council to check.",
        ),
        Reason.WRONG_PROVIDER: (
            "The young person was not with you on that day, by what you recorded",
            "If they were, record the course with its days, or correct them.",
        ),
        Reason.OUT_OF_WINDOW: (
            "It came on record more than 26 weeks after it happened",
            "If the day is wrong, correct it. If it is right, it cannot be paid.",
        ),
        Reason.NO_ALLOCATION: (
            "You have no allocation of this fund for the year it happened in",
            "Once the commissioner records one, it is judged again.",
        ),
        Reason.DUPLICATE: (
            "The same outcome of the same course is claimed already",
            "Nothing needs doing. If they are two courses, record each with its own reference.",
        ),
        Reason.RIVAL_FIRST: (
            "Another provider helped too, and its claim was verified first",
            "If your word was on record earlier, dispute it.",
        ),
        Reason.UNTRUE: (
            "What it rested on was corrected",
            "If the correction is wrong, correct the record; it is then claimed again.",
        ),
    }
)
"""Why, and what would make it right."""
LINES: Final[Mapping[LineKind, str]] = MappingProxyType(
    {
        LineKind.BASE: "Base",
        LineKind.OUTCOME: "Outcome",
        LineKind.CLAWBACK: "Claw-back",
        LineKind.ADJUSTMENT: "Adjustment",
    }
)
STATEMENTS: Final[Mapping[StatementState, str]] = MappingProxyType(
    {
        StatementState.OPEN: "Open",
        StatementState.PREPARED: "Prepared",
        StatementState.AUTHORISED: "Authorised by one",
        StatementState.FROZEN: "Authorised by two, frozen",
        StatementState.PAID: "Paid",
    }
)
RIVALS: Final[Mapping[Rivals, str]] = MappingProxyType(
    {
        Rivals.FIRST_VERIFIED: "Whoever’s claim was verified first",
        Rivals.SPLIT: "All of them, in equal parts",
    }
)
