"""The feed on committed rows: complete, in an order to which nothing is added later, and nobody else's."""

import asyncio
import random
from datetime import datetime, timedelta
from uuid import UUID

import pytest

from service.access.operations import withdraw_claimed
from service.access.rows import Scope
from service.agencies.rows import Agency
from service.circumstances.operations import record_circumstances
from service.circumstances.rows import Kind
from service.feeds import queries
from service.feeds.operations import ChangesForgotten, forget_old, read_changes
from service.feeds.operations.read import KEPT
from service.feeds.rows import Position, What
from service.kit import database as sql
from service.kit.audit import By
from service.kit.database import REGISTER, Database
from service.kit.ids import new_id
from service.learners.rows import Learner
from service.merging.operations import merge, unmerge
from service.merging.rows import Joining
from tests.circumstances.saying import says
from tests.conftest import NOW
from tests.factories import make_council, make_learner, make_provider, record_spell
from tests.feeds.following import Follower

TODAY = NOW.date()


class Town:
    """Two colleges of one council, and what happens to their learners."""

    def __init__(self, database: Database) -> None:
        self.database, self.minute = database, 0
        self.council: Agency
        self.college: Agency
        self.other: Agency

    async def opens(self) -> "Town":
        async with self.database.transaction(REGISTER) as session:
            self.council = await make_council(session, now=NOW)
            self.college = await make_provider(session, now=NOW, council=self.council)
            self.other = await make_provider(session, now=NOW, council=self.council, name="Other College")
        return self

    @property
    def now(self) -> datetime:
        self.minute += 1
        return NOW + timedelta(minutes=self.minute)

    async def registers(self, agency: Agency) -> Learner:
        async with self.database.transaction(REGISTER) as session:
            return await make_learner(session, by=By(agency_id=agency.id), now=NOW)

    async def records(self, agency: Agency, learner: Learner) -> None:
        async with self.database.transaction(REGISTER) as session:
            await record_spell(session, learner.id, agency=agency, now=self.now)

    async def tells(self, agency: Agency, learner: Learner) -> None:
        async with self.database.transaction(REGISTER) as session:
            said = says(1, Kind.ENGLISH, "2", learner_id=learner.id, id=new_id(), agency_id=agency.id)
            born = {learner.id: learner.date_of_birth}
            by = By(agency_id=agency.id)
            await record_circumstances(session, said=[said], born=born, by=by, now=self.now, today=TODAY)

    async def joins(self, survivor: Learner, merged: Learner) -> UUID:
        async with self.database.transaction(REGISTER) as session:
            asked = Joining(survivor_id=survivor.id, merged_id=merged.id, choices={}, reason="one person")
            return await merge(session, asked=asked, by=self.officer, now=self.now, today=TODAY)

    async def parts(self, merge_id: UUID) -> None:
        async with self.database.transaction(REGISTER) as session:
            await unmerge(
                session,
                merge_id=merge_id,
                because="two people",
                by=self.officer,
                now=self.now,
                today=TODAY,
            )

    async def withdraws(self, agency: Agency, learner: Learner) -> None:
        async with self.database.transaction(REGISTER) as session:
            await withdraw_claimed(session, agency_id=agency.id, learner_ids=[learner.id])

    @property
    def officer(self) -> By:
        return By(agency_id=self.council.id)


@pytest.fixture
async def town(committed: Database) -> Town:
    return await Town(committed).opens()


async def test_each_agency_is_told_of_its_own_and_once_a_transaction(town: Town) -> None:
    mine, theirs = (
        await Follower(town.database, town.college.id).starts(),
        await Follower(town.database, town.other.id).starts(),
    )
    learner = await town.registers(town.college)
    await town.registers(town.other)
    assert await mine.follows() == [(What.ACCESS_GIVEN, learner.id)]
    assert len(await theirs.follows()) == 1

    await town.records(town.college, learner)
    await town.tells(town.college, learner)
    assert await mine.follows() == [(What.PATHWAY, learner.id), (What.CIRCUMSTANCES, learner.id)]
    assert await theirs.follows() == []
    assert await mine.follows() == [], "read on, nothing is told twice"


async def test_after_access_is_withdrawn_that_is_told_and_nothing_more(town: Town) -> None:
    learner = await town.registers(town.college)
    mine = await Follower(town.database, town.college.id).starts()
    await town.withdraws(town.college, learner)
    await town.records(town.other, learner)
    assert await mine.follows() == [(What.ACCESS_WITHDRAWN, learner.id)]
    assert mine.known == await mine.visible()


