"""A school without ILR: a template, filled in with a mistake, mended, sent again, and what a leaver changes."""

import csv
import io
from datetime import date, timedelta
from pathlib import Path

import pytest

from service.vocabulary.day import say_day
from tests.journeys.browsing import Kind
from tests.journeys.conftest import WalkOf
from tests.journeys.ilr import accept
from tests.journeys.lists import filled, send_list, written

pytestmark = pytest.mark.journey
NOBODY, ACCEPT = "Nobody in this file can be recorded", "Accept this file"
SENDERS = {
    Kind.WIDE: "college@demo.invalid",
    Kind.PHONE: "training@demo.invalid",
    Kind.PLAIN: "sixthform@demo.invalid",
}


async def test_a_template_is_filled_in_mended_and_sent_again(
    walk_as: WalkOf, kind: Kind, tmp_path: Path, real_today: date
) -> None:
    walk = await walk_as(SENDERS[kind])
    await walk.navigate("Files")
    await walk.follow("spreadsheet templates")
    await walk.see("1-templates")
    await walk.follow("Enrolments and leavers")
    await walk.see("2-guidance")
    await walk.navigate("Files")
    await walk.follow("spreadsheet templates")
    heads = (
        (await walk.download("as CSV for enrolments and leavers")).removeprefix("\ufeff").strip().split(",")
    )
    line = filled(heads, "spreadsheets", kind, real_today)
    await send_list(walk, tmp_path / "list.csv", heads, [{**line, "Date of birth": "31/02/2009"}], NOBODY)
    await walk.said("This is not a day that exists.")
    await walk.see("3-refused")
    rows = list(
        csv.DictReader(io.StringIO(await walk.download("Download your file with a column of errors")))
    )
    assert rows[0]["Errors"].startswith("Date of birth: This is not a day that exists.")
    await send_list(walk, tmp_path / "mended.csv", [*heads, "Errors"], [{**rows[0], **line}], ACCEPT)
    await accept(walk)
    await walk.said("Courses and jobs", "1 new, 0 changed, 0 unchanged")
    left = {**line, "Ended on": written(real_today - timedelta(days=15)), "How it stands": "Left early"}
    await send_list(walk, tmp_path / "leavers.csv", heads, [left], ACCEPT)
    await walk.said(
        "What this file changes", "without an end", f"ended {say_day(real_today - timedelta(days=15))}"
    )
    await walk.see("4-changes")
    await accept(walk)
    await walk.said("0 new, 1 changed, 0 unchanged")
