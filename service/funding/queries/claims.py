"""Statements of making declarations: whose facts are new, what is declared of them, what follows. As the register."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import date, datetime
from uuid import UUID

import msgspec

from service.funding.rows import Agencies, Declaration, DeclarationEvent
from service.funding.tables import DeclarationEventTable, DeclarationTable
from service.kit import database
from service.kit.bulk import insert_many
from service.kit.database import Session, column_types

_HOLD = "select pg_advisory_xact_lock(hashtextextended('declaring', 0))"
_DECLARED_UNTIL = "select known_before_at from declaring"
_DECLARE_UNTIL = "update declaring set known_before_at = $2 where known_before_at = $1"
# Facts are only ever added, each correction too; what a merge moved is told by the merge.
_CHANGED = """
with funded as (select provider_id, fund, year from allocation group by provider_id, fund, year having sum(pence) > 0)
select learner_id from spell where recorded_at >= $1 and recorded_at < $2
union select learner_id from milestone where recorded_at >= $1 and recorded_at < $2
union select learner_id from circumstance where recorded_at >= $1 and recorded_at < $2
union select survivor_id from merge where merged_at >= $1 and merged_at < $2
union select unnest(array[survivor_id, merged_id]) from merge where undone_at >= $1 and undone_at < $2
union select d.learner_id from declaration d join funded f using (provider_id, fund, year)
where d.state = 'ineligible' and d.reason = 'no_allocation'
union select d.learner_id from declaration d left join funded f using (provider_id, fund, year)
where d.state = 'eligible' and f.fund is null
order by 1
"""
_TAUGHT = """
select learner_id from spell where agency_id = any($1)
union select learner_id from milestone where agency_id = any($1) order by 1
"""
_HOLD_LEARNERS = "select id from learner where id = any($1) order by id for key share"
_BORN = "select id, date_of_birth from learner where id = any($1) and merged_into is null"
_AGENCIES = "select id, kind from agency where kind in ('provider', 'employer')"
_COLUMNS = ", ".join(Declaration.__struct_fields__)
_DECLARED = f"select {_COLUMNS} from declaration where learner_id = any($1) order by learner_id, id"
_SETTLED_FUNDS = """
select distinct on (learner_id, course) learner_id, course, fund from declaration where learner_id = any($1)
order by learner_id, course, id
"""
_FIELDS = (
    *(
        "learner_id",
        "id",
        "year",
        "sector",
        "occurred_on",
        "claim_until_on",
        "evidence",
        "band",
        "part",
        "parts",
    ),
    *("verified_at", "state", "reason", "superseded_by"),
)
_CHANGE = f"""
update declaration d set {", ".join(f"{name} = told.{name}" for name in _FIELDS[2:])}
from unnest({", ".join(f"${n}::{kind}[]" for n, kind in enumerate(column_types(DeclarationTable, _FIELDS), start=1))})
    as told ({", ".join(_FIELDS)})
where d.learner_id = told.learner_id and d.id = told.id
"""


class Born(msgspec.Struct, frozen=True):
    """A learner's key and date of birth."""

    id: UUID
    date_of_birth: date


async def hold_declaring(session: Session) -> datetime:
    """Let nobody else make declarations until this transaction ends; say up to when they are made."""
    await database.execute(session, _HOLD)
    found: datetime = await database.value(session, _DECLARED_UNTIL)
    return found


async def declared_until(session: Session) -> datetime:
    """Say up to when what was recorded has become declarations."""
    found: datetime = await database.value(session, _DECLARED_UNTIL)
    return found


async def declare_until(session: Session, *, was: datetime, now_is: datetime) -> bool:
    """Note up to when declarations are made; False where somebody noted another time meanwhile."""
    return await database.execute(session, _DECLARE_UNTIL, was, now_is) == 1


async def changed(session: Session, since: datetime, before: datetime) -> list[UUID]:
    """List the learners of whom something was recorded in a time, or whose provider got or lost its allocation."""
    return [row["learner_id"] for row in await database.rows(session, _CHANGED, since, before)]


async def taught(session: Session, provider_ids: Sequence[UUID]) -> list[UUID]:
    """List everybody of whom these providers ever recorded something."""
    return [row["learner_id"] for row in await database.rows(session, _TAUGHT, list(provider_ids))]


async def hold_learners(session: Session, learner_ids: Sequence[UUID]) -> None:
    """Let nobody join or part these learners until this transaction ends."""
    await database.execute(session, _HOLD_LEARNERS, list(learner_ids))


async def born(session: Session, learner_ids: Sequence[UUID]) -> list[Born]:
    """Say when learners were born; whoever is merged into another is left out."""
    return await database.structs(session, Born, _BORN, list(learner_ids))


async def agencies(session: Session) -> Agencies:
    """Say which agencies are providers, and which employers."""
    rows = await database.rows(session, _AGENCIES)
    of_kind = {
        kind: frozenset(row["id"] for row in rows if row["kind"] == kind) for kind in ("provider", "employer")
    }
    return Agencies(providers=of_kind["provider"], employers=of_kind["employer"])


async def declarations_of(session: Session, learner_ids: Sequence[UUID]) -> dict[UUID, list[Declaration]]:
    """Fetch everything declared of learners."""
    found: dict[UUID, list[Declaration]] = defaultdict(list)
    for each in await database.structs(session, Declaration, _DECLARED, list(learner_ids)):
        found[each.learner_id].append(each)
    return found


async def settled_funds(session: Session, learner_ids: Sequence[UUID]) -> dict[UUID, dict[UUID, str]]:
    """Say in which fund each course is, of which something was declared: it stays there."""
    found: dict[UUID, dict[UUID, str]] = defaultdict(dict)
    for row in await database.rows(session, _SETTLED_FUNDS, list(learner_ids)):
        found[row["learner_id"]][row["course"]] = row["fund"]
    return found


async def add_declarations(session: Session, added: Sequence[Declaration]) -> None:
    """Add declarations."""
    await insert_many(session, DeclarationTable, added)


async def change_declarations(session: Session, altered: Sequence[Declaration]) -> None:
    """Keep declarations as they are now."""
    if altered:
        values = [[getattr(each, name) for each in altered] for name in _FIELDS]
        await database.execute(session, _CHANGE, *values)


async def add_events(session: Session, added: Sequence[DeclarationEvent]) -> None:
    """Add steps to declarations' lives."""
    await insert_many(session, DeclarationEventTable, added)
