"""Where what agencies say of one invented person is put down, with the day each thing was said."""

from datetime import UTC, date, datetime, timedelta
from random import Random
from typing import Any

from service.demo.rows import InventedMilestone, InventedSpell, as_first_told
from service.kit.ids import NOBODY
from service.pathways.rows import MilestoneKind, Spell
from service.pathways.rules import lapses_on
from service.vocabulary.academic_year import AcademicYear

_ENDINGS = frozenset(
    {
        MilestoneKind.COMPLETED,
        MilestoneKind.ACHIEVED,
        MilestoneKind.WITHDREW,
        MilestoneKind.BREAK,
        MilestoneKind.JOB_ENDED,
        MilestoneKind.DESTINATION,
    }
)
_SOON = (2, 20)  # days until something is said
_HEARD_LATELY = (30, 75)  # days ago that what goes on was last confirmed: before the last whole month ended
_WORTH_TWO = timedelta(days=28)  # what was first said less long ago is told once


class Notebook:
    """Spells and milestones of one person, in the order they were told."""

    def __init__(self, rng: Random, *, number: int, today: date) -> None:
        self._rng, self._number, self._today = rng, number, today
        self.spells: list[InventedSpell] = []
        self.milestones: list[InventedMilestone] = []

    def spell(
        self, reporter: str, activity: int, started_on: date, ended_on: date | None, **content: Any
    ) -> str:
        """Puts a spell down, gives its key. What goes on was confirmed lately and in this academic year."""
        first = min(started_on + timedelta(days=self._rng.randint(*_SOON)), self._today)
        last = self._confirmed_on(first) if ended_on is None else self._after(ended_on)
        key = f"demo:{self._number}:{len(self.spells)}"
        spell = InventedSpell(
            key=key,
            reporter=reporter,
            activity=activity,
            started_on=started_on,
            ended_on=ended_on,
            recorded_at=self._at(last),
            first_recorded_at=self._at(first) if last - first > _WORTH_TWO else None,
            **content,
        )
        self.spells.append(spell)
        return key

    def milestone(self, reporter: str, kind: MilestoneKind, occurred_on: date, **content: Any) -> None:
        """Puts a milestone down, unless it has not happened yet."""
        if occurred_on <= self._today:
            milestone = InventedMilestone(
                key=f"demo:{self._number}:m{len(self.milestones)}",
                reporter=reporter,
                kind=kind,
                occurred_on=occurred_on,
                recorded_at=self._at(self._after(occurred_on)),
                **content,
            )
            self.milestones.append(milestone)

    def leave_standing(self) -> None:
        """Turns the last spell into one whose end nobody reported, if it is believed no longer today."""
        if not self.spells:
            return
        last = self.spells[-1]
        standing = as_first_told(last)
        lapse = lapses_on(as_spell(standing))
        if lapse is not None and lapse < self._today:
            self.spells[-1] = standing
            self.milestones = [
                m for m in self.milestones if m.spell_key != last.key or m.kind not in _ENDINGS
            ]

    def _confirmed_on(self, first: date) -> date:
        lately = self._today - timedelta(days=self._rng.randint(*_HEARD_LATELY))
        return min(max(first, lately, AcademicYear.of(self._today).starts_on), self._today)

    def _after(self, day: date) -> date:
        return min(day + timedelta(days=self._rng.randint(*_SOON)), self._today)

    def _at(self, day: date) -> datetime:
        """Some time in office hours; of today, early enough to be past whenever this runs."""
        if day >= self._today:
            return datetime(day.year, day.month, day.day, 0, 5, tzinfo=UTC)
        return datetime(
            day.year, day.month, day.day, self._rng.randrange(8, 17), self._rng.randrange(60), tzinfo=UTC
        )


def as_spell(invented: InventedSpell) -> Spell:
    """The spell as the rules read it, of nobody in particular."""
    return Spell(
        learner_id=NOBODY,
        id=NOBODY,
        activity=invented.activity,
        started_on=invented.started_on,
        ended_on=invented.ended_on,
        planned_end_on=invented.planned_end_on,
        completion=invented.completion,
        recorded_at=invented.recorded_at,
        agency_id=NOBODY,
        source_key=invented.key,
        confidence=invented.confidence,
        level=invented.level,
    )
