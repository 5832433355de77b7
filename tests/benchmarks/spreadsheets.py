"""Spreadsheets: a CSV previewed and accepted, beside what copying the same rows in takes alone."""

import asyncio
import csv
import random
from datetime import date, timedelta
from pathlib import Path
from statistics import median

import msgspec

from service.vocabulary.activity import ACTIVITIES
from tests.benchmarks.commands import pathway
from tests.benchmarks.ground import Ground
from tests.benchmarks.ilr_generator import OUTCODES, uln
from tests.benchmarks.imports import TODAY, copies, open_register
from tests.benchmarks.linkage.names import draw, origins
from tests.benchmarks.linkage.people import WEIGHTS
from tests.benchmarks.scale import Scale

HEADS = (
    "Learner reference", "Family name", "Given names", "Date of birth", "Sex", "Postcode", "ULN", "Course",
    "Kind of learning", "Started on", "Planned end", "Ended on", "How it stands", "Level",
)  # fmt: skip
COURSES = (
    "Bricklaying",
    "Catering",
    "Art and design",
    "Business",
    "Motor vehicles",
    "Health and social care",
)


class Listed(msgspec.Struct, frozen=True, kw_only=True):
    """What one list took, in seconds; memory in megabytes. `again`: everybody in it is registered by then."""

    lines: int
    preview_seconds: float
    accept_seconds: float
    again_seconds: float
    copy_seconds: float
    peak_megabytes: float

    @property
    def to_copy(self) -> float:
        """Acceptance to COPY."""
        return self.accept_seconds / self.copy_seconds


def measure(ground: Ground, scale: Scale) -> Listed:
    """Preview a list of new people, accept it, and preview it again."""
    return asyncio.run(_measure(ground, scale))


async def _measure(ground: Ground, scale: Scale) -> Listed:
    name = ground.clone("spreadsheets")
    ukprn = await open_register(ground.url(name))
    file = written(ground.folder / "list.csv", lines=scale.lines)
    words = ["import", str(file), "--agency", ukprn, "--today", str(TODAY), "--json"]
    preview = await asyncio.to_thread(pathway, ground.url(name), *words)
    taken = await asyncio.to_thread(pathway, ground.url(name), *words, "--accept", "good")
    again = await asyncio.to_thread(pathway, ground.url(name), *words)
    copied, _ = await copies(ground, name, scale.repeats)
    ground.drop(name)
    listed = Listed(
        lines=scale.lines,
        preview_seconds=preview.seconds,
        accept_seconds=taken.seconds,
        again_seconds=again.seconds,
        copy_seconds=median(copied),
        peak_megabytes=max(each.megabytes for each in (preview, taken, again)),
    )
    print(f"list: {listed}", flush=True)
    return listed


def written(path: Path, *, lines: int) -> Path:
    """Write a list of enrolments, a learner a line. Everybody in it is invented."""
    rng = random.Random(4)
    with path.open("w", newline="", encoding="utf-8") as out:
        rows = csv.writer(out)
        rows.writerow(HEADS)
        rows.writerows(_row(rng, number) for number in range(lines))
    return path


def _row(rng: random.Random, number: int) -> list[str]:
    girl, names = rng.random() < 0.5, rng.choices(origins(), weights=list(WEIGHTS.values()))[0]
    born_on = TODAY - timedelta(days=rng.randrange(int(16.2 * 365.25), int(24.5 * 365.25)))
    began_on, left = date(2025, 9, rng.randrange(1, 20)), rng.random() < 0.08
    return [
        f"S{number:06d}",
        draw(rng, names.family),
        draw(rng, names.given["F" if girl else "M"]),
        f"{born_on:%d/%m/%Y}",
        "F" if girl else "M",
        f"{rng.choice(OUTCODES)} {rng.randrange(10)}{''.join(rng.choices('ABDEFGHJLN', k=2))}",
        uln(rng),
        rng.choice(COURSES),
        ACTIVITIES[230].label,
        f"{began_on:%d/%m/%Y}",
        "10/07/2026",
        f"{began_on + timedelta(days=60):%d/%m/%Y}" if left else "",
        "Left early" if left else "Going on",
        str(rng.randrange(1, 4)),
    ]
