"""Administrators: accounts, agencies and the tokens of agencies' systems."""

import re
from datetime import datetime

import httpx
import pytest

from service.accounts import queries as accounts
from service.accounts.operations import actor_of_token
from service.accounts.rows import Account, Role, TokenScope
from service.agencies import queries as agencies
from service.agencies.rows import Agency
from service.kit.database import REGISTER, Database
from tests.factories import PASSWORD, make_account, make_council, make_provider
from tests.web.conftest import Browser, BrowserOf

NOWHERE = "00000000-0000-7000-8000-000000000000"


@pytest.fixture
async def admin(client_as: BrowserOf) -> Browser:
    """An administrator's browser."""
    return await client_as(Role.ADMINISTRATOR)


@pytest.fixture
async def college(database: Database, admin: Browser, now: datetime) -> Agency:
    """A college that works with the administrator's council."""
    async with database.transaction(REGISTER) as session:
        return await make_provider(session, now=now, council=admin.agency, name="Foulness College")


@pytest.fixture
async def tutor(database: Database, college: Agency, now: datetime) -> Account:
    """Somebody at the college."""
    async with database.transaction(REGISTER) as session:
        return await make_account(
            session, agency=college, role=Role.PROVIDER_STAFF, now=now, name="Idris Example"
        )


def person(agency: Agency, /, **changed: str) -> dict[str, str]:
    usual = {
        "name": "Noor Example",
        "email": "noor@foulness.invalid",
        "agency": str(agency.id),
        "role": Role.PROVIDER_STAFF,
    }
    return usual | changed


def shown_once(answer: httpx.Response) -> str:
    found = re.search(r"<(?:strong|code) class=\"app-indicator\">([^<]+)<", answer.text)
    assert found
    return found[1]


async def test_people_are_listed_by_name_and_by_agency(
    admin: Browser, college: Agency, tutor: Account
) -> None:
    everybody = (await admin.get("/people")).text
    assert tutor.name in everybody
    assert admin.account.name in everybody
    only = (await admin.get(f"/people?agency={college.id}")).text
    assert f'href="/people/{tutor.id}"' in only
    assert f'href="/people/{admin.account.id}"' not in only
    assert (await admin.get("/people?agency=")).status_code == 200


async def test_long_lists_of_people_come_25_at_a_time(
    admin: Browser, database: Database, now: datetime
) -> None:
    async with database.transaction(REGISTER) as session:
        agency = await make_council(session, now=now)
        made = [
            await make_account(session, agency=agency, role=Role.BOARD_MEMBER, now=now) for _ in range(26)
        ]
    pages = [(await admin.get(f"/people?agency={agency.id}&page={number}")).text for number in (1, 2)]
    found = [re.findall(r'href="/people/([0-9a-f-]{36})"', text) for text in pages]
    assert [len(keys) for keys in found] == [25, 1]
    assert {*found[0], *found[1]} == {str(account.id) for account in made}


async def test_a_new_person_gets_a_password_shown_once_that_works(
    admin: Browser, college: Agency, client: Browser
) -> None:
    added = await admin.submit("/people/new", **person(college))
    assert added.status_code == 200
    assert added.headers["cache-control"] == "no-store"
    assert "Hand it over in person" in added.text
    password = shown_once(added)
    inside = await client.submit("/sign-in", email="noor@foulness.invalid", password=password)
    assert inside.status_code == 303
    assert password not in (await admin.get("/people")).text


@pytest.mark.parametrize(
    ("changed", "field", "said"),
    [
        pytest.param({"email": "noor"}, "email", "in the correct format", id="no email address"),
        pytest.param({"name": " "}, "name", "Enter their full name", id="no name"),
        pytest.param({"agency": NOWHERE}, "agency", "Choose the agency", id="no such agency"),
        pytest.param({"agency": "college"}, "agency", "Choose the agency", id="no key"),
        pytest.param({"role": ""}, "role", "Choose what they are here for", id="no role"),
        pytest.param(
            {"role": "administrator"}, "role", "at a provider can be: provider staff", id="a role of councils"
        ),
        pytest.param({"is_owner": "1"}, "is_owner", "This form has changed", id="a field nobody asked for"),
    ],
)
async def test_a_wrong_form_says_what_is_wrong_and_keeps_what_was_typed(
    admin: Browser, college: Agency, changed: dict[str, str], field: str, said: str
) -> None:
    refused = await admin.submit("/people/new", **person(college, **changed))
    assert refused.status_code == 422
    assert f'href="#{field}"' in refused.text
    assert said in refused.text
    assert 'value="Noor Example"' in refused.text or field == "name"


