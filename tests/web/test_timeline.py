"""The timeline says each thing once: an end by its milestone where there is one, else by its spell."""

from datetime import date, datetime
from typing import Any

import msgspec
import pytest

from service.agencies.rows import Agency, AgencyKind
from service.kit.ids import new_id
from service.pathways.rows import Completion, Facts, Milestone, MilestoneKind, Spell
from service.web.timeline import Item, timeline
from tests.factories import a_milestone, a_spell

LEARNER = new_id()
COLLEGE = Agency(id=new_id(), kind=AgencyKind.PROVIDER, name="Chelmer Valley College", code="chelmer")
OTHER = Agency(id=new_id(), kind=AgencyKind.PROVIDER, name="Estuary Skills", code="estuary")
NAMES = {COLLEGE.id: COLLEGE.name, OTHER.id: OTHER.name}
LEFT_ON = date(2026, 10, 20)


def items(spells: list[Spell], milestones: list[Milestone]) -> list[Item]:
    return timeline(Facts(spells=tuple(spells), milestones=tuple(milestones)), [], NAMES)


def ended(now: datetime, completion: Completion = Completion.WITHDRAWN, **details: Any) -> Spell:
    return a_spell(
        LEARNER,
        agency=COLLEGE,
        now=now,
        ended_on=LEFT_ON,
        completion=completion,
        title="Bricklaying",
        **details,
    )


def said_twice(shown: list[Item], words: str) -> int:
    return [each.title for each in shown].count(words) + [each.tag for each in shown].count(words)


@pytest.mark.parametrize(
    ("completion", "kind", "words"),
    [
        pytest.param(Completion.WITHDRAWN, MilestoneKind.WITHDREW, "Left early", id="left early"),
        pytest.param(Completion.COMPLETED, MilestoneKind.COMPLETED, "Completed", id="completed"),
    ],
)
def test_an_end_told_by_its_milestone_is_not_told_again_by_the_spell(
    now: datetime, completion: Completion, kind: MilestoneKind, words: str
) -> None:
    spell = ended(now, completion)
    for named in (spell.id, None):
        told = a_milestone(LEARNER, kind, agency=COLLEGE, now=now, occurred_on=LEFT_ON, spell_id=named)
        assert said_twice(items([spell], [told]), words) == 1


def test_an_end_without_a_milestone_is_told_by_the_spell(now: datetime) -> None:
    assert [each.tag for each in items([ended(now)], [])] == ["Left early"]


def test_the_milestone_of_a_spell_that_was_corrected_tells_the_end_of_the_one_that_counts(
    now: datetime,
) -> None:
    first = ended(now, source_key="aim 1")
    second = msgspec.structs.replace(first, id=new_id(), supersedes=first.id)
    first = msgspec.structs.replace(first, superseded_at=now)
    told = a_milestone(
        LEARNER, MilestoneKind.WITHDREW, agency=COLLEGE, now=now, occurred_on=LEFT_ON, spell_id=first.id
    )
    shown = items([first, second], [told])
    assert said_twice(shown, "Left early") == 1
    assert said_twice(shown, "Corrected since") == 1


def test_another_agencys_milestone_tells_nothing_of_ours(now: datetime) -> None:
    told = a_milestone(LEARNER, MilestoneKind.WITHDREW, agency=OTHER, now=now, occurred_on=LEFT_ON)
    assert said_twice(items([ended(now)], [told]), "Left early") == 2


def test_a_milestone_says_which_course_it_is_about(now: datetime) -> None:
    spell = ended(now)
    told = a_milestone(
        LEARNER, MilestoneKind.WITHDREW, agency=COLLEGE, now=now, occurred_on=LEFT_ON, spell_id=spell.id
    )
    assert items([spell], [told])[0].text == "Bricklaying"


def test_a_start_is_told_by_the_spell_it_began(now: datetime) -> None:
    spell = a_spell(LEARNER, agency=COLLEGE, now=now, activity=330)
    told = a_milestone(LEARNER, MilestoneKind.JOB_STARTED, agency=COLLEGE, now=now, spell_id=spell.id)
    assert [each.title for each in items([spell], [told])] == ["Job without training"]


@pytest.mark.parametrize(
    ("details", "text"),
    [
        pytest.param(
            {"title": "Engineering, level 3", "level": "3"}, "Engineering, level 3", id="level in title"
        ),
        pytest.param({"title": "Engineering", "level": "3"}, "Engineering, Level 3", id="level beside title"),
        pytest.param({"provider_name": OTHER.name}, "With Estuary Skills", id="taught by somebody else"),
        pytest.param({}, None, id="nothing more to say"),
    ],
)
def test_a_spell_says_nothing_twice(now: datetime, details: dict[str, Any], text: str | None) -> None:
    (shown,) = items([a_spell(LEARNER, agency=COLLEGE, now=now, **details)], [])
    assert shown.text == text
