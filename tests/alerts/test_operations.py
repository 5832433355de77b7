"""The safety net at work: raised on a write, closed by the facts, acted on by people, kept by the daily run."""

from datetime import date, datetime, timedelta

import pytest

from service.access.rows import WHOLE_REGISTER, Scope
from service.accounts.rows import Role
from service.agencies.rows import Agency
from service.alerts import queries
from service.alerts.operations import (
    AlertGone,
    Happening,
    SpellMissing,
    acknowledge_alert,
    assign_learner,
    close_alert,
    log_contact,
    record_happening,
    snooze_alert,
    watch,
)
from service.alerts.queries import CardRow
from service.alerts.rows import Outcome
from service.caseloads import queries as caseloads
from service.caseloads.rows import Channel, Contact
from service.kit import database as sql
from service.kit.audit import By
from service.kit.database import REGISTER, Database, Session
from service.kit.errors import Invalid, NotFound
from service.kit.ids import new_id
from service.learners.rows import Learner
from service.pathways import queries as pathways
from service.pathways.rows import Completion, MilestoneKind
from tests.factories import make_account, make_council, make_learner, make_provider, record_spell

_SAME_ALERT_AGAIN = """
insert into alert (learner_id, id, rule, family, version, severity, status, raised_at, raised_on, raised_for_on,
    deadline_on, owner, next_owner, sentence, evidence, next_step, alternatives, closes_when, fingerprint, rung)
select learner_id, gen_random_uuid(), rule, family, version, severity, status, raised_at, raised_on, raised_for_on,
    deadline_on, owner, next_owner, sentence, evidence, next_step, alternatives, closes_when, fingerprint, rung
from alert where learner_id = $1
"""


@pytest.fixture
async def council(session: Session, now: datetime) -> Agency:
    return await make_council(session, now=now)


@pytest.fixture
async def college(session: Session, council: Agency, now: datetime) -> Agency:
    noise = await make_provider(session, now=now, name="Noise College", council=council)
    other = await make_learner(session, by=By(agency_id=noise.id), now=now)
    await watch(session, learner_ids=[other.id], by=By(agency_id=noise.id), now=now, today=now.date())
    return await make_provider(session, now=now, council=council)


@pytest.fixture
async def learner(session: Session, college: Agency, now: datetime) -> Learner:
    return await make_learner(session, by=By(agency_id=college.id), now=now)


async def open_cards(session: Session, learner: Learner) -> list[CardRow]:
    found = await queries.alerts_of(session, learner.id, within=Scope(learner.council_id or new_id()))
    return [card for card in found if card.closed_on is None]


async def leaves(
    session: Session, learner: Learner, college: Agency, now: datetime, *, days_ago: int = 11
) -> None:
    """Left a course early."""
    today = now.date()
    await record_spell(
        session,
        learner.id,
        agency=college,
        now=now,
        source_key="the course",
        ended_on=today - timedelta(days=days_ago),
        planned_end_on=today + timedelta(days=250),
        completion=Completion.WITHDRAWN,
        withdraw_reason=98,
    )


async def test_record_raises_an_alert_in_the_same_transaction(
    session: Session, learner: Learner, college: Agency, now: datetime
) -> None:
    await leaves(session, learner, college, now)

    assert [card.rule for card in await open_cards(session, learner)] == ["R01"]


async def test_record_closes_the_alert_when_the_learner_starts_somewhere_and_says_why(
    session: Session, learner: Learner, college: Agency, now: datetime, today: date
) -> None:
    await leaves(session, learner, college, now)
    elsewhere = await make_provider(session, now=now, name="Harbour Training")

    await record_spell(session, learner.id, agency=elsewhere, now=now, activity=310, started_on=today)

    assert await open_cards(session, learner) == []
    closed = await queries.alerts_of(session, learner.id, within=councils_scope(learner))
    assert "Closed by itself" in (closed[0].closed_because or "")


def councils_scope(learner: Learner) -> Scope:
    """The council's scope; cards are always read within one."""
    return Scope(learner.council_id or new_id())


async def test_record_twice_raises_one_alert(
    session: Session, learner: Learner, college: Agency, now: datetime
) -> None:
    await leaves(session, learner, college, now)
    await watch(session, learner_ids=[learner.id], by=By(agency_id=college.id), now=now, today=now.date())

    assert len(await open_cards(session, learner)) == 1


async def test_the_database_refuses_a_second_open_alert_of_a_family(
    database: Database, now: datetime
) -> None:
    async with database.transaction(REGISTER) as session:
        college = await make_provider(session, now=now)
        learner = await make_learner(session, by=By(agency_id=college.id), now=now)
        await leaves(session, learner, college, now)

    with pytest.raises(Exception, match="uq_alert_learner_id_family"):
        async with database.transaction(REGISTER) as session:
            await sql.execute(session, _SAME_ALERT_AGAIN, learner.id)


