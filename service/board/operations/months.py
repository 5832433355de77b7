"""Tables over several months: made of what was published of each, so they tell nothing that it did not."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import date

from service.board import queries, rules
from service.board.disclosure import joined, mean
from service.board.rows import Age, DisclosedTable, Published, say_month
from service.board.rules import Family, Listed
from service.kit.database import Session

MONTHS_SHOWN = 13
Tables = Mapping[str, DisclosedTable]
Earlier = Mapping[str, Sequence[Published]]
_PLACES = rules.table_name(Family.PLACES, Age.BOTH)


async def earlier_months(session: Session, names: Collection[str], month_on: date) -> Earlier:
    """What was published of the year before, by the names of this month's tables, oldest first."""
    since = rules.months_earlier(month_on, MONTHS_SHOWN - 1)
    return await queries.published_months(session, names, since=since, before=month_on)


def month_before(earlier: Earlier, month_on: date) -> Mapping[str, DisclosedTable]:
    """The tables of the month before; none where it was not published."""
    last_month = rules.months_earlier(month_on, 1)
    return {
        name: each.table
        for name, months in earlier.items()
        for each in months
        if each.snapshot.month_on == last_month
    }


def over_months(tables: Tables, earlier: Earlier, month_on: date) -> Iterator[DisclosedTable]:
    """The month by month tables of NEET and of every measure, and the mean of the last winter."""
    for listed in rules.TABLES.values():
        if listed.family is Family.TREND:
            yield _by_month(rules.TREND, _PLACES, rules.SHARES, tables, earlier, month_on)
        if listed.family is Family.MONTHS:
            yield _measure_by_month(listed, tables, earlier, month_on)
    winter = _winter(tables, earlier, month_on)
    if winter:
        yield mean(rules.WINTER, winter, bases=(rules.YOUNG_PEOPLE,), shares=rules.SHARES_OF)


def _measure_by_month(listed: Listed, tables: Tables, earlier: Earlier, month_on: date) -> DisclosedTable:
    of = rules.table_name(listed.measure or "", listed.age)
    return _by_month(listed.name, of, tables[of].columns[1:], tables, earlier, month_on)


def _by_month(
    name: str, of: str, columns: Sequence[str], tables: Tables, earlier: Earlier, month_on: date
) -> DisclosedTable:
    """The row of the whole area of each month; months whose table had other columns are left out."""
    rows = [
        (each.snapshot.month, each.table, rules.EVERYWHERE)
        for each in earlier[of]
        if set(columns) <= set(each.table.columns)
    ]
    rows.append((say_month(month_on), tables[of], rules.EVERYWHERE))
    return joined(name, "Month", columns, rows)


def _winter(tables: Tables, earlier: Earlier, month_on: date) -> list[DisclosedTable]:
    """The tables of places of the last December, January and February; none unless all three were published."""
    known = {each.snapshot.month_on: each.table for each in earlier[_PLACES]} | {month_on: tables[_PLACES]}
    months = rules.last_winter(month_on)
    return [known[month] for month in months] if set(months) <= known.keys() else []
