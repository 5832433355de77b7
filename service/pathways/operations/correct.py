"""Correcting a fact, or taking it back, by hand: with a reason, and with the milestones that follow from it.

An agency corrects what it recorded itself. Nothing is edited: a correction is a fact that supersedes, and what takes a
fact back never counts.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime
from typing import TypeAlias
from uuid import UUID

import msgspec
from msgspec.structs import replace

from service.access.rows import Scope
from service.kit import audit
from service.kit.audit import Act, By
from service.kit.database import Session
from service.kit.errors import Conflict, Invalid, NotFound
from service.kit.ids import new_id
from service.pathways import queries
from service.pathways.operations.record import FactInvalid, require_possible
from service.pathways.rows import Because, Completion, Facts, Milestone, Spell
from service.pathways.rules import Follower, content_of, followers, is_told_by_spell, said_anew

Fact: TypeAlias = Spell | Milestone

OF_SPELL = ("activity", "started_on", "ended_on", "planned_end_on", "completion", "title", "level", "sector")
OF_MILESTONE = ("occurred_on", "planned_start_on", "level", "sector", "detail")
CORRECTING = (Because.WRONG_DAY, Because.WRONG_DETAIL, Because.LEARNT_MORE, Because.OTHER)
TAKING_BACK = (Because.NEVER_HAPPENED, Because.RECORDED_TWICE, Because.WRONG_PERSON, Because.OTHER)
"""Reasons a person may give for the one and for the other."""
_OVER = (Completion.COMPLETED, Completion.WITHDRAWN, Completion.MOVED_ON)


class FactUnknown(NotFound):
    """Not there, or another agency's."""

    code = "fact_unknown"


class FactChanged(Conflict):
    """Somebody corrected it, or took it back, since it was read."""

    code = "fact_changed"


class Correction(msgspec.Struct, frozen=True, kw_only=True):
    """What a person says about a fact of their own agency. `changes` by field, as it should be; None takes it back."""

    learner_id: UUID
    fact_id: UUID
    because: Because
    note: str | None = None
    changes: Mapping[str, object] | None = None


class Corrected(msgspec.Struct, frozen=True, kw_only=True):
    """What a correction does: `after` None takes the fact back; `followers` are corrected with it."""

    before: Spell | Milestone
    after: Spell | Milestone | None
    followers: tuple[Follower, ...] = ()


async def correct_fact(
    session: Session, *, correction: Correction, within: Scope, by: By, now: datetime, today: date
) -> Corrected:
    """Correct a fact or take it back. Said twice it is done once.

    Raises `FactUnknown`, `FactChanged`, and `Invalid` with the field that is wrong.
    """
    said = await queries.everything_said(session, correction.learner_id, within=within)
    if done := _done_before(said, correction, by):
        return done
    planned = foresee_correction(said, correction, by=by, today=today)
    pairs = [(planned.before, planned.after), *planned.followers]
    old = [before for before, _ in pairs]
    fresh = [_superseding(before, after, correction, by, now) for before, after in pairs]
    await queries.supersede_spells(session, [each for each in old if isinstance(each, Spell)], at=now)
    await queries.supersede_milestones(session, [each for each in old if isinstance(each, Milestone)], at=now)
    await queries.add_spells(session, [each for each in fresh if isinstance(each, Spell)])
    await queries.add_milestones(session, [each for each in fresh if isinstance(each, Milestone)])
    await audit.record_all(session, list(_acts(planned, fresh, correction)), by=by, now=now)
    return planned


def foresee_correction(said: Facts, correction: Correction, *, by: By, today: date) -> Corrected:
    """Say what a correction would do to everything said of the learner. Raises what `correct_fact` raises."""
    before = require_own_fact(said, correction.fact_id, by)
    if before.superseded_at is not None:
        raise FactChanged("Somebody corrected this since you opened it. Open the timeline again.")
    _require_reason(correction)
    spells = {spell.id: spell for spell in said.spells}
    if isinstance(before, Milestone) and is_told_by_spell(before, spells):
        raise FactInvalid(
            "This belongs to a course or job, which says it too. Correct the course or job.", field="fact_id"
        )
    if correction.changes is None:
        after = None
    else:
        after = _changed(before, correction.changes)
        _require_sense(before, after, today)
    told = (
        followers(before, after, _about(said, before))
        if isinstance(before, Spell) and not isinstance(after, Milestone)
        else ()
    )
    return Corrected(before=before, after=after, followers=told)


