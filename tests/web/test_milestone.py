"""Recording a milestone on its page: what does not go together is said by its field; sent twice it is there once."""

import re
from datetime import datetime, timedelta

import pytest

from service.access.rows import WHOLE_REGISTER
from service.accounts.rows import Role
from service.agencies.rows import Agency
from service.kit.audit import By
from service.kit.database import REGISTER, Database
from service.kit.ids import new_id
from service.learners.rows import Learner
from service.pathways import queries as pathways
from service.pathways.rows import Completion, Facts, MilestoneKind, Spell
from service.pathways.rules import counting
from service.vocabulary.day import say_day
from tests.factories import make_learner, make_provider, record_spell
from tests.web.conftest import Browser, BrowserOf

ELSEWHERE = str(new_id())
FROM_LIST = "Choose a course or job from the list"


@pytest.fixture
async def college(client_as: BrowserOf) -> Browser:
    return await client_as(Role.PROVIDER_STAFF)


@pytest.fixture
async def learner(college: Browser, database: Database, now: datetime) -> Learner:
    async with database.transaction(REGISTER) as session:
        return await make_learner(session, by=By(agency_id=college.agency.id), now=now)


async def spell_of(database: Database, learner: Learner, agency: Agency, now: datetime) -> Spell:
    async with database.transaction(REGISTER) as session:
        return await record_spell(session, learner.id, agency=agency, now=now)


@pytest.fixture
async def spell(college: Browser, learner: Learner, database: Database, now: datetime) -> Spell:
    return await spell_of(database, learner, college.agency, now - timedelta(days=1))


async def everything(database: Database, learner: Learner) -> Facts:
    async with database.transaction(REGISTER) as session:
        return await pathways.everything_said(session, learner.id, within=WHOLE_REGISTER)


def typed(kind: MilestoneKind, **more: str) -> dict[str, str]:
    return {"kind": kind.value, "occurred_on": "today", "key": str(new_id()), **more}


WRONG = [
    pytest.param("attendance", {"spell_id": ELSEWHERE}, "spell_id", FROM_LIST, id="no spell"),
    pytest.param("withdrew", {"spell_id": ELSEWHERE}, "spell_id", FROM_LIST, id="ends none"),
    pytest.param("withdrew", {}, "spell_id", "Choose which course or job this is about", id="ends and names none"),
    pytest.param("started", {}, "activity", "Choose what was started", id="begins nothing"),
    pytest.param("attendance", {"activity": "230"}, "activity", "Nothing starts with this", id="begins and should not"),
    pytest.param("achieved", {"planned_end_on": "today"}, "planned_end_on", "leave this empty", id="no planned end"),
    pytest.param("returned", {}, "planned_end_on", "Enter when the course is to end now", id="back until when"),
    pytest.param("withdrew", {}, "withdraw_reason", "Choose why they left", id="left, and not why"),
    pytest.param("withdrew", {"withdraw_reason": "2"}, "withdraw_reason", "from the list", id="a move is no leaving"),
    pytest.param("achieved", {"withdraw_reason": "3"}, "withdraw_reason", "Nobody left early", id="nobody left"),
    pytest.param("break", {"wishes_to_return": "true"}, "wishes_to_return", "Nobody left early", id="nor wishes"),
]  # fmt: skip


@pytest.mark.parametrize(("kind", "more", "field", "said"), WRONG)
@pytest.mark.parametrize("step", ["/check", ""])
async def test_what_does_not_go_together_is_said_by_its_field(
    college: Browser,
    learner: Learner,
    spell: Spell,
    database: Database,
    step: str,
    kind: str,
    more: dict[str, str],
    field: str,
    said: str,
) -> None:
    before = await everything(database, learner)
    answer = await college.submit(
        f"/learners/{learner.id}/milestones{step}", **typed(MilestoneKind(kind), **more)
    )
    assert answer.status_code == 422
    assert f'href="#{field}"' in answer.text
    assert re.search(rf'id="{field}-error"[^<]*<span[^<]*</span>[^<]*{said}', answer.text)
    assert await everything(database, learner) == before


async def test_something_new_is_none_of_what_goes_on(
    college: Browser, learner: Learner, spell: Spell
) -> None:
    fields = typed(MilestoneKind.STARTED, activity="230", spell_id=str(spell.id))
    answer = await college.submit(f"/learners/{learner.id}/milestones/check", **fields)
    assert "This is something new" in answer.text


async def test_a_spell_of_another_agency_cannot_be_named(
    college: Browser, learner: Learner, database: Database, now: datetime
) -> None:
    async with database.transaction(REGISTER) as session:
        other = await make_provider(session, now=now, name="Estuary Skills")
    theirs = await spell_of(database, learner, other, now)
    for kind in (MilestoneKind.WITHDREW, MilestoneKind.ATTENDANCE):
        fields = typed(kind, spell_id=str(theirs.id))
        answer = await college.submit(f"/learners/{learner.id}/milestones", **fields)
        assert answer.status_code == 422
        assert FROM_LIST in answer.text


