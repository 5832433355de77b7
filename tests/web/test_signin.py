"""Signing in and out: one answer for every refusal, each remembered; a second step; only our own pages after it."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta

import httpx
import pyotp
import pytest
from litestar import Litestar
from litestar.testing import RequestFactory

from service.accounts import queries
from service.accounts.operations import begin_totp, confirm_totp, disable_account
from service.accounts.rows import Account, Role
from service.accounts.rules import FAILURES_PER_EMAIL
from service.kit import audit
from service.kit.audit import By
from service.kit.database import REGISTER, Database
from service.web.second_step import MINUTES
from service.web.signin import client_of, own_path
from tests.factories import PASSWORD, make_account, make_council
from tests.web.conftest import Browser, BrowserOf, MovingClock

STEP = timedelta(seconds=30)


@pytest.fixture
async def mona(database: Database, now: datetime) -> Account:
    """An adviser whose password is `PASSWORD`."""
    async with database.transaction(REGISTER) as session:
        council = await make_council(session, now=now)
        return await make_account(session, agency=council, role=Role.YOUTH_ADVISER, now=now)


@pytest.fixture
async def secret(database: Database, mona: Account, now: datetime) -> str:
    """Mona's second step: its secret. The code of five minutes ago is used up."""
    by, then = By(agency_id=mona.agency_id, account_id=mona.id), now - timedelta(minutes=5)
    async with database.transaction(REGISTER) as session:
        made = await begin_totp(session, account_id=mona.id, service_name="Pathway", by=by, now=then)
        code = pyotp.TOTP(made.secret).at(then)
        await confirm_totp(session, account_id=mona.id, code=code, by=by, now=then)
    return made.secret


async def sign_in(client: Browser, mona: Account, password: str = PASSWORD, **more: str) -> httpx.Response:
    return await client.submit("/sign-in", email=mona.email, password=password, **more)


async def test_signing_in_leads_to_the_first_page_of_the_role(client: Browser, mona: Account) -> None:
    answer = await sign_in(client, mona)
    assert (answer.status_code, answer.headers["location"]) == (303, "/")
    assert client.session_token
    assert (await client.get("/")).headers["location"] == "/today"


async def test_a_page_opened_signed_out_is_come_back_to_after_signing_in(
    client: Browser, mona: Account
) -> None:
    refused = await client.get("/caseload")
    assert (refused.status_code, refused.headers["location"]) == (303, "/sign-in?next=/caseload")
    form = await client.get(refused.headers["location"])
    assert '<input type="hidden" name="next" value="/caseload">' in form.text
    assert (await sign_in(client, mona, next="/caseload")).headers["location"] == "/caseload"


@pytest.mark.parametrize(
    ("asked", "given"),
    [
        pytest.param("/learners?page=2", "/learners?page=2", id="our own page"),
        pytest.param("", "", id="nothing"),
        pytest.param("//elsewhere.test/a", "", id="another host"),
        pytest.param("/\\elsewhere.test", "", id="another host with a backslash"),
        pytest.param("https://elsewhere.test/", "", id="another address"),
        pytest.param("javascript:alert(1)", "", id="a script"),
        pytest.param("learners", "", id="no path"),
        pytest.param("/\t/elsewhere.test", "", id="a tab that browsers drop"),
        pytest.param("/a\r\nset-cookie: b=c", "", id="a line end"),
        pytest.param("/" + "a" * 500, "", id="too long"),
    ],
)
async def test_own_path_goes_on_to_our_own_pages_only(
    client: Browser, mona: Account, asked: str, given: str
) -> None:
    assert own_path(asked) == given
    assert (await sign_in(client, mona, next=asked)).headers["location"] == (given or "/")


