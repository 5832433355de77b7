"""All rules over one learner, and the next day anything could change though nobody reports anything."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta

from service.alerts.rows import Case, ConcernFacts, Evaluation, Family, Finding, ProviderFacts
from service.alerts.rules import words
from service.alerts.rules.r21_vulnerable_uplift import uplifted
from service.alerts.rules.r26_safeguarding import SAFEGUARDING
from service.alerts.rules.r28_provider_silent import PROVIDER_SILENT
from service.alerts.rules.registry import LEARNER_RULES, PUPIL_RULES
from service.alerts.rules.rule import Picture, birthday
from service.alerts.rules.settings import AlertSettings, next_settings_on, settings_on
from service.circumstances.rows import Circumstance
from service.circumstances.rules import holding
from service.pathways.rules import (
    NOT_KNOWN,
    Situation,
    Stretch,
    next_change_of,
    situation_of,
    stage_changes_on,
    stretches,
    without_declined,
)
from service.vocabulary.academic_year import AcademicYear, last_compulsory_year
from service.vocabulary.activity import Group
from service.vocabulary.day import say_day

_TOO_YOUNG = "is not yet of the age at which alerts begin"


def evaluate(case: Case, *, today: date, line: Sequence[Stretch] | None = None) -> Evaluation:
    """What the rules find about a learner today, the gravest of each family.

    Nothing is found before 1 September of year 11, from the 25th birthday, or once the learner has moved away or
    died. Of pupils in year 11 the rules for them are asked alone (R03, R14), of everybody from 1 September after
    compulsory school age all. Evaluating only on each `next_review_on`, or when something is reported, finds the same
    as evaluating every day; where they are and their stage count too, so those are days after the end as well. `line`
    is that of the case's spells, where somebody has drawn it already.
    """
    settings = settings_on(today)
    line = stretches(case.spells) if line is None else line
    pupil_on, watched_on = last_compulsory_year(case.born).starts_on, _watched_on(case.born, settings)
    ended_on, why = _watch_ends(case, settings)
    where = [next_change_of(line, today=today), stage_changes_on(line, case.milestones, today=today)]
    if ended_on <= today:
        return _outside(why, ended_on, next_review_on=_soonest(where, today))
    turns = [*where, next_settings_on(today), pupil_on, watched_on, ended_on]
    turns.extend(_changes_of(case.circumstances))
    turns.extend(each.occurred_on for each in case.milestones)
    if today < min(pupil_on, watched_on):
        return _outside(_TOO_YOUNG, None, next_review_on=_soonest(turns, today))
    picture = picture_of(case, line, today=today, settings=settings)
    findings, days = _judged(picture, today=today, settings=settings)
    return Evaluation(
        findings=tuple(findings.values()),
        next_review_on=_soonest([*turns, *days], today),
        because=_because(picture.situation, findings),
        because_since_on=picture.situation.since_on,
    )


def _judged(
    picture: Picture, *, today: date, settings: AlertSettings
) -> tuple[dict[Family, Finding], list[date]]:
    """Ask the rules; give what they find and the days on which they may find otherwise."""
    findings: dict[Family, Finding] = {}
    turns: list[date] = []
    for rule in LEARNER_RULES if picture.watched_on <= today else PUPIL_RULES:
        finding, days = rule.judge(picture, today=today, settings=settings)
        turns.extend(days)
        if finding is not None:
            _keep_graver(findings, uplifted(finding, picture))
    return findings, turns


def evaluate_provider(facts: ProviderFacts, *, today: date) -> Evaluation:
    """What R28 finds about a provider today."""
    finding, days = PROVIDER_SILENT.judge(facts, today=today, settings=settings_on(today))
    received = facts.last_received_on
    return Evaluation(
        findings=(finding,) if finding else (),
        next_review_on=_soonest([*days, next_settings_on(today)], today),
        because=f"data received on {say_day(received)}" if received else "no learners there now",
        because_since_on=received,
    )


def find_concern(facts: ConcernFacts, *, today: date) -> Finding | None:
    """What R26 finds about a concern today; None once the duty lead has closed it."""
    return SAFEGUARDING.judge(facts, today=today, settings=settings_on(today)).finding


def _changes_of(circumstances: Iterable[Circumstance]) -> Iterable[date]:
    """The days on which one begins to hold, or holds no longer."""
    for each in circumstances:
        yield each.starts_on
        if each.ends_on is not None:
            yield each.ends_on + timedelta(days=1)


def _because(now: Situation, findings: Mapping[Family, Finding]) -> str:
    """Where they are; not known without a finding means a grace or an agreed start to wait for."""
    is_unknown = now.group is Group.NOT_KNOWN and now.activity == NOT_KNOWN
    if is_unknown and Family.WHEREABOUTS not in findings:
        return "what follows is awaited"
    return words.where_now(now)


def _watched_on(born: date, settings: AlertSettings) -> date:
    """The 1 September on which they are of the academic age the watch begins with."""
    reached_on = birthday(born, settings.watched_from_academic_age)
    return AcademicYear.of(reached_on).next().starts_on


def _watch_ends(case: Case, settings: AlertSettings) -> tuple[date, str]:
    ends = [(birthday(case.born, settings.watched_until_age), "has reached the age at which alerts end")]
    if case.left_area_on:
        ends.append((case.left_area_on, "has moved out of the area"))
    if case.died_on:
        ends.append((case.died_on, "has died"))
    return min(ends)


def _outside(why: str, since_on: date | None, *, next_review_on: date | None) -> Evaluation:
    return Evaluation(
        findings=(), next_review_on=next_review_on, because=why, because_since_on=since_on, is_outside=True
    )


def picture_of(case: Case, line: Sequence[Stretch], *, today: date, settings: AlertSettings) -> Picture:
    """Draw the learner once for all rules."""
    begun = [place for place, each in enumerate(line) if each.started_on <= today]
    return Picture(
        case=case,
        line=line,
        situation=situation_of(line, today=today),
        milestones=without_declined(
            (each for each in case.milestones if each.superseded_at is None), today=today
        ),
        year_11=last_compulsory_year(case.born),
        watched_on=_watched_on(case.born, settings),
        place=begun[-1] if begun else -1,
        held=holding(case.circumstances, on=today),
    )


def _keep_graver(findings: dict[Family, Finding], finding: Finding) -> None:
    held = findings.get(finding.family)
    if held is None or held.severity.weight < finding.severity.weight:
        findings[finding.family] = finding


def _soonest(days: Iterable[date | None], today: date) -> date | None:
    return min((day for day in days if day is not None and day > today), default=None)