@pytest.mark.parametrize("kind", [MilestoneKind.WITHDREW, MilestoneKind.ATTENDANCE, MilestoneKind.STARTED])
async def test_sent_twice_it_is_recorded_once(
    college: Browser, learner: Learner, spell: Spell, database: Database, kind: MilestoneKind
) -> None:
    about = {"activity": "310"} if kind is MilestoneKind.STARTED else {"spell_id": str(spell.id)}
    about |= {"withdraw_reason": "97"} if kind is MilestoneKind.WITHDREW else {}
    fields = typed(kind, **about)
    first = await college.submit(f"/learners/{learner.id}/milestones", **fields)
    assert first.headers["location"] == f"/learners/{learner.id}?done=milestone", first.text[-1500:]
    once = await everything(database, learner)
    again = await college.submit(f"/learners/{learner.id}/milestones", **fields)
    assert again.headers["location"] == f"/learners/{learner.id}?done=milestone"
    assert await everything(database, learner) == once
    assert [each.kind for each in once.milestones] == [kind]


async def test_a_start_sent_again_after_it_ended_does_not_begin_it_anew(
    college: Browser, learner: Learner, database: Database
) -> None:
    where = f"/learners/{learner.id}/milestones"
    start = typed(MilestoneKind.STARTED, activity="310")
    await college.submit(where, **start)
    (begun,) = (await everything(database, learner)).spells
    await college.submit(where, **typed(MilestoneKind.WITHDREW, spell_id=str(begun.id), withdraw_reason="97"))
    ended = await everything(database, learner)
    assert any(spell.ended_on for spell in ended.spells)
    again = await college.submit(where, **start)
    assert again.headers["location"] == f"/learners/{learner.id}?done=milestone"
    assert await everything(database, learner) == ended


async def test_a_break_with_an_expected_return_and_coming_back_to_the_same_course(
    college: Browser, learner: Learner, spell: Spell, database: Database, now: datetime
) -> None:
    address = f"/learners/{learner.id}/milestones"
    early = typed(MilestoneKind.RETURNED, spell_id=str(spell.id), planned_end_on="9 7 2099")
    assert "Choose a course that is on a break" in (await college.submit(address, **early)).text

    back_on = say_day(now.date() + timedelta(days=60))
    paused = typed(MilestoneKind.BREAK, spell_id=str(spell.id), planned_start_on=back_on)
    assert "Expected back" in (await college.submit(f"{address}/check", **paused)).text
    assert (await college.submit(address, **paused)).status_code == 303
    achieved = typed(MilestoneKind.ACHIEVED, level="1")
    assert (await college.submit(address, **achieved)).status_code == 303
    assert f"Expected back {back_on}" in " ".join(
        (await college.get(f"/learners/{learner.id}")).text.replace("expected back", "Expected back").split()
    )

    (on_break,) = counting(await everything(database, learner)).spells
    past = typed(MilestoneKind.RETURNED, spell_id=str(on_break.id), planned_end_on="today")
    assert "a day after they came back" in (await college.submit(address, **past)).text
    end = say_day(now.date() + timedelta(days=200))
    back = typed(MilestoneKind.RETURNED, spell_id=str(on_break.id), planned_end_on=end)
    assert (await college.submit(address, **back)).status_code == 303
    facts = counting(await everything(database, learner))
    (course,) = facts.spells
    assert (course.completion, course.started_on, say_day(course.planned_end_on)) == (
        Completion.CONTINUING,
        spell.started_on,
        end,
    )
    kinds = {each.kind for each in facts.milestones}
    assert kinds == {MilestoneKind.BREAK, MilestoneKind.ACHIEVED, MilestoneKind.RETURNED}
    assert "Came back from a break" in (await college.get(f"/learners/{learner.id}")).text


async def test_leaving_early_says_why_and_whether_they_would_like_to_return(
    college: Browser, learner: Learner, spell: Spell, database: Database
) -> None:
    left = typed(
        MilestoneKind.WITHDREW, spell_id=str(spell.id), withdraw_reason="43", wishes_to_return="true"
    )
    checked = (await college.submit(f"/learners/{learner.id}/milestones/check", **left)).text
    assert "Why they left" in checked
    assert "Would like to return" in checked
    assert (await college.submit(f"/learners/{learner.id}/milestones", **left)).status_code == 303
    facts = counting(await everything(database, learner))
    assert facts.spells[0].withdraw_reason == 43
    assert facts.milestones[0].wishes_to_return is True
    shown = (await college.get(f"/learners/{learner.id}")).text
    assert "money, would like to return" in shown
