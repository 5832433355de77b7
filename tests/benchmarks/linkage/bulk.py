"""A register of any size and a list to find in it, as files: invented people all over the country.

`python -m tests.benchmarks.linkage.bulk --register 6500000 --rows 200000 --folder DIR` makes them, links them and says
how fast and how right it was.
"""

import argparse
import csv
import sys
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path
from random import Random

import msgspec

from service.learners.matching.rows import Person
from service.linking.rows import Linked
from tests.benchmarks.commands import ROOT, environment
from tests.benchmarks.linkage.people import population
from tests.benchmarks.linkage.slips import changed
from tests.benchmarks.memory import run_watched

SLAB = 50_000
FEW = 10_000
AREAS = [f"{a}{b}" for a in "BCDEGHLMNPST" for b in "ABDHLNRSTW"]
COLUMNS = ("id", "given_names", "family_name", "date_of_birth", "sex", "postcode")
KINDS = {
    "as they are": (70, 0),
    "one change": (20, 1),
    "two or three changes": (5, 2),
    "not registered": (5, -1),
}
"""What a September list is made of: shares in a hundred, and how many changes."""


def write_register(path: Path, people: int) -> None:
    """Write a register of `people`, slab by slab."""
    with path.open("w", encoding="utf-8", newline="") as file, _pool() as pool:
        csv.writer(file).writerow(COLUMNS)
        for text in pool.map(_slab, range(-(-people // SLAB))):
            file.write(text)


def write_list(path: Path, people: int, rows: int) -> dict[str, tuple[str, str]]:
    """Write a list of `rows` and give each row's kind and whom it is about ("" for nobody)."""
    rng = Random(7)
    truth: dict[str, tuple[str, str]] = {}
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(COLUMNS)
        for n, (kind, key, person) in enumerate(_drawn(rng, people, rows)):
            truth[f"L{n}"] = kind, key
            writer.writerow((f"L{n}", *_told(person)))
    return truth


class Measured(msgspec.Struct, frozen=True, kw_only=True):
    """What linking a list cost (`megabytes`: all processes together at most), and by kind: rows, right, wrong."""

    linked: Linked
    megabytes: float
    kinds: dict[str, tuple[int, int, int]]


def measure(folder: Path, people: int, rows: int) -> Measured:
    """Link a list with a register made ready before, and count by kind: rows, right, wrong."""
    register, some = folder / f"register-{people}.csv", folder / f"list-{people}-{rows}.csv"
    if not register.exists():
        write_register(register, people)
    few, out = folder / f"list-{people}-{FEW}.csv", folder / "pairs.csv"
    write_list(few, people, FEW)
    truth = write_list(some, people, rows)
    _link(few, register, out)  # the register is made ready by it
    linked, megabytes = _link(some, register, out)
    found: dict[str, str] = {}
    with out.open(encoding="utf-8", newline="") as file:
        found = {row["left_id"]: row["right_id"] for row in csv.DictReader(file)}
    told: Counter[tuple[str, str]] = Counter()
    for row, (kind, key) in truth.items():
        answer = found.get(row, "")
        told[kind, "rows"] += 1
        told[kind, "right"] += answer == key
        told[kind, "wrong"] += answer not in ("", key)
    kinds = {kind: (told[kind, "rows"], told[kind, "right"], told[kind, "wrong"]) for kind in KINDS}
    return Measured(linked=linked, megabytes=megabytes, kinds=kinds)


def _link(left: Path, right: Path, out: Path) -> tuple[Linked, float]:
    """Run the command, as somebody who has the files would."""
    words = ("link", str(left), str(right), "--out", str(out), "--best", "--json")
    said, megabytes = run_watched([sys.executable, "-m", "service.cli", *words], ROOT, environment())
    return msgspec.json.decode(said, type=Linked), megabytes


def _drawn(rng: Random, people: int, rows: int) -> Iterator[tuple[str, str, Person]]:
    slabs = max(people // SLAB, 1)
    of = min(slabs, 20)
    for slab in sorted(rng.sample(range(slabs), of)):
        known = _people(slab)
        strangers = iter(_people(slab + 1_000_000))
        for key, person in rng.sample(known, min(-(-rows // of), len(known))):
            kind = rng.choices(list(KINDS), weights=[weight for weight, _ in KINDS.values()])[0]
            times = KINDS[kind][1]
            if times < 0:
                yield kind, "", next(strangers)[1]
            else:
                times = rng.choice((2, 3)) if times == 2 else times
                yield kind, key, changed(rng, person, times)[0] if times else person


def _slab(slab: int) -> str:
    import io

    text = io.StringIO(newline="")
    csv.writer(text).writerows((key, *_told(person)) for key, person in _people(slab))
    return text.getvalue()


def _people(slab: int) -> list[tuple[str, Person]]:
    """Fifty thousand people; the same in every run. Their homes are moved all over the country."""
    from msgspec.structs import replace

    moved = []
    for each in population(SLAB, seed=slab):
        code = (each.person.postcode or "").lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ")
        area = AREAS[(each.household * 31 + slab) % len(AREAS)]
        moved.append((each.key, replace(each.person, postcode=area + code)))
    return moved


def _told(person: Person) -> tuple[str, ...]:
    born = person.date_of_birth.isoformat() if person.date_of_birth else ""
    told = (person.given_names, person.family_name, born, person.sex, person.postcode)
    return tuple(value or "" for value in told)


def _pool() -> ProcessPoolExecutor:
    return ProcessPoolExecutor(2, mp_context=get_context("spawn"))


def main() -> None:
    """Measures and prints."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--register", type=int, default=6_500_000)
    parser.add_argument("--rows", type=int, default=200_000)
    parser.add_argument("--folder", type=Path, required=True)
    given = parser.parse_args()
    measured = measure(given.folder, given.register, given.rows)
    print(measured.linked)
    for kind, (rows, right, wrong) in measured.kinds.items():
        print(f"{kind}: {rows:,} rows, right {right / max(rows, 1):.4f}, wrong {wrong / max(rows, 1):.4f}")
    print(f"memory at most: {measured.megabytes:,.0f} MB")


if __name__ == "__main__":
    main()
