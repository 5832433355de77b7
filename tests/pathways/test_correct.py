"""Correcting and taking back under the safety net: what counts then, and what a file may repeat."""

from datetime import date, timedelta

import pytest

from service.access.rows import WHOLE_REGISTER, Scope
from service.agencies.rows import Agency
from service.alerts import queries as alerts
from service.alerts.operations import (
    Correction,
    FactChanged,
    FactInvalid,
    FactUnknown,
    correct,
    foresee_correction,
    record,
)
from service.kit import database as sql
from service.kit.audit import By
from service.kit.database import Session
from service.kit.errors import Invalid
from service.kit.ids import new_id
from service.learners.rows import Learner
from service.pathways import queries
from service.pathways.rows import Because, Completion, Facts, MilestoneKind, Spell
from service.pathways.rules import as_known, counting
from tests.factories import a_milestone, a_spell, make_council, make_learner, make_provider, record_spell

FIRST = date(2026, 9, 2)
ENTRIES = "select detail from audit_entry where act = $1 and subject_id = $2 order by at desc"


@pytest.fixture
async def college(session: Session, now: object) -> Agency:
    council = await make_council(session, now=now)
    noise = await make_provider(session, now=now, name="Noise College", council=council)
    other = await make_learner(session, by=By(agency_id=noise.id), now=now)
    await record_spell(session, other.id, agency=noise, now=now, source_key="the course")
    return await make_provider(session, now=now, council=council)


@pytest.fixture
async def learner(session: Session, college: Agency, now: object) -> Learner:
    return await make_learner(session, by=By(agency_id=college.id), now=now)


class Desk:
    """Somebody at the college, minute after minute."""

    def __init__(self, session: Session, college: Agency, learner: Learner, now) -> None:
        self.session, self.college, self.learner, self.now = session, college, learner, now
        self.by = By(agency_id=college.id)

    async def says(self, **details) -> Spell:
        self.now += timedelta(minutes=1)
        usual = {"source_key": "ilr:course", "started_on": FIRST}
        spell = a_spell(self.learner.id, agency=self.college, now=self.now, **{**usual, **details})
        self.recorded, _ = await record(
            self.session, spells=[spell], by=self.by, now=self.now, today=self.now.date()
        )
        return spell

    async def corrects(self, fact_id, because=Because.WRONG_DAY, note=None, changes=None):
        self.now += timedelta(minutes=1)
        correction = Correction(
            learner_id=self.learner.id, fact_id=fact_id, because=because, note=note, changes=changes
        )
        return await correct(
            self.session,
            correction=correction,
            within=Scope(self.college.id),
            by=self.by,
            now=self.now,
            today=self.now.date(),
        )

    async def said(self) -> Facts:
        return await queries.everything_said(self.session, self.learner.id, within=WHOLE_REGISTER)

    async def counts(self) -> Facts:
        return counting(await self.said())

    async def group(self) -> str:
        found = await queries.standings(self.session, [self.learner.id], within=WHOLE_REGISTER)
        return found[self.learner.id].activity_group


@pytest.fixture
def desk(session: Session, college: Agency, learner: Learner, now) -> Desk:
    return Desk(session, college, learner, now)


async def test_a_correction_counts_and_says_why(desk: Desk) -> None:
    told = await desk.says()

    await desk.corrects(told.id, changes={"started_on": date(2026, 9, 9)}, note=" The register shows it. ")

    (spell,) = (await desk.counts()).spells
    assert (spell.started_on, spell.because, spell.because_note, spell.supersedes) == (
        date(2026, 9, 9),
        Because.WRONG_DAY,
        "The register shows it.",
        told.id,
    )
    (entry,) = await sql.rows(desk.session, ENTRIES, "fact corrected", desk.learner.id)
    assert str(told.id) in str(entry["detail"])
    assert "register" not in str(entry["detail"])


async def test_where_the_learner_is_follows_a_correction_at_once(desk: Desk) -> None:
    left = await desk.says(
        ended_on=desk.now.date() - timedelta(days=11),
        planned_end_on=desk.now.date() + timedelta(days=250),
        completion=Completion.WITHDRAWN,
        withdraw_reason=98,
    )
    assert await desk.group() == "not_known"
    assert await open_rules(desk) == ["R01"]

    await desk.corrects(left.id, changes={"ended_on": None, "completion": Completion.CONTINUING})

    assert await desk.group() == "eet"
    assert await open_rules(desk) == []


