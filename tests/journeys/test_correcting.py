"""A college corrects a course it recorded wrongly, takes it back, and an adviser sees what was known before."""

from datetime import date
from pathlib import Path

import pytest

from service.demo.providers import APPRENTICES
from tests.journeys.browsing import Walk
from tests.journeys.conftest import WalkOf
from tests.journeys.ilr import Sent, send, write_ilr

pytestmark = pytest.mark.journey
PROVIDER, ADVISER = "apprenticeships@demo.invalid", "adviser@demo.invalid"


@pytest.fixture
def sent(kind: str, tmp_path: Path, real_today: date) -> Sent:
    return write_ilr(
        tmp_path, provider=APPRENTICES, journey=f"correcting {kind}", good=1, bad=0, today=real_today
    )


async def test_a_course_is_corrected_and_taken_back_and_nothing_is_lost(walk_as: WalkOf, sent: Sent) -> None:
    provider = await walk_as(PROVIDER)
    await send(provider, sent)
    adviser = await walk_as(ADVISER)
    await adviser.page.locator("main a[href^='/alerts/']").filter(has_text=sent.leaver).first.click()
    indicator = await adviser.page.locator(".app-indicator").first.inner_text()
    await _find(provider, indicator)
    await _correct(provider)
    await _take_back(provider)
    await _find(adviser, indicator)
    await adviser.said("Taken back", "it was recorded twice", "Nothing has been recorded")
    await adviser.see("8-adviser")
    await adviser.fill("Show what was known on", "1 January 2026")
    await adviser.press("Show that day")
    await adviser.said("what was known at the end of 1 January 2026", "Nothing had been recorded by then")
    await adviser.see("9-known-on")


async def _find(walk: Walk, indicator: str) -> None:
    await walk.navigate("Find someone")
    await walk.fill("Indicator", indicator)
    await walk.press("Find by indicator")
    await walk.said("Timeline")


async def _correct(walk: Walk) -> None:
    await walk.see("1-timeline")
    await walk.follow("Correct this", exact=False)
    await walk.see("2-correct")
    await walk.press("Continue")
    await walk.said("There is a problem", "Choose why")
    await walk.see("3-refused", status=422)
    await walk.fill("Ended", "")
    await walk.select("How it stands", "It goes on")
    await walk.choose("A day was wrong")
    await walk.fill("Say more, if it helps", "The tutor confirms that they never left.")
    await walk.press("Continue")
    await walk.said("What changes", "They left early", "It goes on", "The record will then say")
    await walk.see("4-check")
    await walk.press("Correct it")
    await walk.said(
        "Corrected. The timeline says what it was before, and why.", "a day was wrong", "never left"
    )
    await walk.see("5-corrected")


async def _take_back(walk: Walk) -> None:
    await walk.follow("Correct this", exact=False)
    await walk.follow("Take it back")
    await walk.see("6-take-back")
    await walk.choose("It was recorded twice")
    await walk.press("Take it back")
    await walk.said("Taken back. The timeline keeps it, and says why.")
    await walk.see("7-taken-back")
