"""An agency's learners: where they are now or were known to be on a past day, and the list to take along."""

from dataclasses import dataclass
from datetime import date
from typing import Annotated

from litestar import Response, get
from litestar.di import NamedDependency
from litestar.params import QueryParameter

from service.accounts.rows import ADVISERS, Role
from service.agencies import queries as agencies
from service.alerts import queries as alerts
from service.kit.csv import csv_of
from service.kit.database import Session
from service.notices.queries import unread_notices
from service.pathways import queries as pathways
from service.pathways.queries import Listed, Tally
from service.returns.operations import take_my_learners
from service.returns.rows import Extract
from service.returns.rules import AGREED, cells_of
from service.vocabulary.academic_year import age
from service.vocabulary.activity import Group, activity
from service.web.guards import requires
from service.web.known_day import Known, known_day
from service.web.known_list import listed_as_known, tally_of
from service.web.page import page
from service.web.visit import PageRequest, Visit

PAGE = 25
GROUPS = {"": "Everyone", "eet": "Learning or working", "neet": "NEET", "not_known": "Not known"}
STAFF = (Role.PROVIDER_STAFF, *ADVISERS, Role.DATA_OFFICER)
Found = tuple[list[Listed], int, Tally]


@dataclass(frozen=True, kw_only=True)
class ListPage:
    """An agency's learners, 25 at a time, as they are or as they were known to be."""

    tally: Tally
    waiting: int | None  # alerts that wait for this provider; None for other agencies
    last_received_on: date | None
    unread: int  # notices
    learners: list[Listed]
    found: int
    group: str
    current: int
    last: int
    known: Known
    today: date

    def where(self, learner: Listed) -> str:
        """One cell: what they do."""
        if learner.activity is None:
            return "Nothing recorded yet"
        now = activity(learner.activity)
        somewhere = learner.provider_name and now.group is not Group.NOT_KNOWN
        return f"{now.label}, {learner.provider_name}" if somewhere else now.label

    def age(self, learner: Listed) -> int:
        """Age on the day shown."""
        return age(learner.date_of_birth, on=self.known.on or self.today)


@get("/learners", guards=[requires(*STAFF)])
async def list_learners(
    request: PageRequest,
    session: NamedDependency[Session],
    visit: NamedDependency[Visit],
    group: Annotated[str, QueryParameter(max_length=20)] = "",
    known_on: Annotated[str, QueryParameter(max_length=40)] = "",
    page_number: Annotated[int, QueryParameter(name="page", ge=1, le=100_000)] = 1,
) -> Response[str]:
    """My learners: numbers in words, then everybody by name."""
    chosen, known = group if group in GROUPS else "", known_day(known_on, visit.today)
    found, size, tally = await _found(session, visit, chosen, known, page_number)
    is_provider = visit.who.role is Role.PROVIDER_STAFF
    content = ListPage(
        tally=tally,
        waiting=await alerts.providers_count(session, within=visit.scope) if is_provider else None,
        last_received_on=await agencies.last_received_on(session, visit.who.agency_id),
        unread=await unread_notices(session, visit.who.agency_id),
        learners=found,
        found=size,
        group=chosen,
        current=page_number,
        last=max(1, -(-size // PAGE)),
        known=known,
        today=visit.today,
    )
    status = 422 if known.error else 200
    return page(request, "my_learners/list.html", content, title="My learners", status=status)


async def _found(session: Session, visit: Visit, group: str, known: Known, number: int) -> Found:
    skip = (number - 1) * PAGE
    if known.on is None:
        listed, size = await pathways.listed(
            session, within=visit.scope, group=group, family="", limit=PAGE, skip=skip
        )
        return listed, size, await pathways.tally(session, within=visit.scope)
    everybody = await listed_as_known(session, within=visit.scope, on=known.on)
    chosen = [each for each in everybody if group in ("", each.activity_group)]
    return chosen[skip : skip + PAGE], len(chosen), tally_of(everybody)


@get("/learners.csv", guards=[requires(*STAFF)])
async def download_learners(
    session: NamedDependency[Session], visit: NamedDependency[Visit]
) -> Response[str]:
    """Everybody, with the fields the agreement lets the agency take along."""
    found = await take_my_learners(session, within=visit.scope, by=visit.by, now=visit.now)
    heads = [column.head for column in AGREED[Extract.MY_LEARNERS]]
    body = csv_of(heads, (cells_of(Extract.MY_LEARNERS, each) for each in found))
    headers = {"content-disposition": 'attachment; filename="my-learners.csv"'}
    return Response(body, media_type="text/csv", headers=headers)


ROUTES = [list_learners, download_learners]
