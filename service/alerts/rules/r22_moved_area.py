"""R22 MOVED_AREA: somebody who needs help has moved to another council's area, and that council has not taken over."""

from datetime import date

from service.alerts.rows import Evidence, Family, Finding, Owner, Severity
from service.alerts.rules.rule import NOTHING, Found, Picture, Rule, Ruling
from service.alerts.rules.settings import AlertSettings
from service.referrals.rows import Kind, Referral, State
from service.vocabulary.day import say_day
from service.vocabulary.working_day import add_working_days


def judge(picture: Picture, *, today: date, settings: AlertSettings) -> Ruling:
    """Find a handover that the other council has not accepted.

    Trigger: a move into another council's area was recorded while the learner was NEET, not known, or had a High
    alert open; then a handover waits to be sent. Medium, to be sent within five working days. The old council answers
    until the new one accepts, which closes it.

    SOURCE: practice table R22 (ESA 2008 s.13(2): "as soon as reasonably practicable").
    """
    waiting = next((each for each in picture.case.referrals if each.kind is Kind.HANDOVER), None)
    if waiting is None or waiting.made_on > today:
        return NOTHING
    return Ruling(_finding(picture, waiting, settings))


_SAYS = {
    State.TO_SEND: "the handover has not been sent",
    State.SENT: "the other council has not accepted yet",
    State.DECLINED: "the other council declined",
}


def _finding(picture: Picture, waiting: Referral, settings: AlertSettings) -> Finding:
    raised_for = picture.known_on(waiting.made_on)
    said = _SAYS.get(waiting.state, "the other council has not taken over")
    return MOVED_AREA.finding(
        Found(
            severity=Severity.MEDIUM,
            raised_for_on=raised_for,
            deadline_on=add_working_days(raised_for, settings.handover_sent_working_days),
            owners=(Owner.ADVISER, Owner.LEAD),
            sentence=f"They moved to another council’s area, recorded on {say_day(waiting.made_on)}; {said}.",
            evidence=(Evidence(day=waiting.made_on, words="Moved to another area", source="A referral"),),
            steps=(
                "Send the handover, with what the other council needs to know",
                "Phone the other council’s team and agree who does what until then",
                "Tell the young person who their adviser will be",
            ),
            closes_when="The other council accepts",
            about=(waiting.id, waiting.state),
        )
    )


MOVED_AREA = Rule(
    id="R22",
    name="MOVED_AREA",
    version=1,
    family=Family.MOVE,
    title="Moved to another area",
    description="Moved to another council’s area while NEET, not known or with a High alert open, and that council has "
    "not accepted the handover. To be sent within 5 working days; the old council answers until it is accepted.",
    judge=judge,
)
