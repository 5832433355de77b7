"""Importing a file: the command `pathway import` beside what reading the file and copying its rows in takes alone."""

import asyncio
import subprocess
import sys
from collections.abc import Sequence
from datetime import UTC, date, datetime
from pathlib import Path
from statistics import median
from time import perf_counter

import asyncpg
import msgspec

from service.demo.cast import gather_cast
from service.imports.readers.ilr import read_ilr
from service.kit.audit import By
from service.kit.database import REGISTER, open_database
from service.kit.ids import NOBODY
from tests.benchmarks.commands import ROOT, environment, pathway
from tests.benchmarks.ground import Ground
from tests.benchmarks.ilr_generator import Collection, collection, write_ilr
from tests.benchmarks.scale import Scale

TODAY = date(2026, 1, 15)
PIECE = 1024 * 1024
TABLES = (
    "learner", "learner_key", "claim", "learner_access", "spell", "milestone", "main_spell", "situation",
    "circumstance", "change", "submission_row",
)  # fmt: skip


class Imported(msgspec.Struct, frozen=True, kw_only=True):
    """What one file took, in seconds; memory in megabytes."""

    megabytes: float
    learners: int
    rows: int
    seconds: float
    peak_megabytes: float
    parse_seconds: float
    copy_seconds: float

    @property
    def to_floor(self) -> float:
        """Ours to (parse and COPY)."""
        return self.seconds / (self.parse_seconds + self.copy_seconds)


def measure(ground: Ground, scale: Scale) -> list[Imported]:
    """Import the small file and the large one, each into an empty register."""
    return [
        asyncio.run(_measure(ground, megabytes, f"import_{place}", scale.repeats))
        for place, megabytes in enumerate((scale.small_file, scale.large_file))
    ]


async def _measure(ground: Ground, megabytes: float, name: str, repeats: int) -> Imported:
    ground.clone(name)
    ukprn = await open_register(ground.url(name))
    shared = collection(ukprn=ukprn)
    file = _written(ground.folder, shared, megabytes)
    parses = [_parse(file)]
    words = ["import", str(file), "--agency", ukprn, "--accept", "good", "--today", str(TODAY), "--json"]
    ran = await asyncio.to_thread(pathway, ground.url(name), *words)
    parses += [_parse(file) for _ in range(repeats - 1)]
    copied, rows = await copies(ground, name, repeats)
    ground.drop(name)
    imported = Imported(
        megabytes=file.stat().st_size / 1e6,
        learners=msgspec.json.decode(ran.said)["learners"],
        rows=rows,
        seconds=ran.seconds,
        peak_megabytes=ran.megabytes,
        parse_seconds=median(parses),
        copy_seconds=median(copied),
    )
    print(f"import of {megabytes} MB: {imported}", flush=True)
    return imported


async def open_register(url: str) -> str:
    """Add councils, the map and providers; it gives the UKPRN of one."""
    database = open_database(url)
    async with database.transaction(REGISTER) as session:
        await gather_cast(session, by=By(agency_id=NOBODY), now=datetime.now(UTC), today=TODAY)
    await database.close()
    connection = await asyncpg.connect(url)
    ukprn = await connection.fetchval("select min(ukprn) from agency")
    await connection.close()
    return str(ukprn)


def _written(folder: Path, shared: Collection, megabytes: float) -> Path:
    path = folder / shared.file_name
    with path.open("wb") as out:
        write_ilr(out, size=int(megabytes * 1e6), seed=1, shared=shared)
    return path


def _parse(file: Path) -> float:
    """Seconds of reading alone, in a process of its own, without its start."""
    call = [sys.executable, "-m", "tests.benchmarks.imports", str(file)]
    return float(
        subprocess.run(call, cwd=ROOT, env=environment(), check=True, capture_output=True, text=True).stdout
    )


async def copies(ground: Ground, name: str, repeats: int) -> tuple[list[float], int]:
    """Time copying the rows an import wrote into tables like theirs, indexes included, in one transaction."""
    connection = await asyncpg.connect(ground.plain_url(name))
    for table in TABLES:
        await connection.copy_from_table(table, output=ground.folder / table, format="binary")
    taken = [await _copy(connection, ground.folder) for _ in range(repeats)]
    rows = sum([await connection.fetchval(f"select count(*) from {table}") for table in TABLES])
    await connection.close()
    return taken, rows


async def _copy(connection: asyncpg.Connection, folder: Path, tables: Sequence[str] = TABLES) -> float:
    await connection.execute("drop schema if exists scratch cascade; create schema scratch; checkpoint")
    for table in tables:
        await connection.execute(f"create table scratch.{table} (like public.{table} including all)")
    began = perf_counter()
    async with connection.transaction():
        for table in tables:
            await connection.copy_to_table(
                table, schema_name="scratch", source=folder / table, format="binary"
            )
    return perf_counter() - began


def _read(path: Path) -> float:
    began = perf_counter()
    with path.open("rb") as file:
        pieces = iter(lambda: file.read(PIECE), b"")
        for _ in read_ilr(pieces, file_name=path.name, today=TODAY):
            pass
    return perf_counter() - began


if __name__ == "__main__":
    print(_read(Path(sys.argv[1])))
