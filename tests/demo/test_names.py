"""Names: enough of them, of several origins, and fit for a register."""

from collections import Counter
from random import Random

import pytest

from service.demo.names import ORIGINS, Origin, draw_family_name, draw_given_names, draw_origin
from service.learners.rows import Sex
from service.vocabulary.personal_name import fold


def drawn(count: int) -> list[tuple[str, str]]:
    rng = Random(1)
    found = []
    for _ in range(count):
        origin = draw_origin(rng)
        found.append((draw_given_names(rng, origin, rng.choice(list(Sex))), draw_family_name(rng, origin)))
    return found


def test_there_are_a_few_hundred_names_of_each_kind() -> None:
    assert len({name for origin in ORIGINS for name in origin.female}) > 250
    assert len({name for origin in ORIGINS for name in origin.male}) > 250
    assert len({name for origin in ORIGINS for name in origin.family}) > 400


@pytest.mark.parametrize("origin", [pytest.param(origin, id=origin.name) for origin in ORIGINS])
def test_no_list_has_a_name_twice(origin: Origin) -> None:
    for names in (origin.female, origin.male, origin.family):
        assert [name for name, count in Counter(names).items() if count > 1] == []


def test_every_name_folds_to_letters() -> None:
    for given, family in drawn(3_000):
        assert fold(given)
        assert fold(family)


def test_names_come_accented_hyphenated_and_with_apostrophes() -> None:
    names = {name for pair in drawn(5_000) for name in pair}
    assert any("-" in name for name in names)
    assert any("'" in name for name in names)
    assert any(not name.isascii() for name in names)


def test_earlier_names_are_commoner() -> None:
    families = Counter(family for _, family in drawn(20_000))
    assert families["Smith"] > 2 * families["Tabor"]
