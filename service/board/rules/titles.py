"""The title of each chart, which states its message, and what is drawn. Made from disclosed texts only."""

from datetime import date

import msgspec

from service.board.rows import HIDDEN, DisclosedTable, drawn, say_month
from service.board.rules.keys import FLOW_MONTHS
from service.board.rules.layouts import BOTH, EVERYWHERE, PER_CENT
from service.board.rules.measure_layouts import OTHER_RECORDERS, figure_column, shown_first
from service.board.rules.measures import (
    MEASURES,
    TAIL_998,
    Kind,
    Split,
    differ_by_more_than_chance,
    is_outside,
)
from service.board.rules.months import last_winter, months_earlier
from service.board.rules.names import TABLES, Family, Listed
from service.board.rules.sectors import STARTS
from service.vocabulary.priority_sector import PrioritySector

MOST_NAMED = 2


def worded(table: DisclosedTable, *, month_on: date) -> DisclosedTable:
    """The table with the title and the description of its chart; of providers, those with a figure first."""
    listed = TABLES[table.name]
    if listed.family is Family.SPLIT and MEASURES[listed.measure or ""].split is Split.PROVIDER:
        table = shown_first(table)
    title, description = _WORDS[listed.family](table, listed, month_on)
    return msgspec.structs.replace(table, title=title, description=description)


def largest(table: DisclosedTable, column: str, *, without: str = "") -> tuple[str, list[str]]:
    """The largest figure of a column without its total and one other row, and the rows that show it; ("", []) if
    all are hidden."""
    place = table.columns.index(column)
    rows = (row for row in table.rows[:-1] if row[0] != without)
    shown = [(row[0], row[place]) for row in rows if drawn(row[place]) is not None]
    figure = max((text for _, text in shown), key=lambda text: drawn(text) or 0, default="")
    return figure, [name for name, text in shown if text == figure]


def _of_places(table: DisclosedTable, listed: Listed, month_on: date) -> tuple[str, str]:
    figure = table.cell(EVERYWHERE, BOTH + PER_CENT)
    most, names = largest(table, BOTH + PER_CENT)
    where = f"; most in {' and '.join(names)}, {most}" if 0 < len(names) <= MOST_NAMED else ""
    share = "Too few to show how many" if figure == HIDDEN else figure + " of"
    when = _winter(month_on) if listed.family is Family.WINTER else f"in {say_month(month_on)}"
    title = f"{share} {listed.age.said} were NEET or not known {when}{where}"
    rows = "need" if listed.family is Family.NEEDS else "district"
    return title, (
        f"One bar for each {rows}, the largest share first: in two parts where both may be shown, NEET and "
        "not known. Rows without a bar are hidden or too small. All figures are in the table."
    )


def _of_months(table: DisclosedTable, listed: Listed, _: date) -> tuple[str, str]:
    place = table.columns.index(BOTH + PER_CENT)
    said = [f"{row[place]} in {row[0]}" for row in (table.rows[0], table.rows[-1]) if row[place] != HIDDEN]
    title = f"NEET or not known among {listed.age.said}: {', '.join(said)}" if said else listed.said
    return (
        title,
        "Lines over the months: NEET or not known together, NEET, and not known. All figures are in "
        "the table.",
    )


def _of_flow(_: DisclosedTable, listed: Listed, month_on: date) -> tuple[str, str]:
    first, middle, last = (say_month(months_earlier(month_on, months)) for months in FLOW_MONTHS)
    title = f"How {listed.age.said} moved from {first} to {last}"
    return title, (
        f"Bands lead from where they were in {first} to where the same people were in {middle} and in "
        f"{last}; a band is as wide as the number who went that way. The outlined band holds all other "
        "moves, which are hidden to protect people: the table says c for each of them. Whoever was on no record then "
        "counts as not known."
    )


def _of_destinations(table: DisclosedTable, listed: Listed, month_on: date) -> tuple[str, str]:
    since, until = say_month(months_earlier(month_on, 12)), say_month(month_on)
    figure, names = largest(table, "Of all, %")
    most = f", most often: {names[0]}, {figure}" if len(names) == 1 else ""
    title = f"What {listed.age.said} who left learning now do{most}"
    return title, (
        f"One bar for each destination in {until}, of those whose school, course, training or "
        f"apprenticeship ended, or was no longer confirmed, between the ends of {since} and {until}. All "
        "figures are in the table."
    )


def _of_measure(table: DisclosedTable, listed: Listed, month_on: date) -> tuple[str, str]:
    measure = MEASURES[listed.measure or ""]
    share = measure.kind is Kind.SHARE
    figure = table.cell(EVERYWHERE, figure_column(measure))
    said = _figure(figure, share=share)
    by = f" by {measure.split}" if listed.family is Family.SPLIT else ""
    title = f"{measure.name}{by}, {listed.age.said}: {said} by the end of {say_month(month_on)}"
    return title, " ".join(
        (_DRAWN[listed.family if share else Family.PLACES], "All figures are in the table.")
    )


