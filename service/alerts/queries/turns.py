"""Statements behind an adviser's list: whose turn each alert is, what comes first, and how many there are."""

from collections.abc import Sequence
from datetime import date
from uuid import UUID

import msgspec

from service.access.rows import Scope
from service.alerts.queries.cards import CARD, FOR_ADVISERS, HELD, WITHIN, CardRow, away_on
from service.alerts.rows import AlertStatus, Family, Rung, Severity
from service.kit import database
from service.kit.database import Session

_WAITS = f"""al.closed_on is null and (al.snoozed_until_on is null or al.snoozed_until_on <= $3)
    and {FOR_ADVISERS}"""

_TO_RANK = "al.learner_id, al.id, al.status, al.severity, al.family, al.owner, al.deadline_on, al.sentence"

# Whose alerts are this adviser's turn ($2, on the day $3): their own unless they are away, those of colleagues who are
# away and whom they cover for, or nobody does, and those of who has left. By who holds them, nobody's by nobody: never
# every alert of the county; and what climbed so far ($4) by its own index.
_TURN = f"""
with whose as (
    select p.id from account p {away_on("$3", account="p.id")}
    where p.agency_id = $1 and (p.disabled_at is not null or (away.account_id is null and p.id = $2)
        or (away.account_id is not null and coalesce(away.cover_id, $2) = $2))
), turn as (
    select al.* from whose cross join lateral (
        select {_TO_RANK} from alert al where al.agency_id = $1 and al.holder_id = whose.id and {_WAITS} offset 0
    ) as al
    union all
    select {_TO_RANK} from alert al where al.agency_id = $1 and al.holder_id is null and {_WAITS}
    union all
    select {_TO_RANK} from alert al where al.agency_id = $1 and al.rung > 0 and al.rung >= $4 and {_WAITS}
       and al.holder_id not in (select id from whose)
)
"""

_PRESSING = (
    "array_position(array['critical', 'high', 'medium', 'low'], al.severity::text), al.deadline_on, al.id"
)

_ADVISERS = f"""
{_TURN}
{CARD}
join turn on turn.learner_id = al.learner_id and turn.id = al.id
where {WITHIN} order by {_PRESSING} limit $5
"""

_WANTED = """
    ($5::text is null or al.severity = $5) and ($6::text is null or al.family = $6)
    and ($7::date is null or (al.deadline_on <= $7 and al.status <> 'acknowledged'))
"""

_IN_ORDER = f"""
{_TURN}, seen as (select al.* from turn al where {_WANTED} and {WITHIN} order by {_PRESSING} limit $8)
select al.learner_id, al.id, al.status, al.severity, al.owner, al.deadline_on, al.sentence,
       l.given_names, l.family_name, l.date_of_birth
from seen al join learner l on l.id = al.learner_id
"""

_CARDS = f"{CARD} where al.learner_id = any($2) and al.id = any($3) and {WITHIN}"

_COUNT = """
select count(*) filter (where al.status <> 'acknowledged') as alerts,
       count(*) filter (where al.status = 'acknowledged') as seen_to,
       count(distinct al.learner_id) filter (where al.status <> 'acknowledged') as people,
       count(*) filter (where al.status <> 'acknowledged' and al.deadline_on < $3) as late
from turn al
"""
_ADVISERS_COUNT = f"{_TURN} {_COUNT}"
_WANTED_COUNT = f"{_TURN} {_COUNT} where {_WANTED}"

_WITHOUT_ADVISER = f"""
select distinct al.learner_id from alert al
{HELD}
where al.agency_id = $1 and al.closed_on is null and h.id is null and {FOR_ADVISERS} order by al.learner_id
"""


class Ranked(msgspec.Struct, frozen=True, kw_only=True):
    """What putting an alert in order needs of it, and a line about it."""

    learner_id: UUID
    id: UUID
    status: str
    severity: Severity
    owner: str
    deadline_on: date
    sentence: str
    given_names: str
    family_name: str
    date_of_birth: date


class Wanted(msgspec.Struct, frozen=True, kw_only=True):
    """What of their list somebody asks for; None is any. What is being seen to is due by no day."""

    severity: Severity | None = None
    family: Family | None = None
    due_by: date | None = None


EVERYTHING = Wanted()


class Waiting(msgspec.Struct, frozen=True, kw_only=True):
    """How many alerts wait for an adviser, how many of them late, about how many people; how many more are seen to."""

    alerts: int = 0
    late: int = 0
    people: int = 0
    seen_to: int = 0


async def advisers_alerts(
    session: Session, account_id: UUID, *, within: Scope, today: date, limit: int, climbed: Rung | None = None
) -> tuple[list[CardRow], Waiting]:
    """List what waits for an adviser, the first so many, and count it all.

    Their learners' alerts, those of whoever they cover for, and nobody's; from the rung `climbed` on everybody's.
    """
    asked = _whose(account_id, within, today, climbed)
    found = await database.structs(session, CardRow, _ADVISERS, *asked, limit)
    return found, await database.struct(session, Waiting, _ADVISERS_COUNT, *asked) or Waiting()


async def advisers_order(
    session: Session,
    account_id: UUID,
    *,
    within: Scope,
    today: date,
    limit: int,
    climbed: Rung | None = None,
    wanted: Wanted = EVERYTHING,
) -> tuple[list[Ranked], Waiting]:
    """The same with no more of each than its order and a line need; `alerts_called` gives those shown in full.

    Only what is `wanted` is listed and counted.
    """
    asked = (*_whose(account_id, within, today, climbed), wanted.severity, wanted.family, wanted.due_by)
    found = await database.structs(session, Ranked, _IN_ORDER, *asked, limit)
    if len(found) == limit:
        return found, await database.struct(session, Waiting, _WANTED_COUNT, *asked) or Waiting()
    return found, _counted(found, today)


def _counted(found: Sequence[Ranked], today: date) -> Waiting:
    """Count what is all there, as `_COUNT` would."""
    unseen = [each for each in found if each.status != AlertStatus.ACKNOWLEDGED]
    return Waiting(
        alerts=len(unseen),
        late=sum(each.deadline_on < today for each in unseen),
        people=len({each.learner_id for each in unseen}),
        seen_to=len(found) - len(unseen),
    )


async def alerts_called(
    session: Session, chosen: Sequence[tuple[UUID, UUID]], *, within: Scope
) -> dict[UUID, CardRow]:
    """Fetch alerts of learners in scope in full, by (learner, alert)."""
    keys = [[learner_id for learner_id, _ in chosen], [alert_id for _, alert_id in chosen]]
    found = await database.structs(session, CardRow, _CARDS, within.agency_id, *keys)
    return {each.id: each for each in found}


def _whose(account_id: UUID, within: Scope, today: date, climbed: Rung | None) -> tuple[object, ...]:
    """What `_TURN` is asked with: without a rung, one above them all."""
    return within.agency_id, account_id, today, Rung.MANAGER + 1 if climbed is None else climbed


async def learners_without_adviser(session: Session, council_id: UUID) -> list[UUID]:
    """List the learners with open alerts that nobody of a council holds."""
    return [row["learner_id"] for row in await database.rows(session, _WITHOUT_ADVISER, council_id)]
