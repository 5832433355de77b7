"""R06 CURRENCY_EXPIRING: what we know will soon be too old to count."""

from datetime import date

from service.alerts.rows import Family, Finding, Owner, Severity
from service.alerts.rules import words
from service.alerts.rules.rule import NOTHING, Found, Picture, Rule, Ruling, days
from service.alerts.rules.settings import AlertSettings
from service.pathways.rows import Confidence, Spell
from service.vocabulary.day import say_day


def judge(picture: Picture, *, today: date, settings: AlertSettings) -> Ruling:
    """Find a spell that lapses within 14 days if nobody reports it again.

    Once it has lapsed the learner is not known and R05 finds them. Where something recorded begins the day
    after, nothing lapses.

    SOURCE: practice table R06 (NCCIS currency rules: after the date the activity counts as not known).
    """
    until, stretch = picture.situation.current_until_on, picture.stretch
    if until is None or stretch is None:
        return NOTHING
    warned_on = until - days(settings.currency_warning_days)
    if today < warned_on:
        return Ruling(None, (warned_on,))
    return Ruling(_finding(picture, stretch.fact, until, warned_on), ())


def _finding(picture: Picture, fact: Spell, until: date, warned_on: date) -> Finding:
    by_provider = fact.confidence is Confidence.CONFIRMED and fact.provider_name is not None
    what = words.capital(words.activity_at(fact.activity, fact.provider_name))
    return CURRENCY_EXPIRING.finding(
        Found(
            severity=Severity.LOW,
            raised_for_on=picture.known_on(warned_on, fact),
            deadline_on=until,
            owners=(Owner.PROVIDER, Owner.TRACKING) if by_provider else (Owner.TRACKING, Owner.LEAD),
            sentence=f"{what} counts until {say_day(until)}; after that the learner is not known.",
            evidence=(words.of_spell(fact),),
            steps=(
                "Ask the provider or employer whether it goes on",
                "Ask the learner",
                "Record what comes next",
            ),
            closes_when="It is reported again, or what comes next is recorded",
            about=(fact.activity, until),
        )
    )


CURRENCY_EXPIRING = Rule(
    id="R06",
    name="CURRENCY_EXPIRING",
    version=1,
    family=Family.NEXT_STEP,
    title="About to lapse",
    description="What we know stops counting within 14 days unless somebody reports it again. Low.",
    judge=judge,
)
