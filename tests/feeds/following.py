"""A system that follows the feed: it knows whom its agency may see, and reads again whom it is told of."""

from uuid import UUID

from service.access.rows import Scope
from service.feeds.operations import read_changes
from service.feeds.rows import Position, What
from service.kit import database as sql
from service.kit.database import REGISTER, Database

VISIBLE = """
select a.learner_id from learner_access a join learner l on l.id = a.learner_id and l.merged_into is null
where a.agency_id = $1
"""


class Follower:
    """It starts from a position and whoever there is then."""

    def __init__(self, database: Database, agency_id: UUID, *, looked_at: int = 7) -> None:
        self.database, self.agency_id, self.looked_at = database, agency_id, looked_at
        self.known: set[UUID] = set()
        self.told: list[tuple[What, UUID]] = []
        self.position: Position

    async def starts(self) -> "Follower":
        """Takes a position first, then everybody: what changes between is told again, and does no harm."""
        async with self.database.transaction(REGISTER) as session:
            read = await read_changes(session, after=None, within=Scope(self.agency_id))
        self.position = read.position
        self.known = await self.visible()
        return self

    async def visible(self) -> set[UUID]:
        """Whom the register says the agency sees."""
        async with self.database.transaction(REGISTER) as session:
            return {each["learner_id"] for each in await sql.rows(session, VISIBLE, self.agency_id)}

    async def follows(self) -> list[tuple[What, UUID]]:
        """Reads on to the end, page by page, and gives what it was told."""
        told: list[tuple[What, UUID]] = []
        while True:
            async with self.database.transaction(REGISTER) as session:
                read = await read_changes(
                    session, after=self.position, within=Scope(self.agency_id), looked_at=self.looked_at
                )
            for each in read.changes:
                told.append((each.what, each.learner_id))
                self._takes(each.what, each.learner_id, each.other_id)
            self.position = read.position
            if not read.more:
                self.told += told
                return told

    def _takes(self, what: What, learner_id: UUID, other_id: UUID | None) -> None:
        if what is What.ACCESS_GIVEN:
            self.known.add(learner_id)
        elif what is What.ACCESS_WITHDRAWN:
            self.known.discard(learner_id)
        elif what is What.JOINED:
            self.known.discard(learner_id)
            if other_id:
                self.known.add(other_id)
