"""What may be decided of a priority, and what follows from its decisions."""

from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Final

from service.priorities.rows import Decision, Kind, Priority, Standing, State

ENDING: Final = frozenset({Kind.NOT_ADOPTED, Kind.ENDED})
"""Decisions after which nothing is to be reviewed."""

SAID: Final[Mapping[Kind, str]] = MappingProxyType(
    {
        Kind.ADOPTED: "Adopted",
        Kind.NOT_ADOPTED: "Not adopted",
        Kind.CONTINUED: "Reviewed: it goes on",
        Kind.CHANGED: "Reviewed: planned places changed",
        Kind.ENDED: "Ended",
    }
)
_LEADS_TO: Final[Mapping[Kind, State]] = MappingProxyType(
    {
        Kind.ADOPTED: State.ACTIVE,
        Kind.NOT_ADOPTED: State.NOT_ADOPTED,
        Kind.CONTINUED: State.ACTIVE,
        Kind.CHANGED: State.ACTIVE,
        Kind.ENDED: State.ENDED,
    }
)
_MAY_FOLLOW: Final[Mapping[State, tuple[Kind, ...]]] = MappingProxyType(
    {
        State.PROPOSED: (Kind.ADOPTED, Kind.NOT_ADOPTED),
        State.ACTIVE: (Kind.CONTINUED, Kind.CHANGED, Kind.ENDED),
        State.NOT_ADOPTED: (),
        State.ENDED: (),
    }
)


def standing_of(priority: Priority, decisions: Sequence[Decision]) -> Standing:
    """Work out where a priority stands from its decisions, in whatever order they are given.

    The last recorded counts; planned places are those of the last decision that named some.
    """
    newest = sorted(decisions, key=lambda each: each.number, reverse=True)
    planned = (each.planned_places for each in newest if each.planned_places is not None)
    last = newest[0] if newest else None
    return Standing(
        priority=priority,
        decisions=tuple(newest),
        state=_LEADS_TO[last.kind] if last else State.PROPOSED,
        planned_places=next(planned, priority.planned_places),
        review_on=last.review_on if last else None,
    )


def may_follow(state: State) -> tuple[Kind, ...]:
    """What can be decided of a priority that stands so."""
    return _MAY_FOLLOW[state]


def refusal_of(kind: Kind, state: State) -> str | None:
    """Why a decision cannot be, in a sentence; None where it can."""
    if kind in _MAY_FOLLOW[state]:
        return None
    if not _MAY_FOLLOW[state]:
        return "This priority has ended. Set a new one if the board takes it up again."
    return "This cannot be decided as the priority stands now. Open it again and choose from what is offered."
