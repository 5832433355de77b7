"""The people around the town: in bulk, with their alerts held by colleagues."""

from datetime import date, datetime

from service.demo.cast import gather_cast
from service.demo.surroundings import add_surroundings
from service.kit import database as sql
from service.kit.audit import By
from service.kit.database import REGISTER, Database
from service.kit.ids import NOBODY


async def test_surroundings_leave_no_open_alert_of_a_council_without_an_adviser(
    committed: Database, now: datetime, today: date
) -> None:
    async with committed.transaction(REGISTER) as session:
        cast = await gather_cast(session, by=By(agency_id=NOBODY), now=now, today=today)

    told: list[str] = []
    await add_surroundings(
        committed, cast, learners=600, service_name="Pathway", now=now, today=today, say=told.append
    )

    async with committed.transaction(REGISTER) as session:
        learners = await sql.value(session, "select count(*) from learner")
        held = await sql.value(session, "select count(*) from holding")
        alerts = await sql.value(
            session, "select count(distinct learner_id) from alert where closed_on is null"
        )
    assert learners == 600
    assert 0 < held == alerts
    assert told


async def test_no_surroundings_are_none(committed: Database, now: datetime, today: date) -> None:
    async with committed.transaction(REGISTER) as session:
        cast = await gather_cast(session, by=By(agency_id=NOBODY), now=now, today=today)
        before = await sql.value(session, "select count(*) from learner")

    await add_surroundings(
        committed, cast, learners=0, service_name="Pathway", now=now, today=today, say=lambda _: None
    )

    async with committed.transaction(REGISTER) as session:
        assert await sql.value(session, "select count(*) from learner") == before
