"""The return's pages: what would be sent back today, mended and clean; made, compared and taken."""

from datetime import datetime, timedelta

import pytest

from service.accounts.rows import Role
from service.circumstances.rows import Kind
from service.kit import database as sql
from service.kit.database import REGISTER, Database
from service.returns.operations import check_return, make_return
from service.vocabulary.day import london_day
from tests.returns.council import Council
from tests.web.conftest import Browser, BrowserOf

JOBS = "select name, arguments from job where state = 'waiting' order by id"


@pytest.fixture
async def essex(database: Database, now: datetime) -> Council:
    return await Council(database, la_code="881", since=now - timedelta(days=40)).opens()


@pytest.fixture
async def officer(essex: Council, client_as: BrowserOf) -> Browser:
    return await client_as(Role.DATA_OFFICER, essex.council)


async def test_what_would_be_rejected_leads_to_the_records_and_is_clean_once_mended(
    essex: Council, officer: Browser, now: datetime
) -> None:
    assert "Nothing has been checked yet" in (await officer.get("/nccis")).text
    gap = await essex.gets(besides={Kind.LEVEL_OF_NEED: None})
    await check_return(essex.database, essex.council.id, now=now, today=london_day(now))

    shown = (await officer.get("/nccis")).text
    assert "1 record of 1 would have something wrong" in shown
    assert "The level of need is not recorded." in shown
    assert "Sent back" in shown
    named = (await officer.get("/nccis/faults/100")).text
    assert f"/learners/{gap.id}/circumstances" in named
    assert gap.family_name in named

    done = await officer.submit(
        f"/learners/{gap.id}/circumstances", kind="level_of_need", value="2", starts_on="today"
    )
    assert done.status_code == 303
    later = now + timedelta(minutes=1)
    await check_return(essex.database, essex.council.id, now=later, today=london_day(now))
    assert "none of its 1 record would be sent back" in (await officer.get("/nccis")).text
    assert "No record has this fault" in (await officer.get("/nccis/faults/100")).text


async def test_a_return_is_asked_for_made_by_the_worker_and_taken(
    essex: Council, officer: Browser, database: Database, now: datetime
) -> None:
    learner = await essex.gets()
    yesterday = london_day(now) - timedelta(days=1)
    asked = await officer.submit("/nccis/returns", period_ends_on=yesterday.isoformat())
    assert asked.headers["location"] == "/nccis?done=asked"
    assert "Being made" in (await officer.get("/nccis")).text
    async with database.transaction(REGISTER) as session:
        job = next(each for each in await sql.rows(session, JOBS) if each["name"] == "make_return")
    key = job["arguments"]["return_id"]
    assert (await officer.get(f"/nccis/returns/{key}")).status_code == 404, "not made yet"
    await make_return(database, return_id=key, council_id=essex.council.id, now=now, today=london_day(now))

    taken = await officer.get(f"/nccis/returns/{key}/return.xml")
    assert taken.headers["content-type"].startswith("application/xml")
    assert "<!DOCTYPE NCCIS2019>" in taken.text
    assert learner.family_name in taken.text
    assert "No return of an earlier month" in (await officer.get(f"/nccis/returns/{key}")).text
    lists = await officer.get(f"/nccis/returns/{key}/differences.csv")
    assert lists.text.splitlines()[0].endswith("What,Indicator,Family name,Given names,Date of birth")
    async with database.transaction(REGISTER) as session:
        trail = await sql.rows(session, "select detail::text from audit_entry where act = 'return taken'")
    assert len(trail) == 1
    assert learner.family_name not in str(trail)


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        pytest.param("", "Enter the last day of the month", id="nothing"),
        pytest.param("31 12 2099", "has not ended", id="a month to come"),
        pytest.param("soon", "Enter a day", id="no day"),
    ],
)
async def test_a_wrong_month_is_told_by_its_field(
    essex: Council, officer: Browser, typed: str, said: str
) -> None:
    refused = await officer.submit("/nccis/returns", period_ends_on=typed)
    assert refused.status_code == 422
    assert said in refused.text
    assert 'href="#period_ends_on"' in refused.text


async def test_checking_now_is_left_to_the_worker_and_asked_for_once_while_it_is_under_way(
    essex: Council, officer: Browser, database: Database
) -> None:
    for _ in range(2):
        assert (await officer.submit("/nccis/check")).headers["location"] == "/nccis?done=checking"
    async with database.transaction(REGISTER) as session:
        jobs = [each["name"] for each in await sql.rows(session, JOBS)]
    assert jobs.count("check_return") == 1, "what is under way is enough"


async def test_another_councils_return_is_nobody_elses(
    essex: Council, client_as: BrowserOf, database: Database, now: datetime
) -> None:
    await essex.gets()
    officer = await client_as(Role.DATA_OFFICER, essex.council)
    await officer.submit("/nccis/returns", period_ends_on=(london_day(now) - timedelta(days=1)).isoformat())
    async with database.transaction(REGISTER) as session:
        key = await sql.value(session, "select id from nccis_return")
    await make_return(database, return_id=key, council_id=essex.council.id, now=now, today=london_day(now))
    stranger = await client_as(Role.DATA_OFFICER)
    for path in (f"/nccis/returns/{key}", f"/nccis/returns/{key}/return.xml"):
        assert (await stranger.get(path)).status_code == 404
    assert (await stranger.get("/nccis/faults/100")).status_code == 200
    assert (await stranger.get("/nccis/faults/999")).status_code == 404


async def test_an_administrator_sets_a_councils_code_and_no_two_share_one(
    essex: Council, client_as: BrowserOf
) -> None:
    admin = await client_as(Role.ADMINISTRATOR)
    mine = f"/people/agencies/{admin.agency.id}"
    assert "Code at DfE" in (await admin.get(mine)).text
    for typed, said in (("88", "three figures"), ("881", "Another council has this")):
        refused = await admin.submit(f"{mine}/la-code", la_code=typed)
        assert (refused.status_code, said in refused.text) == (422, True)
    assert (await admin.submit(f"{mine}/la-code", la_code="882")).status_code == 303
    assert 'value="882"' in (await admin.get(mine)).text
    assert (
        await admin.submit(f"/people/agencies/{essex.college.id}/la-code", la_code="885")
    ).status_code == 404
