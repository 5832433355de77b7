"""Nothing stays with nobody: alerts climb, leave is covered, who has left holds nothing, several at once."""

from datetime import date, datetime, timedelta
from unittest.mock import ANY
from uuid import UUID

import pytest

from service.access.rows import WHOLE_REGISTER, Scope
from service.accounts.operations import disable_account
from service.accounts.rows import Account, Role
from service.agencies.rows import Agency
from service.alerts import queries
from service.alerts.operations import acknowledge_alert, assign_learners, log_contacts, snooze_alert, watch
from service.alerts.operations.act import AlertUnknown
from service.alerts.queries import Waiting, Wanted
from service.alerts.rows import Rung
from service.caseloads import operations as caseloads
from service.caseloads import queries as holding
from service.caseloads.rows import Availability, Channel, Contact
from service.kit import database as sql
from service.kit.audit import By
from service.kit.database import Session
from service.kit.errors import Invalid
from service.kit.ids import new_id
from service.learners.rows import Learner
from service.pathways import queries as pathways
from tests.factories import make_account, make_council, make_learner, record_spell

SEEKING = 619


class Team:
    """A council, two advisers, their lead, and somebody new NEET on the first one's caseload."""

    council: Agency
    nadia: Account
    tom: Account
    lead: Account
    learner: Learner

    def __init__(self, session: Session, now: datetime, today: date) -> None:
        self.session, self.now, self.today = session, now, today

    async def set_up(self) -> "Team":
        session, now = self.session, self.now
        self.council = await make_council(session, now=now)
        self.nadia, self.tom = [
            await make_account(session, agency=self.council, role=Role.YOUTH_ADVISER, now=now, name=name)
            for name in ("Nadia", "Tom")
        ]
        self.lead = await make_account(session, agency=self.council, role=Role.TEAM_LEAD, now=now)
        self.learner = await self.somebody()
        await self.assign(self.learner, self.nadia)
        return self

    @property
    def within(self) -> Scope:
        return Scope(self.council.id)

    def by(self, account: Account) -> By:
        return By(agency_id=self.council.id, account_id=account.id)

    async def somebody(self) -> Learner:
        """Of an age at which nothing else falls due soon, and NEET from today."""
        born = date(self.today.year - 20, 6, 5)
        learner = await make_learner(self.session, by=self.by(self.lead), now=self.now, date_of_birth=born)
        await record_spell(
            self.session,
            learner.id,
            agency=self.council,
            now=self.now,
            activity=SEEKING,
            started_on=self.today,
        )
        return learner

    async def assign(self, learner: Learner, to: Account) -> None:
        await caseloads.assign(
            self.session,
            learner_id=learner.id,
            to=to.id,
            by=self.by(self.lead),
            now=self.now,
            today=self.today,
        )

    async def listed(
        self, account: Account, *, day: date | None = None, climbed: Rung | None = None
    ) -> set[UUID]:
        """Whose alerts wait for somebody on a day; the count beside it says the same."""
        rows, waiting = await queries.advisers_alerts(
            self.session,
            account.id,
            within=self.within,
            today=day or self.today,
            limit=50,
            climbed=climbed,
        )
        assert waiting.alerts == len(rows)
        return {row.learner_id for row in rows}

    async def away(self, account: Account, cover: Account | None, first: date, last: date) -> None:
        told = Availability(
            account_id=account.id,
            agency_id=self.council.id,
            away_from_on=first,
            away_until_on=last,
            cover_id=cover.id if cover else None,
        )
        colleagues = frozenset({self.nadia.id, self.tom.id, self.lead.id})
        await caseloads.set_availability(
            self.session, told=told, colleagues=colleagues, by=self.by(self.lead), now=self.now
        )

    async def rungs(self, day: date) -> dict[str, Rung]:
        """Look on a day, and say on which rung each open alert stands."""
        await watch(
            self.session, learner_ids=[self.learner.id], by=self.by(self.lead), now=self.now, today=day
        )
        found = await queries.open_alerts(self.session, [self.learner.id])
        return {each.rule: each.rung for each in found[self.learner.id]}


@pytest.fixture
async def team(session: Session, now: datetime, today: date) -> Team:
    return await Team(session, now, today).set_up()


async def test_whoever_is_away_is_covered_for_from_the_first_day_to_the_last(team: Team) -> None:
    first, last = team.today + timedelta(days=3), team.today + timedelta(days=9)
    await team.away(team.nadia, team.tom, first, last)
    for day in (first - timedelta(days=1), last + timedelta(days=1)):
        assert await team.listed(team.nadia, day=day) == {team.learner.id}
        assert await team.listed(team.tom, day=day) == set()
    for day in (first, last):
        assert await team.listed(team.nadia, day=day) == set()
        assert await team.listed(team.tom, day=day) == {team.learner.id}


