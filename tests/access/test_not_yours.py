""" "Not yours" and "not there" answer alike, whichever of the two guards is looked at: the scope or the policies."""

import traceback
from collections.abc import Awaitable, Callable
from typing import Any

import asyncpg
import pytest

from service.access.rows import WHOLE_REGISTER, Scope
from service.accounts.operations import add_account
from service.accounts.operations.people import EmailTaken
from service.accounts.rows import Person, Role
from service.agencies.operations import AgencyTaken, add_agency
from service.agencies.rows import Agency, AgencyKind
from service.alerts.operations import acknowledge_alert, close_alert, snooze_alert
from service.alerts.rows import Outcome
from service.imports import queries as submissions
from service.imports.operations import begin_acceptance
from service.imports.rows import AcceptMode
from service.kit import database as kit
from service.kit.audit import By
from service.kit.database import REGISTER, Context, Database, Session, expect_unique
from service.kit.errors import Conflict, DomainError
from service.kit.ids import new_id
from service.learners.operations import Choice, decide_review, look_up, require_learner
from service.vocabulary.indicator import mint
from tests.access.conftest import TODAY, Side
from tests.conftest import NOW
from tests.factories import PASSWORD

Sides = tuple[Side, Side]
Try = Callable[[Session, Scope, By, Side | None], Awaitable[object]]
NOWHERE = new_id()


async def open_record(session: Session, within: Scope, by: By, theirs: Side | None) -> object:
    key = theirs.learner.id if theirs else NOWHERE
    return await require_learner(session, learner_id=key, within=within, by=by, now=NOW, why="a test")


async def look_up_indicator(session: Session, within: Scope, by: By, theirs: Side | None) -> object:
    indicator = theirs.learner.indicator if theirs else mint()
    return await look_up(session, indicator=indicator, within=within, by=by, now=NOW)


async def acknowledge(session: Session, within: Scope, by: By, theirs: Side | None) -> object:
    key = theirs.alert_id if theirs else NOWHERE
    return await acknowledge_alert(session, alert_id=key, within=within, by=by, now=NOW)


async def snooze(session: Session, within: Scope, by: By, theirs: Side | None) -> object:
    key = theirs.alert_id if theirs else NOWHERE
    given: dict[str, Any] = {
        "until": TODAY,
        "reason": "r",
        "within": within,
        "by": by,
        "now": NOW,
    }
    return await snooze_alert(session, alert_id=key, **given)


async def close(session: Session, within: Scope, by: By, theirs: Side | None) -> object:
    key = theirs.alert_id if theirs else NOWHERE
    given: dict[str, Any] = {
        "outcome": Outcome.DONE,
        "reason": "r",
        "within": within,
        "by": by,
        "now": NOW,
    }
    return await close_alert(session, alert_id=key, **given)


async def take_file(session: Session, within: Scope, by: By, theirs: Side | None) -> object:
    key = theirs.submission_id if theirs else NOWHERE
    await begin_acceptance(session, submission_id=key, mode=AcceptMode.ALL, within=within, by=by, now=NOW)
    return key


async def decide(session: Session, within: Scope, by: By, theirs: Side | None) -> object:
    key = theirs.review_id if theirs else NOWHERE
    return await decide_review(session, review_id=key, choice=Choice(), by=by, now=NOW, today=TODAY)


ACTS = [
    pytest.param(open_record, id="open a record"),
    pytest.param(look_up_indicator, id="look up an indicator"),
    pytest.param(acknowledge, id="acknowledge an alert"),
    pytest.param(snooze, id="snooze an alert"),
    pytest.param(close, id="close an alert"),
    pytest.param(take_file, id="take a file"),
    pytest.param(decide, id="decide a review"),
]


async def refusal(
    database: Database, context: Context, within: Scope, act: Try, mine: Side, of: Side | None
) -> DomainError:
    with pytest.raises(DomainError) as refused:
        async with database.transaction(context) as session:
            await act(session, within, By(agency_id=mine.council.id), of)
    return refused.value


