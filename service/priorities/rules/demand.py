"""A figure of demand as it is written, on a page or as a line of a file: a value, or a sentence for each mistake."""

from collections.abc import Callable, Collection, Mapping
from datetime import date
from typing import Any, Final

from service.priorities.rows import WHOLE_AREA, Demand, Figure
from service.provision.rules import Column, EntryInvalid
from service.vocabulary.day import DayInvalid, parse_day
from service.vocabulary.priority_sector import PrioritySector, parse_priority_sector

MOST: Final = 1_000_000
LONGEST_SOURCE: Final = 120
LONGEST_PERIOD: Final = 366  # days: a figure of more than a year says nothing of now
_FORMULA: Final = ("=", "+", "-", "@", "\t", "\r", "\0")  # before which our own files carry an apostrophe


COLUMNS: Final = (
    Column("sector", "Sector", f"One of: {'; '.join(sector.said for sector in PrioritySector)}."),
    Column("district", "District", f"A district by its name. Leave empty for all of {WHOLE_AREA}."),
    Column("vacancies", "Vacancies", "A whole number. 0 is a figure; leave out what nobody counted."),
    Column("from_on", "Advertised from", "The first day counted. Leave empty for vacancies open on one day."),
    Column("as_of_on", "As of", "The day they were open on, or the last day counted."),
    Column("source", "Source", "Who counted, and what it is called."),
    Column("source_on", "Source dated", "The day the source was published or received."),
)
NEEDED: Final = ("sector", "vacancies", "as_of_on", "source", "source_on")


def read_all(
    values: Mapping[str, str], parsers: Mapping[str, Callable[[str], Any]]
) -> tuple[dict[str, Any], dict[str, str]]:
    """Read each field by its parser, spaces made single: what was read, and what is wrong by field."""
    read: dict[str, Any] = {}
    errors: dict[str, str] = {}
    for field, parse in parsers.items():
        try:
            read[field] = parse(" ".join(values.get(field, "").split()))
        except ValueError as wrong:
            errors[field] = str(wrong)
    return read, errors


def read_figure(values: Mapping[str, str], *, districts: Collection[str], today: date) -> Figure:
    """Read a figure. Raises `EntryInvalid` with a sentence for every field that is wrong."""
    past = day_read(today, latest=today)
    read, errors = read_all(
        values,
        {
            "sector": parse_priority_sector,
            "district": district_read(districts),
            "vacancies": number_read("how many vacancies there are", MOST),
            "from_on": lambda text: past(text) if text else None,
            "as_of_on": past,
            "source": text_read("who counted", LONGEST_SOURCE),
            "source_on": past,
        },
    )
    errors = errors or _together(read)
    if errors:
        raise EntryInvalid(errors)
    return Figure(**read)


def _together(read: Mapping[str, Any]) -> dict[str, str]:
    if read["from_on"] is not None and not 0 <= (read["as_of_on"] - read["from_on"]).days < LONGEST_PERIOD:
        return {"from_on": "Enter a day before the last day counted, and at most a year before"}
    if read["source_on"] < read["as_of_on"]:
        return {"source_on": "The source cannot be dated before the last day it counts"}
    return {}


def subject_of(figure: Figure | Demand) -> tuple[str, ...]:
    """What a figure is of: a later one of the same takes its place, and one file has it once."""
    period = f"{figure.from_on or ''}/{figure.as_of_on}"
    return figure.source.lower(), figure.sector, (figure.district or "").lower(), period


def district_read(districts: Collection[str]) -> Callable[[str], str | None]:
    """Make what reads a district's name, or none for the whole area."""
    known = {name.casefold(): name for name in districts}

    def parse(text: str) -> str | None:
        if text.casefold() in ("", WHOLE_AREA.casefold()):
            return None
        if text.casefold() not in known:
            raise ValueError(f"There is no such district. Leave it empty for all of {WHOLE_AREA}")
        return known[text.casefold()]

    return parse


def number_read(what: str, most: int) -> Callable[[str], int]:
    """Make what reads a whole number, with or without its thousands set apart."""

    def parse(text: str) -> int:
        plain = text.replace(",", "")
        if not (plain.isascii() and plain.isdecimal()) or int(plain) > most:
            raise ValueError(f"Enter {what}, a whole number from 0 to {most:,}")
        return int(plain)

    return parse


def text_read(what: str, longest: int) -> Callable[[str], str]:
    """Make what reads a text that must be given. The apostrophe our files put before a formula is dropped."""

    def parse(text: str) -> str:
        plain = text[1:] if text.startswith("'") and text[1:].startswith(_FORMULA) else text
        if not plain:
            raise ValueError(f"Enter {what}")
        if len(plain) > longest:
            raise ValueError(f"Enter {what} in at most {longest} characters")
        return plain

    return parse


def day_read(
    today: date, *, earliest: date | None = None, latest: date | None = None
) -> Callable[[str], date]:
    """Make what reads a day between two, both included."""

    def parse(text: str) -> date:
        try:
            day = parse_day(text, today=today)
        except DayInvalid as wrong:
            raise ValueError(str(wrong)) from None
        if latest is not None and day > latest:
            raise ValueError("This day has not come yet. Enter today or a day before")
        if earliest is not None and day < earliest:
            raise ValueError("This day has passed. Enter a day from today on")
        return day

    return parse
