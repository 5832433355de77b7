"""R28 PROVIDER_SILENT: a provider has learners with us and sends nothing."""

from datetime import date

from service.alerts.rows import Evidence, Family, Finding, Owner, ProviderFacts, Severity
from service.alerts.rules.rule import NOTHING, Found, Rule, Ruling, days
from service.alerts.rules.settings import AlertSettings
from service.vocabulary.academic_year import AcademicYear
from service.vocabulary.day import say_day
from service.vocabulary.working_day import add_working_days

_AUTUMN = (9, 10)  # when enrolment lists come and those missing from them are chased


def judge(facts: ProviderFacts, *, today: date, settings: AlertSettings) -> Ruling:
    """Find a provider that is silent: more than 35 days, in September and October more than 10 working days.

    Counted from the last file, message or confirmation received, or from the first day it had a learner.

    SOURCE: practice table R28 (monthly early leaver returns in London, weekly ones in Bedfordshire).
    """
    if not facts.live_learners:
        return NOTHING
    last = facts.last_received_on or facts.first_live_on
    silent_on = _silent_on(last, settings)
    if today < silent_on:
        return Ruling(None, (silent_on,))
    return Ruling(_finding(facts, last, silent_on, settings))


def _silent_on(last: date, settings: AlertSettings) -> date:
    """The first day of silence; one that began in autumn does not end with it."""
    autumn_on = add_working_days(last, settings.provider_silent_autumn_working_days + 1)
    if autumn_on.month not in _AUTUMN:
        autumn_on = AcademicYear.of(autumn_on).next().starts_on
    return min(autumn_on, last + days(settings.provider_silent_days + 1))


def _finding(facts: ProviderFacts, last: date, silent_on: date, settings: AlertSettings) -> Finding:
    what = "Last data received" if facts.last_received_on else "First learner, no data received since"
    return PROVIDER_SILENT.finding(
        Found(
            severity=Severity.MEDIUM,
            raised_for_on=silent_on,
            deadline_on=add_working_days(silent_on, settings.provider_deadline_working_days),
            owners=(Owner.DATA_MANAGER, Owner.PROVIDER),
            sentence=f"No file, message or confirmation since {say_day(last)}, and learners are shown as there.",
            evidence=(Evidence(day=last, words=what, source="Files and messages received"),),
            steps=(
                "Ask the provider's administrator for the file",
                "Offer the spreadsheet template instead of the file",
                "Confirm the learners one by one by phone",
            ),
            closes_when="Data is received from the provider",
            about=(last,),
        )
    )


PROVIDER_SILENT = Rule(
    id="R28",
    name="PROVIDER_SILENT",
    version=1,
    family=Family.PROVIDER,
    title="Provider silent",
    description="A provider with learners has sent nothing for more than 35 days, in September and October "
    "for more than 10 working days. To be asked within 5 working days.",
    judge=judge,
)
