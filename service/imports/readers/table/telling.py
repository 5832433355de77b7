"""What a row of each table tells, once each of its cells is right by itself."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any, NamedTuple, TypeAlias

from service.circumstances.rows import Kind
from service.imports.readers import circumstances
from service.imports.rows import SubmittedCircumstance, SubmittedMilestone, SubmittedSpell
from service.pathways.rows import Completion, Confidence, MilestoneKind
from service.vocabulary.personal_name import fold

Values: TypeAlias = Mapping[str, Any]


class Told(NamedTuple):
    """What a row tells beside who it is about; `wrong`: a field, what is wrong with it and what to do."""

    spells: tuple[SubmittedSpell, ...] = ()
    milestones: tuple[SubmittedMilestone, ...] = ()
    wrong: tuple[str, str, str] | None = None
    circumstances: tuple[SubmittedCircumstance, ...] = ()


_ENDS = {
    Completion.WITHDRAWN: MilestoneKind.WITHDREW,
    Completion.COMPLETED: MilestoneKind.COMPLETED,
    Completion.BREAK: MilestoneKind.BREAK,
}
_OVER = frozenset({Completion.WITHDRAWN, Completion.COMPLETED, Completion.MOVED_ON})


def nothing(_: Values, __: int, ___: date) -> Told:
    """Nothing but who it is about."""
    return Told()


def _key(values: Values, *parts: str) -> str:
    """The lasting name of what a row tells."""
    return ":".join(["table", values["reference"], *(part or "-" for part in parts)])


def enrolment(values: Values, line: int, today: date) -> Told:
    """A course, with its beginning and its end."""
    started_on, ended_on = values["started_on"], values.get("ended_on")
    completion = values.get("completion") or Completion.CONTINUING
    if wrong := _contradiction(started_on, ended_on, completion):
        return Told(wrong=wrong)
    key = _key(values, fold(values["title"]), started_on.isoformat())
    spell = SubmittedSpell(
        key=key,
        line=line,
        activity=values["activity"],
        started_on=started_on,
        planned_end_on=values.get("planned_end_on"),
        ended_on=ended_on,
        completion=completion,
        withdraw_reason=values.get("withdraw_reason") if completion is Completion.WITHDRAWN else None,
        title=values["title"],
        level=values.get("level"),
        sector=values.get("sector"),
    )
    events = [(MilestoneKind.STARTED, started_on)]
    if ended_on and completion in _ENDS:
        events.append((_ENDS[completion], ended_on))
    if achieved_on := values.get("achieved_on"):
        events.append((MilestoneKind.ACHIEVED, achieved_on))
    milestones = tuple(
        SubmittedMilestone(
            key=f"{key}:{kind}",
            line=line,
            kind=kind,
            occurred_on=on,
            spell_key=key,
            level=spell.level,
            sector=spell.sector,
        )
        for kind, on in events
        if on <= today
    )
    return Told((spell,), milestones)


def _contradiction(
    started_on: date, ended_on: date | None, completion: Completion
) -> tuple[str, str, str] | None:
    if ended_on is not None and ended_on < started_on:
        return "ended_on", "The end is before the start.", "Correct one of the two days."
    if ended_on is None and completion in _OVER:
        return "ended_on", "It is said to be over, and the day it ended is missing.", "Give the day it ended."
    if ended_on is not None and completion is Completion.CONTINUING:
        return (
            "completion",
            "The day it ended is given, and not how.",
            "Write Completed, Left early or Moved on.",
        )
    return None


def offer(values: Values, line: int, _: date) -> Told:
    """A place offered, and whether it was accepted."""
    title, starts_on = values["title"], values.get("planned_start_on")
    key = _key(values, "offer", fold(values.get("provider_name") or ""), fold(title))
    told = ", ".join(part for part in (title, values.get("provider_name")) if part)
    days = (
        (MilestoneKind.OFFERED, values["offered_on"]),
        (MilestoneKind.ACCEPTED, values.get("accepted_on")),
    )
    return Told(
        milestones=tuple(
            SubmittedMilestone(
                key=f"{key}:{kind}",
                line=line,
                kind=kind,
                occurred_on=on,
                planned_start_on=starts_on,
                level=values.get("level"),
                detail=told,
            )
            for kind, on in days
            if on is not None
        )
    )


def destination(values: Values, line: int, today: date) -> Told:
    """What became of somebody."""
    started_on, ended_on = values["started_on"], values.get("ended_on")
    if ended_on is not None and ended_on < started_on:
        return Told(wrong=("ended_on", "The end is before the start.", "Correct one of the two days."))
    where = values.get("provider_name")
    key = _key(values, "destination", str(values["activity"]), started_on.isoformat())
    spell = SubmittedSpell(
        key=key,
        line=line,
        activity=values["activity"],
        started_on=started_on,
        ended_on=ended_on,
        planned_end_on=values.get("planned_end_on"),
        completion=Completion.CONTINUING if ended_on is None else Completion.COMPLETED,
        provider_name=where or "",
        confidence=values.get("confidence") or Confidence.CONFIRMED,
    )
    if started_on > today:
        return Told((spell,))
    milestone = SubmittedMilestone(
        key=f"{key}:{MilestoneKind.DESTINATION}",
        line=line,
        kind=MilestoneKind.DESTINATION,
        occurred_on=started_on,
        spell_key=key,
        detail=where,
    )
    return Told((spell,), (milestone,))


def week(values: Values, line: int, _: date) -> Told:
    """A week of attendance."""
    planned, attended = values["planned"], values["attended"]
    unauthorised = values.get("unauthorised") or 0
    if not planned or attended + unauthorised > planned:
        return Told(
            wrong=(
                "attended",
                "More sessions were attended and missed than were planned.",
                "Correct one of the numbers.",
            )
        )
    monday = values["week_on"] - timedelta(days=values["week_on"].weekday())
    told = SubmittedCircumstance(
        key=_key(values, Kind.ATTENDANCE, monday.isoformat()),
        line=line,
        kind=Kind.ATTENDANCE,
        value=f"{planned}/{attended}/{unauthorised}",
        starts_on=monday,
    )
    return Told(circumstances=(told,))


NEEDS = (
    Kind.PRIOR_ATTAINMENT,
    Kind.ENGLISH,
    Kind.MATHS,
    Kind.EHC_PLAN,
    Kind.SEN_SUPPORT,
    Kind.FREE_MEALS,
    Kind.FIRST_LANGUAGE,
    Kind.EXCLUSION,
    Kind.TRANSITION_PLAN,
)
"""What a row of needs may tell; each has its column of that name."""


def needs(values: Values, line: int, _: date) -> Told:
    """How things are with a learner as of a day."""
    on, prefix = values["as_of"], _key(values, "needs")
    found = (
        circumstances.state(prefix, kind, value, on=on, line=line)
        for kind in NEEDS
        if (value := values.get(kind)) is not None
    )
    return Told(circumstances=tuple(each for each in found if each is not None))
