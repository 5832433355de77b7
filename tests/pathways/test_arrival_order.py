"""The order in which facts arrive decides nothing: any permutation leaves the same record and the same alerts."""

from datetime import date, datetime, timedelta
from random import Random

from msgspec.structs import replace

from service.agencies.rows import Agency
from service.alerts.operations import record
from service.kit import database as sql
from service.kit.audit import By
from service.kit.database import Session
from service.kit.ids import new_id
from service.pathways.rows import Completion, Confidence, Milestone, MilestoneKind, Spell
from tests.factories import a_milestone, a_name, a_spell, make_council, make_learner, make_provider

MANY = 40
FIRST = date(2026, 9, 2)
LINE = "select started_on, ended_on, activity from main_spell where learner_id = $1 order by 1"
WHERE = """
select activity, since_on, provider_name, planned_end_on, current_until_on, neet_since_on, stage, conflict_since_on,
       next_review_on
from situation where learner_id = $1
"""
ALERTS = """
select rule, severity, raised_for_on, deadline_on, sentence from alert
where learner_id = $1 and closed_on is null order by 1
"""


def told(agencies: list[Agency], now: datetime) -> list[Spell | Milestone]:
    """Facts of three agencies that overlap, contradict each other, adjoin and follow one another."""
    college, trainer, council = agencies
    anybody = new_id()

    def spell(agency: Agency, name: str, **details: object) -> Spell:
        return a_spell(anybody, agency=agency, now=now, source_key=name, **details)

    left = {"ended_on": date(2026, 10, 9), "completion": Completion.WITHDRAWN}
    course = spell(college, "course", started_on=FIRST, planned_end_on=date(2027, 7, 9), **left)
    return [
        course,
        spell(trainer, "job", started_on=FIRST, activity=330, provider_name="Haven Road Warehouse"),
        spell(
            trainer, "job again", started_on=date(2026, 10, 12), activity=330, confidence=Confidence.INFERRED
        ),
        spell(
            council, "neet", started_on=date(2026, 10, 12), activity=619, confidence=Confidence.SELF_REPORTED
        ),
        spell(council, "before", started_on=date(2026, 6, 1), activity=619, ended_on=date(2026, 9, 1)),
        spell(college, "school", started_on=date(2025, 9, 1), activity=210, ended_on=date(2026, 5, 31)),
        a_milestone(
            anybody, MilestoneKind.STARTED, agency=college, now=now, occurred_on=FIRST, source_key="s"
        ),
        a_milestone(
            anybody,
            MilestoneKind.WITHDREW,
            agency=college,
            now=now,
            occurred_on=date(2026, 10, 9),
            source_key="w",
            spell_id=course.id,
        ),
    ]


async def state_after(
    session: Session, n: int, facts: list[Spell | Milestone], college: Agency, *, now: datetime
) -> list[tuple[object, ...]]:
    """What is derived of the n-th learner, of whom these facts are recorded one by one, in this order."""
    by, born = By(agency_id=college.id), date(now.year - 17, 5, 12)
    names = {
        "given_names": a_name(f"arrives {n}"),
        "family_name": a_name(f"in any order {n}"),
    }  # nobody's twin
    then = now - timedelta(days=400)
    person = await make_learner(session, by=by, now=then, date_of_birth=born, **names)
    for fact in facts:
        mine = replace(fact, learner_id=person.id, id=new_id())
        spells, milestones = ([mine], []) if isinstance(mine, Spell) else ([], [replace(mine, spell_id=None)])
        by = By(agency_id=fact.agency_id)
        await record(session, spells=spells, milestones=milestones, by=by, now=now, today=now.date())
    found = [await sql.rows(session, text, person.id) for text in (LINE, WHERE, ALERTS)]
    return [tuple(row.values()) for rows in found for row in rows]


async def test_any_permutation_of_the_same_facts_ends_in_the_same_state(
    session: Session, now: datetime
) -> None:
    council = await make_council(session, now=now)
    names = ("Chelmer Valley College", "Estuary Skills")
    providers = [await make_provider(session, now=now, council=council, name=name) for name in names]
    facts, rng = told([*providers, council], now), Random(7)
    first = await state_after(session, 0, facts, providers[0], now=now)
    assert len(first) > 4  # several stretches and an alert, or the test says little

    for n in range(1, MANY + 1):
        shuffled = rng.sample(facts, len(facts))
        assert await state_after(session, n, shuffled, providers[0], now=now) == first
