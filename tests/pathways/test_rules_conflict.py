"""Conflicts: different activities with one start, and which of them are a contradiction between agencies today."""

from datetime import date
from uuid import UUID

import pytest

from service.pathways.rows import Spell
from service.pathways.rules import conflicts, disagreement
from tests.pathways.test_rules_main_spells import (
    COLLEGE,
    CUSTODY,
    JOB,
    PART_TIME,
    SAID,
    SEEKING,
    SIXTH_FORM,
    on,
    spell,
)

TODAY = date(2025, 11, 3)
ANOTHER = {"agency_id": UUID(int=9)}
AT_COLLEGE = spell(1, COLLEGE, "2025-09-03")


def test_conflicts_lists_different_activities_of_one_start_the_kept_one_first() -> None:
    neet, college = spell(1, SEEKING, "2025-09-03"), spell(2, COLLEGE, "2025-09-03")
    (conflict,) = conflicts([neet, college])
    assert conflict.started_on == on("2025-09-03")
    assert conflict.spell_ids == (college.id, neet.id)


def test_conflicts_leaves_out_what_is_merely_secondary() -> None:
    assert not conflicts(
        [spell(1, COLLEGE, "2025-09-03", "2026-07-31"), spell(2, PART_TIME, "2025-09-03", "2025-12-19")]
    )


@pytest.mark.parametrize(
    ("other", "contradicts"),
    [
        pytest.param(spell(2, JOB, "2025-09-03", **ANOTHER), True, id="both go on"),
        pytest.param(spell(2, JOB, "2025-09-03", **ANOTHER, **SAID), True, id="one only said"),
        pytest.param(spell(2, SEEKING, "2025-09-03", **ANOTHER), True, id="learning and NEET"),
        pytest.param(spell(2, JOB, "2025-09-03"), False, id="one agency by itself"),
        pytest.param(spell(2, COLLEGE, "2025-09-03", **ANOTHER), False, id="they agree"),
        pytest.param(spell(2, JOB, "2025-09-04", **ANOTHER), False, id="the later start cuts the earlier"),
        pytest.param(spell(2, JOB, "2025-09-03", "2025-11-02", **ANOTHER), False, id="one has ended"),
        pytest.param(spell(2, CUSTODY, "2025-09-03", **ANOTHER), False, id="custody overrides"),
    ],
)
def test_agencies_contradict_each_other_where_both_are_believed_today(
    other: Spell, contradicts: bool
) -> None:
    found = disagreement([AT_COLLEGE, other], today=TODAY)

    assert (found is not None) == contradicts
    assert disagreement([other, AT_COLLEGE], today=TODAY) == found
    if found:
        assert set(found.spell_ids) == {AT_COLLEGE.id, other.id}


def test_a_contradiction_is_over_when_one_is_no_longer_believed() -> None:
    job = spell(2, JOB, "2025-09-03", **ANOTHER)
    found = disagreement([AT_COLLEGE, job], today=TODAY)

    assert found is not None
    assert disagreement([AT_COLLEGE, job], today=found.until_on) is not None
    assert disagreement([AT_COLLEGE, job], today=date.fromordinal(found.until_on.toordinal() + 1)) is None


def test_what_has_not_begun_contradicts_nobody_yet() -> None:
    ahead = [spell(1, SIXTH_FORM, "2025-12-01"), spell(2, JOB, "2025-12-01", **ANOTHER)]

    assert disagreement(ahead, today=TODAY) is None
    assert disagreement(ahead, today=date(2025, 12, 1)) is not None
