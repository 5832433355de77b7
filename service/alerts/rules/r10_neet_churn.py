"""R10 NEET_CHURN: in and out again: what was found for them did not hold."""

from collections.abc import Iterable
from datetime import date, timedelta

from service.alerts.rows import Family, Finding, Owner, Severity
from service.alerts.rules import words
from service.alerts.rules.rule import NOTHING, Found, Picture, Rule, Ruling, days
from service.alerts.rules.settings import AlertSettings
from service.pathways.rules import Stretch
from service.vocabulary.activity import Group
from service.vocabulary.working_day import add_working_days

_DAY = timedelta(days=1)
_WEEK = 7


def judge(picture: Picture, *, today: date, settings: AlertSettings) -> Ruling:
    """Find somebody NEET who became so at least twice within a year, or left three short spells in it.

    Trigger: NEET now, and in the last 365 days two or more entries into NEET, or three or more spells in education,
    employment or training that ended within 13 weeks. High; a review of where they re-enter within 10 working days.

    SOURCE: practice table R10 (churn: 5.5 to 6.5 % are NEET at a time, 14.3 % at some point of a year).
    """
    if picture.situation.group is not Group.NEET:
        return NOTHING
    begun = picture.line[: picture.place + 1]
    year = days(settings.churn_days)
    entries = [each for each in _entries(begun) if each.started_on > today - year]
    short = [each for each in _short(begun, settings) if each.until_on > today - year]
    turns = (*(each.started_on + year for each in entries), *(each.until_on + year for each in short))
    if len(entries) < settings.churn_entries and len(short) < settings.churn_short_spells:
        return Ruling(None, turns)
    return Ruling(_finding(picture, entries, short, settings), turns)


def _entries(line: Iterable[Stretch]) -> Iterable[Stretch]:
    """The stretches with which a time of NEET begins."""
    before: Stretch | None = None
    for each in line:
        follows_neet = (
            before is not None
            and before.activity.group is Group.NEET
            and before.until_on + _DAY == each.started_on
        )
        if each.activity.group is Group.NEET and not follows_neet:
            yield each
        before = each


def _short(line: Iterable[Stretch], settings: AlertSettings) -> Iterable[Stretch]:
    """Those in education, employment or training that were over within some weeks."""
    shortest = days(_WEEK * settings.churn_short_weeks)
    for each in line:
        ended = each.ended_on is not None and each.activity.group is Group.EET
        if ended and each.until_on + _DAY - each.started_on < shortest:
            yield each


def _finding(
    picture: Picture, entries: list[Stretch], short: list[Stretch], settings: AlertSettings
) -> Finding:
    last = picture.stretch
    raised_for = picture.known_on(
        max(each.started_on for each in entries or short), *((last.fact,) if last else ())
    )
    evidence = {each.fact.id: words.of_spell(each.fact) for each in (*entries, *short)}
    return NEET_CHURN.finding(
        Found(
            severity=Severity.HIGH,
            raised_for_on=raised_for,
            deadline_on=add_working_days(raised_for, settings.case_review_working_days),
            owners=(Owner.ADVISER, Owner.LEAD),
            sentence=_sentence(entries, short, settings),
            evidence=tuple(evidence.values()),
            steps=(
                "Talk about why the last one ended, and choose another step in",
                "Ask the last provider what would have helped",
                "Offer something with support for the first weeks",
            ),
            closes_when="They start in education, employment, training or re-engagement",
            about=tuple(each.started_on for each in (*entries, *short)),
        )
    )


def _sentence(entries: list[Stretch], short: list[Stretch], settings: AlertSettings) -> str:
    if len(entries) >= settings.churn_entries:
        return f"Not in education, employment or training {len(entries)} times within a year."
    weeks = settings.churn_short_weeks
    return f"{len(short)} courses or jobs ended within {weeks} weeks of their start, in a year."


NEET_CHURN = Rule(
    id="R10",
    name="NEET_CHURN",
    version=1,
    family=Family.REVIEW,
    title="In and out again",
    description="NEET, and within a year two or more entries into NEET, or three or more courses or jobs that lasted "
    "less than 13 weeks. High, a review within 10 working days.",
    judge=judge,
)
