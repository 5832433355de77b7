"""My account: what it shows, where I am signed in, changing the password and the second step."""

import html
import re
from datetime import datetime, timedelta

import httpx
import pyotp
import pytest
from litestar import Litestar

from service.accounts import queries
from service.accounts.operations import start_session
from service.accounts.rows import NewTotp, Role
from service.accounts.rules import FAILURES_PER_EMAIL
from service.kit.database import REGISTER, Database
from service.web.account import NewSecondStepPage
from service.web.qr_code import qr_code
from tests.factories import PASSWORD
from tests.web.conftest import Browser, BrowserOf, MovingClock, browser

NEW = "thimble orchard gravel"


async def elsewhere(app: Litestar, database: Database, inside: Browser, now: datetime) -> Browser:
    """A second browser of the same person."""
    other = browser(app)
    async with database.transaction(REGISTER) as session:
        token = await start_session(session, account=inside.account, now=now)
    other.cookies.set("session", token, domain="testserver.local")
    return other


@pytest.mark.parametrize("role", [pytest.param(role, id=role.value) for role in Role])
async def test_everybody_signed_in_has_an_account_page(client_as: BrowserOf, role: Role) -> None:
    inside = await client_as(role)
    shown = await inside.get("/account")
    assert shown.status_code == 200
    assert inside.account.email in shown.text
    assert inside.agency.name in shown.text


async def test_nobody_signed_out_has_one(client: Browser) -> None:
    assert (await client.get("/account")).headers["location"] == "/sign-in?next=/account"


async def test_the_others_can_be_signed_out_and_this_browser_stays(
    app: Litestar, client_as: BrowserOf, database: Database, now: datetime
) -> None:
    inside = await client_as(Role.YOUTH_ADVISER)
    other, stranger = await elsewhere(app, database, inside, now), await client_as(Role.YOUTH_ADVISER)
    assert "Sign out everywhere else" in (await inside.get("/account")).text
    done = await inside.submit("/account/sessions")
    assert "Everywhere else you are signed out." in (await inside.get(done.headers["location"])).text
    assert (await other.get("/account")).status_code == 303
    assert (await stranger.get("/account")).status_code == 200


async def test_a_new_password_works_and_signs_the_others_out(
    app: Litestar, client_as: BrowserOf, database: Database, client: Browser, now: datetime
) -> None:
    inside = await client_as(Role.YOUTH_ADVISER)
    other = await elsewhere(app, database, inside, now)
    done = await inside.submit("/account/password", current=PASSWORD, password=NEW)
    assert done.headers["location"] == "/account?done=password"
    assert (await inside.get("/account")).status_code == 200
    assert (await other.get("/account")).status_code == 303
    assert (await client.submit("/sign-in", email=inside.account.email, password=PASSWORD)).status_code == 422
    assert (await client.submit("/sign-in", email=inside.account.email, password=NEW)).status_code == 303


@pytest.mark.parametrize(
    ("current", "password", "field", "said"),
    [
        pytest.param("not-mine-at-all", NEW, "current", "This is not your password.", id="old one wrong"),
        pytest.param(
            PASSWORD, "short", "password", "Password must be 12 characters or more.", id="too short"
        ),
        pytest.param(PASSWORD, "passwordpassword", "password", "easy to guess", id="easy to guess"),
        pytest.param(PASSWORD, "", "password", "Enter a new password", id="no new one"),
        pytest.param("", NEW, "current", "Enter the password you have now", id="no old one"),
    ],
)
async def test_a_password_is_not_changed_without_good_reason(
    client_as: BrowserOf, client: Browser, current: str, password: str, field: str, said: str
) -> None:
    inside = await client_as(Role.YOUTH_ADVISER)
    refused = await inside.submit("/account/password", current=current, password=password)
    assert refused.status_code == 422
    assert f'href="#{field}"' in refused.text
    assert said in refused.text
    assert NEW not in refused.text
    assert (await client.submit("/sign-in", email=inside.account.email, password=PASSWORD)).status_code == 303


async def test_guessing_the_old_password_is_slowed_down_like_signing_in(client_as: BrowserOf) -> None:
    inside = await client_as(Role.YOUTH_ADVISER)
    for _ in range(FAILURES_PER_EMAIL):
        await inside.submit("/account/password", current="not-mine-at-all", password=NEW)
    slowed = await inside.submit("/account/password", current=PASSWORD, password=NEW)
    assert "Too many attempts. Try again in 15 minutes." in slowed.text


def shown_secret(shown: httpx.Response) -> str:
    found = re.search(
        r"<strong class=\"app-indicator app-indicator--long\">([A-Z2-7 ]+)</strong>", shown.text
    )
    assert found
    return found[1].replace(" ", "")


