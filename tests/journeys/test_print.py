"""What is made for paper: a learner's card, a receipt, a statement, black on white and without the service's frame."""

import re

import pytest
from playwright.async_api import ViewportSize, expect

from tests.journeys.browsing import Kind, Walk
from tests.journeys.conftest import WalkOf

pytestmark = [
    pytest.mark.journey,
    pytest.mark.parametrize("kind", [Kind.WIDE]),
]
A4 = ViewportSize(width=680, height=1000)  # what 15 mm margins leave, in CSS pixels
ON_SCREEN_ONLY = ("header .app-header", ".app-footer", ".govuk-service-navigation", ".govuk-button")


async def test_a_learners_card_fits_one_sheet(walk_as: WalkOf) -> None:
    walk = await walk_as("college@demo.invalid")
    await walk.page.get_by_role("table").locator("tbody a").first.click()
    await walk.see("1-learner")
    indicator = await walk.page.locator(".app-indicator").inner_text()
    await walk.follow("Print the learner’s card")
    await walk.see("2-card")
    sheets = await _on_paper(walk, "3-card-on-paper", indicator, "Read it aloud as", "Demo: invented people")
    assert sheets == 1


async def test_a_receipt_prints_with_its_problems(walk_as: WalkOf) -> None:
    walk = await walk_as("college@demo.invalid")
    await walk.navigate("Files")
    taken = walk.page.locator("tbody tr", has=walk.page.get_by_text("Recorded")).last
    await taken.get_by_role("link").click()
    await walk.said("Recorded", "Receipt for")
    await walk.see("4-receipt")
    sheets = await _on_paper(walk, "5-receipt-on-paper", "Receipt for", "Learners in the file", "Problems")
    assert sheets <= 2


async def test_a_statement_prints_with_its_lines(walk_as: WalkOf) -> None:
    walk = await walk_as("commissioner@demo.invalid")
    await walk.navigate("Statements")
    paid = walk.page.locator("tbody tr", has_text="State: Paid").first
    await paid.get_by_role("link").click()
    await walk.said("What it is made of")
    await walk.see("6-statement")
    sheets = await _on_paper(walk, "7-statement-on-paper", "Statement for", "Authorised second by", "Total")
    assert sheets <= 8


async def _on_paper(walk: Walk, step: str, *texts: str) -> int:
    await walk.page.emulate_media(media="print")
    await walk.page.set_viewport_size(A4)
    await walk.said(*texts)
    for selector in ON_SCREEN_ONLY:
        for each in await walk.page.locator(selector).all():
            await expect(each).to_be_hidden()
    for each in await walk.page.locator("main").locator("h1, p, dd").all():
        if await each.is_visible():
            assert await each.evaluate("element => getComputedStyle(element).color") == "rgb(0, 0, 0)"
    assert not await walk.page.evaluate("document.documentElement.scrollWidth > innerWidth"), (
        "cut off on paper"
    )
    await walk.picture(step)
    return len(re.findall(rb"/Type\s*/Page\b", await walk.page.pdf(prefer_css_page_size=True)))
