"""One young person of an NCCIS return: who they are, and their activities as spells."""

from collections.abc import Iterator
from datetime import date, timedelta
from itertools import pairwise, zip_longest
from typing import Any, Final

import msgspec

from service.imports.readers.nccis.circumstances import read_circumstances
from service.imports.readers.nccis.parts import Telling, child_of, local_name, texts_of
from service.imports.rows import SubmittedLearner, SubmittedSpell
from service.learners.rows import Sex
from service.pathways.rows import Completion
from service.vocabulary.activity import ACTIVITIES
from service.vocabulary.postcode import PostcodeInvalid, parse_postcode
from service.vocabulary.uln import TEMPORARY_ULN, UlnInvalid, parse_uln
from service.vocabulary.upn import UpnInvalid, parse_upn

TAKEN: Final = frozenset({"P", "G", "T"})
"""Cohort statuses: P primary, G September Guarantee only, T transferred, which is how another council hands over."""
REVIEWED: Final = frozenset({260, 290, 350, 616, 710})
"""Activities with a review day where others have an expected end (error 262)."""
_ID_FIGURES: Final = 13
_LONGEST: Final = 100
_EARLIEST: Final = date(1900, 1, 1)
_DAY: Final = timedelta(days=1)


class Cohort(msgspec.Struct, frozen=True, kw_only=True):
    """One activity as reported. `said_on` is the day somebody last verified it."""

    line: int
    activity: int
    started_on: date
    expected_end_on: date | None
    said_on: date | None
    where: str | None


def read_person(record: Any, *, period_ends_on: date | None, today: date) -> SubmittedLearner:
    """Read a YoungPersonsRecord. What cannot be used is told; nothing in it makes it raise."""
    line = record.sourceline or 0
    details = texts_of(child_of(record, "PersonalDetails"))
    number = details.get("YoungPersonsID", "")
    reference = number[:_LONGEST] or f"Line {line}"
    telling = Telling(reference)
    if len(number) != _ID_FIGURES or not (number.isascii() and number.isdecimal()):
        telling.tell("NCCIS 1", line)
    if details.get("CohortStatus", "").upper() not in TAKEN:
        telling.tell("Not yours", line)
    given = " ".join(filter(None, (details.get("GivenName"), details.get("MiddleName"))))
    spells = tuple(_spells(_cohorts(record, telling, period_ends_on), reference))
    if not spells:
        telling.tell("No activity", line)
    return SubmittedLearner(
        line=line,
        reference=reference,
        given_names=_name(given, "NCCIS 2", line, telling),
        family_name=_name(details.get("FamilyName", ""), "NCCIS 3", line, telling),
        date_of_birth=_born(details.get("DOB"), line, telling),
        sex=Sex(sex) if (sex := details.get("Gender", "")) in ("F", "M") else None,
        postcode=_postcode(details.get("Postcode", ""), line, telling),
        uln=_uln(details.get("UniqueLearnerNo", ""), line, telling),
        upn=_upn(details.get("UniquePupilNumber", ""), line, telling),
        spells=spells,
        circumstances=read_circumstances(
            record, details, telling, reference=reference, on=min(period_ends_on or today, today)
        ),
        problems=tuple(telling.found),
    )


def _name(text: str, rule: str, line: int, telling: Telling) -> str | None:
    name = " ".join(text.split())
    if not any(mark.isalpha() for mark in name) or len(name) > _LONGEST:
        telling.tell(rule, line)
        return None
    return name


def _born(text: str | None, line: int, telling: Telling) -> date | None:
    born_on = read_day(text)
    if born_on is None:
        telling.tell("NCCIS 8", line)
    return born_on


def _postcode(text: str, line: int, telling: Telling) -> str | None:
    try:
        return parse_postcode(text)
    except PostcodeInvalid:
        telling.tell("NCCIS 43", line)
        return None


def _uln(text: str, line: int, telling: Telling) -> str | None:
    try:
        return None if text == TEMPORARY_ULN else parse_uln(text)
    except UlnInvalid:
        telling.tell("NCCIS 30", line)
        return None


def _upn(text: str, line: int, telling: Telling) -> str | None:
    try:
        return parse_upn(text)
    except UpnInvalid:
        telling.tell("NCCIS 38", line)
        return None


def read_day(text: str | None) -> date | None:
    """A day as year-month-day; None for anything else."""
    try:
        day = date.fromisoformat(text or "")
    except ValueError:
        return None
    return day if day >= _EARLIEST else None


def _cohorts(record: Any, telling: Telling, period_ends_on: date | None) -> list[Cohort]:
    """The activities that can be used, by their start; told twice, once."""
    found: dict[tuple[date, int], Cohort] = {}
    for element in child_of(record, "Activities"):
        cohort = _cohort(element, telling, period_ends_on) if local_name(element) == "Cohort" else None
        if cohort is not None:
            found[cohort.started_on, cohort.activity] = cohort
    return [found[key] for key in sorted(found)]


def _cohort(element: Any, telling: Telling, period_ends_on: date | None) -> Cohort | None:
    texts, line = texts_of(element), element.sourceline or 0
    code = texts.get("ActivityCode", "")
    if not (code.isascii() and code.isdecimal()) or int(code[:4]) not in ACTIVITIES:
        telling.tell("NCCIS 201", line)
        return None
    started_on = read_day(texts.get("StartDate"))
    if started_on is None:
        telling.tell("NCCIS 202", line)
        return None
    verified_on, ascertained_on = (read_day(texts.get(name)) for name in ("DateVerified", "DateAscertained"))
    if verified_on and ascertained_on and ascertained_on > verified_on:
        telling.tell("NCCIS 237", line)
    if verified_on and verified_on < started_on:
        telling.tell("NCCIS 256", line)
    if verified_on and period_ends_on and verified_on > period_ends_on:
        telling.tell("NCCIS 305", line)
    end = "ReviewDate" if int(code) in REVIEWED else "PredictedEndDate"
    return Cohort(
        line=line,
        activity=int(code),
        started_on=started_on,
        expected_end_on=read_day(texts.get(end)) or read_day(texts.get("PredictedEndDate")),
        said_on=verified_on or ascertained_on,
        where=texts.get("EstablishmentName", "")[:_LONGEST],
    )


def _spells(cohorts: list[Cohort], reference: str) -> Iterator[SubmittedSpell]:
    """A record has one current activity: each that another follows ended the day before that began."""
    ends = [later.started_on - _DAY for _, later in pairwise(cohorts)]
    for cohort, ended_on in zip_longest(cohorts, ends):
        if ended_on is not None and ended_on < cohort.started_on:
            continue
        yield SubmittedSpell(
            key=f"nccis:{reference}:{cohort.activity}:{cohort.started_on}",
            line=cohort.line,
            activity=cohort.activity,
            started_on=cohort.started_on,
            planned_end_on=cohort.expected_end_on,
            ended_on=ended_on,
            completion=Completion.CONTINUING if ended_on is None else Completion.COMPLETED,
            provider_name=cohort.where or "",
            said_on=cohort.said_on,
        )
