"""Disputes: a provider's own line or refused claim, once at a time, answered with words."""

from datetime import date, timedelta

import pytest

from service.funding import queries
from service.funding.operations import (
    Answered,
    DisputeOpen,
    NotYours,
    answer,
    dispute_line,
    dispute_refusal,
    make_declarations,
)
from service.funding.rows import Outcome, Ruling
from service.kit.audit import By
from service.kit.database import Context, Database, Session
from service.kit.errors import Invalid
from service.pathways.rows import Confidence
from tests.funding.conftest import Pool, at_noon


async def test_a_provider_disputes_a_line_of_its_own_once_and_reads_the_answer(
    pool: Pool, session: Session, database: Database
) -> None:
    of = pool.quarter(1)
    await pool.prepares(of)
    (line,) = await pool.lines(of, provider=pool.provider)
    by = By(agency_id=pool.provider.id, account_id=pool.first.id)
    with pytest.raises(Invalid):
        await dispute_line(session, line_id=line.id, words=" ", by=by, now=pool.now)
    made = await dispute_line(session, line_id=line.id, words="We agreed on more", by=by, now=pool.now)
    async with session.driver.transaction():
        with pytest.raises(DisputeOpen):
            async with session.driver.transaction():
                await dispute_line(session, line_id=line.id, words="Again", by=by, now=pool.now)
    assert [each.id for each in await queries.open_disputes(session)] == [made.id]
    told = {"ruling": Ruling.NOT_UPHELD, "words": "The minutes say so", "by": pool.by(), "now": pool.now}
    await answer(session, dispute_id=made.id, **told)
    with pytest.raises(Answered):
        await answer(session, dispute_id=made.id, **told)
    (own,) = await queries.disputes_of(session, pool.provider.id)
    assert (own.ruling, own.answer) == (Ruling.NOT_UPHELD, "The minutes say so")
    await dispute_line(session, line_id=line.id, words="There are new minutes", by=by, now=pool.now)


async def test_nobody_disputes_what_is_anothers_or_was_not_refused(
    pool: Pool, session: Session, database: Database
) -> None:
    learner = await pool.learner()
    day, began = date(pool.year, 6, 3), date(pool.year, 6, 20)
    await pool.tells(pool.course(learner, on=day), on=day)
    job = pool.course(
        learner, on=began, activity=330, started_on=began, confidence=Confidence.SELF_REPORTED, level=None
    )
    await pool.tells(job, on=began)
    await make_declarations(database, now=at_noon(began + timedelta(days=1)))
    by = By(agency_id=pool.provider.id, account_id=pool.first.id)
    stranger = By(agency_id=pool.other.id, account_id=pool.first.id)
    (start,) = await pool.declared(learner, Outcome.START)
    (refused,) = await pool.declared(learner, Outcome.JOB_START)
    given = {"words": "The employer has told us", "now": pool.now}
    for declaration, whose in ((start, by), (refused, stranger)):
        with pytest.raises(NotYours):
            await dispute_refusal(session, declaration_id=declaration.id, by=whose, **given)
    made = await dispute_refusal(session, declaration_id=refused.id, by=by, **given)
    async with database.transaction(Context(agency_id=pool.other.id)) as narrow:
        assert await queries.dispute(narrow, made.id) is None
    async with database.transaction(Context(agency_id=pool.provider.id)) as narrow:
        assert await queries.dispute(narrow, made.id) is not None
