"""A council that acts for the board, two districts, and figures to enter."""

from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest

from service.agencies import queries as agencies
from service.agencies.rows import Area, AreaKind
from service.kit.audit import By
from service.kit.database import Session
from service.kit.ids import new_id
from service.priorities.rows import Figure
from service.vocabulary.priority_sector import PrioritySector
from tests.factories import make_council

SOURCE = "Essex vacancy survey"


def a_figure(today: date, **details: Any) -> Figure:
    """412 vacancies in construction, open a week ago and published since; unless `details` say otherwise."""
    usual = {
        "sector": PrioritySector.CONSTRUCTION,
        "vacancies": 412,
        "as_of_on": today - timedelta(days=7),
        "source": SOURCE,
        "source_on": today - timedelta(days=2),
    }
    return Figure(**{**usual, **details})


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
async def by(session: Session, districts: dict[str, UUID], now: datetime) -> By:
    """The council's data officer, as far as a trail goes."""
    return By(agency_id=(await make_council(session, now=now)).id)
