"""A team lead in the morning: what is late, what is nobody's, several assigned at once, leave covered."""

import re
from datetime import date, timedelta

import pytest
from playwright.async_api import expect

from tests.journeys.browsing import Kind, Walk
from tests.journeys.conftest import WalkOf

pytestmark = pytest.mark.journey
LEAD, ADVISER = "lead@demo.invalid", "adviser2@demo.invalid"


async def test_a_lead_sees_what_is_late_and_assigns_several_at_once(walk_as: WalkOf, kind: Kind) -> None:
    walk = await walk_as(LEAD)
    await walk.said("Late", "Nobody’s", "Who has how much", "Alerts for 10 hours")
    if kind is not Kind.PLAIN:
        await expect(walk.page.locator(".moj-notification-badge")).to_have_text(re.compile(r"\d+"))
    await walk.see("1-team")
    await _tick_two(walk)
    await walk.page.get_by_role("button", name="Assign those ticked").last.click()
    await walk.see("2-assign")
    await walk.press("Assign them")
    await walk.said("There is a problem", "Choose an adviser")
    await walk.see("3-no-adviser", status=422)
    await walk.select("To which adviser?", "Tom Whitaker")
    await walk.press("Assign them")
    await walk.said("Who has how much")
    await _tick_two(walk)
    await walk.page.get_by_role("button", name="Log a contact with those ticked").last.click()
    await walk.see("4-contacts")
    await walk.choose("Text message")
    await walk.choose("No, tried")
    await walk.press("Log it with each")
    await walk.said("Who has how much")


async def test_a_lead_has_leave_covered(walk_as: WalkOf, kind: Kind, real_today: date) -> None:
    walk = await walk_as(LEAD)
    await walk.follow("Tom Whitaker", exact=False)
    await walk.see("5-how-they-work")
    await walk.fill("First day away", "tomorrow")
    await walk.fill("Last day away", "")
    await walk.press("Keep it")
    await walk.said("Enter both the first and the last day away")
    await walk.see("6-half-a-leave", status=422)
    last = real_today + timedelta(days=8)
    await walk.fill("Last day away", f"{last:%d/%m/%Y}")
    await walk.select("Who covers?", "Nadia Farrow")
    await walk.press("Keep it")
    await walk.said("Nadia Farrow covers")
    await walk.see("7-covered")


async def test_an_adviser_logs_one_contact_with_several_of_the_rest(walk_as: WalkOf, kind: Kind) -> None:
    walk = await walk_as(ADVISER)
    boxes = walk.page.get_by_role("checkbox")
    await boxes.first.check()
    await walk.press("Log a contact with those ticked")
    await walk.choose("Letter")
    await walk.choose("No, tried")
    await walk.press("Log it with each")
    await walk.said("for you")
    await walk.see("8-logged")


async def _tick_two(walk: Walk) -> None:
    boxes = await walk.page.get_by_role("checkbox").all()
    assert boxes, "nothing is late and nothing nobody's"
    for box in boxes[-2:]:
        await box.check()
