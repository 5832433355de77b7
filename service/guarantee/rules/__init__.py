"""Where somebody re-enters the pathway, and what the guarantee's numbers are."""

from service.guarantee.rules.achieved import achieved
from service.guarantee.rules.recommend import recommend
from service.guarantee.rules.settings import OPEN_FOR, PRIORITY_AREAS
from service.guarantee.rules.target import stage_of_kind, target

__all__ = ["OPEN_FOR", "PRIORITY_AREAS", "achieved", "recommend", "stage_of_kind", "target"]
