"""Correcting and taking back on their pages: what changes is said before, what is wrong by its field."""

import re
from datetime import datetime, timedelta

import pytest

from service.access.rows import WHOLE_REGISTER
from service.accounts.rows import Role
from service.kit.audit import By
from service.kit.database import REGISTER, Database
from service.kit.ids import new_id
from service.learners.rows import Learner
from service.pathways import queries as pathways
from service.pathways.rows import Because, Facts, Spell
from service.pathways.rules import counting
from service.vocabulary.day import say_day
from tests.factories import make_learner, make_provider, record_spell
from tests.web.conftest import Browser, BrowserOf


@pytest.fixture
async def college(client_as: BrowserOf) -> Browser:
    return await client_as(Role.PROVIDER_STAFF)


@pytest.fixture
async def learner(college: Browser, database: Database, now: datetime) -> Learner:
    async with database.transaction(REGISTER) as session:
        return await make_learner(session, by=By(agency_id=college.agency.id), now=now)


@pytest.fixture
async def spell(college: Browser, learner: Learner, database: Database, now: datetime) -> Spell:
    async with database.transaction(REGISTER) as session:
        return await record_spell(
            session, learner.id, agency=college.agency, now=now - timedelta(days=1), title="Bricklaying"
        )


async def everything(database: Database, learner: Learner) -> Facts:
    async with database.transaction(REGISTER) as session:
        return await pathways.everything_said(session, learner.id, within=WHOLE_REGISTER)


def fields(text: str) -> dict[str, str]:
    """What the form holds, as a browser would send it."""
    found = dict(re.findall(r'<input[^>]* name="([a-z_]+)"[^>]*? value="([^"]*)"', text))
    for name, options in re.findall(r'<select[^>]* name="([a-z_]+)">(.*?)</select>', text, re.S):
        chosen = re.search(r'<option value="([^"]*)" selected', options)
        found[name] = chosen.group(1) if chosen else ""
    return found


async def opened(college: Browser, learner: Learner, spell: Spell) -> dict[str, str]:
    shown = await college.get(f"/learners/{learner.id}/facts/{spell.id}/correct")
    assert shown.status_code == 200
    values = fields(shown.text)
    return {name: value for name, value in values.items() if name not in ("because", "_csrf_token")}


async def test_a_correction_is_seen_before_it_is_made(
    college: Browser, learner: Learner, spell: Spell, database: Database
) -> None:
    values = {**await opened(college, learner, spell), "title": "Joinery", "because": "wrong_detail"}
    assert values["started_on"] == say_day(spell.started_on)
    address = f"/learners/{learner.id}/facts/{spell.id}/correct"

    checked = await college.submit(f"{address}/check", **values)
    assert "Bricklaying" in checked.text
    assert "Joinery" in checked.text
    assert len((await everything(database, learner)).spells) == 1

    done = await college.submit(address, **values)
    assert done.headers["location"] == f"/learners/{learner.id}?done=corrected"
    (kept,) = counting(await everything(database, learner)).spells
    assert (kept.title, kept.because) == ("Joinery", Because.WRONG_DETAIL)
    shown = await college.get(f"/learners/{learner.id}")
    assert "Was “titled Bricklaying” until" in shown.text


@pytest.mark.parametrize(
    ("more", "field", "said"),
    [
        pytest.param({"because": ""}, "because", "Choose why", id="no reason"),
        pytest.param(
            {"because": "other", "title": "X"}, "note", "Say why in a few words", id="other, and no words"
        ),
        pytest.param({"started_on": "32 13 2026"}, "started_on", "Enter a day", id="no such day"),
        pytest.param({}, "because", "Nothing is different", id="nothing changed"),
        pytest.param(
            {"completion": "withdrawn"}, "ended_on", "Enter the day it ended", id="left, and no day"
        ),
        pytest.param({"title": "x" * 201}, "title", "This is too long", id="too long"),
    ],
)
async def test_what_is_wrong_is_said_by_its_field_and_nothing_is_lost(
    college: Browser,
    learner: Learner,
    spell: Spell,
    database: Database,
    more: dict[str, str],
    field: str,
    said: str,
) -> None:
    values = {**await opened(college, learner, spell), "because": "wrong_day", **more}

    refused = await college.submit(f"/learners/{learner.id}/facts/{spell.id}/correct/check", **values)

    assert refused.status_code == 422
    assert f'href="#{field}"' in refused.text
    assert said in refused.text
    assert (await everything(database, learner)).spells == (spell,)


async def test_taking_back_says_what_the_record_says_then(
    college: Browser, learner: Learner, spell: Spell, database: Database
) -> None:
    address = f"/learners/{learner.id}/facts/{spell.id}/take-back"
    shown = await college.get(address)
    assert "Nothing has been recorded about where this learner is." in shown.text

    without = await college.submit(address, because="")
    assert without.status_code == 422
    assert "Choose why" in without.text

    done = await college.submit(address, because="recorded_twice")
    assert done.status_code == 303
    assert counting(await everything(database, learner)) == Facts()
    again = await college.submit(address, because="recorded_twice")
    assert again.status_code == 303
    assert "Taken back" in (await college.get(f"/learners/{learner.id}")).text


async def test_another_agencys_fact_cannot_be_corrected_and_has_no_link(
    college: Browser, learner: Learner, spell: Spell, database: Database, now: datetime
) -> None:
    async with database.transaction(REGISTER) as session:
        other = await make_provider(session, now=now, name="Estuary Skills")
        theirs = await record_spell(session, learner.id, agency=other, now=now, activity=330)
    timeline = (await college.get(f"/learners/{learner.id}")).text
    assert str(spell.id) in timeline
    assert str(theirs.id) not in timeline

    for fact_id in (theirs.id, new_id()):
        for way in ("correct", "take-back"):
            refused = await college.get(f"/learners/{learner.id}/facts/{fact_id}/{way}")
            assert refused.status_code == 404


async def test_what_was_known_on_a_past_day_is_shown_as_it_was(
    college: Browser, learner: Learner, spell: Spell, now: datetime
) -> None:
    address = f"/learners/{learner.id}/facts/{spell.id}/take-back"
    await college.submit(address, because="never_happened")
    yesterday = say_day((now - timedelta(days=1)).date())

    then = (await college.get(f"/learners/{learner.id}", params={"known_on": yesterday})).text
    before = (await college.get(f"/learners/{learner.id}", params={"known_on": "1 January 2026"})).text
    ahead = await college.get(f"/learners/{learner.id}", params={"known_on": "tomorrow"})

    assert f"what was known at the end of {yesterday}" in then
    assert "Bricklaying" in then
    assert "Taken back" not in then
    assert "Correct this" not in then
    assert "Nothing had been recorded by then" in before
    assert ahead.status_code == 422
    assert "Enter a day that has passed" in ahead.text