def require_own_fact(said: Facts, fact_id: UUID, by: By) -> Spell | Milestone:
    """Find a fact of the asking agency's own, whether or not it counts. Raises `FactUnknown`."""
    facts: Iterable[Fact] = (*said.spells, *said.milestones)
    found = next((fact for fact in facts if fact.id == fact_id), None)
    if found is None or found.agency_id != by.agency_id:
        raise FactUnknown(
            "There is no such fact here, or another agency recorded it. Ask them to correct it."
        )
    return found


def _require_reason(correction: Correction) -> None:
    reasons = TAKING_BACK if correction.changes is None else CORRECTING
    if correction.because not in reasons:
        raise Invalid("Choose why.", field="because")
    if correction.because is Because.OTHER and not (correction.note or "").strip():
        raise Invalid("Say why in a few words.", field="note")


def _changed(before: Spell | Milestone, changes: Mapping[str, object]) -> Spell | Milestone:
    may = OF_SPELL if isinstance(before, Spell) else OF_MILESTONE
    for name in changes:
        if name not in may:
            raise FactInvalid(
                "This cannot be corrected here. Take the fact back and record it anew.", field=name
            )
    return replace(before, **changes)


def _require_sense(before: Spell | Milestone, after: Spell | Milestone, today: date) -> None:
    if content_of(before) == content_of(after):
        raise FactInvalid(
            "Nothing is different from what is recorded. Change what is wrong.", field="because"
        )
    for name in ("started_on", "ended_on", "occurred_on"):
        day = getattr(after, name, None)
        if day is not None and day > today:
            raise FactInvalid("This day is in the future. Enter the day it happened.", field=name)
    if isinstance(after, Spell):
        require_possible(after)
        if after.ended_on is None and after.completion in _OVER:
            raise FactInvalid("Enter the day it ended, or choose that it goes on.", field="ended_on")


def _about(said: Facts, spell: Spell) -> list[Milestone]:
    """The agency's own counting milestones that name a spell, under whichever of its ids."""
    ids = {
        each.id
        for each in said.spells
        if (each.agency_id, each.source_key) == (spell.agency_id, spell.source_key)
    }
    return [
        each
        for each in said.milestones
        if each.superseded_at is None and each.agency_id == spell.agency_id and each.spell_id in ids
    ]


def _superseding(
    before: Spell | Milestone, after: Spell | Milestone | None, correction: Correction, by: By, now: datetime
) -> Spell | Milestone:
    return replace(
        said_anew(after or before, fact_id=new_id(), at=now, by=by.account_id),
        supersedes=before.id,
        superseded_at=None if after else now,
        because=correction.because,
        because_note=(correction.note or "").strip() or None,
        takes_back=after is None,
    )


def _done_before(said: Facts, correction: Correction, by: By) -> Corrected | None:
    """The same correction, made before: a form sent twice."""
    facts: Iterable[Fact] = (*said.spells, *said.milestones)
    for fact in facts:
        if fact.supersedes == correction.fact_id and fact.because is correction.because:
            before = require_own_fact(said, correction.fact_id, by)
            wanted = before if correction.changes is None else _changed(before, correction.changes)
            if fact.takes_back == (correction.changes is None) and content_of(fact) == content_of(wanted):
                return Corrected(before=before, after=None if fact.takes_back else fact)
    return None


def _acts(planned: Corrected, fresh: Sequence[Spell | Milestone], correction: Correction) -> Iterator[Act]:
    """One entry: what was corrected, by what, and why; the words are in the facts."""
    detail = {
        "corrects": [fact.supersedes for fact in fresh],
        "by": [fact.id for fact in fresh],
        "because": correction.because.value,
    }
    act = "fact taken back" if planned.after is None else "fact corrected"
    yield Act(act=act, subject_kind="learner", subject_id=correction.learner_id, detail=detail)
