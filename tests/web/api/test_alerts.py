"""Listing an agency's own alerts through the API."""

from datetime import date, datetime

import pytest

from service.agencies.rows import Agency
from service.alerts.operations import watch
from service.kit.audit import By
from service.kit.database import REGISTER, Database
from service.learners.rows import Learner
from service.pathways.rows import Completion
from tests.factories import make_learner, record_spell
from tests.web.api.conftest import API, System, SystemOf


@pytest.fixture
async def leavers(database: Database, college: Agency, now: datetime) -> list[Learner]:
    """Three learners who left early and are in nothing since."""
    left = {"ended_on": date(now.year, 10, 12), "completion": Completion.WITHDRAWN}
    async with database.transaction(REGISTER) as session:
        found = [await make_learner(session, by=By(agency_id=college.id), now=now) for _ in range(3)]
        for learner in found:
            await record_spell(session, learner.id, agency=college, now=now, **left)
    return found


@pytest.fixture
async def councils(system_of: SystemOf, council: Agency) -> System:
    """The council's system."""
    return await system_of(council)


async def test_a_council_lists_its_open_alerts_without_names(
    councils: System, leavers: list[Learner]
) -> None:
    answer = await councils.get("/alerts")

    told = answer.json()["alerts"]
    assert {alert["learner_id"] for alert in told} == {str(learner.id) for learner in leavers}
    assert all(alert["evidence"] and alert["sentence"] and len(alert["alternatives"]) == 2 for alert in told)
    for learner in leavers:
        assert learner.family_name not in answer.text
        assert learner.indicator not in answer.text


async def test_pages_of_alerts_hold_while_alerts_are_raised(
    councils: System, leavers: list[Learner], database: Database, college: Agency, now: datetime
) -> None:
    whole = [alert["id"] for alert in (await councils.get("/alerts")).json()["alerts"]]

    first = await councils.get("/alerts", params={"limit": 2})
    async with database.transaction(REGISTER) as session:
        silent = await make_learner(session, by=By(agency_id=college.id), now=now)
        await watch(session, learner_ids=[silent.id], by=By(agency_id=college.id), now=now, today=now.date())
    second = await councils.get(first.links["next"]["url"].removeprefix(API))

    seen = [alert["id"] for page in (first, second) for alert in page.json()["alerts"]]
    assert seen[: len(whole)] == whole
    assert len(seen) == len(set(seen))


async def test_alerts_of_others_are_not_listed(
    system_of: SystemOf, elsewhere: Agency, leavers: list[Learner]
) -> None:
    other = await system_of(elsewhere)

    assert (await other.get("/alerts")).json() == {"alerts": [], "next": None}