async def test_every_refusal_has_the_same_words(
    client: Browser, mona: Account, database: Database, now: datetime
) -> None:
    wrong = await sign_in(client, mona, "not-this-one-at-all")
    unknown = await client.submit("/sign-in", email="robin.0@tests.invalid", password=PASSWORD)
    spaced = await sign_in(client, mona, PASSWORD + " ")
    async with database.transaction(REGISTER) as session:
        await disable_account(session, account_id=mona.id, by=By(agency_id=mona.agency_id), now=now)
    disabled = await sign_in(client, mona)
    said = {plain(answer) for answer in (wrong, unknown, spaced, disabled)}
    assert len(said) == 1
    assert "The email address or the password is not right." in said.pop()
    assert {answer.status_code for answer in (wrong, unknown, spaced, disabled)} == {422}
    assert client.session_token is None


def plain(answer: httpx.Response) -> str:
    """The page without what differs for every visit, and without what was typed."""
    lines = (line for line in answer.text.splitlines() if "nonce=" not in line and "_csrf_token" not in line)
    return "\n".join(line for line in lines if 'id="email"' not in line)


async def test_a_refusal_is_remembered_and_ten_are_enough(
    client: Browser, mona: Account, database: Database, clock: MovingClock
) -> None:
    for _ in range(FAILURES_PER_EMAIL):
        assert (await sign_in(client, mona, "not-this-one-at-all")).status_code == 422
    slowed = await sign_in(client, mona)
    assert slowed.status_code == 429
    assert slowed.headers["retry-after"] == "900"
    assert "Too many attempts. Try again in 15 minutes." in slowed.text
    clock.move(timedelta(minutes=15))
    assert (await sign_in(client, mona)).status_code == 303


async def test_what_is_missing_is_asked_for_and_the_password_is_never_sent_back(client: Browser) -> None:
    empty = await client.submit("/sign-in", email=" ", password="")
    assert empty.status_code == 422
    assert empty.text.count("Enter your email address") == 2  # in the summary and beside the field
    assert "<title>Error: Sign in" in empty.text
    typed = await client.submit("/sign-in", email="", password="kept-to-ourselves")
    assert "kept-to-ourselves" not in typed.text


@pytest.mark.parametrize(
    ("path", "attributes"),
    [
        pytest.param(
            "/sign-in", ['autocomplete="username"', 'autocomplete="current-password"'], id="password"
        ),
        pytest.param("/sign-in/code", ['autocomplete="one-time-code"', 'inputmode="numeric"'], id="code"),
    ],
)
async def test_programs_can_fill_in_the_fields_for_signing_in(
    client: Browser, mona: Account, secret: str, path: str, attributes: list[str]
) -> None:
    await sign_in(client, mona)
    form = (await client.get(path)).text
    assert [attribute in form for attribute in attributes] == [True] * len(attributes)
    assert "onpaste" not in form
    assert 'autocomplete="off"' not in form


async def test_a_second_step_is_asked_for_before_anybody_is_in(
    client: Browser, mona: Account, secret: str, now: datetime
) -> None:
    onward = await sign_in(client, mona, next="/caseload")
    assert onward.headers["location"] == "/sign-in/code?next=%2Fcaseload"
    assert client.session_token is None
    assert (await client.get("/caseload")).status_code == 303
    code = pyotp.TOTP(secret).at(now)
    inside = await client.submit("/sign-in/code", code=f"{code[:3]} {code[3:]}", next="/caseload")
    assert inside.headers["location"] == "/caseload"
    assert client.session_token
    assert not any(name.endswith("second-step") for name in client.cookies)


async def test_a_code_works_once(client: Browser, mona: Account, secret: str, now: datetime) -> None:
    code = pyotp.TOTP(secret).at(now)
    await sign_in(client, mona)
    held = client.cookies["second-step"]
    assert (await client.submit("/sign-in/code", code=code)).status_code == 303
    client.cookies.clear()
    await client.get("/help")
    client.cookies.set("second-step", held, domain="testserver.local")
    again = await client.submit("/sign-in/code", code=code)
    assert again.status_code == 422
    assert "was used before" in again.text


async def test_wrong_codes_are_remembered_too(client: Browser, mona: Account, secret: str) -> None:
    await sign_in(client, mona)
    for _ in range(10):
        assert (await client.submit("/sign-in/code", code="000000")).status_code == 422
    assert (await client.submit("/sign-in/code", code="000000")).status_code == 429


