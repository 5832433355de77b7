"""What the figures say, in sentences a person would say. Made from disclosed texts only."""

from collections.abc import Iterable, Mapping
from datetime import date

from service.board.rows import HIDDEN, Age, DisclosedTable, Headline, say_month
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
from service.board.rules.names import Family, table_name
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


def headlines(
    tables: Mapping[str, DisclosedTable], *, month_on: date, before: DisclosedTable | None
) -> tuple[Headline, ...]:
    """The sentences of the first page, six at most; `before` is the table of places of the month before."""
    young, older = tables[table_name(Family.PLACES, Age.BOTH)], tables[table_name(Family.PLACES, Age.OLDER)]
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
    figure, names = largest(table, BOTH + PER_CENT)
    if not 0 < len(names) <= MOST_NAMED:
        return None
    where = " and in ".join(names)
    said = f"of {Age.BOTH.said} in {where} were NEET or not known, the largest share of a district."
    return Headline(figure=figure, said=said)
