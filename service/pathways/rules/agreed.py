"""Places offered and accepted that still stand: those not declined since."""

from collections.abc import Iterable
from datetime import date

from service.pathways.rows import Milestone, MilestoneKind

AGREED = frozenset({MilestoneKind.OFFERED, MilestoneKind.ACCEPTED})


def without_declined(milestones: Iterable[Milestone], *, today: date) -> list[Milestone]:
    """Leave out the offers and acceptances that were declined since, by today.

    What is declined is the place that was to start on the same day, or, where the refusal names none, every place
    offered until then.
    """
    told = list(milestones)
    declined = [
        each
        for each in told
        if each.kind is MilestoneKind.DECLINED and each.superseded_at is None and each.occurred_on <= today
    ]
    if not declined:
        return told
    return [
        each
        for each in told
        if each.kind not in AGREED or not any(_declines(refusal, each) for refusal in declined)
    ]


def _declines(refusal: Milestone, place: Milestone) -> bool:
    same = refusal.planned_start_on in {None, place.planned_start_on}
    return same and place.occurred_on <= refusal.occurred_on
