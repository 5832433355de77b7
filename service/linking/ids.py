"""Ids of a side's rows: each has one, and no two the same."""

from collections.abc import Sequence

import duckdb

from service.linking import queries


def ids_wrong(parts: Sequence[str]) -> str | None:
    """Say what is wrong with a side's ids, and the fix; None where all is well."""
    with duckdb.connect(":memory:") as database:
        database.read_parquet(list(parts)).create_view("rows_read")
        without = database.execute(queries.WITHOUT_ID).fetchone()
        if without and without[0]:
            return f"is empty in row {without[0]:,}. Give each row an id, or leave the column out."
        twice = database.execute(queries.TWICE).fetchone()
    if not twice:
        return None
    return (
        f"has one id in rows {twice[0]:,} and {twice[1]:,}, and {twice[2] - 1:,} rows in all share another's. "
        "Give each row an id of its own, or leave the column out."
    )
