"""Counting a frozen month again from the facts as known then, to see that it comes to the same."""

from datetime import date

import msgspec

from service.board import queries, rules
from service.board.operations.count import count
from service.board.operations.freeze import districts
from service.kit import database
from service.kit.database import Session


class Recounted(msgspec.Struct, frozen=True, kw_only=True):
    """An edition counted again: how many counts it has, and how many come to something else now.

    Records joined or parted since, and people who have moved home, are counted as they are now: only facts are kept as
    they were known.
    """

    edition: int
    counts: int
    different: int


async def recount(session: Session, *, month_on: date) -> list[Recounted]:
    """Count every edition of a month again; none for a month that was never frozen."""
    async with database.as_register(session):
        found = []
        for snapshot in await queries.snapshots(session, month_on):
            codes = {place.code for place in await districts(session, snapshot)}
            known_before = rules.known_before(
                snapshot.as_of_on, edition=snapshot.edition, now=snapshot.frozen_at
            )
            then = await queries.exact_counts(session, month_on, edition=snapshot.edition)
            counts = await count(session, snapshot, codes, known_before=known_before)
            now = rules.by_rows(counts, rules.rows_in(then))
            keys = now.keys() | then.keys()
            different = sum(now.get(key, 0) != then.get(key, 0) for key in keys)
            found.append(Recounted(edition=snapshot.edition, counts=len(keys), different=different))
    return found
