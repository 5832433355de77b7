"""Raising a concern with a contact, and the page that only whoever is on duty sees anything on."""

from datetime import datetime

import pytest

from service.accounts.rows import Role
from service.kit.audit import By
from service.kit.database import REGISTER, Database
from service.learners.rows import Learner
from tests.factories import make_learner
from tests.web.conftest import Browser, BrowserOf

WORDS = "Said that they dare not go home."
CONTACT = {"channel": "phone", "two_way": "true", "occurred_on": "today"}


@pytest.fixture
async def manager(client_as: BrowserOf) -> Browser:
    return await client_as(Role.SERVICE_MANAGER)


@pytest.fixture
async def adviser(client_as: BrowserOf, manager: Browser) -> Browser:
    return await client_as(Role.YOUTH_ADVISER, manager.agency)


@pytest.fixture
async def lead(client_as: BrowserOf, manager: Browser) -> Browser:
    found = await client_as(Role.TEAM_LEAD, manager.agency)
    answer = await manager.submit("/safeguarding/duty", account_id=str(found.account.id))
    assert answer.status_code == 303
    return found


@pytest.fixture
async def learner(database: Database, manager: Browser, now: datetime) -> Learner:
    async with database.transaction(REGISTER) as session:
        return await make_learner(session, by=By(agency_id=manager.agency.id), now=now)


async def test_a_tick_on_a_contact_reaches_the_duty_lead_alone(
    adviser: Browser, lead: Browser, manager: Browser, learner: Learner
) -> None:
    answer = await adviser.submit(
        f"/learners/{learner.id}/contacts", **CONTACT, concern="true", concern_words=WORDS
    )
    assert answer.headers["location"] == f"/learners/{learner.id}?done=concern"
    assert WORDS in (await lead.get("/safeguarding")).text
    for page in (f"/learners/{learner.id}", f"/learners/{learner.id}?done=concern", "/today", "/notices"):
        assert WORDS not in (await adviser.get(page)).text
    shown = (await manager.get("/safeguarding")).text
    assert WORDS not in shown
    assert f"{lead.account.name} is on duty." in shown
    assert (await adviser.get("/safeguarding")).status_code == 403


async def test_a_tick_without_words_keeps_nothing_and_asks_again(
    adviser: Browser, lead: Browser, learner: Learner
) -> None:
    answer = await adviser.submit(f"/learners/{learner.id}/contacts", **CONTACT, concern="true")
    assert answer.status_code == 422
    assert "Say what worries you" in answer.text
    assert "Nothing is open." in (await lead.get("/safeguarding")).text


async def test_closing_needs_what_was_done(adviser: Browser, lead: Browser, learner: Learner) -> None:
    await adviser.submit(f"/learners/{learner.id}/contacts", **CONTACT, concern="true", concern_words=WORDS)
    shown = (await lead.get("/safeguarding")).text
    place = shown.partition('action="/safeguarding/')[2].partition('"')[0]
    assert (await lead.submit(f"/safeguarding/{place}", words=" ")).status_code == 422
    assert (await lead.submit(f"/safeguarding/{place}", words="Referred.")).status_code == 303
    assert "Nothing is open." in (await lead.get("/safeguarding")).text
