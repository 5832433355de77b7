"""A few seconds of what `python -m tests.imports.fuzzing` does for ten minutes."""

import random

from tests.imports.fuzzing import corpus, fuzz, read

FILES = 400


def test_the_files_that_are_broken_were_whole() -> None:
    assert all(read(content, random.Random(1)) for content in corpus().values())


def test_no_broken_file_makes_a_reader_raise() -> None:
    assert fuzz(seed=20, until=lambda number: number == FILES).total() == FILES
