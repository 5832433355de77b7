"""Keeping what the matcher looks by in step: keys and other names, in the transaction that changes a description."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from uuid import UUID

from msgspec.structs import replace

from service.kit.audit import By
from service.kit.database import Session
from service.kit.ids import new_id
from service.learners import queries
from service.learners.matching.keys import signature, stored_keys
from service.learners.matching.normalise import Form, form, name_parts
from service.learners.matching.presented import person_of
from service.learners.operations.verdicts import Verdict
from service.learners.rows import Candidate, Claim, NewKey, NewOtherName

_NUMBERS = ("uln", "upn", "ni_number", "email", "postcode", "sex")


def keys_of(learner_id: UUID, described: Form) -> list[NewKey]:
    """Make the keys of a learner."""
    mark = signature(described)
    return [NewKey(key, learner_id, mark) for key in stored_keys(described)]


async def describe_new(session: Session, verdicts: Iterable[Verdict], *, by: By, now: datetime) -> None:
    """Keep keys and former names of those just registered."""
    keys: list[NewKey] = []
    names: list[NewOtherName] = []
    for verdict in verdicts:
        if verdict.new is not None:
            sought = verdict.looked.sought
            keys += [NewKey(key, verdict.new.id, sought.signature) for key in sought.stored]
            names += other_names(verdict.new.id, verdict.request.claim.previous_names, by=by, now=now)
    await queries.add_keys(session, keys)
    await queries.note_names(session, names)


async def describe_found(
    session: Session, found: Mapping[UUID, tuple[Candidate, Claim]], *, by: By, now: datetime
) -> list[UUID]:
    """Fill in what a claim brought and the register lacked; it gives those who were completed.

    A name the register does not know is noted beside the learner's own. Nothing known is overwritten.
    """
    if not found:
        return []
    claims = [claim for _, claim in found.values()]
    columns = [[getattr(claim, name) for claim in claims] for name in _NUMBERS]
    completed = await queries.complete(session, [list(found), *columns], now)
    names = [name for known, claim in found.values() for name in _unknown_names(known, claim, by, now)]
    await queries.note_names(session, names)
    changed = {name.learner_id for name in names} | set(completed)
    await _rekey(session, [known for key, (known, _) in found.items() if key in changed])
    return completed


async def describe_moved(
    session: Session,
    learner_id: UUID,
    *,
    postcode: str,
    area_id: UUID,
    council_id: UUID | None,
    now: datetime,
) -> None:
    """Keep where a learner lives now, and what they are looked for by; the council that answers as it is given."""
    before = await queries.candidates_called(session, [learner_id])
    await queries.move(session, learner_id, postcode=postcode, area_id=area_id, council_id=council_id, at=now)
    await _rekey(session, before)


async def _rekey(session: Session, before: Sequence[Candidate]) -> None:
    after = await queries.candidates_called(session, [each.learner_id for each in before])
    old = {key.key: key for each in before for key in keys_of(each.learner_id, form(person_of(each)))}
    await replace_keys(session, old.values(), after)


async def replace_keys(session: Session, old: Iterable[NewKey], after: Sequence[Candidate]) -> None:
    """Store the keys of learners as described now in place of those they had."""
    was = set(old)
    now = {key for each in after for key in keys_of(each.learner_id, form(person_of(each)))}
    await queries.forget_keys(session, list(was - now))
    await queries.add_keys(session, list(now - was))


def other_names(
    learner_id: UUID, names: Iterable[str], *, by: By, now: datetime, hidden: bool = False
) -> Iterator[NewOtherName]:
    """Make the rows of a learner's other names."""
    for name in names:
        yield NewOtherName(
            learner_id=learner_id, id=new_id(), name=name, hidden=hidden, noted_at=now, noted_by=by.agency_id
        )


def _unknown_names(known: Candidate, claim: Claim, by: By, now: datetime) -> Iterator[NewOtherName]:
    """Names the claim gives of which a whole part is nowhere in the names the register knows."""
    heard = {part for name in _names(known) for part in name_parts(name)}
    told = [claim.family_name, *claim.previous_names]
    fresh = [name for name in dict.fromkeys(told) if set(name_parts(name)) - heard]
    yield from other_names(known.learner_id, fresh, by=by, now=now)


def _names(known: Candidate) -> tuple[str, ...]:
    return (known.given_names, known.family_name, *known.previous_names)


def without_numbers(claim: Claim, taken: Iterable[str | None]) -> Claim:
    """Leave out of a claim the numbers that other learners have: they disagree on purpose."""
    kept = set(taken) - {None}
    return replace(claim, **{name: None for name in _NUMBERS[:3] if getattr(claim, name) in kept})
