"""Adding many records in one statement, where what is the same in every row travels once.

Of a file's facts half the columns are such: the agency, the file, the instant, whatever nobody filled in. Sending them
in every row costs the driver as much as all the rest.
"""

from collections.abc import Sequence
from functools import cache
from itertools import repeat
from operator import is_

import msgspec
from sqlmodel import SQLModel

from service.kit.database import Session, column_types, columns_of, described_table, execute, insert

MANY = 50  # records from which on it pays to look for such columns


async def insert_many(session: Session, table: type[SQLModel], records: Sequence[msgspec.Struct]) -> None:
    """Do what `database.insert` does, for less where there are many records."""
    if len(records) < MANY:
        await insert(session, table, records)
        return
    fields = records[0].__struct_fields__
    columns = columns_of(table, records)
    once = frozenset(place for place, column in enumerate(columns) if place and _is_one_value(column))
    given = [column[0] if place in once else column for place, column in enumerate(columns)]
    await execute(session, bulk_statement(table, fields, once), *given)


def _is_one_value(column: Sequence[object]) -> bool:
    """Whether the very same value stands in every row."""
    return column[-1] is column[0] and all(map(is_, column, repeat(column[0])))


@cache
def bulk_statement(table: type[SQLModel], fields: tuple[str, ...], once: frozenset[int]) -> str:
    """Write `INSERT … SELECT unnest(…)`, the columns at `once` being the same in every row.

    The first column is never one of them: it says how many rows there are. PostgreSQL unfolds the arrays side by side.
    """
    types = column_types(table, fields)
    values = (
        f"${place + 1}::{types[place]}" if place in once else f"unnest(${place + 1}::{types[place]}[])"
        for place in range(len(fields))
    )
    names = ", ".join(f'"{name}"' for name in fields)
    return f'insert into "{described_table(table).name}" ({names}) select {", ".join(values)}'
