"""What the figures say, in sentences a person would say. Made from disclosed texts only."""

from collections.abc import Iterable, Mapping
from datetime import date

import msgspec

from service.board.rows import HIDDEN, Age, DisclosedTable, Headline, drawn, say_month
from service.board.rules.counting import FLOW_MONTHS
from service.board.rules.layouts import (
    BOTH,
    EVERYWHERE,
    NEET,
    NOT_KNOWN,
    PARTICIPATING,
    PER_CENT,
    YOUNG_PEOPLE,
)
from service.board.rules.months import months_earlier
from service.board.rules.names import table_name
from service.vocabulary.day import say_day

NEET_EXPLAINED = "NEET (not in education, employment or training)"
NOT_SHOWN = "Not shown:"
_MOST_NAMED = 2


def coverage(heard_on: Iterable[date | None], *, month_on: date) -> str:
    """From how many providers the figures come: those heard from since the month began, and the newest
    day."""
    days = list(heard_on)
    heard = [day for day in days if day is not None and day >= month_on]
    if not days:
        return "with no provider taking part yet"
    newest = f", newest {say_day(max(heard))}" if heard else ""
    return f"from {len(heard)} of {len(days)} {'provider' if len(days) == 1 else 'providers'}{newest}"


def headlines(
    tables: Mapping[str, DisclosedTable], *, month_on: date, before: DisclosedTable | None
) -> tuple[Headline, ...]:
    """The sentences of the first page, six at most; `before` is the table of places of the month before."""
    young, older = tables[table_name("places", Age.BOTH)], tables[table_name("places", Age.OLDER)]
    month = say_month(month_on)
    found = (
        _share(young, Age.BOTH, BOTH, f"{NEET_EXPLAINED} or not known in {month}", _then(before, month_on)),
        _share(young, Age.BOTH, NEET, "NEET"),
        _share(young, Age.BOTH, NOT_KNOWN, "not known: nobody could say what they were doing"),
        _share(
            young, Age.BOTH, PARTICIPATING, "taking part in learning, or in work with study, as the law asks"
        ),
        _most(young),
        _share(older, Age.OLDER, BOTH, "NEET or not known, of those on the register"),
    )
    return tuple(each for each in found if each is not None)


def worded(table: DisclosedTable, *, month_on: date) -> DisclosedTable:
    """The table with the title and the description of its chart."""
    family, _, age = table.name.partition("-")
    title, description = _WORDS[family](table, Age(age), month_on)
    return msgspec.structs.replace(table, title=title, description=description)


def _share(table: DisclosedTable, age: Age, column: str, were: str, then: str = "") -> Headline:
    figure = table.cell(EVERYWHERE, column + PER_CENT)
    if figure == HIDDEN:
        return Headline(figure=NOT_SHOWN, said=f"the share of {age.said} who were {were}. {_TOO_FEW}")
    count, base = table.cell(EVERYWHERE, column), table.cell(EVERYWHERE, YOUNG_PEOPLE)
    note = f"{count} of {base} young people.{then}"
    return Headline(figure=figure, said=f"of {age.said} were {were}.", note=note)


_TOO_FEW = "So few are counted that it could tell about one of them."


def _then(before: DisclosedTable | None, month_on: date) -> str:
    if before is None or (figure := before.cell(EVERYWHERE, BOTH + PER_CENT)) == HIDDEN:
        return ""
    return f" It was {figure} in {say_month(months_earlier(month_on, 1))}."


def _most(table: DisclosedTable) -> Headline | None:
    """Where the share is largest; None where that is no help, because it is so in many districts or
    hidden."""
    figure, names = _largest(table, BOTH + PER_CENT)
    if not 0 < len(names) <= _MOST_NAMED:
        return None
    where = " and in ".join(names)
    said = f"of {Age.BOTH.said} in {where} were NEET or not known, the largest share of a district."
    return Headline(figure=figure, said=said)


def _largest(table: DisclosedTable, column: str) -> tuple[str, list[str]]:
    """The largest figure of a column without its total, and the rows that show it; ("", []) if all are
    hidden."""
    place = table.columns.index(column)
    shown = [(row[0], row[place]) for row in table.rows[:-1] if drawn(row[place]) is not None]
    figure = max((text for _, text in shown), key=lambda text: drawn(text) or 0, default="")
    return figure, [name for name, text in shown if text == figure]


def _of_places(table: DisclosedTable, age: Age, month_on: date) -> tuple[str, str]:
    figure = table.cell(EVERYWHERE, BOTH + PER_CENT)
    largest, names = _largest(table, BOTH + PER_CENT)
    where = f"; most in {' and '.join(names)}, {largest}" if 0 < len(names) <= _MOST_NAMED else ""
    share = "Too few to show how many" if figure == HIDDEN else figure + " of"
    title = f"{share} {age.said} were NEET or not known in {say_month(month_on)}{where}"
    return title, (
        "One bar for each district, the largest share first: in two parts where both may be shown, NEET and "
        "not known. Districts without a bar are hidden or too small. All figures are in the table."
    )


def _of_months(table: DisclosedTable, age: Age, _: date) -> tuple[str, str]:
    place = table.columns.index(BOTH + PER_CENT)
    said = [f"{row[place]} in {row[0]}" for row in (table.rows[0], table.rows[-1]) if row[place] != HIDDEN]
    title = f"NEET or not known among {age.said}: {', '.join(said)}" if said else f"{age.said} by month"
    return (
        title,
        "Lines over the months: NEET or not known together, NEET, and not known. All figures are in "
        "the table.",
    )


def _of_flow(_: DisclosedTable, age: Age, month_on: date) -> tuple[str, str]:
    first, middle, last = (say_month(months_earlier(month_on, months)) for months in FLOW_MONTHS)
    title = f"How {age.said} moved from {first} to {last}"
    return title, (
        f"Bands lead from where they were in {first} to where the same people were in {middle} and in "
        f"{last}; a band is as wide as the number who went that way. The outlined band holds all other "
        "moves, which are hidden to protect people: the table says c for each of them. Whoever was on no record then "
        "counts as not known."
    )


def _of_destinations(table: DisclosedTable, age: Age, month_on: date) -> tuple[str, str]:
    since, until = say_month(months_earlier(month_on, 12)), say_month(month_on)
    figure, names = _largest(table, "Of all, %")
    most = f", most often: {names[0]}, {figure}" if len(names) == 1 else ""
    title = f"What {age.said} who left learning now do{most}"
    return title, (
        f"One bar for each destination in {until}, of those whose school, course, training or "
        f"apprenticeship ended, or was no longer confirmed, between the ends of {since} and {until}. All "
        "figures are in the table."
    )


_WORDS = {"places": _of_places, "trend": _of_months, "flow": _of_flow, "destinations": _of_destinations}
