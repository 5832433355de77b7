"""Recording circumstances: what is new is appended, what is said otherwise supersedes, what is known stays.

What nothing allows to hold about a learner of that age is left out, and counted.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from uuid import UUID

from service.access.rows import WHOLE_REGISTER
from service.circumstances import queries
from service.circumstances.rows import Circumstance, Kind, Recorded
from service.circumstances.rules import DEFINITIONS, Changed, sort, with_ground
from service.kit import audit
from service.kit.audit import Act, By
from service.kit.database import Session
from service.kit.errors import Invalid


class Groundless(Invalid):
    """Nothing allows to hold this about a learner of this age."""

    code = "circumstance_groundless"


async def record_circumstance(
    session: Session, *, said: Circumstance, born_on: date, by: By, now: datetime, today: date
) -> Recorded:
    """Record one circumstance. Raises `Groundless`, and `Invalid` for an end before its start."""
    if said.ends_on is not None and said.ends_on < said.starts_on:
        raise Invalid("The end is before the start. Correct one of the two days.", field="ends_on")
    done = await record_circumstances(
        session, said=[said], born={said.learner_id: born_on}, by=by, now=now, today=today
    )
    if done.groundless:
        raise Groundless(_why(said.kind), field="kind")
    return done


async def record_circumstances(
    session: Session,
    *,
    said: Sequence[Circumstance],
    born: Mapping[UUID, date],
    by: By,
    now: datetime,
    today: date,
) -> Recorded:
    """Record circumstances of learners whose facts are held; `born` says when each was born.

    Within one call the last under a key wins. What nothing allows to hold is left out.
    """
    if not said:
        return Recorded()
    known = await _known(session, said)
    allowed = with_ground(said, known, born, today)
    done = sort(allowed, known, by.agency_id)
    await queries.supersede(session, done.old, at=now)
    await queries.add(session, done.fresh)
    await audit.record_all(session, _acts(done.fresh), by=by, now=now)
    touched = frozenset(each.learner_id for each in done.fresh)
    return Recorded(written=done.written, groundless=len(said) - len(allowed), learner_ids=touched)


async def foresee_circumstances(
    session: Session, *, said: Sequence[Circumstance], born: Mapping[UUID, date], by: By, today: date
) -> Recorded:
    """Say what recording would do, and do nothing."""
    if not said:
        return Recorded()
    known = await _known(session, said)
    allowed = with_ground(said, known, born, today)
    return Recorded(written=sort(allowed, known, by.agency_id).written, groundless=len(said) - len(allowed))


async def foresee_changes(
    session: Session, *, said: Sequence[Circumstance], born: Mapping[UUID, date], by: By, today: date
) -> list[Changed]:
    """Say of what recording would change what stands of the same source, and what it would say."""
    if not said:
        return []
    known = await _known(session, said)
    return sort(with_ground(said, known, born, today), known, by.agency_id).changes


async def _known(session: Session, said: Iterable[Circumstance]) -> dict[UUID, list[Circumstance]]:
    ids = sorted({each.learner_id for each in said})
    known: dict[UUID, list[Circumstance]] = defaultdict(list)
    for each in await queries.everything_said(session, ids, within=WHOLE_REGISTER):
        known[each.learner_id].append(each)
    return known


def _acts(fresh: Iterable[Circumstance]) -> list[Act]:
    """One entry a learner, naming keys and kinds; never what was said."""
    told: dict[UUID, list[Circumstance]] = defaultdict(list)
    for each in fresh:
        told[each.learner_id].append(each)
    return [
        Act(
            act="circumstances recorded",
            subject_kind="learner",
            subject_id=learner_id,
            detail={"kinds": sorted({each.kind for each in of_one}), "ids": [each.id for each in of_one]},
        )
        for learner_id, of_one in told.items()
    ]


def _why(kind: Kind) -> str:
    return (
        f"{DEFINITIONS[kind].words} may only be held while the duty to support 16 and 17 year olds is about the "
        "learner, until 25 with an education, health and care plan, or while they agree to support. Record first that "
        "they agreed."
    )
