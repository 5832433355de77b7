"""A priority and a decision as somebody writes them: a value, or a sentence for each mistake."""

from collections.abc import Collection, Mapping
from datetime import date, timedelta
from typing import Any, Final

from service.priorities.rows import Entry, Kind, Verdict
from service.priorities.rules.deciding import ENDING
from service.priorities.rules.demand import (
    day_read,
    district_read,
    number_read,
    read_all,
    text_read,
)
from service.provision.rules import EntryInvalid
from service.vocabulary.priority_sector import parse_priority_sector

MOST_PLACES: Final = 100_000
LONGEST_WORDS, LONGEST_PRESENT = 1_000, 300
REVIEWED_WITHIN: Final = timedelta(
    days=366
)  # SOURCE: our own policy: what nobody looks at again is no priority
_PLANNED: Final = "how many places are planned"


def read_priority(values: Mapping[str, str], *, districts: Collection[str], today: date) -> Entry:
    """Read a priority. Raises `EntryInvalid` with a sentence for every field that is wrong."""
    any_day = day_read(today)
    read, errors = read_all(
        values,
        {
            "sector": parse_priority_sector,
            "reason": text_read("why it is a priority", LONGEST_WORDS),
            "planned_places": number_read(_PLANNED, MOST_PLACES),
            "district": district_read(districts),
            "from_on": any_day,
            "until_on": lambda text: any_day(text) if text else None,
        },
    )
    if not errors and read["until_on"] is not None and read["until_on"] < read["from_on"]:
        errors = {"until_on": "The last day cannot be before the first"}
    if errors:
        raise EntryInvalid(errors)
    return Entry(**read)


def read_verdict(values: Mapping[str, str], *, today: date) -> Verdict:
    """Read a decision. Raises `EntryInvalid` with a sentence for every field that is wrong."""
    to_come = day_read(today, earliest=today)
    planned = number_read(_PLANNED, MOST_PLACES)
    read, errors = read_all(
        values,
        {
            "kind": _kind,
            "words": text_read("what was decided, and why", LONGEST_WORDS),
            "present": text_read("who decided: the meeting, and the roles of who was there", LONGEST_PRESENT),
            "decided_on": day_read(today, latest=today),
            "review_on": lambda text: to_come(text) if text else None,
            "planned_places": lambda text: planned(text) if text else None,
            "evidence": text_read("what it rests on: choose a sentence", LONGEST_PRESENT),
        },
    )
    kind = read.get("kind")
    if kind is not None and "review_on" in read:
        errors |= _review(kind, read["review_on"], today)
    if kind is Kind.CHANGED and "planned_places" in read and read["planned_places"] is None:
        errors["planned_places"] = "Enter how many places are planned from now on"
    if errors:
        raise EntryInvalid(errors)
    return Verdict(**_as_the_kind_asks(read))


def _as_the_kind_asks(read: dict[str, Any]) -> dict[str, Any]:
    """What a kind has no use for is not kept."""
    ends = read["kind"] in ENDING
    return read | {
        "review_on": None if ends else read["review_on"],
        "planned_places": read["planned_places"] if read["kind"] is Kind.CHANGED else None,
    }


def _review(kind: Kind, review_on: date | None, today: date) -> dict[str, str]:
    if kind in ENDING:
        return {}
    if review_on is None:
        return {"review_on": "Enter the day the board looks at it again"}
    if review_on > today + REVIEWED_WITHIN:
        return {"review_on": "Enter a day within a year from now"}
    return {}


def _kind(text: str) -> Kind:
    try:
        return Kind(text)
    except ValueError:
        raise ValueError("Choose what the board decided") from None
