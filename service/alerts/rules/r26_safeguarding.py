"""R26 SAFEGUARDING: somebody worries about a learner's safety. Out of band: it is never kept among alerts."""

from datetime import date

from service.alerts.rows import ConcernFacts, Evidence, Family, Owner, Severity
from service.alerts.rules.rule import NOTHING, Found, Rule, Ruling
from service.alerts.rules.settings import AlertSettings
from service.vocabulary.day import say_day


def judge(facts: ConcernFacts, *, today: date, settings: AlertSettings) -> Ruling:  # noqa: ARG001 - as every rule
    """Find a concern that the duty lead has not closed.

    Critical, to be seen to on the same day, whatever day it is: the deadline is the day it was raised, in London, also
    on a Sunday or a bank holiday. Nobody but the duty lead sees or closes it; it cannot sleep and never climbs.

    SOURCE: practice table R26 (Keeping children safe in education: act immediately, tell the designated lead).
    """
    if facts.closed_on is not None and facts.closed_on <= today:
        return NOTHING
    return Ruling(
        SAFEGUARDING.finding(
            Found(
                severity=Severity.CRITICAL,
                raised_for_on=facts.raised_on,
                deadline_on=facts.raised_on,
                owners=(Owner.LEAD, Owner.LEAD),
                sentence=f"A concern for their safety was raised on {say_day(facts.raised_on)}.",
                evidence=(Evidence(day=facts.raised_on, words="A concern was raised", source="A contact"),),
                steps=(
                    "Phone whoever raised it now",
                    "In danger now: call 999",
                    "Refer to children’s or adult social care",
                ),
                closes_when="The duty lead closes it with what was done",
                about=(facts.raised_on,),
            )
        )
    )


SAFEGUARDING = Rule(
    id="R26",
    name="SAFEGUARDING",
    version=1,
    family=Family.SAFEGUARDING,
    title="Concern for somebody's safety",
    description="Raised with a contact; the duty lead is called the same day and alone sees it. It is on no list, in "
    "no count, digest or feed, so there are no figures here.",
    judge=judge,
)
