"""Checks how an aim stands: completion status, end, withdrawal reason and outcome, which often contradict."""

from datetime import date
from typing import Final

import msgspec

from service.imports.readers.ilr.dates import AimDates
from service.imports.readers.ilr.fields import Collection, read_code
from service.imports.readers.ilr.kind import AimKind
from service.imports.readers.ilr.problems import Report
from service.imports.readers.ilr.translate import (
    ACHIEVED,
    COMPLETIONS,
    MOVES,
    OUTCOME_NOT_YET_KNOWN,
    OUTCOMES,
    WITHDRAW_REASONS,
)
from service.pathways.rows import Completion

_CONTINUING: Final = 1
_COMPLETED: Final = 2
_WITHDRAWN: Final = 3


class Standing(msgspec.Struct, frozen=True, kw_only=True):
    """How the aim stands after contradictions are settled."""

    completion: Completion
    ended_on: date | None = None
    withdraw_reason: int | None = None
    achieved: bool = False  # Outcome 1 on a completed aim


def check_standing(
    texts: dict[str, str], *, dates: AimDates, kind: AimKind, report: Report, collection: Collection
) -> Standing:
    """How the aim stands. A contradiction is reported, and settled so that they ask after the learner."""
    if dates.ends_later:
        return Standing(completion=Completion.CONTINUING)
    outcome = _outcome(texts, report)
    status = _status(texts, outcome, dates, kind, report)
    reason = _withdraw_reason(texts, status, report)
    _check_outcome(outcome, status, kind, report)
    moved_on = status == _WITHDRAWN and reason in MOVES
    return Standing(
        completion=Completion.MOVED_ON if moved_on else COMPLETIONS[status],
        ended_on=_ended_on(status, dates, report, collection),
        withdraw_reason=reason,
        achieved=status == _COMPLETED and outcome == ACHIEVED,
    )


def _status(
    texts: dict[str, str], outcome: int | None, dates: AimDates, kind: AimKind, report: Report
) -> int:
    text = texts.get("CompStatus")
    status = read_code(text) if text else None
    is_contradiction = status == _CONTINUING and dates.ended_on is not None and not kind.awaits_assessment
    if status in COMPLETIONS and status is not None and not is_contradiction:
        return status
    settled = _CONTINUING
    if dates.ended_on is not None:
        settled = _COMPLETED if outcome in (ACHIEVED, OUTCOME_NOT_YET_KNOWN) else _WITHDRAWN
    rule = "CompStatus_02" if is_contradiction else "CompStatus_01" if text else "FD_CompStatus_MA"
    report(rule, code=text, completion=COMPLETIONS[settled])
    return settled


def _ended_on(status: int, dates: AimDates, report: Report, collection: Collection) -> date | None:
    if status == _CONTINUING:
        return None
    if dates.ended_on is not None:
        return dates.ended_on
    known_by = min(dates.planned_end_on or collection.prepared_on, collection.prepared_on)
    ended_on = max(dates.started_on, known_by)
    report("CompStatus_03", day=ended_on)
    return ended_on


def _withdraw_reason(texts: dict[str, str], status: int, report: Report) -> int | None:
    text = texts.get("WithdrawReason")
    if status != _WITHDRAWN:
        if text:
            report("WithdrawReason_04")
        return None
    if text is None:
        report("WithdrawReason_03")
        return None
    reason = read_code(text)
    if reason not in WITHDRAW_REASONS:
        report("WithdrawReason_02", code=text)
        return None
    return reason


def _outcome(texts: dict[str, str], report: Report) -> int | None:
    text = texts.get("Outcome")
    if text is None:
        return None
    outcome = read_code(text)
    if outcome not in OUTCOMES:
        report("Outcome_01", code=text)
        return None
    return outcome


def _check_outcome(outcome: int | None, status: int, kind: AimKind, report: Report) -> None:
    if outcome is None:
        if status != _CONTINUING:
            report("CompStatus_04")
    elif kind.counts_outcomes_its_own_way or status == _COMPLETED:
        return
    elif status == _CONTINUING:
        report("CompStatus_05")
    elif outcome in (ACHIEVED, OUTCOME_NOT_YET_KNOWN):
        report("CompStatus_06", code=outcome)
