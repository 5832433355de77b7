"""R22 and R23: a case that is to move, a referral nobody has picked up. Each line a referral, a day, what is found."""

from typing import Any
from uuid import UUID

import pytest

from service.alerts.rules import evaluate
from service.referrals.rows import Decline, Kind, Referral, State
from tests.alerts.cases import ADULT, AGENCY, LEARNER, SEEKING, Brief, at, brief, case_of, found, on, spell

NEET = spell(SEEKING, "2026-01-12")
OTHER = UUID(int=7)
_DAYS = ("sent", "answered", "appointment", "missed_last", "attended")


def referral(state: State, made: str, *, kind: Kind = Kind.SUPPORT, n: int = 1, **days: Any) -> Referral:
    """A referral; days as texts."""
    told = {name: on(days[name]) if name in days else None for name in _DAYS}
    return Referral(
        learner_id=LEARNER,
        id=UUID(int=n),
        kind=kind,
        state=state,
        from_agency_id=AGENCY,
        to_agency_id=OTHER,
        made_by=UUID(int=3),
        made_at=at(made),
        made_on=on(made),
        words="Please help.",
        sent_on=None if state is State.TO_SEND else told["sent"] or on(made),
        answered_on=told["answered"],
        answered_by=UUID(int=4) if told["answered"] else None,
        decline=Decline.NO_ROOM if state is State.DECLINED else None,
        appointment_on=told["appointment"],
        missed=days.get("missed", 0),
        missed_on=told["missed_last"],
    )


SENT = referral(State.SENT, "2026-02-02")  # a Monday
TAKEN = referral(State.ACCEPTED, "2026-02-02", answered="2026-02-03")
REFUSED = referral(State.DECLINED, "2026-02-02", answered="2026-02-03")


@pytest.mark.parametrize(
    ("today", "asked", "expected"),
    [
        pytest.param("2026-02-06", [SENT], None, id="the Friday of the week it was sent"),
        pytest.param("2026-02-08", [SENT], None, id="a Sunday before the fifth working day"),
        pytest.param("2026-02-09", [SENT], ("high", "2026-02-11", "coordinator"), id="five working days"),
        pytest.param("2026-02-16", [SENT], ("high", "2026-02-11", "coordinator"), id="long after"),
        pytest.param(
            "2026-04-08",
            [referral(State.SENT, "2026-03-30")],
            ("high", "2026-04-10", "coordinator"),
            id="over Easter and the clock change",
        ),
        pytest.param(
            "2026-04-07", [referral(State.SENT, "2026-03-30")], None, id="the day before, over Easter"
        ),
        pytest.param("2026-02-16", [TAKEN], None, id="accepted nine working days ago"),
        pytest.param(
            "2026-02-17", [TAKEN], ("high", "2026-02-19", "coordinator"), id="ten, and no appointment"
        ),
        pytest.param(
            "2026-02-17",
            [referral(State.ACCEPTED, "2026-02-02", answered="2026-02-03", appointment="2026-02-20")],
            None,
            id="an appointment ahead",
        ),
        pytest.param(
            "2026-02-26",
            [referral(State.ACCEPTED, "2026-02-02", answered="2026-02-03", appointment="2026-02-20")],
            None,
            id="four working days after it",
        ),
        pytest.param(
            "2026-02-27",
            [referral(State.ACCEPTED, "2026-02-02", answered="2026-02-03", appointment="2026-02-20")],
            ("high", "2026-03-03", "coordinator"),
            id="five, and nobody said whether they came",
        ),
        pytest.param(
            "2026-02-17",
            [
                referral(
                    State.ACCEPTED, "2026-02-02", answered="2026-02-03", missed=1, missed_last="2026-02-12"
                )
            ],
            None,
            id="did not come once",
        ),
        pytest.param(
            "2026-02-17",
            [
                referral(
                    State.ACCEPTED, "2026-02-02", answered="2026-02-03", missed=2, missed_last="2026-02-17"
                )
            ],
            ("high", "2026-02-19", "coordinator"),
            id="did not come twice",
        ),
        pytest.param("2026-02-09", [REFUSED], None, id="declined four working days ago"),
        pytest.param(
            "2026-02-10", [REFUSED], ("high", "2026-02-12", "coordinator"), id="declined, nobody else asked"
        ),
        pytest.param(
            "2026-02-10",
            [REFUSED, referral(State.SENT, "2026-02-06", n=2)],
            None,
            id="declined, and somebody else asked since",
        ),
        pytest.param("2026-02-10", [], None, id="nobody asked"),
    ],
)
def test_a_referral_nobody_has_picked_up(today: str, asked: list[Referral], expected: Brief) -> None:
    assert brief(found("R23", today, NEET, *asked, born=ADULT)) == expected


MOVED = referral(State.TO_SEND, "2026-02-02", kind=Kind.HANDOVER)


@pytest.mark.parametrize(
    ("today", "asked", "expected"),
    [
        pytest.param("2026-02-02", [MOVED], ("medium", "2026-02-09", "adviser"), id="on the day"),
        pytest.param("2026-02-08", [MOVED], ("medium", "2026-02-09", "adviser"), id="a Sunday"),
        pytest.param(
            "2026-02-10",
            [referral(State.SENT, "2026-02-02", kind=Kind.HANDOVER, sent="2026-02-05")],
            ("medium", "2026-02-09", "adviser"),
            id="sent and not accepted",
        ),
        pytest.param(
            "2026-02-10",
            [referral(State.DECLINED, "2026-02-02", kind=Kind.HANDOVER, answered="2026-02-05")],
            ("medium", "2026-02-09", "adviser"),
            id="declined",
        ),
        pytest.param(
            "2026-04-01",
            [referral(State.TO_SEND, "2026-03-27", kind=Kind.HANDOVER)],
            ("medium", "2026-04-07", "adviser"),
            id="over the clock change and Easter",
        ),
        pytest.param("2026-02-01", [MOVED], None, id="before the move"),
        pytest.param("2026-02-10", [SENT], None, id="only help was asked for"),
        pytest.param("2026-02-10", [], None, id="accepted, or never moved"),
    ],
)
def test_moved_and_not_taken_over(today: str, asked: list[Referral], expected: Brief) -> None:
    assert brief(found("R22", today, NEET, *asked, born=ADULT)) == expected


def test_the_sentence_says_what_is_missing() -> None:
    stuck = found("R23", "2026-02-10", NEET, REFUSED)
    assert stuck is not None
    assert stuck.sentence == (
        "Another agency was asked to help on 2 February 2026; it was declined, and nobody else was asked."
    )
    moved = found("R22", "2026-02-10", NEET, MOVED)
    assert moved is not None
    assert moved.sentence.endswith("recorded on 2 February 2026; the handover has not been sent.")


def test_a_referral_that_goes_on_is_new_evidence() -> None:
    before, later = (
        found("R22", "2026-02-10", NEET, MOVED),
        found("R22", "2026-02-10", NEET, referral(State.SENT, "2026-02-02", kind=Kind.HANDOVER)),
    )
    assert before is not None
    assert later is not None
    assert before.fingerprint != later.fingerprint


def test_the_day_it_becomes_late_is_a_day_to_look_again() -> None:
    next_on = evaluate(case_of(NEET, SENT), today=on("2026-02-03")).next_review_on
    assert next_on is not None
    assert next_on <= on("2026-02-09")
