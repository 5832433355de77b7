"""Match quality: what is sent to a person, what they decide, what is overturned; and the conformance pack."""

from dataclasses import dataclass
from datetime import date

from litestar import Response, get
from litestar.di import NamedDependency

from service.accounts.rows import Role
from service.kit.csv import csv_of
from service.kit.database import Session
from service.learners.matching.conformance import pack_text
from service.learners.matching.model import CURRENT
from service.learners.operations import Band, Quality, quality_of_matching
from service.learners.queries import Month
from service.web.guards import requires
from service.web.page import page
from service.web.visit import PageRequest, Visit

DECIDER = requires(Role.DATA_OFFICER)
MONTHS_BACK = 12
HEADS = (
    "Month",
    "Claims",
    "Sent to a person",
    "Per 1,000 claims",
    "Decided",
    "Days to decide (median)",
    "Records joined",
    "Parted again",
)


@dataclass(frozen=True, kw_only=True)
class QualityPage:
    """A year of matching in two tables."""

    quality: Quality
    model: str
    heads: tuple[str, ...]

    def row(self, month: Month) -> tuple[str, ...]:
        """A month's cells."""
        return row_of(month)

    def band(self, band: Band) -> tuple[str, ...]:
        """A band's cells: weight, decisions, share of one person with its interval."""
        return (weight_of(band), f"{band.decided:,}", f"{band.same:,}", share_of(band))


@get("/match-quality", guards=[DECIDER])
async def show_quality(
    request: PageRequest, session: NamedDependency[Session], visit: NamedDependency[Visit]
) -> Response[str]:
    """The page."""
    content = QualityPage(quality=await _quality(session, visit), model=CURRENT, heads=HEADS)
    return page(request, "quality/quality.html", content, title="Match quality")


@get("/match-quality/months.csv", guards=[DECIDER])
async def quality_file(session: NamedDependency[Session], visit: NamedDependency[Visit]) -> Response[str]:
    """The months as a file."""
    quality = await _quality(session, visit)
    headers = {"content-disposition": "attachment; filename=match-quality.csv"}
    text = csv_of(HEADS, [row_of(month) for month in quality.months])
    return Response(text, media_type="text/csv; charset=utf-8", headers=headers)


@get("/match-quality/conformance.json", guards=[DECIDER])
async def conformance_pack() -> Response[bytes]:
    """The conformance pack: cases with the answers expected, for this or any other matcher."""
    headers = {"content-disposition": "attachment; filename=matcher-conformance.json"}
    return Response(pack_text(), media_type="application/json", headers=headers)


async def _quality(session: Session, visit: Visit) -> Quality:
    this = visit.today.replace(day=1)
    since = date(this.year - 1, this.month, 1)
    return await quality_of_matching(session, council_id=visit.who.agency_id, since=since)


def row_of(month: Month) -> tuple[str, ...]:
    """Write a month as cells."""
    per_thousand = f"{1000 * month.sent / month.claims:.0f}" if month.claims else "–"
    days = "–" if month.median_days is None else f"{month.median_days:.1f}"
    counts = (month.decided, days, month.joined, month.parted)
    return (
        f"{month.month_on:%B %Y}",
        f"{month.claims:,}",
        f"{month.sent:,}",
        per_thousand,
        *map(str, counts),
    )


def weight_of(band: Band) -> str:
    """Say which weights a band holds."""
    if band.most is None:
        return f"{band.least:.0f} bits and more"
    return (
        f"Below {band.most:.0f} bits" if band.least is None else f"{band.least:.0f} to {band.most:.0f} bits"
    )


def share_of(band: Band) -> str:
    """Say which share was one person, and how sure that is."""
    if not band.decided:
        return "Nothing decided yet"
    share = 100 * band.same / band.decided
    return f"{share:.0f}% (95% sure: {100 * band.low:.0f}% to {100 * band.high:.0f}%)"


ROUTES = [show_quality, quality_file, conformance_pack]
