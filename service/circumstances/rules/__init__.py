"""What circumstances may hold, on what ground, who sees them, what holds of them, and the risk they add up to."""

from service.circumstances.rules.attendance import Attendance, attendance, attendance_of_a_year
from service.circumstances.rules.ground import (
    Standing,
    ground_of,
    is_under_duty,
    may_see,
    say_ground,
    standing_of,
    visible,
)
from service.circumstances.rules.holding import holding, value_of, values_of
from service.circumstances.rules.kinds import (
    BASES,
    DEFINITIONS,
    LONGEST,
    SPECIAL,
    ValueImpossible,
    parse_value,
    say_value,
)
from service.circumstances.rules.lists import LEVEL_3_AND_ABOVE, VULNERABLE
from service.circumstances.rules.risk import BANDS, SCHEMES, Band, Risk, risk_of
from service.circumstances.rules.sorting import Changed, sort, with_ground

__all__ = [
    "BANDS",
    "BASES",
    "DEFINITIONS",
    "LEVEL_3_AND_ABOVE",
    "LONGEST",
    "SCHEMES",
    "SPECIAL",
    "VULNERABLE",
    "Attendance",
    "Band",
    "Changed",
    "Risk",
    "Standing",
    "ValueImpossible",
    "attendance",
    "attendance_of_a_year",
    "ground_of",
    "holding",
    "is_under_duty",
    "may_see",
    "parse_value",
    "risk_of",
    "say_ground",
    "say_value",
    "sort",
    "standing_of",
    "value_of",
    "values_of",
    "visible",
    "with_ground",
]
