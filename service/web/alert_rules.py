"""The rules: what raises an alert, with which numbers, and how each does. For those who act on alerts."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from litestar import Response, get
from litestar.di import NamedDependency
from litestar.params import FromPath

from service.accounts.rows import ADVISERS, Role
from service.alerts import queries
from service.alerts.rows import RuleFigures
from service.alerts.rules import (
    EVERYBODY,
    RULES,
    UPLIFTED,
    WEEKS,
    Rule,
    is_for_nothing,
    numbers_of,
    settings_on,
)
from service.kit import jobs
from service.kit.database import Session
from service.kit.errors import NotFound
from service.web.guards import requires
from service.web.page import page
from service.web.visit import PageRequest, Visit

READERS = requires(*ADVISERS, Role.DATA_OFFICER)
TITLE = "Alert rules"


@dataclass(frozen=True, kw_only=True)
class Line:
    """A rule, and how it did."""

    rule: Rule
    figures: RuleFigures
    for_nothing: bool


@dataclass(frozen=True, kw_only=True)
class RulesPage:
    """All rules there are."""

    lines: list[Line]
    numbers: list[tuple[str, str]]
    weeks: int
    ran_at: datetime | None


@dataclass(frozen=True, kw_only=True)
class RulePage:
    """One rule."""

    line: Line
    numbers: list[tuple[str, str]]
    weeks: int
    version: int
    in_force_from: date
    uplifted: bool


@get("/rules", guards=[READERS])
async def list_rules(
    request: PageRequest, session: NamedDependency[Session], visit: NamedDependency[Visit]
) -> Response[str]:
    """The list, with what each raised for the reader's agency in the last weeks."""
    figures = await _figures(session, visit)
    content = RulesPage(
        lines=[_line(rule, figures) for rule in RULES],
        numbers=numbers_of(EVERYBODY, settings_on(visit.today)),
        weeks=WEEKS,
        ran_at=await jobs.last_done(session, "evaluate_due"),
    )
    return page(request, "rules/list.html", content, title=TITLE)


@get("/rules/{rule_id:str}", guards=[READERS])
async def show_rule(
    request: PageRequest,
    session: NamedDependency[Session],
    visit: NamedDependency[Visit],
    rule_id: FromPath[str],
) -> Response[str]:
    """One rule with its numbers."""
    rule = next((each for each in RULES if each.id == rule_id), None)
    if rule is None:
        raise NotFound("There is no such rule.")
    settings = settings_on(visit.today)
    content = RulePage(
        line=_line(rule, await _figures(session, visit)),
        numbers=numbers_of(rule.id, settings),
        weeks=WEEKS,
        version=settings.version,
        in_force_from=settings.in_force_from,
        uplifted=rule.id in UPLIFTED,
    )
    return page(request, "rules/rule.html", content, title=f"Rule {rule.id}")


async def _figures(session: Session, visit: Visit) -> dict[str, RuleFigures]:
    since = visit.today - timedelta(weeks=WEEKS)
    return await queries.rule_figures(session, within=visit.scope, since=since, today=visit.today)


def _line(rule: Rule, figures: dict[str, RuleFigures]) -> Line:
    of_it = figures.get(rule.id, RuleFigures(rule=rule.id))
    return Line(rule=rule, figures=of_it, for_nothing=is_for_nothing(of_it))


ROUTES = [list_rules, show_rule]
