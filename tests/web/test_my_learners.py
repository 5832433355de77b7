"""An agency's list of learners: now, as known on a past day, and as a file to take along."""

import csv
import io
from datetime import date, datetime, timedelta

import pytest

from service.access.rows import Scope
from service.accounts.rows import Role
from service.alerts.operations import record, watch_everybody
from service.kit.audit import By
from service.kit.database import REGISTER, Database
from service.learners.rows import Learner
from service.pathways import queries as pathways
from service.pathways.rows import Completion
from service.web.known_list import listed_as_known, tally_of
from tests.factories import a_spell, make_learner, make_provider, record_spell
from tests.web.conftest import Browser, BrowserOf

WEEK = timedelta(days=7)


@pytest.fixture
async def college(client_as: BrowserOf) -> Browser:
    return await client_as(Role.PROVIDER_STAFF)


@pytest.fixture
async def learner(college: Browser, database: Database, now: datetime) -> Learner:
    """At college since September, said four weeks ago; left two weeks ago, said one week ago."""
    by, then = By(agency_id=college.agency.id), now - 4 * WEEK
    async with database.transaction(REGISTER) as session:
        learner = await make_learner(session, by=by, now=then, family_name="Quill", uln="9276308686")
        other = await make_provider(session, now=then, name="Another College")
        await make_learner(session, by=By(agency_id=other.id), now=then, family_name="Stranger")
        course = await record_spell(session, learner.id, agency=college.agency, now=then, source_key="course")
        left = a_spell(
            learner.id,
            agency=college.agency,
            now=now - WEEK,
            source_key="course",
            started_on=course.started_on,
            ended_on=(now - 2 * WEEK).date(),
            completion=Completion.WITHDRAWN,
        )
        await record(session, spells=[left], by=by, now=now - WEEK, today=(now - WEEK).date())
        await make_learner(session, by=by, now=now, family_name="Newcomer")
    return learner


def cells(text: str) -> str:
    return " ".join(text.split())


async def test_the_list_is_as_it_was_known_at_the_end_of_a_past_day(
    college: Browser, learner: Learner, now: datetime
) -> None:
    before = cells((await college.get(f"/learners?known_on={(now - 10 * WEEK / 7).date()}")).text)
    after = cells((await college.get(f"/learners?known_on={(now - WEEK).date()}")).text)
    today = cells((await college.get("/learners")).text)

    assert "1 learner learning or working, 0 not in education" in before
    assert "Further education college, Chelmer Valley College" in before
    assert "0 learners learning or working" in after
    assert "Newcomer" in today
    assert "Newcomer" not in before  # nobody knew them then
    assert all("Stranger" not in text for text in (before, after, today))


async def test_a_past_day_is_filtered_like_today(college: Browser, learner: Learner, now: datetime) -> None:
    then = (now - 10 * WEEK / 7).date()

    learning = (await college.get(f"/learners?known_on={then}&group=eet")).text
    unknown = (await college.get(f"/learners?known_on={then}&group=not_known")).text

    assert learner.family_name in learning
    assert learner.family_name not in unknown


@pytest.mark.parametrize("typed", ["tomorrow week", "2031-01-01", "31 February 2026"])
async def test_a_day_that_cannot_be_is_said_by_its_field(college: Browser, typed: str) -> None:
    answer = await college.get("/learners", params={"known_on": typed})

    assert answer.status_code == 422
    assert "There is a problem" in answer.text


async def test_as_known_today_is_what_is_stored(
    college: Browser, learner: Learner, database: Database, now: datetime
) -> None:
    await watch_everybody(database, now=now, today=now.date())
    within = Scope(college.agency.id)
    async with database.transaction(REGISTER) as session:
        known = await listed_as_known(session, within=within, on=now.date())
        stored, _ = await pathways.listed(session, within=within, group="", family="", limit=99, skip=0)
        tally = await pathways.tally(session, within=within)

    assert known == stored
    assert tally_of(known) == tally


async def test_the_file_has_the_agencys_own_learners_and_the_agreed_columns(
    college: Browser, learner: Learner
) -> None:
    answer = await college.get("/learners.csv")
    rows = list(csv.DictReader(io.StringIO(answer.text.removeprefix("\ufeff"))))

    assert answer.headers["content-type"].startswith("text/csv")
    assert {row["Family name"] for row in rows} == {"Quill", "Newcomer"}
    row = next(row for row in rows if row["Family name"] == "Quill")
    assert (row["Indicator"], row["ULN"]) == (learner.indicator, "9276308686")
    assert row["What they do now"] == "Not known"
    assert "Postcode" not in row


def test_the_days_used_here_are_days_of_one_year(now: datetime) -> None:
    assert (now - 4 * WEEK).date() > date(now.year, 9, 1)