async def test_main_spells_and_situation_are_what_the_facts_say(
    session: Session, learner: Learner, college: Agency, now: datetime, today: date
) -> None:
    await record_spell(session, learner.id, agency=college, now=now, provider_name="Chelmer Valley College")

    standing = (await pathways.standings(session, [learner.id], within=WHOLE_REGISTER))[learner.id]
    assert (standing.activity, standing.activity_group) == (230, "eet")
    lines = await pathways.main_spells_of(session, [learner.id])
    assert [(each.started_on, each.ended_on) for each in lines[learner.id]] == [
        (date(today.year, 9, 1), None)
    ]


async def test_record_happening_begins_and_ends_a_spell(
    session: Session, learner: Learner, college: Agency, now: datetime, today: date
) -> None:
    by, within = By(agency_id=college.id), Scope(college.id)
    told = {"within": within, "by": by, "now": now, "today": today}
    started = Happening(
        learner_id=learner.id,
        kind=MilestoneKind.STARTED,
        occurred_on=today - timedelta(days=40),
        source_key="page:1",
        activity=230,
    )
    await record_happening(session, happening=started, **told)
    spell = (await pathways.facts_of(session, [learner.id], within=within))[learner.id].spells[0]

    left = Happening(
        learner_id=learner.id,
        kind=MilestoneKind.WITHDREW,
        occurred_on=today - timedelta(days=2),
        source_key="page:2",
        spell_id=spell.id,
    )
    recorded, watched = await record_happening(session, happening=left, **told)

    facts = (await pathways.facts_of(session, [learner.id], within=within))[learner.id]
    assert [(each.ended_on, each.completion) for each in facts.spells] == [
        (today - timedelta(days=2), Completion.WITHDRAWN)
    ]
    assert (recorded.spells.changed, recorded.milestones.new) == (1, 1)
    assert watched.raised == 1


async def test_record_happening_told_twice_is_recorded_once(
    session: Session, learner: Learner, college: Agency, now: datetime, today: date
) -> None:
    told = {"within": Scope(college.id), "by": By(agency_id=college.id), "now": now, "today": today}
    offered = Happening(
        learner_id=learner.id, kind=MilestoneKind.OFFERED, occurred_on=today, source_key="page:1"
    )

    await record_happening(session, happening=offered, **told)
    again, _ = await record_happening(session, happening=offered, **told)

    assert (again.milestones.new, again.milestones.unchanged) == (0, 1)


async def test_record_happening_asks_what_was_started_or_ended(
    session: Session, learner: Learner, college: Agency, now: datetime, today: date
) -> None:
    told = {"within": Scope(college.id), "by": By(agency_id=college.id), "now": now, "today": today}
    for kind, field in ((MilestoneKind.STARTED, "activity"), (MilestoneKind.WITHDREW, "spell_id")):
        happening = Happening(learner_id=learner.id, kind=kind, occurred_on=today, source_key="page:1")
        with pytest.raises(SpellMissing) as refused:
            await record_happening(session, happening=happening, **told)
        assert refused.value.field == field
    future = Happening(
        learner_id=learner.id,
        kind=MilestoneKind.OFFERED,
        occurred_on=today + timedelta(days=1),
        source_key="x",
    )
    with pytest.raises(Invalid):
        await record_happening(session, happening=future, **told)


async def test_an_agency_cannot_end_another_agencys_spell(
    session: Session, learner: Learner, college: Agency, council: Agency, now: datetime, today: date
) -> None:
    spell = await record_spell(session, learner.id, agency=college, now=now)
    left = Happening(
        learner_id=learner.id,
        kind=MilestoneKind.WITHDREW,
        occurred_on=today,
        source_key="x",
        spell_id=spell.id,
    )

    with pytest.raises(SpellMissing):
        await record_happening(
            session,
            happening=left,
            within=Scope(council.id),
            by=By(agency_id=council.id),
            now=now,
            today=today,
        )


