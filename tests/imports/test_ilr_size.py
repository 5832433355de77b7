"""The reader on files of benchmark size, and the generator that makes them."""

import os
from collections import Counter
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from service.imports.readers.ilr import read_ilr
from service.imports.rows import SubmittedDestination, SubmittedLearner
from tests.benchmarks.ilr_generator import chunks, collection

TODAY = date(2026, 1, 15)
MEGABYTE = 1_000_000
STATM = Path("/proc/self/statm")


def _records(size: int, *, year_code: str = "2526") -> Iterator[SubmittedLearner | SubmittedDestination]:
    shared = collection(year_code=year_code)
    yield from read_ilr(chunks(size=size, seed=1, shared=shared), file_name=shared.file_name, today=TODAY)


def _resident_megabytes() -> float:
    return int(STATM.read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE") / MEGABYTE


@pytest.mark.skipif(not STATM.exists(), reason="this system does not tell the memory of a process")
def test_memory_does_not_grow_with_the_file() -> None:
    resident = [_resident_megabytes() for place, _ in enumerate(_records(12 * MEGABYTE)) if place % 400 == 0]
    assert len(resident) > 10
    assert resident[-1] - resident[1] < 5  # 12 MB of it kept as elements would be 60


def test_the_same_seed_gives_the_same_file_of_the_size_asked() -> None:
    first, second = (b"".join(chunks(size=MEGABYTE, seed=7, shared=collection())) for _ in range(2))
    assert first == second
    assert MEGABYTE <= len(first) < MEGABYTE + 200_000
    assert first != b"".join(chunks(size=MEGABYTE, seed=8, shared=collection()))


@pytest.mark.parametrize("year_code", ["1718", "2324", "2526"])
def test_a_generated_file_is_read_without_a_problem(year_code: str) -> None:
    shared = collection(year_code=year_code)
    file = read_ilr(chunks(size=MEGABYTE, seed=2, shared=shared), file_name=shared.file_name, today=TODAY)
    learners = sum(isinstance(record, SubmittedLearner) for record in file)
    assert learners == file.reader.learners_seen > 350
    assert file.facts.problems == ()
    assert file.reader.problems_seen == {}
    assert (file.reader.destinations_seen > 0) is (year_code != "2526")


def test_a_generated_file_has_the_mix_of_real_life() -> None:
    records = [record for record in _records(2 * MEGABYTE) if isinstance(record, SubmittedLearner)]
    activities = Counter(spell.activity for record in records for spell in record.spells)
    standings = Counter(spell.completion.value for record in records for spell in record.spells)
    assert set(activities) == {230, 250, 310, 430}
    assert set(standings) == {"continuing", "completed", "withdrawn", "moved_on", "break"}
    assert 0 < sum(record.uln is None for record in records) < len(records) / 20
    ages = [2025 - record.date_of_birth.year for record in records if record.date_of_birth]
    assert sum(16 <= age <= 24 for age in ages) > len(ages) / 2
    assert min(ages) < 16
    assert max(ages) > 24
