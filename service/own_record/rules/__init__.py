"""Codes and how long they last, who looked in words, what is held and why, and what young people say they do now."""

from service.own_record.rules.codes import LASTS, MOST_WRONG, code_hash, new_code, standing_of
from service.own_record.rules.held import PARTS, Held, Part, is_protected, say_basis, say_held, shown
from service.own_record.rules.looking import DONE, KINDS, WHY, say_looked
from service.own_record.rules.now import ACTIVITY, SOMEWHERE, Now, Said, Speaker, facts_said
from service.own_record.rules.sitting import ABSOLUTE, IDLE, IDLE_MINUTES, SEEN_EVERY, answer_due_on

__all__ = [
    "ABSOLUTE",
    "ACTIVITY",
    "DONE",
    "IDLE",
    "IDLE_MINUTES",
    "KINDS",
    "LASTS",
    "MOST_WRONG",
    "PARTS",
    "SEEN_EVERY",
    "SOMEWHERE",
    "WHY",
    "Held",
    "Now",
    "Part",
    "Said",
    "Speaker",
    "answer_due_on",
    "code_hash",
    "facts_said",
    "is_protected",
    "new_code",
    "say_basis",
    "say_held",
    "say_looked",
    "shown",
    "standing_of",
]