def _of_sectors(table: DisclosedTable, listed: Listed, month_on: date) -> tuple[str, str]:
    _, names = largest(table, STARTS, without=PrioritySector.OTHER.said)
    said = f", most in {names[0]}" if len(names) == 1 else ""
    title = f"Courses {listed.age.said} began in the year to {say_month(month_on)}{said}"
    return title, (
        "One bar for each of the board's sectors whose figures may all be shown: completed, still there, and left. "
        "All figures are in the table."
    )


def _winter(month_on: date) -> str:
    first, _, last = last_winter(month_on)
    return f"from {say_month(first)} to {say_month(last)}, on average"


def _of_map(_: DisclosedTable, listed: Listed, month_on: date) -> tuple[str, str]:
    title = f"Where {listed.age.said} were NEET or not known in {say_month(month_on)}"
    return title, (
        "One tile for each district, about where it lies, with its share. Dark tiles have a share above that of the "
        "whole area by more than a percentage point, white ones below it, light ones about the same; c is not shown. "
        "All figures are in the table."
    )


def _of_measure_months(table: DisclosedTable, listed: Listed, _: date) -> tuple[str, str]:
    measure = MEASURES[listed.measure or ""]
    share = measure.kind is Kind.SHARE
    at = table.columns.index(figure_column(measure))
    ends = {row[0]: _figure(row[at], share=share) for row in (table.rows[0], table.rows[-1])}
    said = ", ".join(f"{figure} in {month}" for month, figure in ends.items())
    return (
        f"{measure.name}, {listed.age.said}: {said}",
        "A line over the months. All figures are in the table.",
    )


def _of_split(table: DisclosedTable, listed: Listed, month_on: date) -> tuple[str, str]:
    title, description = _of_measure(table, listed, month_on)
    return (
        (title, description)
        if MEASURES[listed.measure or ""].split is Split.RISK
        else _of_funnel(table, title)
    )


def _of_funnel(table: DisclosedTable, title: str) -> tuple[str, str]:
    """How many lie outside the outer limits, and whether the limits can be trusted, from what is shown."""
    whole, providers = table.rows[-1], (row for row in table.rows[:-1] if row[0] != OTHER_RECORDERS)
    rows = [row for row in providers if row[-2].endswith("%")]
    if not rows or not whole[-2].endswith("%") or not 0 < (share := _of_base(_counts(whole))) < 1:
        return title, "One point for each provider. All figures are in the table."
    far = [row[0] for row in rows if is_outside(*_counts(row), share=share, tail=TAIL_998)]
    wide = differ_by_more_than_chance(map(_counts, rows), share=share)
    found = "providers differ by more than chance, so none is judged by it" if wide else _outside(far)
    return f"{title}; {found}", (
        "One point for each provider with thirty or more: the further right, the more it is a share of. Between the "
        "dashed lines lie 95 of 100 by chance alone, between the solid ones 998 of 1,000. "
        + ("Providers differ by much more than chance, so the limits judge nobody. " if wide else "")
        + "All figures are in the table."
    )


def _outside(far: list[str]) -> str:
    if not far:
        return "no provider lies further from it than chance explains"
    names = " and ".join(far) if len(far) <= MOST_NAMED else "several providers"
    return f"{names} {'lies' if len(far) == 1 else 'lie'} further from it than chance explains"


def _counts(row: tuple[str, ...]) -> tuple[int, int]:
    return int(drawn(row[2]) or 0), int(drawn(row[1]) or 0)


def _of_base(counts: tuple[int, int]) -> float:
    return counts[0] / counts[1]


def _figure(figure: str, *, share: bool) -> str:
    if figure == HIDDEN:
        return "too few to show"
    return figure if share else f"{figure} days" if figure.isdigit() else figure


_DRAWN = {
    Family.PLACES: "One bar for each district with enough young people.",
    Family.MEASURE: (
        "One point for each district with enough young people; the line through it shows between which "
        "values it lies 19 times of 20."
    ),
    Family.SPLIT: "One point for each with enough young people.",
}
_WORDS = {
    Family.PLACES: _of_places,
    Family.NEEDS: _of_places,
    Family.TREND: _of_months,
    Family.FLOW: _of_flow,
    Family.DESTINATIONS: _of_destinations,
    Family.MEASURE: _of_measure,
    Family.SPLIT: _of_split,
    Family.MONTHS: _of_measure_months,
    Family.MAP: _of_map,
    Family.SECTORS: _of_sectors,
    Family.WINTER: _of_places,
}
