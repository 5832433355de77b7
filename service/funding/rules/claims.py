"""What follows from one learner's facts, as known: the outcomes that providers can claim. Deterministic, in any order.

SOURCE: the outcomes and their weeks are practice 3.4's; 13 and 26 weeks are the Work Programme's. What counts as
evidence and who is credited with a job are our own policy (docs/decisions/0028-declarations-and-statements.md).
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, timedelta
from types import MappingProxyType
from typing import Final
from uuid import UUID

from service.funding.rows import Agencies, Claim, Fund, Outcome, Picture
from service.funding.rules.banding import band_at
from service.funding.rules.courses import (
    Course,
    Word,
    courses_of,
    fund_at,
    is_learning,
    lineage,
    of_milestone,
    said_from,
    there_on,
    word,
)
from service.funding.rules.jobs import Job, confirmations, jobs_of
from service.pathways.rows import MilestoneKind, SaidMilestone, SaidSpell
from service.pathways.rules.work import SUSTAINED, SUSTAINED_LONG
from service.vocabulary.sector import level_rank

RETAINED_AFTER: Final = timedelta(weeks=4)
SUSTAINED_AFTER: Final[Mapping[Outcome, timedelta]] = MappingProxyType(
    {
        Outcome.JOB_START: timedelta(0),
        Outcome.JOB_13_WEEKS: SUSTAINED,
        Outcome.JOB_26_WEEKS: SUSTAINED_LONG,
    }
)
FOLLOWS_WITHIN: Final = timedelta(weeks=26)
"""A next course or a job follows from a course that ended no longer before it."""
_OF_COURSES: Final = MappingProxyType(
    {MilestoneKind.ACHIEVED: Outcome.ACHIEVEMENT, MilestoneKind.PROGRESSED: Outcome.PROGRESSION}
)


def claims_of(
    picture: Picture, *, funds: Sequence[Fund], agencies: Agencies, until_on: date
) -> tuple[Claim, ...]:
    """Every outcome that a provider can claim for a learner and that happened until a day, by course and kind."""
    courses = courses_of(picture, funds, agencies)
    claims = [
        *(claim for each in courses for claim in _while_there(each, picture, agencies)),
        *_milestones(picture, courses, funds, agencies),
        *_next_courses(picture, courses, agencies),
        *_jobs(picture, courses, agencies),
    ]
    return tuple(sorted((each for each in claims if each.occurred_on <= until_on), key=in_order))


def in_order(claim: Claim) -> tuple[date, int, UUID, UUID]:
    """The order in which claims are looked at and paid: by day, then kind; the rest only makes it certain."""
    return claim.occurred_on, _PLACE[claim.kind], claim.course, claim.occasion


_PLACE: Final = {kind: place for place, kind in enumerate(Outcome)}


def _claim(course: Course, kind: Outcome, occasion: UUID, on: date, said: Word, **more: bool) -> Claim:
    spell = course.spell
    return Claim(
        learner_id=spell.learner_id,
        provider_id=spell.agency_id,
        fund=course.fund,
        sector=spell.sector,
        course=course.id,
        occasion=occasion,
        kind=kind,
        occurred_on=on,
        evidence=said.evidence,
        verified_at=said.at,
        helped_on=spell.started_on,
        band=course.band,
        is_own=said.agency_id == spell.agency_id,
        **more,
    )


def _while_there(course: Course, picture: Picture, agencies: Agencies) -> Iterator[Claim]:
    """The start, and being there after four weeks; each only if somebody said so on the day or since."""
    for kind, after in ((Outcome.START, timedelta(0)), (Outcome.RETENTION, RETAINED_AFTER)):
        due_on = course.spell.started_on + after
        said = there_on(course, due_on, picture, agencies)
        if said is not None:
            yield _claim(course, kind, course.id, due_on, said)


def _milestones(
    picture: Picture, courses: Sequence[Course], funds: Sequence[Fund], agencies: Agencies
) -> Iterator[Claim]:
    """Results and next steps that somebody recorded; of a provider without the learner they are claimed in vain."""
    for each in picture.milestones:
        kind = _OF_COURSES.get(each.milestone.kind)
        if kind is None:
            continue
        course, was_there = of_milestone(each, courses)
        said = word(each.milestone, each.first_said_at, agencies)
        if course is not None:
            yield _claim(course, kind, _name(each), each.milestone.occurred_on, said, was_there=was_there)
        elif each.milestone.agency_id in agencies.providers:
            yield from _without_course(each, kind, said, picture, funds)


def _without_course(
    each: SaidMilestone, kind: Outcome, said: Word, picture: Picture, funds: Sequence[Fund]
) -> Iterator[Claim]:
    milestone, name = each.milestone, _name(each)
    fund = picture.funds.get(name) or fund_at(picture.born_on, milestone.occurred_on, funds)
    if fund is None:
        return
    yield Claim(
        learner_id=milestone.learner_id,
        provider_id=milestone.agency_id,
        fund=fund,
        sector=milestone.sector,
        course=name,
        occasion=name,
        kind=kind,
        occurred_on=milestone.occurred_on,
        evidence=said.evidence,
        verified_at=said.at,
        helped_on=milestone.occurred_on,
        band=band_at(picture, milestone.occurred_on),
        was_there=False,
    )


def _name(said: SaidMilestone) -> UUID:
    return lineage(said.milestone.agency_id, said.milestone.source_key)


def _next_courses(picture: Picture, courses: Sequence[Course], agencies: Agencies) -> Iterator[Claim]:
    """Learning at a higher level, within half a year of the course before it: the provider before is credited."""
    for said in picture.spells:
        step = said.spell
        if not is_learning(step):
            continue
        before = [each for each in courses if _leads_to(each, said)]
        words = [*said_from(said, step.started_on, agencies)]
        if before and words:
            name = lineage(step.agency_id, step.source_key)
            for course in _latest_of_each_provider(before):
                yield _claim(course, Outcome.PROGRESSION, name, step.started_on, min(words))


def _leads_to(course: Course, said: SaidSpell) -> bool:
    spell, step = course.spell, said.spell
    return (
        spell.ended_on is not None
        and spell.started_on < step.started_on <= spell.ended_on + FOLLOWS_WITHIN
        and 0 <= level_rank(spell.level) < level_rank(step.level)
    )


def _jobs(picture: Picture, courses: Sequence[Course], agencies: Agencies) -> Iterator[Claim]:
    """A job that began during a course or within half a year of it, and that it lasts; each provider before it."""
    for job in jobs_of(picture.spells):
        before = [each for each in courses if _helped_into(each, job)]
        if not before:
            continue
        for kind, after in SUSTAINED_AFTER.items():
            words = confirmations(job, job.started_on + after, picture, agencies)
            for course in _latest_of_each_provider(before) if words else ():
                yield _claim(
                    course, kind, job.id, job.started_on + after, _best(words, course.spell.agency_id)
                )


def _helped_into(course: Course, job: Job) -> bool:
    ended_on = course.spell.ended_on or date.max - FOLLOWS_WITHIN
    return course.spell.started_on <= job.started_on <= ended_on + FOLLOWS_WITHIN


def _best(words: Sequence[Word], provider_id: UUID) -> Word:
    """A provider's own word where it gave evidence, else anybody's."""
    return min(
        (each for each in words if each.agency_id == provider_id and not each.is_weak), default=min(words)
    )


def _latest_of_each_provider(courses: Iterable[Course]) -> list[Course]:
    latest: dict[UUID, Course] = {}
    for each in sorted(courses, key=lambda each: (each.spell.started_on, each.id)):
        latest[each.spell.agency_id] = each
    return [*latest.values()]
