"""Undoing a file as a whole: back to what was known before it, unless something later rests on it."""

import sys
from datetime import date, datetime, timedelta
from uuid import UUID

import pytest

from service.access.rows import WHOLE_REGISTER
from service.alerts.operations import Correction, correct, record
from service.imports import queries
from service.imports.operations import NotUndoable, begin_undo, resting_on, settle_review, undo
from service.imports.rows import State, Undoing
from service.kit import database as sql
from service.kit.audit import By
from service.kit.database import REGISTER, Database
from service.learners import queries as learners
from service.learners.operations import Choice
from service.learners.operations.review import ReviewSettled
from service.pathways import queries as pathways
from service.pathways.rows import Because, Facts, MilestoneKind
from tests.factories import a_milestone, make_council, make_learner, make_provider, record_spell
from tests.imports.ilr_text import TODAY, aim, header, learner, message
from tests.imports.sender import NOW, Sender

TESSA = {"LearnRefNumber": "A2", "GivenNames": "Tessa", "FamilyName": "Quill", "DateOfBirth": "2008-03-01"}
NO_ULN = {"ULN": "9999999999"}
LATER = NOW + timedelta(days=2)
DERIVED = {
    "main_spell": "select learner_id, started_on, ended_on, activity from main_spell order by 1, 2",
    "situation": """select learner_id, activity, activity_group, since_on, provider_name, planned_end_on,
        current_until_on, neet_since_on, stage from situation order by 1""",
    "alert": "select learner_id, rule from alert where closed_on is null order by 1, 2",
    "access": "select learner_id, agency_id from learner_access where reason = 'registered' order by 1, 2",
}


@pytest.fixture
async def sender(database: Database) -> Sender:
    async with database.transaction(REGISTER) as session:
        council = await make_council(session, now=NOW)
        college = await make_provider(session, now=NOW, council=council)
        other = await make_provider(session, now=NOW, name="Another College")
        known = await make_learner(session, by=By(agency_id=other.id), now=NOW)
        await record_spell(session, known.id, agency=other, now=NOW)
    return Sender(database, council, college)


async def sent(sender: Sender, text: str, **how: object) -> UUID:
    """A file recorded."""
    submission_id, _ = await sender.checks(text, **how)
    await sender.accepts(submission_id)
    return submission_id


async def undoes(sender: Sender, submission_id: UUID, *, now: datetime = LATER) -> Undoing:
    """The whole way."""
    async with sender.database.transaction(REGISTER) as session:
        await begin_undo(session, submission_id=submission_id, within=sender.scope, by=sender.by, now=now)
    return await undo(sender.database, submission_id=submission_id, now=now)


async def derived(sender: Sender) -> dict[str, list[tuple[object, ...]]]:
    """What follows from the facts, and who sees whom."""
    async with sender.database.transaction(REGISTER) as session:
        return {
            name: [tuple(row.values()) for row in await sql.rows(session, text)]
            for name, text in DERIVED.items()
        }


async def the_fenn(sender: Sender) -> UUID:
    """The learner of the file."""
    async with sender.database.transaction(REGISTER) as session:
        found = await learners.learners_called(session, date(2008, 9, 25), "fenn", within=WHOLE_REGISTER)
    return found[0].id


async def everything(sender: Sender, learner_id: UUID) -> Facts:
    async with sender.database.transaction(REGISTER) as session:
        return await pathways.everything_said(session, learner_id, within=WHOLE_REGISTER)


async def test_a_first_file_undone_leaves_nothing_that_counts_and_nobody_seen(sender: Sender) -> None:
    before = await derived(sender)
    submission_id = await sent(sender, message(learner(), learner(**TESSA, **NO_ULN)))
    fenn = await the_fenn(sender)

    counts = await undoes(sender, submission_id)

    after = await derived(sender)
    assert after["access"] == before["access"]
    assert after["main_spell"] == before["main_spell"]
    assert (counts.learners, counts.no_longer_seen, counts.alerts_raised) == (2, 2, 2)
    # Who is registered and of whom nothing is known any more is the tracking team's to look for; for the survey too.
    assert {rule for _, rule in after["alert"][len(before["alert"]) :]} == {"R04", "R05"}
    said = await everything(sender, fenn)
    assert {each.because for each in said.spells if each.takes_back} == {Because.UNDONE}
    assert all(each.superseded_at for each in (*said.spells, *said.milestones))
    assert len(said.spells) == 2  # nothing is deleted


