"""The sectors in which the board sets priorities, and which of them a sector subject area serves.

SOURCE of the seven: Essex Employment and Skills Board, "About the Board" (its priority sectors). What serves none of
them is "other", so that the eight together are everything. The mapping is ours, made for this service; each area of
tier 2 is in exactly one. Where an area serves two:

- 1.3 health and social care is care: its courses lead to adult care first, and whoever trains for a hospital is
  counted under 1.1 or 1.2, which are health alone.
- 1.5 child development is care: nurseries and early years are care work with children.
- 4.3 transportation is logistics: it is driving, operating and keeping vehicles on the road. What makes vehicles is 4.1
  and 4.2.
- 9 arts, media and publishing is IT, digital and creative: its four are the creative part.
- 15.1 accounting and 15.5 law are financial and related. 15.2 to 15.4 (administration, management, sales) are worked at
  in every sector and so are other.
- A code of tier 1 alone has a priority sector only where all its areas share one. "1" may be health or care: other.
"""

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType

from service.vocabulary.sector import AREAS, CHOICES, sector_area, sector_name


class PrioritySector(StrEnum):
    """The seven, in the order the board names them, and the rest."""

    MANUFACTURING = "manufacturing"
    CARE = "care"
    CONSTRUCTION = "construction"
    FINANCIAL = "financial"
    HEALTH = "health"
    DIGITAL = "digital"
    LOGISTICS = "logistics"
    OTHER = "other"

    @property
    def said(self) -> str:
        """The name, as tables and sentences write it."""
        return _SAID[self]


_SAID: Mapping[PrioritySector, str] = MappingProxyType(
    {
        PrioritySector.MANUFACTURING: "Advanced manufacturing and engineering",
        PrioritySector.CARE: "Care",
        PrioritySector.CONSTRUCTION: "Construction",
        PrioritySector.FINANCIAL: "Financial and related",
        PrioritySector.HEALTH: "Health",
        PrioritySector.DIGITAL: "IT, digital and creative",
        PrioritySector.LOGISTICS: "Logistics",
        PrioritySector.OTHER: "Other",
    }
)
_SERVES: Mapping[PrioritySector, tuple[str, ...]] = MappingProxyType(
    {
        PrioritySector.MANUFACTURING: ("4.1", "4.2"),
        PrioritySector.CARE: ("1.3", "1.5"),
        PrioritySector.CONSTRUCTION: ("5.1", "5.2", "5.3"),
        PrioritySector.FINANCIAL: ("15.1", "15.5"),
        PrioritySector.HEALTH: ("1.1", "1.2"),
        PrioritySector.DIGITAL: ("6.1", "6.2", "9.1", "9.2", "9.3", "9.4"),
        PrioritySector.LOGISTICS: ("4.3", "7.2"),
    }
)
_OF_TIER_2 = {code: PrioritySector.OTHER for code, _ in CHOICES} | {
    code: sector for sector, codes in _SERVES.items() for code in codes
}


def _of_tier_1(area: str) -> PrioritySector:
    within = {sector for code, sector in _OF_TIER_2.items() if sector_area(code) == area}
    return within.pop() if len(within) == 1 else PrioritySector.OTHER


SECTOR_OF: Mapping[str, PrioritySector] = MappingProxyType(
    {**_OF_TIER_2, **{area: _of_tier_1(area) for area, _ in AREAS}}
)
"""Every sector subject area's priority sector by its stored code, both tiers."""


def priority_sector_of(code: str | None) -> PrioritySector:
    """The priority sector of a sector subject area as stored ("5.2"); other for none. Raises SectorUnknown."""
    if code is None:
        return PrioritySector.OTHER
    sector_name(code)
    return SECTOR_OF[code]


class PrioritySectorUnknown(ValueError):
    """Not the name of a priority sector."""


def parse_priority_sector(text: str) -> PrioritySector:
    """The sector somebody wrote, by its name or its code, whatever the case. Raises PrioritySectorUnknown."""
    typed = " ".join(text.split()).casefold()
    for sector in PrioritySector:
        if typed in (sector.value, sector.said.casefold()):
            return sector
    raise PrioritySectorUnknown(f"Choose one of: {'; '.join(sector.said for sector in PrioritySector)}")
