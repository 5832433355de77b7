"""`python -m tests.imports.fuzzing --minutes 10`: broken files for every reader, from files that were whole.

Nothing in a file may make a reader raise, and none may make memory grow beyond a bound. The same seed gives the same
files; a file that breaks something is kept and named.
"""

import argparse
import io
import random
import resource
import sys
import zipfile
from collections import Counter
from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path
from time import monotonic

from service.imports.readers import READERS, recognise
from service.kit.csv import csv_of
from service.kit.spreadsheet import xlsx_of
from tests.imports.ilr_text import (
    FILE_NAME,
    aim,
    aim_with,
    destination,
    learner,
    message,
    message_of_2023,
    placement,
)
from tests.imports.nccis_text import cohort, nccis_of, person

TODAY = date(2026, 1, 15)
MOST_MEGABYTES = 600
HEADS = (
    "Learner reference", "Surname", "Forename", "DOB", "ULN", "Course", "Activity code", "Start date", "Left on",
    "Status",
)  # fmt: skip
ROWS = [
    ("S1", "Quill", "Zoë", "25/09/2008", "9276308686", "Bricklaying", "230", "03/09/2025", "", ""),
    ("S2", "Marsh", "=Tom", "01/03/2009", "", "Catering", "210", "03/09/2025", "12/12/2025", "Left early"),
]
TRICKS = (
    b"<!DOCTYPE a [<!ENTITY b 'c'>]>", b"&b;", b"<![CDATA[", b"]]>", b"\x00", b"\xff\xfe", b"\xef\xbb\xbf", b'"', b"'",
    b",", b";", b"\r", b"\n", b"<", b">", b"&", b"</Learner>", b"<Learner>", b"99999999999999999999", b"-1", b"1E+400",
    b"0000-00-00", b"9999-12-31", b"29/02/2023", b"\xc3\x28", b"\xed\xa0\x80", b"A" * 70_000,
)  # fmt: skip


def corpus() -> Mapping[str, bytes]:
    """Whole files of every format."""
    left = aim(CompStatus="3", LearnActEndDate="2025-12-12", WithdrawReason="98", Outcome="3")
    placed = aim_with(placement(), placement(WorkPlaceStartDate="2025-12-01"))
    plain = csv_of(HEADS, ROWS)
    return {
        "ilr": message(learner(left), learner(placed, LearnRefNumber="A2")).encode(),
        "ilr of 2023": message_of_2023(learner(), destination()).encode(),
        "nccis": nccis_of(person(), person(cohort("619"), YoungPersonsID="8810000000002")).encode(),
        "csv": plain.encode(),
        "csv of utf-16": plain.encode("utf-16"),
        "xlsx": xlsx_of(HEADS, ROWS, title="List"),
    }


def mutated(content: bytes, rng: random.Random) -> bytes:
    """A file with a few things done to it: cut, doubled, swapped, bytes changed, tricks put in."""
    data = bytearray(content)
    for _ in range(rng.randrange(1, 8)):
        at = rng.randrange(len(data) + 1)
        to = min(len(data), at + rng.randrange(1, 400))
        match rng.randrange(6):
            case 0:
                data[at:to] = b""
            case 1:
                data[at:at] = data[at:to] * rng.randrange(1, 20)
            case 2:
                data[at:to] = bytes(rng.randrange(256) for _ in range(to - at))
            case 3:
                data[at:at] = rng.choice(TRICKS)
            case 4:
                data = data[:at]
            case _:
                data[at : at + 1] = bytes([rng.randrange(256)])
        data = data or bytearray(b"\n")
    return bytes(data)


def repacked(content: bytes, rng: random.Random) -> bytes:
    """A workbook whose parts are mutated inside a ZIP that is whole."""
    out = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(content)) as whole,
        zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made,
    ):
        for name in whole.namelist():
            part = whole.read(name)
            made.writestr(name, mutated(part, rng) if rng.random() < 0.4 else part)
    return out.getvalue()


def read(content: bytes, rng: random.Random) -> int:
    """Read a file in pieces of any size; it gives how many learners it told of."""
    reader = READERS[recognise(content[:4096])](file_name=FILE_NAME, today=TODAY)
    size = rng.choice((1, 100, 5_000)) if len(content) < 20_000 else 65_536
    found = sum(len(reader.feed(content[at : at + size])) for at in range(0, len(content), size))
    found += sum(1 for _ in reader.close())
    for problem in reader.facts.problems:
        if not (problem.message and problem.fix):
            raise AssertionError(f"a problem that says nothing: {problem}")
    return found


def fuzz(*, seed: int, until: Callable[[int], bool]) -> Counter[str]:
    """Read broken files until told to stop, and count them by format. Raises what a reader raises."""
    whole, counts = corpus(), Counter[str]()
    number = 0
    while not until(number):
        rng = random.Random(f"{seed}:{number}")
        name = rng.choice(list(whole))
        content = (
            repacked(whole[name], rng) if name == "xlsx" and rng.random() < 0.7 else mutated(whole[name], rng)
        )
        try:
            read(content, rng)
        except BaseException:
            Path("fuzzed").write_bytes(content)
            print(f"seed {seed}, file {number} ({name}) is kept as ./fuzzed", file=sys.stderr)
            raise
        counts[name] += 1
        number += 1
    return counts


def main() -> None:
    """Fuzzes for as long as is asked."""
    parser = argparse.ArgumentParser(prog="python -m tests.imports.fuzzing", description=__doc__)
    parser.add_argument("--minutes", type=float, default=10)
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()
    ends = monotonic() + 60 * given.minutes
    counts = fuzz(seed=given.seed, until=lambda _: monotonic() > ends)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(
        f"{counts.total():,} files in {given.minutes:g} minutes, none raised: {dict(counts)}; peak {peak:.0f} MB"
    )
    if peak > MOST_MEGABYTES:
        raise SystemExit("memory grew beyond its bound")


if __name__ == "__main__":
    main()
