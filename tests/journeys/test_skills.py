"""Figures of vacancies come in as a file, a board member reads them, and the board sets a priority and decides."""

import csv
import io
from datetime import date, timedelta
from pathlib import Path

import pytest
from playwright.async_api import expect

from tests.journeys.browsing import Kind, Walk, table_cells
from tests.journeys.conftest import WalkOf

pytestmark = pytest.mark.journey
VACANCIES = {Kind.WIDE: "1,901", Kind.PHONE: "1,902", Kind.PLAIN: "1,903"}
SOURCE = "Demonstration values: a file of the journeys"


async def test_a_file_of_vacancies_becomes_a_chart_a_table_and_a_file(
    walk_as: WalkOf, kind: Kind, tmp_path: Path, real_today: date
) -> None:
    officer = await walk_as("data@demo.invalid")
    await officer.navigate("Skills")
    await officer.see("1-skills-of-a-data-officer")
    await officer.press("Enter vacancies")
    await officer.see("2-enter")
    template = csv.reader(io.StringIO(await officer.download("Download the template")))
    heads, *lines = template
    (line,) = [line for line in lines if line[0] == "Construction"]
    day = (real_today - timedelta(days=1)).isoformat()
    filled = dict(zip(heads, line, strict=True)) | {
        "Vacancies": "plenty",
        "As of": day,
        "Source": SOURCE,
        "Source dated": day,
    }
    await _send(officer, tmp_path / "vacancies.csv", filled)
    await officer.said("Nothing was taken", "Line 2", "Enter how many vacancies there are")
    await officer.see("3-refused", status=422)
    await _send(officer, tmp_path / "mended.csv", filled | {"Vacancies": VACANCIES[kind]})
    await officer.said("Vacancies entered", "mended.csv", "Entered by Imran Coleridge", VACANCIES[kind])
    await officer.see("4-receipt")
    await _the_board_reads(await walk_as("board@demo.invalid"), VACANCIES[kind])


async def _the_board_reads(member: Walk, vacancies: str) -> None:
    await member.navigate("Skills")
    await member.said(f"{vacancies} vacancies", "the widest gap", SOURCE, "As of")
    await _the_chart_is_whole(member)
    await member.page.locator("details summary", has_text="Table of these figures").click()
    head = member.page.locator("#skills thead th").nth(1)
    assert await head.evaluate("element => element.offsetHeight") < 90, "no word is broken into letters"
    cell = member.page.locator("#skills tbody td").first
    assert await cell.evaluate("element => element.offsetWidth") > 60, "nor a figure into digits"
    await member.see("5-skills-with-its-table")
    file = list(csv.reader(io.StringIO(await member.download("Download as CSV"))))
    assert file == await table_cells(member.page.locator("#skills table"))
    assert ["Construction", vacancies] in [row[:2] for row in file]
    await member.select("Where", "Chelmsford")
    await member.press("Apply")
    await member.said("Skills in Chelmsford")
    await member.see("6-skills-in-a-district")
    await member.follow("Every figure that was entered")
    await member.see("7-figures")


async def _the_chart_is_whole(walk: Walk) -> None:
    """Neither cut off on a phone nor on paper, where its table is laid open."""
    await expect(walk.page.locator("#skills svg")).to_be_visible()
    room = walk.page.locator("#skills .app-figure__image")
    assert await room.evaluate("element => element.scrollWidth <= element.clientWidth")
    await expect(walk.page.locator("#skills table")).to_be_hidden()
    await walk.page.emulate_media(media="print")
    await expect(walk.page.locator("#skills table")).to_be_visible()
    await walk.picture("8-on-paper")
    await walk.page.emulate_media(media="screen")


async def test_a_priority_is_set_decided_and_reviewed_and_the_board_looks(
    walk_as: WalkOf, kind: Kind, real_today: date
) -> None:
    officer = await walk_as("data@demo.invalid")
    await officer.navigate("Priorities")
    await officer.said("1 review is overdue", "Care", "Overdue since")
    await officer.see("11-priorities")
    await officer.press("Set a priority")
    await officer.press("Set this priority")
    await officer.see("12-nothing-given", status=422)
    await officer.select("Sector", "Health")
    await officer.select("Where", "Colchester")
    await officer.fill("Why is it a priority?", f"The hospital opens a ward ({kind})")
    await officer.fill("Planned places", "40")
    await officer.fill("From", "today")
    await officer.press("Set this priority")
    await officer.said("The priority is set.", "Proposed", "The board has not decided yet")
    await officer.see("13-proposed")
    await officer.press("Record the decision")
    await officer.see("14-decision")
    await officer.choose("Adopted")
    await officer.fill("What was decided, and why?", "Adopted: the ward needs people in spring.")
    await officer.fill("Who decided?", "Board meeting: chair, six employers")
    evidence = officer.page.locator("input[name=evidence]").nth(1)
    key = await evidence.get_attribute("id")
    sentence = (await officer.page.locator(f"label[for={key}]").inner_text()).strip()
    await evidence.check()
    await officer.fill("When does the board look again?", (real_today + timedelta(days=60)).isoformat())
    await officer.press("Record it")
    await officer.said("The decision is recorded.", sentence, "as it read then", "edition 1")
    await officer.see("15-decided")
    await _the_board_looks(await walk_as("board@demo.invalid"))


async def _the_board_looks(member: Walk) -> None:
    await member.navigate("Priorities")
    await member.said(
        "Health, Colchester", "Planned places", "Starts", "Sustained outcomes", "Money", "not available"
    )
    await member.see("16-priorities-of-the-board")
    rows = list(csv.reader(io.StringIO(await member.download("Download as CSV"))))
    assert {row[0].split(",")[0] for row in rows[1:]} >= {"Health", "Care", "Construction"}
    await member.follow("Construction", exact=False)
    await member.said("Reviewed: planned places changed", "Planned places from then on: 160", "Adopted")
    await member.see("17-a-trail")
    await member.page.get_by_label("Show what was known on").fill("yesterday")
    await member.press("Show that day")
    await member.said("as they were known at the end of")
    await member.see("18-as-known")


async def _send(walk: Walk, path: Path, line: dict[str, str]) -> None:
    """Writes a line under the template's heads and sends it."""
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.DictWriter(file, line)
        writer.writeheader()
        writer.writerow(line)
    await walk.page.get_by_label("File", exact=True).set_input_files(path)
    await walk.press("Send the file")
