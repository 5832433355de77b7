"""The checklist of tracing, and what a contact came to."""

from datetime import datetime

import pytest

from service.access.rows import WHOLE_REGISTER
from service.accounts.rows import Role
from service.caseloads import queries
from service.caseloads.rows import Outcome
from service.caseloads.rules import LADDER
from service.kit.audit import By
from service.kit.database import REGISTER, Database
from service.learners.rows import Learner
from tests.factories import make_learner
from tests.web.conftest import Browser, BrowserOf


@pytest.fixture
async def adviser(client_as: BrowserOf) -> Browser:
    return await client_as(Role.YOUTH_ADVISER)


@pytest.fixture
async def learner(database: Database, adviser: Browser, now: datetime) -> Learner:
    async with database.transaction(REGISTER) as session:
        return await make_learner(session, by=By(agency_id=adviser.agency.id), now=now)


async def test_each_step_is_noted_with_its_day_and_kept(adviser: Browser, learner: Learner) -> None:
    page = f"/learners/{learner.id}/tracing"
    assert f"0 of {len(LADDER)} steps done" in (await adviser.get(page)).text
    answer = await adviser.submit(page, lists="nothing", ucas="asked", door="")
    assert answer.status_code == 303
    shown = (await adviser.get(page)).text
    assert f"1 of {len(LADDER)} steps done" in shown
    assert "Noted on" in shown
    await adviser.submit(page, lists="nothing", ucas="not_fitting")
    assert f"2 of {len(LADDER)} steps done" in (await adviser.get(page)).text


@pytest.mark.parametrize(
    ("fields", "says"),
    [
        pytest.param({"lists": "perhaps"}, "Choose what it came to", id="no such finding"),
        pytest.param({"crystal_ball": "found"}, "This is no step of the ladder", id="no such step"),
    ],
)
async def test_what_is_no_step_or_no_finding_is_refused(
    adviser: Browser, learner: Learner, fields: dict[str, str], says: str
) -> None:
    answer = await adviser.submit(f"/learners/{learner.id}/tracing", **fields)
    assert answer.status_code == 422
    assert says in answer.text


async def test_the_way_there_is_on_the_page_of_whoever_is_not_known(
    adviser: Browser, learner: Learner
) -> None:
    assert f"/learners/{learner.id}/tracing" in (await adviser.get(f"/learners/{learner.id}")).text


async def test_a_contact_keeps_what_came_of_it(
    adviser: Browser, learner: Learner, database: Database
) -> None:
    form = (await adviser.get(f"/learners/{learner.id}/contacts/new")).text
    assert f"this is {adviser.account.name} from {adviser.agency.name}" in form
    answer = await adviser.submit(
        f"/learners/{learner.id}/contacts",
        channel="phone",
        two_way="false",
        occurred_on="today",
        outcome="message_left",
    )
    assert answer.status_code == 303
    async with database.transaction(REGISTER) as session:
        kept = await queries.contacts_of(session, [learner.id], within=WHOLE_REGISTER)
    assert [each.outcome for each in kept[learner.id]] == [Outcome.MESSAGE_LEFT]
