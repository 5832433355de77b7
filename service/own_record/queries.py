"""Statements about the young person's own record. The door asks as the register: nobody is in scope of a code."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

import msgspec

from service.access.rows import Scope
from service.kit import database
from service.kit.database import Session
from service.own_record.rows import CorrectionRequest, LetIn, Link, Looked, NewLetIn, NewLink
from service.own_record.rules import ABSOLUTE, IDLE, SEEN_EVERY
from service.own_record.tables import CorrectionRequestTable, LetInTable, OwnLinkTable

_LINK = """
select k.learner_id, k.id, k.agency_id, k.account_id, k.code_hash, k.made_at, k.ends_at, k.used_at, k.withdrawn_at,
       k.failed, l.date_of_birth
from own_link k join learner l on l.id = k.learner_id where k.code_hash = $1 for update of k
"""
_WITHDRAW = """
update own_link set withdrawn_at = $2 where learner_id = $1 and used_at is null and withdrawn_at is null
"""
_USE = "update own_link set used_at = $3 where learner_id = $1 and id = $2"
_FAIL = "update own_link set failed = failed + 1 where learner_id = $1 and id = $2"

# `skip locked`: another request of the same browser need not wait for the first, which writes it already.
_LET_IN = """
with found as (
    select learner_id, id, agency_id, started_at from let_in where token_hash = $1 and seen_at > $3 and started_at > $4
), seen as (
    update let_in set seen_at = $2 where token_hash = (
        select token_hash from let_in where token_hash = $1 and seen_at < $5 for update skip locked)
)
select * from found
"""
_LEAVE = "delete from let_in where token_hash = $1"
_FORGET = "delete from let_in where seen_at <= $1 or started_at <= $2"

_LOOKED = """
select (e.at at time zone 'Europe/London')::date as on, e.agency_id, e.account_id is null as by_system, e.act,
       e.detail->>'why' as why, e.detail->>'reason' as reason, count(*) as times, count(*) over () as lines
from audit_entry e
where e.subject_kind = 'learner'
  and e.subject_id in (select id from learner where id = $1 or merged_into = $1)
group by 1, 2, 3, 4, 5, 6 order by 1 desc, max(e.at) desc, e.agency_id, e.act limit $2 offset $3
"""

_REQUEST_COLUMNS = """
r.learner_id, r.id, r.agency_id, r.about, r.fact_id, r.words, r.said_at, r.due_on, r.outcome, r.answer, r.answered_at,
r.answered_by
"""
_REQUESTS = f"select {_REQUEST_COLUMNS} from correction_request r where r.learner_id = $1 order by r.said_at desc, r.id"
_SEEN = """
(r.agency_id = $1 or l.council_id = $1)
and exists (select from learner_access a where a.learner_id = r.learner_id and a.agency_id = $1)
"""
_SHOWN = f"""
select {_REQUEST_COLUMNS}, g.name as agency, l.given_names, l.family_name, l.indicator
from correction_request r join learner l on l.id = r.learner_id join agency g on g.id = r.agency_id
where {_SEEN}
"""
_TO_ANSWER = f"{_SHOWN} and r.answered_at is null order by r.due_on, r.said_at, r.id limit 100"
_ONE = f"{_SHOWN} and r.id = $2"
_ANSWER = """
update correction_request set outcome = $3, answer = $4, answered_at = $5, answered_by = $6
where learner_id = $1 and id = $2 and answered_at is null
"""
_OPEN = "select count(*) from correction_request where learner_id = $1 and answered_at is null"


class RequestToAnswer(CorrectionRequest, frozen=True, kw_only=True):
    """A request as whoever answers it reads it."""

    agency: str
    given_names: str
    family_name: str
    indicator: str


async def add_link(session: Session, added: NewLink) -> None:
    """Keep a link."""
    await database.insert(session, OwnLinkTable, [added])


async def withdraw_links(session: Session, learner_id: UUID, *, at: datetime) -> int:
    """End a learner's links that nobody has used yet, and count them."""
    return await database.execute(session, _WITHDRAW, learner_id, at)


async def hold_link(session: Session, code_hash: bytes) -> Link | None:
    """Fetch the link of a code and let nobody else use it meanwhile; as the register."""
    return await database.struct(session, Link, _LINK, code_hash)


async def use_link(session: Session, link: Link, *, at: datetime) -> None:
    """Use a link up."""
    await database.execute(session, _USE, link.learner_id, link.id, at)


async def count_wrong(session: Session, link: Link) -> None:
    """Count a wrong date of birth."""
    await database.execute(session, _FAIL, link.learner_id, link.id)


async def add_let_in(session: Session, added: NewLetIn) -> None:
    """Keep a browser that was let in."""
    await database.insert(session, LetInTable, [added])


async def let_in(session: Session, token_hash: bytes, *, now: datetime) -> LetIn | None:
    """Fetch whose browser this is, noting at most once a minute that it is used; as the register."""
    times = (now - IDLE, now - ABSOLUTE, now - SEEN_EVERY)
    return await database.struct(session, LetIn, _LET_IN, token_hash, now, *times)


async def leave(session: Session, token_hash: bytes) -> None:
    """Let a browser in no longer."""
    await database.execute(session, _LEAVE, token_hash)


async def forget_let_in(session: Session, *, now: datetime) -> int:
    """Forget browsers whose time is over, and count them."""
    return await database.execute(session, _FORGET, now - IDLE, now - ABSOLUTE)


async def looked(session: Session, learner_id: UUID, *, limit: int, skip: int) -> tuple[list[Looked], int]:
    """List what was done with one learner's record, the latest day first, and count the lines there are."""
    found = await database.rows(session, _LOOKED, learner_id, limit, skip)
    lines = int(found[0]["lines"]) if found else 0
    return [msgspec.convert({**each, "times": int(each["times"])}, Looked) for each in found], lines


async def add_request(session: Session, added: CorrectionRequest) -> None:
    """Keep what somebody says is wrong."""
    await database.insert(session, CorrectionRequestTable, [added])


async def requests_of(session: Session, learner_id: UUID) -> list[CorrectionRequest]:
    """List what a learner said is wrong, the latest first; the caller has found that they may read it."""
    return await database.structs(session, CorrectionRequest, _REQUESTS, learner_id)


async def open_requests(session: Session, learner_id: UUID) -> int:
    """Count a learner's requests that nobody has answered."""
    return int(await database.value(session, _OPEN, learner_id))


async def requests_to_answer(session: Session, *, within: Scope) -> list[RequestToAnswer]:
    """List the requests an agency has to answer, and of a council's young people all, the most urgent first."""
    return await database.structs(session, RequestToAnswer, _TO_ANSWER, within.agency_id)


async def request(session: Session, request_id: UUID, *, within: Scope) -> RequestToAnswer | None:
    """Fetch one of them, answered or not."""
    return await database.struct(session, RequestToAnswer, _ONE, within.agency_id, request_id)


async def answer(session: Session, answered: CorrectionRequest) -> bool:
    """Keep an answer; False where somebody has answered already."""
    values: Sequence[object] = (
        answered.learner_id,
        answered.id,
        answered.outcome,
        answered.answer,
        answered.answered_at,
        answered.answered_by,
    )
    return await database.execute(session, _ANSWER, *values) == 1
