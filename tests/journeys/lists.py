"""Small lists for the journeys, as a school without ILR fills them in. Everybody in them is invented."""

import csv
import random
from datetime import date, timedelta
from pathlib import Path

from tests.benchmarks.ilr_generator import uln
from tests.journeys.browsing import Kind, Walk
from tests.journeys.ilr import family_name, until

BEGAN = timedelta(days=80)  # ago
GIVEN = {Kind.WIDE: "Philippa", Kind.PHONE: "Barnaby", Kind.PLAIN: "Ottilie"}


def filled(heads: list[str], journey: str, kind: Kind, today: date, **besides: str) -> dict[str, str]:
    """Fill in one line about somebody of the journey's own, with what `besides` says otherwise."""
    rng = random.Random(f"{journey} {kind}")
    told = {
        "Learner reference": f"T{rng.randrange(10**6)}",
        "Family name": family_name(f"{journey[:6]} {kind}"),
        "Given names": GIVEN[kind],
        "Date of birth": f"{rng.randrange(13, 29)}/0{rng.randrange(1, 9)}/2009",
        "ULN": uln(rng),
        "Course": "Bricklaying",
        "Kind of learning": "Further education college",
        "Started on": written(today - BEGAN),
        "Planned end": written(today + timedelta(days=220)),
        **{name.replace("_", " ").capitalize(): value for name, value in besides.items()},
    }
    return {head: told.get(head, "") for head in heads}


def written(day: date) -> str:
    """A day as people write it."""
    return f"{day:%d/%m/%Y}"


async def send_list(
    walk: Walk, path: Path, heads: list[str], rows: list[dict[str, str]], heading: str
) -> None:
    """Writes a list, uploads it, and waits until its page says `heading`."""
    with path.open("w", newline="", encoding="utf-8") as out:
        writer = csv.DictWriter(out, [each.lstrip("\ufeff") for each in heads])
        writer.writeheader()
        writer.writerows({name.lstrip("\ufeff"): cell for name, cell in row.items()} for row in rows)
    await walk.navigate("Files")
    await walk.page.get_by_label("Upload a file").set_input_files(path)
    await walk.press("Upload and check")
    await until(walk, walk.page.get_by_role("heading", name=heading))
