"""A college that sends files, for the tests of importing."""

from collections.abc import AsyncIterator
from datetime import UTC, date, datetime
from uuid import UUID

from service.access.rows import Scope
from service.agencies.rows import Agency
from service.imports import queries
from service.imports.operations import accept, begin_acceptance, check, receive
from service.imports.rows import AcceptMode, Submission, Tally
from service.kit import database as sql
from service.kit.audit import By
from service.kit.database import REGISTER, Database
from tests.imports.ilr_text import FILE_NAME, TODAY

NOW = datetime(2026, 1, 15, 9, 0, tzinfo=UTC)


class Sender:
    """A college that files ILR: sends, checks and accepts as its staff would."""

    def __init__(self, database: Database, council: Agency, college: Agency) -> None:
        self.database, self.council, self.college = database, council, college
        self.by = By(agency_id=college.id)
        self.scope = Scope(college.id)

    async def sends(
        self, text: str | bytes, *, name: str = FILE_NAME, today: date = TODAY, limit: int = 10**8
    ) -> UUID:
        """Receives a file."""
        data = text.encode() if isinstance(text, str) else text

        async def pieces() -> AsyncIterator[bytes]:
            for start in range(0, len(data), 700_000):
                yield data[start : start + 700_000]

        async with self.database.transaction(REGISTER) as session:
            return await receive(
                session, file_name=name, pieces=pieces(), limit=limit, by=self.by, now=NOW, today=today
            )

    async def checks(self, text: str | bytes, *, now: datetime = NOW, **how: object) -> tuple[UUID, Tally]:
        """Receives and checks a file."""
        submission_id = await self.sends(text, **how)  # type: ignore[arg-type]  # passed on as given
        return submission_id, await check(self.database, submission_id=submission_id, now=now)

    async def accepts(
        self, submission_id: UUID, mode: AcceptMode = AcceptMode.GOOD, *, now: datetime = NOW
    ) -> Tally:
        """Accepts a checked file."""
        async with self.database.transaction(REGISTER) as session:
            await begin_acceptance(
                session, submission_id=submission_id, mode=mode, within=self.scope, by=self.by, now=now
            )
        return await accept(self.database, submission_id=submission_id, now=now)

    async def files(self, text: str | bytes, **how: object) -> Tally:
        """The whole way."""
        submission_id, _ = await self.checks(text, **how)
        return await self.accepts(submission_id)

    async def count(self, table: str) -> int:
        """Rows of a table."""
        async with self.database.transaction(REGISTER) as session:
            return int(await sql.value(session, f"select count(*) from {table}"))

    async def submission(self, submission_id: UUID) -> Submission:
        """The submission as its page shows it."""
        async with self.database.transaction(REGISTER) as session:
            found = await queries.submission(session, submission_id, within=self.scope)
        assert found is not None
        return found
