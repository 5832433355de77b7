"""Nothing about a learner is held without being told to them, and every look has its words."""

import re
from datetime import date, timedelta
from pathlib import Path

import pytest

from service.circumstances.rows import Kind
from service.circumstances.rules import DEFINITIONS, Standing
from service.kit.ids import NOBODY
from service.merging.rules import REGISTRY
from service.own_record.rows import Looked
from service.own_record.rules import DONE, KINDS, PARTS, WHY, answer_due_on, say_basis, say_looked

SERVICE = Path(__file__).resolve().parents[2] / "service"
SOURCES = [path.read_text(encoding="utf-8") for path in SERVICE.rglob("*.py")]
TODAY = date(2026, 11, 27)


def test_every_table_that_names_a_learner_is_in_one_part_of_what_is_held() -> None:
    told = [table for part in PARTS for table in part.tables]
    assert sorted(told) == sorted({each.table for each in REGISTRY})


def test_every_act_the_trail_keeps_of_a_learner_has_words_for_them() -> None:
    acts = {
        act
        for source in SOURCES
        for act in re.findall(r'act="([^"]+)",\s*subject_kind="learner"', source)
        + re.findall(r'_act\("([^"]+)", (?:learner|link)', source)
    }
    assert len(acts) > 20
    assert acts - DONE.keys() == set()


def test_every_reason_for_looking_has_words_for_them() -> None:
    asked = r'(?:read_learner|require_learner|require_open|_seen|_learner)\([^"]*?why="([^"]+)"'
    reasons = {why for source in SOURCES for why in re.findall(asked, source)}
    assert len(reasons) > 10
    assert reasons - WHY.keys() == set()


@pytest.mark.parametrize(
    ("act", "why", "reason", "words"),
    [
        pytest.param("record viewed", "timeline", None, "Looked at your record: your pathway", id="a look"),
        pytest.param(
            "record opened",
            "re-engaging",
            "here_now",
            "Opened your record to find a way back with you. The reason they gave: they are here with me",
            id="another agency",
        ),
        pytest.param("facts recorded", None, None, "Wrote in your pathway", id="written"),
        pytest.param(
            "alert raised",
            None,
            None,
            "An alert was raised, so that an adviser can see whether you need help",
            id="an alert",
        ),
        pytest.param("offer accepted", None, None, "A place for you: accepted", id="an offer"),
        pytest.param(
            "record viewed", "for tidying", None, "Looked at your record: for tidying", id="another reason"
        ),
    ],
)
def test_what_was_done_is_said_to_the_young_person(
    act: str, why: str | None, reason: str | None, words: str
) -> None:
    looked = Looked(on=TODAY, agency_id=NOBODY, by_system=False, act=act, why=why, reason=reason, times=1)
    assert say_looked(looked) == words


@pytest.mark.parametrize(
    ("born", "has_plan", "ground"),
    [
        pytest.param(date(2009, 9, 1), False, "Legal duty", id="sixteen at the start of the year"),
        pytest.param(date(2008, 9, 1), False, "Legal duty", id="just within the duty"),
        pytest.param(date(2008, 8, 31), False, "Public task", id="just beyond it"),
        pytest.param(date(2003, 1, 1), True, "Legal duty", id="beyond it with a plan"),
        pytest.param(date(2001, 8, 31), True, "Public task", id="beyond it with a plan too"),
        pytest.param(date(2003, 1, 1), False, "Public task", id="an adult"),
    ],
)
def test_the_ground_goes_by_age_and_plan(born: date, has_plan: bool, ground: str) -> None:
    standing = Standing(born_on=born, has_plan=has_plan)
    assert say_basis(standing, on=TODAY).startswith(ground)


@pytest.mark.parametrize(
    ("said", "due"),
    [
        pytest.param(date(2026, 11, 27), date(2026, 12, 27), id="an ordinary month"),
        pytest.param(date(2027, 1, 31), date(2027, 2, 28), id="a short month"),
        pytest.param(date(2028, 1, 31), date(2028, 2, 29), id="a leap year"),
        pytest.param(date(2026, 12, 31), date(2027, 1, 31), id="over the year"),
    ],
)
def test_an_answer_is_due_within_a_month(said: date, due: date) -> None:
    assert answer_due_on(said) == due


def test_every_kind_of_circumstance_has_words() -> None:
    assert set(DEFINITIONS) == set(Kind)
    assert set(KINDS) == {"alert", "offer", "referral"}
    assert answer_due_on(TODAY) - TODAY <= timedelta(days=31)
