"""Which figure is read, how places stand to vacancies, what may be entered, and what follows from decisions."""

from service.priorities.rules.balance import by_gap, read_now, widest
from service.priorities.rules.deciding import ENDING, SAID, may_follow, refusal_of, standing_of
from service.priorities.rules.demand import COLUMNS, NEEDED, read_figure, subject_of
from service.priorities.rules.evidence import evidence_words, key_of
from service.priorities.rules.figure import PLACES, VACANCIES, table_of
from service.priorities.rules.mismatch import NOT_AVAILABLE, mismatch
from service.priorities.rules.outcomes import outcome_in, sentence_of_outcome
from service.priorities.rules.setting import read_priority, read_verdict
from service.priorities.rules.words import STATES, headlines_of, say_period, sentence_of

__all__ = [
    "COLUMNS",
    "ENDING",
    "NEEDED",
    "NOT_AVAILABLE",
    "PLACES",
    "SAID",
    "STATES",
    "VACANCIES",
    "by_gap",
    "evidence_words",
    "headlines_of",
    "key_of",
    "may_follow",
    "mismatch",
    "outcome_in",
    "read_figure",
    "read_now",
    "read_priority",
    "read_verdict",
    "refusal_of",
    "say_period",
    "sentence_of",
    "sentence_of_outcome",
    "standing_of",
    "subject_of",
    "table_of",
    "widest",
]
