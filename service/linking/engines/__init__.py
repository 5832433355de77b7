"""What proposes the pairs worth weighing: one machine, or a cluster. Both answer the same."""

from pathlib import Path

from service.linking.engines.engine import Engine
from service.linking.rows import Asked, EngineName, ExtraMissing


def engine_for(asked: Asked, folder: Path) -> Engine:
    """Start the engine asked for. Raises `ExtraMissing` where it is not installed."""
    if asked.engine is EngineName.DUCKDB:
        from service.linking.engines.duckdb import DuckDB  # noqa: PLC0415 - each engine is an extra of its own

        return DuckDB(folder, memory_gigabytes=asked.memory_gigabytes, threads=asked.processes)
    try:
        from service.linking.engines.spark import Spark  # noqa: PLC0415
    except ImportError:
        raise ExtraMissing(
            "Spark is not installed. Run: pip install 'pathway[spark]', with Java 17."
        ) from None
    return Spark(asked.spark_master, memory_gigabytes=asked.memory_gigabytes)
