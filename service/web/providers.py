"""Providers as the data officer sees them: who was heard from, and when."""

from dataclasses import dataclass
from datetime import date

from litestar import Response, get
from litestar.di import NamedDependency

from service.accounts.rows import Role
from service.agencies import queries
from service.agencies.queries import Report
from service.kit.database import Session
from service.vocabulary.day import say_days_ago
from service.web.guards import requires
from service.web.page import page
from service.web.visit import PageRequest, Visit


@dataclass(frozen=True, kw_only=True)
class ProvidersPage:
    """Every provider, with how long it has been silent."""

    reports: list[Report]
    heard: int
    newest: date | None
    today: date

    def ago(self, report: Report) -> str:
        """How long ago, in words."""
        if report.last_received_on is None:
            return "never"
        return say_days_ago(report.last_received_on, today=self.today)


@get("/providers", guards=[requires(Role.DATA_OFFICER)])
async def list_providers(
    request: PageRequest, session: NamedDependency[Session], visit: NamedDependency[Visit]
) -> Response[str]:
    """The list."""
    reports = await queries.reports(session)
    days = [report.last_received_on for report in reports if report.last_received_on]
    content = ProvidersPage(
        reports=reports, heard=len(days), newest=max(days, default=None), today=visit.today
    )
    return page(request, "providers/list.html", content, title="Providers")


ROUTES = [list_providers]
