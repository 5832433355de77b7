"""How well matching does, from what people decided: per month, and by the weight of what was suggested."""

from collections.abc import Sequence
from datetime import date, datetime
from uuid import UUID

import msgspec

from service.kit.database import Session, as_register
from service.learners import queries
from service.learners.matching.learning import Label, label_of
from service.learners.matching.model import Model
from service.learners.queries import Decision, Month
from service.vocabulary.proportion import wilson

BANDS = ((10.0, None), (5.0, 10.0), (0.0, 5.0), (None, 0.0))
"""Bits, from (included) and to (not): 10 are odds of 1,000 to 1."""


class Band(msgspec.Struct, frozen=True, kw_only=True):
    """Suggestions of so much weight: how many a person decided, how many were one person, and the 95 % interval."""

    least: float | None
    most: float | None
    decided: int
    same: int
    low: float
    high: float


class Quality(msgspec.Struct, frozen=True, kw_only=True):
    """A council's matching, as far back as asked."""

    months: tuple[Month, ...]
    bands: tuple[Band, ...]


async def quality_of_matching(session: Session, *, council_id: UUID, since: date) -> Quality:
    """Say how a council's matching has gone since a day."""
    async with as_register(session):
        months = await queries.months_of_matching(session, council_id, since=since)
        decided = await queries.decisions_about(session, council_id, since=since)
    return Quality(months=tuple(months), bands=tuple(band_of(decided, *each) for each in BANDS))


async def labels_of(session: Session, model: Model, *, since: datetime) -> list[Label]:
    """Make labels of everything that people of any council have decided since a moment."""
    async with as_register(session):
        pairs = await queries.decided_pairs(session, since=since)
    cases = {review_id: n for n, review_id in enumerate(dict.fromkeys(pair.review_id for pair in pairs))}
    return [label_of(pair.weights, model, same=pair.same, case=cases[pair.review_id]) for pair in pairs]


def band_of(decided: Sequence[Decision], least: float | None, most: float | None) -> Band:
    """Count the decisions about suggestions from `least` to below `most` bits."""
    within = [
        each
        for each in decided
        if each.bits is not None
        and (least is None or each.bits >= least)
        and (most is None or each.bits < most)
    ]
    same = sum(each.same for each in within)
    low, high = wilson(same, len(within))
    return Band(least=least, most=most, decided=len(within), same=same, low=low, high=high)
