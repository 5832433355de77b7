"""Why DfE would send a record back: the error codes of 2019/20 that our data can break, each with what to do.

Source: NCCIS error codes 2019/20, by their numbers and priorities; the words are ours. A code of the list is a check
here, or in `IMPOSSIBLE` with what keeps our data from breaking it; a test compares the two with the published list.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date
from types import MappingProxyType
from typing import Final
from uuid import UUID

from service.returns.rows import Head, YoungPerson
from service.returns.rules.checks.check import Check, Mend
from service.returns.rules.checks.impossible import IMPOSSIBLE
from service.returns.rules.checks.of_activity import OF_ACTIVITY
from service.returns.rules.checks.of_person import OF_PERSON
from service.vocabulary.personal_name import fold

__all__ = ["CHECKS", "IMPOSSIBLE", "TWINS", "Check", "Mend", "Namesakes", "faults_of"]

TWINS: Final = Check(
    908,
    3,
    "FamilyName",
    "Somebody else in the return has the same names and date of birth.",
    "Compare the two: they may be one person.",
    Mend.IDENTITY,
    lambda _, __: False,  # told by comparing records, see Namesakes
)
CHECKS: Final[Mapping[int, Check]] = MappingProxyType(
    {check.code: check for check in (*OF_PERSON, *OF_ACTIVITY, TWINS)}
)


def faults_of(who: YoungPerson, head: Head) -> tuple[int, ...]:
    """Give the codes that a record breaks by itself."""
    return tuple(code for code, check in CHECKS.items() if check.broken(who, head))


class Namesakes:
    """Finds records of the same names and birth while they are gone through (error 908)."""

    def __init__(self) -> None:
        self._seen: dict[tuple[str, str, date], list[UUID]] = defaultdict(list)

    def see(self, who: YoungPerson) -> None:
        """Take note of one."""
        self._seen[fold(who.given_names), fold(who.family_name), who.born_on].append(who.learner_id)

    def found(self) -> Iterable[UUID]:
        """Give everybody who has a namesake."""
        return (each for group in self._seen.values() if len(group) > 1 for each in group)
