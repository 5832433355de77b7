"""Each sector subject area serves exactly one of the board's sectors."""

import pytest

from service.vocabulary.priority_sector import (
    SECTOR_OF,
    PrioritySector,
    PrioritySectorUnknown,
    parse_priority_sector,
    priority_sector_of,
)
from service.vocabulary.sector import AREAS, CHOICES, SECTORS, SectorUnknown, sector_area


def test_every_sector_subject_area_of_both_tiers_has_one_priority_sector() -> None:
    assert SECTOR_OF.keys() == SECTORS.keys()
    assert set(SECTOR_OF.values()) == set(PrioritySector), "no sector is empty"


@pytest.mark.parametrize(
    ("code", "sector"),
    [
        pytest.param("1.1", PrioritySector.HEALTH, id="medicine"),
        pytest.param("1.2", PrioritySector.HEALTH, id="nursing"),
        pytest.param("1.3", PrioritySector.CARE, id="health and social care"),
        pytest.param("1.4", PrioritySector.OTHER, id="public services"),
        pytest.param("1.5", PrioritySector.CARE, id="child development"),
        pytest.param("2.1", PrioritySector.OTHER, id="science"),
        pytest.param("3.3", PrioritySector.OTHER, id="animal care is no care of people"),
        pytest.param("4.1", PrioritySector.MANUFACTURING, id="engineering"),
        pytest.param("4.2", PrioritySector.MANUFACTURING, id="manufacturing"),
        pytest.param("4.3", PrioritySector.LOGISTICS, id="transportation"),
        pytest.param("5.2", PrioritySector.CONSTRUCTION, id="building"),
        pytest.param("5", PrioritySector.CONSTRUCTION, id="all of construction"),
        pytest.param("6", PrioritySector.DIGITAL, id="all of ICT"),
        pytest.param("9", PrioritySector.DIGITAL, id="all of the arts"),
        pytest.param("7.2", PrioritySector.LOGISTICS, id="warehousing"),
        pytest.param("7.4", PrioritySector.OTHER, id="catering"),
        pytest.param("15.1", PrioritySector.FINANCIAL, id="accounting"),
        pytest.param("15.2", PrioritySector.OTHER, id="administration"),
        pytest.param("15.5", PrioritySector.FINANCIAL, id="law"),
        pytest.param("1", PrioritySector.OTHER, id="health or care, nobody can say"),
        pytest.param("4", PrioritySector.OTHER, id="engineering or transport, nobody can say"),
        pytest.param(None, PrioritySector.OTHER, id="no area given"),
    ],
)
def test_priority_sector_of_follows_the_mapping(code: str | None, sector: PrioritySector) -> None:
    assert priority_sector_of(code) is sector


@pytest.mark.parametrize("area", [code for code, _ in AREAS])
def test_a_code_of_tier_1_claims_no_more_than_all_of_its_areas_share(area: str) -> None:
    within = {SECTOR_OF[code] for code, _ in CHOICES if sector_area(code) == area}
    assert SECTOR_OF[area] is PrioritySector.OTHER or within == {SECTOR_OF[area]}


def test_a_code_nobody_gave_is_refused_and_not_called_other() -> None:
    with pytest.raises(SectorUnknown):
        priority_sector_of("5.9")


@pytest.mark.parametrize("sector", PrioritySector)
def test_a_sector_is_read_back_by_its_name_and_its_code(sector: PrioritySector) -> None:
    assert parse_priority_sector(f"  {sector.said.upper()} ") is sector
    assert parse_priority_sector(sector.value) is sector


@pytest.mark.parametrize("text", ["", "Building", "5.2"])
def test_a_name_that_is_no_sector_is_answered_with_the_eight(text: str) -> None:
    with pytest.raises(PrioritySectorUnknown, match="Construction"):
        parse_priority_sector(text)
