"""A learner's circumstances on their pages: who sees what, what is recorded, corrected and taken back."""

import re
from datetime import date, datetime
from typing import Any

import pytest

from service.access.operations import give_access
from service.access.rows import WHOLE_REGISTER, Access, Reason
from service.accounts.rows import Role
from service.circumstances import queries
from service.circumstances.operations import record_circumstance
from service.circumstances.rows import Circumstance, Kind
from service.kit.audit import By
from service.kit.database import REGISTER, Database
from service.kit.ids import new_id
from service.learners.rows import Learner
from tests.factories import make_learner, make_provider
from tests.web.conftest import Browser, BrowserOf


@pytest.fixture
async def adviser(client_as: BrowserOf) -> Browser:
    return await client_as(Role.YOUTH_ADVISER)


@pytest.fixture
async def college(client_as: BrowserOf, adviser: Browser, database: Database, now: datetime) -> Browser:
    async with database.transaction(REGISTER) as session:
        agency = await make_provider(session, now=now, council=adviser.agency)
    return await client_as(Role.PROVIDER_STAFF, agency)


@pytest.fixture
async def learner(college: Browser, database: Database, now: datetime) -> Learner:
    async with database.transaction(REGISTER) as session:
        return await make_learner(session, by=By(agency_id=college.agency.id), now=now)


async def counting(database: Database, learner: Learner) -> list[Circumstance]:
    async with database.transaction(REGISTER) as session:
        return await queries.counting(session, [learner.id], within=WHOLE_REGISTER)


async def record(browser: Browser, learner: Learner, kind: Kind, value: str, **more: Any) -> None:
    done = await browser.submit(
        f"/learners/{learner.id}/circumstances", kind=kind.value, value=value, starts_on="today", **more
    )
    assert done.headers["location"] == f"/learners/{learner.id}/circumstances?done=recorded", done.text


async def test_what_is_recorded_is_shown_with_whose_word_it_is_and_why_it_is_held(
    adviser: Browser, learner: Learner
) -> None:
    kinds = (await adviser.get(f"/learners/{learner.id}/circumstances/new")).text
    assert f"/learners/{learner.id}/circumstances/new/characteristic" in kinds
    form = (await adviser.get(f"/learners/{learner.id}/circumstances/new/characteristic")).text
    assert "Looked after or in care" in form
    await record(adviser, learner, Kind.CHARACTERISTIC, "110")
    shown = (await adviser.get(f"/learners/{learner.id}/circumstances?done=recorded")).text
    assert "Looked after or in care" in shown
    assert f"according to {adviser.agency.name}" in shown
    assert "Education and Skills Act 2008" in shown
    assert "2 points: additional support" in shown
    assert "not a decision" in shown


async def test_each_sees_what_the_kind_opens_and_what_their_own_agency_said(
    adviser: Browser, college: Browser, learner: Learner
) -> None:
    await record(adviser, learner, Kind.CHARACTERISTIC, "170")
    await record(adviser, learner, Kind.SAFE_CONTACT, "Text only")
    await record(college, learner, Kind.FREE_MEALS, "yes")
    at_college = (await college.get(f"/learners/{learner.id}/circumstances")).text
    assert "youth offending" not in at_college
    assert "Risk of becoming NEET" not in at_college
    assert "Free school meals" in at_college
    assert "Safe contact: Text only" in at_college
    assert "Free school meals" in (await adviser.get(f"/learners/{learner.id}/circumstances")).text


async def test_safe_contact_protection_and_risk_stand_over_the_record(
    adviser: Browser, learner: Learner
) -> None:
    await record(adviser, learner, Kind.SAFE_CONTACT, "Text only")
    await record(adviser, learner, Kind.PROTECTED_ADDRESS, "yes")
    await record(adviser, learner, Kind.CHARACTERISTIC, "110")
    for path in (f"/learners/{learner.id}", f"/learners/{learner.id}/circumstances"):
        shown = (await adviser.get(path)).text
        assert "Safe contact: Text only" in shown, path
        assert "Protected address" in shown, path
        assert "Risk of NEET" in shown, path
    assert "Safe contact: Text only" in (await adviser.get(f"/learners/{learner.id}/contacts/new")).text


