"""What a young person says they do now, as facts in their own word."""

from datetime import date, timedelta
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.own_record.rules import ACTIVITY, SOMEWHERE, Now, Said, Speaker, facts_said
from service.pathways.rows import Confidence, MilestoneKind, Spell
from service.pathways.rules import situation
from service.vocabulary.activity import activity
from tests.conftest import NOW

TODAY = date(2026, 11, 27)
BEGAN = date(2026, 9, 3)
OWN = Speaker(
    learner_id=UUID(int=1), agency_id=UUID(int=2), at=NOW, spell_id=UUID(int=8), milestone_id=UUID(int=9)
)


def in_something(code: int = 230, *, planned: date | None = date(2027, 7, 9)) -> Spell:
    return Spell(
        learner_id=OWN.learner_id,
        id=UUID(int=3),
        activity=code,
        started_on=BEGAN,
        planned_end_on=planned,
        provider_name="Chelmer College",
        recorded_at=NOW - timedelta(days=60),
        agency_id=UUID(int=4),
        source_key="ilr:1",
    )


def test_still_there_says_the_same_spell_once_more_in_their_own_word() -> None:
    before = in_something()
    spells, milestones = facts_said(Said(now=Now.STILL), before, OWN, today=TODAY)
    assert milestones == []
    assert [(s.activity, s.started_on, s.planned_end_on, s.confidence) for s in spells] == [
        (before.activity, before.started_on, before.planned_end_on, Confidence.SELF_REPORTED)
    ]


def test_still_there_makes_a_lapsed_course_current_again() -> None:
    lapsed = in_something(330, planned=None)
    later = date(2027, 6, 1)
    assert situation([lapsed], today=later).lapsed
    at = Speaker(**{**{n: getattr(OWN, n) for n in OWN.__struct_fields__}, "at": NOW + timedelta(days=180)})
    spells, _ = facts_said(Said(now=Now.STILL), lapsed, at, today=later)
    assert situation([lapsed, *spells], today=later).activity == 330


@pytest.mark.parametrize(
    ("code", "finished", "kind"),
    [
        pytest.param(230, False, MilestoneKind.WITHDREW, id="a course left"),
        pytest.param(230, True, MilestoneKind.COMPLETED, id="a course finished"),
        pytest.param(310, False, MilestoneKind.WITHDREW, id="an apprenticeship left"),
        pytest.param(330, False, MilestoneKind.JOB_ENDED, id="a job ended"),
        pytest.param(330, True, MilestoneKind.JOB_ENDED, id="a job finished is a job ended"),
        pytest.param(530, False, MilestoneKind.WITHDREW, id="re-engagement left"),
    ],
)
def test_what_they_were_in_ends_by_their_word(code: int, finished: bool, kind: MilestoneKind) -> None:
    said = Said(now=Now.LOOKING, stopped_on=date(2026, 11, 20), finished=finished)
    spells, milestones = facts_said(said, in_something(code), OWN, today=TODAY)
    assert [(m.kind, m.occurred_on, m.confidence) for m in milestones] == [
        (kind, date(2026, 11, 20), Confidence.SELF_REPORTED)
    ]
    assert [(s.activity, s.started_on) for s in spells] == [(619, date(2026, 11, 21))]


def test_looking_since_then_is_where_they_are_though_the_course_is_not_ended() -> None:
    before = in_something()
    said = Said(now=Now.LOOKING, stopped_on=date(2026, 11, 20))
    spells, _ = facts_said(said, before, OWN, today=TODAY)
    assert situation([before, *spells], today=TODAY).activity == 619


def test_out_of_nothing_nothing_ends() -> None:
    spells, milestones = facts_said(
        Said(now=Now.JOB, started_on=BEGAN, where="Harbour Café"), None, OWN, today=TODAY
    )
    assert milestones == []
    assert [(s.activity, s.started_on, s.provider_name) for s in spells] == [(330, BEGAN, "Harbour Café")]


def test_looking_for_something_ends_nothing_where_they_were_looking() -> None:
    _, milestones = facts_said(Said(now=Now.COLLEGE, started_on=TODAY), in_something(619), OWN, today=TODAY)
    assert milestones == []


def test_none_of_these_says_no_more_than_that_it_ended() -> None:
    spells, milestones = facts_said(Said(now=Now.OTHER, stopped_on=TODAY), in_something(), OWN, today=TODAY)
    assert (spells, [m.kind for m in milestones]) == ([], [MilestoneKind.WITHDREW])


def test_stopped_today_what_follows_begins_today_and_not_tomorrow() -> None:
    spells, _ = facts_said(Said(now=Now.LOOKING, stopped_on=TODAY), in_something(), OWN, today=TODAY)
    assert spells[0].started_on == TODAY


def test_every_answer_but_still_and_none_of_these_is_an_activity_in_use() -> None:
    assert ACTIVITY.keys() == set(Now) - {Now.STILL, Now.OTHER}
    assert all(activity(code).current for code in ACTIVITY.values())
    assert ACTIVITY.keys() > SOMEWHERE


@given(
    now=st.sampled_from(list(Now)),
    stopped=st.none() | st.dates(BEGAN, TODAY),
    started=st.none() | st.dates(BEGAN, TODAY),
    finished=st.booleans(),
    code=st.none() | st.sampled_from([230, 310, 330, 619, 530]),
)
def test_whatever_is_said_it_is_their_own_word_and_never_of_a_day_ahead(
    now: Now, stopped: date | None, started: date | None, finished: bool, code: int | None
) -> None:
    said = Said(now=now, stopped_on=stopped, started_on=started, finished=finished)
    spells, milestones = facts_said(said, in_something(code) if code else None, OWN, today=TODAY)
    told = [*spells, *milestones]
    assert all(
        each.confidence is Confidence.SELF_REPORTED and each.agency_id == OWN.agency_id for each in told
    )
    assert all(spell.started_on <= TODAY and spell.ended_on is None for spell in spells)
    assert all(milestone.occurred_on <= TODAY for milestone in milestones)
    assert max(len(spells), len(milestones)) <= 1