async def holders(team: Team) -> list[UUID | None]:
    """Who holds the learner, as the open alerts say."""
    found = await sql.rows(
        team.session,
        "select holder_id from alert where learner_id = $1 and closed_on is null",
        team.learner.id,
    )
    return [row["holder_id"] for row in found]


async def test_an_alert_knows_who_holds_its_learner(team: Team) -> None:
    assert await holders(team) == [team.nadia.id]
    await holding.end_holding(team.session, team.learner.id, agency_id=team.council.id, on=team.today)
    assert await holders(team) == [None]
    assert await team.listed(team.tom) == {team.learner.id}
    await team.assign(team.learner, team.tom)
    assert await holders(team) == [team.tom.id]
    assert await team.listed(team.nadia) == set()


async def test_an_alert_that_is_opened_again_knows_who_holds_its_learner_by_now(team: Team) -> None:
    closing = "update alert set closed_on = $2, closed_because = $3 where learner_id = $1"
    await sql.execute(team.session, closing, team.learner.id, team.today, "They were joined.")
    await team.assign(team.learner, team.tom)
    await sql.execute(team.session, closing, team.learner.id, None, None)
    assert await holders(team) == [team.tom.id]


async def test_an_order_of_alerts_is_that_of_the_alerts_themselves(team: Team) -> None:
    asked = {"within": team.within, "today": team.today, "limit": 50}
    rows, counted = await queries.advisers_alerts(team.session, team.nadia.id, **asked)
    ranked, waiting = await queries.advisers_order(team.session, team.nadia.id, **asked)
    assert [(each.id, each.deadline_on) for each in ranked] == [(each.id, each.deadline_on) for each in rows]
    assert waiting == counted
    full = await queries.alerts_called(
        team.session, [(each.learner_id, each.id) for each in ranked], within=team.within
    )
    assert full == {each.id: each for each in rows}
    assert await queries.alerts_called(team.session, [], within=team.within) == {}


async def test_what_somebody_sees_to_is_late_no_more_and_waits_for_nobody(team: Team) -> None:
    later = team.today + timedelta(days=30)
    asked = {"within": team.within, "today": later, "limit": 50}
    _, before = await queries.advisers_order(team.session, team.nadia.id, **asked)
    assert before == Waiting(alerts=1, late=1, people=1, seen_to=0)
    assert [each.alerts for each in await queries.loads(team.session, within=team.within, today=later)] == [1]
    ((row, *_), _) = await queries.advisers_order(team.session, team.nadia.id, **asked)
    await acknowledge_alert(
        team.session, alert_id=row.id, within=team.within, by=team.by(team.nadia), now=team.now
    )
    listed, after = await queries.advisers_order(team.session, team.nadia.id, **asked)
    assert [each.id for each in listed] == [row.id], "it stays on the list"
    assert after == Waiting(alerts=0, late=0, people=0, seen_to=1)
    assert await queries.advisers_alerts(team.session, team.nadia.id, **asked) == (ANY, after)
    assert await queries.loads(team.session, within=team.within, today=later) == []
    due = Wanted(due_by=later)
    assert await queries.advisers_order(team.session, team.nadia.id, **asked, wanted=due) == ([], Waiting())


async def test_where_nobody_covers_it_is_everybodys(team: Team) -> None:
    await team.away(team.nadia, None, team.today, team.today)
    for account in (team.tom, team.lead, team.nadia):
        assert await team.listed(account) == {team.learner.id}


async def test_who_has_left_holds_nobody(team: Team) -> None:
    assert await team.listed(team.tom) == set()
    await disable_account(team.session, account_id=team.nadia.id, by=team.by(team.lead), now=team.now)
    assert await team.listed(team.tom) == {team.learner.id}
    (unowned,) = await queries.unowned_alerts(team.session, within=team.within, limit=10)
    assert (unowned.learner_id, unowned.holder) == (team.learner.id, None)
    assert (await queries.team_counts(team.session, within=team.within)).unowned == 1
    workload = await queries.workload(team.session, within=team.within, today=team.today)
    assert team.nadia.id not in {each.account_id for each in workload}


@pytest.mark.parametrize(
    ("said", "field"),
    [
        pytest.param({"away_from_on": date(2027, 1, 4)}, "away_until_on", id="no last day"),
        pytest.param(
            {"away_from_on": date(2027, 1, 4), "away_until_on": date(2027, 1, 3)},
            "away_until_on",
            id="backwards",
        ),
        pytest.param({"cover_id": UUID(int=1)}, "cover_id", id="a stranger covers"),
    ],
)
async def test_leave_that_cannot_be_is_refused(team: Team, said: dict[str, object], field: str) -> None:
    told = Availability(account_id=team.nadia.id, agency_id=team.council.id, **said)
    with pytest.raises(Invalid) as refused:
        await caseloads.set_availability(
            team.session, told=told, colleagues=frozenset({team.tom.id}), by=team.by(team.lead), now=team.now
        )
    assert refused.value.field == field


