"""What a rule is, and what it is given: one picture of a learner, drawn once for all rules."""

from collections.abc import Callable, Iterable, Sequence
from datetime import date, timedelta
from typing import NamedTuple

import msgspec

from service.alerts.rows import Case, Evidence, Family, Finding, Owner, Severity
from service.circumstances.rows import Circumstance, Kind
from service.circumstances.rules import VULNERABLE, value_of, values_of
from service.pathways.rows import Confidence, Milestone, MilestoneKind, Spell
from service.pathways.rules import Situation, Stretch
from service.vocabulary.academic_year import AcademicYear, age
from service.vocabulary.activity import Group
from service.vocabulary.day import london_day

ENGAGED = frozenset({Group.EET, Group.RE_ENGAGEMENT, Group.CUSTODY})
"""Groups in which somebody has the learner with them."""

READ = frozenset(
    {
        Kind.ATTENDANCE,
        Kind.CHARACTERISTIC,
        Kind.EHC_PLAN,
        Kind.GUARANTEE,
        Kind.LEVEL_3,
        Kind.PRIOR_ATTAINMENT,
    }
)
"""The circumstances that rules read; never what the risk of NEET is worked out from alone."""

READ_OF_PUPILS = READ | {
    Kind.EXCLUSION,
    Kind.FIRST_LANGUAGE,
    Kind.FREE_MEALS,
    Kind.SEN_SUPPORT,
    Kind.TRANSITION_PLAN,
}
"""What is read of pupils in year 11: all that the risk of NEET is worked out from, for R14 alone."""

ADULT = 18


class Picture(msgspec.Struct):
    """A learner as the rules see them today.

    `milestones` are those that count, `year_11` is their last compulsory year, `watched_on` the first day rules
    apply that are not for pupils, `place` that of the stretch begun last by today in the line, or -1, `held` the
    circumstances that hold today.
    """

    case: Case
    line: Sequence[Stretch]
    situation: Situation
    milestones: Sequence[Milestone]
    year_11: AcademicYear
    watched_on: date
    place: int
    held: tuple[Circumstance, ...] = ()

    @property
    def is_vulnerable(self) -> bool:
        """Whether DfE counts the learner to the vulnerable, or they have an education, health and care plan."""
        plan = value_of(self.held, Kind.EHC_PLAN) == "yes"
        return plan or bool(values_of(self.held, Kind.CHARACTERISTIC) & VULNERABLE)

    @property
    def stretch(self) -> Stretch | None:
        """The stretch that began last, whether or not it still goes on."""
        return self.line[self.place] if self.place >= 0 else None

    @property
    def last_engaged(self) -> int:
        """The place of what they were in last, whether or not it still goes on; -1 if never in anything."""
        places = range(self.place, -1, -1)
        return next((each for each in places if self.line[each].activity.group in ENGAGED), -1)

    @property
    def taught_by(self) -> Spell | None:
        """The spell they are in today by the word of who teaches or employs them, whose turn it can be."""
        stretch = self.stretch
        if stretch is None or self.situation.group is not Group.EET:
            return None
        by_them = stretch.fact.confidence is Confidence.CONFIRMED and stretch.fact.provider_name is not None
        return stretch.fact if by_them else None

    def was_under_18(self, day: date) -> bool:
        """Whether the learner was under 18 on the day."""
        return age(self.case.born, on=day) < ADULT

    def turns_18_on(self) -> date:
        """The 18th birthday."""
        return birthday(self.case.born, ADULT)

    def has_spoken_since(self, day: date) -> bool:
        """Whether there was two-way contact on the day or later. Attempts do not count."""
        return any(each.two_way and each.occurred_on >= day for each in self.case.contacts)

    def latest(self, kinds: Iterable[MilestoneKind]) -> Milestone | None:
        """The milestone of these kinds whose planned start, or else whose day, is the latest."""
        return max((each for each in self.milestones if each.kind in kinds), key=_when, default=None)

    def known_on(self, became_true_on: date, *facts: Spell | Milestone) -> date:
        """From when a deadline can count: true, reported, and the learner under watch."""
        return max(became_true_on, self.watched_on, *(london_day(each.recorded_at) for each in facts))


def _when(milestone: Milestone) -> tuple[date, date, int]:
    return milestone.planned_start_on or milestone.occurred_on, milestone.occurred_on, milestone.id.int


class Ruling(NamedTuple):
    """What a rule finds today, and the days on which it may find otherwise though nothing is reported."""

    finding: Finding | None = None
    days: tuple[date, ...] = ()


NOTHING = Ruling()


class Rule(msgspec.Struct, frozen=True, kw_only=True):
    """A rule as a page shows it. `version` rises with its meaning; open alerts keep the words they had.

    `for_pupils`: it looks at pupils in year 11 too, from 1 September of it; others begin after compulsory school age.
    """

    id: str
    name: str
    version: int
    family: Family
    title: str
    description: str
    judge: Callable[..., Ruling]
    for_pupils: bool = False

    def finding(self, found: "Found") -> Finding:
        """What was found, as a finding of this rule."""
        return Finding(
            rule=self.id,
            family=found.family or self.family,
            version=self.version,
            severity=found.severity,
            raised_for_on=found.raised_for_on,
            deadline_on=found.deadline_on,
            owner=found.owners[0],
            next_owner=found.owners[1],
            sentence=found.sentence,
            evidence=found.evidence,
            next_step=found.steps[0],
            alternatives=(found.steps[1], found.steps[2]),
            closes_when=found.closes_when,
            fingerprint=":".join([self.id, *map(str, found.about)]),
        )


class Found(msgspec.Struct, frozen=True, kw_only=True):
    """What a rule's own judgement adds to the rule: `steps` are what to do first, then two other ways; `about` is
    what the finding rests on, and so what makes its fingerprint. `family` is given where it is not the rule's own.
    """

    severity: Severity
    raised_for_on: date
    deadline_on: date
    owners: tuple[Owner, Owner]
    sentence: str
    evidence: tuple[Evidence, ...]
    steps: tuple[str, str, str]
    closes_when: str
    about: Sequence[object]
    family: Family | None = None


def days(count: int) -> timedelta:
    """So many days."""
    return timedelta(days=count)


def birthday(born: date, years: int) -> date:
    """The day an age is reached; 1 March in a common year for those born on 29 February (see `age`)."""
    try:
        return born.replace(year=born.year + years)
    except ValueError:
        return date(born.year + years, 3, 1)
