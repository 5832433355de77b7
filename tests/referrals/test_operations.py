"""Asking another agency and moving away, through the real operations: who sees what, who answers, and which alerts."""

from datetime import date, datetime, timedelta
from typing import Any

import pytest

from service.access.operations import give_access
from service.access.rows import Access, Reason, Scope
from service.accounts.rows import Account, Role
from service.agencies import queries as agencies
from service.agencies.operations import add_agency
from service.agencies.rows import Agency, AgencyArea, AgencyKind, Area, AreaKind, PostcodeArea
from service.alerts import queries as alerts
from service.alerts.operations import (
    NotYours,
    move_learner,
    record,
    refer,
    referrals_of_agency,
    require_referral,
    take_step,
    watch,
)
from service.caseloads import operations as caseloads
from service.caseloads import queries as held
from service.kit.audit import By
from service.kit.database import REGISTER, Context, Database, Session
from service.kit.errors import Conflict, Invalid
from service.kit.ids import NOBODY, new_id
from service.learners import queries as learners
from service.learners.rows import Learner
from service.notices import queries as notices
from service.referrals.operations import ReferralUnknown
from service.referrals.rows import Ask, Decline, Done, State, Step
from tests.factories import a_spell, make_account, make_council, make_learner, make_provider, record_spell

SEEKING, COLLEGE = 619, 230
HOME, ELSEWHERE = "CM1 1AA", "SS1 1AB"


class Places:
    """Two councils side by side, a charity, and a young person who lives in the first."""

    essex: Agency
    southend: Agency
    charity: Agency
    adviser: Account
    learner: Learner

    def __init__(self, session: Session, now: datetime, today: date) -> None:
        self.session, self.now, self.today = session, now, today

    async def set_up(self) -> "Places":
        session, now = self.session, self.now
        self.essex = await make_council(session, now=now)
        self.southend = await make_council(session, now=now, name="Southend-on-Sea City Council")
        self.charity = Agency(id=new_id(), kind=AgencyKind.CHARITY, name="Tides", code="tides")
        await add_agency(session, agency=self.charity, by=By(agency_id=NOBODY), now=now)
        for council, prefix in ((self.essex, "CM1"), (self.southend, "SS1")):
            await self._area(council, prefix)
        self.adviser = await make_account(session, agency=self.essex, role=Role.YOUTH_ADVISER, now=now)
        self.learner = await self.somebody(SEEKING)
        return self

    async def _area(self, council: Agency, prefix: str) -> None:
        since = date(2010, 1, 1)
        area = Area(
            id=new_id(), kind=AreaKind.DISTRICT, code=f"E{prefix}", name=f"{prefix} town", started_on=since
        )
        await agencies.add_areas(self.session, [area])
        answers = AgencyArea(agency_id=council.id, area_id=area.id, started_on=since)
        await agencies.add_agency_areas(self.session, [answers])
        lies = PostcodeArea(prefix=prefix, area_id=area.id, started_on=since, source="tests")
        await agencies.add_postcode_areas(self.session, [lies])

    async def somebody(self, activity: int) -> Learner:
        learner = await make_learner(self.session, by=self.by, now=self.now, postcode=HOME)
        started = self.today - timedelta(days=60)
        await record_spell(
            self.session, learner.id, agency=self.essex, now=self.now, activity=activity, started_on=started
        )
        return learner

    @property
    def by(self) -> By:
        account = getattr(self, "adviser", None)
        return By(agency_id=self.essex.id, account_id=account.id if account else None)

    async def asks(self, to: Agency | None = None, words: str = "Please help with confidence.") -> Any:
        ask = Ask(learner_id=self.learner.id, to=(to or self.charity).id, words=words)
        return await refer(
            self.session, ask=ask, within=Scope(self.essex.id), by=self.by, now=self.now, today=self.today
        )

    async def steps(self, referral_id: Any, step: Step, agency: Agency, **more: Any) -> None:
        by = By(agency_id=agency.id, account_id=self.adviser.id)
        done = Done(step=step, agency_id=agency.id, account_id=self.adviser.id, today=self.today, **more)
        await take_step(
            self.session, referral_id=referral_id, done=done, agency=agency.name, by=by, now=self.now
        )

    async def moves(self, learner: Learner | None = None, postcode: str = ELSEWHERE) -> Any:
        return await move_learner(
            self.session,
            learner_id=(learner or self.learner).id,
            postcode=postcode,
            within=Scope(self.essex.id),
            by=self.by,
            now=self.now,
            today=self.today,
        )

    async def sees(self, agency: Agency, learner: Learner | None = None) -> bool:
        found = await learners.learner(self.session, (learner or self.learner).id, within=Scope(agency.id))
        return found is not None

    async def council(self, learner: Learner | None = None) -> Any:
        found = await learners.learner(self.session, (learner or self.learner).id, within=Scope(None))
        assert found
        return found.council_id

    async def rules_of(self, agency: Agency, on: date | None = None) -> set[str]:
        """Which rules have an alert open on an agency's lists."""
        if on is not None:
            ids = [self.learner.id]
            await watch(self.session, learner_ids=ids, by=By(agency_id=NOBODY), now=self.now, today=on)
        found = await alerts.page_of_alerts(self.session, within=Scope(agency.id), after=NOBODY, limit=50)
        return {each.rule for each in found}