async def test_nobody_covers_for_themselves(team: Team) -> None:
    with pytest.raises(Invalid):
        await team.away(team.nadia, team.nadia, team.today, team.today)


async def test_an_alert_climbs_while_nobody_acts_and_the_worker_looks_on_its_days(team: Team) -> None:
    (alert,) = (await queries.open_alerts(team.session, [team.learner.id]))[team.learner.id]
    assert alert.rule == "R07"
    standing = (await pathways.standings(team.session, [team.learner.id], within=WHOLE_REGISTER))[
        team.learner.id
    ]
    assert standing.next_review_on is not None
    assert standing.next_review_on <= alert.deadline_on + timedelta(days=1)
    late = alert.deadline_on + timedelta(days=1)
    assert (await team.rungs(alert.deadline_on))["R07"] is Rung.IN_TIME
    assert (await team.rungs(late))["R07"] is Rung.LATE
    assert await team.listed(team.lead, day=late, climbed=Rung.LEAD) == set()
    lead_on = alert.deadline_on + timedelta(days=8)
    assert (await team.rungs(lead_on))["R07"] is Rung.LEAD
    assert await team.listed(team.lead, day=lead_on, climbed=Rung.LEAD) == {team.learner.id}
    assert (await team.rungs(alert.deadline_on + timedelta(days=15)))["R07"] is Rung.MANAGER
    steps = await queries.steps(team.session, team.learner.id, alert.id)
    assert [each.words for each in steps if each.step == "climbed"] == [
        "Its time is over.",
        "Handed to the team lead: twice its time is over.",
        "With the service manager: three times its time is over.",
    ]


async def test_one_that_sleeps_does_not_climb(team: Team) -> None:
    (alert,) = (await queries.open_alerts(team.session, [team.learner.id]))[team.learner.id]
    await snooze_alert(
        team.session,
        alert_id=alert.id,
        until=team.today + timedelta(days=10),
        reason="Away with family",
        within=team.within,
        by=team.by(team.nadia),
        now=team.now,
    )
    assert (await team.rungs(team.today + timedelta(days=9)))["R07"] is Rung.IN_TIME


async def test_several_are_assigned_at_once_and_each_alert_says_so(team: Team) -> None:
    others = [await team.somebody() for _ in range(2)]
    ids = [team.learner.id, *(each.id for each in others)]
    done = await assign_learners(
        team.session, learner_ids=ids, to=team.tom.id, within=team.within, by=team.by(team.lead), now=team.now
    )
    assert done == 3
    held = await holding.holdings(team.session, ids, agency_id=team.council.id)
    assert {each.account_id for each in held.values()} == {team.tom.id}
    (alert,) = (await queries.open_alerts(team.session, [others[0].id]))[others[0].id]
    steps = await queries.steps(team.session, others[0].id, alert.id)
    assert [(each.step, each.account_id) for each in steps][-1] == ("assigned", team.lead.id)


async def test_where_one_of_several_is_out_of_scope_nothing_is_done(team: Team) -> None:
    stranger = await make_learner(
        team.session, by=By(agency_id=(await make_council(team.session, now=team.now)).id), now=team.now
    )
    with pytest.raises(AlertUnknown):
        await assign_learners(
            team.session,
            learner_ids=[team.learner.id, stranger.id],
            to=team.tom.id,
            within=team.within,
            by=team.by(team.lead),
            now=team.now,
        )
    held = await holding.holdings(team.session, [team.learner.id], agency_id=team.council.id)
    assert held[team.learner.id].account_id == team.nadia.id


async def test_one_contact_is_logged_with_each_of_several(team: Team) -> None:
    other = await team.somebody()
    contacts = [
        Contact(
            learner_id=each.id,
            id=new_id(),
            account_id=team.tom.id,
            agency_id=team.council.id,
            channel=Channel.TEXT,
            two_way=False,
            occurred_on=team.today,
            recorded_at=team.now,
        )
        for each in (team.learner, other)
    ]
    assert (
        await log_contacts(
            team.session, contacts=contacts, within=team.within, by=team.by(team.tom), now=team.now
        )
        == 2
    )
    found = await holding.contacts_of(team.session, [team.learner.id, other.id], within=team.within)
    assert {key: len(logged) for key, logged in found.items()} == {team.learner.id: 1, other.id: 1}


async def test_what_somebody_is_seeing_to_does_not_climb_and_a_contact_says_so(team: Team) -> None:
    contact = Contact(
        learner_id=team.learner.id,
        id=new_id(),
        account_id=team.nadia.id,
        agency_id=team.council.id,
        channel=Channel.PHONE,
        two_way=False,
        occurred_on=team.today,
        recorded_at=team.now,
    )
    await log_contacts(
        team.session, contacts=[contact], within=team.within, by=team.by(team.nadia), now=team.now
    )
    assert (await team.rungs(team.today + timedelta(days=60)))["R07"] is Rung.IN_TIME
