"""Statements that find whom a claim may be about, and keep the keys they find by.

They look at everybody, as the register's own role, and what they find goes back as a decision.
"""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

import msgspec

from service.kit import database
from service.kit.bulk import insert_many
from service.kit.database import Session
from service.learners.matching.keys import Tier
from service.learners.rows import Candidate, NewKey, NewOtherName
from service.learners.tables import LearnerKeyTable, OtherNameTable

MOST_UNDER_A_KEY = 200
BEST = 50
ALIKE, LEAST = 4.0, 2.0
BEHIND = {Tier.NEAR: 2.5, Tier.FURTHER: 8.0, Tier.WIDE: 50.0}
"""How much all letters of the names alike are worth in shared keys; how promising somebody has to be at least, and how
far behind the most promising at most. In a register of 6.5 million and of claims with up to three things changed, all
but one in a thousand of those are fetched whom the best 50 would have had; of the first tier three instead of forty."""

_CANDIDATE = """l.id as learner_id, l.indicator, l.given_names, l.family_name, l.date_of_birth, l.sex, l.postcode,
    l.uln, l.upn, l.ni_number, l.email, l.merged_into,
    array(select name from other_name o where o.learner_id = l.id order by o.id) as previous_names"""

# "Different" holds while the learner is described as then; "same" holds.
_RULED = """(select r.ruling from claim_ruling r where r.fingerprint = asked.fingerprint and r.learner_id = l.id
    and (r.ruling = 'same' or r.decided_at >= l.described_at)) as ruling"""

# A number finds whoever has it now, and whoever had it and was merged; each by an index of its own.
_EXACT = f"""
select asked.n, {_CANDIDATE}, {_RULED}
from unnest($1::int[], $2::text[], $3::text[], $4::text[], $5::text[], $6::bigint[], $7::bytea[])
     as asked (n, uln, upn, ni_number, indicator, key, fingerprint)
cross join lateral (
    select id from learner where uln = asked.uln and merged_into is null
    union
    select id from learner where uln = asked.uln and merged_into is not null
    union
    select id from learner where upn = asked.upn and merged_into is null
    union
    select id from learner where upn = asked.upn and merged_into is not null
    union
    select id from learner where ni_number = asked.ni_number and merged_into is null
    union
    select id from learner where ni_number = asked.ni_number and merged_into is not null
    union
    select id from learner where indicator = asked.indicator
    union
    (select learner_id from learner_key where key = asked.key limit {MOST_UNDER_A_KEY})
    union
    select learner_id from claim_ruling where fingerprint = asked.fingerprint and ruling = 'same'
) as hit
join learner l on l.id = hit.id
order by asked.n, l.id
"""

# Ranked by how many keys are shared and how alike the letters of the names are, before anybody is fetched. Whoever
# shares one key and hardly a letter shares nothing else that could matter, nor does who is far behind the best.
_NEAR = f"""
with hit as (
    select probe.n, k.learner_id, count(*) as shared, min(k.signature) as signature
    from unnest($4::int[], $5::bigint[]) as probe (n, key)
    cross join lateral (
        select learner_id, signature from learner_key where key = probe.key limit {MOST_UNDER_A_KEY}) as k
    group by probe.n, k.learner_id
), alike as (
    select asked.n, asked.fingerprint, hit.learner_id,
        hit.shared + {ALIKE} * bit_count((hit.signature & asked.signature)::bit(32))::real
            / greatest(bit_count((hit.signature | asked.signature)::bit(32)), 1) as promise
    from hit join unnest($1::int[], $2::int[], $3::bytea[]) as asked (n, signature, fingerprint) using (n)
), ranked as (
    select n, fingerprint, learner_id, promise, max(promise) over (partition by n) as best,
        row_number() over (partition by n order by promise desc, learner_id) as place
    from alike where promise >= {LEAST}
)
select asked.n, {_CANDIDATE}, {_RULED}
from ranked as asked join learner l on l.id = asked.learner_id
where asked.place <= $6 and asked.promise >= asked.best - $7
order by asked.n, asked.place
"""

_FORGET_KEYS = """
delete from learner_key k using unnest($1::bigint[], $2::uuid[]) as gone (key, learner_id)
where k.key = gone.key and k.learner_id = gone.learner_id
"""

_NOTE_NAMES = """
insert into other_name (learner_id, id, name, hidden, noted_at, noted_by)
select * from unnest($1::uuid[], $2::uuid[], $3::text[], $4::boolean[], $5::timestamptz[], $6::uuid[])
on conflict (learner_id, name) do nothing
"""

_BY_IDS = f"""
select {_CANDIDATE}, null as ruling from learner l where l.id = any($1) order by l.id
"""

_PAGE = f"""
select {_CANDIDATE}, null as ruling from learner l where l.id > $1 order by l.id limit $2
"""

_PRESENT = """
select count(*) from unnest($1::bigint[], $2::uuid[], $3::int[]) as given (key, learner_id, signature)
join learner_key using (key, learner_id, signature)
"""

Met = list[tuple[int, Candidate]]


async def exactly(session: Session, columns: Sequence[Sequence[Any]]) -> Met:
    """Find, for each claim by number, the learners with its numbers or all its names and day."""
    return _met(await database.rows(session, _EXACT, *columns))


async def nearby(
    session: Session,
    asked: Sequence[Sequence[object]],
    probes: Sequence[Sequence[int]],
    tier: Tier,
) -> Met:
    """Find the learners most promising by the keys they share with each claim.

    `asked` are the claims' numbers, signatures and fingerprints; `probes` the claims' numbers again, a key of the tier
    each.
    """
    return _met(await database.rows(session, _NEAR, *asked, *probes, BEST, BEHIND[tier]))


def _met(found: Sequence[database.Row]) -> Met:
    return [(row["n"], msgspec.convert(dict(row), Candidate)) for row in found]


async def candidates_called(session: Session, learner_ids: Sequence[UUID]) -> list[Candidate]:
    """Fetch learners by key, as the matcher sees them."""
    return await database.structs(session, Candidate, _BY_IDS, list(learner_ids))


async def page_of_candidates(session: Session, after: UUID, *, limit: int) -> list[Candidate]:
    """Fetch the next learners in the order of their keys, as the matcher sees them."""
    return await database.structs(session, Candidate, _PAGE, after, limit)


async def add_keys(session: Session, added: Sequence[NewKey]) -> None:
    """Keep the keys of learners who have none of these."""
    await insert_many(session, LearnerKeyTable, added)


async def forget_keys(session: Session, gone: Sequence[NewKey]) -> None:
    """Drop keys that learners no longer have."""
    if gone:
        await database.execute(
            session, _FORGET_KEYS, [each.key for each in gone], [each.learner_id for each in gone]
        )


async def forget_all_keys(session: Session) -> None:
    """Empty the table of keys, to be made anew."""
    await database.execute(session, "truncate learner_key")


async def keys_present(session: Session, expected: Sequence[NewKey]) -> int:
    """Say how many of these keys are stored, just so."""
    found: int = await database.value(session, _PRESENT, *database.columns_of(LearnerKeyTable, expected))
    return found


async def keys_stored(session: Session) -> int:
    """Say how many keys are stored in all."""
    found: int = await database.value(session, "select count(*) from learner_key")
    return found


async def note_names(session: Session, added: Sequence[NewOtherName]) -> None:
    """Keep other names of learners; one that is known already stays as it is."""
    if added:
        await database.execute(session, _NOTE_NAMES, *database.columns_of(OtherNameTable, added))
