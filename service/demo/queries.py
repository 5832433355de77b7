"""The one statement of the demo: who there is, with who answers for them and who teaches them."""

from datetime import date
from uuid import UUID

import msgspec

from service.kit import database
from service.kit.database import Session

_YOUNG = """
select l.id as learner_id, l.date_of_birth, l.council_id, taught.agency_id as provider_id, a.name as district,
       (select s.activity from spell s where s.learner_id = l.id and s.superseded_at is null and s.ended_on is null
        order by s.started_on desc limit 1) as activity
from learner l left join area a on a.id = l.area_id
left join lateral (
    select s.agency_id from spell s join agency a on a.id = s.agency_id and a.kind = 'provider'
    where s.learner_id = l.id and s.superseded_at is null and s.ended_on is null order by s.started_on desc limit 1
) as taught on true
where l.id > $1 and l.merged_into is null order by l.id limit $2
"""


class Young(msgspec.Struct, frozen=True, kw_only=True):
    """Somebody of the demo: their council and district, what they do, and the provider they are with now."""

    learner_id: UUID
    date_of_birth: date
    council_id: UUID | None
    provider_id: UUID | None
    district: str | None
    activity: int | None


async def young(session: Session, *, after: UUID, limit: int) -> list[Young]:
    """Page through everybody, by key."""
    return await database.structs(session, Young, _YOUNG, after, limit)