async def open_rules(desk: Desk) -> list[str]:
    found = await alerts.alerts_of(
        desk.session, desk.learner.id, within=Scope(desk.learner.council_id or new_id())
    )
    return [card.rule for card in found if card.closed_on is None]


async def test_what_was_taken_back_counts_no_more_and_was_known_until_then(desk: Desk) -> None:
    told = await desk.says()
    before = desk.now

    await desk.corrects(told.id, because=Because.RECORDED_TWICE)

    assert await desk.counts() == Facts()
    assert await desk.group() == "not_known"
    known = counting(as_known(await desk.said(), at=before))
    assert [spell.id for spell in known.spells] == [told.id]


async def test_a_file_that_repeats_what_was_corrected_changes_nothing(desk: Desk) -> None:
    told = await desk.says()
    await desk.corrects(told.id, changes={"started_on": date(2026, 9, 9)})

    await desk.says()

    assert desk.recorded.spells.held == desk.recorded.spells.unchanged == 1
    assert [spell.started_on for spell in (await desk.counts()).spells] == [date(2026, 9, 9)]


async def test_a_file_that_says_something_new_is_taken_after_a_correction(desk: Desk) -> None:
    told = await desk.says()
    await desk.corrects(told.id, changes={"started_on": date(2026, 9, 9)})

    await desk.says(started_on=date(2026, 9, 4))
    await desk.says()

    assert [spell.started_on for spell in (await desk.counts()).spells] == [FIRST]
    assert desk.recorded.spells.changed == 1


async def test_a_file_that_repeats_what_was_taken_back_brings_nothing_back(desk: Desk) -> None:
    told = await desk.says()
    await desk.corrects(told.id, because=Because.NEVER_HAPPENED)

    await desk.says()
    assert (desk.recorded.spells.held, await desk.counts()) == (1, Facts())

    await desk.says(title="Level 2 Bricklaying")
    assert [spell.title for spell in (await desk.counts()).spells] == ["Level 2 Bricklaying"]


async def test_a_file_that_repeats_what_was_corrected_keeps_it_current(desk: Desk) -> None:
    told = await desk.says(activity=330)
    await desk.corrects(told.id, changes={"started_on": date(2026, 9, 9)})
    desk.now += timedelta(days=150)

    repeated = await desk.says(activity=330)

    (spell,) = (await desk.counts()).spells
    assert (spell.id, spell.started_on, spell.because) == (repeated.id, date(2026, 9, 9), Because.WRONG_DAY)
    await desk.says(activity=330)
    assert desk.recorded.spells.held == 1


async def test_milestones_of_a_course_taken_back_go_with_it(desk: Desk) -> None:
    told = await desk.says()
    other = await desk.says(source_key="ilr:other", activity=330)
    achieved = a_milestone(
        desk.learner.id, MilestoneKind.ACHIEVED, agency=desk.college, now=desk.now, spell_id=told.id
    )
    elsewhere = a_milestone(
        desk.learner.id, MilestoneKind.ACHIEVED, agency=desk.college, now=desk.now, spell_id=other.id
    )
    await record(
        desk.session, milestones=[achieved, elsewhere], by=desk.by, now=desk.now, today=desk.now.date()
    )

    done = await desk.corrects(told.id, because=Because.WRONG_PERSON)

    assert [each.milestone.id for each in done.followers] == [achieved.id]
    assert [each.id for each in (await desk.counts()).milestones] == [elsewhere.id]


async def test_foreseeing_says_the_same_and_does_nothing(desk: Desk) -> None:
    told = await desk.says()
    correction = Correction(
        learner_id=desk.learner.id,
        fact_id=told.id,
        because=Because.WRONG_DETAIL,
        changes={"title": "Level 2 Bricklaying"},
    )

    foreseen = foresee_correction(await desk.said(), correction, by=desk.by, today=desk.now.date())

    assert isinstance(foreseen.after, Spell)
    assert (foreseen.before.id, foreseen.after.title) == (told.id, "Level 2 Bricklaying")
    assert [spell.id for spell in (await desk.said()).spells] == [told.id]


async def test_a_correction_sent_twice_is_made_once(desk: Desk) -> None:
    told = await desk.says()
    for _ in range(2):
        await desk.corrects(told.id, changes={"started_on": date(2026, 9, 9)})

    assert len((await desk.said()).spells) == 2


