"""SDC-1 proved by attack: an integer programme over everything published finds out no hidden figure.

The attacker (`attacker.py`) reads texts and knows the rules of rounding and hiding; it shares no code with what hides.
"""

from collections.abc import Mapping, Sequence

import pytest

from service.board.disclosure import FEWEST, Edition, disclose, primary, protected
from service.board.rows import Cube, DisclosedTable, Layout
from tests.board.attacker import Attacker
from tests.board.people import corrected, cube, town

Tables = Mapping[str, DisclosedTable]


def edition(seed: int, people: int) -> Tables:
    counts, layouts = cube(*town(seed, people=people))
    return {table.name: table for table in disclose(protected(counts), layouts)}


@pytest.mark.parametrize(
    ("seed", "people"),
    [
        pytest.param(1, 6, id="hardly anybody"),
        pytest.param(2, 20, id="a hamlet"),
        pytest.param(3, 60, id="a town"),
        pytest.param(4, 60, id="another town"),
        pytest.param(5, 300, id="a large town"),
    ],
)
def test_nobody_works_out_a_hidden_figure_of_a_month(seed: int, people: int) -> None:
    attacker = Attacker([edition(seed, people)])
    assert attacker.hidden
    assert attacker.pinned(attacker.hidden, width=FEWEST) == []


@pytest.mark.parametrize(
    ("seed", "people", "changed"),
    [
        pytest.param(6, 20, 2, id="two of a hamlet"),
        pytest.param(7, 60, 1, id="one of a town"),
        pytest.param(8, 60, 30, id="many of a town"),
    ],
)
def test_nobody_works_one_out_from_both_editions_even_if_told_what_did_not_change(
    seed: int, people: int, changed: int
) -> None:
    places, lives = town(seed, people=people)
    before, layouts = cube(places, lives)
    after, later_layouts = cube(places, corrected(seed, lives, people=changed))
    first = protected(before)
    second = protected(after, first=first)
    exact = [figures(made, layouts) for made in (before, after)]
    same = {at for at, count in exact[0].items() if exact[1].get(at) == count}
    both = [
        {table.name: table for table in disclose(made, said)}
        for made, said in ((first, layouts), (second, later_layouts))
    ]
    attacker = Attacker(both, same)
    public = {at for at in attacker.hidden if at[1:] in same and attacker.printed[1 - at[0], *at[1:]] != "c"}
    assert attacker.pinned(set(attacker.hidden) - public, width=FEWEST) == []


def test_the_attacker_works_hidden_figures_out_where_nothing_but_small_ones_is_hidden() -> None:
    """Else the tests above would prove nothing."""
    counts, layouts = cube(*town(3, people=60))
    tables = disclose(Edition(cube=counts, hidden=primary(counts)), layouts)
    attacker = Attacker([{table.name: table for table in tables}])
    assert attacker.pinned(attacker.hidden, width=FEWEST) != []


def figures(counts: Cube, layouts: Sequence[Layout]) -> dict[tuple[str, str, str], int]:
    """The exact count behind each printed figure."""
    return {
        (layout.name, row, column): counts.counts[cell]
        for layout in layouts
        for row, cells in layout.rows
        for column, cell in zip(layout.columns[1:], cells, strict=True)
        if isinstance(cell, tuple)
    }
