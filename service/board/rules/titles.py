"""The title of each chart, which states its message, and what is drawn. Made from disclosed texts only."""

from datetime import date

import msgspec

from service.board.rows import HIDDEN, DisclosedTable, drawn, say_month
from service.board.rules.keys import FLOW_MONTHS
from service.board.rules.layouts import BOTH, EVERYWHERE, PER_CENT
from service.board.rules.measure_layouts import DAYS
from service.board.rules.measures import MEASURES, Kind
from service.board.rules.months import months_earlier
from service.board.rules.names import TABLES, Family, Listed

MOST_NAMED = 2


def worded(table: DisclosedTable, *, month_on: date) -> DisclosedTable:
    """The table with the title and the description of its chart."""
    listed = TABLES[table.name]
    title, description = _WORDS[listed.family](table, listed, month_on)
    return msgspec.structs.replace(table, title=title, description=description)


def largest(table: DisclosedTable, column: str) -> tuple[str, list[str]]:
    """The largest figure of a column without its total, and the rows that show it; ("", []) if all are
    hidden."""
    place = table.columns.index(column)
    shown = [(row[0], row[place]) for row in table.rows[:-1] if drawn(row[place]) is not None]
    figure = max((text for _, text in shown), key=lambda text: drawn(text) or 0, default="")
    return figure, [name for name, text in shown if text == figure]


def _of_places(table: DisclosedTable, listed: Listed, month_on: date) -> tuple[str, str]:
    figure = table.cell(EVERYWHERE, BOTH + PER_CENT)
    most, names = largest(table, BOTH + PER_CENT)
    where = f"; most in {' and '.join(names)}, {most}" if 0 < len(names) <= MOST_NAMED else ""
    share = "Too few to show how many" if figure == HIDDEN else figure + " of"
    title = f"{share} {listed.age.said} were NEET or not known in {say_month(month_on)}{where}"
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
    figure = table.cell(EVERYWHERE, measure.name + PER_CENT if share else DAYS)
    said = _figure(figure, share=share)
    title = f"{measure.name}, {listed.age.said}: {said} by the end of {say_month(month_on)}"
    return title, " ".join(
        (_DRAWN[listed.family if share else Family.PLACES], "All figures are in the table.")
    )


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
    Family.SPLIT: _of_measure,
}
