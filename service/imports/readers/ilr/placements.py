"""Work placements of an aim: of a T Level, a study programme, a traineeship.

A placement is part of its course and no activity of its own: it is told as a milestone of the course, once it has
begun. One that is only planned is told by a later file. Source: DfE, ILR specification, LearningDeliveryWorkPlacement.
"""

from collections.abc import Iterable, Iterator
from datetime import date
from functools import partial
from typing import Any, Final

import msgspec

from service.imports.readers.ilr.dates import read_day_of
from service.imports.readers.ilr.fields import read_code, read_fields
from service.imports.readers.ilr.names import PLACEMENT, local_name
from service.imports.readers.ilr.problems import ProblemList, Report
from service.vocabulary.day import say_day

_WITHOUT: Final = "The placement was not taken."
_NOT_USED: Final = "It was not used."
_MODES: Final = {1: "not with an employer", 2: "with an employer"}
_MOST_HOURS: Final = 9_999


class Placement(msgspec.Struct, frozen=True, kw_only=True):
    """A placement in words; `name` tells it from others of its aim."""

    name: str
    line: int
    started_on: date
    detail: str | None


def read_placements(
    groups: Iterable[Any], started_on: date, problems: ProblemList, *, of: str
) -> tuple[Placement, ...]:
    """The placements of an aim that can be placed in time, each once."""
    found = (_read(each, started_on, problems, of) for each in groups if local_name(each.tag) == PLACEMENT)
    return tuple({each.name: each for each in found if each is not None}.values())


def _read(element: Any, aim_started_on: date, problems: ProblemList, of: str) -> Placement | None:
    texts, _ = read_fields(element, problems)
    report = partial(problems.add, at=element, of=of)
    if "WorkPlaceStartDate" not in texts:
        report("FD_WorkPlaceStartDate_MA")
        return None
    started_on = read_day_of(texts, "WorkPlaceStartDate", _WITHOUT, report)
    if started_on is None:
        return None
    if started_on < aim_started_on:
        report("WorkPlaceStartDate_02", day=started_on)
        return None
    return Placement(
        name=f"{started_on}:{texts.get('WorkPlaceEmpId', '-')[:9]}",
        line=element.sourceline or 0,
        started_on=started_on,
        detail=", ".join(_words(texts, started_on, report)) or None,
    )


def _words(texts: dict[str, str], started_on: date, report: Report) -> Iterator[str]:
    hours = read_code(texts.get("WorkPlaceHours", ""))
    if 0 < hours <= _MOST_HOURS:
        yield f"{hours} hours"
    if mode := _mode(texts, report):
        yield mode
    ended_on = read_day_of(texts, "WorkPlaceEndDate", _NOT_USED, report)
    if ended_on is not None and ended_on < started_on:
        report("WorkPlaceEndDate_01", day=ended_on)
    elif ended_on is not None:
        yield f"to {say_day(ended_on)}"


def _mode(texts: dict[str, str], report: Report) -> str | None:
    text = texts.get("WorkPlaceMode", "")
    mode = _MODES.get(read_code(text))
    if mode is None:
        report("WorkPlaceMode_01", code=text or "nothing")
    return mode