@pytest.mark.parametrize(
    ("kind", "more", "field", "said"),
    [
        pytest.param(Kind.ATTENDANCE, {"value": "80%"}, "value", "sessions planned", id="a percentage"),
        pytest.param(Kind.CHARACTERISTIC, {"value": ""}, "value", "Say what it is", id="nothing"),
        pytest.param(Kind.CHARACTERISTIC, {"value": "999"}, "value", "Choose one", id="no such code"),
        pytest.param(
            Kind.EHC_PLAN,
            {"value": "yes", "starts_on": "1 1 2099"},
            "starts_on",
            "in the future",
            id="future",
        ),
        pytest.param(
            Kind.EHC_PLAN,
            {"value": "yes", "ends_on": "1 1 2020"},
            "ends_on",
            "before the start",
            id="ends before it begins",
        ),
    ],
)
async def test_what_is_wrong_is_said_by_its_field_and_nothing_is_recorded(
    adviser: Browser,
    learner: Learner,
    database: Database,
    kind: Kind,
    more: dict[str, str],
    field: str,
    said: str,
) -> None:
    values = {"kind": kind.value, "starts_on": "today", **more}
    refused = await adviser.submit(f"/learners/{learner.id}/circumstances", **values)
    assert refused.status_code == 422
    assert f'href="#{field}"' in refused.text
    assert said in refused.text
    assert await counting(database, learner) == []


async def test_a_circumstance_is_corrected_and_taken_back_by_whoever_recorded_it(
    adviser: Browser, college: Browser, learner: Learner, database: Database
) -> None:
    await record(college, learner, Kind.ENGLISH, "1")
    (stands,) = await counting(database, learner)
    address = f"/learners/{learner.id}/circumstances/{stands.id}"
    assert (await adviser.get(f"{address}/correct")).status_code == 422
    assert "Recorded: English: Grade 1 to 3" in (await college.get(f"{address}/correct")).text
    refused = await college.submit(f"{address}/correct", value="2", starts_on="today")
    assert "Choose why" in refused.text
    done = await college.submit(f"{address}/correct", value="2", starts_on="today", because="wrong_detail")
    assert done.status_code == 303, done.text
    shown = (await college.get(f"/learners/{learner.id}/circumstances")).text
    assert "Was “Grade 1 to 3, or level 1” until" in shown
    (stands,) = await counting(database, learner)
    address = f"/learners/{learner.id}/circumstances/{stands.id}/take-back"
    assert "Take this back?" in (await college.get(address)).text
    assert "Choose" in (await college.submit(address)).text
    assert (await college.submit(address, because="wrong_person")).status_code == 303
    assert await counting(database, learner) == []


async def test_what_was_taken_back_by_hand_can_be_recorded_by_hand_again(
    adviser: Browser, learner: Learner, database: Database
) -> None:
    for _ in range(2):
        await record(adviser, learner, Kind.CHARACTERISTIC, "110")
        await record(adviser, learner, Kind.CHARACTERISTIC, "110")
        shown = (await adviser.get(f"/learners/{learner.id}/circumstances")).text
        assert shown.count("<strong>Characteristic:</strong> Looked after or in care") == 1
        (key,) = re.findall(r"circumstances/([0-9a-f-]{36})/correct", shown)
        back = f"/learners/{learner.id}/circumstances/{key}/take-back"
        assert (await adviser.submit(back, because="never_happened")).status_code == 303
        assert "Looked after" not in (await adviser.get(f"/learners/{learner.id}/circumstances")).text


async def test_who_has_outgrown_the_duty_is_asked_first_and_what_was_known_is_hidden(
    adviser: Browser, college: Browser, database: Database, now: datetime
) -> None:
    by = By(agency_id=college.agency.id)
    async with database.transaction(REGISTER) as session:
        adult = await make_learner(session, by=by, now=now, date_of_birth=date(2005, 3, 4))
        await give_access(
            session,
            granted=[Access(learner_id=adult.id, agency_id=adviser.agency.id, reason=Reason.RESIDENT)],
        )
        said = Circumstance(
            learner_id=adult.id,
            id=new_id(),
            kind=Kind.CHARACTERISTIC,
            value="110",
            starts_on=date(2022, 1, 5),
            recorded_at=datetime(2022, 1, 5, 9, tzinfo=now.tzinfo),
            agency_id=adviser.agency.id,
            source_key="tests:then",
        )
        then = date(2022, 1, 5)
        await record_circumstance(
            session,
            said=said,
            born_on=adult.date_of_birth,
            by=By(agency_id=adviser.agency.id),
            now=now,
            today=then,
        )
    assert "Looked after" not in (await adviser.get(f"/learners/{adult.id}/circumstances")).text
    kinds = (await adviser.get(f"/learners/{adult.id}/circumstances/new")).text
    assert "What you cannot record about this learner" in kinds
    await record(adviser, adult, Kind.AGREED_SUPPORT, "yes")
    assert "Looked after" in (await adviser.get(f"/learners/{adult.id}/circumstances")).text


async def test_there_is_no_form_for_a_kind_that_is_none(adviser: Browser, learner: Learner) -> None:
    assert (await adviser.get(f"/learners/{learner.id}/circumstances/new/star_sign")).status_code == 422
