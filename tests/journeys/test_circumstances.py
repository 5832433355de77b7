"""An adviser notes how somebody may be contacted, corrects it, and takes back what was never so."""

import pytest

from tests.journeys.browsing import Walk
from tests.journeys.conftest import WalkOf

pytestmark = pytest.mark.journey
ADVISER = "adviser@demo.invalid"


async def test_a_circumstance_is_recorded_seen_over_the_record_corrected_and_taken_back(
    walk_as: WalkOf,
) -> None:
    walk = await walk_as(ADVISER)
    await walk.navigate("My caseload")
    young = walk.page.locator("main tbody tr").filter(
        has=walk.page.get_by_role("cell", name="16", exact=True)
    )
    await young.first.get_by_role("link").click()
    await walk.follow("Circumstances")
    await walk.see("1-circumstances")
    await _record(walk, "Characteristic", "Looked after or in care")
    await walk.said("Characteristic: Looked after or in care", "Risk of becoming NEET")
    await walk.see("5-recorded")
    await _correct(walk)
    await _take_back(walk)


async def _record(walk: Walk, circumstance: str, value: str) -> None:
    await walk.page.get_by_role("button", name="Record a circumstance").click()
    await walk.see("2-kinds")
    await walk.follow(circumstance)
    await walk.see("3-form")
    await walk.press("Record it")
    await walk.said("There is a problem")
    await walk.see("4-refused", status=422)
    await walk.select("What it is", value)
    await walk.press("Record it")
    await walk.said("Recorded.")


async def _correct(walk: Walk) -> None:
    await walk.follow("Correct this (Characteristic: Looked after or in care", exact=False)
    await walk.see("6-correct")
    await walk.select("What it is", "Care leaver")
    await walk.choose("Another detail was wrong")
    await walk.press("Correct it")
    await walk.said("Corrected.", "Characteristic: Care leaver", "Was “Looked after or in care” until")
    await walk.see("7-corrected")


async def _take_back(walk: Walk) -> None:
    await walk.follow("Correct this (Characteristic: Care leaver", exact=False)
    await walk.follow("Take it back")
    await walk.see("8-take-back")
    await walk.choose("It did not happen")
    await walk.press("Take it back")
    await walk.said("Taken back.")
    await walk.see("9-taken-back")
