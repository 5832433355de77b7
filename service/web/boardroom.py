"""What the board's pages share: what may be asked for, and figures ready to show.

Everything here was disclosed and drawn when the month was frozen; a page reads it and shows it. There is no
way from here to a learner, and no figure that is not in a published table.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from markupsafe import Markup

from service.accounts.rows import Role
from service.board import queries
from service.board.rows import HIDDEN, IMPOSSIBLE, Age, DisclosedTable, Published, Snapshot, say_month
from service.kit.database import Session
from service.kit.errors import NotFound
from service.web.guards import requires
from service.web.visit import PageRequest

BOARD = requires(Role.BOARD_MEMBER, Role.DATA_OFFICER)
MONTHS_OFFERED = 24
Options = Sequence[tuple[str, str]]


@dataclass(frozen=True, kw_only=True)
class Figure:
    """One disclosed table with its chart (None: too little to draw) and where its file is."""

    table: DisclosedTable
    svg: Markup | None
    csv: str

    @property
    def telling(self) -> Sequence[tuple[str, ...]]:
        """The rows in which anything is shown, for paper."""
        return [row for row in self.table.rows if set(row[1:]) - {HIDDEN, IMPOSSIBLE}]


@dataclass(frozen=True, kw_only=True)
class Asked:
    """Which month's figures a page shows, of which age, and what else could be chosen.

    `month_on` is None for the newest, which is `newest_on`; None where none is frozen.
    """

    month_on: date | None
    newest_on: date | None
    age: Age
    ages: Options
    months: Options

    @property
    def month(self) -> str:
        """As an address says it: "2026-10", or nothing for the newest."""
        return _written(self.month_on) if self.month_on else ""


@dataclass(frozen=True, kw_only=True)
class Room:
    """Figures of one month and age, with what can be chosen."""

    snapshot: Snapshot | None
    asked: Asked
    figures: Sequence[Figure]


class NoSuchTable(NotFound):
    """A combination that is not published. All of them answer alike, whatever they would hold."""

    code = "no_such_table"

    def __init__(self) -> None:
        super().__init__("There is no such table. Choose one of those on the board's pages.")


async def room_of(session: Session, asked: Asked, names: Sequence[str]) -> Room:
    """The figures of these names, those that are published."""
    found = [await queries.published(session, name, asked.month_on) for name in names]
    snapshot = next((each.snapshot for each in found if each is not None), None)
    figures = [figure_of(each, asked.month) for each in found if each is not None]
    return Room(snapshot=snapshot, asked=asked, figures=figures)


async def corrected_since(session: Session, snapshot: Snapshot | None) -> list[str]:
    """The months that a snapshot compares itself with as they were known before their correction."""
    if snapshot is None:
        return []
    return [say_month(month_on) for month_on in await queries.corrected_since(session, snapshot)]


async def asked_for(
    request: PageRequest,
    session: Session,
    ages: Sequence[Age],
    more: Mapping[str, Collection[str]] | None = None,
) -> Asked:
    """The filters of a page, each at most once and from its list; everything else is no page of ours."""
    frozen = await queries.months(session, limit=MONTHS_OFFERED)
    months = [("", "The newest"), *((_written(month), say_month(month)) for month in frozen)]
    allowed = {"age": list(map(str, ages)), "month": [value for value, _ in months], **(more or {})}
    said = _single(request, allowed)
    month = next((month for month in frozen if _written(month) == said.get("month")), None)
    return Asked(
        month_on=month,
        newest_on=frozen[0] if frozen else None,
        age=Age(said.get("age", ages[0])),
        ages=[(each, _sentence(each.said)) for each in ages],
        months=months,
    )


def _single(request: PageRequest, allowed: Mapping[str, Collection[str]]) -> dict[str, str]:
    """What was asked for. Raises NoSuchTable for whatever is not on the lists, or is asked for twice."""
    said = list(request.query_params.multi_items())
    names = [name for name, _ in said]
    if len(names) > len(set(names)) or any(value not in allowed.get(name, ()) for name, value in said):
        raise NoSuchTable
    return dict(said)


def _sentence(words: str) -> str:
    """With a capital letter."""
    return words[0].upper() + words[1:]


def figure_of(found: Published, month: str = "") -> Figure:
    """The drawing was made and checked by our own charts when the month was frozen."""
    svg = None if found.svg is None else Markup(found.svg)  # noqa: S704 - see above
    query = f"?month={month}" if month else ""
    return Figure(table=found.table, svg=svg, csv=f"/board/tables/{found.table.name}.csv{query}")


def _written(month_on: date) -> str:
    return month_on.isoformat()[:7]
