"""The files of the demo town: one that was taken, and two bad ones that still wait for their senders."""

from collections.abc import AsyncIterator, Sequence
from datetime import date, datetime
from uuid import UUID

from service.access.rows import Scope
from service.demo.ilr_files import file_name, ilr_file, ilr_file_cut_short, ilr_file_with_mistakes
from service.demo.rows import Invented
from service.imports.operations import accept, begin_acceptance, check, receive
from service.imports.rows import AcceptMode
from service.kit.audit import By
from service.kit.database import REGISTER, Database
from service.settings import Settings

LEARNERS_IN_GOOD_FILE, LEARNERS_IN_BAD_FILE = 24, 36


class Sender:
    """One agency that sends files, on one day."""

    def __init__(
        self, database: Database, settings: Settings, *, ukprn: str, by: By, now: datetime, today: date
    ) -> None:
        self._database, self._settings, self._ukprn = database, settings, ukprn
        self._by, self._now, self._today = by, now, today

    async def send(self, content: bytes) -> UUID:
        """Receives and checks a file."""
        async with self._database.transaction(REGISTER) as session:
            submission_id = await receive(
                session,
                file_name=file_name(self._ukprn, self._today),
                pieces=_pieces(content),
                limit=self._settings.upload_limit_bytes,
                by=self._by,
                now=self._now,
                today=self._today,
            )
        await check(self._database, submission_id=submission_id, now=self._now)
        return submission_id

    async def take(self, submission_id: UUID) -> None:
        """Accepts the good rows of a checked file."""
        async with self._database.transaction(REGISTER) as session:
            await begin_acceptance(
                session,
                submission_id=submission_id,
                mode=AcceptMode.GOOD,
                within=Scope(self._by.agency_id),
                by=self._by,
                now=self._now,
            )
        await accept(self._database, submission_id=submission_id, now=self._now)

    async def send_good(self, people: Sequence[Invented]) -> None:
        """A file without a mistake, and accepted."""
        claims = [person.claim for person in people]
        await self.take(await self.send(ilr_file(self._ukprn, claims, prepared_on=self._today)))

    async def send_with_mistakes(self, people: Sequence[Invented]) -> UUID:
        """A file some learners of which cannot be taken; checked, and left for its sender to decide."""
        claims = [person.claim for person in people]
        return await self.send(ilr_file_with_mistakes(self._ukprn, claims, prepared_on=self._today))

    async def send_cut_short(self, people: Sequence[Invented]) -> UUID:
        """A file that broke off: it cannot be read at all."""
        claims = [person.claim for person in people]
        return await self.send(ilr_file_cut_short(self._ukprn, claims, prepared_on=self._today))


async def submit_files(
    with_mistakes: Sender, cut_short: Sender, people: Sequence[Invented]
) -> tuple[UUID, UUID]:
    """Leave two bad files waiting: one that can be taken in part, one not at all."""
    half = len(people) // 2
    first = await with_mistakes.send_with_mistakes(people[:half])
    return first, await cut_short.send_cut_short(people[half:])


async def _pieces(content: bytes) -> AsyncIterator[bytes]:
    yield content
