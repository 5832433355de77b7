"""The model fitted to the files at hand, without labels: how often each column is wrong, how many pairs match."""

from collections.abc import Iterator, Sequence
from pathlib import Path
from random import Random
from typing import Any

from pyarrow import parquet

from service.kit.processes import Pool
from service.learners.matching.fit import Fitted, Rows, fit, less_copies
from service.learners.matching.levels import compare
from service.learners.matching.model import Model
from service.learners.matching.normalise import Form
from service.learners.matching.rows import Comparison
from service.linking.engines.engine import Engine
from service.linking.rows import Side
from service.linking.weighing import compared, read_form, read_scale

ROWS_LOOKED_AT = 10_000
ROWS_DRAWN, PAIRS_DRAWN, PARTS_DRAWN = 10_000, 100_000, 20
SAMPLE = 1
"""What is drawn is the same in every run."""


def train(
    model: Model, engine: Engine, sides: tuple[Side, Side | None], *, scale: Path, pool: Pool
) -> Fitted:
    """Fit the model to the pairs an engine proposes for some of the rows.

    The model's prior then says how many rows on the right each row on the left may be, and how many it is.
    """
    left, right = sides
    step = max(left.rows // ROWS_LOOKED_AT, 1)
    rows = _rows(left, right, step)
    tables = engine.pairs(0, left.rows, step=step, training=True)
    alike = [each for found in pool.ordered(compared, ((t, str(scale)) for t in tables)) for each in found]
    at_random = list(_strangers(left, right or left, scale))
    first = fit(model, alike=alike, at_random=at_random, rows=rows)
    copies = rows.each(first.matches) if right is None else 0.5
    count = left.rows + (right.rows if right else 0)
    adjusted = [less_copies(each, copies=copies, rows=count) for each in alike]
    return fit(model, alike=adjusted, at_random=at_random, rows=rows)


def _rows(left: Side, right: Side | None, step: int) -> Rows:
    if right is None and step == 1:
        return Rows(left.rows)
    return Rows(-(-left.rows // step), (right or left).rows)


def _strangers(left: Side, right: Side, scale: Path) -> Iterator[Comparison]:
    _, shares = read_scale(str(scale))
    rng = Random(SAMPLE)  # noqa: S311 - a sample, no secret
    mine, theirs = drawn(left, rng), drawn(right, rng)
    for _ in range(PAIRS_DRAWN):
        (n, a), (other, b) = rng.choice(mine), rng.choice(theirs)
        if n != other or left is not right:
            yield compare(a, b, shares)


def drawn(side: Side, rng: Random) -> list[tuple[int, Form]]:
    """Draw rows from parts spread over a side."""
    parts = side.parts if len(side.parts) <= PARTS_DRAWN else rng.sample(side.parts, PARTS_DRAWN)
    found: list[tuple[int, Form]] = []
    for part in parts:
        table = parquet.read_table(part, columns=["n", "form"])
        wanted = min(table.num_rows, -(-ROWS_DRAWN // len(parts)))
        some = table.take(sorted(rng.sample(range(table.num_rows), wanted)))
        found += zip(
            some.column("n").to_pylist(), map(read_form, some.column("form").to_pylist()), strict=True
        )
    return found


def forms_at(side: Side, wanted: Sequence[int], rows_a_part: int) -> dict[int, Form]:
    """Read the forms of some rows of a side."""
    return {n: read_form(form) for n, form in _column_at(side, wanted, rows_a_part, "form")}


def ids_at(side: Side, wanted: Sequence[int], rows_a_part: int) -> dict[int, str]:
    """Read the ids of some rows of a side."""
    return dict(_column_at(side, wanted, rows_a_part, "id"))


def _column_at(side: Side, wanted: Sequence[int], rows_a_part: int, name: str) -> Iterator[tuple[int, Any]]:
    by_part: dict[int, list[int]] = {}
    for n in wanted:
        by_part.setdefault(n // rows_a_part, []).append(n % rows_a_part)
    for part, places in by_part.items():
        told = parquet.read_table(side.parts[part], columns=[name]).column(name).take(places).to_pylist()
        yield from zip((part * rows_a_part + place for place in places), told, strict=True)
