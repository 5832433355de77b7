"""An administrator: an account given and taken away, a token shown once, who may open what, and what was done."""

import re

import pytest
from playwright.async_api import expect

from tests.journeys.browsing import Kind, Walk
from tests.journeys.conftest import WalkOf

pytestmark = pytest.mark.journey
both_sizes = pytest.mark.parametrize("kind", [Kind.WIDE, Kind.PHONE])
ADMINISTRATOR = "admin@demo.invalid"
COLLEGE = "Chelmer Valley College"
OWN = "thimble orchard gravel"


@both_sizes
async def test_an_account_is_given_and_taken_away(walk_as: WalkOf, kind: Kind) -> None:
    walk = await walk_as(ADMINISTRATOR)
    await walk.see("1-people")
    await walk.press("Give somebody an account")
    await walk.see("2-new-account")
    await walk.press("Add the account")
    await walk.said("Enter their full name")
    await walk.see("3-new-account-refused", status=422)
    email = f"edwina.{kind}@demo.invalid"
    await walk.fill("Full name", "Edwina Sparrow")
    await walk.fill("Work email address", email)
    await walk.select("Agency they work for", COLLEGE)
    await walk.choose("Provider staff")
    await walk.press("Add the account")
    await walk.said("The account is ready", "This password is shown once, here.")
    await walk.see("4-first-password")
    password = await walk.page.locator(".app-indicator").inner_text()
    new = await walk_as()
    await new.sign_in(email, password=password)
    await _choose_a_password(new, password)
    await _disable(walk)
    await new.navigate("Files")
    await expect(new.page).to_have_title(re.compile("^Sign in"))
    await new.sign_in(email, password=OWN)
    await expect(new.page).to_have_title(re.compile("^Error: Sign in"))


async def _choose_a_password(new: Walk, given: str) -> None:
    await new.said("Somebody gave you the password you signed in with")
    await new.open("/files")
    await new.see("4b-own-password")
    await new.fill("Password you were given", given)
    await new.fill("New password", OWN)
    await new.press("Change password")
    await new.said("Your password is changed.")


async def _disable(walk: Walk) -> None:
    await walk.follow("Go to the account")
    await walk.see("5-account")
    await walk.press("Disable")
    await walk.see("6-disable")
    await walk.press("Disable the account")
    await walk.said("The account is disabled.", "Disabled")
    await walk.see("7-disabled")


@both_sizes
async def test_a_token_is_shown_once(walk_as: WalkOf, kind: Kind) -> None:
    walk = await walk_as(ADMINISTRATOR)
    await walk.press("Agencies and their systems")
    await walk.see("8-agencies")
    await walk.follow(COLLEGE)
    await walk.see("9-agency")
    where = walk.page.url
    await walk.press("Issue a token")
    await walk.see("10-new-token")
    await walk.fill("System it is for", f"Student records, {kind}")
    await walk.choose("Send files and ask how they are getting on")
    await walk.press("Issue the token")
    await walk.said("The token is ready", "This token is shown once, here.")
    token = await walk.page.locator("code").inner_text()
    assert token.startswith("pwy_")
    await walk.see("11-token")
    await walk.page.goto(where)
    await walk.said(f"Student records, {kind}")
    assert token not in await walk.page.content()


@pytest.mark.parametrize("kind", [Kind.WIDE])
async def test_who_may_open_what_and_what_was_done(walk_as: WalkOf) -> None:
    walk = await walk_as(ADMINISTRATOR)
    await walk.navigate("Who may open what")
    await walk.see("12-matrix")
    assert "GET,/today," in await walk.download("Download as CSV")
    await walk.navigate("Audit")
    await walk.see("13-audit")
    await walk.press("Verify that nothing was changed")
    await walk.said("Nothing was changed")
    await walk.see("14-verified")
