"""A school without ILR: a template, filled in with a mistake, mended, sent again, and what a leaver changes."""

import csv
import io
import random
from pathlib import Path

import pytest

from tests.benchmarks.ilr_generator import uln
from tests.journeys.browsing import Kind, Walk
from tests.journeys.conftest import WalkOf
from tests.journeys.ilr import accept, family_name, until

pytestmark = pytest.mark.journey
NOBODY, ACCEPT = "Nobody in this file can be recorded", "Accept this file"
SENDERS = {
    Kind.WIDE: "college@demo.invalid",
    Kind.PHONE: "training@demo.invalid",
    Kind.PLAIN: "sixthform@demo.invalid",
}


async def test_a_template_is_filled_in_mended_and_sent_again(
    walk_as: WalkOf, kind: Kind, tmp_path: Path
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
    filled = _filled(heads, random.Random(f"spreadsheets {kind}"), kind)
    await _send(walk, tmp_path / "list.csv", heads, [{**filled, "Date of birth": "31/02/2009"}], NOBODY)
    await walk.said("This is not a day that exists.")
    await walk.see("3-refused")
    rows = list(
        csv.DictReader(io.StringIO(await walk.download("Download your file with a column of errors")))
    )
    assert rows[0]["Errors"].startswith("Date of birth: This is not a day that exists.")
    await _send(walk, tmp_path / "mended.csv", [*heads, "Errors"], [{**rows[0], **filled}], ACCEPT)
    await accept(walk)
    await walk.said("Courses and jobs", "1 new, 0 changed, 0 unchanged")
    left = {**filled, "Ended on": "12/11/2026", "How it stands": "Left early"}
    await _send(walk, tmp_path / "leavers.csv", heads, [left], ACCEPT)
    await walk.said("What this file changes", "without an end", "ended 12 November 2026")
    await walk.see("4-changes")
    await accept(walk)
    await walk.said("0 new, 1 changed, 0 unchanged")


def _filled(heads: list[str], rng: random.Random, kind: Kind) -> dict[str, str]:
    told = {
        "Learner reference": f"T{rng.randrange(10**6)}",
        "Family name": family_name(f"spread {kind}"),
        "Given names": {Kind.WIDE: "Philippa", Kind.PHONE: "Barnaby", Kind.PLAIN: "Ottilie"}[kind],
        "Date of birth": f"{rng.randrange(13, 29)}/0{rng.randrange(1, 9)}/2009",
        "ULN": uln(rng),
        "Course": "Bricklaying",
        "Kind of learning": "Further education college",
        "Started on": "07/09/2026",
        "Planned end": "09/07/2027",
    }
    return {head: told.get(head, "") for head in heads}


async def _send(walk: Walk, path: Path, heads: list[str], rows: list[dict[str, str]], heading: str) -> None:
    with path.open("w", newline="", encoding="utf-8") as out:
        writer = csv.DictWriter(out, [each.lstrip("\ufeff") for each in heads])
        writer.writeheader()
        writer.writerows({name.lstrip("\ufeff"): cell for name, cell in row.items()} for row in rows)
    await walk.navigate("Files")
    await walk.page.get_by_label("Upload a file").set_input_files(path)
    await walk.press("Upload and check")
    await until(walk, walk.page.get_by_role("heading", name=heading))
