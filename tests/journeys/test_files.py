"""A provider's file: sent, checked, looked at, taken; and the same file once more."""

import csv
import io
from datetime import date
from pathlib import Path

import pytest
from playwright.async_api import expect

from service.demo.providers import APPRENTICES, COLLEGE, SIXTH_FORM
from tests.journeys.browsing import Kind, Walk
from tests.journeys.conftest import WalkOf
from tests.journeys.ilr import Sent, accept, until, until_checked, upload, write_ilr

pytestmark = pytest.mark.journey
SENDERS = {
    Kind.WIDE: (COLLEGE, "college@demo.invalid"),
    Kind.PHONE: (APPRENTICES, "apprenticeships@demo.invalid"),
    Kind.PLAIN: (SIXTH_FORM, "sixthform@demo.invalid"),
}
GOOD, BAD = 4, 1


@pytest.fixture
def sent(kind: Kind, tmp_path: Path, real_today: date) -> Sent:
    provider, _ = SENDERS[kind]
    return write_ilr(
        tmp_path, provider=provider, journey=f"files {kind}", good=GOOD, bad=BAD, today=real_today
    )


async def test_a_provider_sends_a_file_keeps_a_receipt_and_sends_it_again(
    walk_as: WalkOf, kind: Kind, sent: Sent
) -> None:
    walk = await walk_as(SENDERS[kind][1])
    await walk.see("1-my-learners")
    await walk.navigate("Files")
    await walk.see("2-files")
    await walk.press("Upload and check")
    await walk.said("Select a file")
    await walk.see("3-nothing-selected", status=422)
    await _upload_and_watch(walk, sent)
    await walk.said("Nothing is recorded yet.", f"{BAD} learner is refused and will not be recorded")
    await _counts(walk, {"Learners in the file": str(GOOD + BAD), "New, to be given an indicator": str(GOOD)})
    await walk.see("5-preview")
    await _problems_are_those_on_the_page(walk)
    await _accept(walk)
    await _counts(walk, {"New, given an indicator": str(GOOD), "Refused": str(BAD)})
    await walk.see("6-receipt")
    await _same_file_changes_nothing(walk, sent)
    await _undo_the_first(walk, sent)


async def _undo_the_first(walk: Walk, sent: Sent) -> None:
    """Once the second is undone, which rests on it."""
    again = walk.page.url
    await walk.navigate("Files")
    await walk.page.get_by_role("link", name=sent.path.name).nth(1).click()
    first = walk.page.url
    await walk.follow("Undo this file")
    await walk.said("This file cannot be undone yet", "Later files about the same learners")
    await walk.see("9-not-yet")
    await _undo(walk, again, "10")
    await _counts(walk, {"Facts taken back": "0", "Learners you no longer see": "0"})
    await _undo(walk, first, "11")
    await _counts(walk, {"Learners you no longer see": str(GOOD)})
    await walk.navigate("Files")
    await walk.said("Recorded, then undone")


async def _undo(walk: Walk, address: str, number: str) -> None:
    await walk.page.goto(address)
    await walk.follow("Undo this file")
    await walk.said("Undo this file?", "you no longer see learners you have only by this file")
    await walk.see(f"{number}-undo")
    await walk.press("Undo the file")
    await until(walk, walk.page.get_by_role("heading", name="Undone"))
    await walk.see(f"{number}-undone")


async def _same_file_changes_nothing(walk: Walk, sent: Sent) -> None:
    await walk.navigate("Files")
    await walk.said("Files so far")
    await upload(walk, sent)
    await until_checked(walk)
    await walk.said("The very same file was uploaded before and recorded on")
    await walk.see("7-again")
    await _accept(walk)
    unchanged = {
        "Already registered": str(GOOD),
        "New, given an indicator": "0",
        "Courses and jobs": f"0 new, 0 changed, {GOOD} unchanged",
        "No longer in your file, ended": "0",
        "Alerts raised": "0",
    }
    await _counts(walk, unchanged)
    await walk.see("8-again-receipt")


async def _upload_and_watch(walk: Walk, sent: Sent) -> None:
    with walk.town.while_nobody_works():
        await upload(walk, sent)
        await walk.said("Your file is being checked", "You can leave this page")
        await walk.see("4-progress")
    await until_checked(walk)


async def _accept(walk: Walk) -> None:
    await accept(walk, "Accept and record everyone else")


async def _counts(walk: Walk, wanted: dict[str, str]) -> None:
    for label, value in wanted.items():
        row = walk.page.locator(".govuk-summary-list__row", has=walk.page.get_by_text(label, exact=True))
        await expect(row.locator("dd").first).to_have_text(value)


async def _problems_are_those_on_the_page(walk: Walk) -> None:
    rows = list(csv.reader(io.StringIO(await walk.download("Download all problems as CSV"))))
    shown = walk.page.get_by_role("table", name="Problems in this file").locator("tbody tr")
    assert await shown.count() == len(rows) - 1 > 0
    for number, row in enumerate(rows[1:]):
        cells = await shown.nth(number).locator("th, td").all_inner_texts()
        assert row[3] in cells[3]
        assert row[4] in cells[4]
    assert sum(row[6] == "Not taken" for row in rows) == BAD
