"""The rest of Greater Essex around the demo town: enough people that the board's figures may be shown.

With three hundred learners nearly every count by district is under ten and hidden. The surroundings are told in
bulk, not one by one, and their open alerts are held by colleagues, so that the town's own advisers have a list that
fits a day.
"""

from collections.abc import Callable, Sequence
from datetime import date, datetime
from itertools import cycle, islice
from uuid import UUID

from service.accounts.operations import add_account
from service.accounts.rows import Person, Role
from service.alerts import queries as alerts
from service.caseloads import queries as caseloads
from service.caseloads.rows import Holding
from service.demo.cast import Cast
from service.demo.simulate import simulate
from service.kit.audit import By
from service.kit.database import REGISTER, Database, Session
from service.kit.ids import NOBODY, new_id

PEOPLE = 20_000
YEARS = 2
SEED = 77
_NOT_SEEN_TO = 60  # of so many young people one waits
_BY = By(agency_id=NOBODY)
_COLLEAGUES = {
    "essex": ("Ada Brightwell", "Bilal Rashid", "Ciara Doyle", "Dev Mistry", "Efua Mensah", "Freddie Nunn"),
    "southend": ("Greta Lind", "Hugo Pascoe"),
    "thurrock": ("Ines Moura", "Jonah Peel"),
}


async def add_surroundings(
    database: Database,
    cast: Cast,
    *,
    learners: int,
    service_name: str,
    now: datetime,
    today: date,
    say: Callable[[str], None],
) -> None:
    """Add that many people around the town, and share their open alerts out among colleagues."""
    if not learners:
        return
    await simulate(database, learners=learners, years=YEARS, seed=SEED, now=now, today=today, say=say)
    for code, names in _COLLEAGUES.items():
        async with database.transaction(REGISTER) as session:
            await _share_out(session, cast, code, names, service_name=service_name, now=now, today=today)


async def _share_out(
    session: Session,
    cast: Cast,
    code: str,
    names: tuple[str, ...],
    *,
    service_name: str,
    now: datetime,
    today: date,
) -> None:
    council_id = cast.agencies[code]
    colleagues = [
        await add_account(
            session,
            person=Person(
                agency_id=council_id,
                role=Role.YOUTH_ADVISER,
                name=name,
                email=f"{name.lower().replace(' ', '.')}@demo.invalid",
            ),
            password=str(new_id()),  # nobody signs in as them
            service_name=service_name,
            by=_BY,
            now=now,
        )
        for name in names
    ]
    await share_out(session, council_id, [each.id for each in colleagues], leaving=0, today=today)


async def share_out(
    session: Session, council_id: UUID, colleagues: Sequence[UUID], *, leaving: int, today: date
) -> None:
    """Give the council's other advisers everybody nobody holds but for so many; they see to nearly all at once."""
    waiting = (await alerts.learners_without_adviser(session, council_id))[leaving:]
    holders = islice(cycle(colleagues), len(waiting))
    holdings = [
        Holding(learner_id=learner_id, account_id=holder, agency_id=council_id, since_on=today)
        for learner_id, holder in zip(waiting, holders, strict=True)
    ]
    await caseloads.add_holdings(session, holdings)
    for place, held in enumerate(holdings):
        if place % _NOT_SEEN_TO:
            await alerts.acknowledge_all(session, held.learner_id, by=held.account_id)
