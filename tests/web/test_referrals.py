"""The pages of referrals: asking, answering, an appointment, a move; and what is said where something is missing."""

import re
from datetime import date, datetime, timedelta

import pytest

from service.accounts.rows import Role
from service.agencies.operations import add_agency
from service.agencies.rows import Agency, AgencyKind
from service.kit.audit import By
from service.kit.database import REGISTER, Database
from service.kit.ids import NOBODY, new_id
from service.learners.rows import Learner
from tests.factories import make_learner, record_spell
from tests.web.conftest import Browser, BrowserOf

PLACE = re.compile(r"/referrals/[0-9a-f-]{36}")


@pytest.fixture
async def adviser(client_as: BrowserOf) -> Browser:
    return await client_as(Role.YOUTH_ADVISER)


@pytest.fixture
async def charity(database: Database, client_as: BrowserOf, now: datetime) -> Browser:
    agency = Agency(id=new_id(), kind=AgencyKind.CHARITY, name="Tides", code="tides")
    async with database.transaction(REGISTER) as session:
        await add_agency(session, agency=agency, by=By(agency_id=NOBODY), now=now)
    return await client_as(Role.AGENCY_WORKER, agency)


@pytest.fixture
async def learner(database: Database, adviser: Browser, now: datetime, today: date) -> Learner:
    async with database.transaction(REGISTER) as session:
        made = await make_learner(session, by=By(agency_id=adviser.agency.id), now=now, postcode="CM1 1AA")
        await record_spell(
            session,
            made.id,
            agency=adviser.agency,
            now=now,
            activity=619,
            started_on=today - timedelta(days=30),
        )
    return made


async def asked(adviser: Browser, charity: Browser, learner: Learner) -> str:
    """The adviser asks the charity; where it is."""
    answer = await adviser.submit(
        f"/learners/{learner.id}/referrals", to=str(charity.agency.id), words="Help with confidence, please."
    )
    assert (answer.status_code, answer.headers["location"]) == (303, "/referrals?done=sent")
    return PLACE.findall((await charity.get("/referrals")).text)[0]


async def test_a_referral_goes_from_asking_to_the_first_appointment(
    adviser: Browser, charity: Browser, learner: Learner
) -> None:
    place = await asked(adviser, charity, learner)
    shown = (await charity.get(place)).text
    assert "You see the least until you accept." in shown
    assert "Help with confidence, please." in shown
    assert (await charity.submit(place, step="accept")).status_code == 303
    assert (await charity.submit(place, step="appoint", on="tomorrow")).status_code == 303
    assert "first appointment on" in (await adviser.get("/referrals")).text
    assert (await charity.submit(place, step="attended", on="today")).status_code == 303
    assert "They came on" in (await charity.get(place)).text
    assert "We have asked nobody." in (await adviser.get("/referrals")).text


async def test_declining_needs_a_reason_and_the_sender_reads_it(
    adviser: Browser, charity: Browser, learner: Learner
) -> None:
    place = await asked(adviser, charity, learner)
    refused = await charity.submit(place, step="decline")
    assert refused.status_code == 422
    assert "Choose why you do not take them on." in refused.text
    await charity.submit(place, step="decline", decline="no_room", note="Full until Easter")
    assert "We have no room: Full until Easter" in (await adviser.get(place)).text


async def test_a_step_that_is_not_theirs_is_refused_in_words(
    adviser: Browser, charity: Browser, learner: Learner
) -> None:
    place = await asked(adviser, charity, learner)
    refused = await adviser.submit(place, step="accept")
    assert refused.status_code == 422
    assert "not for your agency" in refused.text


@pytest.mark.parametrize(
    ("fields", "says"),
    [
        pytest.param({"words": "Please"}, "Choose an agency", id="nobody asked"),
        pytest.param(
            {"to": "00000000-0000-0000-0000-000000000001"}, "Say what you ask of them", id="nothing asked"
        ),
        pytest.param({"to": "everybody", "words": "Please"}, "Choose an agency", id="no key"),
    ],
)
async def test_a_form_half_filled_in_is_shown_again(
    adviser: Browser, learner: Learner, fields: dict[str, str], says: str
) -> None:
    answer = await adviser.submit(f"/learners/{learner.id}/referrals", **fields)
    assert answer.status_code == 422
    assert says in answer.text


async def test_a_move_to_nowhere_is_asked_for_again(adviser: Browser, learner: Learner) -> None:
    answer = await adviser.submit(f"/learners/{learner.id}/moves", postcode="ZE1 0AA")
    assert answer.status_code == 422
    assert "No council of this service answers for this postcode." in answer.text


async def test_a_referral_of_others_is_not_there(
    adviser: Browser, charity: Browser, learner: Learner, client_as: BrowserOf
) -> None:
    place = await asked(adviser, charity, learner)
    stranger = await client_as(Role.YOUTH_ADVISER)
    assert (await stranger.get(place)).status_code == 404
    assert (await stranger.submit(place, step="withdraw")).status_code == 404
