"""The timeline says each thing once: an end by its milestone where there is one, else by its spell."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import msgspec
import pytest

from service.agencies.rows import Agency, AgencyKind
from service.kit.ids import new_id
from service.pathways.rows import Because, Completion, Facts, Milestone, MilestoneKind, Spell
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
    assert len(shown) == 2


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


READER = {"because": Because.WRONG_DAY, "because_note": "The register shows it."}


def next_said(fact: Spell, now: datetime, **details: Any) -> tuple[Spell, Spell]:
    """A fact that was corrected on 3 November 2026, and what corrected it."""
    after = msgspec.structs.replace(fact, id=new_id(), supersedes=fact.id, recorded_at=now, **details)
    return msgspec.structs.replace(fact, superseded_at=now), after


THIRD = datetime(2026, 11, 3, 12, tzinfo=UTC)
COURSE = a_spell(
    LEARNER, agency=COLLEGE, now=THIRD - timedelta(days=30), source_key="aim 1", title="Bricklaying"
)


@pytest.mark.parametrize(
    ("details", "was"),
    [
        pytest.param(
            {"started_on": date(2026, 9, 9), **READER},
            "Was “started 1 September 2026” until 3 November 2026, corrected by Chelmer Valley College: "
            "a day was wrong. The register shows it.",
            id="corrected by hand",
        ),
        pytest.param(
            {"title": "Joinery", "level": "2"},
            "Was “titled Bricklaying” until 3 November 2026, changed by Chelmer Valley College.",
            id="changed by its source",
        ),
        pytest.param(
            {"because": Because.OTHER, "because_note": "Typed it wrong", "title": "Joinery"},
            "Was “titled Bricklaying” until 3 November 2026, corrected by Chelmer Valley College: Typed it wrong.",
            id="in other words",
        ),
    ],
)
def test_what_a_fact_said_before_is_said_with_it(details: dict[str, Any], was: str) -> None:
    (shown,) = timeline(Facts(spells=next_said(COURSE, THIRD, **details)), [], NAMES, reader=COLLEGE.id)
    assert shown.was == (was,)
    assert shown.tag is None


@pytest.mark.parametrize(
    "details",
    [
        pytest.param({}, id="confirmed again"),
        pytest.param({"ended_on": LEFT_ON, "completion": Completion.WITHDRAWN}, id="ended since"),
    ],
)
def test_what_only_went_on_says_nothing_of_before(details: dict[str, Any]) -> None:
    (shown,) = timeline(Facts(spells=next_said(COURSE, THIRD, **details)), [], NAMES)
    assert shown.was == ()


def test_what_was_taken_back_stays_and_says_why() -> None:
    before, after = next_said(COURSE, THIRD, because=Because.RECORDED_TWICE, takes_back=True)
    after = msgspec.structs.replace(after, superseded_at=THIRD)
    (shown,) = timeline(Facts(spells=(before, after)), [], NAMES, reader=COLLEGE.id)
    assert (shown.tag, shown.fact_id) == ("Taken back", None)
    assert shown.was == ("Taken back 3 November 2026 by Chelmer Valley College: it was recorded twice.",)


def test_a_note_is_for_the_agency_that_wrote_it_and_so_is_correcting() -> None:
    said = Facts(spells=next_said(COURSE, THIRD, started_on=date(2026, 9, 9), **READER))
    (ours,) = timeline(said, [], NAMES, reader=COLLEGE.id)
    (theirs,) = timeline(said, [], NAMES, reader=OTHER.id)
    assert "The register" in ours.was[0]
    assert "The register" not in theirs.was[0]
    assert (ours.fact_id, theirs.fact_id) == (said.spells[1].id, None)


def test_an_end_told_by_a_milestone_is_corrected_with_its_course() -> None:
    spell = ended(THIRD)
    told = a_milestone(LEARNER, MilestoneKind.WITHDREW, agency=COLLEGE, now=THIRD, spell_id=spell.id)
    alone = a_milestone(LEARNER, MilestoneKind.ACHIEVED, agency=COLLEGE, now=THIRD)
    said = Facts(spells=(spell,), milestones=(told, alone))
    by_title = {each.title: each.fact_id for each in timeline(said, [], NAMES, reader=COLLEGE.id)}
    assert by_title == {"Further education college": spell.id, "Left early": spell.id, "Achieved": alone.id}


def test_a_re_entry_is_corrected_with_the_course_it_began() -> None:
    spell = a_spell(LEARNER, agency=COLLEGE, now=THIRD)
    told = a_milestone(LEARNER, MilestoneKind.RE_ENTERED, agency=COLLEGE, now=THIRD, spell_id=spell.id)
    shown = timeline(Facts(spells=(spell,), milestones=(told,)), [], NAMES, reader=COLLEGE.id)
    assert {each.fact_id for each in shown} == {spell.id}
