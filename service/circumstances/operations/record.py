"""Recording circumstances: what is new is appended, what is said otherwise supersedes, what is known stays.

What nothing allows to hold about a learner of that age is left out, and counted.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import NamedTuple
from uuid import UUID

from msgspec.structs import replace

from service.access.rows import WHOLE_REGISTER
from service.circumstances import queries
from service.circumstances.rows import Basis, Circumstance, Kind, Recorded
from service.circumstances.rules import DEFINITIONS, ground_of, standing_of
from service.kit import audit
from service.kit.audit import Act, By
from service.kit.database import Session
from service.kit.errors import Invalid
from service.pathways.rows import Written
from service.pathways.rules import chains, content_of, overruled, without_undone

_DECIDES = (Kind.EHC_PLAN, Kind.AGREED_SUPPORT)


class Groundless(Invalid):
    """Nothing allows to hold this about a learner of this age."""

    code = "circumstance_groundless"


class Sorted(NamedTuple):
    """What to append, what that supersedes, and the counts."""

    fresh: list[Circumstance]
    old: list[Circumstance]
    written: Written


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
    allowed = [each for each in said if _has_ground(each, said, known[each.learner_id], born, today)]
    done = _sort(allowed, known, by.agency_id)
    await queries.supersede(session, done.old, at=now)
    await queries.add(session, done.fresh)
    await audit.record_all(session, _acts(done.fresh), by=by, now=now)
    return Recorded(written=done.written, groundless=len(said) - len(allowed))


async def foresee_circumstances(
    session: Session, *, said: Sequence[Circumstance], born: Mapping[UUID, date], by: By, today: date
) -> Recorded:
    """Say what recording would do, and do nothing."""
    if not said:
        return Recorded()
    known = await _known(session, said)
    allowed = [each for each in said if _has_ground(each, said, known[each.learner_id], born, today)]
    return Recorded(written=_sort(allowed, known, by.agency_id).written, groundless=len(said) - len(allowed))


async def _known(session: Session, said: Iterable[Circumstance]) -> dict[UUID, list[Circumstance]]:
    ids = sorted({each.learner_id for each in said})
    known: dict[UUID, list[Circumstance]] = defaultdict(list)
    for each in await queries.everything_said(session, ids, within=WHOLE_REGISTER):
        known[each.learner_id].append(each)
    return known


def _has_ground(
    each: Circumstance,
    said: Sequence[Circumstance],
    known: Sequence[Circumstance],
    born: Mapping[UUID, date],
    today: date,
) -> bool:
    """Whether it may be held today, by what is known and what is said with it."""
    if DEFINITIONS[each.kind].basis is not Basis.DUTY or DEFINITIONS[each.kind].later is not None:
        return True
    with_it = (other for other in said if other.kind in _DECIDES and other.learner_id == each.learner_id)
    standing = standing_of(born[each.learner_id], (*known, *with_it), on=today)
    return ground_of(each.kind, standing, on=today) is not None


def _sort(
    said: Sequence[Circumstance], known: Mapping[UUID, Sequence[Circumstance]], agency_id: UUID
) -> Sorted:
    chained = chains(each for of_one in known.values() for each in of_one if each.agency_id == agency_id)
    fresh: list[Circumstance] = []
    old: list[Circumstance] = []
    new = changed = held = 0
    latest = {(each.learner_id, each.agency_id, each.source_key): each for each in said}
    for key, each in latest.items():
        chain = chained.get(key, [])
        stands = next((before for before in chain if before.superseded_at is None), None)
        if _repeats(each, stands, chained):
            continue
        if not _by_hand(each) and content_of(each) in overruled(without_undone(chain)):
            held += 1
        elif stands is None:
            fresh.append(each)
            new += 1
        elif content_of(each) != content_of(stands):
            fresh.append(replace(each, supersedes=stands.id))
            old.append(stands)
            changed += 1
    unchanged = len(latest) - new - changed
    return Sorted(fresh, old, Written(new=new, changed=changed, unchanged=unchanged, held=held))


def _by_hand(each: Circumstance) -> bool:
    """Whether a person says it now: they may say again what they took back, where a source that repeats it may not."""
    return each.recorded_by is not None and each.submission_id is None


def _repeats(
    each: Circumstance,
    stands: Circumstance | None,
    chained: Mapping[tuple[UUID, UUID, str], Sequence[Circumstance]],
) -> bool:
    """Whether a state as of a day (`…@2026-09-01`) is what its source said of the latest day before.

    So a file that says every month how things are says something new only where they changed.
    """
    series, is_state, _ = each.source_key.rpartition("@")
    if not is_state or stands is not None:
        return False
    earlier = [
        chain[-1]
        for (learner_id, _, key), chain in chained.items()
        if learner_id == each.learner_id and key.rpartition("@")[0] == series
    ]
    before = [said for said in earlier if said.superseded_at is None and said.starts_on <= each.starts_on]
    latest = max(before, key=lambda said: said.starts_on, default=None)
    return latest is not None and (latest.value, latest.ends_on) == (each.value, each.ends_on)


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
