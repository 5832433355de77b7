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


async def test_the_whole_list_is_narrowed_by_its_filters(
    client_as: BrowserOf, database: Database, now: datetime
) -> None:
    async with database.transaction(REGISTER) as session:
        council = await make_council(session, now=now)
        college = await make_provider(session, now=now, council=council)
        names = {}
        for name, activity, weeks in (
            ("Nell", 619, 30),
            ("Emil", 330, 4),
        ):  # NEET for long; a job without training
            learner = await make_learner(
                session,
                by=By(agency_id=college.id),
                now=now,
                postcode="CM1 1AA",
                given_names=name,
            )
            started_on = now.date() - timedelta(weeks=weeks)
            await record_spell(
                session, learner.id, agency=college, now=now, activity=activity, started_on=started_on
            )
            names[name] = learner
    adviser = await client_as(Role.YOUTH_ADVISER, council)

    async def shown(query: str) -> set[str]:
        text = (await adviser.get(f"/today/list{query}")).text
        return {name for name in names if f"{name} " in text}

    assert await shown("") == {"Nell", "Emil"}
    assert await shown("?about=training") == {"Emil"}
    assert await shown("?about=review&severity=low") == set()
    assert await shown("?due=late") <= await shown("?due=week")
    assert await shown("?about=nonsense&severity=&due=") == {"Nell", "Emil"}
    assert "Nobody on your list has such an alert" in (await adviser.get("/today/list?about=move")).text
    assert 'value="training" selected' in (await adviser.get("/today/list?about=training")).text


async def test_fifteen_people_have_a_card_ten_a_line_and_the_list_names_all(
    client_as: BrowserOf, database: Database, now: datetime
) -> None:
    async with database.transaction(REGISTER) as session:
        council = await make_council(session, now=now)
        college = await make_provider(session, now=now, council=council)
        for n in range(28):
            learner = await make_learner(
                session,
                by=By(agency_id=college.id),
                now=now,
                postcode="CM1 1AA",
            )
            await record_spell(
                session, learner.id, agency=college, now=now, activity=619, source_key=f"neet {n}"
            )
    adviser = await client_as(Role.YOUTH_ADVISER, council)
    today = (await adviser.get("/today")).text
    assert today.count('class="app-card__who"') == 15
    assert today.count('name="learners"') == 10
    assert "<strong>10</strong> of 13 people" in today
    pages = [(await adviser.get(f"/today/list?page={number}")).text for number in (1, 2)]
    assert [each.count('name="learners"') for each in pages] == [25, 3]
    assert "<strong>28 people</strong>" in pages[0]


async def test_what_is_being_seen_to_makes_room_for_what_nobody_has_seen(
    client_as: BrowserOf, database: Database, clock: MovingClock, now: datetime
) -> None:
    async with database.transaction(REGISTER) as session:
        council = await make_council(session, now=now)
        college = await make_provider(session, now=now, council=council)
        people = []
        for n in range(2):
            born = date(now.year - 17, 6, 5 + n)  # no birthday at which somebody else takes over is near
            by = By(agency_id=college.id)
            learner = await make_learner(session, by=by, now=now, postcode="CM1 1AA", date_of_birth=born)
            began = {"activity": 619, "started_on": now.date() - timedelta(days=n), "source_key": f"neet {n}"}
            await record_spell(session, learner.id, agency=college, now=now, **began)
            people.append(learner)
    names = [f"{each.given_names} {each.family_name}" for each in people]
    clock.move(timedelta(days=14))
    adviser = await client_as(Role.YOUTH_ADVISER, council)
    before = (await adviser.get("/today")).text
    first = min(range(2), key=lambda n: before.index(names[n]))
    assert "2 alerts wait for you, 2 of them late" in before
    told = {"channel": "phone", "two_way": "no", "occurred_on": "today"}
    logged = await adviser.submit(f"/learners/{people[first].id}/contacts", **told)
    assert logged.status_code == 303
    after = (await adviser.get("/today")).text
    assert after.index(names[1 - first]) < after.index(names[first])
    assert "1 alert waits for you, 1 of them late" in after
    assert "1 more is being seen to." in after
    assert after.count("<strong>Being seen to</strong>") == 1
