"""What the figures say, in sentences a person would say. Made from disclosed texts only."""

from collections.abc import Iterable, Mapping
from datetime import date

from service.board.rows import HIDDEN, Age, Arrived, DisclosedTable, Headline, say_month
from service.board.rules.layouts import (
    BOTH,
    EVERYWHERE,
    PARTICIPATING,
    PER_CENT,
    YOUNG_PEOPLE,
)
from service.board.rules.measure_layouts import DAYS, figure_column
from service.board.rules.measures.being_neet import DAYS_NEET, RE_ENGAGED
from service.board.rules.names import TABLES, Family, table_name
from service.board.rules.rounding import THRESHOLD, rounded
from service.board.rules.titles import MOST_NAMED, largest
from service.vocabulary.day import say_day

NEET_EXPLAINED = "NEET (not in education, employment or training)"
NOT_SHOWN = "Not shown:"


def coverage(heard_on: Iterable[date | None], *, month_on: date) -> str:
    """From how many providers the figures come: those heard from since the month began, and the newest
    day."""
    days = list(heard_on)
    heard = [day for day in days if day is not None and day >= month_on]
    if not days:
        return "with no provider taking part yet"
    newest = f", newest {say_day(max(heard))}" if heard else ""
    return f"from {len(heard)} of {len(days)} {'provider' if len(days) == 1 else 'providers'}{newest}"


def why_it_changed(arrived: Arrived, *, as_of_on: date) -> str:
    """Why a corrected month's figures differ, counted as persons are: to the nearest 5, and not below ten."""
    said = (
        f"{_about(arrived.reports)} reports about days up to {say_day(as_of_on)}",
        f"{_about(arrived.corrections)} corrections",
        f"{_about(arrived.registered)} young people who were not registered before",
    )
    return f"Since the first edition came in: {'; '.join(said)}."


def _about(count: int) -> str:
    return "fewer than ten" if count < THRESHOLD else f"{rounded(count):,}"


def headlines(
    tables: Mapping[str, DisclosedTable], *, month_on: date, before: Mapping[str, DisclosedTable]
) -> tuple[Headline, ...]:
    """The sentences of the first page, six at most; `before` are the tables of the month before."""
    young = table_name(Family.PLACES, Age.BOTH)
    month = say_month(month_on)
    found = (
        _share(tables, before, young, BOTH, f"{NEET_EXPLAINED} or not known in {month}"),
        _share(
            tables,
            before,
            young,
            PARTICIPATING,
            "taking part in learning, or in work with study, as the law asks",
        ),
        _share(
            tables,
            before,
            table_name(Family.PLACES, Age.OLDER),
            BOTH,
            "NEET or not known, of those on the register",
        ),
        _back(tables, before),
        _days(tables, before),
        _most(tables[young]),
    )
    return tuple(each for each in found if each is not None)


def _share(
    tables: Mapping[str, DisclosedTable],
    before: Mapping[str, DisclosedTable],
    name: str,
    column: str,
    were: str,
) -> Headline:
    table, age = tables[name], TABLES[name].age
    figure = table.cell(EVERYWHERE, column + PER_CENT)
    if figure == HIDDEN:
        return Headline(figure=NOT_SHOWN, said=f"the share of {age.said} who were {were}. {_TOO_FEW}")
    count, base = table.cell(EVERYWHERE, column), table.cell(EVERYWHERE, YOUNG_PEOPLE)
    note = f"{count} of {base} young people.{_then(before, name, column + PER_CENT)}"
    return Headline(figure=figure, said=f"of {age.said} were {were}.", note=note)


def _back(tables: Mapping[str, DisclosedTable], before: Mapping[str, DisclosedTable]) -> Headline | None:
    """Whether being NEET is short; None where too few are counted."""
    name = table_name(RE_ENGAGED.code, Age.BOTH)
    column = figure_column(RE_ENGAGED)
    figure = tables[name].cell(EVERYWHERE, column)
    if figure == HIDDEN:
        return None
    said = "of times 16 and 17 year-olds became NEET, they were back in learning or work within 91 days."
    return Headline(figure=figure, said=said, note=_then(before, name, column).strip() or None)


def _days(tables: Mapping[str, DisclosedTable], before: Mapping[str, DisclosedTable]) -> Headline | None:
    name = table_name(DAYS_NEET.code, Age.BOTH)
    figure = tables[name].cell(EVERYWHERE, DAYS)
    if not figure.isdigit():
        return None
    said = "until half of the 16 and 17 year-olds who became NEET were in learning or work again."
    note = _then(before, name, DAYS, unit=" days").strip()
    return Headline(figure=f"{figure} days", said=said, note=note or None)


_TOO_FEW = "So few are counted that it could tell about one of them."


def _then(before: Mapping[str, DisclosedTable], name: str, column: str, *, unit: str = "") -> str:
    """What it was the month before, where that was published and shown."""
    table = before.get(name)
    if (
        table is None
        or column not in table.columns
        or not (figure := table.cell(EVERYWHERE, column))[0].isdigit()
    ):
        return ""
    return f" It was {figure}{unit} a month before."


def _most(table: DisclosedTable) -> Headline | None:
    """Where the share is largest; None where that is no help, because it is so in many districts or
    hidden."""
    figure, names = largest(table, BOTH + PER_CENT)
    if not 0 < len(names) <= MOST_NAMED:
        return None
    where = " and in ".join(names)
    said = f"of {Age.BOTH.said} in {where} were NEET or not known, the largest share of a district."
    return Headline(figure=figure, said=said)
