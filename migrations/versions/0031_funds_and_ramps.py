"""the pool's funds, two ramps and a tariff of demonstration values, as data

The business case of 2012 states where the ramp ends (100 % of SFA adult skills by 2016) and that it rises every year;
the steps between, and the whole ramp of 16 to 19 funding, are assumptions and say so.

Revision: 0031
Revises: 0030
"""

import json
from datetime import UTC, date, datetime
from uuid import UUID

import sqlalchemy as sa
from alembic import op

revision = "0031"
down_revision = "0030"
branch_labels = None
depends_on = None

NOBODY = UUID(int=0)
SET_AT = datetime(2012, 11, 30, tzinfo=UTC)
CASE, TODAY = "business-case-2012", "present-day"
YOUNG, ADULT = "efa-16-19", "sfa-adult-skills"
LOCAL_PLAN = "An assumption of this service, to be replaced by the board’s decision."

FUNDS = (
    (
        YOUNG,
        "16 to 19 funding (EFA)",
        "Education Funding Agency, since 2025 the Department for Education",
        "Study programmes and training for those of academic age 16 to 18 when the course starts. The fund stays the "
        "owner’s: the board moves priorities, not cash.",
        16,
        18,
    ),
    (
        ADULT,
        "Adult skills (SFA)",
        "Skills Funding Agency, since 2025 the Department for Education",
        "Training for those of academic age 19 to 24 when the course starts. The fund stays the owner’s: the board moves "
        "priorities, not cash.",
        19,
        24,
    ),
)
SCENARIOS = (
    (
        CASE,
        "2012 business case",
        "Skills for Growth, Whole Essex Community Budget, November 2012: payment by results rises every year and reaches "
        "100% of the adult skills budget in 2016/17. The steps before it are an assumption. For 16 to 19 funding the "
        "business case states no ramp; its modest one is an assumption too.",
        False,
    ),
    (TODAY, "Present day", LOCAL_PLAN, True),
)
RAMPS = (
    (CASE, ADULT, {2013: 2500, 2014: 5000, 2015: 7500, 2016: 10000}),
    (CASE, YOUNG, {2013: 500, 2014: 1000, 2015: 1500, 2016: 2000}),
    (TODAY, ADULT, {2024: 1000, 2025: 1500, 2026: 2000, 2027: 2500, 2028: 3000}),
    (TODAY, YOUNG, {2024: 0, 2025: 500, 2026: 750, 2027: 1000, 2028: 1000}),
)
LATER = ("retention", "achievement", "progression", "job_start", "job_13_weeks", "job_26_weeks")
WEIGHTS = {"substantial": 15000, "additional": 12500, "offer": 11000, "none": 10000, "not_assessed": 10000}
TARIFFS = (
    (UUID("01930000-0000-7000-8000-000000000001"), YOUNG, 330_000, (30_000, 60_000, 40_000, 50_000, 60_000, 80_000)),
    (UUID("01930000-0000-7000-8000-000000000002"), ADULT, 400_000, (20_000, 60_000, 40_000, 80_000, 90_000, 120_000)),
)
ATTACHMENT = 2000
SOURCE = (
    "Demonstration values, to be replaced before use. Their order of magnitude: the Youth Contract’s £2,200 for one young "
    "person and the cap of the Innovation Fund’s second round, £8,200"
)


def _halves_up(pence: int, weight: int) -> int:
    return (2 * pence * weight + 10_000) // 20_000


def _shared_out(total: int, weights: list[int]) -> list[int]:
    """As `vocabulary.money.shared_out` stood when this was written; a migration does not follow the code."""
    parts = [total * weight // sum(weights) for weight in weights]
    first = sorted(range(len(weights)), key=lambda place: (-(total * weights[place] % sum(weights)), place))
    for place in first[: total - sum(parts)]:
        parts[place] += 1
    return parts


def _rates(prices: tuple[int, ...]) -> list[tuple[str, str, int]]:
    rates = []
    for band, weight in WEIGHTS.items():
        weighted = [_halves_up(price, weight) for price in prices]
        start, rest = _shared_out(sum(weighted), [ATTACHMENT, 10_000 - ATTACHMENT])
        rates.append(("start", band, start))
        rates += [(kind, band, pence) for kind, pence in zip(LATER, _shared_out(rest, weighted), strict=True)]
    return rates


def upgrade() -> None:
    run = op.get_bind().execute
    for fund in FUNDS:
        named = dict(zip(("code", "name", "owner", "rules", "age_from", "age_until"), fund, strict=True))
        run(sa.text("insert into fund values (:code, :name, :owner, :rules, :age_from, :age_until)"), named)
    for code, name, source, in_force in SCENARIOS:
        told = {"code": code, "name": name, "source": source, "in_force": in_force}
        run(sa.text("insert into scenario values (:code, :name, :source, :in_force)"), told)
    for scenario, fund, shares in RAMPS:
        for year, share in shares.items():
            told = {"scenario": scenario, "fund": fund, "year": year, "share": share, "at": SET_AT, "by": NOBODY}
            run(sa.text("insert into ramp values (:scenario, :fund, :year, :share, :at, :by)"), told)
    for key, fund, cap, prices in TARIFFS:
        _tariff(key, fund, cap, prices)


def _tariff(key: UUID, fund: str, cap: int, prices: tuple[int, ...]) -> None:
    terms = {"prices": dict(zip(LATER, prices, strict=True)), "weights": WEIGHTS, "attachment": ATTACHMENT}
    told = {
        "id": key,
        "fund": fund,
        "source": SOURCE,
        "starts_on": date(2024, 4, 1),
        "cap": cap,
        "terms": json.dumps(terms),
        "at": SET_AT,
        "by": NOBODY,
    }
    statement = (
        "insert into tariff (id, fund, name, source, starts_on, cap_pence, rivals, terms, set_at, set_by) values "
        "(:id, :fund, 'Demonstration tariff', :source, :starts_on, :cap, 'first_verified', cast(:terms as jsonb), :at, :by)"
    )
    op.get_bind().execute(sa.text(statement), told)
    for kind, band, pence in _rates(prices):
        rate = {"tariff": key, "kind": kind, "band": band, "pence": pence}
        op.get_bind().execute(sa.text("insert into tariff_rate values (:tariff, :kind, :band, :pence)"), rate)


def downgrade() -> None:
    """Without its funds the pool is empty: all money, declarations and statements go with them."""
    op.execute("truncate fund, scenario, dispute cascade")