async def test_an_adviser_acknowledges_assigns_snoozes_and_closes(
    session: Session, learner: Learner, college: Agency, council: Agency, now: datetime, today: date
) -> None:
    await leaves(session, learner, college, now)
    adviser = await make_account(session, agency=council, role=Role.YOUTH_ADVISER, now=now)
    by, within = By(agency_id=council.id, account_id=adviser.id), Scope(council.id)
    (card,) = await open_cards(session, learner)

    await acknowledge_alert(session, alert_id=card.id, within=within, by=by, now=now)
    await assign_learner(session, alert_id=card.id, to=adviser.id, within=within, by=by, now=now)
    await snooze_alert(
        session,
        alert_id=card.id,
        until=today + timedelta(days=3),
        reason="Starts on Friday",
        within=within,
        by=by,
        now=now,
    )
    _, waiting = await queries.advisers_alerts(session, adviser.id, within=within, today=today, limit=50)
    assert waiting.alerts == 1  # noise
    await close_alert(
        session,
        alert_id=card.id,
        outcome=Outcome.NO_ACTION_NEEDED,
        reason="Enrolled elsewhere, file to come",
        within=within,
        by=by,
        now=now,
    )

    assert await open_cards(session, learner) == []  # the same evidence does not raise it again at once
    steps = [step.step for step in await queries.steps(session, learner.id, card.id)]
    assert steps == ["raised", "acknowledged", "assigned", "snoozed", "closed by hand"]
    held = await caseloads.holdings(session, [learner.id], agency_id=council.id)
    assert held[learner.id].account_id == adviser.id
    with pytest.raises(AlertGone):
        await acknowledge_alert(session, alert_id=card.id, within=within, by=by, now=now)


async def test_a_snoozed_alert_wakes_on_new_evidence(
    session: Session, learner: Learner, college: Agency, council: Agency, now: datetime, today: date
) -> None:
    await leaves(session, learner, college, now)
    by, within = By(agency_id=council.id, account_id=new_id()), Scope(council.id)
    (card,) = await open_cards(session, learner)
    await snooze_alert(
        session,
        alert_id=card.id,
        until=today + timedelta(days=7),
        reason="Away",
        within=within,
        by=by,
        now=now,
    )

    await leaves(session, learner, college, now, days_ago=20)  # the college corrects the day

    (woken,) = await open_cards(session, learner)
    assert woken.status == "open"
    assert woken.snoozed_until_on is None


async def test_whoever_sees_to_a_snoozed_alert_ends_its_sleep(
    session: Session, learner: Learner, college: Agency, council: Agency, now: datetime, today: date
) -> None:
    await leaves(session, learner, college, now)
    by, within = By(agency_id=council.id, account_id=new_id()), Scope(council.id)
    (card,) = await open_cards(session, learner)
    about = {"alert_id": card.id, "within": within, "by": by, "now": now}
    await snooze_alert(session, until=today + timedelta(days=7), reason="Away", **about)

    await acknowledge_alert(session, **about)

    (seen_to,) = await open_cards(session, learner)
    assert (seen_to.status, seen_to.snoozed_until_on) == ("acknowledged", None)


@pytest.mark.parametrize("days", [pytest.param(0, id="today"), pytest.param(40, id="too long")])
async def test_snooze_refuses_a_day_out_of_reach(
    session: Session,
    learner: Learner,
    college: Agency,
    council: Agency,
    now: datetime,
    today: date,
    days: int,
) -> None:
    await leaves(session, learner, college, now)
    (card,) = await open_cards(session, learner)

    with pytest.raises(Invalid):
        await snooze_alert(
            session,
            alert_id=card.id,
            until=today + timedelta(days=days),
            reason="Because",
            within=Scope(council.id),
            by=By(agency_id=council.id),
            now=now,
        )


async def test_an_alert_out_of_scope_is_not_there(
    session: Session, learner: Learner, college: Agency, now: datetime
) -> None:
    await leaves(session, learner, college, now)
    (card,) = await open_cards(session, learner)
    stranger = await make_council(session, now=now, name="Another Council")

    with pytest.raises(NotFound):
        await acknowledge_alert(
            session, alert_id=card.id, within=Scope(stranger.id), by=By(agency_id=stranger.id), now=now
        )


async def test_log_contact_shows_on_the_card(
    session: Session, learner: Learner, college: Agency, council: Agency, now: datetime, today: date
) -> None:
    await leaves(session, learner, college, now)
    adviser = await make_account(session, agency=council, role=Role.YOUTH_ADVISER, now=now)
    by = By(agency_id=council.id, account_id=adviser.id)
    for two_way in (True, False, False):
        contact = Contact(
            learner_id=learner.id,
            id=new_id(),
            account_id=adviser.id,
            agency_id=council.id,
            channel=Channel.PHONE,
            two_way=two_way,
            occurred_on=today,
            recorded_at=now,
        )
        await log_contact(session, contact=contact, by=by, now=now)

    found = await queries.alerts_of(session, learner.id, within=Scope(council.id))
    assert (found[0].last_contact_on, found[0].last_channel, found[0].attempts) == (today, "phone", 2)
