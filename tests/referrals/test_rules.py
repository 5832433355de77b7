"""What may follow in the life of a referral, by whom, and what never may."""

from datetime import date, timedelta
from typing import Any
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.referrals.rows import Decline, Done, Kind, Referral, State, Step
from service.referrals.rules import StepImpossible, after, may_follow
from tests.conftest import NOW

SENDER, RECEIVER, STRANGER = UUID(int=1), UUID(int=2), UUID(int=3)
TODAY = date(2026, 11, 27)


def made(kind: Kind = Kind.SUPPORT, **more: Any) -> Referral:
    waits = kind is Kind.HANDOVER
    usual: dict[str, Any] = {
        "learner_id": UUID(int=8),
        "id": UUID(int=9),
        "kind": kind,
        "state": State.TO_SEND if waits else State.SENT,
        "from_agency_id": SENDER,
        "to_agency_id": RECEIVER,
        "made_by": UUID(int=4),
        "made_at": NOW,
        "made_on": TODAY,
        "words": "Please help.",
        "sent_on": None if waits else TODAY,
    }
    return Referral(**(usual | more))


def done(step: Step, agency: UUID = RECEIVER, **more: Any) -> Done:
    usual: dict[str, Any] = {"on": TODAY, "decline": Decline.NO_ROOM}
    return Done(step=step, agency_id=agency, account_id=UUID(int=5), today=TODAY, **(usual | more))


ACCEPTED = after(made(), done(Step.ACCEPT))
ARRANGED = after(ACCEPTED, done(Step.APPOINT, on=TODAY + timedelta(days=7)))


@pytest.mark.parametrize(
    ("referral", "agency", "steps"),
    [
        pytest.param(made(), RECEIVER, {Step.ACCEPT, Step.DECLINE}, id="asked"),
        pytest.param(made(), SENDER, {Step.WITHDRAW}, id="sent"),
        pytest.param(made(), STRANGER, set(), id="nobody else's business"),
        pytest.param(made(Kind.HANDOVER), SENDER, {Step.SEND, Step.WITHDRAW}, id="a handover to be sent"),
        pytest.param(made(Kind.HANDOVER), RECEIVER, set(), id="not sent yet"),
        pytest.param(ACCEPTED, RECEIVER, {Step.APPOINT}, id="accepted"),
        pytest.param(
            ARRANGED, RECEIVER, {Step.APPOINT, Step.ATTENDED, Step.MISSED}, id="an appointment arranged"
        ),
        pytest.param(after(made(), done(Step.DECLINE)), SENDER, {Step.WITHDRAW}, id="declined"),
        pytest.param(after(ARRANGED, done(Step.ATTENDED)), RECEIVER, set(), id="over"),
    ],
)
def test_what_may_follow_goes_by_where_it_stands_and_whose_turn_it_is(
    referral: Referral, agency: UUID, steps: set[Step]
) -> None:
    assert may_follow(referral, agency_id=agency) == steps


def test_a_handover_is_over_once_it_is_accepted() -> None:
    sent = after(made(Kind.HANDOVER), done(Step.SEND, SENDER, words="They look for a course."))
    assert (sent.state, sent.sent_on, sent.words) == (State.SENT, TODAY, "They look for a course.")
    assert after(sent, done(Step.ACCEPT)).ended_on == TODAY


def test_who_did_not_come_gets_another_appointment() -> None:
    missed = after(ARRANGED, done(Step.MISSED))
    assert (missed.missed, missed.missed_on, missed.appointment_on) == (1, TODAY, None)
    assert may_follow(missed, agency_id=RECEIVER) == {Step.APPOINT}


@pytest.mark.parametrize(
    ("referral", "step"),
    [
        pytest.param(made(), done(Step.DECLINE, decline=None), id="declined without a reason"),
        pytest.param(ACCEPTED, done(Step.APPOINT, on=None), id="an appointment on no day"),
        pytest.param(ARRANGED, done(Step.ATTENDED, on=TODAY + timedelta(days=1)), id="came tomorrow"),
        pytest.param(ARRANGED, done(Step.MISSED, on=None), id="missed on no day"),
        pytest.param(made(), done(Step.ACCEPT, SENDER), id="accepted by who sent it"),
        pytest.param(made(), done(Step.WITHDRAW), id="withdrawn by who was asked"),
    ],
)
def test_what_cannot_be_is_refused(referral: Referral, step: Done) -> None:
    with pytest.raises(StepImpossible):
        after(referral, step)


@given(
    kind=st.sampled_from(list(Kind)),
    steps=st.lists(st.tuples(st.sampled_from(list(Step)), st.sampled_from([SENDER, RECEIVER])), max_size=12),
)
def test_whatever_is_tried_only_what_may_follow_happens(kind: Kind, steps: list[tuple[Step, UUID]]) -> None:
    referral = made(kind)
    for step, agency in steps:
        allowed = step in may_follow(referral, agency_id=agency)
        try:
            referral = after(referral, done(step, agency))
        except StepImpossible:
            assert not allowed
        else:
            assert allowed
        assert (referral.state is State.ATTENDED) == (referral.attended_on is not None)
        assert (referral.missed == 0) == (referral.missed_on is None)
        assert (referral.state is State.TO_SEND) == (referral.sent_on is None)
