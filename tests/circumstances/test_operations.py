"""Recording, correcting and undoing circumstances in a real register."""

from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest

from service.access.rows import WHOLE_REGISTER, Scope
from service.agencies.rows import Agency
from service.circumstances import queries
from service.circumstances.operations import (
    Correction,
    Groundless,
    NotYourCircumstance,
    correct_circumstance,
    foresee_circumstances,
    record_circumstance,
    record_circumstances,
    undo_circumstances,
)
from service.circumstances.rows import Circumstance, Kind, Recorded
from service.kit import database as sql
from service.kit.audit import By
from service.kit.database import Session
from service.kit.errors import Invalid
from service.kit.ids import new_id
from service.learners.rows import Learner
from service.pathways.rows import Because, Written
from tests.factories import make_council, make_learner, make_provider

MONDAY = date(2026, 10, 26)
FILE, LATER_FILE = UUID(int=51), UUID(int=52)


class Desk:
    """Somebody at an agency, minute after minute."""

    def __init__(self, session: Session, agency: Agency, learner: Learner, now: datetime) -> None:
        self.session, self.agency, self.learner, self.now = session, agency, learner, now
        self.by = By(agency_id=agency.id)

    def words(self, value: str, kind: Kind = Kind.ATTENDANCE, **given: Any) -> Circumstance:
        self.now += timedelta(minutes=1)
        usual = {
            "learner_id": self.learner.id,
            "id": new_id(),
            "kind": kind,
            "value": value,
            "starts_on": MONDAY,
            "recorded_at": self.now,
            "agency_id": self.agency.id,
            "source_key": f"tests:{kind}",
        }
        return Circumstance(**{**usual, **given})

    async def says(self, value: str, kind: Kind = Kind.ATTENDANCE, **given: Any) -> Recorded:
        said = [self.words(value, kind, **given)]
        born = {self.learner.id: self.learner.date_of_birth}
        return await record_circumstances(
            self.session, said=said, born=born, by=self.by, now=self.now, today=self.now.date()
        )

    async def corrects(self, **given: Any) -> Circumstance:
        self.now += timedelta(minutes=1)
        (stands,) = await self.stands()
        usual = {
            "learner_id": self.learner.id,
            "circumstance_id": stands.id,
            "because": Because.WRONG_DETAIL,
        }
        return await correct_circumstance(
            self.session,
            correction=Correction(**{**usual, **given}),
            within=Scope(self.agency.id),
            by=self.by,
            now=self.now,
        )

    async def stands(self) -> list[Circumstance]:
        return await queries.counting(self.session, [self.learner.id], within=WHOLE_REGISTER)

    async def values(self) -> list[str]:
        return [each.value for each in await self.stands()]


@pytest.fixture
async def college(session: Session, now: datetime) -> Agency:
    council = await make_council(session, now=now)
    noise = await make_provider(session, now=now, name="Noise College", council=council)
    other = await make_learner(session, by=By(agency_id=noise.id), now=now)
    await Desk(session, noise, other, now).says("10/1/0")
    return await make_provider(session, now=now, council=council)


@pytest.fixture
async def desk(session: Session, college: Agency, now: datetime) -> Desk:
    learner = await make_learner(session, by=By(agency_id=college.id), now=now)
    return Desk(session, college, learner, now)


async def test_what_is_new_is_appended_what_is_known_stays_and_what_is_said_otherwise_supersedes(
    desk: Desk,
) -> None:
    assert (await desk.says("10/8/0")).written == Written(new=1)
    assert (await desk.says("10/8/0")).written == Written(unchanged=1)
    assert (await desk.says("10/9/0")).written == Written(changed=1)
    said = await queries.everything_said(desk.session, [desk.learner.id], within=WHOLE_REGISTER)
    assert [(each.value, each.superseded_at is None) for each in said] == [
        ("10/8/0", False),
        ("10/9/0", True),
    ]
    assert said[1].supersedes == said[0].id


async def test_foreseeing_says_what_recording_does_and_does_nothing(desk: Desk) -> None:
    await desk.says("10/8/0")
    born = {desk.learner.id: desk.learner.date_of_birth}
    said = [desk.words("10/9/0"), desk.words("yes", Kind.EHC_PLAN)]
    foreseen = await foresee_circumstances(
        desk.session, said=said, born=born, by=desk.by, today=desk.now.date()
    )
    assert foreseen.written == Written(new=1, changed=1)
    assert await desk.values() == ["10/8/0"]


