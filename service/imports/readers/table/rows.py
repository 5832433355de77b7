"""Bytes of a spreadsheet as rows of text, whatever program saved it.

CSV by the standard library, XLSX by calamine. A workbook is unpacked only after its own table of contents says how much
there is.
"""

import csv
import io
import re
import zipfile
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import Any, Final, TypeAlias

from python_calamine import CalamineError, CalamineWorkbook

Row: TypeAlias = tuple[int, list[str]]  # the line in the file, and its cells

ZIP: Final = b"PK\x03\x04"
LARGEST_WORKBOOK: Final = 256 * 1_048_576  # bytes of all that a workbook unpacks to
MOST_PARTS: Final = 2_000
_MOST_TIMES_LARGER: Final = 400  # text in XML packs well; a bomb packs a thousand times
_LONGEST_CELL: Final = 32_767  # Excel's own
_MOST_COLUMNS: Final = 1_000
_SEPARATORS: Final = (",", ";", "\t", "|")
_SEPARATOR_LINE: Final = re.compile(r"\s*sep=(.)\s*", re.IGNORECASE)


class Unreadable(Exception):
    """The file is no spreadsheet we can read: what is wrong, and what to do."""

    def __init__(self, message: str, fix: str) -> None:
        super().__init__(message)
        self.message, self.fix = message, fix


def rows_in(content: bytes) -> Iterator[Row]:
    """Give the rows that have anything in them, each with its line. Raises `Unreadable`, at once or on the way."""
    return _of_workbook(content) if content.startswith(ZIP) else _of_text(content)


def _of_text(content: bytes) -> Iterator[Row]:
    text = decoded(content)
    if "\0" in text:
        raise Unreadable("This is no text.", "Save it as CSV UTF-8, or as a workbook (.xlsx).")
    separator, skipped = separator_of(text)
    lines = io.StringIO(text, newline="")
    for _ in range(skipped):
        lines.readline()
    reader = csv.reader(lines, delimiter=separator)
    before = skipped
    try:
        for cells in reader:
            line, before = before + 1, reader.line_num + skipped
            if any(cell.strip() for cell in cells):
                yield line, [cell.strip() for cell in cells[:_MOST_COLUMNS]]
    except csv.Error:
        raise Unreadable(
            f"Line {before + 1} cannot be read as CSV: a cell is too long, or a quotation mark is not closed.",
            "Save the file again from your spreadsheet program.",
        ) from None


def decoded(content: bytes) -> str:
    """Give the text of a file by its mark, else as UTF-8, else as Windows saves it (cp1252)."""
    for mark, encoding in ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16")):
        if content.startswith(mark):
            return content.decode(encoding, errors="replace")
    if content[1:2] == b"\0" or content[:1] == b"\0":
        return content.decode("utf-16-le" if content[1:2] == b"\0" else "utf-16-be", errors="replace")
    try:
        return content.decode()
    except UnicodeDecodeError:
        return content.decode("cp1252", errors="replace")


def separator_of(text: str) -> tuple[str, int]:
    """Say what separates cells, and how many lines at the top are not the table's."""
    first = text.partition("\n")[0]
    if named := _SEPARATOR_LINE.fullmatch(first):
        return named[1], 1
    counted = {mark: first.count(mark) for mark in _SEPARATORS}
    best = max(_SEPARATORS, key=lambda mark: counted[mark])
    return (best if counted[best] else ","), 0


def _of_workbook(content: bytes) -> Iterator[Row]:
    _require_harmless(content)
    try:
        workbook = CalamineWorkbook.from_filelike(io.BytesIO(content))
        for name in workbook.sheet_names:
            rows = [*_of_sheet(workbook.get_sheet_by_name(name))]
            if rows:
                yield from rows
                return
    except CalamineError:
        raise Unreadable(
            "This workbook cannot be read. It may be damaged or locked with a password.",
            "Open it, save it again as .xlsx without a password, or save it as CSV.",
        ) from None


def _require_harmless(content: bytes) -> None:
    """A file in a ZIP says how large it is before anything is unpacked, and what it is."""
    try:
        parts = zipfile.ZipFile(io.BytesIO(content)).infolist()
    except (zipfile.BadZipFile, ValueError, NotImplementedError, OSError):
        raise Unreadable("This file is damaged.", "Send it again.") from None
    size = sum(part.file_size for part in parts)
    if len(parts) > MOST_PARTS or size > min(
        LARGEST_WORKBOOK, max(len(content) * _MOST_TIMES_LARGER, 1_048_576)
    ):
        raise Unreadable(
            "This workbook unpacks to more than a list of learners can be.",
            "Copy the list alone into a new workbook.",
        )
    if not any(part.filename.startswith("xl/") for part in parts):
        raise Unreadable("This is a ZIP file, not a workbook.", "Unpack it, and send the file in it.")


def _of_sheet(sheet: Any) -> Iterator[Row]:
    first = (sheet.start or (0, 0))[0]
    for place, cells in enumerate(sheet.iter_rows(), start=1):
        texts = [_text_of(cell) for cell in cells[:_MOST_COLUMNS]]
        if any(texts):
            yield first + place, texts


def _text_of(cell: object) -> str:
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    if isinstance(cell, datetime):
        return cell.date().isoformat()
    if isinstance(cell, date):
        return cell.isoformat()
    if isinstance(cell, timedelta):
        return ""
    return str(cell).strip()[:_LONGEST_CELL]