async def test_records_that_are_joined_and_parted_again_are_told_as_such(town: Town) -> None:
    one, two = await town.registers(town.college), await town.registers(town.college)
    mine = await Follower(town.database, town.college.id).starts()
    joined = await town.joins(one, two)
    assert (What.JOINED, two.id) in await mine.follows()
    assert mine.known == await mine.visible() == (mine.known - {two.id}) | {one.id}
    await town.parts(joined)
    assert (What.PARTED, two.id) in await mine.follows()
    assert mine.known == await mine.visible() >= {one.id, two.id}


@pytest.mark.parametrize("seed", range(4))
async def test_whoever_follows_from_the_beginning_knows_what_a_full_read_gives(town: Town, seed: int) -> None:
    chance = random.Random(seed)
    followers = [
        await Follower(town.database, each.id, looked_at=chance.choice((1, 3, 50))).starts()
        for each in (town.college, town.other, town.council)
    ]
    people, merges = [await town.registers(town.college) for _ in range(3)], []
    for _ in range(14):
        act, agency = chance.choice("nrtwjpf"), chance.choice((town.college, town.other))
        if act == "n":
            people.append(await town.registers(agency))
        elif act == "r":
            await town.records(agency, chance.choice(people))
        elif act == "t":
            await town.tells(agency, chance.choice(people))
        elif act == "w":
            await town.withdraws(agency, chance.choice(people))
        elif act == "j" and not merges and len(people) > 1:
            survivor, merged = chance.sample(people, 2)
            merges.append((await town.joins(survivor, merged), merged))
            people.remove(merged)
        elif act == "p" and merges:
            key, merged = merges.pop()
            await town.parts(key)
            people.append(merged)
        elif act == "f":
            await chance.choice(followers).follows()
    for follower in followers:
        await follower.follows()
        assert follower.known == await follower.visible()


async def test_what_commits_late_is_never_skipped(town: Town) -> None:
    first, second = await town.registers(town.college), await town.registers(town.college)
    mine = await Follower(town.database, town.college.id).starts()
    async with town.database.transaction(REGISTER) as slow:
        await record_spell(slow, first.id, agency=town.college, now=town.now)
        await town.records(town.other, second)  # begun later, committed first; of another's audit chain
        assert await mine.follows() == [], "what an open transaction may come before is not read yet"
    assert await mine.follows() == [(What.PATHWAY, first.id), (What.PATHWAY, second.id)]


async def test_many_writers_at_once_lose_nothing_for_who_reads_meanwhile(town: Town) -> None:
    people = [await town.registers(town.college) for _ in range(4)]
    mine = await Follower(town.database, town.college.id, looked_at=3).starts()
    chance = random.Random(3)

    async def writes(n: int) -> None:
        async with town.database.transaction(REGISTER) as session:
            learner = people[n % 4]
            await sql.execute(session, "select pg_sleep($1)", chance.random() / 50)
            await record_spell(session, learner.id, agency=town.college, now=NOW + timedelta(hours=n))

    async def reads() -> None:
        for _ in range(30):
            await mine.follows()
            await asyncio.sleep(0.005)

    await asyncio.gather(reads(), *(writes(n) for n in range(24)))
    await mine.follows()
    assert len([what for what, _ in mine.told if what is What.PATHWAY]) == 24


async def test_what_is_rolled_back_is_not_told(town: Town) -> None:
    learner = await town.registers(town.college)
    mine = await Follower(town.database, town.college.id).starts()

    async def fails() -> None:
        async with town.database.transaction(REGISTER) as session:
            await record_spell(session, learner.id, agency=town.college, now=town.now)
            raise RuntimeError

    with pytest.raises(RuntimeError):
        await fails()
    assert await mine.follows() == []


async def test_what_is_older_than_is_kept_is_gone_and_said_so(town: Town) -> None:
    mine = await Follower(town.database, town.college.id).starts()
    learner = await town.registers(town.college)
    later = datetime.now(NOW.tzinfo) + KEPT
    await forget_old(town.database, now=later - timedelta(minutes=1))
    assert await mine.follows() == [(What.ACCESS_GIVEN, learner.id)]
    then = Position(mine.position.transaction, 0)
    await forget_old(town.database, now=later + timedelta(minutes=1))
    async with town.database.transaction(REGISTER) as session:
        assert await queries.settled_before(session) >= then.transaction
        with pytest.raises(ChangesForgotten):
            await read_changes(session, after=then, within=Scope(town.college.id))


async def test_invented_populations_are_not_told_of(town: Town) -> None:
    learner = await town.registers(town.college)
    mine = await Follower(town.database, town.college.id).starts()
    async with town.database.transaction(REGISTER) as session:
        await sql.execute(session, "select set_config('app.untold', 'on', true)")
        await record_spell(session, learner.id, agency=town.college, now=town.now)
    assert await mine.follows() == []
