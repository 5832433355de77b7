"""A council's team: the lead hands out what is nobody's, people are on leave or leave, two records are joined."""

from datetime import date, datetime, timedelta
from uuid import UUID

from service.access.rows import Scope
from service.accounts.operations import disable_account
from service.accounts.rows import Role
from service.alerts import queries as alerts
from service.alerts.operations import assign_learner, assign_learners
from service.caseloads import operations as caseloads
from service.caseloads.rows import Availability
from service.kit.database import Context
from service.merging.operations import MergeForbidden, merge, unmerge
from service.merging.rows import Joining
from service.vocabulary.working_day import add_working_days
from tests.year.days import chance
from tests.year.world import Team, World, hire

EVERYTHING = 10_000
LEAVE = timedelta(days=13)  # the last day of a fortnight
NOBODY_COVERS = 0.3
LEAVES_ON_DAY = 150  # of the year: an adviser of each council goes for good, and another begins
MERGED_AFTER, PARTED_AFTER = timedelta(days=20), timedelta(days=30)
JOINED_BY_MISTAKE = 0.25


class Council:
    """One council at work."""

    def __init__(self, world: World, team: Team, *, first: date) -> None:
        self._world, self._team, self._first = world, team, first
        self._within = Scope(team.council_id)
        self._context = Context(agency_id=team.council_id)
        self._doubles: dict[int, date] = {}
        self._joined: dict[int, tuple[UUID, date]] = {}

    async def begin_day(self, *, now: datetime, today: date) -> None:
        """Who is away from today, who left last night."""
        for place, account_id in enumerate(self._team.advisers):
            begins = chance(self._world.seed, "leave", self._team.code, place).randrange(10, 330)
            if today == self._working_day(begins):
                await self._leave(account_id, now=now, today=today)
        if today == self._working_day(LEAVES_ON_DAY):
            await self._replace(now=now)
        self._team.away = {who: until for who, until in self._team.away.items() if until >= today}

    def _working_day(self, passed: int) -> date:
        return add_working_days(self._first + timedelta(days=passed), 0)

    async def _leave(self, account_id: UUID, *, now: datetime, today: date) -> None:
        rng = chance(self._world.seed, "cover", self._team.code, today)
        others = [each for each in self._team.advisers if each != account_id]
        told = Availability(
            account_id=account_id,
            agency_id=self._team.council_id,
            away_from_on=today,
            away_until_on=today + LEAVE,
            cover_id=None if rng.random() < NOBODY_COVERS else rng.choice(others),
        )
        by = self._team.by(self._team.lead)
        async with self._world.database.transaction(self._context) as session:
            await caseloads.set_availability(session, told=told, colleagues=frozenset(others), by=by, now=now)
        self._team.away[account_id] = today + LEAVE
        self._world.done["fortnights of leave"] += 1

    async def _replace(self, *, now: datetime) -> None:
        """The first adviser has left: an administrator closes the account. What was theirs is nobody's."""
        gone = self._team.advisers.pop(0)
        async with self._world.database.transaction(self._context) as session:
            by = self._team.by(self._team.administrator)
            await disable_account(session, account_id=gone, by=by, now=now)
        self._team.advisers.append(
            await hire(self._world, self._team.code, Role.YOUTH_ADVISER, "newcomer", now=now)
        )
        self._world.done["advisers who left"] += 1

    async def hand_out(self, *, now: datetime) -> None:
        """The lead gives everybody of the list of what nobody holds to an adviser who is there."""
        async with self._world.database.transaction(self._context) as session:
            waiting = await alerts.unowned_alerts(session, within=self._within, limit=EVERYTHING)
            alert_of = {each.learner_id: each.id for each in waiting}
            there = [
                each for each in self._team.advisers if each not in self._team.away
            ] or self._team.advisers
            by, shares = self._team.by(self._team.lead), dict[UUID, list[UUID]]()
            for learner_id in sorted(alert_of, key=lambda key: self._world.numbers[key]):
                adviser = there[self._world.numbers[learner_id] % len(there)]
                shares.setdefault(adviser, []).append(learner_id)
            for adviser, learner_ids in shares.items():
                if len(learner_ids) == 1:
                    alert_id = alert_of[learner_ids[0]]
                    await assign_learner(
                        session, alert_id=alert_id, to=adviser, within=self._within, by=by, now=now
                    )
                else:
                    await assign_learners(
                        session, learner_ids=learner_ids, to=adviser, within=self._within, by=by, now=now
                    )
        self._world.done["learners handed to an adviser"] += len(alert_of)

    async def join_and_part(self, *, now: datetime, today: date) -> None:
        """The data officer joins two records of one person some weeks after the second came; some by mistake."""
        doubles = {
            number for number, as_another in self._world.known if as_another and self._may_join(number)
        }
        for number in sorted(doubles - self._joined.keys()):
            if self._doubles.setdefault(number, today) + MERGED_AFTER <= today:
                await self._join(number, now=now, today=today)
        for number, (merge_id, joined_on) in sorted(self._joined.items()):
            is_mistake = chance(self._world.seed, "mistake", number).random() < JOINED_BY_MISTAKE
            if is_mistake and joined_on + PARTED_AFTER == today:
                await self._part(number, merge_id, now=now, today=today)

    def _may_join(self, number: int) -> bool:
        is_ours = self._world.council_of[number] == self._team.code and number not in self._world.moved
        return is_ours and (number, False) in self._world.known

    async def _join(self, number: int, *, now: datetime, today: date) -> None:
        survivor, other = (self._world.known[number, each] for each in (False, True))
        asked = Joining(survivor_id=survivor, merged_id=other, choices={}, reason="The papers are the same.")
        by = self._team.by(self._team.officer)
        if survivor == other:
            return
        try:
            async with self._world.database.transaction(self._context) as session:
                merge_id = await merge(session, asked=asked, by=by, now=now, today=today)
        except MergeForbidden:
            return  # a critical alert is open: another day
        self._joined[number] = (merge_id, today)
        self._world.done["records joined"] += 1
        self._world.merged[number, True] = self._world.known[number, True]
        self._world.known[number, True] = survivor

    async def _part(self, number: int, merge_id: UUID, *, now: datetime, today: date) -> None:
        because, by = "They are two after all.", self._team.by(self._team.officer)
        async with self._world.database.transaction(self._context) as session:
            await unmerge(session, merge_id=merge_id, because=because, by=by, now=now, today=today)
        self._world.done["records parted again"] += 1
        self._world.known[number, True] = self._world.merged[number, True]
