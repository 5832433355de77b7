"""The allow-list: every table that can be asked for. What is not named here does not exist."""

from collections.abc import Mapping
from types import MappingProxyType

from service.board.rows import Age

SUMMARY = "summary"
TREND = "trend-16-17"
AGES_OF_FLOWS = (Age.BOTH, Age.OLDER)


def table_name(family: str, age: Age) -> str:
    """The name of a family's table for one age: "places-16-17"."""
    return f"{family}-{age}"


TABLES: Mapping[str, str] = MappingProxyType(
    {table_name("places", age): f"{age.said} by district" for age in Age}
    | {table_name("flow", age): f"moves of {age.said}" for age in AGES_OF_FLOWS}
    | {table_name("destinations", age): f"destinations of {age.said}" for age in AGES_OF_FLOWS}
    | {TREND: "16 and 17 year-olds by month"}
)
"""Table name: what it holds. SOURCE: SDC-1 rule 3, a fixed cube with single-select filters only."""
