"""What claims are weighed with: the model, for a register of this size and with the names this register holds."""

from datetime import datetime

import msgspec

from service.kit import audit
from service.kit.audit import Act, By
from service.kit.database import REGISTER, Database, Session
from service.kit.ids import NOBODY, new_id
from service.learners import queries
from service.learners.matching.model import Model, shipped_model
from service.learners.matching.shares import Shares, shares_of, shipped_shares, with_counts
from service.learners.queries import Counted

FEWEST = 60_000
"""A register just begun is taken for this large: few of those who will come are in it yet."""

_AT_HAND: dict[Counted | None, "Weighing"] = {}


class Weighing(msgspec.Struct, frozen=True):
    """A model with the shares of names it weighs by. Made once for each count of the register, and kept at hand."""

    model: Model
    shares: Shares


async def weighing(session: Session) -> Weighing:
    """Give what claims are weighed with now; as the register."""
    counted = await queries.last_count(session)
    if counted not in _AT_HAND:
        made = await _weighing(session, counted)
        _AT_HAND.clear()
        _AT_HAND[counted] = made
    return _AT_HAND[counted]


async def _weighing(session: Session, counted: Counted | None) -> Weighing:
    shipped = shipped_shares()
    model = shipped_model()
    if counted is None:
        return Weighing(model.for_population(FEWEST), shipped)
    names = await queries.name_counts(session)
    own = shares_of(names["given"], names["family"], counted.learners)
    return Weighing(model.for_population(max(counted.learners, FEWEST)), with_counts(shipped, own))


async def count_register(database: Database, *, now: datetime) -> int:
    """Count the register and its names anew; claims are weighed by the new counts from then on."""
    async with database.transaction(REGISTER) as session:
        learners = await queries.count_register(session, key=new_id(), at=now)
        act = Act(
            act="register counted", subject_kind="register", subject_id=None, detail={"learners": learners}
        )
        await audit.record(session, act, by=By(agency_id=NOBODY), now=now)
    return learners
