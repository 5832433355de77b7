"""Rule SDC-1: what a count looks like once it may be read, and that no hidden one can be worked out from
a line."""

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.board.disclosure import (
    CannotBeProtected,
    Edition,
    closed,
    disclose,
    exposed,
    primary,
    protected,
    recovery,
    rounded,
)
from service.board.disclosure.marking import lines_of, some_more
from service.board.rows import HIDDEN, IMPOSSIBLE, Cube, Key, Layout, Line, Share

PART, BASE, OTHER = (("m", "a", "16", cell) for cell in ("part", "base", "other"))


def marked(cube: Cube) -> Edition:
    """Without the audit: what the marks alone do."""
    return Edition(cube=cube, hidden=hidden_cells(cube))


def hidden_cells(cube: Cube) -> frozenset[Key]:
    return closed(cube, primary(cube))


def shown(counts: dict[Key, int], *cells: Key | Share, **more: object) -> tuple[str, ...]:
    cube = Cube(counts=counts, lines=(), **more)  # type: ignore[arg-type]  # the cases name the rest
    (table,) = disclose(marked(cube), [Layout(name="t", columns=("", "x"), rows=(("row", cells),))])
    return table.rows[0][1:]


@pytest.mark.parametrize(
    ("count", "said"),
    [
        pytest.param(0, HIDDEN, id="nobody is not told apart from a few"),
        pytest.param(1, HIDDEN, id="one"),
        pytest.param(9, HIDDEN, id="just under the threshold"),
        pytest.param(10, "10", id="the threshold"),
        pytest.param(12, "10", id="rounds down"),
        pytest.param(13, "15", id="rounds up"),
        pytest.param(1_247, "1,245", id="thousands set apart"),
    ],
)
def test_a_count_is_hidden_below_ten_and_else_rounded_to_five(count: int, said: str) -> None:
    assert shown({PART: count}, PART) == (said,)


def test_what_cannot_be_is_told_apart_from_what_is_hidden() -> None:
    assert shown({PART: 0}, PART, impossible=frozenset({PART})) == (IMPOSSIBLE,)


@pytest.mark.parametrize(
    ("count", "said"),
    [
        pytest.param(100, HIDDEN, id="everybody"),
        pytest.param(99, HIDDEN, id="all but one"),
        pytest.param(91, HIDDEN, id="all but nine"),
        pytest.param(90, "90", id="all but ten"),
    ],
)
def test_nearly_everybody_is_hidden_too(count: int, said: str) -> None:
    counts = {PART: count, BASE: 100}
    assert shown(counts, PART, BASE, shares=(Share(PART, BASE),)) == (said, "100")


@pytest.mark.parametrize(
    ("part", "base", "said"),
    [
        pytest.param(14, 28, "50%", id="a base of 28 is shown as 30"),
        pytest.param(14, 30, "50%", id="a base of 30"),
        pytest.param(14, 27, HIDDEN, id="a base shown as 25"),
        pytest.param(13, 32, "50%", id="made from 15 of 30, not from 13 of 32"),
        pytest.param(9, 300, HIDDEN, id="a hidden part"),
        pytest.param(650, 9_990, "7%", id="whole below ten thousand"),
        pytest.param(
            650, 10_000, "6.5%", id="one decimal from ten thousand, where rounding does not reach it"
        ),
    ],
)
def test_a_percentage_is_made_from_rounded_parts_on_a_base_of_thirty(part: int, base: int, said: str) -> None:
    assert shown({PART: part, BASE: base}, Share(PART, BASE)) == (said,)


def test_one_hidden_part_hides_the_next_smallest_by_the_same_sign() -> None:
    counts = {PART: 4, OTHER: 40, ("m", "b", "16", "other"): 30, BASE: 74}
    line = Line(BASE, (PART, OTHER, ("m", "b", "16", "other")))
    assert hidden_cells(Cube(counts=counts, lines=(line,))) == {PART, ("m", "b", "16", "other")}


