"""Statements about claims, their answers, and the lasting words of those who decided."""

from collections.abc import Sequence
from uuid import UUID

import msgspec

from service.kit import database
from service.kit.bulk import insert_many
from service.kit.database import Session
from service.learners.rows import NewClaim, NewPairRuling, NewRuling, Outcome
from service.learners.tables import ClaimRulingTable, ClaimTable, PairRulingTable

# Two claims for one new person must not both be new: whoever comes second waits here, then finds the first's.
_LOCK = "select pg_advisory_xact_lock(key) from (select unnest($1::bigint[]) as key order by 1) as keys"

_ANSWERED = """
select c.client_claim_id, c.fingerprint, c.outcome, c.learner_id, c.sentence, c.id as claim_id, l.indicator
from claim c left join learner l on l.id = c.learner_id
where c.agency_id = $1 and c.client_claim_id = any($2)
"""

_CLAIM_STATE = """
select c.client_claim_id, c.fingerprint, c.outcome, c.learner_id, c.sentence, c.id as claim_id, l.indicator,
       c.model_version, s.indicator as survivor
from claim c left join learner l on l.id = c.learner_id left join learner s on s.id = l.merged_into
where c.agency_id = $1 and c.client_claim_id = $2
"""

_ANSWER = "update claim set learner_id = $2, outcome = $3, sentence = $4 where id = $1"

_RULE = """
insert into claim_ruling (learner_id, fingerprint, ruling, decided_at, decided_by)
select * from unnest($1::uuid[], $2::bytea[], $3::text[], $4::timestamptz[], $5::uuid[])
on conflict (learner_id, fingerprint) do update
    set ruling = excluded.ruling, decided_at = excluded.decided_at, decided_by = excluded.decided_by
"""

_RULE_PAIR = """
insert into pair_ruling (learner_id, other_id, ruling, decided_at, decided_by)
select * from unnest($1::uuid[], $2::uuid[], $3::text[], $4::timestamptz[], $5::uuid[])
on conflict (learner_id, other_id) do update
    set ruling = excluded.ruling, decided_at = excluded.decided_at, decided_by = excluded.decided_by
"""


# A claim of a file is called "submission:<its key>:<row>".
_CLAIMED_IN = """
select distinct coalesce(l.merged_into, l.id) as learner_id from claim c join learner l on l.id = c.learner_id
where c.agency_id = $1 and c.client_claim_id ^@ $2
"""
_CLAIMED_OTHERWISE = """
select distinct coalesce(l.merged_into, l.id) as learner_id from claim c join learner l on l.id = c.learner_id
where c.agency_id = $1 and not c.client_claim_id ^@ any($2)
  and c.learner_id in (select id from learner where id = any($3) or merged_into = any($3))
"""


class Found(msgspec.Struct, frozen=True):
    """A claim as it was answered; `survivor` is whom the learner has been joined with since."""

    client_claim_id: str
    fingerprint: bytes
    outcome: Outcome
    learner_id: UUID | None
    sentence: str
    claim_id: UUID
    indicator: str | None
    model_version: str = ""
    survivor: str | None = None


async def lock_claims(session: Session, keys: Sequence[int]) -> None:
    """Make every other claim on one of these keys wait for this transaction."""
    await database.execute(session, _LOCK, sorted(set(keys)))


async def answered(session: Session, agency_id: UUID, names: Sequence[str]) -> dict[str, Found]:
    """Fetch the claims an agency has made under these names."""
    found = await database.structs(session, Found, _ANSWERED, agency_id, list(names))
    return {claim.client_claim_id: claim for claim in found}


async def claim_called(session: Session, agency_id: UUID, name: str) -> Found | None:
    """Fetch one claim of an agency."""
    return await database.struct(session, Found, _CLAIM_STATE, agency_id, name)


async def add_claims(session: Session, added: Sequence[NewClaim]) -> None:
    """Keep claims with their answers."""
    await insert_many(session, ClaimTable, added)


async def answer_claim(
    session: Session, claim_id: UUID, learner_id: UUID, outcome: Outcome, sentence: str
) -> None:
    """Give a claim that waited its answer."""
    await database.execute(session, _ANSWER, claim_id, learner_id, outcome, sentence)


async def add_rulings(session: Session, added: Sequence[NewRuling]) -> None:
    """Keep what a person decided about details and learners; the latest word counts."""
    if added:
        await database.execute(session, _RULE, *database.columns_of(ClaimRulingTable, added))


async def add_pair_rulings(session: Session, added: Sequence[NewPairRuling]) -> None:
    """Keep what a person decided about pairs of learners; the latest word counts."""
    if added:
        await database.execute(session, _RULE_PAIR, *database.columns_of(PairRulingTable, added))


async def claimed_in(session: Session, agency_id: UUID, prefix: str) -> set[UUID]:
    """Name the learners whom an agency's claims of these names were about."""
    return {row["learner_id"] for row in await database.rows(session, _CLAIMED_IN, agency_id, prefix)}


async def claimed_otherwise(
    session: Session, agency_id: UUID, learner_ids: Sequence[UUID], *, prefixes: Sequence[str]
) -> set[UUID]:
    """Name those of the learners whom an agency has claimed under names that begin otherwise."""
    found = await database.rows(session, _CLAIMED_OTHERWISE, agency_id, list(prefixes), list(learner_ids))
    return {row["learner_id"] for row in found}
