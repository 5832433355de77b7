"""A small made town: two districts, and as many young people of a kind as a test asks for."""

from collections.abc import Awaitable, Callable
from datetime import UTC, date, datetime, timedelta
from uuid import UUID

import pytest

from service.agencies import queries as agencies
from service.agencies.rows import Agency, AgencyKind, Area, AreaKind
from service.kit import database
from service.kit.audit import By
from service.kit.database import Session
from service.kit.ids import new_id
from service.learners.rows import NewLearner
from service.learners.tables import LearnerTable
from service.pathways import queries as pathways
from service.pathways.rows import Spell
from service.vocabulary.academic_year import AcademicYear

Settle = Callable[..., Awaitable[list[UUID]]]
LETTERS = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"


@pytest.fixture
def month_on(today: date) -> date:
    """The month before the tests' day: over, and not frozen."""
    return date(today.year, 10, 1)


@pytest.fixture
async def by(session: Session, today: date) -> By:
    """A college of the town, heard from lately; and another that never was."""
    heard, silent = (
        Agency(id=new_id(), kind=AgencyKind.PROVIDER, name=name, code=new_id().hex)
        for name in ("Bank College", "Sixth Form")
    )
    await agencies.add_agencies(session, [heard, silent])
    await agencies.note_report(session, heard.id, on=today, at=datetime(today.year, 11, 3, 8, tzinfo=UTC))
    return By(agency_id=heard.id)


@pytest.fixture
async def districts(session: Session) -> dict[str, UUID]:
    """Two districts, by name."""
    areas = [
        Area(id=new_id(), kind=AreaKind.DISTRICT, code=code, name=name, started_on=date(2000, 1, 1))
        for code, name in (("E1", "Northbank"), ("E2", "Southbank"))
    ]
    await agencies.add_areas(session, areas)
    return {area.name: area.id for area in areas}


@pytest.fixture
def settle(session: Session, districts: dict[str, UUID], by: By, month_on: date) -> Settle:
    """Settles `people` learners who do `activity` in the month, as recorded `late` days after it began."""
    made = 0

    async def settled(
        people: int,
        activity: int | None,
        *,
        district: str | None = "Northbank",
        age: int = 16,
        late: int = 0,
        by: By = by,
    ) -> list[UUID]:
        nonlocal made
        recorded = datetime(month_on.year, 10, 2, 9, tzinfo=UTC) + timedelta(days=late)
        learners = []
        for _ in range(people):
            made += 1
            learners.append(_learner(made, age, districts[district] if district else None, by, month_on))
        await database.insert(session, LearnerTable, learners)
        if activity is not None:
            spells = [_spell(learner.id, activity, by, month_on, recorded) for learner in learners]
            await pathways.add_spells(session, spells)
        return [learner.id for learner in learners]

    return settled


def _learner(number: int, age: int, area_id: UUID | None, by: By, month_on: date) -> NewLearner:
    digits = [LETTERS[number // 32**place % 32] for place in range(9)]
    return NewLearner(
        id=new_id(),
        indicator="-".join("".join(digits[start : start + 3]) for start in (0, 3, 6)),
        given_names="Sam",
        family_name="Bank",
        folded_given="sam",
        folded_family="bank",
        date_of_birth=date(AcademicYear.of(month_on).start - age, 3, 5),
        sex=None,
        postcode=None,
        uln=None,
        upn=None,
        ni_number=None,
        email=None,
        area_id=area_id,
        council_id=None,
        registered_at=datetime(month_on.year, 10, 1, 9, tzinfo=UTC),
        registered_by=by.agency_id,
        described_at=datetime(month_on.year, 10, 1, 9, tzinfo=UTC),
    )


def _spell(learner_id: UUID, activity: int, by: By, month_on: date, recorded: datetime) -> Spell:
    return Spell(
        learner_id=learner_id,
        id=new_id(),
        activity=activity,
        started_on=date(month_on.year, 9, 3),
        planned_end_on=date(month_on.year + 1, 7, 20),
        recorded_at=recorded,
        agency_id=by.agency_id,
        source_key="september",
    )