async def test_a_form_sent_twice_makes_one_account(
    admin: Browser, college: Agency, database: Database
) -> None:
    await admin.submit("/people/new", **person(college))
    again = await admin.submit("/people/new", **person(college, email="NOOR@foulness.invalid"))
    assert again.status_code == 422
    assert "Somebody has an account with this email address." in again.text
    async with database.transaction(REGISTER) as session:
        assert len(await accounts.accounts_of(session, college.id)) == 1


async def test_disabling_asks_first_and_enabling_undoes_it(
    admin: Browser, tutor: Account, client: Browser
) -> None:
    asked = await admin.get(f"/people/{tutor.id}/disable")
    assert "Disable this account?" in asked.text
    done = await admin.submit(f"/people/{tutor.id}/disable")
    assert "The account is disabled." in (await admin.get(done.headers["location"])).text
    assert (await client.submit("/sign-in", email=tutor.email, password=PASSWORD)).status_code == 422
    await admin.submit(f"/people/{tutor.id}/enable")
    assert (await client.submit("/sign-in", email=tutor.email, password=PASSWORD)).status_code == 303


async def test_a_forgotten_password_is_replaced(admin: Browser, tutor: Account, client: Browser) -> None:
    password = shown_once(await admin.submit(f"/people/{tutor.id}/password"))
    assert (await client.submit("/sign-in", email=tutor.email, password=PASSWORD)).status_code == 422
    assert (await client.submit("/sign-in", email=tutor.email, password=password)).status_code == 303


@pytest.mark.parametrize("act", ["disable", "password", "second-step"])
async def test_administrators_do_not_do_it_to_themselves(admin: Browser, act: str) -> None:
    assert (await admin.get(f"/people/{admin.account.id}/{act}")).status_code == 403
    assert (await admin.submit(f"/people/{admin.account.id}/{act}")).status_code == 403
    assert (await admin.get("/account")).status_code == 200


@pytest.mark.parametrize(
    "path",
    [
        pytest.param(f"/people/{NOWHERE}", id="no such account"),
        pytest.param(f"/people/{NOWHERE}/disable", id="nobody to disable"),
        pytest.param(f"/people/agencies/{NOWHERE}", id="no such agency"),
        pytest.param(f"/people/agencies/{NOWHERE}/tokens", id="no agency for a token"),
    ],
)
async def test_what_is_not_there_is_not_found(admin: Browser, path: str) -> None:
    assert (await admin.get(path)).status_code == 404


async def test_no_other_change_can_be_made_up(admin: Browser, tutor: Account) -> None:
    assert (await admin.submit(f"/people/{tutor.id}/promote")).status_code == 404


async def test_an_agency_is_added_with_its_ukprn_and_council(admin: Browser, database: Database) -> None:
    done = await admin.submit(
        "/people/agencies/new",
        kind="provider",
        name="Mersea Skills",
        code="Mersea-Skills",
        ukprn="1000 9999",
        council=str(admin.agency.id),
    )
    assert "The agency is added." in (await admin.get(done.headers["location"])).text
    async with database.transaction(REGISTER) as session:
        kept = await agencies.agency_called(session, "mersea-skills")
    assert kept is not None
    assert (kept.ukprn, kept.council_id) == ("10009999", admin.agency.id)
    assert "Mersea Skills" in (await admin.get("/people/agencies")).text


