"""A data officer sees what DfE would send back, mends it where it is recorded, checks again, and makes the return."""

import re
from datetime import date, timedelta

import pytest

from service.vocabulary.day import say_day
from tests.journeys.browsing import Kind, Walk
from tests.journeys.conftest import WalkOf
from tests.journeys.ilr import until

pytestmark = pytest.mark.journey
OFFICER = "data@demo.invalid"
MOST_MENDED = 5
MENDED = {
    Kind.WIDE: ("The level of need is not recorded.", "Level of need", "Minimum support"),
    Kind.PHONE: ("Whether they have SEN support is not recorded.", "SEN support", "No"),
    Kind.PLAIN: (
        "Whether they have an education, health and care plan",
        "Education, health and care plan",
        "No",
    ),
}


async def test_what_would_be_sent_back_is_mended_until_no_record_has_the_fault(
    walk_as: WalkOf, kind: Kind
) -> None:
    fault, circumstance, value = MENDED[kind]
    officer = await walk_as(OFFICER)
    await officer.navigate("NCCIS return")
    await officer.said("If the return was made today", "What would be rejected today")
    await officer.see("1-what-would-be-rejected")
    await officer.follow(fault, exact=False)
    await officer.see("2-fault")
    where = officer.page.url
    mended = (await _listed(officer))[:MOST_MENDED]
    for path in mended:
        await _record(officer, path, circumstance, value)
    await officer.see("3-mended")
    await _check_again(officer)
    await officer.page.goto(where)
    await officer.see("4-clean")
    # Others of the town may have come meanwhile, by files of other journeys.
    assert set(mended).isdisjoint(await _listed(officer))


async def test_a_month_s_return_is_asked_for_made_and_taken(
    walk_as: WalkOf, kind: Kind, real_today: date
) -> None:
    officer = await walk_as(OFFICER)
    await officer.navigate("NCCIS return")
    await officer.fill("Last day of the month", "31 12 2099")
    await officer.press("Make the return")
    await officer.see("5-refused", status=422)
    month = _month_end(real_today, list(Kind).index(kind))
    await officer.fill("Last day of the month", month)
    await officer.press("Make the return")
    made = officer.page.get_by_role("link", name=f"Joiners and leavers of the return to {month}")
    await until(officer, made)
    await officer.see("6-returns")
    taken = await officer.download(f"Take the file of the return to {month}")
    assert taken.startswith("<?xml")
    assert "<!DOCTYPE NCCIS2019>" in taken
    assert re.search(r"<FamilyName>\w+", taken)
    await made.first.click()
    await officer.said(f"Return to {month}")
    await officer.see("7-return")


async def _listed(walk: Walk) -> list[str]:
    """Where each record with the fault is mended."""
    links = walk.page.locator("main tbody a")
    found: list[str] = await links.evaluate_all("all => all.map(each => each.pathname)")
    return found


async def _record(walk: Walk, path: str, circumstance: str, value: str) -> None:
    """Records one circumstance of somebody, from the page to which their fault leads."""
    await walk.open(path)
    await walk.page.get_by_role("button", name="Record a circumstance").click()
    await walk.follow(circumstance)
    await walk.choose(value)
    await walk.press("Record it")
    await walk.said("Recorded.", circumstance)


async def _check_again(walk: Walk) -> None:
    await walk.navigate("NCCIS return")
    await walk.press("Check now")
    await until(walk, walk.page.get_by_role("button", name="Check now"))


def _month_end(today: date, back: int) -> str:
    """The last day of the month before, or of one earlier still."""
    first = today.replace(day=1)
    for _ in range(back):
        first = (first - timedelta(days=1)).replace(day=1)
    return say_day(first - timedelta(days=1))
