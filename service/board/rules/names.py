"""The allow-list: every table that can be asked for. What is not named here does not exist."""

from collections.abc import Iterator, Mapping
from enum import StrEnum
from types import MappingProxyType

import msgspec

from service.board.rows import Age
from service.board.rules.keys import part_of
from service.board.rules.measures import MEASURES, Split

SUMMARY, COUNTS = "summary", "counts"
"""What is kept beside the tables: the sentences of the first page, and what was said of every count."""
PROVIDER = part_of(Split.PROVIDER, "")
TREND, WINTER = "trend-16-17", "winter-16-17"
AGES_OF_FLOWS = (Age.BOTH, Age.OLDER)


class Family(StrEnum):
    """A sort of table: one layout, one chart, one way to say it."""

    PLACES = "places"
    MAP = "map"
    NEEDS = "needs"
    FLOW = "flow"
    DESTINATIONS = "destinations"
    SECTORS = "sectors"
    TREND = "trend"
    MEASURE = "measure"
    WINTER = "winter"
    SPLIT = "split"
    MONTHS = "months"


class Listed(msgspec.Struct, frozen=True, kw_only=True):
    """A table of the allow-list: what sort it is, for which age, and of which measure if it shows one."""

    name: str
    family: Family
    age: Age
    said: str
    measure: str | None = None


def table_name(family: str, age: Age) -> str:
    """The name of a family's table, or of a measure's, for one age: "places-16-17"."""
    return f"{family}-{age}"


def trend_name(measure: str, age: Age) -> str:
    """The name of a measure's table of months."""
    return table_name(f"{measure}-trend", age)


def split_name(measure: str, age: Age) -> str:
    """The name of the table that divides a measure by provider or by risk."""
    return table_name(f"{measure}-by-{MEASURES[measure].split}", age)


def _listed() -> Iterator[Listed]:
    for age in Age:
        yield _of(Family.PLACES, age, "by district")
        yield _of(Family.MAP, age, "on a map")
    for age in AGES_OF_FLOWS:
        yield _of(Family.NEEDS, age, "by need")
        yield _of(Family.FLOW, age, "moves")
        yield _of(Family.DESTINATIONS, age, "destinations")
        yield _of(Family.SECTORS, age, "courses begun by sector")
    yield _of(Family.TREND, Age.BOTH, "by month")
    yield _of(Family.WINTER, Age.BOTH, "mean of December to February")
    for code, measure in MEASURES.items():
        for age in measure.ages:
            said = f"{measure.name}, {age.said}"
            yield Listed(name=table_name(code, age), family=Family.MEASURE, age=age, said=said, measure=code)
            yield Listed(
                name=trend_name(code, age),
                family=Family.MONTHS,
                age=age,
                said=f"{said}, by month",
                measure=code,
            )
            if measure.split:
                by = f"{said}, by {measure.split}"
                yield Listed(name=split_name(code, age), family=Family.SPLIT, age=age, said=by, measure=code)


def _of(family: Family, age: Age, what: str) -> Listed:
    return Listed(name=table_name(family, age), family=family, age=age, said=f"{age.said}, {what}")


TABLES: Mapping[str, Listed] = MappingProxyType({each.name: each for each in _listed()})
"""By name. SOURCE: SDC-1 rule 3, a fixed cube with single-select filters only."""
