"""What an opportunity is in words and on the pathway, when somebody can start, and what a provider may enter."""

from service.provision.rules.entering import ANY_WEEK, COLUMNS, ONLINE, Column, EntryInvalid, read_entry
from service.provision.rules.starting import weekly_start
from service.provision.rules.words import ACTIVITY, KINDS, SUPPORTS, WORK, activity_of

__all__ = [
    "ACTIVITY",
    "ANY_WEEK",
    "COLUMNS",
    "KINDS",
    "ONLINE",
    "SUPPORTS",
    "WORK",
    "Column",
    "EntryInvalid",
    "activity_of",
    "read_entry",
    "weekly_start",
]
