"""DuckDB: one machine, chunk by chunk, within a memory limit. Splink ranks what meets."""

import logging
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa
from splink import DuckDBAPI, Linker

from service.kit.processes import Pool
from service.linking import queries
from service.linking.engines.cutting import by_left_row
from service.linking.engines.engine import Search
from service.linking.rows import Side
from service.linking.weighing import weighed

ROWS_AT_ONCE = 20_000
COARSE_DATABASE, WORK = "right.duckdb", "spilled"


class DuckDB:
    """Both sides in DuckDB. The right side's keys are kept in `folder` and found there again."""

    dialect = "duckdb"

    def __init__(self, folder: Path, *, memory_gigabytes: float, threads: int) -> None:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        self._database = duckdb.connect(
            folder / COARSE_DATABASE,
            config={
                "memory_limit": f"{memory_gigabytes:.1f}GB",
                "threads": threads,
                "temp_directory": str(folder / WORK),
                "preserve_insertion_order": False,
            },
        )
        self._database.execute("set enable_progress_bar = false")
        self._search: Search | None = None
        self._linker: Linker | None = None
        self._api: DuckDBAPI | None = None

    def open(self, left: Side, right: Side, search: Search) -> None:
        """Make both sides known; the right side's keys are only joined the first time."""
        self._search = search
        run = self._database.execute
        self._database.read_parquet(list(left.parts)).create_view("left_rows", replace=True)
        self._database.read_parquet(list(right.parts)).create_view("right_rows", replace=True)
        ready = run(queries.IS_READY).fetchone()
        if not ready or not ready[0]:
            run(queries.CROWDED, [search.crowd])
            run(queries.RIGHT_KEYS)
            run(queries.RIGHT_SURE)
            run(queries.READY)

    def use(self, settings: dict[str, Any]) -> None:
        """Rank by these settings from now on."""
        for statement in (queries.EMPTY_MET, queries.PEOPLE):
            self._database.execute(statement)
        self._api = DuckDBAPI(connection=self._database)
        self._linker = Linker(self._api.register("people"), settings)
        logging.getLogger("splink").setLevel(logging.ERROR)

    def pairs(self, first: int, last: int, *, step: int = 1, training: bool = False) -> Iterator[pa.Table]:
        """Give the pairs worth weighing of some left rows."""
        search = self._search
        assert search is not None  # noqa: S101 - opened first
        run = self._database.execute
        run(queries.SETTLED, [first, last, step, search.best and not training])
        run(queries.SETTLED_PAIRS, [first, last])
        run(queries.ASKED, [first, last, step])
        run(queries.MET, [search.met, search.sides_with(step)])
        self._rank(search)
        yield from by_left_row(run(queries.FOUND).to_arrow_reader(ROWS_AT_ONCE))

    def weighed(self, first: int, last: int, *, scale: Path, pool: Pool) -> list[pa.Table]:
        """Have the pool's processes weigh the pairs of some left rows."""
        tables = self.pairs(first, last)
        return list(pool.ordered(weighed, ((table, str(scale)) for table in tables)))

    def _rank(self, search: Search) -> None:
        assert self._linker is not None  # noqa: S101 - settings come before pairs
        assert self._api is not None  # noqa: S101
        run = self._database.execute
        run(queries.PEOPLE)
        run(queries.BLOCKED)
        tables = self._linker.table_management
        tables.invalidate_cache()
        tables.register_blocked_pairs_for_predict(self._api.table_to_splink_dataframe("blocked", "blocked"))
        weighed = self._linker.inference.predict(warning_mode="never")
        weighed.as_duckdbpyrelation().create_view("weighed", replace=True)
        run(queries.CHOSEN, [search.kept, search.always, search.floor])
        weighed.drop_table_from_database_and_remove_from_cache()

    def close(self) -> None:
        """Close the database."""
        self._database.close()
