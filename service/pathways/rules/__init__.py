"""What follows from a learner's facts: the main line, where they are, their stage, how long it counts."""

from service.pathways.rules.agreed import without_declined
from service.pathways.rules.conflict import Conflict, conflicts, disagreement
from service.pathways.rules.consequence import BEGINS_SPELL, ENDS_SPELL, PAUSES_SPELL, RESUMES_SPELL, SAID
from service.pathways.rules.correcting import (
    ChainKey,
    Follower,
    as_it_stood,
    as_known,
    chains,
    content_of,
    counting,
    followers,
    is_told_by_spell,
    no_longer_told,
    overruled,
    said_anew,
)
from service.pathways.rules.currency import believed_until, is_worth_repeating, lapses_on, verified_on
from service.pathways.rules.leaving import LEAVING
from service.pathways.rules.main_spells import (
    MainSpell,
    Stretch,
    main_spells,
    main_spells_of,
    stretches,
)
from service.pathways.rules.situation import (
    NOT_KNOWN,
    Situation,
    next_change_of,
    next_change_on,
    situation,
    situation_of,
)
from service.pathways.rules.stage import Stage, stage, stage_changes_on, stage_of
from service.pathways.rules.undoing import Undoing, undoing, without_undone

__all__ = [
    "BEGINS_SPELL",
    "ENDS_SPELL",
    "LEAVING",
    "NOT_KNOWN",
    "PAUSES_SPELL",
    "RESUMES_SPELL",
    "SAID",
    "ChainKey",
    "Conflict",
    "Follower",
    "MainSpell",
    "Situation",
    "Stage",
    "Stretch",
    "Undoing",
    "as_it_stood",
    "as_known",
    "believed_until",
    "chains",
    "conflicts",
    "content_of",
    "counting",
    "disagreement",
    "followers",
    "is_told_by_spell",
    "is_worth_repeating",
    "lapses_on",
    "main_spells",
    "main_spells_of",
    "next_change_of",
    "next_change_on",
    "no_longer_told",
    "overruled",
    "said_anew",
    "situation",
    "situation_of",
    "stage",
    "stage_changes_on",
    "stage_of",
    "stretches",
    "undoing",
    "verified_on",
    "without_declined",
    "without_undone",
]
