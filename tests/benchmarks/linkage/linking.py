"""A labelled set through the product: written as files, linked as `pathway link` does, its pairs read back."""

import csv
import tempfile
from collections.abc import Iterable
from pathlib import Path

import msgspec
from pyarrow import parquet

from service.learners.matching.model import Model, shipped_model
from service.learners.matching.rows import Person
from service.linking.operations import link as link_files
from service.linking.rows import Asked, EngineName, Linked
from tests.benchmarks.linkage.sets import LabelledSet, Pair

LOWEST = -25.0
"""Bits from which pairs are asked for, so that lines below the model's own can be tried."""
COLUMNS = (
    "given_names",
    "family_name",
    "birth_year",
    "birth_month",
    "birth_day",
    "postcode",
    "address",
    "email",
)


class Weights(msgspec.Struct, frozen=True):
    """The weights of a set's pairs, those a third row adds among them and by themselves, and what the run said."""

    pairs: dict[Pair, float]
    added: frozenset[Pair]
    linked: Linked
    model: Model

    @property
    def by_themselves(self) -> dict[Pair, float]:
        """Without those a third row adds."""
        return {pair: bits for pair, bits in self.pairs.items() if pair not in self.added}

    @property
    def registered(self) -> float:
        """The share of rows on the left with a match, as fitted."""
        return min(self.model.prior.registered, 1.0)


def link(given: LabelledSet, *, engine: EngineName = EngineName.DUCKDB, shipped: bool = False) -> Weights:
    """Weigh the pairs of a set without looking at its labels; `shipped`: without fitting."""
    with tempfile.TemporaryDirectory() as folder:
        here = Path(folder)
        others = sorted({name for person in given.left for name, _ in person.others})
        asked = Asked(
            left=written(given.left, others, here / "left.csv"),
            right=written(given.right, others, here / "right.csv") if given.right is not None else None,
            out=here / "pairs.parquet",
            threshold=LOWEST,
            compare=tuple(others),
            engine=engine,
            model=_shipped(given, here / "shipped.json") if shipped else None,
        )
        linked = link_files(asked, tell=lambda _: None)
        model = msgspec.json.decode((here / "pairs.model.json").read_bytes(), type=Model)
        pairs, added = _read(here / "pairs.parquet")
    return Weights(pairs=pairs, added=added, linked=linked, model=model)


def _shipped(given: LabelledSet, path: Path) -> Path:
    others = given.left if given.right is None else given.right
    path.write_bytes(msgspec.json.encode(shipped_model().for_population(len(others))))
    return path


def written(people: Iterable[Person], others: list[str], path: Path) -> Path:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["id", *COLUMNS, *others])
        for n, person in enumerate(people):
            born = person.date_of_birth
            parts = (
                (born.year, born.month, born.day)
                if born
                else (person.birth_year, person.birth_month, person.birth_day)
            )
            told = (
                person.given_names,
                person.family_name,
                *parts,
                person.postcode,
                person.address,
                person.email,
            )
            values = dict(person.others)
            writer.writerow([n, *(value or "" for value in told), *(values.get(name, "") for name in others)])
    return path


def _read(path: Path) -> tuple[dict[Pair, float], frozenset[Pair]]:
    table = parquet.read_table(path)
    lefts, rights = (map(int, table.column(name).to_pylist()) for name in ("left_id", "right_id"))
    pairs = list(zip(lefts, rights, strict=True))
    third = [why.startswith("Both are surely") for why in table.column("why").to_pylist()]
    weights = dict(zip(pairs, table.column("weight").to_pylist(), strict=True))
    return weights, frozenset(pair for pair, is_added in zip(pairs, third, strict=True) if is_added)
