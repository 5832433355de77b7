"""What may follow in the life of a referral: sent, accepted or declined, a first appointment, attended.

SOURCE: practice table R23 and R22 (a case moves on acceptance only; moving away hands over by the same rule).
"""

from collections.abc import Callable, Mapping
from datetime import date
from types import MappingProxyType
from typing import Final
from uuid import UUID

from msgspec.structs import replace

from service.referrals.rows import Decline, Done, Kind, Referral, State, Step

DECLINES: Final[Mapping[Decline, str]] = MappingProxyType(
    {
        Decline.NOT_FOR_US: "This is not what we do",
        Decline.NO_ROOM: "We have no room",
        Decline.TOO_FAR: "They live too far away",
        Decline.WRONG_AGE: "They are not of the age we work with",
        Decline.NOT_HERE: "They do not live here",
        Decline.OTHER: "Another reason",
    }
)
OF_RECEIVER: Final = frozenset({Step.ACCEPT, Step.DECLINE, Step.APPOINT, Step.ATTENDED, Step.MISSED})
"""What whoever was asked does; the rest is the sender's."""

_MAY: Final[Mapping[State, frozenset[Step]]] = MappingProxyType(
    {
        State.TO_SEND: frozenset({Step.SEND, Step.WITHDRAW}),
        State.SENT: frozenset({Step.ACCEPT, Step.DECLINE, Step.WITHDRAW}),
        State.ACCEPTED: frozenset({Step.APPOINT, Step.ATTENDED, Step.MISSED, Step.WITHDRAW}),
        State.DECLINED: frozenset({Step.WITHDRAW}),
        State.ATTENDED: frozenset(),
        State.WITHDRAWN: frozenset(),
    }
)


class StepImpossible(ValueError):
    """Not now, or not by this agency; the message says why."""


def may_follow(referral: Referral, *, agency_id: UUID) -> frozenset[Step]:
    """Say what an agency may do with a referral as it stands. A handover that was accepted is over."""
    if referral.ended_on is not None:
        return frozenset()
    allowed = _MAY[referral.state]
    if referral.appointment_on is None:
        allowed -= {Step.ATTENDED, Step.MISSED}
    mine = OF_RECEIVER if agency_id == referral.to_agency_id else frozenset(Step) - OF_RECEIVER
    return allowed & mine if agency_id in {referral.to_agency_id, referral.from_agency_id} else frozenset()


def after(referral: Referral, done: Done) -> Referral:
    """Give a referral after a step. Raises `StepImpossible`."""
    if done.step not in may_follow(referral, agency_id=done.agency_id):
        raise StepImpossible(
            "This is not possible any more, or not for your agency. Look at the referral again."
        )
    return _AFTER[done.step](referral, done)


def _sent(referral: Referral, done: Done) -> Referral:
    return replace(referral, state=State.SENT, sent_on=done.today, words=done.words or referral.words)


def _accepted(referral: Referral, done: Done) -> Referral:
    ends = done.today if referral.kind is Kind.HANDOVER else None
    answered = replace(referral, answered_on=done.today, answered_by=done.account_id)
    return replace(answered, state=State.ACCEPTED, ended_on=ends)


def _declined(referral: Referral, done: Done) -> Referral:
    if done.decline is None:
        raise StepImpossible("Choose why you do not take them on.")
    answered = replace(referral, answered_on=done.today, answered_by=done.account_id)
    return replace(answered, state=State.DECLINED, decline=done.decline, decline_note=done.note)


def _appointed(referral: Referral, done: Done) -> Referral:
    if done.on is None:
        raise StepImpossible("Enter the day of the first appointment.")
    return replace(referral, appointment_on=done.on)


def _came(referral: Referral, done: Done) -> Referral:
    return replace(referral, state=State.ATTENDED, attended_on=_past(done), ended_on=done.today)


def _stayed_away(referral: Referral, done: Done) -> Referral:
    return replace(referral, missed=referral.missed + 1, missed_on=_past(done), appointment_on=None)


def _withdrawn(referral: Referral, done: Done) -> Referral:
    return replace(
        referral, state=State.WITHDRAWN, sent_on=referral.sent_on or done.today, ended_on=done.today
    )


def _past(done: Done) -> date:
    if done.on is None or done.on > done.today:
        raise StepImpossible("Enter the day it was, today or before.")
    return done.on


_AFTER: Final[Mapping[Step, Callable[[Referral, Done], Referral]]] = MappingProxyType(
    {
        Step.SEND: _sent,
        Step.ACCEPT: _accepted,
        Step.DECLINE: _declined,
        Step.APPOINT: _appointed,
        Step.ATTENDED: _came,
        Step.MISSED: _stayed_away,
        Step.WITHDRAW: _withdrawn,
    }
)
