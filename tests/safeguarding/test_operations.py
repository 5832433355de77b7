"""A concern: kept for whoever is on duty, who is called; on no list, in no count, feed or trail of the learner."""

from datetime import date, datetime

import pytest

from service.access.rows import Scope
from service.accounts.operations import disable_account
from service.accounts.rows import Account, Role
from service.agencies.rows import Agency
from service.alerts import queries as alerts
from service.kit import database as sql
from service.kit.audit import By
from service.kit.database import Database, Session
from service.kit.errors import Invalid
from service.kit.ids import NOBODY
from service.kit.mail import Message
from service.learners.rows import Learner
from service.own_record import queries as own
from service.safeguarding.operations import (
    UNSEEN,
    ConcernClosed,
    ConcernUnknown,
    NotOnDuty,
    call_again,
    call_duty_lead,
    close_concern,
    put_on_duty,
    raise_concern,
    read_concerns,
)
from tests.factories import make_account, make_council, make_learner

WORDS = "Said that they dare not go home."


class Team:
    """A council's people, of whom one is on duty."""

    council: Agency
    adviser: Account
    lead: Account
    other: Account
    manager: Account
    learner: Learner

    def __init__(self, session: Session, now: datetime, today: date) -> None:
        self.session, self.now, self.today = session, now, today

    async def set_up(self) -> "Team":
        self.council = await make_council(self.session, now=self.now)
        roles = (Role.YOUTH_ADVISER, Role.TEAM_LEAD, Role.TEAM_LEAD, Role.SERVICE_MANAGER)
        self.adviser, self.lead, self.other, self.manager = [
            await make_account(self.session, agency=self.council, role=role, now=self.now) for role in roles
        ]
        self.learner = await make_learner(self.session, by=By(agency_id=self.council.id), now=self.now)
        return self

    def by(self, account: Account) -> By:
        return By(agency_id=self.council.id, account_id=account.id)

    async def on_duty(self, account: Account, by: Account | None = None) -> None:
        who = by or self.manager
        await put_on_duty(self.session, account_id=account.id, by=self.by(who), role=who.role, now=self.now)

    async def worries(self, words: str = WORDS) -> str | None:
        return await raise_concern(
            self.session,
            learner_id=self.learner.id,
            words=words,
            by=self.by(self.adviser),
            now=self.now,
            today=self.today,
        )

    async def reads(self, account: Account) -> list[str]:
        found = await read_concerns(self.session, by=self.by(account), role=account.role, now=self.now)
        return [each.words for each in found]

    async def closes(self, account: Account, words: str = "Referred to social care.") -> None:
        key = await sql.value(self.session, "select id from concern")
        await close_concern(
            self.session, concern_id=key, words=words, by=self.by(account), role=account.role, now=self.now
        )


@pytest.fixture
async def team(session: Session, now: datetime, today: date) -> Team:
    return await Team(session, now, today).set_up()


class Post:
    """Keeps what is sent."""

    def __init__(self) -> None:
        self.sent: list[Message] = []

    async def send(self, message: Message) -> None:
        self.sent.append(message)


async def test_only_whoever_is_on_duty_reads_and_closes(team: Team) -> None:
    await team.on_duty(team.lead)
    assert await team.worries() == team.lead.name
    assert await team.reads(team.lead) == [WORDS]
    for somebody_else in (team.adviser, team.other, team.manager):
        with pytest.raises(NotOnDuty):
            await team.reads(somebody_else)
        with pytest.raises(NotOnDuty):
            await team.closes(somebody_else)
    await team.closes(team.lead)
    assert await team.reads(team.lead) == []
    with pytest.raises(ConcernClosed):
        await team.closes(team.lead)


