"""What of the circumstances somebody says is new, what corrects what stands, and what they repeat.

A source names each for good (`source_key`). A key that ends in `@2026-09-01` is a state as of that day, of a series.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date
from typing import NamedTuple
from uuid import UUID

from msgspec.structs import replace

from service.circumstances.rows import Basis, Circumstance, Kind
from service.circumstances.rules.ground import Standing, ground_of, standing_of
from service.circumstances.rules.kinds import DEFINITIONS
from service.pathways.rows import Written
from service.pathways.rules import ChainKey, chains, content_of, overruled, without_undone

_DECIDES = (Kind.EHC_PLAN, Kind.AGREED_SUPPORT)
Chains = Mapping[ChainKey, Sequence[Circumstance]]


class Changed(NamedTuple):
    """What stood of the same source, and what it says now."""

    before: Circumstance
    after: Circumstance


class Sorted(NamedTuple):
    """What to append, what that supersedes, of which the same source said otherwise before, and the counts."""

    fresh: list[Circumstance]
    old: list[Circumstance]
    changes: list[Changed]
    written: Written


def with_ground(
    said: Sequence[Circumstance],
    known: Mapping[UUID, Sequence[Circumstance]],
    born: Mapping[UUID, date],
    today: date,
) -> list[Circumstance]:
    """Leave out what nothing allows to hold today, by what is known and what is said with it."""
    deciding: dict[UUID, list[Circumstance]] = defaultdict(list)
    for each in said:
        if each.kind in _DECIDES:
            deciding[each.learner_id].append(each)
    standings: dict[UUID, Standing] = {}
    for each in said:
        who = each.learner_id
        if who not in standings and _asks_for_ground(each.kind):
            standings[who] = standing_of(born[who], (*known[who], *deciding[who]), on=today)
    return [
        each
        for each in said
        if not _asks_for_ground(each.kind)
        or ground_of(each.kind, standings[each.learner_id], on=today) is not None
    ]


def _asks_for_ground(kind: Kind) -> bool:
    """Whether its ground depends on the learner: the others may be held about anybody here."""
    return DEFINITIONS[kind].basis is Basis.DUTY and DEFINITIONS[kind].later is None


def sort(
    said: Sequence[Circumstance], known: Mapping[UUID, Sequence[Circumstance]], agency_id: UUID
) -> Sorted:
    """Say what recording these of an agency does. Within one call the last under a key wins."""
    chained = chains(each for of_one in known.values() for each in of_one if each.agency_id == agency_id)
    done = Sorted([], [], [], Written())
    held = 0
    latest = {(each.learner_id, each.agency_id, each.source_key): each for each in said}
    for key, each in latest.items():
        chain = chained.get(key, [])
        stands = next((before for before in chain if before.superseded_at is None), None)
        before = stands or _earlier_state(each, chained)
        if stands is None and before is not None and _says_the_same(before, each):
            continue
        if not _by_hand(each) and content_of(each) in overruled(without_undone(chain)):
            held += 1
        elif stands is None or content_of(each) != content_of(stands):
            _append(done, each, stands, before)
    new, changed = len(done.fresh) - len(done.old), len(done.old)
    unchanged = len(latest) - new - changed
    return done._replace(written=Written(new=new, changed=changed, unchanged=unchanged, held=held))


def _append(
    done: Sorted, each: Circumstance, stands: Circumstance | None, before: Circumstance | None
) -> None:
    done.fresh.append(replace(each, supersedes=stands.id) if stands else each)
    if stands:
        done.old.append(stands)
    if before:
        done.changes.append(Changed(before, each))


def _by_hand(each: Circumstance) -> bool:
    """Whether a person says it now: they may say again what they took back, where a source that repeats it may not."""
    return each.recorded_by is not None and each.submission_id is None


def _earlier_state(each: Circumstance, chained: Chains) -> Circumstance | None:
    """What a source last said of the days before, where this is a state as of a day (`…@2026-09-01`).

    So a file that says every month how things are says something new only where they changed.
    """
    series, is_state, _ = each.source_key.rpartition("@")
    if not is_state:
        return None
    earlier = (
        chain[-1]
        for (learner_id, _, key), chain in chained.items()
        if learner_id == each.learner_id and key.rpartition("@")[0] == series
    )
    before = (said for said in earlier if said.superseded_at is None and said.starts_on <= each.starts_on)
    return max(before, key=lambda said: said.starts_on, default=None)


def _says_the_same(before: Circumstance, each: Circumstance) -> bool:
    return (before.value, before.ends_on) == (each.value, each.ends_on)
