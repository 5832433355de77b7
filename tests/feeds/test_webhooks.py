"""Messages to a real endpoint: announced once, signed, tried again, given up, never sent where they may not go."""

import json
from collections.abc import AsyncIterator
from datetime import datetime, timedelta
from uuid import UUID

import msgspec
import pytest

from service.agencies.rows import Agency
from service.feeds import queries
from service.feeds.operations import (
    WebhookUnknown,
    add_webhook,
    announce,
    deliver,
    replay,
    require_webhook,
    rotate_secret,
    send_test,
    switch,
)
from service.feeds.rows import Delivery, DeliveryState, Webhook
from service.feeds.rules import PAUSES, signatures
from service.kit import database as sql
from service.kit import outside
from service.kit.audit import By
from service.kit.database import REGISTER, Database
from service.kit.errors import Conflict, Invalid
from service.kit.outside import NowhereAllowed, Unreachable, post
from tests.conftest import NOW
from tests.factories import make_council, make_learner, make_provider, record_spell
from tests.feeds.receiver import Receiver, receiving

MASTER = "a secret of the tests, long enough"
LATER = NOW + timedelta(minutes=2)
DUE = "select name, key, arguments, due_at from job where state = 'waiting' and name = $1 order by id"


class Office:
    """An agency, its endpoint, and the worker."""

    def __init__(self, database: Database, agency: Agency, receiver: Receiver) -> None:
        self.database, self.agency, self.receiver = database, agency, receiver
        self.by = By(agency_id=agency.id)
        self.key: UUID
        self.secret: str

    async def adds(self) -> "Office":
        async with self.database.transaction(REGISTER) as session:
            made = await add_webhook(
                session,
                agency_id=self.agency.id,
                url=self.receiver.url,
                master=MASTER,
                loopback=True,
                by=self.by,
                now=NOW,
            )
        self.key, self.secret = made.webhook.id, made.secret
        return self

    async def kept(self) -> Webhook:
        async with self.database.transaction(REGISTER) as session:
            return await require_webhook(session, self.agency.id, self.key)

    async def deliveries(self) -> list[Delivery]:
        async with self.database.transaction(REGISTER) as session:
            return await queries.deliveries(session, self.key, limit=50)

    async def something_happens(self) -> None:
        async with self.database.transaction(REGISTER) as session:
            learner = await make_learner(session, by=self.by, now=NOW)
            await record_spell(session, learner.id, agency=self.agency, now=NOW)

    async def tests(self) -> Delivery:
        async with self.database.transaction(REGISTER) as session:
            return await send_test(session, kept=await self.kept(), now=NOW)

    async def delivers(
        self, made: Delivery, *, now: datetime = LATER, loopback: bool = True
    ) -> DeliveryState:
        return await deliver(
            self.database,
            agency_id=self.agency.id,
            webhook_id=self.key,
            delivery_id=made.id,
            master=MASTER,
            loopback=loopback,
            now=now,
        )


@pytest.fixture
async def receiver() -> AsyncIterator[Receiver]:
    async with receiving() as found:
        yield found


@pytest.fixture
async def office(committed: Database, receiver: Receiver) -> Office:
    async with committed.transaction(REGISTER) as session:
        council = await make_council(session, now=NOW)
        agency = await make_provider(session, now=NOW, council=council)
    return await Office(committed, agency, receiver).adds()


async def test_changes_are_announced_once_and_the_message_is_signed_and_thin(office: Office) -> None:
    assert await announce(office.database, now=NOW) == 0
    await office.something_happens()
    assert await announce(office.database, now=NOW) == 1
    await office.something_happens()
    assert await announce(office.database, now=NOW) == 0, "one waits already, and says as much"

    (made,) = await office.deliveries()
    assert await office.delivers(made) is DeliveryState.DELIVERED
    ((headers, body),) = office.receiver.heard
    assert json.loads(body)["type"] == "changes.available"
    assert set(json.loads(body)) == {"type", "timestamp", "data"}
    assert headers["webhook-signature"] == signatures([office.secret], headers["webhook-id"], LATER, body)
    assert headers["webhook-timestamp"] == str(int(LATER.timestamp()))
    assert await office.delivers(made) is DeliveryState.DELIVERED
    assert len(office.receiver.heard) == 1, "what is taken is not sent again by itself"
    assert await announce(office.database, now=LATER) == 0, "nothing has changed since"
    await office.something_happens()
    assert await announce(office.database, now=LATER) == 1


