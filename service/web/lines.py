"""A file of lines, one thing each, all of it or nothing: heads by the template, every mistake named by its line."""

from collections.abc import Callable, Hashable, Mapping, Sequence
from typing import TypeVar

from litestar.datastructures import UploadFile

from service.imports.readers.table.heading import plain
from service.imports.readers.table.rows import Unreadable, rows_in
from service.provision.rules import Column, EntryInvalid
from service.web.visit import PageRequest

MOST_LINES, MOST_SHOWN = 5_000, 50
Problem = tuple[str, str, str]
"""The line, its column, and what to do."""

Entered = TypeVar("Entered")


class LinesInvalid(Exception):
    """Lines of a file that cannot be read."""

    def __init__(self, problems: list[Problem]) -> None:
        super().__init__(f"{len(problems)} problems")
        self.problems = problems


async def uploaded(request: PageRequest) -> tuple[str, bytes]:
    """Take the file of a form: its name and what is in it. Raises `Unreadable` where none was chosen."""
    upload = (await request.form()).get("file")
    if not isinstance(upload, UploadFile) or not upload.filename:
        raise Unreadable("Select a file", "")
    return upload.filename, await upload.read()


def read_lines(
    content: bytes,
    columns: Sequence[Column],
    *,
    needed: Sequence[str],
    read: Callable[[Mapping[str, str]], Entered],
    subject: Callable[[Entered], Hashable],
    again: tuple[str, str],
) -> list[Entered]:
    """Read every line by `read`, which raises `EntryInvalid`.

    `subject` says what a line is about: a second line about the same is a mistake, said at the field and in the words
    of `again`. Raises `Unreadable` for the file or its heads, `LinesInvalid` for what is below them.
    """
    heads = {column.field: column.head for column in columns}
    lines = iter(rows_in(content))
    first = next(lines, None)
    if first is None:
        raise Unreadable("The selected file is empty.", "Fill in the template.")
    fields = _fields(first[1], heads, needed)
    entered: list[Entered] = []
    problems: list[Problem] = []
    seen: set[Hashable] = set()
    for line, cells in lines:
        if len(entered) >= MOST_LINES:
            raise Unreadable(f"There are more than {MOST_LINES:,} lines.", "Send the file in parts.")
        try:
            each = read(dict(zip(fields, cells, strict=False)))
        except EntryInvalid as wrong:
            problems += [(f"Line {line}", heads[field], said) for field, said in wrong.errors.items()]
            continue
        if subject(each) in seen:
            problems.append((f"Line {line}", heads[again[0]], again[1]))
        seen.add(subject(each))
        entered.append(each)
    if problems:
        raise LinesInvalid(problems[:MOST_SHOWN])
    return entered


def _fields(found: Sequence[str], heads: Mapping[str, str], needed: Sequence[str]) -> list[str]:
    known = {plain(head): field for field, head in heads.items()}
    fields = [known.get(plain(head), "") for head in found]
    missing = [heads[field] for field in needed if field not in fields]
    if missing:
        raise Unreadable(f"Columns are missing: {', '.join(missing)}.", "Use the heads of the template.")
    return fields
