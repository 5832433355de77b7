"""Signing in and out: a wrong password, a session that is over everywhere, a second step."""

import re
from datetime import UTC, datetime, timedelta

import pytest
from playwright.async_api import expect
from pyotp import TOTP

from tests.journeys.browsing import Kind, Walk
from tests.journeys.conftest import WalkOf

pytestmark = [
    pytest.mark.journey,
    pytest.mark.parametrize("kind", [Kind.WIDE, Kind.PLAIN]),
]
SOMEBODY = "training@demo.invalid"
SIGN_IN = re.compile("^Sign in – ")


async def test_a_wrong_password_is_refused_in_one_sentence(walk_as: WalkOf) -> None:
    walk = await walk_as()
    await walk.open("/")
    await walk.see("1-start")
    await walk.press("Sign in")
    await walk.see("2-sign-in")
    await walk.fill("Email address", SOMEBODY)
    await walk.fill("Password", "not the password at all")
    await walk.press("Sign in")
    await walk.said("There is a problem")
    await walk.see("3-refused", status=422)
    await expect(walk.page.get_by_label("Email address")).to_have_value(SOMEBODY)
    await expect(walk.page.get_by_label("Password", exact=True)).to_have_value("")


async def test_signing_out_ends_the_session_for_the_back_button_too(walk_as: WalkOf) -> None:
    walk = await walk_as(SOMEBODY)
    await walk.navigate("Files")
    old = await walk.page.context.cookies()
    await walk.sign_out()
    await walk.said("You are signed out")
    await walk.see("4-signed-out")
    await walk.page.go_back()
    await expect(walk.page).to_have_title(SIGN_IN)
    await walk.page.context.add_cookies(
        [{"name": each["name"], "value": each["value"], "url": walk.town.address} for each in old]
    )
    await walk.open("/files")
    await expect(walk.page).to_have_title(SIGN_IN)
    await walk.sign_in(SOMEBODY)
    await expect(walk.page.get_by_role("heading", level=1)).to_have_text("My learners")


async def test_a_second_step_is_set_up_asked_for_and_taken_off(walk_as: WalkOf) -> None:
    walk = await walk_as(SOMEBODY)
    await walk.open("/account")
    await walk.see("5-account")
    await walk.open("/account/second-step")
    await walk.see("6-second-step")
    secret = await _set_up(walk)
    await walk.sign_out()
    await walk.sign_in(SOMEBODY)
    await walk.said("Enter your code")
    await walk.fill("Code", "000000")
    await walk.press("Sign in")
    await walk.said("There is a problem")
    await walk.see("8-wrong-code", status=422)
    await walk.fill("Code", _code(secret, ahead=1))
    await walk.press("Sign in")
    await walk.said("My learners")
    await _take_off(walk)


async def _set_up(walk: Walk) -> str:
    await walk.fill("Your password", walk.town.password)
    await walk.press("Continue")
    await walk.see("7-set-up")
    await expect(walk.page.get_by_role("img", name="QR code")).to_be_visible()
    secret = (await walk.page.locator(".app-indicator").inner_text()).replace(" ", "")
    await walk.fill("Code your app shows", _code(secret))
    await walk.press("Turn it on")
    await walk.said("Your second step is on.")
    return secret


async def _take_off(walk: Walk) -> None:
    await walk.open("/account/second-step")
    await walk.fill("Your password", walk.town.password)
    await walk.press("Take it off")
    await walk.said("Your second step is off.")
    await walk.see("9-taken-off")


def _code(secret: str, *, ahead: int = 0) -> str:
    """The code an app shows; each works once, and the next one is good already."""
    return TOTP(secret).at(datetime.now(UTC) + timedelta(seconds=30 * ahead))