async def test_what_is_not_taken_is_tried_again_after_growing_pauses_until_it_is_given_up(
    office: Office,
) -> None:
    office.receiver.status = 500
    made, now = await office.tests(), LATER
    for pause in PAUSES:
        assert await office.delivers(made, now=now) is DeliveryState.WAITING
        (made,) = await office.deliveries()
        assert made.next_at == now + pause
        async with office.database.transaction(REGISTER) as session:
            due = (await sql.rows(session, DUE, "deliver_message"))[-1]
        assert due["due_at"] == made.next_at
        now += pause
    assert await office.delivers(made, now=now) is DeliveryState.FAILED
    kept = await office.kept()
    assert kept.disabled_because == "It took no message for three days."
    (made,) = await office.deliveries()
    assert (made.attempts, made.answer) == (10, "It answered 500.")
    assert now - LATER > timedelta(days=3)


async def test_an_endpoint_that_is_gone_is_switched_off_at_once_and_told_what_it_missed_once_it_is_on(
    office: Office,
) -> None:
    office.receiver.status = 410
    assert await office.delivers(await office.tests()) is DeliveryState.FAILED
    assert "410" in ((await office.kept()).disabled_because or "")
    await office.something_happens()
    assert await announce(office.database, now=LATER) == 0
    async with office.database.transaction(REGISTER) as session:
        await switch(session, kept=await office.kept(), on=True, by=office.by, now=LATER)
    assert await announce(office.database, now=LATER) == 1
    waiting = next(each for each in await office.deliveries() if each.state is DeliveryState.WAITING)
    async with office.database.transaction(REGISTER) as session:
        await switch(session, kept=await office.kept(), on=False, by=office.by, now=LATER)
    assert await office.delivers(waiting) is DeliveryState.FAILED
    assert len(office.receiver.heard) == 1, "nothing is sent to one that is off"


async def test_a_redirect_is_not_followed(office: Office) -> None:
    async with receiving() as elsewhere:
        office.receiver.status, office.receiver.location = 302, elsewhere.url
        assert await office.delivers(await office.tests()) is DeliveryState.WAITING
        assert elsewhere.heard == []
    assert (await office.deliveries())[0].answer == "It answered 302."


