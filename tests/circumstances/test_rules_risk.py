"""The risk score against the vectors its authors published, and against its own edges."""

from datetime import date

import pytest
from msgspec.structs import replace

from service.circumstances.rows import Circumstance, Kind
from service.circumstances.rules import SCHEMES, Band, risk_of
from tests.circumstances.saying import says

ON = date(2026, 11, 3)


def attends(share: str) -> Circumstance:
    return says(1, Kind.ATTENDANCE, share, "2026-10-26")


def yes(*kinds: Kind) -> list[Circumstance]:
    return [says(10 + n, kind, "yes") for n, kind in enumerate(kinds)]


def codes(*values: str) -> list[Circumstance]:
    return [says(30 + n, Kind.CHARACTERISTIC, value) for n, value in enumerate(values)]


FIRST = [attends("10/1/0"), *yes(Kind.FIRST_LANGUAGE, Kind.EHC_PLAN, Kind.EXCLUSION, Kind.FREE_MEALS)]
THIRD = [attends("50/44/0"), *yes(Kind.FIRST_LANGUAGE, Kind.SEN_SUPPORT, Kind.FREE_MEALS)]


@pytest.mark.parametrize(
    ("said", "in_custody", "score"),
    [
        # Published with the score's code: 10 % attendance, not English, plan, excluded, free meals.
        pytest.param(FIRST, False, 9, id="the school's data alone"),
        pytest.param(
            [*FIRST, *codes("200", "110", "180", "140", "170")],
            True,
            20,
            id="with the council's data, all of it",
        ),
        pytest.param([attends("99/98/0")], False, 0, id="99 %, English, nothing"),
        # 88 %, not English, SEN support, free meals.
        pytest.param(THIRD, False, 5, id="88 %, the school's data alone"),
        pytest.param([*THIRD, *codes("200", "110", "140")], False, 10, id="88 %, with the council's data"),
    ],
)
def test_the_published_vectors_come_out_as_published(
    said: list[Circumstance], in_custody: bool, score: int
) -> None:
    found = risk_of(said, in_custody=in_custody, on=ON)
    assert found.score == score == sum(each.points for each in found.factors)


@pytest.mark.parametrize(
    ("said", "score"),
    [
        pytest.param([], 0, id="nothing known"),
        pytest.param([attends("50/46/0")], 0, id="92 %"),
        pytest.param([attends("50/45/0")], 1, id="90 %"),
        pytest.param([attends("50/43/0")], 1, id="86 %"),
        pytest.param([attends("20/17/0")], 2, id="85 %"),
        pytest.param(codes("110", "160"), 2, id="looked after and care leaver are one factor"),
        pytest.param(codes("120", "180", "190"), 2, id="pregnant and parent are one factor"),
        pytest.param(codes("130", "150", "210"), 0, id="vulnerable, and no factor of this score"),
        pytest.param([says(1, Kind.FREE_MEALS, "no")], 0, id="a no"),
        pytest.param([says(1, Kind.FREE_MEALS, "yes", "2026-11-04")], 0, id="not yet"),
        pytest.param([says(1, Kind.ATTENDANCE, "10/1/0", "2025-11-02")], 0, id="more than a year ago"),
    ],
)
def test_risk_of_counts_each_factor_once(said: list[Circumstance], score: int) -> None:
    assert risk_of(said, in_custody=False, on=ON).score == score


@pytest.mark.parametrize(
    ("kinds", "band"),
    [
        pytest.param([], Band.NONE, id="0"),
        pytest.param([Kind.SEN_SUPPORT], Band.OFFER, id="1"),
        pytest.param([Kind.FREE_MEALS], Band.ADDITIONAL, id="2"),
        pytest.param([Kind.FREE_MEALS, Kind.SEN_SUPPORT], Band.ADDITIONAL, id="3"),
        pytest.param([Kind.FREE_MEALS, Kind.EHC_PLAN], Band.SUBSTANTIAL, id="4"),
    ],
)
def test_the_band_follows_from_the_score(kinds: list[Kind], band: Band) -> None:
    assert risk_of(yes(*kinds), in_custody=False, on=ON).band is band


def test_a_new_scheme_counts_from_its_day_on() -> None:
    newer = replace(SCHEMES[0], name="newer", starts_on=date(2026, 11, 4), weights=())
    schemes = (*SCHEMES, newer)
    assert risk_of(FIRST, in_custody=False, on=ON, schemes=schemes).score == 9
    assert risk_of(FIRST, in_custody=False, on=date(2026, 11, 4), schemes=schemes).scheme == "newer"
