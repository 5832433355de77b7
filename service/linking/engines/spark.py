"""Spark: for files that outgrow one machine. The same statements, Splink's other backend, weighing on the executors.

The sides made ready have to be where every worker can read them, and the workers need this package (extra `spark`).
"""

import logging
import sys
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

import pyarrow as pa
from pyspark.sql import DataFrame, SparkSession
from splink import Linker, SparkAPI

from service.kit.processes import Pool
from service.linking import queries
from service.linking.engines.cutting import by_left_row
from service.linking.engines.engine import Search
from service.linking.rows import Side
from service.linking.weighing import RESULT, scale_from, weighed_by

ROWS_AT_ONCE = 20_000
ROWS_A_PARTITION, FEWEST_PARTITIONS = 20_000, 4
_KINDS = {pa.int64(): "bigint", pa.float64(): "double", pa.string(): "string"}
SETTINGS = {
    "spark.sql.session.timeZone": "UTC",
    "spark.ui.enabled": "false",
    "spark.ui.showConsoleProgress": "false",
}
ON_THIS_MACHINE = {"spark.driver.host": "127.0.0.1", "spark.driver.bindAddress": "127.0.0.1"}
"""Nobody else's to reach; workers on other machines have to reach the driver, and have a Python of their own."""
RESULT_COLUMNS = ", ".join(f"{field.name} {_KINDS[field.type]}" for field in RESULT)


class Spark:
    """Both sides as Spark's tables."""

    dialect = "spark"

    def __init__(self, master: str, *, memory_gigabytes: float) -> None:
        here = master.startswith("local")
        wishes = SETTINGS | {"spark.driver.memory": f"{max(int(memory_gigabytes * 1024), 512)}m"}
        self._spark = (
            SparkSession.builder.master(master)
            .appName("pathway link")
            .config(map=wishes | (ON_THIS_MACHINE if here else {}))
            .getOrCreate()
        )
        context = self._spark.sparkContext
        context.setLogLevel("ERROR")
        if here:
            context.pythonExec = sys.executable
        self._kept: list[DataFrame] = []

    def open(self, left: Side, right: Side, search: Search) -> None:
        """Make both sides known."""
        self._search = search
        partitions = max((left.rows + right.rows) // ROWS_A_PARTITION, FEWEST_PARTITIONS)
        self._spark.conf.set("spark.sql.shuffle.partitions", str(partitions))
        self._spark.read.parquet(*left.parts).createOrReplaceTempView("left_rows")
        self._spark.read.parquet(*right.parts).createOrReplaceTempView("right_rows")
        self._table("right_keys", queries.SPARK_RIGHT_KEYS, {"crowd": search.crowd})
        self._table("right_sure", queries.SPARK_RIGHT_SURE, {})
        self._kept.clear()

    def use(self, settings: dict[str, Any]) -> None:
        """Rank by these settings from now on."""
        self._table("met", queries.SPARK_EMPTY_MET, {})
        self._table("people", queries.SPARK_PEOPLE, {})
        self._api = SparkAPI(
            spark_session=self._spark, break_lineage_method="persist", register_udfs_automatically=False
        )
        self._linker = Linker(self._api.register("people"), settings)
        logging.getLogger("splink").setLevel(logging.ERROR)

    def pairs(self, first: int, last: int, *, step: int = 1, training: bool = False) -> Iterator[pa.Table]:
        """Give the pairs worth weighing of some left rows."""
        found = self._found(first, last, step=step, training=training).orderBy("l", "r").toArrow()
        self._forget()
        yield from by_left_row(found.to_batches(max_chunksize=ROWS_AT_ONCE))

    def weighed(self, first: int, last: int, *, scale: Path, pool: Pool) -> list[pa.Table]:  # noqa: ARG002
        """Have the executors weigh the pairs of some left rows."""
        written = self._spark.sparkContext.broadcast(scale.read_bytes())

        def weigh(batches: Iterable[pa.RecordBatch]) -> Iterable[pa.RecordBatch]:
            by = scale_from(written.value)
            for table in by_left_row(batches):
                yield from weighed_by(table, *by).to_batches()

        found = self._found(first, last).repartition("l").sortWithinPartitions("l", "r")
        told = found.mapInArrow(weigh, RESULT_COLUMNS).toArrow().cast(RESULT)
        self._forget()
        written.destroy()
        return [told.sort_by([("l", "ascending"), ("r", "ascending")])]

    def close(self) -> None:
        """End the session."""
        self._spark.stop()

    def _found(self, first: int, last: int, *, step: int = 1, training: bool = False) -> DataFrame:
        search = self._search
        rows = {"first": first, "last": last, "step": step}
        self._table("settled", queries.SPARK_SETTLED, {**rows, "best": search.best and not training})
        self._table("settled_pairs", queries.SPARK_SETTLED_PAIRS, {})
        self._table("asked", queries.SPARK_ASKED, rows)
        self._table("met", queries.SPARK_MET, {"most": search.met, "sides": search.sides_with(step)})
        self._table("people", queries.SPARK_PEOPLE, {})
        self._table("blocked", queries.SPARK_BLOCKED, {})
        tables = self._linker.table_management
        tables.invalidate_cache()
        tables.register_blocked_pairs_for_predict(self._api.table_to_splink_dataframe("blocked", "blocked"))
        ranked = self._linker.inference.predict(warning_mode="never")
        ranked.as_spark_dataframe().createOrReplaceTempView("weighed")
        limits = {"most": search.kept, "always": search.always, "floor": search.floor}
        self._table("chosen", queries.SPARK_CHOSEN, limits)
        return self._spark.sql(queries.SPARK_FOUND)

    def _table(self, name: str, statement: str, values: Mapping[str, Any]) -> None:
        table = self._spark.sql(statement, args=dict(values)).persist()
        table.createOrReplaceTempView(name)
        self._kept.append(table)

    def _forget(self) -> None:
        for table in self._kept:
            table.unpersist()
        self._kept.clear()
