"""The daily digest: one message to everybody for whom something waits, once a day, without a word about anybody."""

from datetime import date, datetime

import structlog

from service.access.rows import Scope
from service.accounts import queries as accounts
from service.accounts.rows import ADVISERS, Account
from service.alerts import queries
from service.alerts.rows import Rung
from service.alerts.rules import OWN_FROM, Digest, digest
from service.kit.database import REGISTER, Database, Session
from service.kit.mail import Mailer, Message
from service.vocabulary.working_day import is_working_day

log = structlog.get_logger("service.digests")


async def send_digests(
    database: Database, mailer: Mailer, *, service: str, address: str, now: datetime, today: date
) -> int:
    """Send today's digests that have not been sent, and say how many.

    Nothing on days on which offices are closed. One that cannot be sent does not keep the others from being sent; it is
    tried again when this runs again.
    """
    if not is_working_day(today):
        return 0
    async with database.transaction(REGISTER) as session:
        everybody = await accounts.accounts_with_roles(session, ADVISERS)
    sent = 0
    for account in everybody:
        try:
            async with database.transaction(REGISTER) as session:
                sent += await _send(session, mailer, account, (service, address), now, today)
        except Exception as error:
            log.warning("digest not sent", account=str(account.id), kind=type(error).__name__)
    return sent


async def _send(
    session: Session, mailer: Mailer, account: Account, frame: tuple[str, str], now: datetime, today: date
) -> int:
    """The row first, so that of two workers one sends; the message before the commit, so that none is lost."""
    if not await queries.begin_digest(session, account.id, on=today, at=now):
        return 0
    words = await _words(session, account, frame, today)
    if words is None:
        return 0
    await mailer.send(Message(to=account.email, subject=words.subject, body=words.body))
    return 1


async def _words(session: Session, account: Account, frame: tuple[str, str], today: date) -> Digest | None:
    climbed = OWN_FROM.get(account.role)
    _, waiting = await queries.advisers_alerts(
        session, account.id, within=Scope(account.agency_id), today=today, limit=0, climbed=climbed
    )
    handed = 0
    if climbed is not None:
        counts = await queries.team_counts(session, within=Scope(account.agency_id))
        handed = counts.handed + counts.climbed if climbed is Rung.LEAD else counts.climbed
    service, address = frame
    return digest(
        service, address, alerts=waiting.alerts, people=waiting.people, late=waiting.late, handed=handed
    )
