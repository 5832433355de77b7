"""Before a session ends a dialog says so, keeps the focus, and either prolongs it or takes the page away."""

import pytest
from playwright.async_api import Locator, expect

from tests.journeys.browsing import Kind, Walk
from tests.journeys.conftest import WalkOf

pytestmark = pytest.mark.journey
ADVISER = "adviser2@demo.invalid"
with_script = pytest.mark.parametrize("kind", [Kind.WIDE, Kind.PHONE])


def dialog(walk: Walk) -> Locator:
    return walk.page.get_by_role("alertdialog", name="You are about to be signed out")


async def on_a_page(walk: Walk, path: str) -> None:
    """Opens a page whose clock goes only where the test puts it."""
    await walk.page.clock.install()
    await walk.open(path)
    await walk.page.wait_for_function("document.documentElement.dataset.ready === '1'")


async def minutes_pass(walk: Walk, minutes: int) -> None:
    await walk.page.clock.fast_forward(minutes * 60_000)


@with_script
async def test_who_answers_the_warning_stays_where_they_were(walk_as: WalkOf) -> None:
    walk = await walk_as(ADVISER)
    await on_a_page(walk, "/find")
    typed = walk.page.get_by_label("Indicator", exact=True)
    await typed.fill("half typed")
    await minutes_pass(walk, 23)
    await expect(dialog(walk)).to_be_hidden()
    await minutes_pass(walk, 2)
    await expect(dialog(walk)).to_contain_text("you will be signed out in 4 minutes")
    stay = dialog(walk).get_by_role("button", name="Stay signed in")
    await expect(stay).to_be_focused()
    await walk.see("1-warning")
    await _focus_stays_inside(walk)
    await stay.click()
    await expect(dialog(walk)).to_be_hidden()
    await expect(typed).to_be_focused()
    await expect(typed).to_have_value("half typed")
    await minutes_pass(walk, 23)
    await expect(dialog(walk)).to_be_hidden()
    await minutes_pass(walk, 2)
    await expect(dialog(walk)).to_be_visible()
    await walk.page.keyboard.press("Escape")
    await expect(dialog(walk)).to_be_hidden()


async def _focus_stays_inside(walk: Walk) -> None:
    inside = "document.activeElement.closest('#session-ending') !== null || document.activeElement === document.body"
    for _ in range(5):
        await walk.page.keyboard.press("Tab")
        assert await walk.page.evaluate(inside), "the focus went behind the dialog"
    await dialog(walk).get_by_role("button", name="Stay signed in").focus()


@with_script
async def test_who_does_not_answer_is_signed_out_and_comes_back(walk_as: WalkOf) -> None:
    walk = await walk_as(ADVISER)
    await on_a_page(walk, "/caseload")
    await minutes_pass(walk, 30)
    await walk.said("Sign in to go on to the page you asked for.")
    await walk.see("2-signed-out")
    await walk.fill("Email address", ADVISER)
    await walk.fill("Password", walk.town.password)
    await walk.press("Sign in")
    await walk.said("My caseload")


@pytest.mark.parametrize("kind", [Kind.WIDE])
async def test_a_page_opened_in_one_tab_keeps_the_other_signed_in(walk_as: WalkOf) -> None:
    walk = await walk_as(ADVISER)
    await on_a_page(walk, "/find")
    later = await walk.page.evaluate("Date.now() + 50 * 60000")
    await walk.page.evaluate("until => localStorage.setItem('session-ends', String(until))", later)
    await minutes_pass(walk, 29)
    await expect(dialog(walk)).to_be_hidden()


@pytest.mark.parametrize("kind", [Kind.PLAIN])
async def test_without_script_the_foot_of_the_page_tells(walk_as: WalkOf) -> None:
    walk = await walk_as(ADVISER)
    await expect(walk.page.locator("footer")).to_contain_text("if you open no page for 30 minutes")
    await expect(dialog(walk)).to_be_hidden()
