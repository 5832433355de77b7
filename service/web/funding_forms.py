"""Money, years and shares as people type them into forms."""

from typing import Annotated

from pydantic import BeforeValidator

from service.vocabulary.financial_year import FinancialYear
from service.vocabulary.money import parse_money, parse_share


def _money(value: object) -> object:
    return parse_money(value, signed=True) if isinstance(value, str) else value


def _amount(value: object) -> object:
    return parse_money(value) if isinstance(value, str) else value


def _year(value: object) -> object:
    return FinancialYear.parse(value).start if isinstance(value, str) else value


def _share(value: object) -> object:
    return parse_share(value) if isinstance(value, str) else value


def _places(value: object) -> object:
    if not isinstance(value, str):
        return value
    plain = value.replace("−", "-").replace(",", "")
    if not plain.removeprefix("-").isdecimal() or len(plain) > 7:
        raise ValueError("Enter a whole number of places, less than nothing to take some back")
    return int(plain)


Money = Annotated[int, BeforeValidator(_money)]
"""Pence, less than nothing too."""
Amount = Annotated[int, BeforeValidator(_amount)]
"""Pence, nothing or more."""
Year = Annotated[int, BeforeValidator(_year)]
"""A financial year, by the year it begins in."""
Share = Annotated[int, BeforeValidator(_share)]
"""A share in basis points."""
Places = Annotated[int, BeforeValidator(_places)]
"""A whole number, less than nothing too."""
