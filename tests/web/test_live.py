"""The live badge: pushed when it changes, right again after the connection was lost, and keeping no session alive."""

import asyncio
from collections.abc import AsyncIterator
from datetime import date, datetime, timedelta
from uuid import UUID

import asyncpg
import pytest
from litestar.response import ServerSentEventMessage

from service.accounts.operations import actor_of_session
from service.accounts.rows import Account, Actor, Role
from service.agencies.rows import Agency
from service.alerts.queries import Load
from service.alerts.rows import Rung
from service.caseloads import operations as caseloads
from service.kit.audit import By
from service.kit.clock import StandingClock
from service.kit.database import REGISTER, Database
from service.kit.embedded_postgres import EmbeddedPostgres
from service.web.live import Hub, waiting_for
from tests.factories import make_account, make_council, make_learner, record_spell
from tests.web.conftest import BrowserOf, MovingClock

SEEKING = 619
SOON = 10  # seconds, on a busy machine
ME, OTHER = UUID(int=1), UUID(int=2)


class Council:
    """A council, an adviser signed in, and a hub of one web process."""

    agency: Agency
    account: Account

    def __init__(self, database: Database, now: datetime) -> None:
        self.database, self.now = database, now
        self.hub = Hub(database, StandingClock(now))

    async def set_up(self) -> "Council":
        async with self.database.transaction(REGISTER) as session:
            self.agency = await make_council(session, now=self.now)
            self.account = await make_account(
                session, agency=self.agency, role=Role.YOUTH_ADVISER, now=self.now
            )
        return self

    @property
    def actor(self) -> Actor:
        return Actor(
            agency_id=self.agency.id,
            agency_name=self.agency.name,
            agency_kind="council",
            account_id=self.account.id,
            role=Role.YOUTH_ADVISER,
        )

    async def somebody(self) -> UUID:
        """One more young person, NEET and nobody's."""
        born = date(self.now.year - 20, 6, 5)
        by = By(agency_id=self.agency.id)
        async with self.database.transaction(REGISTER) as session:
            learner = await make_learner(session, by=by, now=self.now, date_of_birth=born)
            await record_spell(
                session,
                learner.id,
                agency=self.agency,
                now=self.now,
                activity=SEEKING,
                started_on=self.now.date(),
            )
        return learner.id


@pytest.fixture
async def council(committed: Database, now: datetime) -> AsyncIterator[Council]:
    made = await Council(committed, now).set_up()
    yield made
    await made.hub.close()


async def number(stream: AsyncIterator[ServerSentEventMessage]) -> int:
    """The next number that is pushed."""
    async with asyncio.timeout(SOON):
        async for message in stream:
            if message.event:
                return int(str(message.data))
    raise AssertionError("the stream has ended")


async def listening(council: Council) -> None:
    """Wait until the process listens."""
    async with asyncio.timeout(SOON):
        await council.hub.listening.wait()


async def test_the_first_number_is_the_one_that_stands(council: Council) -> None:
    await council.somebody()
    assert await number(council.hub.follow(council.actor)) == 1


async def test_a_new_alert_is_pushed_and_so_is_whose_it_is(council: Council) -> None:
    stream = council.hub.follow(council.actor)
    assert await number(stream) == 0
    await listening(council)
    learner_id = await council.somebody()
    assert await number(stream) == 1
    async with council.database.transaction(REGISTER) as session:
        other = await make_account(session, agency=council.agency, role=Role.YOUTH_ADVISER, now=council.now)
        await caseloads.assign(
            session,
            learner_id=learner_id,
            to=other.id,
            by=By(agency_id=council.agency.id),
            now=council.now,
            today=council.now.date(),
        )
    assert await number(stream) == 0


async def test_another_council_is_not_rung(council: Council, now: datetime) -> None:
    other = await Council(council.database, now).set_up()
    stream = council.hub.follow(council.actor)
    assert await number(stream) == 0
    await listening(council)
    await other.somebody()
    with pytest.raises(TimeoutError):
        async with asyncio.timeout(1):
            await number(stream)


async def test_what_changed_while_the_connection_was_lost_is_pushed_all_the_same(
    council: Council, postgres: EmbeddedPostgres
) -> None:
    stream = council.hub.follow(council.actor)
    assert await number(stream) == 0
    await listening(council)
    superuser = await asyncpg.connect(postgres.superuser_url)
    await superuser.execute(
        "select pg_terminate_backend(pid) from pg_stat_activity where query ilike 'listen%'"
    )
    await superuser.close()
    await council.somebody()
    assert await number(stream) == 1


async def test_however_many_look_it_is_counted_once_between_two_rings(council: Council) -> None:
    streams = [council.hub.follow(council.actor) for _ in range(50)]
    assert [await number(stream) for stream in streams] == [0] * 50
    await listening(council)
    await council.somebody()
    assert await asyncio.gather(*(number(stream) for stream in streams)) == [1] * 50


@pytest.mark.parametrize(
    ("role", "expected"),
    [
        pytest.param(Role.YOUTH_ADVISER, 1 + 2, id="an adviser: their own and nobody's"),
        pytest.param(Role.TEAM_LEAD, 1 + 2 + 8 + 16, id="a lead: also what was handed over"),
        pytest.param(Role.SERVICE_MANAGER, 1 + 2 + 16, id="a manager: what climbed to the top"),
    ],
)
def test_each_role_counts_what_is_its_turn(role: Role, expected: int) -> None:
    loads = [
        Load(account_id=ME, rung=Rung.IN_TIME, alerts=1),
        Load(account_id=None, rung=Rung.LATE, alerts=2),
        Load(account_id=OTHER, rung=Rung.LATE, alerts=4),
        Load(account_id=OTHER, rung=Rung.LEAD, alerts=8),
        Load(account_id=OTHER, rung=Rung.MANAGER, alerts=16),
    ]
    actor = Actor(agency_id=ME, agency_name="A", agency_kind="council", account_id=ME, role=role)
    assert waiting_for(actor, loads) == expected


async def test_a_page_that_is_only_open_keeps_no_session_alive(
    database: Database, client_as: BrowserOf, clock: MovingClock
) -> None:
    adviser = await client_as(Role.YOUTH_ADVISER)
    token = adviser.session_token or ""
    for minutes, is_there in ((20, True), (11, False)):
        clock.move(timedelta(minutes=minutes))
        async with database.transaction(REGISTER) as session:
            found = await actor_of_session(session, token=token, now=clock.now(), touch=False)
            assert (found is not None) is is_there


async def test_who_does_not_ask_for_events_is_told_the_number_once(client_as: BrowserOf) -> None:
    adviser = await client_as(Role.YOUTH_ADVISER)
    answer = await adviser.get("/today/waiting")
    assert (answer.status_code, answer.text) == (200, "0")


async def test_a_page_that_is_opened_does(
    database: Database, client_as: BrowserOf, clock: MovingClock
) -> None:
    adviser = await client_as(Role.YOUTH_ADVISER)
    for _ in range(3):
        clock.move(timedelta(minutes=20))
        assert (await adviser.get("/caseload")).status_code == 200


async def test_only_those_who_act_on_alerts_are_told_their_number(client_as: BrowserOf) -> None:
    shown = {
        role: (await (await client_as(role)).get("/help")).text
        for role in (Role.YOUTH_ADVISER, Role.DATA_OFFICER)
    }
    assert 'data-live="/today/waiting"' in shown[Role.YOUTH_ADVISER]
    assert "data-live" not in shown[Role.DATA_OFFICER]