async def test_what_stood_before_stands_again_and_is_no_more_current_for_it(sender: Sender) -> None:
    first = message(learner(aim(FundModel="36", ProgType="25")))
    await sent(sender, first)
    before = await derived(sender)
    ended = {"CompStatus": "3", "LearnActEndDate": "2025-12-12", "WithdrawReason": "98", "Outcome": "3"}
    left = aim(FundModel="36", ProgType="25", **ended)
    submission_id = await sent(sender, message(learner(left), head=header(FilePreparationDate="2025-12-20")))
    assert (await derived(sender))["alert"] != before["alert"]

    counts = await undoes(sender, submission_id)

    assert await derived(sender) == before
    assert counts.said_again == 1
    assert counts.no_longer_seen == 0


async def test_those_whom_a_files_silence_ended_go_on_again(sender: Sender) -> None:
    stays = learner(**TESSA, **NO_ULN)
    await sent(sender, message(learner(), stays))
    before = await derived(sender)
    submission_id = await sent(sender, message(stays, head=header(FilePreparationDate="2025-12-05")))
    assert await derived(sender) != before

    await undoes(sender, submission_id)

    assert await derived(sender) == before


async def test_a_file_undone_may_be_sent_again(sender: Sender) -> None:
    text = message(learner(), learner(**TESSA, **NO_ULN))
    submission_id = await sent(sender, text)
    before = await derived(sender)
    await undoes(sender, submission_id)

    again, tally = await sender.checks(text)
    assert (await sender.accepts(again)).spells.new == 2

    assert tally.found == 2  # who was registered stays registered, under the same indicator
    assert await derived(sender) == before
    async with sender.database.transaction(REGISTER) as session:
        undone = await sender.submission(submission_id)
        assert await queries.same_file(session, sender.by.agency_id, undone.sha256, besides=again) is None


async def test_undone_twice_it_is_undone_once(sender: Sender) -> None:
    submission_id = await sent(sender, message(learner()))
    counts = await undoes(sender, submission_id)
    facts = await sender.count("spell")

    assert await undo(sender.database, submission_id=submission_id, now=LATER) == counts
    assert await sender.count("spell") == facts
    with pytest.raises(NotUndoable):
        await undoes(sender, submission_id)


async def test_an_interrupted_undo_goes_on(sender: Sender, monkeypatch: pytest.MonkeyPatch) -> None:
    before = await derived(sender)
    submission_id = await sent(sender, message(learner(), learner(**TESSA, **NO_ULN)))
    module = sys.modules["service.imports.operations.undo"]
    monkeypatch.setattr(module, "BATCH", 1)

    class PowerCut(Exception):
        pass

    real, calls = queries.undone_so_far, []

    async def cut(*given: object, **named: object) -> None:
        calls.append(given)
        if len(calls) == 2:
            raise PowerCut
        await real(*given, **named)  # type: ignore[arg-type]  # passed on as given

    monkeypatch.setattr(queries, "undone_so_far", cut)
    with pytest.raises(PowerCut):
        await undoes(sender, submission_id)
    assert (await sender.submission(submission_id)).state is State.UNDOING

    counts = await undo(sender.database, submission_id=submission_id, now=LATER)

    assert (counts.learners, counts.no_longer_seen) == (2, 2)
    assert (await derived(sender))["access"] == before["access"]


async def test_only_for_a_week(sender: Sender) -> None:
    submission_id = await sent(sender, message(learner()))

    with pytest.raises(NotUndoable, match="7 days"):
        await undoes(sender, submission_id, now=NOW + timedelta(days=7, seconds=1))
    await undoes(sender, submission_id, now=NOW + timedelta(days=7))


async def test_a_file_not_recorded_or_another_agencys_cannot_be_undone(sender: Sender) -> None:
    checked, _ = await sender.checks(message(learner()))
    with pytest.raises(NotUndoable):
        await undoes(sender, checked)
    async with sender.database.transaction(REGISTER) as session:
        stranger = await make_provider(session, now=NOW, name="A Third College")
    other = Sender(sender.database, sender.council, stranger)
    submission_id = await sent(sender, message(learner(**TESSA, **NO_ULN)))
    with pytest.raises(NotUndoable):
        await undoes(other, submission_id)


