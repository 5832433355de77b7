"""A password that was handed over opens the page where it is changed, and nothing else."""

import pytest
from litestar import Litestar

from service.accounts.operations import change_password
from service.accounts.rows import Role
from service.kit.audit import By
from service.kit.database import REGISTER, Database
from service.web.matrix import matrix_of
from tests.factories import PASSWORD
from tests.web.conftest import Browser, BrowserOf, MovingClock

GIVEN, OWN = "hand-over-this-at-the-door", "thimble orchard gravel"
WHERE = "/account/password"


@pytest.fixture
async def newcomer(client_as: BrowserOf, database: Database, client: Browser, clock: MovingClock) -> Browser:
    """An adviser who has signed in with a password that an administrator gave them."""
    inside = await client_as(Role.YOUTH_ADVISER)
    async with database.transaction(REGISTER) as session:
        by = By(agency_id=inside.agency.id)
        await change_password(
            session, account_id=inside.account.id, password=GIVEN, service_name="x", by=by, now=clock.now()
        )
    client.account, client.agency = inside.account, inside.agency
    await client.submit("/sign-in", email=inside.account.email, password=GIVEN)
    return client


async def test_every_page_leads_to_changing_it(app: Litestar, newcomer: Browser) -> None:
    closed = [each for each in matrix_of(app) if each.opens_to(Role.YOUTH_ADVISER) and not each.public]
    plain = [
        each
        for each in closed
        if "{" not in each.path and each.path not in (WHERE, "/account/stay-signed-in")
    ]
    assert len(plain) > 5
    for opening in plain:
        path = opening.path
        answer = await (newcomer.get(path) if opening.method == "GET" else newcomer.submit(path))
        assert (answer.status_code, answer.headers["location"]) == (303, WHERE), opening


async def test_the_first_page_leads_there_too_and_help_stays_open(newcomer: Browser) -> None:
    assert (await newcomer.get("/")).headers["location"] == WHERE
    assert (await newcomer.get("/help")).status_code == 200


async def test_a_page_for_others_stays_closed_as_before(newcomer: Browser) -> None:
    assert (await newcomer.get("/people")).status_code == 403


async def test_the_form_says_why_and_offers_no_way_round(newcomer: Browser) -> None:
    shown = (await newcomer.get(WHERE)).text
    assert "Somebody gave you the password you signed in with" in shown
    assert "Password you were given" in shown
    assert 'href="/today"' not in shown
    assert ">Cancel<" not in shown


async def test_once_it_is_changed_everything_is_open(newcomer: Browser) -> None:
    same = await newcomer.submit(WHERE, current=GIVEN, password=GIVEN)
    assert same.status_code == 422
    assert "This is the password you have now. Choose another." in same.text
    assert (await newcomer.get("/today")).headers["location"] == WHERE
    changed = await newcomer.submit(WHERE, current=GIVEN, password=OWN)
    assert changed.headers["location"] == "/account?done=password"
    assert (await newcomer.get("/today")).status_code == 200


async def test_signing_out_works_all_the_same(newcomer: Browser) -> None:
    assert (await newcomer.submit("/sign-out")).headers["location"] == "/?done=signed-out"


async def test_an_account_given_by_an_administrator_begins_so(client_as: BrowserOf, client: Browser) -> None:
    admin = await client_as(Role.ADMINISTRATOR)
    email = "edwina.sparrow@tests.invalid"
    fields = {
        "name": "Edwina Sparrow",
        "email": email,
        "agency": str(admin.agency.id),
        "role": "youth_adviser",
    }
    shown = (await admin.submit("/people/new", **fields)).text
    password = shown.split('<strong class="app-indicator">')[1].split("<")[0]
    await client.submit("/sign-in", email=email, password=password)
    assert (await client.get("/today")).headers["location"] == WHERE
    listed = (await admin.get("/people")).text
    assert "Edwina Sparrow" in listed


async def test_a_password_of_ones_own_is_asked_for_once(client_as: BrowserOf, client: Browser) -> None:
    inside = await client_as(Role.YOUTH_ADVISER)
    await inside.submit(WHERE, current=PASSWORD, password=OWN)
    await client.submit("/sign-in", email=inside.account.email, password=OWN)
    assert (await client.get("/today")).status_code == 200
