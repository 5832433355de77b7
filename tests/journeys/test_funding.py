"""A commissioner gives money, asks what if, has a quarter stated and authorises with another; a provider disputes."""

import re

import pytest
from playwright.async_api import Locator

from tests.journeys.browsing import Kind, Walk
from tests.journeys.conftest import WalkOf
from tests.journeys.ilr import until

pytestmark = pytest.mark.journey
FIRST, SECOND, COLLEGE = "commissioner@demo.invalid", "commissioner2@demo.invalid", "college@demo.invalid"
ADULT, YOUNG = "Adult skills (SFA)", "16 to 19 funding (EFA)"
WHICH = {Kind.WIDE: 1, Kind.PHONE: 2, Kind.PLAIN: 3}  # of the refused claims, after the one the town disputes


async def test_an_allocation_is_checked_and_what_if_moves_the_ramp(walk_as: WalkOf, kind: Kind) -> None:
    walk = await walk_as(FIRST)
    await walk.said("Pool", "Funds of the year")
    await walk.see("1-pool")
    await walk.press("Record an allocation")
    await walk.press("Continue")
    await walk.said("Choose the provider")
    await walk.see("2-allocation-incomplete", status=422)
    await _allocate(walk, "1,000")
    await walk.said("Check the allocation", "£1,000.00", "Chelmer Valley College")
    await walk.see("3-check")
    await walk.press("Record the allocation")
    await walk.said("Funds of the year")
    await walk.follow(ADULT)
    await walk.said("Who has what", f"Item 4, {kind.value}")
    await walk.see("4-fund")
    await walk.navigate("What if")
    await walk.select("Fund", ADULT)
    await walk.fill("Share paid by results, in per cent", "100")
    await walk.press("Show")
    await walk.said("100% then", "Nothing is saved.", "Chelmer Valley College")
    await walk.see("5-what-if")


async def test_ramps_and_tariffs_say_by_what_they_are_locked(walk_as: WalkOf, kind: Kind) -> None:
    walk = await walk_as(FIRST)
    await walk.follow("Ramps", exact=False)
    await walk.said("2012 business case", "locked by the statements for")
    await walk.see("6-ramps")
    await walk.open("/pool/tariffs")
    await walk.said("Still there after 4 weeks", "Demonstration", "locked by the statements for")
    await walk.see("7-tariffs")
    await walk.press(f"Set a tariff for {ADULT}")
    await walk.fill("Achievement", "12.5")
    await walk.press("Set the tariff")
    await walk.said("two figures for pence")
    await walk.see("8-tariff-refused", status=422)


async def test_a_quarter_is_prepared_and_two_people_authorise_a_statement(
    walk_as: WalkOf, kind: Kind
) -> None:
    first = await walk_as(FIRST)
    await first.navigate("Statements")
    await first.choose(YOUNG)
    await first.press("Prepare the statements")
    await first.said("is authorised already")
    await first.see("9-authorised-already", status=422)
    await first.choose(ADULT)
    await first.press("Prepare the statements")
    await until(first, first.page.get_by_role("button", name="Prepare the statements"))
    await first.see("10-statements")
    await _a_prepared_one(first).click()
    await first.said("What it is made of", "Paid by results")
    await first.see("11-statement")
    await first.fill("Amount in pounds", "-12.50")
    await first.fill("Why", "Paid by another fund")
    await first.press("Put it on the statement")
    await first.said("Paid by another fund")
    await first.press("Authorise as the first")
    await first.said("You authorised this statement first. Somebody else has to be the second.")
    where = first.page.url.split("?")[0]
    second = await walk_as(SECOND)
    await second.page.goto(where)
    await second.press("Authorise as the second")
    await second.said("Authorised by two, frozen", "Harriet Ogden", "Yusuf Adeyemi")
    await second.see("12-frozen")


async def test_a_provider_reads_why_a_claim_was_refused_and_disputes_it(walk_as: WalkOf, kind: Kind) -> None:
    college = await walk_as(COLLEGE)
    await college.navigate("Claims and statements")
    await college.said("Your statements", "Paid")
    await college.see("13-claims")
    await college.select("Where they stand", "Refused")
    await college.press("Apply")
    refused = college.page.locator("tbody tr", has_text="own word", has=college.page.get_by_role("link"))
    await refused.nth(WHICH[kind]).get_by_role("link").click()
    await college.said("Only the young person’s own word", "ask the employer to confirm it", "Submitted")
    await college.press("Send the dispute")
    await college.see("14-dispute-empty", status=422)
    await college.fill("What is wrong?", f"The employer has confirmed it ({kind.value})")
    await college.press("Send the dispute")
    await college.said("Your dispute is sent", "Waits for an answer")
    await college.see("15-disputed")
    commissioner = await walk_as(FIRST)
    await commissioner.navigate("Disputes")
    await commissioner.see("16-disputes")
    row = commissioner.page.locator("tbody tr", has_text=f"({kind.value})").first
    await row.get_by_role("link").click()
    await commissioner.choose("It stays as it is")
    await commissioner.fill("Why", "Record the letter; it is then judged again")
    await commissioner.see("17-answer")
    await commissioner.press("Send the answer")
    await college.navigate("Claims and statements")
    await college.said("It stays as it is: Record the letter")


async def test_a_provider_reads_its_statement_line_by_line(walk_as: WalkOf, kind: Kind) -> None:
    college = await walk_as(COLLEGE)
    await college.navigate("Claims and statements")
    await college.page.get_by_role("link", name=re.compile("^(April|July|October|January) to")).first.click()
    await college.said("Your statement for", "Lines by sort")
    await college.see("18-own-statement")
    await college.page.get_by_role("link", name=re.compile("^Dispute Base")).first.click()
    await college.said("Dispute a line", "Base for")
    await college.see("19-line")


async def test_the_board_sees_the_pool_in_sums(walk_as: WalkOf, kind: Kind) -> None:
    board = await walk_as("board@demo.invalid")
    await board.navigate("Pool and results")
    await board.fill("Share paid by results, in per cent", "50")
    await board.press("Show")
    await board.said("with 50% instead of", "Nothing is saved.")
    assert "College" not in await board.page.locator("main").inner_text()
    await board.see("20-board")


async def _allocate(walk: Walk, pounds: str) -> None:
    await walk.select("Provider", "Chelmer Valley College")
    await walk.page.get_by_label("Sector", exact=True).select_option("5.2")
    await walk.choose(ADULT)
    await walk.fill("Amount in pounds", pounds)
    await walk.fill("Planned places", "1")
    await walk.fill("Day of the decision", "today")
    await walk.fill("By which decision of the board", f"Item 4, {walk.kind.value}")
    await walk.fill("Why", "Employers asked for it")
    await walk.press("Continue")


def _a_prepared_one(walk: Walk) -> Locator:
    """A statement of young people's fund that nobody has authorised."""
    row = walk.page.locator("tbody tr", has_text=re.compile(r"16 to 19.*Prepared", re.DOTALL)).first
    return row.get_by_role("link")
