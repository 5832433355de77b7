"""Which of a learner's claims are paid: one for each course and kind, and of rivals the first, or all in parts."""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Sequence
from datetime import date, datetime
from uuid import UUID

from service.funding.rows import Claim, ClaimKey, Reason, Verdict
from service.funding.rules.claims import in_order
from service.funding.rules.eligibility import UNTRUE, Allocated, refusal

Splits = Callable[[str, date], bool]
"""Whether by the tariff of a fund on a day rivals share an outcome."""


def judge(
    claims: Iterable[Claim], *, standing: Collection[ClaimKey], allocated: Allocated, splits: Splits
) -> tuple[Verdict, ...]:
    """Say of each claim of one learner whether it can be paid, and if not why.

    `standing` have been on a statement: they keep their place before any other, as long as they are true. SOURCE: at
    most one billable for a person, course and type, and first verified or split, are practice 3.4's.
    """
    verdicts: list[Verdict] = []
    able: list[Claim] = []
    for claim in sorted(claims, key=in_order):
        reason = refusal(claim, allocated=allocated, standing=claim.key in standing)
        if reason is None:
            able.append(claim)
        else:
            verdicts.append(Verdict(claim=claim, reason=reason, is_true=reason not in UNTRUE))
    firsts, repeated = _first_of_each_course(able, standing)
    return (*verdicts, *repeated, *_among_rivals(firsts, standing, splits))


def _first_of_each_course(
    able: Sequence[Claim], standing: Collection[ClaimKey]
) -> tuple[list[Claim], list[Verdict]]:
    groups: dict[tuple[UUID, str], list[Claim]] = defaultdict(list)
    for claim in able:
        groups[claim.course, claim.kind].append(claim)
    firsts, repeated = [], []
    for group in groups.values():
        first, *others = sorted(group, key=lambda claim: (claim.key not in standing, *_verified(claim)))
        firsts.append(first)
        repeated += [_refused(each, Reason.DUPLICATE, first) for each in others]
    return firsts, repeated


def _among_rivals(
    claims: Sequence[Claim], standing: Collection[ClaimKey], splits: Splits
) -> Iterable[Verdict]:
    groups: dict[tuple[UUID, str], list[Claim]] = defaultdict(list)
    for claim in claims:
        groups[claim.occasion, claim.kind].append(claim)
    for group in groups.values():
        stand = [each for each in group if each.key in standing]
        ranked = sorted(stand or group, key=_verified)
        first = ranked[0]
        winners = ranked if stand or splits(first.fund, first.occurred_on) else ranked[:1]
        parts = len(winners)
        yield from (
            Verdict(claim=each, part=place, parts=parts) for place, each in enumerate(winners, start=1)
        )
        yield from (_refused(each, Reason.RIVAL_FIRST, first) for each in group if each not in winners)


def _verified(claim: Claim) -> tuple[datetime, bool, int, UUID, UUID]:
    """First on record; of one instant whose own word it is; then who helped last."""
    return (
        claim.verified_at,
        not claim.is_own,
        -claim.helped_on.toordinal(),
        claim.provider_id,
        claim.occasion,
    )


def _refused(claim: Claim, reason: Reason, first: Claim) -> Verdict:
    return Verdict(claim=claim, reason=reason, superseded_by=first.key)
