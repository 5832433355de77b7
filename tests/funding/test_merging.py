"""Two records of one person joined and parted: of two equal claims one is paid, and both come back as they were."""

from datetime import date, timedelta

import msgspec

from service.funding.operations import make_declarations
from service.funding.rows import Outcome, Reason, State
from service.kit.audit import By
from service.kit.database import Database, Session
from service.kit.ids import new_id
from service.merging.operations import merge, unmerge
from service.merging.rows import Joining
from tests.funding.conftest import Pool, at_noon


async def test_a_joined_persons_claims_are_one_and_go_apart_again_with_them(
    pool: Pool, session: Session, database: Database
) -> None:
    one, other = await pool.learner(), await pool.learner()
    day = date(pool.year, 6, 3)
    course = pool.course(one, on=day)
    await pool.tells(course, on=day)
    await pool.tells(msgspec.structs.replace(course, id=new_id(), learner_id=other.id), on=day)
    apart = pool.course(other, on=day)
    await pool.tells(apart, on=day)
    await make_declarations(database, now=at_noon(day + timedelta(days=1)))
    before = [*await pool.declared(one), *await pool.declared(other)]
    assert [each.state for each in before] == [State.ELIGIBLE] * 3
    by = By(agency_id=pool.council.id, account_id=pool.first.id)
    now = at_noon(day + timedelta(days=2))
    asked = Joining(survivor_id=one.id, merged_id=other.id, choices={}, reason="The same papers")
    merge_id = await merge(session, asked=asked, by=by, now=now, today=day)
    joined = await pool.declared(one, Outcome.START)
    assert sorted(each.state for each in joined) == [State.ELIGIBLE, State.ELIGIBLE, State.INELIGIBLE]
    refused = next(each for each in joined if each.state is State.INELIGIBLE)
    assert (refused.reason, refused.superseded_by) == (Reason.DUPLICATE, before[0].id)
    later = now + timedelta(hours=1)
    await unmerge(session, merge_id=merge_id, because="Two people", by=by, now=later, today=day)
    assert [*await pool.declared(one), *await pool.declared(other)] == before


async def test_what_was_paid_twice_for_one_person_goes_back_once(
    pool: Pool, session: Session, database: Database
) -> None:
    one, other = await pool.learner(), await pool.learner()
    day = date(pool.year, 6, 3)
    course = pool.course(one, on=day)
    await pool.tells(course, on=day)
    await pool.tells(msgspec.structs.replace(course, id=new_id(), learner_id=other.id), on=day)
    await pool.prepares(pool.quarter(1))
    await pool.freezes(pool.quarter(1))
    by = By(agency_id=pool.council.id, account_id=pool.first.id)
    asked = Joining(survivor_id=one.id, merged_id=other.id, choices={}, reason="The same papers")
    joined_on = date(pool.year, 8, 3)
    await merge(session, asked=asked, by=by, now=at_noon(joined_on), today=joined_on)
    await make_declarations(database, now=at_noon(joined_on + timedelta(days=1)))
    states = sorted(each.state for each in await pool.declared(one, Outcome.START))
    assert states == [State.AWAITING_CLAWBACK, State.PAYABLE]
    await pool.prepares(pool.quarter(2))
    assert [each.pence for each in await pool.lines(pool.quarter(2)) if each.kind == "clawback"] == [-64_000]
