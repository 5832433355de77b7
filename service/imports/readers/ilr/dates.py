"""Checks the dates of an aim: an aim that cannot be placed in time is left out, and said to be."""

from datetime import date, timedelta
from typing import Final

import msgspec

from service.imports.readers.ilr.fields import Collection, DayUnreadable, read_day
from service.imports.readers.ilr.kind import BOOTCAMP, STANDARD, T_LEVEL, AimKind
from service.imports.readers.ilr.problems import Report

_LATE_STARTERS: Final = frozenset(
    {T_LEVEL, BOOTCAMP}
)  # left out of LearnStartDate_03, as apprenticeships are
_TEN_YEARS: Final = timedelta(days=3652)


class AimDates(msgspec.Struct, frozen=True, kw_only=True):
    """The dates of an aim that have passed their checks. `ends_later`: the actual end is still to come."""

    started_on: date
    planned_end_on: date | None
    ended_on: date | None
    achieved_on: date | None
    ends_later: bool = False


def check_dates(
    texts: dict[str, str], kind: AimKind, born_on: date | None, report: Report, collection: Collection
) -> AimDates | None:
    """The aim's dates; None, reported, where the aim cannot be placed in time."""
    started_on = _started_on(texts, kind, born_on, report, collection)
    ended_on = read_day_of(texts, "LearnActEndDate", "It was not used.", report)
    if started_on is None:
        return None
    if ended_on is not None and ended_on < started_on:
        report("LearnActEndDate_01", day=ended_on)
        return None
    planned_end_on = _planned_end_on(texts, started_on, report)
    ends_later = ended_on is not None and ended_on > max(collection.prepared_on, collection.today)
    if ended_on is not None and ended_on > collection.prepared_on:
        report("LearnActEndDate_04", day=ended_on)
    return AimDates(
        started_on=started_on,
        planned_end_on=ended_on if ends_later else planned_end_on,
        ended_on=None if ends_later else ended_on,
        achieved_on=_achieved_on(texts, started_on, report),
        ends_later=ends_later,
    )


def _started_on(
    texts: dict[str, str], kind: AimKind, born_on: date | None, report: Report, collection: Collection
) -> date | None:
    if "LearnStartDate" not in texts:
        report("FD_LearnStartDate_MA")
        return None
    started_on = read_day_of(texts, "LearnStartDate", "The aim was not taken.", report)
    if started_on is None:
        return None
    if born_on is not None and started_on <= born_on:
        report("LearnStartDate_05")
        return None
    if started_on < collection.ten_years_before:
        report("LearnStartDate_02", day=started_on)
    elif started_on > collection.ends_on:
        _check_late_start(started_on, kind, report, collection)
    return started_on


def _check_late_start(started_on: date, kind: AimKind, report: Report, collection: Collection) -> None:
    if kind.prog_type == STANDARD:
        if started_on > collection.one_year_after:
            report("LearnStartDate_12", day=started_on)
    elif kind.prog_type not in _LATE_STARTERS:
        report("LearnStartDate_03", day=started_on)


def _planned_end_on(texts: dict[str, str], started_on: date, report: Report) -> date | None:
    if "LearnPlanEndDate" not in texts:
        report("FD_LearnPlanEndDate_MA")
        return None
    planned_end_on = read_day_of(texts, "LearnPlanEndDate", "It was not used.", report)
    if planned_end_on is None:
        return None
    if planned_end_on < started_on:
        report("LearnPlanEndDate_02", day=planned_end_on)
        return None
    if planned_end_on - started_on >= _TEN_YEARS:
        report("LearnPlanEndDate_03", day=planned_end_on)
    return planned_end_on


def _achieved_on(texts: dict[str, str], started_on: date, report: Report) -> date | None:
    achieved_on = read_day_of(texts, "AchDate", "It was not used.", report)
    if achieved_on is not None and achieved_on < started_on:
        report("AchDate_03", day=achieved_on)
        return None
    return achieved_on


def read_day_of(texts: dict[str, str], field: str, effect: str, report: Report) -> date | None:
    """The day in a field; None where there is none, or, reported with the `effect`, no readable one."""
    text = texts.get(field)
    if text is None:
        return None
    try:
        return read_day(text)
    except DayUnreadable:
        report("Unreadable date", field=field, effect=effect)
        return None
