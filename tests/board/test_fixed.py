"""Whether a provider has a row depends on no count: that it is there, or missing, would tell."""

from uuid import UUID

from service.board.rules import OTHERS, PROVIDER, by_rows, rows_in, rows_of

ONE, TWO, NEW = (UUID(int=number) for number in (1, 2, 3))


def key(provider: UUID, cell: str = "yes") -> tuple[str, str, str, str]:
    return "taken-in", f"{PROVIDER}{provider}", "16-17", cell


def test_a_provider_of_whom_nobody_was_counted_has_a_row_in_every_measure_by_provider() -> None:
    counts = by_rows({key(ONE): 12}, rows_of([ONE, TWO]))
    assert rows_in(counts) == {OTHERS, f"{PROVIDER}{ONE}", f"{PROVIDER}{TWO}"}
    assert {(code, age) for code, part, age, _ in counts if part.endswith(str(TWO))} == {
        (code, age) for code in ("left-early", "left-before-end", "taken-in") for age in ("16-17", "18-24")
    }
    assert {count for (_, part, *_), count in counts.items() if part.endswith(str(TWO))} == {0}
    assert counts[key(ONE)] == 12


def test_who_was_counted_where_there_is_no_row_stands_with_the_others() -> None:
    exact = {key(ONE): 12, key(TWO): 3, key(NEW): 4, key(NEW, "no"): 5, ("situation", "E1", "16", "neet"): 7}
    counts = by_rows(exact, rows_of([ONE]))
    assert counts["taken-in", OTHERS, "16-17", "yes"] == 7
    assert counts["taken-in", OTHERS, "16-17", "no"] == 5
    assert counts["situation", "E1", "16", "neet"] == 7
    assert sum(counts.values()) == sum(exact.values())


def test_a_correction_has_the_rows_of_the_edition_it_corrects() -> None:
    first = by_rows({key(ONE): 12}, rows_of([ONE, TWO]))
    second = by_rows({key(ONE): 12, key(NEW): 40}, rows_in(first))
    assert rows_in(second) == rows_in(first)
