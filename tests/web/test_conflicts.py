"""Agencies that contradict each other: on the data officer's list until they agree, and said on the timeline."""

from datetime import date, datetime, timedelta

import pytest

from service.accounts.rows import Role
from service.agencies.rows import Agency
from service.alerts.operations import watch_due
from service.kit.audit import By
from service.kit.database import REGISTER, Database
from service.learners.rows import Learner
from service.pathways.rows import Confidence
from tests.factories import make_learner, make_provider, record_spell
from tests.web.conftest import Browser, BrowserOf

BEGAN = date(2026, 9, 2)
SIDE_BY_SIDE = "Different things are said to have begun on 2 September 2026"


@pytest.fixture
async def officer(client_as: BrowserOf) -> Browser:
    return await client_as(Role.DATA_OFFICER)


@pytest.fixture
async def agencies(officer: Browser, database: Database, now: datetime) -> list[Agency]:
    async with database.transaction(REGISTER) as session:
        return [
            await make_provider(session, now=now, name=name, council=officer.agency)
            for name in ("Chelmer Valley College", "Estuary Jobs")
        ]


@pytest.fixture
async def learner(agencies: list[Agency], database: Database, now: datetime) -> Learner:
    college, other = agencies
    async with database.transaction(REGISTER) as session:
        learner = await make_learner(session, by=By(agency_id=college.id), now=now, family_name="Quill")
        await make_learner(session, by=By(agency_id=college.id), now=now)
        await record_spell(session, learner.id, agency=college, now=now, started_on=BEGAN)
        job = {"activity": 330, "provider_name": "Haven Road Warehouse", "source_key": "a job"}
        job |= {"started_on": BEGAN, "confidence": Confidence.SELF_REPORTED}
        await record_spell(session, learner.id, agency=other, now=now, **job)
    return learner


async def test_both_facts_stand_side_by_side_until_the_agencies_agree(
    officer: Browser, agencies: list[Agency], learner: Learner, database: Database, now: datetime
) -> None:
    decisions, listed = (await officer.get("/decisions")).text, (await officer.get("/conflicts")).text
    shown = (await officer.get(f"/conflicts/{learner.id}")).text
    timeline = (await officer.get(f"/learners/{learner.id}")).text

    assert "1 learner about whom two agencies contradict each other" in decisions
    assert listed.count("/conflicts/") == 1
    assert learner.family_name in listed
    assert SIDE_BY_SIDE in shown
    assert shown.index("Chelmer Valley College") < shown.index(
        "Estuary Jobs"
    )  # what is confirmed counts first
    assert "Haven Road Warehouse" in shown
    assert "Two agencies contradict each other" in timeline

    async with database.transaction(REGISTER) as session:
        ended = {"activity": 330, "source_key": "a job", "started_on": BEGAN, "ended_on": date(2026, 9, 30)}
        later = now + timedelta(minutes=1)
        await record_spell(session, learner.id, agency=agencies[1], now=later, **ended)

    assert learner.family_name not in (await officer.get("/conflicts")).text
    assert "The agencies agree again" in (await officer.get(f"/conflicts/{learner.id}")).text


async def test_a_contradiction_that_lapses_leaves_the_list_by_the_daily_run(
    officer: Browser, learner: Learner, database: Database, now: datetime
) -> None:
    later = now + timedelta(days=220)  # a job is believed for half a year
    await watch_due(database, now=later, today=later.date())

    assert learner.family_name not in (await officer.get("/conflicts")).text


async def test_another_councils_officer_sees_nothing_of_it(learner: Learner, client_as: BrowserOf) -> None:
    stranger = await client_as(Role.DATA_OFFICER)

    assert learner.family_name not in (await stranger.get("/conflicts")).text
    assert (await stranger.get(f"/conflicts/{learner.id}")).status_code == 404
