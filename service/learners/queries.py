"""Statements about learners, claims and reviews."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID

import msgspec

from service.access.rows import Scope
from service.kit import database
from service.kit.bulk import insert_many
from service.kit.database import Session
from service.learners.rows import Candidate, Learner, NewClaim, NewLearner, NewReview, Outcome, ReviewDecision
from service.learners.tables import ClaimTable, LearnerTable, ReviewTable

_WITHIN = """($2::uuid is null or exists (
    select from learner_access a where a.learner_id = l.id and a.agency_id = $2))"""

_COLUMNS = """l.id, l.indicator, l.given_names, l.family_name, l.date_of_birth, l.sex, l.postcode, l.uln, l.upn,
    l.area_id, l.council_id, l.registered_at, l.registered_by, l.merged_into"""


_BY_ID = f"""
select {_COLUMNS} from learner l
where l.id = (select coalesce(merged_into, id) from learner where id = $1) and {_WITHIN}
"""

_BY_INDICATOR = f"""
select {_COLUMNS} from learner l
where l.id = (select coalesce(merged_into, id) from learner where indicator = $1) and {_WITHIN}
"""

_BY_PERSON = f"""
select {_COLUMNS} from learner l
where l.date_of_birth = $1 and l.merged_into is null and {_WITHIN}
  and ($3 = '' or l.folded_family = $3 or l.folded_family like $3 || ' %' or l.folded_family like '% ' || $3)
order by l.folded_family, l.folded_given, l.id limit 50
"""

_MANY = f"select {_COLUMNS} from learner l where l.id = any($1) and {_WITHIN} order by l.id"

# One round trip for any number of claims. Every way in uses an index: an identifier, or the date of birth with
# anything of the name or the address agreeing.
# "coalesce(merged_into, id) = id" is "merged_into is null" in words no partial index answers to: without statistics,
# while a register fills, PostgreSQL took all of uq_learner_upn for it, and so the whole register for every claim.
_CANDIDATES = """
select asked.n, l.id as learner_id, l.indicator, l.given_names, l.family_name, l.date_of_birth, l.sex, l.postcode,
       l.uln, l.upn
from unnest($1::int[], $2::date[], $3::text[], $4::text[], $5::text[], $6::text[], $7::text[], $8::text[])
     as asked (n, born, given, family, postcode, uln, upn, indicator)
cross join lateral (
    select id from learner where date_of_birth = asked.born and coalesce(merged_into, id) = id
       and (folded_family ^@ left(asked.family, 1) or split_part(folded_given, ' ', 1) = asked.given
            or postcode = asked.postcode
            or (asked.family like '% %' or folded_family like '% %')
               and string_to_array(folded_family, ' ') && string_to_array(asked.family, ' '))
    union
    select id from learner where uln = asked.uln and merged_into is null
    union
    select id from learner where upn = asked.upn and merged_into is null
    union
    select coalesce(merged_into, id) from learner where indicator = asked.indicator
) as hit
join learner l on l.id = hit.id
order by asked.n, l.id
"""

# Two claims for one new person must not both be new: whoever comes second waits here, then finds the first's.
_LOCK = "select pg_advisory_xact_lock(key) from (select unnest($1::bigint[]) as key order by 1) as keys"

_ANSWERED = """
select c.client_claim_id, c.fingerprint, c.outcome, c.learner_id, c.sentence, c.id as claim_id, l.indicator
from claim c left join learner l on l.id = c.learner_id
where c.agency_id = $1 and c.client_claim_id = any($2)
"""

_COMPLETE = """
update learner as l set uln = coalesce(l.uln, given.uln), upn = coalesce(l.upn, given.upn),
    postcode = coalesce(l.postcode, given.postcode), sex = coalesce(l.sex, given.sex)
from unnest($1::uuid[], $2::text[], $3::text[], $4::text[], $5::text[]) as given (id, uln, upn, postcode, sex)
where l.id = given.id and ((l.uln is null and given.uln is not null) or (l.upn is null and given.upn is not null)
    or (l.postcode is null and given.postcode is not null) or (l.sex is null and given.sex is not null))
  and not exists (select from learner o where o.uln = given.uln and o.id <> l.id and o.merged_into is null)
  and not exists (select from learner o where o.upn = given.upn and o.id <> l.id and o.merged_into is null)
returning l.id
"""

_COUNCIL_OF = "select coalesce(council_id, case when kind = 'council' then id end) from agency where id = $1"

_REVIEWS = """
select r.id, r.claim_id, r.agency_id, a.name as agency_name, r.presented::text as presented,
       r.candidates::text as candidates, r.raised_at, c.sentence
from review r join claim c on c.id = r.claim_id join agency a on a.id = r.agency_id
where r.council_id = $1 and r.decided_at is null order by r.raised_at, r.id limit $2
"""

_REVIEW = """
select r.id, r.claim_id, r.agency_id, a.name as agency_name, r.council_id, r.presented::text as presented,
       r.candidates::text as candidates, r.submitted::text as submitted,
       r.submission_id, r.raised_at, r.decided_at, c.sentence
from review r join claim c on c.id = r.claim_id join agency a on a.id = r.agency_id
where r.id = $1 and r.council_id = $2
"""

_DECIDE = """
update review set decided_at = $2, decided_by = $3, decision = $4, learner_id = $5
where id = $1 and decided_at is null
"""

_ANSWER = "update claim set learner_id = $2, outcome = $3, sentence = $4 where id = $1"

_CLAIM_STATE = """
select c.client_claim_id, c.fingerprint, c.outcome, c.learner_id, c.sentence, c.id as claim_id, l.indicator,
       c.rule_version
