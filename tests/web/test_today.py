"""An adviser's Today: one card a person, the most pressing alert in full, the others in a line each."""

from datetime import date, datetime, timedelta

from service.accounts.rows import Role
from service.alerts.operations import record_circumstance
from service.circumstances.rows import Circumstance, Kind
from service.kit.audit import By
from service.kit.database import REGISTER, Database
from service.kit.ids import new_id
from tests.factories import make_council, make_learner, make_provider, record_spell
from tests.web.conftest import BrowserOf, MovingClock


async def test_somebody_with_several_alerts_has_one_card(
    client_as: BrowserOf, database: Database, now: datetime
) -> None:
    async with database.transaction(REGISTER) as session:
        council = await make_council(session, now=now)
        college = await make_provider(session, now=now, council=council)
        neet = {"activity": 619, "started_on": now.date() - timedelta(weeks=30)}
        people = []
        for n in range(2):
            born = date(now.year - 17, 6, 5 + n)  # no birthday at which somebody else takes over is near
            by = By(agency_id=college.id)
            learner = await make_learner(session, by=by, now=now, postcode="CM1 1AA", date_of_birth=born)
            await record_spell(session, learner.id, agency=college, now=now, source_key=f"neet {n}", **neet)
            people.append(learner)
    adviser = await client_as(Role.YOUTH_ADVISER, council)
    shown = (await adviser.get("/today")).text
    for learner in people:
        assert shown.count(f'href="/learners/{learner.id}"') == 1
    assert shown.count("Nobody has spoken with them yet") >= 2
    assert shown.count("Also ") >= 4, "new NEET and NEET for long beside it"
    assert "6 alerts wait for you. They are about 2 young people" in shown


async def test_a_provider_that_was_asked_has_its_days_and_then_it_is_the_advisers_turn(
    client_as: BrowserOf, database: Database, clock: MovingClock, now: datetime
) -> None:
    today = now.date()
    monday = today - timedelta(days=today.weekday())
    async with database.transaction(REGISTER) as session:
        council = await make_council(session, now=now)
        college = await make_provider(session, now=now, council=council)
        by = By(agency_id=college.id)
        learner = await make_learner(session, by=by, now=now, postcode="CM1 1AA")
        began = {"started_on": today - timedelta(days=60), "planned_end_on": today + timedelta(days=200)}
        await record_spell(session, learner.id, agency=college, now=now, **began)
        for back in range(4, 0, -1):
            week = Circumstance(
                learner_id=learner.id,
                id=new_id(),
                kind=Kind.ATTENDANCE,
                value="10/6/0",
                starts_on=monday - timedelta(weeks=back),
                recorded_at=now,
                agency_id=college.id,
                source_key=f"week {back}",
            )
            await record_circumstance(
                session, said=week, born_on=learner.date_of_birth, by=by, now=now, today=today
            )
    adviser = await client_as(Role.YOUTH_ADVISER, council)
    shown = (await adviser.get("/today")).text
    assert "There for 24 of 40 sessions" in shown
    assert f"Waiting for {college.name} since" in shown
    clock.move(timedelta(days=7))
    later = (await (await client_as(Role.YOUTH_ADVISER, council)).get("/today")).text
    assert f"{college.name} was asked and has not answered" in later.replace("&#39;", "'")
    assert "Waiting for" not in later