async def test_what_somebody_corrected_meanwhile_is_not_corrected_over(desk: Desk) -> None:
    told = await desk.says()
    await desk.corrects(told.id, changes={"started_on": date(2026, 9, 9)})

    with pytest.raises(FactChanged):
        await desk.corrects(told.id, changes={"started_on": date(2026, 9, 10)})


async def test_another_agencys_fact_and_one_that_is_not_there_answer_alike(
    desk: Desk, session: Session, learner: Learner, now
) -> None:
    elsewhere = await make_provider(session, now=now, name="Harbour Training")
    theirs = await record_spell(session, learner.id, agency=elsewhere, now=now)

    for fact_id in (theirs.id, new_id()):
        with pytest.raises(FactUnknown) as refused:
            await desk.corrects(fact_id, changes={"title": "Mine"})
        assert "Ask them" in refused.value.sentence


@pytest.mark.parametrize(
    ("because", "note", "changes", "field"),
    [
        pytest.param(Because.WRONG_DAY, None, {}, "because", id="nothing is different"),
        pytest.param(Because.NEVER_HAPPENED, None, {"title": "X"}, "because", id="a reason for taking back"),
        pytest.param(Because.UNDONE, None, None, "because", id="a reason for files"),
        pytest.param(Because.OTHER, " ", {"title": "X"}, "note", id="other without saying what"),
        pytest.param(
            Because.WRONG_DAY, None, {"ended_on": date(2026, 9, 1)}, "ended_on", id="ends before it starts"
        ),
        pytest.param(
            Because.WRONG_DAY, None, {"started_on": date(2030, 1, 1)}, "started_on", id="in the future"
        ),
        pytest.param(Because.WRONG_DETAIL, None, {"activity": 999}, "activity", id="no such activity"),
        pytest.param(Because.WRONG_DETAIL, None, {"agency_id": new_id()}, "agency_id", id="who said it"),
    ],
)
async def test_what_cannot_be_is_refused_by_field(desk: Desk, because, note, changes, field: str) -> None:
    told = await desk.says()

    with pytest.raises(Invalid) as refused:
        await desk.corrects(told.id, because=because, note=note, changes=changes)

    assert refused.value.field == field
    assert [spell.id for spell in (await desk.counts()).spells] == [told.id]


async def test_a_milestone_that_its_course_tells_is_corrected_with_the_course(desk: Desk) -> None:
    told = await desk.says()
    start = a_milestone(
        desk.learner.id,
        MilestoneKind.STARTED,
        agency=desk.college,
        now=desk.now,
        occurred_on=FIRST,
        spell_id=told.id,
    )
    await record(desk.session, milestones=[start], by=desk.by, now=desk.now, today=desk.now.date())

    with pytest.raises(FactInvalid) as refused:
        await desk.corrects(start.id, changes={"occurred_on": date(2026, 9, 9)})
    assert "Correct the course" in refused.value.sentence

    await desk.corrects(told.id, changes={"started_on": date(2026, 9, 9)})
    (moved,) = (await desk.counts()).milestones
    assert moved.occurred_on == date(2026, 9, 9)


async def test_a_milestone_alone_is_corrected_by_itself(desk: Desk) -> None:
    told = a_milestone(desk.learner.id, MilestoneKind.ACHIEVED, agency=desk.college, now=desk.now, level="1")
    await record(desk.session, milestones=[told], by=desk.by, now=desk.now, today=desk.now.date())

    await desk.corrects(told.id, because=Because.WRONG_DETAIL, changes={"level": "2"})

    (milestone,) = (await desk.counts()).milestones
    assert (milestone.level, milestone.supersedes) == ("2", told.id)


async def test_a_milestone_of_a_course_told_again_names_the_course_that_stands(desk: Desk) -> None:
    course = await desk.says()
    again = a_spell(
        desk.learner.id, agency=desk.college, now=desk.now, source_key="ilr:course", started_on=FIRST
    )
    achieved = a_milestone(
        desk.learner.id, MilestoneKind.ACHIEVED, agency=desk.college, now=desk.now, spell_id=again.id
    )
    await record(
        desk.session,
        spells=[again],
        milestones=[achieved],
        by=desk.by,
        now=desk.now,
        today=desk.now.date(),
    )

    facts = (await queries.facts_of(desk.session, [desk.learner.id], within=WHOLE_REGISTER))[desk.learner.id]
    assert [each.id for each in facts.spells] == [course.id]
    assert [each.spell_id for each in facts.milestones] == [course.id]