@pytest.fixture
async def places(session: Session, now: datetime, today: date) -> Places:
    return await Places(session, now, today).set_up()


async def test_whoever_is_asked_sees_the_least_until_they_accept(places: Places) -> None:
    key = await places.asks()
    assert not await places.sees(places.charity)
    (shown,) = await referrals_of_agency(places.session, agency_id=places.charity.id)
    assert (shown.id, shown.family_name) == (key, places.learner.family_name)
    await places.steps(key, Step.ACCEPT, places.charity)
    assert await places.sees(places.charity)


async def test_a_referral_that_is_withdrawn_closes_the_record_again(places: Places) -> None:
    key = await places.asks()
    await places.steps(key, Step.ACCEPT, places.charity)
    await places.steps(key, Step.WITHDRAW, places.essex)
    assert not await places.sees(places.charity)


async def test_whoever_declines_sees_no_more_and_the_sender_is_told(places: Places) -> None:
    key = await places.asks()
    await places.steps(key, Step.DECLINE, places.charity, decline=Decline.NO_ROOM)
    assert not await places.sees(places.charity)
    told = await notices.notices(places.session, places.essex.id)
    assert [each.sentence for each in told] == ["Tides has declined your referral."]


async def test_nobody_else_sees_or_touches_a_referral(places: Places) -> None:
    key = await places.asks()
    by = By(agency_id=places.southend.id)
    with pytest.raises(ReferralUnknown):
        await require_referral(
            places.session, referral_id=key, within=Scope(places.southend.id), by=by, now=places.now
        )
    with pytest.raises(ReferralUnknown):
        await places.steps(key, Step.ACCEPT, places.southend)


async def test_a_referral_nobody_answers_raises_an_alert_and_attending_closes_it(places: Places) -> None:
    key = await places.asks()
    late = places.today + timedelta(days=14)
    assert "R23" not in await places.rules_of(places.essex, places.today)
    assert "R23" in await places.rules_of(places.essex, late)
    await places.steps(key, Step.ACCEPT, places.charity)
    await places.steps(key, Step.APPOINT, places.charity, on=places.today)
    await places.steps(key, Step.ATTENDED, places.charity, on=places.today)
    assert "R23" not in await places.rules_of(places.essex, late)


