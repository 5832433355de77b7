"""An opportunity as a provider writes it, on a page or in a file: a value, or a sentence for each mistake."""

from collections.abc import Callable, Mapping
from datetime import date, timedelta
from typing import Any, Final, NamedTuple

from service.provision.rows import Entry, Kind, Support
from service.provision.rules.words import KINDS, SUPPORTS, WORK
from service.vocabulary.day import DayInvalid, parse_day
from service.vocabulary.postcode import PostcodeInvalid, parse_postcode
from service.vocabulary.sector import LEVELS, SectorUnknown, parse_sector

LISTED_FOR: Final = timedelta(weeks=13)
LISTED_AT_MOST: Final = timedelta(weeks=52)
ONLINE: Final = "online"
ANY_WEEK: Final = "any week"
MOST_HOURS, MOST_PLACES = 60, 5_000
YOUNGEST, OLDEST = 16, 24
_LONGEST_TITLE, _LONGEST_SUMMARY, _LONGEST_KEY = 120, 500, 80
_YES: Final = {"yes": True, "y": True, "true": True, "no": False, "n": False, "false": False, "": False}
_LEARNING: Final = frozenset({Kind.COURSE, Kind.APPRENTICESHIP})


class Column(NamedTuple):
    """One thing that is entered: its name in a form, its head in a file, and what it means."""

    field: str
    head: str
    hint: str


COLUMNS: Final = (
    Column("source_key", "Reference", "Your own lasting name for it, such as a course code."),
    Column("kind", "Kind", f"One of: {', '.join(KINDS.values())}."),
    Column("title", "Title", "As a young person would look for it."),
    Column("level", "Level", "E, or 1 to 8. Courses and apprenticeships lead to one."),
    Column("sector", "Sector", "Sector subject area, such as 5.2. Leave empty for re-engagement."),
    Column("summary", "Summary", f"A sentence or two, at most {_LONGEST_SUMMARY} characters."),
    Column("starts_on", "Starts", f"A day, or “{ANY_WEEK}” where people join every week."),
    Column("hours", "Hours a week", "A whole number."),
    Column("postcode", "Postcode", f"Where it is, or “{ONLINE}”."),
    Column("places", "Places", "How many can start on that day, or at one time."),
    Column("needs_level", "Level needed", "The level somebody must have achieved before, if any."),
    Column("needs_english", "English grade 4 needed", "Yes or no."),
    Column("needs_maths", "Maths grade 4 needed", "Yes or no."),
    Column("teaches_english_maths", "English and maths taught beside", "Yes or no."),
    Column("age_from", "Youngest", "Age on the first day; 16 if empty."),
    Column("age_until", "Oldest", "Age on the first day; 24 if empty."),
    Column("supports", "Support", f"Any of these, with semicolons between: {'; '.join(SUPPORTS.values())}."),
    Column("listed_until_on", "Listed until", "The last day you stand by it; 13 weeks from today if empty."),
)


class EntryInvalid(ValueError):
    """Something is wrong with what was entered; `errors` says what by field."""

    def __init__(self, errors: Mapping[str, str]) -> None:
        super().__init__(", ".join(errors))
        self.errors = dict(errors)


def read_entry(values: Mapping[str, str], *, today: date) -> Entry:
    """Read what was entered. Raises `EntryInvalid` with a sentence for every field that is wrong."""
    typed = {column.field: " ".join(values.get(column.field, "").split()) for column in COLUMNS}
    errors: dict[str, str] = {}
    read: dict[str, Any] = {}
    for field, parse in _PARSERS.items():
        try:
            read[field] = parse(typed[field], today)
        except ValueError as wrong:
            errors[field] = str(wrong)
    if not errors:
        errors = _together(read)
    if errors:
        raise EntryInvalid(errors)
    return Entry(**read)


def _together(read: Mapping[str, Any]) -> dict[str, str]:
    """What is wrong only in the light of something else."""
    errors = {}
    if read["kind"] in _LEARNING and read["level"] is None:
        errors["level"] = "Enter the level it leads to: E, or 1 to 8"
    if read["kind"] is not Kind.RE_ENGAGEMENT and read["sector"] is None:
        errors["sector"] = "Enter its sector subject area, such as 5.2"
    if read["age_from"] > read["age_until"]:
        errors["age_until"] = "The oldest cannot be younger than the youngest"
    if read["kind"] in WORK and read["postcode"] is None:
        errors["postcode"] = "Enter the postcode of the place of work"
    return errors


