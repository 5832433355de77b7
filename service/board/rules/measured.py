"""What ties the counts of a measure together: the parts of its total, its districts, the parts of its split."""

from collections.abc import Iterable, Iterator, Mapping, Sequence

from service.board.rows import ALL, Age, Key, Line, Share
from service.board.rules.keys import DID_NOT, HAPPENED, measure_key, part_of
from service.board.rules.measures import MEASURES, Kind, Measure, Split, Times, median_days
from service.circumstances.rules import Band

_RISKS = [part_of(Split.RISK, band) for band in Band]


def measured_lines(exact: Iterable[Key], areas: Sequence[str]) -> Iterator[Line]:
    """Every sum of every measure."""
    parts = parts_of_splits(exact)
    for measure in MEASURES.values():
        for age in measure.ages:
            yield from _lines(measure, age, areas, parts[measure.code])


def _lines(measure: Measure, age: Age, areas: Sequence[str], parts: Sequence[str]) -> Iterator[Line]:
    cells = (ALL,) if measure.kind is Kind.DAYS else (HAPPENED, DID_NOT, ALL)
    if measure.kind is Kind.SHARE:
        for place in (*areas, *parts, ALL):
            made_of = tuple(measure_key(measure.code, place, age, cell) for cell in (HAPPENED, DID_NOT))
            yield Line(measure_key(measure.code, place, age, ALL), made_of)
    for division in (areas, parts):
        for cell in cells:
            counts = tuple(measure_key(measure.code, place, age, cell) for place in division)
            yield Line(measure_key(measure.code, ALL, age, cell), counts)


def parts_of_splits(exact: Iterable[Key]) -> Mapping[str, Sequence[str]]:
    """The parts of each measure's split, by its code: all bands of risk, or the providers that were counted."""
    found = sorted({(code, part) for code, part, *_ in exact if ":" in part})
    return {
        code: _parts(measure, [part for by, part in found if by == code])
        for code, measure in MEASURES.items()
    }


def _parts(measure: Measure, found: Sequence[str]) -> Sequence[str]:
    return _RISKS if measure.split is Split.RISK else found


def measured_shares(counts: Iterable[Key]) -> Iterator[Share]:
    """To whom it happened, of those counted: that it happened to nearly all, or to nearly none, tells about
    each."""
    for code, place, age, cell in counts:
        if code in MEASURES and cell == HAPPENED:
            yield Share((code, place, age, cell), measure_key(code, place, Age(age), ALL))


def unshown(counts: Iterable[Key]) -> frozenset[Key]:
    """To how many it did not happen stands in no table."""
    return frozenset(key for key in counts if key[0] in MEASURES and key[-1] == DID_NOT)


def medians(exact: Mapping[Key, int]) -> Mapping[Key, int | None]:
    """The median of every measure of days, by the count it is of: for each area and for all of them."""
    times: dict[Key, dict[int, Times]] = {}
    for (code, area, age, cell), people in exact.items():
        if code in MEASURES and cell[0].isdigit():
            days, _, happened = cell.partition(":")
            for place in (area, ALL):
                found = times.setdefault(measure_key(code, place, Age(age), ALL), {})
                before = found.get(int(days), Times())
                found[int(days)] = _with(before, people, happened == HAPPENED)
    return {key: median_days(found) for key, found in times.items()}


def _with(before: Times, people: int, happened: bool) -> Times:
    return Times(before.happened + people * happened, before.seen + people * (not happened))
