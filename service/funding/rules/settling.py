"""Making the declarations of a learner say what the facts say now: new attempts, and steps of those there are."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime
from typing import Final
from uuid import UUID

import msgspec

from service.funding.rows import (
    STANDING,
    UNPAID,
    ClaimKey,
    Declaration,
    DeclarationEvent,
    Outcome,
    Reason,
    State,
    Verdict,
)
from service.funding.rules.eligibility import claim_until
from service.vocabulary.financial_year import FinancialYear

_OVER: Final = frozenset({State.CLAWED_BACK, State.VOIDED})
_PAID: Final = frozenset({State.PAYABLE, State.PAID})
_TOLD: Final = ("state", "reason", "superseded_by")


class Settled(msgspec.Struct, frozen=True, kw_only=True):
    """What is to be written: new declarations, changed ones as they are to be, and each step taken, without its key."""

    new: tuple[Declaration, ...] = ()
    changed: tuple[Declaration, ...] = ()
    steps: tuple[tuple[Declaration, State], ...] = ()


def settle(
    verdicts: Sequence[Verdict],
    declared: Iterable[Declaration],
    *,
    names: Mapping[ClaimKey, UUID],
    known_before: datetime,
    now: datetime,
) -> Settled:
    """Compare one learner's verdicts with their declarations and say what follows.

    `names` gives a key to every claim that may need a new declaration. An attempt is recorded even if it is refused.
    What was never on a statement follows the facts; what was is taken back only when it is no longer true, and stands
    again when it is true again before that has happened. One that is over is never revived: a new attempt is made. What
    came on record only since `known_before`, the moment as of which facts are looked at, is left to the next look,
    unless it stands where another did then.
    """
    known, shadowed = _by_claim(declared)
    ids = {key: known[key].id if key in known else name for key, name in names.items()}
    new: list[Declaration] = []
    changed: list[Declaration] = []
    steps: list[tuple[Declaration, State]] = []
    for verdict in verdicts:
        before = known.pop(verdict.claim.key, None)
        after = _follows(verdict, before, ids, now)
        if before is None:
            new.append(after)
            steps += [(after, State.SUBMITTED), (after, after.state)]
        elif after != before:
            changed.append(after)
            if any(getattr(after, field) != getattr(before, field) for field in _TOLD):
                steps.append((after, after.state))
    taken = {(each.claim.course, each.claim.kind) for each in verdicts if each.reason is None}
    over = [_shadow(each) for each in shadowed]
    over += filter(None, (_without_claim(each, taken, known_before) for each in known.values()))
    changed += over
    steps += [(each, each.state) for each in over]
    return Settled(new=tuple(new), changed=tuple(changed), steps=tuple(steps))


def _shadow(twin: Declaration) -> Declaration:
    return _with(twin, state=State.VOIDED, reason=Reason.DUPLICATE, superseded_by=None)


def _without_claim(
    gone: Declaration, taken: Collection[tuple[UUID, Outcome]], known_before: datetime
) -> Declaration | None:
    """What becomes of a declaration that no fact bears out as of then; None: nothing."""
    if gone.state in _PAID:
        return _with(gone, state=State.AWAITING_CLAWBACK, reason=Reason.UNTRUE, superseded_by=None)
    if gone.state not in UNPAID:
        return None
    if gone.verified_at < known_before:
        return _with(gone, state=State.VOIDED, reason=Reason.UNTRUE, superseded_by=None)
    if gone.state is State.ELIGIBLE and (gone.course, gone.kind) in taken:
        return _with(gone, state=State.INELIGIBLE, reason=Reason.DUPLICATE)
    return None


def event_of(step: tuple[Declaration, State], *, key: UUID, now: datetime) -> DeclarationEvent:
    """Write a step down; being submitted has no reason yet."""
    declaration, state = step
    return DeclarationEvent(
        learner_id=declaration.learner_id,
        id=key,
        declaration_id=declaration.id,
        state=state,
        reason=None if state is State.SUBMITTED else declaration.reason,
        statement_id=None,
        at=now,
    )


def _by_claim(declared: Iterable[Declaration]) -> tuple[dict[ClaimKey, Declaration], list[Declaration]]:
    """The attempt that counts for each claim, and those of the same claim that never stood on a statement.

    There are two where a merge joined them, or where a statement that took one back was sent back itself.
    """
    known: dict[ClaimKey, Declaration] = {}
    shadowed = []
    for each in sorted(declared, key=lambda each: (each.state in _PAID, each.state in STANDING, each.id)):
        if each.state not in _OVER:
            before = known.get(each.key)
            if before is not None and before.state in UNPAID:
                shadowed.append(before)
            known[each.key] = each
    return known, shadowed


def _follows(
    verdict: Verdict, before: Declaration | None, ids: Mapping[ClaimKey, UUID], now: datetime
) -> Declaration:
    if before is not None and before.state in STANDING:
        return _standing(verdict, before)
    claim = verdict.claim
    return Declaration(
        learner_id=claim.learner_id,
        id=before.id if before else ids[claim.key],
        provider_id=claim.provider_id,
        fund=before.fund if before else claim.fund,
        year=FinancialYear.of(claim.occurred_on).start,
        sector=claim.sector,
        course=claim.course,
        occasion=claim.occasion,
        kind=claim.kind,
        occurred_on=claim.occurred_on,
        claim_until_on=claim_until(claim.occurred_on),
        evidence=claim.evidence,
        band=claim.band,
        part=verdict.part,
        parts=verdict.parts,
        verified_at=claim.verified_at,
        state=State.ELIGIBLE if verdict.reason is None else State.INELIGIBLE,
        reason=verdict.reason,
        superseded_by=ids[verdict.superseded_by] if verdict.superseded_by else None,
        declared_at=before.declared_at if before else now,
    )


def _standing(verdict: Verdict, before: Declaration) -> Declaration:
    """What was on a statement keeps its words, and stands as long as it is true."""
    if before.state is State.AWAITING_CLAWBACK and verdict.is_true and before.reason is not Reason.DUPLICATE:
        return _with(before, state=State.PAYABLE, reason=None)
    if before.state in _PAID and not verdict.is_true:
        return _with(before, state=State.AWAITING_CLAWBACK, reason=verdict.reason)
    return before


def _with(declaration: Declaration, **changes: object) -> Declaration:
    return msgspec.structs.replace(declaration, **changes)
