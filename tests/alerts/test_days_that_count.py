"""The days that count are those on which things happened, however late they are told and however long a hold lasts."""

from datetime import date, datetime, time, timedelta
from uuid import UUID

import pytest

from service.access.rows import Scope
from service.accounts.rows import Role
from service.alerts import queries
from service.alerts.operations import close_alert, log_contact, watch
from service.alerts.rows import OpenAlert, Outcome
from service.caseloads.rows import Channel, Contact
from service.kit.audit import By
from service.kit.database import Session
from service.kit.ids import new_id
from service.vocabulary.day import London
from service.vocabulary.working_day import add_working_days
from tests.factories import make_account, make_council, make_learner, record_spell

SEEKING, PARENT = 619, 630


class Desk:
    """A council's adviser, and one learner of 19 who is NEET from a day on."""

    learner_id: UUID
    by: By

    def __init__(self, session: Session) -> None:
        self.session = session

    async def set_up(self, neet_on: date, activity: int) -> "Desk":
        now = instant(neet_on)
        council = await make_council(self.session, now=now)
        adviser = await make_account(self.session, agency=council, role=Role.YOUTH_ADVISER, now=now)
        self.by = By(agency_id=council.id, account_id=adviser.id)
        born = date(neet_on.year - 19, 1, 9)
        learner = await make_learner(self.session, by=self.by, now=now, date_of_birth=born)
        self.learner_id = learner.id
        told = {"activity": activity, "started_on": neet_on, "provider_name": None}
        await record_spell(self.session, learner.id, agency=council, now=now, **told)
        return self

    async def open_on(self, day: date) -> dict[str, OpenAlert]:
        """What is open once the learner was looked at on a day, by rule."""
        ids = [self.learner_id]
        await watch(self.session, learner_ids=ids, by=self.by, now=instant(day), today=day)
        found = await queries.open_alerts(self.session, ids)
        return {each.rule: each for each in found[self.learner_id]}

    async def speaks(self, occurred_on: date, told_on: date) -> None:
        contact = Contact(
            learner_id=self.learner_id,
            id=new_id(),
            account_id=self.by.account_id or new_id(),
            agency_id=self.by.agency_id,
            channel=Channel.PHONE,
            two_way=True,
            occurred_on=occurred_on,
            recorded_at=instant(told_on),
        )
        await log_contact(self.session, contact=contact, by=self.by, now=instant(told_on))


def instant(day: date) -> datetime:
    return datetime.combine(day, time(10), tzinfo=London)


async def test_silence_is_counted_from_the_day_of_the_conversation_not_from_the_day_it_was_logged(
    session: Session, today: date
) -> None:
    desk = await Desk(session).set_up(today, PARENT)
    spoken_on = today + timedelta(days=20)
    await desk.speaks(spoken_on, told_on=spoken_on + timedelta(days=6))
    silent_on = add_working_days(spoken_on, 30)
    assert "R08" not in await desk.open_on(silent_on - timedelta(days=1))
    assert "R08" in await desk.open_on(silent_on)


async def test_a_conversation_before_they_became_neet_is_no_first_contact_though_it_is_logged_later(
    session: Session, today: date
) -> None:
    desk = await Desk(session).set_up(today, SEEKING)
    before = (await desk.open_on(today))["R07"]
    await desk.speaks(today - timedelta(days=2), told_on=today + timedelta(days=1))
    assert (await desk.open_on(today + timedelta(days=1)))["R07"].fingerprint == before.fingerprint


@pytest.mark.parametrize("closed_on", [date(2026, 3, 11), date(2026, 12, 14)], ids=["Easter", "Christmas"])
async def test_what_a_person_closed_is_held_for_its_working_days_over_the_holidays(
    session: Session, closed_on: date
) -> None:
    desk = await Desk(session).set_up(closed_on, SEEKING)
    alert = (await desk.open_on(closed_on))["R07"]
    await close_alert(
        session,
        alert_id=alert.id,
        outcome=Outcome.DONE,
        reason="Agreed",
        within=Scope(desk.by.agency_id),
        by=desk.by,
        now=instant(closed_on),
    )
    comes_back_on = add_working_days(closed_on, 20)
    assert "R07" not in await desk.open_on(comes_back_on - timedelta(days=1))
    assert "R07" in await desk.open_on(comes_back_on)
