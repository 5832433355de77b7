"""Where somebody re-enters the pathway, and what the guarantee's numbers and words are."""

from service.guarantee.rules.achieved import achieved
from service.guarantee.rules.recommend import recommend
from service.guarantee.rules.settings import OPEN_FOR
from service.guarantee.rules.words import (
    OPENING_REASONS,
    READINESS,
    REFUSALS,
    ROUTES,
    day_offered,
    is_on_offer,
)

__all__ = [
    "OPENING_REASONS",
    "OPEN_FOR",
    "READINESS",
    "REFUSALS",
    "ROUTES",
    "achieved",
    "day_offered",
    "is_on_offer",
    "recommend",
]
