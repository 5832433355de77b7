"""Entering what employers ask for; setting priorities and recording what the board decides; reading both together."""

from service.priorities.operations.deciding import (
    DecidedMeanwhile,
    DecisionInvalid,
    PriorityUnknown,
    decide,
    require_standing,
    set_priority,
    standings,
)
from service.priorities.operations.entering import FigureUnknown, enter_figures, take_figure_back
from service.priorities.operations.evidence import OWN, evidence_for
from service.priorities.operations.money import money_of
from service.priorities.operations.skills import district_names, outcomes, skills_in

__all__ = [
    "OWN",
    "DecidedMeanwhile",
    "DecisionInvalid",
    "FigureUnknown",
    "PriorityUnknown",
    "decide",
    "district_names",
    "enter_figures",
    "evidence_for",
    "money_of",
    "outcomes",
    "require_standing",
    "set_priority",
    "skills_in",
    "standings",
    "take_figure_back",
]