async def test_what_a_provider_records_does_not_end_the_alert_about_a_referral_it_has_no_part_in(
    database: Database, now: datetime, today: date
) -> None:
    async with database.transaction(REGISTER) as session:
        places = await Places(session, now, today).set_up()
        provider = await make_provider(session, now=now, council=places.essex)
        known = Access(learner_id=places.learner.id, agency_id=provider.id, reason=Reason.REGISTERED)
        await give_access(session, granted=[known])
        await places.asks()
        late = places.today + timedelta(days=14)
        assert "R23" in await places.rules_of(places.essex, late)
    async with database.transaction(Context(agency_id=provider.id)) as session:
        told = a_spell(places.learner.id, agency=provider, now=now, started_on=today - timedelta(days=3))
        await record(session, spells=[told], by=By(agency_id=provider.id), now=now, today=late)
    async with database.transaction(REGISTER) as session:
        found = await alerts.page_of_alerts(session, within=Scope(places.essex.id), after=NOBODY, limit=50)
        assert "R23" in {each.rule for each in found}


@pytest.mark.parametrize(
    ("words", "field"),
    [pytest.param(" ", "words", id="no words"), pytest.param("x" * 1001, "words", id="too many")],
)
async def test_a_referral_has_words_and_not_too_many(places: Places, words: str, field: str) -> None:
    with pytest.raises(Invalid) as refused:
        await places.asks(words=words)
    assert refused.value.field == field


async def test_nobody_refers_to_their_own_agency(places: Places) -> None:
    with pytest.raises(Invalid) as refused:
        await places.asks(places.essex)
    assert refused.value.field == "to"


async def test_who_needs_help_stays_with_the_old_council_until_the_new_one_accepts(places: Places) -> None:
    await caseloads.assign(
        places.session,
        learner_id=places.learner.id,
        to=places.adviser.id,
        by=places.by,
        now=places.now,
        today=places.today,
    )
    handover = await places.moves()
    assert handover.state is State.TO_SEND
    assert await places.council() == places.essex.id
    assert "R22" in await places.rules_of(places.essex)
    assert await referrals_of_agency(places.session, agency_id=places.southend.id) == []
    await places.steps(handover.id, Step.SEND, places.essex, words="They look for a course.")
    assert not await places.sees(places.southend)
    await places.steps(handover.id, Step.ACCEPT, places.southend)
    assert await places.council() == places.southend.id
    assert await places.sees(places.southend)
    assert "R22" not in await places.rules_of(places.southend)
    assert await places.rules_of(places.southend) & {"R07", "R08", "R09"}
    assert await places.rules_of(places.essex) == set()
    ids = [places.learner.id]
    assert await held.holdings(places.session, ids, agency_id=places.essex.id) == {}


async def test_who_needs_no_help_moves_at_once(places: Places) -> None:
    settled = await places.somebody(COLLEGE)
    assert await places.moves(settled) is None
    assert await places.council(settled) == places.southend.id
    assert await places.sees(places.southend, settled)


async def test_a_move_within_the_area_hands_nobody_over(places: Places) -> None:
    assert await places.moves(postcode="cm11zz") is None
    found = await learners.learner(places.session, places.learner.id, within=Scope(places.essex.id))
    assert found is not None
    assert found.postcode == "CM1 1ZZ"


async def test_a_second_handover_waits_for_the_first(places: Places) -> None:
    await places.moves()
    with pytest.raises(Conflict):
        await places.moves()


@pytest.mark.parametrize(
    "postcode", [pytest.param("nowhere", id="no postcode"), pytest.param("ZE1 0AA", id="no council of ours")]
)
async def test_a_postcode_nobody_answers_for_is_refused_at_its_field(places: Places, postcode: str) -> None:
    with pytest.raises(Invalid) as refused:
        await places.moves(postcode=postcode)
    assert refused.value.field == "postcode"


async def test_only_the_council_that_answers_hands_over(places: Places) -> None:
    with pytest.raises(NotYours):
        await move_learner(
            places.session,
            learner_id=(await _known_to_southend(places)).id,
            postcode=HOME,
            within=Scope(places.southend.id),
            by=By(agency_id=places.southend.id),
            now=places.now,
            today=places.today,
        )


async def _known_to_southend(places: Places) -> Learner:
    key = await places.asks(places.southend)
    await places.steps(key, Step.ACCEPT, places.southend)
    return places.learner
