"""Looking learners up and reading timelines through the API."""

from datetime import date, datetime
from typing import Any

import pytest

from service.agencies.rows import Agency
from service.alerts.operations import record
from service.kit.audit import By
from service.kit.database import REGISTER, Database, rows
from service.learners.rows import Learner
from service.pathways.rows import MilestoneKind
from service.web.api.paging import cursor_of
from tests.factories import a_milestone, make_learner, record_spell
from tests.web.api.conftest import API, System, SystemOf


async def viewed(database: Database, agency: Agency) -> list[tuple[Any, str]]:
    """What the audit trail says an agency has looked at: (learner, why)."""
    statement = """
        select subject_id, detail->>'why' as why from audit_entry where agency_id = $1 and act = 'record viewed'
        order by seq
    """
    async with database.transaction(REGISTER) as session:
        return [(row["subject_id"], row["why"]) for row in await rows(session, statement, agency.id)]


@pytest.mark.parametrize(
    "written",
    [
        pytest.param(lambda indicator: indicator, id="as printed"),
        pytest.param(lambda indicator: indicator.lower().replace("-", " "), id="as typed"),
    ],
)
async def test_a_learner_is_found_by_indicator_and_the_look_leaves_a_trace(
    system: System, database: Database, rowan: Learner, written: Any
) -> None:
    found = await system.post("/learners/search", json={"indicator": written(rowan.indicator)})

    assert found.status_code == 200
    assert [each["id"] for each in found.json()["learners"]] == [str(rowan.id)]
    assert (rowan.id, "looked up by indicator") in await viewed(database, system.agency)


async def test_a_learner_is_found_by_name_and_birth_and_the_look_leaves_a_trace(
    system: System, database: Database, rowan: Learner
) -> None:
    asked = {"family_name": rowan.family_name.upper(), "date_of_birth": rowan.date_of_birth.isoformat()}
    found = await system.post("/learners/search", json=asked)

    assert [each["indicator"] for each in found.json()["learners"]] == [rowan.indicator]
    assert (rowan.id, "looked up by name and date of birth") in await viewed(database, system.agency)


async def test_nobody_there_and_nobody_you_may_see_answer_alike(
    system_of: SystemOf, elsewhere: Agency, rowan: Learner
) -> None:
    other = await system_of(elsewhere)
    born = rowan.date_of_birth.isoformat()

    theirs = await other.post("/learners/search", json={"indicator": rowan.indicator})
    by_name = await other.post(
        "/learners/search", json={"family_name": rowan.family_name, "date_of_birth": born}
    )
    nobodys = await other.post("/learners/search", json={"family_name": "Nobody", "date_of_birth": born})

    assert theirs.content == by_name.content == nobodys.content == b'{"learners":[]}'


@pytest.mark.parametrize(
    "asked",
    [
        pytest.param({}, id="nothing"),
        pytest.param({"family_name": "Underhill"}, id="a name alone"),
        pytest.param({"date_of_birth": "2009-04-17"}, id="a birthday alone"),
        pytest.param({"indicator": "7K4-2DM-9XC"}, id="a mistyped indicator"),
        pytest.param({"indicator": "7K4-2DM-9XD", "family_name": "Underhill"}, id="two ways at once"),
        pytest.param(
            {"family_name": "Underhill", "date_of_birth": "17/04/2009"}, id="a day as people write it"
        ),
    ],
)
async def test_a_search_that_cannot_be_is_refused(system: System, asked: dict[str, str]) -> None:
    refused = await system.post("/learners/search", json=asked)

    assert refused.status_code == 422
    assert refused.json()["errors"]


async def test_a_timeline_shows_the_facts_of_all_agencies_with_their_source(
    system: System, council: Agency, college: Agency, database: Database, rowan: Learner, now: datetime
) -> None:
    async with database.transaction(REGISTER) as session:
        await record_spell(session, rowan.id, agency=council, now=now, activity=619)
    await system.record(rowan.id, "spells", key="s1", activity=230, started_on=f"{now.year}-09-07")

    told = (await system.get(f"/learners/{rowan.id}/timeline")).json()

    assert [(fact["agency"]["name"], fact["activity"]) for fact in told["facts"]] == [
        (college.name, 230),
        (council.name, 619),
    ]
    assert [fact["key"] for fact in told["facts"]] == ["s1", None]
    assert told["next"] is None


async def test_anothers_words_about_a_learner_stay_with_them(
    system: System, council: Agency, database: Database, rowan: Learner, now: datetime
) -> None:
    told = a_milestone(
        rowan.id, MilestoneKind.AT_RISK, agency=council, now=now, detail="Something said in trust"
    )
    async with database.transaction(REGISTER) as session:
        await record(session, milestones=[told], by=By(agency_id=council.id), now=now, today=now.date())

    read = await system.get(f"/learners/{rowan.id}/timeline")

    assert read.json()["facts"][0]["kind"] == "at_risk"
    assert "trust" not in read.text


async def test_pages_of_a_timeline_hold_while_facts_are_added(
    system: System, college: Agency, database: Database, rowan: Learner, now: datetime
) -> None:
    async with database.transaction(REGISTER) as session:
        for day in (1, 2, 3, 3, 4):
            await record_spell(session, rowan.id, agency=college, now=now, started_on=date(now.year, 9, day))
    whole = (await system.get(f"/learners/{rowan.id}/timeline")).json()["facts"]

    first = await system.get(f"/learners/{rowan.id}/timeline", params={"limit": 2})
    async with database.transaction(REGISTER) as session:
        await record_spell(session, rowan.id, agency=college, now=now, started_on=date(now.year, 9, 30))
    second = await system.get(first.links["next"]["url"].removeprefix(API))
    third = await system.get(
        f"/learners/{rowan.id}/timeline", params={"limit": 2, "cursor": second.json()["next"]}
    )

    pages = [*first.json()["facts"], *second.json()["facts"], *third.json()["facts"]]
    assert [fact["id"] for fact in pages] == [fact["id"] for fact in whole]
    assert "link" not in third.headers
    assert third.json()["next"] is None


@pytest.mark.parametrize(
    "query",
    [
        pytest.param({"cursor": "not a cursor"}, id="no cursor"),
        pytest.param({"cursor": cursor_of([1, 2])}, id="the cursor of another list"),
        pytest.param({"cursor": "A"}, id="cut short"),
        pytest.param({"cursor": "é"}, id="no base64"),
        pytest.param({"limit": "0"}, id="no entries"),
        pytest.param({"limit": "101"}, id="too many entries"),
        pytest.param({"limit": "ten"}, id="no number"),
    ],
)
async def test_a_page_that_cannot_be_is_refused(
    system: System, rowan: Learner, query: dict[str, str]
) -> None:
    refused = await system.get(f"/learners/{rowan.id}/timeline", params=query)

    assert refused.status_code == 422
    assert refused.json()["errors"][0]["pointer"] == f"#/{next(iter(query))}"


async def test_the_council_reads_a_resident_it_answers_for(
    system_of: SystemOf, council: Agency, database: Database, college: Agency, now: datetime
) -> None:
    async with database.transaction(REGISTER) as session:
        learner = await make_learner(session, by=By(agency_id=college.id), now=now)
    theirs = await system_of(council)

    assert (await theirs.get(f"/learners/{learner.id}")).json()["id"] == str(learner.id)