async def test_a_later_file_about_the_same_learner_is_named(sender: Sender) -> None:
    first = await sent(sender, message(learner()))
    second = await sent(sender, message(learner(aim(LearnPlanEndDate="2026-06-30"))))

    async with sender.database.transaction(REGISTER) as session:
        found = await resting_on(session, await sender.submission(first))
    assert [each.id for each in found.files] == [second]
    with pytest.raises(NotUndoable, match="rests on"):
        await undoes(sender, first)

    await undoes(sender, second)
    await undoes(sender, first)
    assert (await sender.submission(first)).state is State.UNDONE


async def test_a_correction_by_hand_since_is_named(sender: Sender) -> None:
    submission_id = await sent(sender, message(learner()))
    fenn = await the_fenn(sender)
    said = await everything(sender, fenn)
    correction = Correction(
        learner_id=fenn,
        fact_id=said.spells[0].id,
        because=Because.WRONG_DAY,
        changes={"started_on": date(2025, 9, 10)},
    )
    async with sender.database.transaction(REGISTER) as session:
        await correct(
            session, correction=correction, within=sender.scope, by=sender.by, now=LATER, today=TODAY
        )
        found = await resting_on(session, await sender.submission(submission_id))

    assert {each.learner_id for each in found.facts} == {fenn}
    with pytest.raises(NotUndoable):
        await undoes(sender, submission_id)


async def test_a_milestone_of_another_agency_about_its_course_is_named(sender: Sender) -> None:
    submission_id = await sent(sender, message(learner()))
    fenn = await the_fenn(sender)
    said = await everything(sender, fenn)
    by = By(agency_id=sender.council.id)
    told = a_milestone(
        fenn, MilestoneKind.AT_RISK, agency=sender.council, now=LATER, spell_id=said.spells[0].id
    )
    async with sender.database.transaction(REGISTER) as session:
        await record(session, milestones=[told], by=by, now=LATER, today=TODAY)
        found = await resting_on(session, await sender.submission(submission_id))

    assert [each.agency_id for each in found.facts] == [sender.council.id]


async def test_what_a_hand_recorded_after_undoing_was_decided_stays(sender: Sender) -> None:
    submission_id = await sent(sender, message(learner(), learner(**TESSA, **NO_ULN)))
    fenn = await the_fenn(sender)
    said = await everything(sender, fenn)
    correction = Correction(
        learner_id=fenn,
        fact_id=said.spells[0].id,
        because=Because.WRONG_DAY,
        changes={"started_on": date(2025, 9, 10)},
    )
    async with sender.database.transaction(REGISTER) as session:
        await begin_undo(session, submission_id=submission_id, within=sender.scope, by=sender.by, now=LATER)
        await correct(
            session, correction=correction, within=sender.scope, by=sender.by, now=LATER, today=TODAY
        )

    counts = await undo(sender.database, submission_id=submission_id, now=LATER)

    counting = [each for each in (await everything(sender, fenn)).spells if each.superseded_at is None]
    assert [each.started_on for each in counting] == [date(2025, 9, 10)]
    assert counts.no_longer_seen == 1


async def test_what_waited_for_a_person_no_longer_does(sender: Sender) -> None:
    await sent(sender, message(learner()))
    submission_id = await sent(sender, message(learner(GivenNames="Tessa", LearnRefNumber="B1", **NO_ULN)))
    async with sender.database.transaction(REGISTER) as session:
        waiting, _ = await learners.open_reviews(session, sender.council.id, limit=10)
    assert len(waiting) == 1

    counts = await undoes(sender, submission_id)

    assert counts.reviews_closed == 1
    with pytest.raises(ReviewSettled):
        async with sender.database.transaction(REGISTER) as session:
            await settle_review(
                session,
                review_id=waiting[0].id,
                choice=Choice(),
                by=By(agency_id=sender.council.id),
                now=LATER,
                today=TODAY,
            )


async def test_a_file_that_says_a_course_goes_on_no_longer_says_that_it_was_left(sender: Sender) -> None:
    ended = {"CompStatus": "3", "LearnActEndDate": "2025-10-17", "WithdrawReason": "98", "Outcome": "3"}
    await sent(sender, message(learner()))
    before = await derived(sender)
    await sent(sender, message(learner(aim(**ended))))
    fenn = await the_fenn(sender)

    tally = await sender.files(message(learner()))

    counting = [each.kind for each in (await everything(sender, fenn)).milestones if not each.superseded_at]
    assert counting == [MilestoneKind.STARTED]
    assert tally.milestones.changed == 1
    assert {**await derived(sender), "alert": []} == {**before, "alert": []}
    assert (await sender.files(message(learner(aim(**ended))))).milestones.new == 1  # left after all
