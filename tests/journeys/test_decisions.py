"""A data officer: claims beside whom they may be about, decided; and which providers were heard from."""

import pytest
from playwright.async_api import expect

from tests.journeys.browsing import Walk
from tests.journeys.conftest import WalkOf
from tests.journeys.presenting import present, register

pytestmark = pytest.mark.journey


async def test_a_data_officer_decides_that_somebody_is_new(walk_as: WalkOf) -> None:
    walk = await walk_as("data@demo.invalid")
    await walk.see("1-decisions")
    claims = walk.page.get_by_role("table", name="Decisions waiting, oldest first").locator("tbody tr")
    waiting = await claims.count()
    await claims.first.get_by_role("link").click()
    where = walk.page.url
    await walk.said("The details presented", "Different")
    await walk.see("2-side-by-side")
    await walk.press("Take it up")
    await walk.said("Leave it to others")
    await walk.fill("Add a note (optional)", "Asked the college for the other given name.")
    await walk.press("Keep the note")
    await walk.said("Asked the college")
    await walk.press("Decide")
    await walk.said("Choose one of the learners, or a new one")
    await walk.see("3-nothing-chosen", status=422)
    await walk.choose("A new learner: different people")
    await walk.press("Decide")
    await walk.said("Decided.", "Timeline")
    await walk.see("4-the-new-learner")
    await walk.page.goto(where)
    await walk.said("Somebody decided this meanwhile")
    await walk.see("5-decided-already", status=409)
    await walk.navigate("Decisions")
    await expect(claims).to_have_count(waiting - 1)
    await walk.navigate("Providers")
    await walk.said("heard from")
    await walk.see("6-providers")


async def test_who_was_decided_to_be_the_same_or_another_is_not_asked_about_again(walk_as: WalkOf) -> None:
    walk = await walk_as("data@demo.invalid")
    known = await register(walk, "Leopoldine")
    await _present_and_open(walk, "Rosamund")
    await walk.page.locator("label", has_text="This learner: Leopoldine").click()
    await walk.press("Decide")
    await walk.said("Decided.", "Leopoldine", known)
    await present(walk, "Rosamund", like="Leopoldine")
    await walk.said("Timeline", known)

    await _present_and_open(walk, "Wilhelmina")
    await walk.see("7-a-third-of-one-home")
    await walk.choose("A new learner: different people")
    await walk.press("Decide")
    await walk.said("Decided.", "Wilhelmina")
    await present(walk, "Wilhelmina", like="Leopoldine")
    await walk.said("Timeline", "Wilhelmina")


async def _present_and_open(walk: Walk, given: str) -> None:
    """Somebody of Leopoldine's home and birthday by another name, whom a person has to look at."""
    await present(walk, given, like="Leopoldine")
    await walk.said("Sent to a data officer")
    await walk.navigate("Decisions")
    await walk.follow(given, exact=False)
    await walk.said("Is this somebody we know?", given)
