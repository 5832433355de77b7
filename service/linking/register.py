"""The register as a file to link with: read through once, in the order of its keys, within one transaction."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pyarrow as pa
from pyarrow import parquet

from service.kit.database import Session
from service.linking import queries

ROWS_AT_ONCE = 25_000
_TEXT = pa.string()
COLUMNS = {
    "id": _TEXT, "indicator": _TEXT, "given_names": _TEXT, "family_name": _TEXT, "date_of_birth": pa.date32(),
    "sex": _TEXT, "postcode": _TEXT, "uln": _TEXT, "upn": _TEXT, "ni_number": _TEXT, "email": _TEXT,
    "previous_names": _TEXT,
}  # fmt: skip


KEPT_FOR = timedelta(hours=12)
"""How long an interrupted run goes on with the register as it had read it."""


def register_kept(to: Path, *, now: datetime) -> int | None:
    """Count the learners an interrupted run has read; None where it did not, or too long ago."""
    if not to.exists() or now.timestamp() - to.stat().st_mtime > KEPT_FOR.total_seconds():
        return None
    learners: int = parquet.read_metadata(to).num_rows
    return learners


async def read_register(session: Session, to: Path) -> int:
    """Write every learner to a Parquet file, called by their indicators, and count them.

    Merged learners are left out: whoever survives them stands for them.
    """
    to.parent.mkdir(mode=0o700, exist_ok=True)
    beside = to.with_suffix(".new")
    after, count = queries.FIRST, 0
    with parquet.ParquetWriter(beside, pa.schema(COLUMNS)) as writer:
        while found := await queries.learners_after(session, after, limit=ROWS_AT_ONCE):
            writer.write_table(_table(found))
            after, count = found[-1]["id"], count + len(found)
    beside.rename(to)
    return count


def _table(found: Sequence[Mapping[str, Any]]) -> pa.Table:
    told = {name: [row[name] for row in found] for name in COLUMNS if name != "id"}
    told["id"] = told["indicator"]
    return pa.table({name: pa.array(told[name], kind) for name, kind in COLUMNS.items()})
