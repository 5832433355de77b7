"""Checks what became of learners: LearnerDestinationandProgression, part of the ILR until 2023-24."""

from collections import Counter
from datetime import date
from functools import partial
from typing import Any, Final

import msgspec

from service.imports.readers.ilr.dates import read_day_of
from service.imports.readers.ilr.fields import UNREADABLE, Collection, read_code, read_fields
from service.imports.readers.ilr.identity import check_uln
from service.imports.readers.ilr.problems import ProblemList, Report
from service.imports.readers.ilr.translate import DESTINATIONS, Destination
from service.imports.rows import SubmittedDestination, SubmittedMilestone, SubmittedSpell
from service.pathways.rows import Completion, MilestoneKind

LAST_YEAR: Final = 2023  # the collection that began in 2023; DfE took the entity out from 2024-25
_LONGEST_CODE: Final = 6
_MOST_IN_EDUCATION: Final = 2  # of one start date: OutType_03; of every other type one: OutType_02


class _Outcome(msgspec.Struct, frozen=True, kw_only=True):
    line: int
    kind: str  # OutType
    code: str  # OutType and OutCode: "EDU2"
    destination: Destination
    started_on: date
    ended_on: date | None


def read_destination(
    element: Any, *, problems: ProblemList, texts: dict[str, str], outcomes: list[Any], collection: Collection
) -> SubmittedDestination:
    """The destinations of one learner; `texts` and `outcomes` are the element's own fields and DPOutcomes."""
    reference = problems.learner or ""
    if not reference:
        problems.add("Destination without reference", element)
    uln = check_uln(texts, element, problems)
    read = [_read_outcome(each, problems, collection) for each in outcomes]
    kept = _without_repeats([each for each in read if each is not None], problems)
    return SubmittedDestination(
        line=element.sourceline or 0,
        reference=reference,
        uln=uln,
        spells=tuple(_spell(each, reference) for each in kept if each.destination.activity is not None),
        milestones=tuple(_milestone(each, reference) for each in kept if each.started_on <= collection.today),
        problems=tuple(problems.found),
    )


def _key(outcome: _Outcome, reference: str) -> str:
    return f"ilr:{reference}:destination:{outcome.code}:{outcome.started_on}"


def _spell(outcome: _Outcome, reference: str) -> SubmittedSpell:
    activity = outcome.destination.activity
    assert activity is not None  # noqa: S101 - callers ask only for destinations that are an activity
    return SubmittedSpell(
        key=_key(outcome, reference),
        line=outcome.line,
        activity=activity,
        started_on=outcome.started_on,
        ended_on=outcome.ended_on,
        completion=Completion.CONTINUING if outcome.ended_on is None else Completion.COMPLETED,
        title=outcome.destination.label,
    )


def _milestone(outcome: _Outcome, reference: str) -> SubmittedMilestone:
    key = _key(outcome, reference)
    return SubmittedMilestone(
        key=f"{key}:{MilestoneKind.DESTINATION}",
        line=outcome.line,
        kind=MilestoneKind.DESTINATION,
        occurred_on=outcome.started_on,
        spell_key=key if outcome.destination.activity is not None else None,
        detail=outcome.destination.label,
    )


def _read_outcome(element: Any, problems: ProblemList, collection: Collection) -> _Outcome | None:
    texts, _ = read_fields(element, problems)
    kind = texts.get("OutType", "").upper()
    number = read_code(texts.get("OutCode", ""))
    code = f"{kind[:_LONGEST_CODE]}{'' if number == UNREADABLE else number}"
    report = partial(problems.add, at=element, of=_label(code))
    destination = DESTINATIONS.get((kind, number))
    if destination is None:
        report("OutType_01")
        return None
    started_on = _started_on(texts, destination, report, collection)
    ended_on = read_day_of(texts, "OutEndDate", "It was not used.", report)
    _check_collected(read_day_of(texts, "OutCollDate", "It was not used.", report), report, collection)
    if started_on is None:
        return None
    if ended_on is not None and ended_on < started_on:
        report("OutEndDate_01")
        return None
    return _Outcome(
        line=element.sourceline or 0,
        kind=kind,
        code=code,
        destination=destination,
        started_on=started_on,
        ended_on=ended_on,
    )


def _label(code: str) -> str:
    return f"Destination {code}" if code else "Destination without OutType"


def _started_on(
    texts: dict[str, str], destination: Destination, report: Report, collection: Collection
) -> date | None:
    if "OutStartDate" not in texts:
        report("Destination without start")
        return None
    started_on = read_day_of(texts, "OutStartDate", "This destination was not taken.", report)
    if started_on is None:
        return None
    if started_on > collection.one_year_after:
        report("OutStartDate_02")
        return None
    if started_on < collection.ten_years_before:
        report("OutStartDate_01")
    if destination.in_use_until is not None and started_on > destination.in_use_until:
        report("OutType_05")
    return started_on


def _check_collected(collected_on: date | None, report: Report, collection: Collection) -> None:
    if collected_on is None:
        return
    if collected_on > collection.prepared_on:
        report("OutCollDate_01")
    elif collected_on < collection.ten_years_before:
        report("OutCollDate_02")


def _without_repeats(outcomes: list[_Outcome], problems: ProblemList) -> list[_Outcome]:
    """At most one of a type for a start date, two in education, and nobody both in and out of paid work."""
    seen: Counter[tuple[str, date]] = Counter()
    in_work = {outcome.started_on for outcome in outcomes if outcome.kind == "EMP"}
    kept = []
    for outcome in outcomes:
        rule = _broken_rule(outcome, seen, in_work)
        seen[outcome.kind, outcome.started_on] += 1
        if rule:
            problems.add(rule, outcome.line, of=_label(outcome.code))
        else:
            kept.append(outcome)
    return kept


def _broken_rule(outcome: _Outcome, seen: Counter[tuple[str, date]], in_work: set[date]) -> str | None:
    earlier = seen[outcome.kind, outcome.started_on]
    if outcome.kind == "EDU":
        return "OutType_03" if earlier >= _MOST_IN_EDUCATION else None
    if earlier:
        return "OutType_02"
    return "OutType_04" if outcome.kind == "NPE" and outcome.started_on in in_work else None