@pytest.mark.parametrize(
    ("after", "open_still"),
    [
        pytest.param(timedelta(minutes=MINUTES, seconds=-1), True, id="just under five minutes"),
        pytest.param(timedelta(minutes=MINUTES), False, id="five minutes"),
    ],
)
async def test_the_second_step_has_to_follow_within_five_minutes(
    client: Browser, mona: Account, secret: str, clock: MovingClock, after: timedelta, open_still: bool
) -> None:
    await sign_in(client, mona)
    clock.move(after)
    assert ((await client.get("/sign-in/code")).status_code == 200) is open_still
    answer = await client.submit("/sign-in/code", code=pyotp.TOTP(secret).at(clock.now()))
    assert (answer.status_code == 303) is open_still
    assert ("This took longer than 5 minutes" in answer.text) is not open_still


def forgeries(held: str, mona: Account) -> Iterator[str]:
    claim, _, signature = held.rpartition(".")
    yield ""
    yield "nonsense"
    yield f"{mona.id}.99999999999.{signature}"
    yield f"{claim}.{'0' * 64}"
    yield f"{claim}."


async def test_nobody_can_make_up_a_first_step(client: Browser, mona: Account, secret: str) -> None:
    await sign_in(client, mona)
    for forged in forgeries(client.cookies["second-step"], mona):
        client.cookies.set("second-step", forged, domain="testserver.local", path="/sign-in")
        assert (await client.get("/sign-in/code")).headers["location"] == "/sign-in"


async def test_somebody_signed_in_is_not_asked_again(client_as: BrowserOf) -> None:
    inside = await client_as(Role.BOARD_MEMBER)
    assert (await inside.get("/sign-in")).headers["location"] == "/board"
    assert (await inside.get("/sign-in?next=/help")).headers["location"] == "/help"


async def test_signing_out_ends_the_session_here_and_says_so(
    client_as: BrowserOf, database: Database, now: datetime
) -> None:
    inside = await client_as(Role.ADMINISTRATOR)
    away = await inside.submit("/sign-out")
    assert (away.status_code, away.headers["location"]) == (303, "/?done=signed-out")
    assert inside.session_token is None
    assert "You are signed out." in (await inside.get("/?done=signed-out")).text
    async with database.transaction(REGISTER) as session:
        assert await queries.sessions_of(session, inside.account.id, now=now) == []
        told = await audit.trail(session, agency_id=inside.agency.id, act=None, after=None, limit=1)
    assert told[0].act == "signed out"


async def test_signing_out_because_nobody_answered_leads_back_after_signing_in(client_as: BrowserOf) -> None:
    inside = await client_as(Role.YOUTH_ADVISER)
    away = await inside.submit("/sign-out", next="/caseload")
    assert away.headers["location"] == "/sign-in?next=%2Fcaseload"
    assert "signed out" in (await inside.get("/sign-in?next=/caseload")).text
    elsewhere = await inside.submit("/sign-out", next="//elsewhere.test")
    assert elsewhere.headers["location"] == "/?done=signed-out"


async def test_signing_out_twice_is_harmless(client: Browser) -> None:
    assert (await client.submit("/sign-out")).status_code == 303


@pytest.mark.parametrize(
    ("trusted", "forwarded", "client_address"),
    [
        pytest.param(False, "203.0.113.9", "127.0.0.1", id="nobody vouches"),
        pytest.param(True, "203.0.113.9, 198.51.100.7", "198.51.100.7", id="our proxy vouches for the last"),
        pytest.param(True, "", "127.0.0.1", id="our proxy says nothing"),
    ],
)
async def test_client_of_believes_only_our_own_proxy(
    app: Litestar, trusted: bool, forwarded: str, client_address: str
) -> None:
    request = RequestFactory(app=app).post("/sign-in", headers={"x-forwarded-for": forwarded})
    request.scope["client"] = ("127.0.0.1", 1)
    settings = replace(app.state.service.settings, trusted_proxy=trusted)
    assert client_of(request, settings) == client_address
