"""What the guarantee's choices are called, and the day a place is offered for."""

from collections.abc import Mapping
from datetime import date
from types import MappingProxyType
from typing import Final

from service.guarantee.rows import OpeningReason, Readiness, Refusal, Route
from service.provision.rows import Opportunity
from service.provision.rules import weekly_start

REFUSALS: Final[Mapping[Refusal, str]] = MappingProxyType(
    {
        Refusal.NOT_THE_SECTOR: "Not what they want to do",
        Refusal.NOT_THE_LEVEL: "Too easy or too hard",
        Refusal.TOO_FAR: "Too far away",
        Refusal.WRONG_TIME: "The day or the hours do not fit",
        Refusal.HEALTH: "Their health",
        Refusal.CARING: "Caring for a child or somebody else",
        Refusal.FOUND_OTHER: "They found something themselves",
        Refusal.OTHER: "Another reason",
    }
)
ROUTES: Final[Mapping[Route, str]] = MappingProxyType(
    {Route.EITHER: "Either", Route.LEARNING: "Learning", Route.WORK: "Work with training"}
)
READINESS: Final[Mapping[Readiness, str]] = MappingProxyType(
    {
        Readiness.NOT_YET: "Not ready to start anything yet",
        Readiness.WITH_SUPPORT: "Ready with somebody beside them",
        Readiness.LEARNING: "Ready to learn, not yet for work",
        Readiness.WORK: "Ready to learn or to work",
    }
)
OPENING_REASONS: Final[Mapping[OpeningReason, str]] = MappingProxyType(
    {
        OpeningReason.HERE_NOW: "They are here with me",
        OpeningReason.PHONED: "They have phoned or written to us",
        OpeningReason.REFERRED: "Another agency sent them to us",
        OpeningReason.OUTREACH: "I met them on outreach",
    }
)


def day_offered(opportunity: Opportunity, *, free_on: date, today: date) -> date | None:
    """The day a place is offered for; None where it begins before they are free."""
    if opportunity.starts_on is None:
        return weekly_start(free_on=free_on, today=today)
    return opportunity.starts_on if opportunity.starts_on >= max(free_on, today) else None


def is_on_offer(opportunity: Opportunity, *, today: date) -> bool:
    """Whether a place is still to be had."""
    return opportunity.is_listed_on(today) and opportunity.left > 0
