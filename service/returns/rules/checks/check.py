"""The shape of a check, and what checks ask of a record."""

from collections.abc import Callable
from enum import StrEnum

import msgspec

from service.returns.rows import Head, YoungPerson
from service.vocabulary.academic_year import academic_age
from service.vocabulary.activity import Activity, activity


class Mend(StrEnum):
    """Where a fault is mended."""

    IDENTITY = "identity"
    CIRCUMSTANCES = "circumstances"
    TIMELINE = "timeline"


class Check(msgspec.Struct, frozen=True):
    """One reason: DfE's number and priority (1 fails, 2 counts, 3 warns), the field, what is wrong and what to do."""

    code: int
    priority: int
    field: str
    wrong: str
    fix: str
    mend: Mend
    broken: Callable[[YoungPerson, Head], bool]


def years_of(who: YoungPerson, head: Head) -> int:
    """Give the academic age on the period's last day."""
    return academic_age(who.born_on, on=head.period_ends_on)


def does(who: YoungPerson) -> Activity:
    """Give the activity of the record."""
    return activity(who.doing.activity)