def _text(what: str, longest: int) -> Callable[[str, date], str]:
    def parse(text: str, _: date) -> str:
        if not text:
            raise ValueError(f"Enter {what}")
        if len(text) > longest:
            raise ValueError(f"{what[0].upper()}{what[1:]} may have at most {longest} characters")
        return text

    return parse


def _summary(text: str, _: date) -> str | None:
    if len(text) > _LONGEST_SUMMARY:
        raise ValueError(f"The summary may have at most {_LONGEST_SUMMARY} characters")
    return text or None


def _kind(text: str, _: date) -> Kind:
    named = {words.casefold(): kind for kind, words in KINDS.items()} | {kind.value: kind for kind in Kind}
    if text.casefold() not in named:
        raise ValueError(f"Choose what it is: {', '.join(KINDS.values())}")
    return named[text.casefold()]


def _level(text: str, _: date) -> str | None:
    level = text.casefold().removeprefix("level").strip().upper()
    level = "E" if level in {"ENTRY", "ENTRY LEVEL"} else level
    if level and level not in LEVELS:
        raise ValueError("A level is E, or a number from 1 to 8")
    return level or None


def _sector(text: str, _: date) -> str | None:
    try:
        sector = parse_sector(text)
    except SectorUnknown as wrong:
        raise ValueError(str(wrong)) from None
    if sector is not None and "." not in sector:
        raise ValueError("Enter the finer sector subject area, such as 5.2")
    return sector


def _starts(text: str, today: date) -> date | None:
    if text.casefold() == ANY_WEEK:
        return None
    if not text:
        raise ValueError(f"Enter the day it starts, or “{ANY_WEEK}”")
    day = _day(text, today)
    if day < today:
        raise ValueError("This day has passed. Enter the next day it starts")
    return day


def _listed_until(text: str, today: date) -> date:
    day = _day(text, today) if text else today + LISTED_FOR
    if not today <= day <= today + LISTED_AT_MOST:
        raise ValueError("Enter a day from today to a year from now")
    return day


def _day(text: str, today: date) -> date:
    try:
        return parse_day(text, today=today)
    except DayInvalid as wrong:
        raise ValueError(str(wrong)) from None


def _postcode(text: str, _: date) -> str | None:
    if text.casefold() == ONLINE:
        return None
    try:
        postcode = parse_postcode(text)
    except PostcodeInvalid as wrong:
        raise ValueError(str(wrong)) from None
    if postcode is None:
        raise ValueError(f"Enter the postcode where it is, or “{ONLINE}”")
    return postcode


def _number(what: str, least: int, most: int, *, usual: int | None = None) -> Callable[[str, date], int]:
    def parse(text: str, _: date) -> int:
        if not text and usual is not None:
            return usual
        if not text.isdecimal() or not least <= int(text) <= most:
            raise ValueError(f"Enter {what}, a number from {least} to {most:,}")
        return int(text)

    return parse


def _yes(text: str, _: date) -> bool:
    if text.casefold() not in _YES:
        raise ValueError("Enter yes or no")
    return _YES[text.casefold()]


def _supports(text: str, _: date) -> frozenset[Support]:
    named = {words.casefold(): kind for kind, words in SUPPORTS.items()} | {
        kind.value: kind for kind in Support
    }
    asked = [part.strip().casefold() for part in text.split(";") if part.strip()]
    unknown = [part for part in asked if part not in named]
    if unknown:
        raise ValueError(
            f"There is no support called “{unknown[0]}”. Choose of: {'; '.join(SUPPORTS.values())}"
        )
    return frozenset(named[part] for part in asked)


_PARSERS: Final[Mapping[str, Callable[[str, date], Any]]] = {
    "source_key": _text("your reference for it", _LONGEST_KEY),
    "kind": _kind,
    "title": _text("a title", _LONGEST_TITLE),
    "level": _level,
    "sector": _sector,
    "summary": _summary,
    "starts_on": _starts,
    "hours": _number("the hours a week", 1, MOST_HOURS),
    "postcode": _postcode,
    "places": _number("how many places there are", 0, MOST_PLACES),
    "needs_level": _level,
    "needs_english": _yes,
    "needs_maths": _yes,
    "teaches_english_maths": _yes,
    "age_from": _number("the youngest age", YOUNGEST, OLDEST, usual=YOUNGEST),
    "age_until": _number("the oldest age", YOUNGEST, OLDEST, usual=OLDEST),
    "supports": _supports,
    "listed_until_on": _listed_until,
}
