"""What stands over every page about a learner: how to reach them safely, whether they are protected, and their risk."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from uuid import UUID

from service.accounts.rows import ADVISERS, Role
from service.circumstances import queries as circumstances
from service.circumstances.rows import Circumstance, Kind
from service.circumstances.rules import (
    BANDS,
    VULNERABLE,
    Risk,
    holding,
    risk_of,
    standing_of,
    value_of,
    values_of,
    visible,
)
from service.kit.database import Session
from service.web.visit import Visit

SEES_RISK = (*ADVISERS, Role.DATA_OFFICER)


@dataclass(frozen=True, kw_only=True)
class About:
    """What a reader may know at a glance. `risk` is None for who does not see all it is made of."""

    held: tuple[Circumstance, ...]
    risk: Risk | None

    @property
    def risk_words(self) -> str | None:
        """The score and what it suggests, in a few words."""
        return f"{self.risk.score}: {BANDS[self.risk.band]}" if self.risk else None

    @property
    def risk_factors(self) -> str | None:
        """What the score is made of, in a few words; None where there is no score, or it is 0."""
        return ", ".join(each.words for each in self.risk.factors) or None if self.risk else None

    @property
    def protected(self) -> bool:
        """Whether the address is protected."""
        return value_of(self.held, Kind.PROTECTED_ADDRESS) == "yes"

    @property
    def safe_contact(self) -> str | None:
        """How to contact safely."""
        return value_of(self.held, Kind.SAFE_CONTACT)

    @cached_property
    def vulnerable(self) -> bool:
        """Whether DfE counts the learner to the vulnerable, or they have a plan."""
        plan = value_of(self.held, Kind.EHC_PLAN) == "yes"
        return plan or bool(values_of(self.held, Kind.CHARACTERISTIC) & VULNERABLE)


NOTHING = About(held=(), risk=None)


async def about(
    session: Session, visit: Visit, learner_id: UUID, born_on: date, *, in_custody: bool = False
) -> About:
    """Read what stands over the page of one learner in scope."""
    said = await circumstances.counting(session, [learner_id], within=visit.scope)
    return about_of(said, visit, born_on, in_custody=in_custody)


async def about_each(session: Session, visit: Visit, born: Mapping[UUID, date]) -> dict[UUID, About]:
    """Read the same for several learners in scope, by when each was born."""
    said: dict[UUID, list[Circumstance]] = defaultdict(list)
    for each in await circumstances.counting(session, list(born), within=visit.scope):
        said[each.learner_id].append(each)
    bare = about_of([], visit, visit.today)  # of whom nothing is said: the same for all of them
    return {
        learner_id: about_of(said[learner_id], visit, day) if learner_id in said else bare
        for learner_id, day in born.items()
    }


def about_of(said: list[Circumstance], visit: Visit, born_on: date, *, in_custody: bool = False) -> About:
    """Put together what the reader may know of everything that counts."""
    role, agency_id = visit.who.role, visit.by.agency_id
    if not said:
        bare = risk_of((), in_custody=in_custody, on=visit.today) if role in SEES_RISK else None
        return About(held=(), risk=bare)
    standing = standing_of(born_on, said, on=visit.today)
    seen = visible(said, standing, role=role, agency_id=agency_id, on=visit.today)
    risk = risk_of(seen, in_custody=in_custody, on=visit.today) if role in SEES_RISK else None
    return About(held=holding(seen, on=visit.today), risk=risk)
