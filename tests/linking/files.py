"""Files of invented people for the tests of linking: a register, and a list of some of them with slips."""

import csv
from collections.abc import Iterable, Mapping
from pathlib import Path
from random import Random

import msgspec

from service.learners.matching.model import shipped_model
from service.learners.matching.rows import Person
from service.linking.operations import link
from service.linking.rows import Asked, Linked
from tests.benchmarks.linkage.people import population
from tests.benchmarks.linkage.slips import changed

COLUMNS = ("id", "given_names", "family_name", "date_of_birth", "sex", "postcode")
Row = Mapping[str, str]


def row_of(person: Person, key: str) -> dict[str, str]:
    """A person as a row of a file."""
    born = person.date_of_birth.isoformat() if person.date_of_birth else ""
    told = (key, person.given_names, person.family_name, born, person.sex, person.postcode)
    return {name: value or "" for name, value in zip(COLUMNS, told, strict=True)}


def two_files(people: int, rows: int, *, seed: int = 1) -> tuple[list[dict[str, str]], list[dict[str, str]]]:
    """A list and the register it is about: row L<n> is R<n>, every other one with a slip."""
    rng = Random(seed)
    everyone = population(people, seed=seed)
    register = [row_of(each.person, f"R{n}") for n, each in enumerate(everyone)]
    some = [
        row_of(changed(rng, each.person, 1)[0] if n % 2 else each.person, f"L{n}")
        for n, each in enumerate(everyone[:rows])
    ]
    return some, register


def write(path: Path, rows: Iterable[Row], *, delimiter: str = ",", encoding: str = "utf-8") -> Path:
    """Writes rows as CSV."""
    rows = list(rows)
    with path.open("w", encoding=encoding, newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]), delimiter=delimiter)
        writer.writeheader()
        writer.writerows(rows)
    return path


def read(path: Path) -> list[dict[str, str]]:
    """The pairs that were written."""
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def a_model(path: Path, population: int) -> Path:
    """The shipped model, for a file of so many."""
    path.write_bytes(msgspec.json.encode(shipped_model().for_population(population)))
    return path


def linked(asked: Asked) -> tuple[Linked, list[str]]:
    """Links, and gives what was told on the way."""
    told: list[str] = []
    return link(asked, tell=told.append), told