async def test_a_concern_is_on_no_list_in_no_count_feed_or_trail_of_the_learner(team: Team) -> None:
    await team.on_duty(team.lead)
    before = await sql.value(team.session, "select count(*) from change")
    await team.worries()
    within = Scope(team.council.id)
    cards, waiting = await alerts.advisers_alerts(
        team.session, team.adviser.id, within=within, today=team.today, limit=50
    )
    assert (cards, waiting.alerts) == ([], 0)
    assert await alerts.page_of_alerts(team.session, within=within, after=NOBODY, limit=50) == []
    assert await sql.value(team.session, "select count(*) from change") == before
    looked, _ = await own.looked(team.session, team.learner.id, limit=50, skip=0)
    assert not any("concern" in each.act for each in looked)
    trail = await sql.rows(team.session, "select detail::text as told, subject_id from audit_entry")
    assert not any(WORDS[:10] in row["told"] for row in trail)


async def test_where_nobody_is_on_duty_the_service_manager_sees_it(team: Team) -> None:
    assert await team.worries() is None
    assert await team.reads(team.manager) == [WORDS]
    with pytest.raises(NotOnDuty):
        await team.reads(team.lead)


async def test_who_has_left_is_on_duty_no_more(team: Team) -> None:
    await team.on_duty(team.lead)
    await disable_account(team.session, account_id=team.lead.id, by=team.by(team.manager), now=team.now)
    assert await team.worries() is None
    assert await team.reads(team.manager) == [WORDS]


async def test_the_duty_is_handed_on_by_who_has_it_or_the_manager(team: Team) -> None:
    await team.on_duty(team.lead, by=team.other)  # nobody had it
    with pytest.raises(NotOnDuty):
        await team.on_duty(team.other, by=team.other)
    await team.on_duty(team.other, by=team.lead)
    await team.on_duty(team.manager, by=team.manager)
    with pytest.raises(Invalid):
        await team.on_duty(team.adviser)


async def test_another_councils_duty_lead_sees_nothing(team: Team) -> None:
    await team.worries()
    elsewhere = await Team(team.session, team.now, team.today).set_up()
    assert await elsewhere.reads(elsewhere.manager) == []
    with pytest.raises(ConcernUnknown):
        await elsewhere.closes(elsewhere.manager)


@pytest.mark.parametrize("words", [pytest.param(" ", id="nothing"), pytest.param("x" * 2001, id="too much")])
async def test_a_concern_has_words_and_not_too_many(team: Team, words: str) -> None:
    with pytest.raises(Invalid) as refused:
        await team.worries(words)
    assert refused.value.field == "concern_words"


async def test_whoever_is_on_duty_is_called_without_a_word_about_anybody(
    team: Team, database: Database
) -> None:
    await team.on_duty(team.lead)
    await team.worries()
    waiting = await sql.rows(team.session, "select name, due_at from job order by name desc")
    post = Post()
    told = {"agency_id": str(team.council.id)}
    await call_duty_lead(database, post, told, service="Youth skills pathway", address="https://here")
    assert [each["name"] for each in waiting] == ["call_duty_lead", "call_again"]
    assert waiting[1]["due_at"] == team.now + UNSEEN
    assert [each.to for each in post.sent] == [team.lead.email]
    text = post.sent[0].subject + post.sent[0].body
    assert "https://here/safeguarding" in text
    for secret in (WORDS, team.learner.given_names, team.learner.family_name, team.learner.indicator):
        assert secret not in text


async def test_nobody_looked_so_managers_are_called_too_and_only_then(team: Team, database: Database) -> None:
    await team.on_duty(team.lead)
    await team.worries()
    key = await sql.value(team.session, "select id from concern")
    told = {"agency_id": str(team.council.id), "concern_id": str(key)}
    unseen, seen = Post(), Post()
    await call_again(database, unseen, told, service="Youth skills pathway", address="https://here")
    await team.reads(team.lead)
    await call_again(database, seen, told, service="Youth skills pathway", address="https://here")
    assert {each.to for each in unseen.sent} == {team.lead.email, team.manager.email}
    assert seen.sent == []