async def test_a_second_step_is_on_once_its_first_code_was_right(
    client_as: BrowserOf, database: Database, clock: MovingClock
) -> None:
    inside = await client_as(Role.ADMINISTRATOR)
    shown = await inside.submit("/account/second-step", current=PASSWORD, on="false")
    secret = shown_secret(shown)
    assert "otpauth://totp/" in shown.text
    assert shown.headers["cache-control"] == "no-store"
    assert re.search(r"(?:[A-Z2-7]{4} ){7}[A-Z2-7]{4}", shown.text)
    wrong = await inside.submit("/account/second-step/code", code="12345")
    assert wrong.status_code == 422
    assert secret not in wrong.text.replace(" ", "")
    done = await inside.submit("/account/second-step/code", code=pyotp.TOTP(secret).at(clock.now()))
    assert "Your second step is on." in (await inside.get(done.headers["location"])).text
    async with database.transaction(REGISTER) as session:
        kept = await queries.account(session, inside.account.id)
    assert kept is not None
    assert kept.has_totp


async def test_the_picture_holds_what_an_app_reads_and_has_words_for_who_cannot_see_it(
    client_as: BrowserOf,
) -> None:
    inside = await client_as(Role.ADMINISTRATOR)
    shown = await inside.submit("/account/second-step", current=PASSWORD, on="false")
    uri = html.unescape(re.findall(r'href="(otpauth:[^"]+)"', shown.text)[0])
    assert f"secret={shown_secret(shown)}" in uri
    assert str(qr_code(uri)) in shown.text
    assert 'role="img" aria-label="QR code that holds the key below' in shown.text
    assert not re.search(r"style=|class=|href|<script", qr_code(uri))
    assert shown_secret(shown) not in repr(NewSecondStepPage(made=NewTotp(shown_secret(shown), uri)))


@pytest.mark.parametrize(
    ("after", "minutes"),
    [
        pytest.param(timedelta(minutes=25), 30, id="in time"),
        pytest.param(timedelta(minutes=31), None, id="too late"),
    ],
)
async def test_being_asked_renews_the_session(
    client_as: BrowserOf, clock: MovingClock, after: timedelta, minutes: int | None
) -> None:
    inside = await client_as(Role.YOUTH_ADVISER)
    clock.move(after)
    answer = await inside.submit("/account/stay-signed-in")
    assert (answer.json() if answer.status_code == 200 else None) == (minutes and {"minutes": minutes})
    clock.move(timedelta(minutes=25))
    assert (await inside.get("/today")).status_code == (200 if minutes else 303)


async def test_a_page_says_until_when_one_is_signed_in(client_as: BrowserOf, clock: MovingClock) -> None:
    inside = await client_as(Role.YOUTH_ADVISER)
    assert 'data-minutes="30"' in (await inside.get("/today")).text
    for _ in range(28):
        clock.move(timedelta(minutes=25))
        await inside.get("/today")
    clock.move(timedelta(minutes=10))
    assert "if you open no page for 10 minutes" in (await inside.get("/today")).text
    assert "session-ending" not in (await browser_signed_out(inside)).text


async def browser_signed_out(inside: Browser) -> httpx.Response:
    await inside.submit("/sign-out")
    return await inside.get("/help")


async def test_a_second_step_can_be_taken_off_with_the_password_only(
    client_as: BrowserOf, clock: MovingClock
) -> None:
    inside = await client_as(Role.ADMINISTRATOR)
    secret = shown_secret(await inside.submit("/account/second-step", current=PASSWORD, on="false"))
    await inside.submit("/account/second-step/code", code=pyotp.TOTP(secret).at(clock.now()))
    clock.move(timedelta(minutes=1))
    refused = await inside.submit("/account/second-step", current="not-mine-at-all", on="true")
    assert "This is not your password." in refused.text
    done = await inside.submit("/account/second-step", current=PASSWORD, on="true")
    assert "Your second step is off." in (await inside.get(done.headers["location"])).text


async def test_a_form_opened_before_the_second_step_was_on_does_not_take_it_off(
    client_as: BrowserOf, clock: MovingClock
) -> None:
    inside = await client_as(Role.ADMINISTRATOR)
    secret = shown_secret(await inside.submit("/account/second-step", current=PASSWORD, on="false"))
    await inside.submit("/account/second-step/code", code=pyotp.TOTP(secret).at(clock.now()))
    late = await inside.submit("/account/second-step", current=PASSWORD, on="false")
    assert late.status_code == 409
    assert "Take the second step off" in (await inside.get("/account/second-step")).text


async def test_a_code_without_a_begun_second_step_is_refused(client_as: BrowserOf) -> None:
    inside = await client_as(Role.ADMINISTRATOR)
    assert (await inside.submit("/account/second-step/code", code="123456")).status_code == 409
