"""R23 REFERRAL_NOT_PICKED_UP: another agency was asked to help, and nobody has them yet."""

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from service.alerts.rows import Evidence, Family, Finding, Owner, Severity
from service.alerts.rules.rule import NOTHING, Found, Picture, Rule, Ruling
from service.alerts.rules.settings import AlertSettings
from service.referrals.rows import Kind, Referral, State
from service.vocabulary.day import say_day
from service.vocabulary.working_day import add_working_days


class _Stuck(NamedTuple):
    referral: Referral
    since_on: date
    because: str


def judge(picture: Picture, *, today: date, settings: AlertSettings) -> Ruling:
    """Find a referral that nobody has picked up.

    Trigger: not answered for five working days; accepted, and no first appointment offered for ten; an appointment
    passed and nobody said for five whether they came; not attended twice; or declined, and not sent anywhere else for
    five. High, two working days. It closes when they have come, or it is withdrawn because they go elsewhere.

    SOURCE: practice table R23 (Youth Opportunity Guarantee; Estyn on lost continuity).
    """
    asked = [each for each in picture.case.referrals if each.kind is Kind.SUPPORT]
    if not asked:
        return NOTHING
    stuck = sorted((each for each in (_stuck(one, asked, settings) for one in asked) if each), key=_since)
    turns = tuple(each.since_on for each in stuck)
    if not stuck or stuck[0].since_on > today:
        return Ruling(None, turns)
    return Ruling(_finding(picture, stuck[0], settings), turns)


def _since(stuck: _Stuck) -> tuple[date, int]:
    return stuck.since_on, stuck.referral.id.int


def _stuck(one: Referral, asked: Sequence[Referral], settings: AlertSettings) -> _Stuck | None:
    """From when a referral counts as not picked up, if nothing more is said of it."""
    answer = settings.referral_answer_working_days
    if one.state is State.SENT and one.sent_on:
        return _Stuck(one, add_working_days(one.sent_on, answer), "nobody has answered")
    if one.answered_on is None:
        return None
    if one.state is State.ACCEPTED:
        return _not_seen(one, one.answered_on, settings)
    if one.state is not State.DECLINED or any(each.made_at > one.made_at for each in asked):
        return None
    return _Stuck(
        one, add_working_days(one.answered_on, answer), "it was declined, and nobody else was asked"
    )


def _not_seen(one: Referral, accepted_on: date, settings: AlertSettings) -> _Stuck:
    """Accepted, and they have not come yet."""
    if one.missed_on and one.missed >= settings.referral_missed_times:
        return _Stuck(one, one.missed_on, f"they did not come {one.missed} times")
    if one.appointment_on:
        said_by = add_working_days(one.appointment_on, settings.referral_answer_working_days)
        return _Stuck(one, said_by, f"nobody said whether they came on {say_day(one.appointment_on)}")
    since = max(accepted_on, one.missed_on or accepted_on)
    offered_by = add_working_days(since, settings.referral_appointment_working_days)
    return _Stuck(one, offered_by, "it was accepted, and no appointment is offered")


def _finding(picture: Picture, stuck: _Stuck, settings: AlertSettings) -> Finding:
    sent_on = stuck.referral.sent_on or stuck.referral.made_on
    raised_for = picture.known_on(stuck.since_on)
    return REFERRAL_NOT_PICKED_UP.finding(
        Found(
            severity=Severity.HIGH,
            raised_for_on=raised_for,
            deadline_on=add_working_days(raised_for, settings.referral_deadline_working_days),
            owners=(Owner.COORDINATOR, Owner.LEAD),
            sentence=f"Another agency was asked to help on {say_day(sent_on)}; {stuck.because}.",
            evidence=(Evidence(day=sent_on, words="Referred to another agency", source="A referral"),),
            steps=(
                "Phone the agency and ask who has them",
                "Withdraw it and ask another agency",
                "Find a way back with them yourself",
            ),
            closes_when="They come to a first appointment, or the referral is withdrawn",
            about=(stuck.referral.id, stuck.referral.state, stuck.since_on),
        )
    )


REFERRAL_NOT_PICKED_UP = Rule(
    id="R23",
    name="REFERRAL_NOT_PICKED_UP",
    version=1,
    family=Family.REFERRAL,
    title="A referral nobody has picked up",
    description="Not answered within 5 working days, no appointment offered within 10, not attended twice, or declined "
    "and nobody else asked. 2 working days.",
    judge=judge,
)
