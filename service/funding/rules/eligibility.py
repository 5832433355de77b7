"""What stands against a claim by itself: one reason, the first that holds."""

from collections.abc import Collection
from datetime import date, timedelta
from typing import Final
from uuid import UUID

from service.funding.rows import CONFIRMED, Claim, Reason
from service.vocabulary.day import london_day
from service.vocabulary.financial_year import FinancialYear

CLAIM_WITHIN: Final = timedelta(weeks=26)
"""After it happened. SOURCE: our own policy; long enough for a result of June to come with the files of autumn."""

Allocated = Collection[tuple[UUID, str, int]]
"""Provider, fund and financial year in which the provider has an allocation of it."""

UNTRUE: Final = frozenset({Reason.NO_EVIDENCE, Reason.WRONG_PROVIDER})
"""These say that the facts do not bear a claim out; the others that it is not to be paid all the same."""


def claim_until(occurred_on: date) -> date:
    """The last day on which an outcome may come on record and still be paid."""
    return occurred_on + CLAIM_WITHIN


def refusal(claim: Claim, *, allocated: Allocated, standing: bool) -> Reason | None:
    """Say why a claim cannot be paid, None where nothing stands against it by itself.

    `standing`: it was on a statement already, so it only has to be true still: what it is paid from and when it came
    were judged then. SOURCE: the ineligible reasons of early career framework declarations, by practice 3.4.
    """
    if claim.evidence not in CONFIRMED:
        return Reason.NO_EVIDENCE
    if not claim.was_there:
        return Reason.WRONG_PROVIDER
    if standing:
        return None
    if london_day(claim.verified_at) > claim_until(claim.occurred_on):
        return Reason.OUT_OF_WINDOW
    year = FinancialYear.of(claim.occurred_on).start
    return None if (claim.provider_id, claim.fund, year) in allocated else Reason.NO_ALLOCATION