@pytest.mark.parametrize(
    ("part", "hidden"),
    [
        pytest.param(30, set(), id="nothing small: what is left over stands in no table and hides nothing"),
        pytest.param(4, {PART}, id="a small part: what is left over is not shown either"),
    ],
)
def test_what_stands_in_no_table_takes_nothing_shown_with_it(part: int, hidden: set[Key]) -> None:
    counts = {PART: part, OTHER: 40, BASE: 40 + part}
    cube = Cube(counts=counts, lines=(Line(BASE, (PART, OTHER)),), unshown=frozenset({OTHER}))
    assert hidden_cells(cube) == protected(cube).hidden == hidden


def test_a_part_of_less_worth_is_hidden_before_a_smaller_one() -> None:
    line = Line(BASE, (PART, OTHER, ("m", "b", "16", "other")))
    counts = {PART: 4, OTHER: 40, ("m", "b", "16", "other"): 30, BASE: 74}
    assert hidden_cells(
        Cube(counts=counts, lines=(line,), worth={BASE: 1, PART: 1, ("m", "b", "16", "other"): 1})
    ) == {PART, OTHER}


def test_what_cannot_be_does_not_count_as_a_second_hidden_part() -> None:
    line = Line(BASE, (PART, OTHER))
    cube = Cube(counts={PART: 0, OTHER: 40, BASE: 40}, lines=(line,), impossible=frozenset({PART}))
    assert hidden_cells(cube) == frozenset()


def grid(counts: list[list[int]]) -> Cube:
    """A table with both its totals, and each row's composition."""
    wide, high = range(len(counts[0])), range(len(counts))
    key = lambda row, column: ("m", f"r{row}", "16", f"c{column}")  # noqa: E731 - two letters say it all here
    cells = {key(row, column): counts[row][column] for row in high for column in wide}
    cells |= {key(row, "all"): sum(counts[row]) for row in high}
    cells |= {key("all", column): sum(counts[row][column] for row in high) for column in wide}
    cells[key("all", "all")] = sum(map(sum, counts))
    rows = [Line(key(row, "all"), tuple(key(row, column) for column in wide)) for row in (*high, "all")]
    columns = [Line(key("all", column), tuple(key(row, column) for row in high)) for column in (*wide, "all")]
    shares = [Share(part, line.total) for line in rows for part in line.parts]
    return Cube(counts=cells, lines=(*rows, *columns), shares=tuple(shares))


def everything(cube: Cube) -> bytes:
    keys = tuple(cube.counts)
    shares = tuple(Share(key, line.total) for line in cube.lines for key in line.parts)
    layout = Layout(name="t", columns=(), rows=(("row", (*keys, *shares)),))
    return msgspec.json.encode(disclose(protected(cube), [layout]))


small_or_large = st.one_of(st.integers(0, 12), st.integers(0, 400))
tables = st.tuples(st.integers(2, 5), st.integers(2, 5)).flatmap(
    lambda size: st.lists(
        st.lists(small_or_large, min_size=size[0], max_size=size[0]), min_size=size[1], max_size=size[1]
    )
)


@given(tables)
def test_no_line_has_exactly_one_hidden_cell(counts: list[list[int]]) -> None:
    cube = grid(counts)
    hidden = protected(cube).hidden
    assert [line for line in cube.lines if len(hidden & {line.total, *line.parts}) == 1] == []


@given(tables, st.data())
def test_moving_people_between_hidden_cells_changes_no_byte(
    counts: list[list[int]], data: st.DataObject
) -> None:
    """Hidden cells of a rectangle change against each other, so every total stays: 3 becomes 7, 7 becomes
    3."""
    row, column = data.draw(st.integers(1, len(counts) - 1)), data.draw(st.integers(1, len(counts[0]) - 1))
    for at, value in (((0, 0), 3), ((0, column), 7), ((row, 0), 7), ((row, column), 3)):
        counts[at[0]][at[1]] = value
    before = everything(grid(counts))
    for at, value in (((0, 0), 7), ((0, column), 3), ((row, 0), 3), ((row, column), 7)):
        counts[at[0]][at[1]] = value
    assert everything(grid(counts)) == before


@given(tables)
def test_no_number_below_ten_ever_comes_out(counts: list[list[int]]) -> None:
    cube = grid(counts)
    (table,) = disclose(protected(cube), [Layout(name="t", columns=(), rows=(("row", tuple(cube.counts)),))])
    assert [text for text in table.rows[0][1:] if text != HIDDEN and int(text.replace(",", "")) < 10] == []


