"""The daily digest, sent to a real SMTP server: to whom something waits for, once a day, with no word about anybody."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from email.message import Message as Received
from http.server import BaseHTTPRequestHandler, HTTPServer
from socket import socket
from threading import Thread
from typing import Any, ClassVar

import msgspec
import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.handlers import Message as Keeping

from service.accounts.operations import disable_account
from service.accounts.rows import Role
from service.agencies.rows import Agency
from service.alerts.operations import send_digests
from service.alerts.rules import digest
from service.kit.audit import By
from service.kit.database import Database, Session
from service.kit.mail import Message, Smtp
from service.kit.notify import Notify
from service.settings import Settings
from service.vocabulary.working_day import add_working_days
from service.worker import mailer_of
from tests.factories import make_account, make_council, make_learner, record_spell

SEEKING = 619
SENDING = {"service": "Pathway", "address": "https://pathway.example"}


class Box(Keeping):
    """What the server was handed."""

    def __init__(self) -> None:
        super().__init__()
        self.received: list[Received] = []

    def handle_message(self, message: Received) -> None:
        self.received.append(message)


@pytest.fixture
def box() -> Iterator[tuple[Box, Smtp]]:
    """A mail server on this machine, and what sends to it."""
    kept = Box()
    with socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = int(probe.getsockname()[1])
    server = Controller(kept, hostname="127.0.0.1", port=port)
    server.start()
    yield kept, Smtp(f"smtp://127.0.0.1:{port}", sender="pathway@council.example", encrypted=False)
    server.stop()


@pytest.fixture
async def council(session: Session, now: datetime, today: date) -> Agency:
    """A council with an adviser and one young person, NEET and nobody's."""
    made = await make_council(session, now=now)
    await make_account(session, agency=made, role=Role.YOUTH_ADVISER, now=now)
    born = date(today.year - 20, 6, 5)
    learner = await make_learner(
        session, by=By(agency_id=made.id), now=now, date_of_birth=born, family_name="Unmistakable"
    )
    await record_spell(session, learner.id, agency=made, now=now, activity=SEEKING, started_on=today)
    return made


async def sent(database: Database, mailer: object, *, now: datetime, today: date) -> int:
    return await send_digests(database, mailer, **SENDING, now=now, today=today)


async def test_whoever_has_something_waiting_is_told_once_a_day(
    database: Database, council: Agency, box: tuple[Box, Smtp], now: datetime, today: date
) -> None:
    kept, mailer = box
    assert await sent(database, mailer, now=now, today=today) == 1
    assert await sent(database, mailer, now=now, today=today) == 0
    (received,) = kept.received
    assert received["Subject"] == "Pathway: 1 alert waits for you"
    assert received["From"] == "pathway@council.example"
    tomorrow = add_working_days(today, 1)
    assert await sent(database, mailer, now=now + timedelta(days=1), today=tomorrow) == 1


async def test_the_message_says_nothing_about_anybody(
    database: Database, council: Agency, box: tuple[Box, Smtp], now: datetime, today: date
) -> None:
    kept, mailer = box
    await sent(database, mailer, now=now, today=today)
    text = kept.received[0].get_payload(decode=True).decode()
    assert "https://pathway.example/today" in text
    assert "Unmistakable" not in kept.received[0].as_string()
    assert "/learners/" not in text
    assert "/alerts/" not in text


async def test_nobody_is_written_to_on_a_day_off_or_when_they_have_left(
    database: Database, session: Session, council: Agency, box: tuple[Box, Smtp], now: datetime, today: date
) -> None:
    _, mailer = box
    saturday = today + timedelta(days=(5 - today.weekday()) % 7)
    christmas = date(today.year, 12, 25)
    for day in (saturday, christmas):
        assert await sent(database, mailer, now=now, today=day) == 0
    adviser = await make_account(session, agency=council, role=Role.YOUTH_ADVISER, now=now)
    await disable_account(session, account_id=adviser.id, by=By(agency_id=council.id), now=now)
    assert await sent(database, mailer, now=now, today=today) == 1


async def test_what_could_not_be_sent_is_sent_the_next_time(
    database: Database, council: Agency, box: tuple[Box, Smtp], now: datetime, today: date
) -> None:
    kept, mailer = box
    nowhere = Smtp("smtp://127.0.0.1:1", sender="pathway@council.example", encrypted=False)
    assert await sent(database, nowhere, now=now, today=today) == 0
    assert await sent(database, mailer, now=now, today=today) == 1
    assert len(kept.received) == 1


async def test_a_server_that_does_not_encrypt_is_told_nothing_where_it_must(box: tuple[Box, Smtp]) -> None:
    kept, plain = box
    strict = Smtp(f"smtp://127.0.0.1:{plain._port}", sender="pathway@council.example", encrypted=True)
    with pytest.raises(Exception, match="STARTTLS"):
        await strict.send(Message(to="robin@council.example", subject="x", body="x"))
    assert kept.received == []


@pytest.mark.parametrize(
    ("counts", "said"),
    [
        pytest.param((0, 0, 0, 0), None, id="nothing waits"),
        pytest.param((1, 1, 0, 0), "1 alert waits for you. They are about 1 young person.", id="one"),
        pytest.param(
            (7, 5, 2, 0), "7 alerts wait for you, 2 of them late. They are about 5 young people.", id="more"
        ),
        pytest.param(
            (7, 5, 2, 1), "1 alert was handed to you because nobody acted in time.", id="handed over"
        ),
    ],
)
def test_a_digest_counts_in_words(counts: tuple[int, int, int, int], said: str | None) -> None:
    alerts, people, late, handed = counts
    words = digest("Pathway", "https://x", alerts=alerts, people=people, late=late, handed=handed)
    assert (words is None) if said is None else (words is not None and said in words.body)


class _Api(BaseHTTPRequestHandler):
    """As much of GOV.UK Notify as takes a message."""

    asked: ClassVar[list[dict[str, Any]]] = []

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["content-length"]))
        self.asked.append({"path": self.path, **msgspec.json.decode(body)})
        self.send_response(201)
        self.send_header("content-type", "application/json")
        self.end_headers()
        self.wfile.write(b'{"id": "1"}')

    def log_message(self, *_: object) -> None:
        """Quiet."""


async def test_gov_uk_notify_takes_its_place_where_a_key_is_given(settings: Settings) -> None:
    server = HTTPServer(("127.0.0.1", 0), _Api)
    Thread(target=server.serve_forever, daemon=True).start()
    key = "test-11111111-1111-1111-1111-111111111111-22222222-2222-2222-2222-222222222222"
    notify = Notify(key, template="a-template", url=f"http://127.0.0.1:{server.server_port}")
    await notify.send(Message(to="robin@council.example", subject="A subject", body="A body"))
    server.shutdown()
    server.server_close()
    (asked,) = _Api.asked
    assert asked["path"] == "/v2/notifications/email"
    assert asked["email_address"] == "robin@council.example"
    assert asked["personalisation"] == {"subject": "A subject", "body": "A body"}
    assert mailer_of(settings) is None
