"""A file made ready: each row's form, keys and the columns engines rank by, in Parquet parts, by several processes.

A part is written whole or not at all, with what was counted in it beside it, so that an interrupted run goes on with
the part it was in.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Any

import msgspec
import pyarrow as pa
from pyarrow import parquet

from service.kit.processes import Pool
from service.learners.matching.normalise import Form, form
from service.learners.matching.phonetics import sound
from service.linking.blocks import certain_keys, district_of, keys_of, number_of, whole_key
from service.linking.people import PeopleReader
from service.linking.reading import Rows
from service.linking.rows import Counts, Dates, Layout, Side, Tell, Width

ROWS_A_PART = 25_000
RARE_FROM = 500_000
"""Different values of one column from which those that only one row has are no longer remembered one by one."""
_encode, _decode = msgspec.msgpack.encode, msgspec.msgpack.decode
_TEXT, _NUMBER, _NUMBERS = pa.string(), pa.int64(), pa.list_(pa.int64())
SCHEMA = pa.schema(
    {
        "n": _NUMBER, "id": _TEXT, "form": pa.binary(), "keys": _NUMBERS, "whole": _NUMBER, "sure": _NUMBERS,
        "given": _TEXT, "family": _TEXT, "given_sound": _TEXT, "family_sound": _TEXT, "born": _NUMBER,
        "born_year": _NUMBER, "born_day": _NUMBER, "postcode": _TEXT, "district": _TEXT, "sex": _TEXT,
        "words": _NUMBERS,
    }
)  # fmt: skip


class Task(msgspec.Struct, frozen=True, kw_only=True):
    """How the rows of a side are read and where its parts go."""

    columns: tuple[str, ...]
    layout: Layout
    dates: Dates
    width: Width
    folder: str


class Made(msgspec.Struct, frozen=True, kw_only=True):
    """What came of one part."""

    counts: Counts
    unread: Mapping[str, tuple[int, int]]


def prepare(batches: Iterable[Rows], task: Task, *, pool: Pool, tell: Tell, name: str) -> Side:
    """Make a side ready, part by part; parts that are there already are kept."""
    folder = Path(task.folder)
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    whole = folder / "whole"
    if whole.exists():
        side = _decode(whole.read_bytes(), type=Side)
        tell(f"{name}: {side.rows:,} rows are ready from a run before")
        return side
    counts, unread = Counts(), Counter[str]()
    told: Counter[str] = Counter()
    parts: list[str] = []
    for made in pool.ordered(_part, ((n, batch, task) for n, batch in enumerate(batches))):
        _add(counts, made.counts)
        unread.update({column: wrong for column, (wrong, _) in made.unread.items()})
        told.update({column: number for column, (_, number) in made.unread.items()})
        parts.append(str(_path(folder, len(parts))))
        if len(parts) % 10 == 0:
            tell(f"{name}: {counts.rows:,} rows made ready")
    side = Side(
        parts=tuple(parts),
        rows=counts.rows,
        counts=counts,
        unread={column: (unread[column], number) for column, number in told.items()},
    )
    _write_whole(whole, lambda to: to.write_bytes(_encode(side)))
    return side


def _part(given: tuple[int, Rows, Task]) -> Made:
    number, rows, task = given
    folder = Path(task.folder)
    path, counted = _path(folder, number), folder / f"{number:06}.counted"
    if path.exists() and counted.exists():
        return _decode(counted.read_bytes(), type=Made)
    reader = PeopleReader(task.columns, task.layout, task.dates)
    first = number * ROWS_A_PART
    forms = [form(reader.person(row)) for row in rows]
    ids = [reader.id_of(row, n) for n, row in enumerate(rows, start=first + 1)]
    made = Made(
        counts=_counted(forms),
        unread={name: (reader.unread[name], told) for name, told in reader.told.items()},
    )
    _write_whole(path, lambda to: parquet.write_table(_table(forms, ids, first, task.width), to))
    _write_whole(counted, lambda to: to.write_bytes(_encode(made)))
    return made


def _path(folder: Path, number: int) -> Path:
    return folder / f"{number:06}.parquet"


def _write_whole(path: Path, write: Callable[[Path], Any]) -> None:
    beside = path.with_suffix(f"{path.suffix}.new")
    write(beside)
    beside.rename(path)


def _table(forms: list[Form], ids: list[str], first: int, width: Width) -> pa.Table:
    columns: dict[str, Any] = {
        "n": range(first, first + len(forms)),
        "id": ids,
        "form": [_encode(each) for each in forms],
        "keys": [keys_of(each, width) for each in forms],
        "whole": [whole_key(each) for each in forms],
        "sure": [certain_keys(each) for each in forms],
        "given": [each.given[0] if each.given else None for each in forms],
        "family": ["".join(each.family) or None for each in forms],
        "given_sound": [sound(each.given[0]) if each.given else None for each in forms],
        "family_sound": [sound(each.family[-1]) if each.family else None for each in forms],
        "postcode": [each.postcode for each in forms],
        "district": [district_of(each) for each in forms],
        "sex": [each.sex for each in forms],
        "words": [_words(each) for each in forms],
        **_born(forms),
    }
    return pa.table([pa.array(columns[each.name], each.type) for each in SCHEMA], schema=SCHEMA)


def _born(forms: list[Form]) -> dict[str, list[int | None]]:
    born = [each.born for each in forms]
    return {
        "born": [int(each.whole) if each and each.whole else None for each in born],
        "born_year": [each.year if each else None for each in born],
        "born_day": [
            each.month * 100 + each.day if each and each.month and each.day else None for each in born
        ],
    }


def _words(form: Form) -> list[int]:
    values = [f"{column} {value}" for column, value in form.others]
    return [number_of(word) for word in (*form.address, *values)]


def _counted(forms: Iterable[Form]) -> Counts:
    given, family, rows = Counter[str](), Counter[str](), 0
    others: dict[str, Counter[str]] = {}
    for each in forms:
        rows += 1
        given.update(set(each.given))
        family.update(set(each.family))
        for column, value in each.others:
            others.setdefault(column, Counter())[value] += 1
    return Counts(rows=rows, given=given, family=family, others=dict(others))


def _add(whole: Counts, part: Counts) -> None:
    whole.rows += part.rows
    _add_values(whole.given, part.given)
    _add_values(whole.family, part.family)
    for column, values in part.others.items():
        kept = whole.others.setdefault(column, {})
        if len(kept) < RARE_FROM:
            _add_values(kept, values)


def _add_values(whole: dict[str, int], part: Mapping[str, int]) -> None:
    for value, count in part.items():
        whole[value] = whole.get(value, 0) + count