@pytest.mark.parametrize("guard", ["scope alone", "policies alone", "both"])
@pytest.mark.parametrize("act", ACTS)
async def test_another_agencys_is_refused_like_one_that_does_not_exist(
    act: Try, guard: str, committed: Database, sides: Sides
) -> None:
    mine, theirs = sides
    context = REGISTER if guard == "scope alone" else mine.context
    within = WHOLE_REGISTER if guard == "policies alone" else Scope(mine.council.id)
    not_yours = await refusal(committed, context, within, act, mine, theirs)
    not_there = await refusal(committed, context, within, act, mine, None)
    assert type(not_yours) is type(not_there)
    assert (not_yours.code, not_yours.sentence, not_yours.field) == (
        not_there.code,
        not_there.sentence,
        not_there.field,
    )
    assert str(not_yours) == str(not_there)


async def test_a_file_of_another_agency_is_not_found(committed: Database, sides: Sides) -> None:
    mine, theirs = sides
    for context, within in ((REGISTER, Scope(mine.council.id)), (mine.context, WHOLE_REGISTER)):
        async with committed.transaction(context) as session:
            assert await submissions.submission(session, theirs.submission_id, within=within) is None
            assert await submissions.submission(session, mine.submission_id, within=within) is not None


async def test_what_is_refused_leaves_no_trace_of_having_been_found(
    committed: Database, sides: Sides
) -> None:
    mine, theirs = sides
    count = "select count(*) from audit_entry where subject_id = $1"
    async with committed.transaction(REGISTER) as session:
        before = await kit.value(session, count, theirs.learner.id)
    await refusal(committed, mine.context, Scope(mine.council.id), open_record, mine, theirs)
    async with committed.transaction(REGISTER) as session:
        assert await kit.value(session, count, theirs.learner.id) == before


def told(error: BaseException) -> str:
    """All that a log could make of an error, its causes too."""
    return "".join(traceback.format_exception(error))


async def test_a_taken_identifier_is_refused_without_saying_whose_or_what(
    committed: Database, sides: Sides
) -> None:
    mine, theirs = sides
    taken = Conflict("Somebody has it.")
    give = "update learner set uln = '1000000000' where id = $1"

    async def give_twice() -> None:
        async with committed.transaction(REGISTER) as session:
            await kit.execute(session, give, theirs.learner.id)
            async with expect_unique("uq_learner_uln", taken):
                await kit.execute(session, give, mine.learner.id)

    with pytest.raises(Conflict) as refused:
        await give_twice()
    assert refused.value is taken
    assert "1000000000" not in told(refused.value)
    assert str(theirs.learner.id) not in told(refused.value)


async def test_a_taken_ukprn_is_refused_without_naming_its_agency(committed: Database, sides: Sides) -> None:
    mine, theirs = sides
    ukprn = theirs.noise.provider.ukprn
    agency = Agency(id=new_id(), kind=AgencyKind.PROVIDER, name="Another", code="another-one", ukprn=ukprn)
    with pytest.raises(AgencyTaken) as refused:
        async with committed.transaction(mine.context) as session:
            await add_agency(session, agency=agency, by=By(agency_id=mine.council.id), now=NOW)
    assert str(ukprn) not in told(refused.value)
    assert str(theirs.noise.provider.id) not in told(refused.value)


async def test_a_taken_email_is_refused_without_telling_of_its_account(
    committed: Database, sides: Sides
) -> None:
    mine, _ = sides
    email = "taken@tests.invalid"
    person = Person(agency_id=mine.council.id, role=Role.YOUTH_ADVISER, name="Robin", email=email)
    given: dict[str, Any] = {"person": person, "password": PASSWORD, "service_name": "Pathway", "now": NOW}
    async with committed.transaction(mine.context) as session:
        first = await add_account(session, by=By(agency_id=mine.council.id), **given)
    with pytest.raises(EmailTaken) as refused:
        async with committed.transaction(mine.context) as session:
            await add_account(session, by=By(agency_id=mine.council.id), **given)
    assert email not in told(refused.value)
    assert str(first.id) not in told(refused.value)


async def test_a_key_error_nobody_foresaw_reaches_nobody_as_a_domain_error(
    committed: Database, sides: Sides
) -> None:
    mine, theirs = sides
    give = "update learner set indicator = $2 where id = $1"
    with pytest.raises(asyncpg.UniqueViolationError):
        async with committed.transaction(REGISTER) as session, expect_unique("uq_other", Conflict("no")):
            await kit.execute(session, give, mine.learner.id, theirs.learner.indicator)
