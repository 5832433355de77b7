"""The pairs as they go out: CSV or Parquet, whole or not at all."""

import csv
from collections.abc import Iterable, Iterator
from pathlib import Path

import pyarrow as pa
from pyarrow import parquet

from service.linking.rows import LinkingInvalid

COLUMNS = ("left_id", "right_id", "weight", "probability", "why")
SUFFIXES = (".csv", ".parquet")


def require_writable(out: Path, *, beside: Iterable[Path] = ()) -> None:
    """Refuse a place where the pairs could not, or must not, be written. Raises `LinkingInvalid`."""
    if out.suffix.lower() not in SUFFIXES:
        raise LinkingInvalid(f"--out {out.name} has to end in .csv or .parquet.")
    if not out.parent.is_dir():
        raise LinkingInvalid(f"There is no folder {out.parent} for --out. Make it first.")
    if any(path.exists() and out.exists() and out.samefile(path) for path in beside):
        raise LinkingInvalid(
            f"--out {out.name} is one of the files to be linked. Give the pairs another name."
        )


def write_pairs(tables: Iterable[pa.Table], out: Path) -> int:
    """Write the pairs and say how many; what stood there is replaced at the end."""
    beside = out.with_name(f"{out.name}.new")
    written = (_to_parquet if out.suffix.lower() == ".parquet" else _to_csv)(tables, beside)
    beside.replace(out)
    return written


def _to_csv(tables: Iterable[pa.Table], to: Path) -> int:
    count = 0
    with to.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(COLUMNS)
        for table in tables:
            writer.writerows(_lines(table))
            count += table.num_rows
    return count


def _lines(table: pa.Table) -> Iterator[tuple[str, str, str, str, str]]:
    columns = (table.column(name).to_pylist() for name in COLUMNS)
    for left, right, weight, probability, why in zip(*columns, strict=True):
        yield left, right, f"{weight:.3f}", f"{probability:.6f}", why


def _to_parquet(tables: Iterable[pa.Table], to: Path) -> int:
    count = 0
    schema = pa.schema(
        [(name, pa.float64() if name in ("weight", "probability") else pa.string()) for name in COLUMNS]
    )
    with parquet.ParquetWriter(to, schema) as writer:
        for table in tables:
            writer.write_table(table.select(COLUMNS))
            count += table.num_rows
    return count