@pytest.mark.parametrize(
    ("changed", "field", "said"),
    [
        pytest.param({"code": "foulness"}, "code", "Another agency has this code.", id="code taken"),
        pytest.param({"ukprn": "10005555"}, "ukprn", "Another agency has this UKPRN.", id="UKPRN taken"),
        pytest.param({"ukprn": "123"}, "ukprn", "Enter the 8 digits", id="no UKPRN"),
        pytest.param(
            {"kind": "charity", "ukprn": "10001234"}, "ukprn", "Only a college", id="not a provider"
        ),
        pytest.param({"code": "x y"}, "code", "small letters", id="no code"),
        pytest.param({"kind": "club"}, "kind", "Choose what it is", id="no kind"),
        pytest.param({"council": NOWHERE}, "council", "Choose a council", id="no council"),
    ],
)
async def test_an_agency_is_not_added_twice_or_by_half(
    admin: Browser, changed: dict[str, str], field: str, said: str
) -> None:
    first = {"kind": "provider", "name": "Foulness College", "code": "foulness", "ukprn": "10005555"}
    assert (await admin.submit("/people/agencies/new", **first)).status_code == 303
    second = first | {"name": "Another College", "code": "another", "ukprn": "10006666"} | changed
    refused = await admin.submit("/people/agencies/new", **second)
    assert refused.status_code == 422
    assert f'href="#{field}"' in refused.text
    assert said in refused.text


async def test_a_token_is_shown_once_and_opens_what_was_ticked(
    admin: Browser, college: Agency, database: Database, now: datetime
) -> None:
    tokens = f"/people/agencies/{college.id}/tokens"
    issued = await admin.submit(tokens, name="student records", scopes=["submissions", "alerts"])
    assert issued.status_code == 200
    assert issued.headers["cache-control"] == "no-store"
    token = shown_once(issued)
    async with database.transaction(REGISTER) as session:
        actor = await actor_of_token(session, token=token, now=now)
    assert actor is not None
    assert actor.scopes == {TokenScope.SUBMISSIONS, TokenScope.ALERTS}
    agency = (await admin.get(f"/people/agencies/{college.id}")).text
    assert "student records" in agency
    assert token not in agency


async def test_a_token_form_sent_twice_makes_one_token(
    admin: Browser, college: Agency, database: Database
) -> None:
    tokens = f"/people/agencies/{college.id}/tokens"
    await admin.submit(tokens, name="student records", scopes="alerts")
    again = await admin.submit(tokens, name=" student  records", scopes="alerts")
    assert "A token for this system is in use." in again.text
    async with database.transaction(REGISTER) as session:
        assert len(await accounts.tokens_of(session, college.id)) == 1


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        pytest.param({"name": "records"}, "scopes", id="nothing ticked"),
        pytest.param({"name": "records", "scopes": "everything"}, "scopes", id="no such scope"),
        pytest.param({"scopes": "alerts"}, "name", id="no name"),
    ],
)
async def test_a_token_needs_a_name_and_a_use(
    admin: Browser, college: Agency, fields: dict[str, str], field: str
) -> None:
    refused = await admin.submit(f"/people/agencies/{college.id}/tokens", **fields)
    assert refused.status_code == 422
    assert f'href="#{field}"' in refused.text


async def test_a_revoked_token_opens_nothing(
    admin: Browser, college: Agency, database: Database, now: datetime
) -> None:
    tokens = f"/people/agencies/{college.id}/tokens"
    token = shown_once(await admin.submit(tokens, name="student records", scopes="alerts"))
    async with database.transaction(REGISTER) as session:
        kept = (await accounts.tokens_of(session, college.id))[0]
    assert "Revoke this token?" in (await admin.get(f"{tokens}/{kept.id}")).text
    done = await admin.submit(f"{tokens}/{kept.id}")
    assert "The token is revoked." in (await admin.get(done.headers["location"])).text
    async with database.transaction(REGISTER) as session:
        assert await actor_of_token(session, token=token, now=now) is None


async def test_a_token_is_revoked_on_its_own_agency_s_page_only(
    admin: Browser, college: Agency, database: Database, now: datetime
) -> None:
    await admin.submit(f"/people/agencies/{college.id}/tokens", name="student records", scopes="alerts")
    async with database.transaction(REGISTER) as session:
        kept = (await accounts.tokens_of(session, college.id))[0]
    assert (await admin.submit(f"/people/agencies/{admin.agency.id}/tokens/{kept.id}")).status_code == 404