async def test_a_file_that_repeats_what_was_corrected_by_hand_changes_nothing(desk: Desk) -> None:
    await desk.says("10/8/0")
    await desk.corrects(value="10/9/0")
    assert (await desk.says("10/8/0")).written == Written(unchanged=1, held=1)
    assert await desk.values() == ["10/9/0"]
    assert (await desk.says("10/7/0")).written == Written(changed=1)
    assert await desk.values() == ["10/7/0"]


async def test_what_is_taken_back_counts_no_more_and_stays_on_the_record(desk: Desk) -> None:
    await desk.says("10/8/0")
    await desk.corrects(because=Because.WRONG_PERSON, note="the other Robin")
    assert await desk.values() == []
    said = await queries.everything_said(desk.session, [desk.learner.id], within=WHOLE_REGISTER)
    assert [(each.takes_back, each.because_note) for each in said] == [
        (False, None),
        (True, "the other Robin"),
    ]
    assert (await desk.says("10/8/0")).written == Written(unchanged=1, held=1)


async def test_a_correction_sent_twice_is_made_once_and_another_meanwhile_is_told(desk: Desk) -> None:
    await desk.says("10/8/0")
    (stands,) = await desk.stands()
    done = await desk.corrects(value="10/9/0")
    again = await desk.corrects(circumstance_id=stands.id, value="10/9/0")
    assert again.id == done.id
    with pytest.raises(NotYourCircumstance, match="meanwhile"):
        await desk.corrects(circumstance_id=stands.id, value="10/7/0", because=Because.LEARNT_MORE)


async def test_only_the_agency_that_said_it_corrects_it(desk: Desk, session: Session, now: datetime) -> None:
    await desk.says("10/8/0")
    other = Desk(session, await make_provider(session, now=now), desk.learner, now)
    with pytest.raises(NotYourCircumstance, match="did not record"):
        await other.corrects(value="10/9/0")


@pytest.mark.parametrize(
    ("given", "field"),
    [
        pytest.param({"value": "10/8/0"}, "value", id="nothing is changed"),
        pytest.param(
            {"value": "10/9/0", "ends_on": date(2026, 10, 25)}, "ends_on", id="ends before it begins"
        ),
    ],
)
async def test_a_correction_that_cannot_be_names_its_field(
    desk: Desk, given: dict[str, Any], field: str
) -> None:
    await desk.says("10/8/0")
    with pytest.raises(Invalid) as refused:
        await desk.corrects(**given)
    assert refused.value.field == field


async def test_what_nothing_allows_to_hold_is_left_out_until_the_young_person_agrees(
    session: Session, college: Agency, now: datetime
) -> None:
    adult = await make_learner(session, by=By(agency_id=college.id), now=now, date_of_birth=date(2005, 3, 4))
    desk = Desk(session, college, adult, now)
    done = await desk.says("110", Kind.CHARACTERISTIC)
    assert (done.written, done.groundless) == (Written(), 1)
    with pytest.raises(Groundless) as refused:
        await record_circumstance(
            session,
            said=desk.words("110", Kind.CHARACTERISTIC),
            born_on=adult.date_of_birth,
            by=desk.by,
            now=desk.now,
            today=desk.now.date(),
        )
    assert refused.value.field == "kind"
    await desk.says("yes", Kind.AGREED_SUPPORT)
    assert (await desk.says("110", Kind.CHARACTERISTIC)).groundless == 0


async def test_a_file_is_undone_what_stood_before_it_stands_again_and_later_words_stay(desk: Desk) -> None:
    await desk.says("10/8/0")
    await desk.says("10/9/0", submission_id=FILE, line=3)
    await desk.says("yes", Kind.EHC_PLAN, submission_id=FILE, line=3)
    await desk.says("1", Kind.LEVEL_OF_NEED, submission_id=FILE, line=3)
    await desk.says("2", Kind.LEVEL_OF_NEED, submission_id=LATER_FILE)
    for times in ((1, 1), (0, 0)):
        undone = await undo_circumstances(
            desk.session,
            submission_id=FILE,
            learner_ids=[desk.learner.id],
            by=desk.by,
            now=desk.now + timedelta(hours=1),
        )
        assert (undone.taken_back, undone.said_again) == times
    assert sorted(await desk.values()) == ["10/8/0", "2"]


async def test_the_trail_names_kinds_and_never_what_was_said(desk: Desk) -> None:
    await desk.says("text only", Kind.SAFE_CONTACT)
    await desk.corrects(value="never at night")
    found = await sql.rows(
        desk.session,
        "select act, detail::text from audit_entry where subject_id = $1 order by seq",
        desk.learner.id,
    )
    told = [each["detail"] for each in found if each["act"].startswith("circumstance")]
    assert len(told) == 2
    assert all("safe_contact" in each for each in told)
    assert not any("text only" in each or "at night" in each for each in told)
