"""Files as rows of text: CSV however a spreadsheet or a database wrote it, and Parquet."""

import codecs
import csv
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from itertools import islice
from pathlib import Path
from typing import Any

from service.linking.rows import LinkingInvalid

BLOCK = 1 << 20
DELIMITERS = ",;\t|"
LARGEST_FIELD = 1 << 20
Rows = Sequence[Sequence[Any]]


class CsvTable:
    """A CSV file: its encoding and delimiter found out, its columns read, its rows in batches."""

    def __init__(self, path: Path) -> None:
        self.path = path
        with _readable(path):
            self._encoding, self.rows_about = _looked_through(path)
            with path.open(encoding=self._encoding, newline="") as file:
                head = file.readline()
            self._delimiter = max(DELIMITERS, key=head.count)
            self.columns = next(self._lines(), [])
        if not any(name.strip() for name in self.columns):
            raise LinkingInvalid(f"{path.name} is empty. The first line has to name the columns.")

    def batches(self, size: int) -> Iterator[Rows]:
        """Read the rows, `size` at a time. Blank lines are no rows."""
        with _readable(self.path):
            lines = self._lines()
            next(lines, None)
            rows = self._whole(lines)
            while batch := list(islice(rows, size)):
                yield batch

    def _lines(self) -> Iterator[list[str]]:
        csv.field_size_limit(LARGEST_FIELD)
        with self.path.open(encoding=self._encoding, newline="") as file:
            reader = csv.reader(file, delimiter=self._delimiter)
            try:
                yield from reader
            except csv.Error as error:
                raise LinkingInvalid(
                    f"Line {reader.line_num} of {self.path.name} is no CSV ({error}). "
                    "Look for a quotation mark that is not closed."
                ) from None

    def _whole(self, lines: Iterator[list[str]]) -> Iterator[list[str]]:
        width = len(self.columns)
        for row, fields in enumerate(lines, start=1):
            if len(fields) == width:
                yield fields
            elif fields and any(fields[width:]):
                raise LinkingInvalid(
                    f"Row {row} of {self.path.name} has {len(fields)} fields, the first line names {width}. "
                    "Put quotation marks round a field that has the delimiter in it."
                )
            elif any(fields):
                yield [*fields, *[""] * width][:width]


class ParquetTable:
    """A Parquet file."""

    def __init__(self, path: Path) -> None:
        from pyarrow import ArrowException  # noqa: PLC0415 - only the link extra brings it
        from pyarrow.parquet import ParquetFile  # noqa: PLC0415

        self.path = path
        try:
            with _readable(path):
                self._file = ParquetFile(path)
        except ArrowException:
            raise LinkingInvalid(f"{path.name} is no Parquet file. Write it again, or give a CSV.") from None
        self.columns: list[str] = self._file.schema_arrow.names
        self.rows_about: int = self._file.metadata.num_rows

    def batches(self, size: int) -> Iterator[Rows]:
        """Read the rows, `size` at a time, at most."""
        for batch in self._file.iter_batches(batch_size=size):
            yield list(zip(*(column.to_pylist() for column in batch.columns), strict=True))


Table = CsvTable | ParquetTable


def open_table(path: Path) -> Table:
    """Open a file by what is in it. Raises `LinkingInvalid` where it cannot be read."""
    with _readable(path), path.open("rb") as file:
        start = file.read(4)
    return ParquetTable(path) if start == b"PAR1" else CsvTable(path)


def _looked_through(path: Path) -> tuple[str, int]:
    """The encoding, and about how many rows. What is not UTF-8 is taken for Windows-1252, as old spreadsheets write."""
    lines, encoding = 0, "utf-8-sig"
    with path.open("rb") as file:
        start = file.read(4)
        if start.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
            return "utf-16", path.stat().st_size // 200
        file.seek(0)
        decoder = codecs.getincrementaldecoder("utf-8")()
        while block := file.read(BLOCK):
            lines += block.count(b"\n")
            if encoding == "utf-8-sig":
                try:
                    decoder.decode(block)
                except UnicodeDecodeError:
                    encoding = "cp1252"
            if b"\0" in block:
                raise LinkingInvalid(f"{path.name} is no text: it has zero bytes. Save it as CSV in UTF-8.")
    return encoding, lines


@contextmanager
def _readable(path: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise LinkingInvalid(f"{path} cannot be read: {error.strerror}.") from None
    except UnicodeError:
        raise LinkingInvalid(
            f"{path.name} is neither UTF-8 nor Windows-1252. Save it as CSV in UTF-8."
        ) from None
