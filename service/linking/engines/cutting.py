"""A stream of pairs cut where the left row changes, so that whoever gets a table sees all of a row's pairs."""

from collections.abc import Iterable, Iterator

import pyarrow as pa
from pyarrow import compute as pc


def by_left_row(batches: Iterable[pa.RecordBatch]) -> Iterator[pa.Table]:
    """Cut a stream sorted by `l` so that no left row is in two tables."""
    held: pa.Table | None = None
    for batch in batches:
        table = pa.Table.from_batches([batch])
        held = table if held is None else pa.concat_tables([held, table])
        left = held.column("l")
        cut = pc.index(left, left[-1]).as_py() if held.num_rows else 0
        if cut:
            yield held.slice(0, cut)
            held = held.slice(cut)
    if held is not None and held.num_rows:
        yield held
