"""What somebody has behind them: each line what is on record, and what of it counts."""

from datetime import date

import pytest

from service.circumstances.rows import Circumstance, Kind
from service.guarantee.rules import achieved
from service.pathways.rows import Completion, Facts, Milestone, MilestoneKind, Spell
from tests.alerts.cases import COLLEGE, at, milestone, said, spell

TODAY = date(2026, 11, 30)


@pytest.mark.parametrize(
    ("facts", "highest"),
    [
        pytest.param([], -1, id="nothing"),
        pytest.param(
            [milestone(MilestoneKind.ACHIEVED, "2026-07-10", level="2", sector="5.2")], 2, id="said so"
        ),
        pytest.param([milestone(MilestoneKind.ACHIEVED, "2026-12-01", level="2")], -1, id="not yet"),
        pytest.param([milestone(MilestoneKind.STARTED, "2026-07-10", level="2")], -1, id="only started"),
        pytest.param(
            [milestone(MilestoneKind.ACHIEVED, "2026-07-10", level="2", superseded_at=at("2026-08-01"))],
            -1,
            id="corrected since",
        ),
        pytest.param(
            [spell(COLLEGE, "2025-09-01", "2026-07-10", level="1", completion=Completion.COMPLETED)],
            1,
            id="a course completed",
        ),
        pytest.param(
            [spell(COLLEGE, "2025-09-01", "2026-07-10", level="3", completion=Completion.WITHDRAWN)],
            -1,
            id="a course left",
        ),
        pytest.param([said(Kind.PRIOR_ATTAINMENT, "1")], 1, id="prior attainment"),
        pytest.param([said(Kind.PRIOR_ATTAINMENT, "98")], -1, id="prior attainment not known"),
        pytest.param([said(Kind.LEVEL_3, "yes")], 3, id="level 3 reached"),
        pytest.param(
            [said(Kind.LEVEL_3, "yes"), said(Kind.PRIOR_ATTAINMENT, "11")], 5, id="the higher counts"
        ),
    ],
)
def test_the_highest_level_is_what_anybody_says_was_achieved(
    facts: list[Spell | Milestone | Circumstance], highest: int
) -> None:
    of_pathway = Facts(
        spells=tuple(each for each in facts if isinstance(each, Spell)),
        milestones=tuple(each for each in facts if isinstance(each, Milestone)),
    )
    circumstances = [each for each in facts if isinstance(each, Circumstance)]
    found = achieved(of_pathway, circumstances, today=TODAY)
    assert found.highest == highest
    no_level = [each for each in circumstances if each.value == "98"]
    assert found.is_known == (highest >= 0 and not no_level)


def test_no_qualifications_is_known_and_is_not_the_same_as_nothing_recorded() -> None:
    assert achieved(Facts(), [said(Kind.PRIOR_ATTAINMENT, "99")], today=TODAY).is_known
    assert not achieved(Facts(), [], today=TODAY).is_known


def test_grade_4_in_english_and_maths_is_read_from_the_circumstances() -> None:
    found = achieved(Facts(), [said(Kind.ENGLISH, "2"), said(Kind.MATHS, "1")], today=TODAY)
    assert (found.english, found.maths) == (True, False)


@pytest.mark.parametrize(
    ("started", "ended", "completion", "weeks"),
    [
        pytest.param("2025-09-01", "2026-03-02", Completion.WITHDRAWN, [26], id="half a year"),
        pytest.param("2026-02-02", "2026-03-02", Completion.WITHDRAWN, [4], id="four weeks"),
        pytest.param("2026-02-02", "2026-03-01", Completion.WITHDRAWN, [], id="a day less"),
        pytest.param("2025-09-01", "2026-03-02", Completion.COMPLETED, [], id="completed"),
        pytest.param("2025-09-01", "2026-03-02", Completion.MOVED_ON, [26], id="moved on"),
    ],
)
def test_what_was_left_after_some_weeks_is_kept_for_credit(
    started: str, ended: str, completion: Completion, weeks: list[int]
) -> None:
    left = spell(COLLEGE, started, ended, completion=completion, level="2", sector="5.2", title="Bricklaying")
    found = achieved(Facts(spells=(left,)), [], today=TODAY)
    assert [each.weeks for each in found.unfinished] == weeks


def test_what_was_achieved_later_in_the_sector_leaves_nothing_to_credit() -> None:
    left = spell(
        COLLEGE, "2025-01-06", "2025-06-02", completion=Completion.WITHDRAWN, level="2", sector="5.2"
    )
    after = milestone(MilestoneKind.ACHIEVED, "2026-07-10", level="2", sector="5.3")
    assert achieved(Facts(spells=(left,), milestones=(after,)), [], today=TODAY).unfinished == ()
