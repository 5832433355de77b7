"""What comes first on an adviser's list."""

from collections.abc import Iterable
from typing import Protocol, TypeVar
from uuid import UUID

from service.alerts.rows import Card, Severity

TODAY_LIMIT = 15

_VULNERABLE, _UNDER_18, _WAITING = 20, 10, -15
_MOST_RONI, _MOST_DAYS = 10, 20


def score(
    severity: Severity, *, vulnerable: bool, roni: int, days_overdue: int, under_18: bool, waiting: bool
) -> int:
    """How pressing an alert is.

    The severity (critical 100, high 60, medium 30, low 10), 20 for a vulnerable learner, twice the risk of
    NEET indicator up to 10, a point a day overdue up to 20, 10 under 18, less 15 while waiting for somebody
    else, or while somebody sees to it (which is overdue no longer).

    SOURCE: our own policy, practice reference section 1.6: risk orders the list, it never raises an alert
    alone.
    """
    return (
        severity.weight
        + (_VULNERABLE if vulnerable else 0)
        + 2 * min(max(roni, 0), _MOST_RONI)
        + min(max(days_overdue, 0), _MOST_DAYS)
        + (_UNDER_18 if under_18 else 0)
        + (_WAITING if waiting else 0)
    )


class OfAPerson(Protocol):
    """Whatever is about one person."""

    @property
    def learner_id(self) -> UUID:
        """Whom it is about."""


Each = TypeVar("Each", bound=OfAPerson)


def by_person(ordered: Iterable[Each]) -> list[list[Each]]:
    """Put the alerts of one person together, in the place of the most pressing.

    SOURCE: our own policy, practice reference section 1.6: one card a person, so that nobody is phoned twice.
    """
    people: dict[UUID, list[Each]] = {}
    for each in ordered:
        people.setdefault(each.learner_id, []).append(each)
    return list(people.values())


def today_list(cards: Iterable[Card], *, limit: int = TODAY_LIMIT) -> list[Card]:
    """The first cards by score; equal ones by the earlier deadline, then by id, so the order is fixed."""
    return sorted(cards, key=lambda card: (-card.score, card.deadline_on, card.id))[:limit]
