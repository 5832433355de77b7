"""What agencies say of an invented person's stays: spells and milestones, in each agency's own words.

Stays have no gaps; what is said of them does, as in life: courses end in July and begin in September, and
of those who are not known often nothing is said at all.
"""

from collections.abc import Sequence
from datetime import date, timedelta
from random import Random
from typing import Any

import msgspec

from service.demo.courses import (
    FULL_TIME,
    JOBS,
    neet_activity,
    next_level,
    next_start,
    planned_end,
    start_level,
    title_and_sector,
)
from service.demo.notebook import Notebook
from service.demo.providers import CHARITY, EMPLOYER, draw_provider, jobcentre_of
from service.demo.trades import A_LEVELS, EMPLOYERS, UNIVERSITIES, draw_field
from service.demo.walk import AT_SCHOOL, OUTSIDE, Stay
from service.pathways.rows import Completion, Confidence, MilestoneKind
from service.vocabulary.academic_year import AcademicYear

SEPTEMBER_GUARANTEE = 0.94  # have an offer; DfE 2025, Essex 92.3 %, Southend-on-Sea 98.7 %, Thurrock 100 %
ACCEPTED, ACHIEVED, CONFIRMED = 0.85, 0.88, 0.6
NOTHING_SAID = 0.65  # of those not known; of the others somebody says that it is not known
LEFT_STANDING = 0.5  # of those nothing is said about: nor that they ended what they did before
STOPS_AS_PLANNED = 0.45  # of the apprenticeships that end before the day once planned

_LEFT = (3, 44, 46, 97, 98)  # ILR WithdrawReason, a loss
_MOVED = (2, 40, 41, 47)  # and a move
_JOB_HELD = timedelta(weeks=13)


class _Doing(msgspec.Struct, frozen=True, kw_only=True):
    """One course, programme or job about to be told."""

    activity: int
    started_on: date
    planned_end_on: date | None
    level: str | None
    reporter: str
    provider_name: str | None


