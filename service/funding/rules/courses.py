"""Courses a provider can be paid for, and what confirms that somebody was there on a day."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime, timedelta
from typing import Final, NamedTuple
from uuid import UUID, uuid5

import msgspec

from service.circumstances.rows import Circumstance, Kind
from service.funding.rows import CONFIRMED, Agencies, Band, Evidence, Fund, Picture
from service.funding.rules.banding import band_at
from service.pathways.rows import AnyFact, Confidence, MilestoneKind, SaidMilestone, SaidSpell, Spell
from service.vocabulary.academic_year import academic_age
from service.vocabulary.activity import APPRENTICESHIP, activity
from service.vocabulary.activity import Kind as ActivityKind
from service.vocabulary.day import london_day

_LEARNING: Final = frozenset({ActivityKind.EDUCATION, ActivityKind.TRAINING, ActivityKind.RE_ENGAGEMENT})
_NOT_FUNDED: Final = frozenset({240, 260})  # university has funding of its own; a gap year is no course
_LINEAGES: Final = UUID("5f3c2f6e-8f63-5c0e-9d0c-7b6f2c1f6a10")
_SHOW_THEM_THERE: Final = frozenset({MilestoneKind.ATTENDANCE, MilestoneKind.ACHIEVED})
RESULTS_WITHIN: Final = timedelta(days=92)
"""How long after its end a course may still bring a result. SOURCE: our own; results of June come in August."""


class Course(msgspec.Struct, frozen=True, kw_only=True):
    """One course of a provider, by the name that outlasts its corrections, with its fund and the band at its start."""

    id: UUID
    said: SaidSpell
    fund: str
    band: Band

    @property
    def spell(self) -> Spell:
        """The course as it counted."""
        return self.said.spell


class Word(NamedTuple):
    """That something is so, by whose word, on record since when, and who said it. The best of several sorts first."""

    is_weak: bool
    at: datetime
    evidence: Evidence
    agency_id: UUID


def lineage(agency_id: UUID, source_key: str) -> UUID:
    """The lasting name of what one agency calls so: the same through every correction."""
    return uuid5(_LINEAGES, f"{agency_id}:{source_key}")


def is_learning(spell: Spell) -> bool:
    """Whether a spell is learning, an apprenticeship too."""
    return spell.activity == APPRENTICESHIP or activity(spell.activity).kind in _LEARNING


def is_job(spell: Spell) -> bool:
    """Whether a spell is a job; an apprenticeship is learning, as for the stage of the way (`pathways.rules.stage`)."""
    return activity(spell.activity).is_job


def courses_of(picture: Picture, funds: Sequence[Fund], agencies: Agencies) -> tuple[Course, ...]:
    """Find the courses some fund pays for: learning that its own provider reports, at an age a fund is for."""
    found = []
    for said in picture.spells:
        spell = said.spell
        if (
            spell.agency_id not in agencies.providers
            or spell.activity in _NOT_FUNDED
            or not is_learning(spell)
        ):
            continue
        key = lineage(spell.agency_id, spell.source_key)
        fund = picture.funds.get(key) or fund_at(picture.born_on, spell.started_on, funds)
        if fund is not None:
            found.append(Course(id=key, said=said, fund=fund, band=band_at(picture, spell.started_on)))
    return tuple(found)


def fund_at(born_on: date, started_on: date, funds: Iterable[Fund]) -> str | None:
    """The fund for a course that starts on a day, by academic age; None where none is for that age."""
    age = academic_age(born_on, on=started_on)
    return next((fund.code for fund in funds if fund.age_from <= age <= fund.age_until), None)


def evidence_of(fact: AnyFact, agencies: Agencies) -> Evidence:
    """By whose word a fact is known."""
    if fact.confidence is Confidence.SELF_REPORTED:
        return Evidence.OWN_WORD
    if fact.confidence is Confidence.INFERRED:
        return Evidence.INFERRED
    return by_agency(fact.agency_id, agencies)


def by_agency(agency_id: UUID, agencies: Agencies) -> Evidence:
    """What an agency's own word is worth."""
    if agency_id in agencies.employers:
        return Evidence.EMPLOYER
    return Evidence.PROVIDER if agency_id in agencies.providers else Evidence.CHECK


def word(fact: AnyFact, at: datetime, agencies: Agencies) -> Word:
    """A fact as somebody's word since an instant."""
    evidence = evidence_of(fact, agencies)
    return Word(evidence not in CONFIRMED, at, evidence, fact.agency_id)


def said_from(said: SaidSpell, due_on: date, agencies: Agencies) -> Iterator[Word]:
    """Each time the source of a spell was sure of it on or after a day; else its unsure word, if it is of then."""
    sure = by_agency(said.spell.agency_id, agencies)
    if not said.confirmed and london_day(said.spell.last_said_at) >= due_on:
        yield word(said.spell, said.spell.recorded_at, agencies)
    for at in said.confirmed:
        if london_day(at) >= due_on:
            yield Word(False, at, sure, said.spell.agency_id)


def there_on(course: Course, due_on: date, picture: Picture, agencies: Agencies) -> Word | None:
    """The best word that somebody was still on a course on a day; None where nobody has said so: silence is no word.

    It is said by the course itself, told again or ended no earlier than that day; by attendance or a result recorded of
    a day since; or by a week of attendance since.
    """
    spell = course.spell
    if spell.ended_on is not None and spell.ended_on < due_on:
        return None
    words = [*said_from(course.said, due_on, agencies)]
    words += (
        word(each.milestone, each.first_said_at, agencies)
        for each in picture.milestones
        if each.milestone.kind in _SHOW_THEM_THERE
        and _is_of(each, course)
        and due_on <= each.milestone.occurred_on
    )
    words += (word(each, at, agencies) for each, at in _attended(picture.circumstances, course, due_on))
    return min(words, default=None)


def _is_of(said: SaidMilestone, course: Course) -> bool:
    milestone, spell = said.milestone, course.spell
    ended_on = spell.ended_on or date.max
    if milestone.spell_id is not None:
        return milestone.spell_id == spell.id and milestone.occurred_on <= ended_on
    return milestone.agency_id == spell.agency_id and spell.started_on <= milestone.occurred_on <= ended_on


def _attended(
    told: Iterable[Circumstance], course: Course, due_on: date
) -> Iterator[tuple[Circumstance, datetime]]:
    """Weeks at the course's provider with a session attended, that begin from a day on until it ended."""
    spell = course.spell
    for each in told:
        if (
            each.kind is Kind.ATTENDANCE
            and each.agency_id == spell.agency_id
            and due_on <= each.starts_on <= (spell.ended_on or date.max)
            and int(each.value.split("/")[1]) > 0
        ):
            yield each, each.recorded_at


def of_milestone(said: SaidMilestone, courses: Iterable[Course]) -> tuple[Course | None, bool]:
    """The course a milestone belongs to, and whether its provider had the learner then.

    It is the one it names, or its reporter's latest that had begun. A result may follow the end by `RESULTS_WITHIN`.
    """
    milestone = said.milestone
    begun = [each for each in courses if each.spell.started_on <= milestone.occurred_on]
    named = [each for each in begun if each.spell.id == milestone.spell_id]
    own = [each for each in begun if each.spell.agency_id == milestone.agency_id]
    found = max(named or own, key=lambda each: (each.spell.started_on, each.id), default=None)
    if found is None:
        return None, False
    last_on = found.spell.ended_on
    return found, last_on is None or milestone.occurred_on <= last_on + RESULTS_WITHIN
