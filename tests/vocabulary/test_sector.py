import pytest

from service.vocabulary.sector import (
    CHOICES,
    LEVELS,
    SECTORS,
    LevelUnknown,
    SectorUnknown,
    level_name,
    level_rank,
    parse_sector,
    sector_area,
    sector_name,
)


def test_sectors_are_15_areas_with_50_subjects_each_in_its_area() -> None:
    assert [code for code in SECTORS if "." not in code] == [str(number) for number in range(1, 16)]
    assert len(CHOICES) == 50
    assert all(sector_area(code) in SECTORS for code, _ in CHOICES)


@pytest.mark.parametrize(
    ("code", "name"),
    [
        pytest.param("5.2", "Building and construction", id="tier 2"),
        pytest.param("5", "Construction, planning and the built environment", id="tier 1"),
        pytest.param("15.5", "Law and legal services", id="two figures"),
    ],
)
def test_sector_name_knows_both_tiers(code: str, name: str) -> None:
    assert sector_name(code) == name


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("5.2", "5.2"),
        ("5.20", "5.2"),
        ("05.20", "5.2"),
        ("5.00", "5"),
        (" 15.10 ", "15.1"),
        ("10", "10"),
        ("", None),
    ],
)
def test_parse_sector_reads_the_ways_it_is_written(text: str, code: str | None) -> None:
    assert parse_sector(text) == code


@pytest.mark.parametrize("text", ["16", "5.9", "0", "5.25", "-1", "Construction"])
def test_parse_sector_refuses(text: str) -> None:
    with pytest.raises(SectorUnknown):
        parse_sector(text)


def test_sector_name_refuses_a_code_nobody_gave() -> None:
    with pytest.raises(SectorUnknown):
        sector_name("5.20")


def test_levels_have_names_and_an_order() -> None:
    assert [level_name(level) for level in ("E", "3")] == ["Entry level", "Level 3"]
    assert [level_rank(level) for level in (None, *LEVELS)] == list(range(-1, 9))


@pytest.mark.parametrize("level", ["", "0", "9", "e", "12", "Level 3"])
def test_level_rank_refuses_what_is_not_a_level(level: str) -> None:
    with pytest.raises(LevelUnknown):
        level_rank(level)
    with pytest.raises(LevelUnknown):
        level_name(level)
