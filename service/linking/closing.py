"""Pairs of one file that a third row makes one person, added once all pairs are weighed."""

from collections.abc import Sequence
from pathlib import Path

import pyarrow as pa
from pyarrow import parquet

from service.learners.matching.closure import Pair, through_a_third
from service.learners.matching.fit import less_copies
from service.learners.matching.levels import compare
from service.learners.matching.sentences import with_reason
from service.learners.matching.weigh import bits_of
from service.linking.preparing import ROWS_A_PART
from service.linking.rows import Side
from service.linking.training import forms_at, ids_at
from service.linking.weighing import RESULT, Scale, shares_of

MOST_PAIRS = 2_000_000
"""Above it they do not fit beside everything else; a run that large says that it left them out."""
BY_A_THIRD = "Both are surely one person with a third row"


def pairs_through_a_third(chunks: Sequence[Path], side: Side, scale: Scale) -> pa.Table | None:
    """Find the pairs that a third row adds; None where there are too many pairs to look."""
    if sum(parquet.read_metadata(chunk).num_rows for chunk in chunks) > MOST_PAIRS:
        return None
    weights = _weights(chunks)
    near = sorted({n for pair in weights for n in pair})
    forms = forms_at(side, near, ROWS_A_PART)
    shares = shares_of(scale.counts)

    def between(a: int, b: int) -> float:
        found = compare(forms[a], forms[b], shares)
        return bits_of(less_copies(found, copies=scale.copies, rows=scale.counts.rows), scale.model)

    found = through_a_third(weights, between)
    added = {pair: bits for pair, bits in found.items() if bits >= scale.line}
    return _as_table(added, ids_at(side, sorted({n for pair in added for n in pair}), ROWS_A_PART))


def without(table: pa.Table, added: pa.Table) -> pa.Table:
    """Leave out pairs whose weight a third row has changed."""
    return table.join(added.select(["l", "r"]), keys=["l", "r"], join_type="left anti").sort_by(
        [("l", "ascending"), ("r", "ascending")]
    )


def _weights(chunks: Sequence[Path]) -> dict[Pair, float]:
    weights: dict[Pair, float] = {}
    for chunk in chunks:
        table = parquet.read_table(chunk, columns=["l", "r", "weight"])
        lefts, rights, bits = (table.column(name).to_pylist() for name in ("l", "r", "weight"))
        weights.update(zip(zip(lefts, rights, strict=True), bits, strict=True))
    return weights


def _as_table(added: dict[Pair, float], ids: dict[int, str]) -> pa.Table:
    rows = [
        {
            "l": a,
            "r": b,
            "left_id": ids[a],
            "right_id": ids[b],
            "weight": bits,
            "probability": 1 / (1 + 2**-bits),
            "why": with_reason(BY_A_THIRD, "By themselves the two say too little."),
        }
        for (a, b), bits in sorted(added.items())
    ]
    return pa.Table.from_pylist(rows, schema=RESULT)
