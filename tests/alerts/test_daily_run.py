"""The daily run: those due, everybody, and providers that fell silent."""

from datetime import date, datetime, timedelta

from service.alerts.operations import record, watch_due, watch_everybody, watch_providers
from service.kit import database as sql
from service.kit.audit import By
from service.kit.database import REGISTER, Database
from tests.factories import a_spell, make_council, make_learner, make_provider, record_spell


async def test_the_daily_run_touches_those_due_and_agrees_with_the_full_one(
    database: Database, now: datetime, today: date
) -> None:
    async with database.transaction(REGISTER) as session:
        council = await make_council(session, now=now)
        college = await make_provider(session, now=now, council=council)
        for n in range(6):
            person = await make_learner(session, by=By(agency_id=college.id), now=now)
            spell = a_spell(
                person.id, agency=college, now=now, planned_end_on=today + timedelta(days=20 + 30 * n)
            )
            await record(session, spells=[spell], by=By(agency_id=college.id), now=now, today=today)
        everybody = await sql.value(session, "select count(*) from situation")
    later = now + timedelta(days=75)

    due = await watch_due(database, now=later, today=later.date())
    async with database.transaction(REGISTER) as session:
        after_due = await sql.rows(
            session, "select learner_id, rule from alert where closed_on is null order by 1, 2"
        )
    full = await watch_everybody(database, now=later, today=later.date())
    async with database.transaction(REGISTER) as session:
        after_full = await sql.rows(
            session, "select learner_id, rule from alert where closed_on is null order by 1, 2"
        )

    assert 0 < due.looked_at < everybody + 1
    assert full.looked_at == everybody
    assert (full.raised, full.closed) == (0, 0)
    assert [tuple(row.values()) for row in after_due] == [tuple(row.values()) for row in after_full]


async def test_where_somebody_stands_is_kept_right_after_the_age_at_which_alerts_end(
    database: Database, now: datetime, today: date
) -> None:
    async with database.transaction(REGISTER) as session:
        council = await make_council(session, now=now)
        born = today.replace(year=today.year - 25) + timedelta(days=10)
        person = await make_learner(session, by=By(agency_id=council.id), now=now, date_of_birth=born)
        job = {"activity": 330, "started_on": today, "provider_name": "A bakery"}
        await record_spell(session, person.id, agency=council, now=now, **job)
    for passed in range(10, 220, 30):
        await watch_due(database, now=now + timedelta(days=passed), today=today + timedelta(days=passed))
    async with database.transaction(REGISTER) as session:
        stands = await sql.row(
            session, "select activity, stage from situation where learner_id = $1", person.id
        )
        alerts = await sql.value(session, "select count(*) from alert where closed_on is null")
    assert stands is not None
    assert (stands["activity"], stands["stage"], alerts) == (810, "not_known", 0)


async def test_watch_providers_raises_for_silence_once_and_closes_when_heard_from(
    database: Database, now: datetime, today: date
) -> None:
    async with database.transaction(REGISTER) as session:
        college = await make_provider(session, now=now)
        learner = await make_learner(session, by=By(agency_id=college.id), now=now)
        await record_spell(
            session, learner.id, agency=college, now=now, started_on=today - timedelta(days=90)
        )

    first = await watch_providers(database, now=now, today=today)
    again = await watch_providers(database, now=now, today=today)
    async with database.transaction(REGISTER) as session:
        await sql.execute(session, "insert into agency_report values ($1, $2, $3)", college.id, today, now)
    heard = await watch_providers(database, now=now, today=today)

    assert (first.raised, again.raised, heard.closed) == (1, 0, 1)
