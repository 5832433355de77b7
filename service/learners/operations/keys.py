"""The table of keys as a whole: made anew, and compared with what it should be."""

from collections.abc import AsyncIterator

import msgspec

from service.kit.database import REGISTER, Database, Session
from service.kit.ids import NOBODY
from service.learners import queries
from service.learners.matching.normalise import form
from service.learners.matching.presented import person_of
from service.learners.operations.describing import keys_of
from service.learners.rows import NewKey

BATCH = 2_000


class Verified(msgspec.Struct, frozen=True, kw_only=True):
    """How the stored keys compare with what they should be: `missing` are not there, `foreign` are nobody's."""

    learners: int
    keys: int
    missing: int
    foreign: int

    @property
    def right(self) -> bool:
        """Whether every key is there and no other."""
        return not self.missing and not self.foreign


async def rebuild_keys(database: Database) -> int:
    """Make every learner's keys anew, in one transaction, and say of how many learners.

    Claims wait until it is done: half a table would find nobody.
    """
    async with database.transaction(REGISTER) as session:
        await queries.forget_all_keys(session)
        learners = 0
        async for count, keys in _pages(session):
            await queries.add_keys(session, keys)
            learners += count
    return learners


async def verify_keys(database: Database) -> Verified:
    """Compare the stored keys with those that the descriptions of all learners give."""
    async with database.transaction(REGISTER) as session:
        learners = expected = present = 0
        async for count, keys in _pages(session):
            learners, expected = learners + count, expected + len(keys)
            present += await queries.keys_present(session, keys)
        stored = await queries.keys_stored(session)
    return Verified(learners=learners, keys=expected, missing=expected - present, foreign=stored - present)


async def _pages(session: Session) -> AsyncIterator[tuple[int, list[NewKey]]]:
    after = NOBODY
    while candidates := await queries.page_of_candidates(session, after, limit=BATCH):
        yield (
            len(candidates),
            [key for each in candidates for key in keys_of(each.learner_id, form(person_of(each)))],
        )
        after = candidates[-1].learner_id
