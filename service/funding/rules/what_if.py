"""What would be if the ramp were another: every provider's base and results part, and what it stands to lose."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from uuid import UUID

import msgspec

from service.funding.rows import Given
from service.funding.rules.ramp import parted
from service.vocabulary.money import WHOLE, rounded


class Part(msgspec.Struct, frozen=True, kw_only=True):
    """What one provider has of a fund and year under a share, and what of it it has earned so far, in pence."""

    provider_id: UUID
    allocated_pence: int
    base_pence: int
    results_pence: int
    earned_pence: int

    @property
    def at_risk_pence(self) -> int:
        """Of the results part, what no outcome has earned yet."""
        return max(self.results_pence - self.earned_pence, 0)

    @property
    def at_risk(self) -> int:
        """The share of the allocation that it is, of 10,000."""
        return rounded(WHOLE, self.at_risk_pence, self.allocated_pence) if self.allocated_pence > 0 else 0


class WhatIf(msgspec.Struct, frozen=True, kw_only=True):
    """Every provider under a share, and all of them together."""

    share: int
    parts: tuple[Part, ...]

    @property
    def base_pence(self) -> int:
        """The base of all."""
        return sum(each.base_pence for each in self.parts)

    @property
    def results_pence(self) -> int:
        """The results part of all."""
        return sum(each.results_pence for each in self.parts)

    @property
    def at_risk_pence(self) -> int:
        """What nobody has earned yet."""
        return sum(each.at_risk_pence for each in self.parts)


def what_if(given: Iterable[Given], *, share: int, earned: Mapping[UUID, int]) -> WhatIf:
    """Part every allocation by a share, sector by sector as statements do. Nothing is saved.

    `earned`: what each provider's outcomes of the year were paid so far, in pence.
    """
    bases: dict[UUID, int] = defaultdict(int)
    results: dict[UUID, int] = defaultdict(int)
    for each in given:
        base, rest = parted(each.pence, share)
        bases[each.provider_id] += base
        results[each.provider_id] += rest
    return WhatIf(
        share=share,
        parts=tuple(
            Part(
                provider_id=provider_id,
                allocated_pence=bases[provider_id] + results[provider_id],
                base_pence=bases[provider_id],
                results_pence=results[provider_id],
                earned_pence=earned.get(provider_id, 0),
            )
            for provider_id in sorted(bases)
        ),
    )