@given(st.integers(0, 10_000))
def test_rounding_moves_a_count_by_two_at_most_and_ends_on_a_five(count: int) -> None:
    assert rounded(count) % 5 == 0
    assert abs(rounded(count) - count) <= 2


def test_two_hidden_counts_of_a_line_that_leaves_them_no_room_take_a_third_with_them() -> None:
    """12 are shown as 10 and are 10 to 12; so is the third part; for the two hidden ones 0 to 2 are left."""
    third = ("m", "b", "16", "other")
    cube = Cube(counts={PART: 1, OTHER: 0, third: 11, BASE: 12}, lines=(Line(BASE, (PART, OTHER, third)),))
    assert hidden_cells(cube) == {PART, OTHER}
    assert exposed(cube, hidden_cells(cube)) == [OTHER, PART]
    assert protected(cube).hidden == {PART, OTHER, BASE}


def both(part: int, other: int) -> Cube:
    counts = {PART: part, OTHER: other, BASE: part + other}
    shares = (Share(PART, BASE), Share(OTHER, BASE))
    return Cube(counts=counts, lines=(Line(BASE, (PART, OTHER)),), shares=shares)


@pytest.mark.parametrize(
    ("part", "other", "hidden"),
    [
        pytest.param(31, 40, set(), id="nothing small"),
        pytest.param(30, 4, {OTHER, PART}, id="one became small, and so the other nearly all"),
        pytest.param(4, 41, {OTHER, PART}, id="nothing is as it was"),
    ],
)
def test_a_correction_hides_what_it_and_its_first_edition_would_give_away_together(
    part: int, other: int, hidden: set[Key]
) -> None:
    assert protected(both(part, other), first=protected(both(30, 40))).hidden == hidden


def test_what_was_shown_before_is_hidden_by_the_correction_and_gives_no_small_count_away() -> None:
    """Eleven of thirty could be shown; eleven of fifteen would say that nearly all are it."""
    first = protected(both(11, 19))
    assert first.hidden == frozenset()
    assert protected(both(11, 4), first=first).hidden == {PART, OTHER}


def test_a_month_waits_where_all_that_gives_a_small_count_away_was_shown_before() -> None:
    cube = Cube(
        counts={PART: 10, OTHER: 1, BASE: 11},
        lines=(Line(BASE, (PART, OTHER)),),
        public=frozenset({PART, BASE}),
    )
    with pytest.raises(CannotBeProtected):
        protected(cube)


def test_a_count_of_which_no_second_world_is_found_in_time_counts_as_exposed(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Three hidden counts, each two of which are shown as 15: whole numbers have to be searched for."""
    a, b, c, ab, bc, ac = (("m", "a", "16", cell) for cell in ("a", "b", "c", "ab", "bc", "ac"))
    lines = (Line(ab, (a, b)), Line(bc, (b, c)), Line(ac, (a, c)))
    cube = Cube(counts={a: 7, b: 7, c: 7, ab: 14, bc: 14, ac: 14}, lines=lines)
    hidden = frozenset({a, b, c})
    assert exposed(cube, hidden) == []
    monkeypatch.setattr(recovery, "_NODES", 0)
    assert exposed(cube, hidden) == [a, b, c]
    assert protected(cube).hidden > hidden


def test_what_is_taken_with_a_count_comes_from_its_own_lines_first() -> None:
    near, far = ("m", "a", "16", "near"), ("m", "b", "16", "far")
    lines = (Line(BASE, (PART, OTHER)), Line(OTHER, (near, far)))
    cube = Cube(counts={PART: 3, OTHER: 30, BASE: 33, near: 11, far: 19}, lines=lines)
    around = lines_of(cube)
    hidden = frozenset({PART})
    assert some_more(cube, PART, hidden, around, many=1) == [OTHER]
    assert some_more(cube, PART, hidden, around, many=3) == [OTHER, BASE, near]
    assert some_more(cube, PART, hidden, around, many=9) == [OTHER, BASE, near, far]
    assert some_more(cube, PART, frozenset(cube.counts), around, many=9) == []
