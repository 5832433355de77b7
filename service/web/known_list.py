"""An agency's learners as known at the end of a past day: the same list, worked out from the facts of then."""

from collections.abc import Sequence
from datetime import date, timedelta

from msgspec.structs import replace

from service.access.rows import Scope
from service.kit.behind import in_turns
from service.kit.database import Session
from service.pathways import queries as pathways
from service.pathways.queries import Listed, Tally
from service.pathways.rules import situation
from service.vocabulary.activity import Group
from service.vocabulary.day import end_of_day

BATCH = 1_000


async def listed_as_known(session: Session, *, within: Scope, on: date) -> list[Listed]:
    """List everybody by name with where they were on a day, by what was known at its end."""
    before = end_of_day(on) + timedelta(microseconds=1)
    people = await pathways.registered_before(session, within=within, before=before)
    found: list[Listed] = []
    for start in range(0, len(people), BATCH):
        batch = people[start : start + BATCH]
        said = await pathways.spells_as_known(
            session, [each.id for each in batch], within=within, before=before
        )
        async for each in in_turns(batch):
            where = situation(said.get(each.id, ()), today=on)
            found.append(
                replace(
                    each,
                    activity=where.activity,
                    activity_group=where.group,
                    since_on=where.since_on,
                    provider_name=where.provider_name,
                    planned_end_on=where.planned_end_on,
                )
            )
    return found


def tally_of(people: Sequence[Listed]) -> Tally:
    """Count a list by group."""
    groups = [each.activity_group for each in people]
    return Tally(
        learners=len(people),
        learning=groups.count(Group.EET),
        neet=groups.count(Group.NEET),
        not_known=groups.count(Group.NOT_KNOWN),
    )
