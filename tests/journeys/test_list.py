"""An adviser looks through everybody on their list, and finds out where somebody is, step by step."""

import re

import pytest
from playwright.async_api import expect

from tests.journeys.browsing import Kind, Walk
from tests.journeys.conftest import WalkOf

pytestmark = pytest.mark.journey
ADVISER = "adviser@demo.invalid"
UNKNOWN = re.compile("Not known since|Nothing has been reported")
WHICH = {Kind.WIDE: 0, Kind.PHONE: 1, Kind.PLAIN: 2}  # of the steps


async def test_the_whole_list_is_filtered_and_somebody_is_traced(walk_as: WalkOf, kind: Kind) -> None:
    walk = await walk_as(ADVISER)
    await walk.follow("Everybody on your list, with filters")
    await walk.said("Everybody on your list", "Act by")
    await walk.see("list-1-everybody")
    await walk.select("About", "A handover at an age")
    await walk.select("Severity", "Critical")
    await walk.press("Apply")
    await walk.said("Nobody on your list has such an alert.")
    await walk.see("list-2-nobody")
    await walk.follow("Clear filters")
    await walk.select("About", "Where they are")
    await walk.press("Apply")
    await expect(walk.page.get_by_label("About", exact=True)).to_have_value("whereabouts")
    await walk.see("list-3-whereabouts")
    await _open_somebody_not_known(walk)
    await _trace(walk)


async def _open_somebody_not_known(walk: Walk) -> None:
    lines = walk.page.locator("main tbody tr", has_text=UNKNOWN)
    await lines.first.get_by_role("link").click()
    await walk.said("What closes it")
    await walk.press("Open the timeline")


async def _trace(walk: Walk) -> None:
    await walk.follow("Find out where they are")
    await walk.said("of 14 steps done", "Take them in this order")
    await walk.see("list-4-tracing")
    step = walk.page.get_by_role("combobox").nth(WHICH[walk.kind])
    await step.select_option(label="Done, nothing found")
    await walk.press("Note it")
    await walk.said("Noted.")
    await expect(step).to_have_value("nothing")
    await walk.see("list-5-noted")
