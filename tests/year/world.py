"""The world of the year: its database, its agencies, the teams of its councils, and who is known as whom."""

from collections import Counter
from datetime import date, datetime
from uuid import UUID

import msgspec

from service.accounts.operations import add_account
from service.accounts.rows import Person, Role
from service.demo.cast import Cast, gather_cast
from service.kit.audit import By
from service.kit.database import REGISTER, Database
from service.kit.ids import NOBODY
from service.pathways.rows import Recorded
from tests.factories import PASSWORD

COUNCILS = ("essex", "southend", "thurrock")
LEARNERS_AN_ADVISER = 150
Identity = tuple[int, bool]
"""Somebody's number, and whether they are known under details that nobody had of them before."""


class Team(msgspec.Struct, kw_only=True):
    """Who works at a council; `advisers` are those who are still there, `away` until when somebody is on leave."""

    code: str
    council_id: UUID
    lead: UUID
    officer: UUID
    administrator: UUID
    advisers: list[UUID]
    away: dict[UUID, date] = msgspec.field(default_factory=dict)

    def by(self, account_id: UUID) -> By:
        """Whom the trail names."""
        return By(agency_id=self.council_id, account_id=account_id)


class World:
    """What everybody who acts in the year shares."""

    def __init__(self, database: Database, cast: Cast, *, seed: int) -> None:
        self.database, self.cast, self.seed = database, cast, seed
        self.teams: dict[str, Team] = {}
        self.known: dict[Identity, UUID] = {}
        self.merged: dict[Identity, UUID] = {}
        self.numbers: dict[UUID, int] = {}
        self.council_of: dict[int, str] = {}
        self.moved: set[int] = set()
        self.came_on: dict[UUID, date] = {}
        self._moved_to: dict[UUID, str] = {}
        self.done: Counter[str] = Counter()

    def by(self, code: str) -> By:
        """Who acts for an agency: its system."""
        return By(agency_id=self.cast.agencies[code])

    def knows(self, who: Identity, learner_id: UUID) -> None:
        """Keep as whom the register knows somebody; the first answer stays."""
        self.known.setdefault(who, learner_id)
        self.numbers.setdefault(learner_id, who[0])

    def stands_for(self, learner_id: UUID) -> UUID:
        """Who somebody is by now: the survivor, where two records were joined."""
        who = (self.numbers[learner_id], True)
        return self.known[who] if self.merged.get(who) == learner_id else learner_id

    def moves_to(self, learner_id: UUID, code: str, today: date) -> None:
        """Another council answers from now on; of whoever it is, not of a second record of theirs."""
        self._moved_to[learner_id], self.came_on[learner_id] = code, today

    def moved_to(self, learner_id: UUID, *, before: str) -> str:
        """Which council answers by now, where another one may have answered before."""
        return self._moved_to.get(learner_id, before)

    def heard(self, done: Recorded) -> None:
        """Count what was recorded."""
        for written in (done.spells, done.milestones):
            self.done["facts new"] += written.new
            self.done["facts changed"] += written.changed
            self.done["facts that said nothing new"] += written.unchanged


async def make_world(database: Database, *, learners: int, seed: int, now: datetime, today: date) -> World:
    """Agencies, the map, and a team at each council: advisers by the number of learners, two at least."""
    async with database.transaction(REGISTER) as session:
        cast = await gather_cast(session, by=By(agency_id=NOBODY), now=now, today=today)
    world = World(database, cast, seed=seed)
    for code, share in zip(COUNCILS, (0.8, 0.1, 0.1), strict=True):
        advisers = max(2, round(learners * share / LEARNERS_AN_ADVISER))
        world.teams[code] = Team(
            code=code,
            council_id=cast.agencies[code],
            lead=await hire(world, code, Role.TEAM_LEAD, "lead", now=now),
            officer=await hire(world, code, Role.DATA_OFFICER, "officer", now=now),
            administrator=await hire(world, code, Role.ADMINISTRATOR, "administrator", now=now),
            advisers=[
                await hire(world, code, Role.YOUTH_ADVISER, f"adviser {n}", now=now)
                for n in range(1, advisers + 1)
            ],
        )
    return world


async def hire(world: World, code: str, role: Role, called: str, *, now: datetime) -> UUID:
    """Give somebody at a council an account."""
    person = Person(
        agency_id=world.cast.agencies[code],
        role=role,
        name=f"{called.capitalize()} of {code}",
        email=f"{called.replace(' ', '.')}@{code}.invalid",
    )
    async with world.database.transaction(REGISTER) as session:
        account = await add_account(
            session,
            person=person,
            password=PASSWORD,
            service_name="Pathway",
            by=By(agency_id=NOBODY),
            now=now,
        )
    return account.id
