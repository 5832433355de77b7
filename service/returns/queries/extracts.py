"""Statements for the files handed to others."""

from datetime import date
from uuid import UUID

from service.access.rows import Scope
from service.kit import database
from service.kit.database import Session
from service.returns.rows import District, Extracted

_LEARNERS = """
select l.id as learner_id, l.indicator, l.given_names,
       l.family_name, l.date_of_birth, l.uln, case when protected.yes then null else l.postcode end as postcode,
       a.name as district, s.activity,
       s.since_on, s.provider_name, s.planned_end_on, s.current_until_on, s.neet_since_on, s.conflict_since_on
from learner_access x join learner l on l.id = x.learner_id and l.merged_into is null
left join situation s on s.learner_id = l.id left join area a on a.id = l.area_id
cross join lateral (select exists (select from circumstance c
    where c.learner_id = l.id and c.kind = 'protected_address' and c.superseded_at is null and c.starts_on <= $5
      and (c.ends_on is null or c.ends_on >= $5)) as yes) as protected
where x.agency_id = $1 and ($2::uuid is null or l.council_id = $2)
  and (not $3 or l.area_id is not distinct from $4::uuid)
order by l.folded_family, l.folded_given, l.id
"""
_DISTRICTS = """
select a.id, a.name, count(*) as learners
from learner_access x join learner l on l.id = x.learner_id and l.merged_into is null
left join area a on a.id = l.area_id
where x.agency_id = $1 and l.council_id = $1 group by a.id, a.name order by a.name nulls last
"""


async def my_learners(session: Session, *, within: Scope, today: date) -> list[Extracted]:
    """List an agency's learners by name."""
    return await database.structs(session, Extracted, _LEARNERS, within.agency_id, None, False, None, today)


async def residents_of(
    session: Session, district_id: UUID | None, *, within: Scope, today: date
) -> list[Extracted]:
    """List a council's learners who live in a district (None: where is not known), by name."""
    asked = (within.agency_id, within.agency_id, True, district_id, today)
    return await database.structs(session, Extracted, _LEARNERS, *asked)


async def districts(session: Session, *, within: Scope) -> list[District]:
    """List the districts in which a council's learners live, with how many do."""
    return await database.structs(session, District, _DISTRICTS, within.agency_id)