async def test_an_endpoint_that_does_not_answer_or_answers_without_end_holds_nobody_up(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(outside.post, "__kwdefaults__", {**(post.__kwdefaults__ or {}), "within": 0.5})
    office.receiver.endless = True
    assert await office.delivers(await office.tests()) is DeliveryState.DELIVERED
    office.receiver.endless, office.receiver.silent = False, True
    slow = await office.tests()
    assert await office.delivers(slow) is DeliveryState.WAITING
    assert "It did not answer in time." in {each.answer for each in await office.deliveries()}


async def test_nothing_is_sent_to_an_address_that_is_not_public_whatever_was_saved(office: Office) -> None:
    made = await office.tests()
    assert await office.delivers(made, loopback=False) is DeliveryState.WAITING
    assert office.receiver.heard == []
    (kept,) = await office.deliveries()
    assert kept.answer == "Its address is not on the public internet."


async def test_a_name_is_judged_by_every_address_it_leads_to(receiver: Receiver) -> None:
    judged: list[str] = []

    def nowhere(address: str) -> bool:
        judged.append(address)
        return False

    with pytest.raises(NowhereAllowed):
        await post(f"http://localhost:{receiver.port}/", "{}", {}, allowed=nowhere)
    assert judged
    assert receiver.heard == []
    here = f"http://localhost:{receiver.port}/"
    assert await post(here, "{}", {}, allowed=lambda each: each in {"127.0.0.1", "::1"}) == 200


async def test_nobody_there_is_unreachable_and_no_tls_neither(receiver: Receiver) -> None:
    with pytest.raises(Unreachable):
        await post("http://127.0.0.1:9/", "{}", {}, allowed=lambda _: True, within=3)
    with pytest.raises((Unreachable, TimeoutError)):
        await post(f"https://127.0.0.1:{receiver.port}/", "{}", {}, allowed=lambda _: True, within=1)
    assert receiver.heard == []


async def test_a_replaced_secret_signs_beside_the_old_one_for_a_day(office: Office) -> None:
    before = await office.kept()
    async with office.database.transaction(REGISTER) as session:
        turned = await rotate_secret(session, kept=before, master=MASTER, by=office.by, now=NOW)
        with pytest.raises(Conflict):
            await rotate_secret(session, kept=before, master=MASTER, by=office.by, now=NOW)
    for at, secrets in (
        (NOW + timedelta(hours=23), [turned.secret, office.secret]),
        (NOW + timedelta(hours=24), [turned.secret]),
    ):
        assert await office.delivers(await office.tests(), now=at) is DeliveryState.DELIVERED
        headers, body = office.receiver.heard[-1]
        assert headers["webhook-signature"] == signatures(secrets, headers["webhook-id"], at, body)


async def test_a_message_is_sent_again_as_another_one(office: Office) -> None:
    made = await office.tests()
    await office.delivers(made)
    async with office.database.transaction(REGISTER) as session:
        again = await replay(session, kept=await office.kept(), delivery_id=made.id, now=LATER)
        with pytest.raises(WebhookUnknown):
            await replay(session, kept=await office.kept(), delivery_id=office.key, now=LATER)
    await office.delivers(again)
    one, two = office.receiver.heard
    assert one[1] == two[1]
    assert one[0]["webhook-id"] != two[0]["webhook-id"]


async def test_announcing_goes_on_every_minute_while_somebody_is_told_and_asks_once(office: Office) -> None:
    await announce(office.database, now=NOW + timedelta(hours=1))
    await announce(office.database, now=NOW + timedelta(hours=1))
    async with office.database.transaction(REGISTER) as session:
        keys = [each["key"] for each in await sql.rows(session, DUE, "announce_changes")]
    assert len(keys) == len(set(keys))
    assert f"announce_changes {NOW + timedelta(hours=1, minutes=1):%Y-%m-%dT%H:%M}" in keys


@pytest.mark.parametrize(
    "url",
    [
        pytest.param("http://college.example/", id="not https"),
        pytest.param("https://10.0.0.1/", id="private"),
    ],
)
async def test_an_address_that_may_not_be_is_refused_with_its_field(office: Office, url: str) -> None:
    async with office.database.transaction(REGISTER) as session:
        with pytest.raises(Invalid) as refused:
            await add_webhook(
                session,
                agency_id=office.agency.id,
                url=url,
                master=MASTER,
                loopback=False,
                by=office.by,
                now=NOW,
            )
    assert refused.value.field == "url"


async def test_an_address_is_told_once_and_an_agency_has_few(office: Office) -> None:
    async with office.database.transaction(REGISTER) as session:
        given = {
            "agency_id": office.agency.id,
            "master": MASTER,
            "loopback": True,
            "by": office.by,
            "now": NOW,
        }
        with pytest.raises(Invalid, match="told already"):
            await add_webhook(session, url=office.receiver.url, **given)
        for n in range(4):
            await add_webhook(session, url=f"https://college.example/{n}", **given)
        with pytest.raises(Invalid, match="at most 5"):
            await add_webhook(session, url="https://college.example/one-too-many", **given)


async def test_secrets_are_kept_nowhere(office: Office) -> None:
    async with office.database.transaction(REGISTER) as session:
        kept = [dict(each) for each in await sql.rows(session, "select * from webhook")]
        trail = [dict(each) for each in await sql.rows(session, "select * from audit_entry")]
    told = f"{kept}{trail}{msgspec.json.encode(await office.deliveries())!r}"
    assert office.secret not in told
    assert office.secret.removeprefix("whsec_") not in told