from claim c left join learner l on l.id = c.learner_id where c.agency_id = $1 and c.client_claim_id = $2
"""


class Found(msgspec.Struct, frozen=True):
    """A claim as it was answered."""

    client_claim_id: str
    fingerprint: bytes
    outcome: Outcome
    learner_id: UUID | None
    sentence: str
    claim_id: UUID
    indicator: str | None
    rule_version: str = ""


class ReviewItem(msgspec.Struct, frozen=True, kw_only=True):
    """A claim that waits for a person. `presented` and `candidates` as they were when it was raised."""

    id: UUID
    claim_id: UUID
    agency_id: UUID
    agency_name: str
    presented: str
    candidates: str
    sentence: str
    raised_at: datetime
    council_id: UUID | None = None
    submitted: str | None = None
    submission_id: UUID | None = None
    decided_at: datetime | None = None


async def learner(session: Session, learner_id: UUID, *, within: Scope) -> Learner | None:
    """This function will fetch a learner in scope (the survivor, where `learner_id` was merged)."""
    return await database.struct(session, Learner, _BY_ID, learner_id, within.agency_id)


async def learner_with(session: Session, indicator: str, *, within: Scope) -> Learner | None:
    """This function will fetch the learner in scope that an indicator, kept or merged, belongs to."""
    return await database.struct(session, Learner, _BY_INDICATOR, indicator, within.agency_id)


async def learners_called(
    session: Session, born: date, folded_family: str, *, within: Scope
) -> list[Learner]:
    """This function will list the learners in scope born on a day, of a (folded) family name or part of it."""
    return await database.structs(session, Learner, _BY_PERSON, born, within.agency_id, folded_family)


async def learners(session: Session, ids: Sequence[UUID], *, within: Scope) -> dict[UUID, Learner]:
    """This function will fetch learners in scope by key."""
    if not ids:
        return {}
    found = await database.structs(session, Learner, _MANY, list(ids), within.agency_id)
    return {learner.id: learner for learner in found}


async def lock_claims(session: Session, keys: Sequence[int]) -> None:
    """This function will make every other claim on one of these keys wait for this transaction."""
    await database.execute(session, _LOCK, sorted(set(keys)))


async def candidates(session: Session, columns: Sequence[Sequence[Any]]) -> list[tuple[int, Candidate]]:
    """This function will find, for each claim by number, the learners it may be about."""
    found = await database.rows(session, _CANDIDATES, *columns)
    return [
        (row["n"], msgspec.convert({k: v for k, v in row.items() if k != "n"}, Candidate)) for row in found
    ]


async def answered(session: Session, agency_id: UUID, names: Sequence[str]) -> dict[str, Found]:
    """This function will fetch the claims an agency has made under these names."""
    found = await database.structs(session, Found, _ANSWERED, agency_id, list(names))
    return {claim.client_claim_id: claim for claim in found}


async def claim_called(session: Session, agency_id: UUID, name: str) -> Found | None:
    """This function will fetch one claim of an agency."""
    return await database.struct(session, Found, _CLAIM_STATE, agency_id, name)


async def add_learners(session: Session, added: Sequence[NewLearner]) -> None:
    """This function will add learners."""
    await insert_many(session, LearnerTable, added)


async def indicators_taken(session: Session, minted: Sequence[str]) -> set[str]:
    """This function will say which of the minted indicators somebody has."""
    found = await database.rows(
        session, "select indicator from learner where indicator = any($1)", list(minted)
    )
    return {row["indicator"] for row in found}


async def complete(session: Session, columns: Sequence[Sequence[Any]]) -> list[UUID]:
    """This function will fill in what a learner lacked and a claim brought; nothing known is overwritten."""
    return [row["id"] for row in await database.rows(session, _COMPLETE, *columns)]


async def add_claims(session: Session, added: Sequence[NewClaim]) -> None:
    """This function will keep claims with their answers."""
    await insert_many(session, ClaimTable, added)


async def add_reviews(session: Session, added: Sequence[NewReview]) -> None:
    """This function will add claims to the data officer's list."""
    await database.insert(session, ReviewTable, added)


async def open_reviews(session: Session, council_id: UUID, *, limit: int) -> list[ReviewItem]:
    """This function will list a council's undecided claims, oldest first."""
    return await database.structs(session, ReviewItem, _REVIEWS, council_id, limit)


async def council_of(session: Session, agency_id: UUID) -> UUID | None:
    """This function will name the council an agency is, or works with."""
    found: UUID | None = await database.value(session, _COUNCIL_OF, agency_id)
    return found


async def review(session: Session, review_id: UUID, *, council_id: UUID) -> ReviewItem | None:
    """This function will fetch one claim to decide."""
    return await database.struct(session, ReviewItem, _REVIEW, review_id, council_id)


async def close_review(
    session: Session,
    review_id: UUID,
    *,
    at: datetime,
    by: UUID | None,
    decision: ReviewDecision,
    learner_id: UUID,
) -> bool:
    """This function will record what was decided; False where somebody decided before."""
    return await database.execute(session, _DECIDE, review_id, at, by, decision, learner_id) == 1


async def answer_claim(
    session: Session, claim_id: UUID, learner_id: UUID, outcome: Outcome, sentence: str
) -> None:
    """This function will give a claim that waited its answer."""
    await database.execute(session, _ANSWER, claim_id, learner_id, outcome, sentence)