class Teller:
    """Tells one person's stays into a notebook."""

    def __init__(self, rng: Random, notebook: Notebook, *, district: str, council: str, today: date) -> None:
        self._rng, self._notebook, self._today = rng, notebook, today
        self._district, self._council = district, council
        self._field, self._subject = draw_field(rng), rng.choice(A_LEVELS)

    def tell(self, line: Sequence[Stay]) -> None:
        """All stays in their order."""
        for place, stay in enumerate(line):
            before = line[place - 1] if place else None
            after = line[place + 1] if place + 1 < len(line) else None
            if stay.activity in OUTSIDE or stay.activity in AT_SCHOOL:
                self._stand(stay, before)
            else:
                self._take_part(stay, before, after)
        if line and line[-1].activity in AT_SCHOOL and self._rng.random() < SEPTEMBER_GUARANTEE:
            code = self._rng.choice((210, 210, 220, 230, 230))
            self._offer(AcademicYear.of(self._today).next().starts_on, code)

    def _stand(self, stay: Stay, before: Stay | None) -> None:
        """At school, NEET or not known: one spell for the whole stay, or silence."""
        rng = self._rng
        if before is not None and before.activity in AT_SCHOOL and rng.random() < SEPTEMBER_GUARANTEE:
            self._offer(stay.started_on, 230)
        if stay.activity == 810 and rng.random() < NOTHING_SAID:
            if stay.ended_on is None and rng.random() < LEFT_STANDING:
                self._notebook.leave_standing()
        elif stay.activity in AT_SCHOOL:
            ends_on = AcademicYear.of(stay.started_on).ends_on
            completion = Completion.COMPLETED if stay.ended_on else Completion.CONTINUING
            self._notebook.spell(
                self._council,
                stay.activity,
                stay.started_on,
                stay.ended_on,
                planned_end_on=ends_on,
                completion=completion,
            )
        else:
            self._outside(stay)

    def _outside(self, stay: Stay) -> None:
        rng, reporter, code = self._rng, self._council, neet_activity(self._rng, stay.age)
        if stay.activity == 810:
            code = rng.choices((810, 820, 830), weights=(8, 1, 1))[0]
        elif stay.age >= 19 and rng.random() < 0.6:
            reporter = jobcentre_of(self._council)
        confidence = Confidence.SELF_REPORTED if rng.random() < 0.3 else Confidence.CONFIRMED
        self._notebook.spell(reporter, code, stay.started_on, stay.ended_on, confidence=confidence)

    def _take_part(self, stay: Stay, before: Stay | None, after: Stay | None) -> None:
        """In learning, training or work: one spell after the other for as long as the stay."""
        start, level = self._first_day(stay), start_level(self._rng, stay.activity, stay)
        if before is not None:
            self._come_in(stay, before, start)
        last = stay.ended_on or self._today
        while start <= last:
            doing = self._doing(stay, start, level)
            planned = doing.planned_end_on
            if stay.ended_on is None and (planned is None or planned >= self._today):
                self._tell_open(doing)
                return
            if planned is None or planned > last:
                self._tell_cut_short(doing, last, after)
                return
            self._tell_ended(doing, planned, Completion.COMPLETED)
            start = next_start(self._rng, stay.activity, planned)
            level = next_level(level, stay.activity)

    def _first_day(self, stay: Stay) -> date:
        begins_in_september = (stay.started_on.month, stay.started_on.day) == (9, 1)
        late = timedelta(days=self._rng.randrange(9) if begins_in_september else 0)
        return min(stay.started_on + late, stay.ended_on or self._today)

    def _doing(self, stay: Stay, start: date, level: str | None) -> _Doing:
        reporter, provider_name = self._who(stay.activity)
        return _Doing(
            activity=stay.activity,
            started_on=start,
            planned_end_on=planned_end(self._rng, stay.activity, start, level=level, stay=stay),
            level=level,
            reporter=reporter,
            provider_name=provider_name,
        )

    def _who(self, code: int) -> tuple[str, str | None]:
        """Who says so (an agency's code), and who teaches or employs."""
        if code in JOBS:
            employer = self._rng.choice(EMPLOYERS)
            return (EMPLOYER if employer == EMPLOYERS[0] else self._council), employer
        if code == 240:
            return self._council, self._rng.choice(UNIVERSITIES)
        if code == 440:
            return jobcentre_of(self._council), "Jobcentre"
        if code == 530:
            return CHARITY, "Open Gate Youth Project"
        provider = draw_provider(self._rng, self._district, code)
        return (provider.code, provider.name) if provider else (self._council, None)

    def _come_in(self, stay: Stay, before: Stay, start: date) -> None:
        """From school with an offer, or back from having been NEET or not known."""
        if before.activity in AT_SCHOOL and self._rng.random() < SEPTEMBER_GUARANTEE:
            self._offer(start, stay.activity)
        elif before.activity in OUTSIDE:
            kind = MilestoneKind.RE_ENGAGED if stay.activity == 530 else MilestoneKind.RE_ENTERED
            self._notebook.milestone(self._council, kind, start)

    def _offer(self, start: date, code: int) -> None:
        """An offer in the spring before, mostly accepted."""
        reporter = self._who(code)[0]
        offered = start - timedelta(days=self._rng.randrange(60, 200))
        self._notebook.milestone(reporter, MilestoneKind.OFFERED, offered, planned_start_on=start)
        if self._rng.random() < ACCEPTED:
            accepted = offered + timedelta(days=self._rng.randrange(5, 40))
            self._notebook.milestone(reporter, MilestoneKind.ACCEPTED, accepted, planned_start_on=start)

    def _tell_open(self, doing: _Doing) -> None:
        # A job's planned end is how long it will last, which nobody knows while it does.
        planned = None if doing.activity in JOBS else doing.planned_end_on
        key = self._spell(doing, None, planned_end_on=planned)
        self._begin(doing, key, self._today)

    def _tell_cut_short(self, doing: _Doing, last: date, after: Stay | None) -> None:
        """Ended by the next stay rather than by its plan."""
        if doing.activity in JOBS:
            self._tell_ended(doing, last, Completion.COMPLETED)
            return
        end = max(doing.started_on, last - timedelta(days=self._rng.randrange(8)))
        if doing.activity not in FULL_TIME and self._rng.random() < STOPS_AS_PLANNED:
            self._tell_ended(msgspec.structs.replace(doing, planned_end_on=end), end, Completion.COMPLETED)
        elif after is None or after.activity in OUTSIDE:
            self._tell_ended(doing, end, Completion.WITHDRAWN, withdraw_reason=self._rng.choice(_LEFT))
        else:
            self._tell_ended(doing, end, Completion.MOVED_ON, withdraw_reason=self._rng.choice(_MOVED))

    def _tell_ended(self, doing: _Doing, end: date, completion: Completion, **content: Any) -> None:
        planned = None if doing.activity in JOBS else doing.planned_end_on
        key = self._spell(doing, end, planned_end_on=planned, completion=completion, **content)
        self._begin(doing, key, end)
        about = {"spell_key": key, "level": doing.level, "sector": self._sector(doing)}
        if doing.activity in JOBS:
            self._notebook.milestone(doing.reporter, MilestoneKind.JOB_ENDED, end, spell_key=key)
        elif completion is Completion.COMPLETED:
            self._notebook.milestone(doing.reporter, MilestoneKind.COMPLETED, end, **about)
            if self._rng.random() < ACHIEVED:
                achieved = end + timedelta(days=self._rng.randrange(30))
                self._notebook.milestone(doing.reporter, MilestoneKind.ACHIEVED, achieved, **about)
        else:
            self._notebook.milestone(doing.reporter, MilestoneKind.WITHDREW, end, spell_key=key)

    def _begin(self, doing: _Doing, key: str, until: date) -> None:
        is_job = doing.activity in JOBS
        kind = MilestoneKind.JOB_STARTED if is_job else MilestoneKind.STARTED
        self._notebook.milestone(doing.reporter, kind, doing.started_on, spell_key=key)
        held = doing.started_on + _JOB_HELD
        if is_job and held <= until and self._rng.random() < CONFIRMED:
            self._notebook.milestone(doing.reporter, MilestoneKind.JOB_CONFIRMED, held, spell_key=key)

    def _spell(self, doing: _Doing, ended_on: date | None, **content: Any) -> str:
        title, sector = title_and_sector(doing.activity, doing.level, self._field, self._subject)
        heard_of_it = doing.activity in JOBS | {240} and doing.reporter == self._council
        self_reported = heard_of_it and self._rng.random() < 0.5
        return self._notebook.spell(
            doing.reporter,
            doing.activity,
            doing.started_on,
            ended_on,
            provider_name=doing.provider_name,
            title=title,
            level=doing.level,
            sector=sector,
            confidence=Confidence.SELF_REPORTED if self_reported else Confidence.CONFIRMED,
            **content,
        )

    def _sector(self, doing: _Doing) -> str | None:
        return title_and_sector(doing.activity, doing.level, self._field, self._subject)[1]
