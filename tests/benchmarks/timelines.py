"""A learner's record read: with ten facts and with two hundred, now and as known on a past day."""

import asyncio
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from statistics import median

import msgspec

from service.accounts.operations import start_session
from service.accounts.rows import Role
from service.alerts.operations import record
from service.kit.audit import By
from service.kit.database import REGISTER, open_database
from service.pathways.rows import MilestoneKind
from tests.benchmarks.contestants import HOST, serving, told
from tests.benchmarks.ground import Ground
from tests.benchmarks.load import Load
from tests.benchmarks.requests import SECRET
from tests.benchmarks.scale import Scale
from tests.factories import a_milestone, a_spell, make_account, make_council, make_learner, make_provider

FEW, MANY = 10, 200


class Timelines(msgspec.Struct, frozen=True, kw_only=True):
    """Medians over the rounds of ratios within a round, and the milliseconds of the smallest page."""

    few_ms: float
    many_to_few: float
    known_to_now: float


def measure(ground: Ground, scale: Scale) -> Timelines:
    """Read pages in turn, round after round."""
    name = ground.clone("timelines")
    addresses, cookie = asyncio.run(_make(ground.url(name)))
    rounds: list[Mapping[str, float]] = []
    with serving("ours", ground.url(name), secret=SECRET, log=ground.folder / "timelines.log") as port:
        rounds += [
            {each: _read(ground, port, path, cookie, scale) for each, path in addresses.items()}
            for _ in range(scale.page_rounds)
        ]
    ground.drop(name)
    found = Timelines(
        few_ms=1000 * median(each["few"] for each in rounds),
        many_to_few=median(each["many"] / each["few"] for each in rounds),
        known_to_now=median(each["many, known"] / each["many"] for each in rounds),
    )
    print(f"timelines: {found}", flush=True)
    return found


def _read(ground: Ground, port: int, path: str, cookie: str, scale: Scale) -> float:
    page = f"GET {path} HTTP/1.1\r\nhost: {HOST}:{port}\r\ncookie: {cookie}\r\n\r\n".encode()
    load = Load(host=HOST, port=port, concurrency=1, warm=5, requests=[page] * (5 + scale.pages))
    took = told(ground.folder / "timelines.pickle", "tests.benchmarks.load", load)
    if took.statuses.keys() != {"200"}:
        raise AssertionError(f"the page was not answered: {took.statuses} {took.refused[:500]}")
    return median(took.each)


async def _make(url: str) -> tuple[dict[str, str], str]:
    """Two learners of a college, and one of its staff signed in."""
    database, now = open_database(url), datetime.now(UTC)
    async with database.transaction(REGISTER) as session:
        council = await make_council(session, now=now)
        college = await make_provider(session, now=now, council=council)
        by = By(agency_id=college.id)
        account = await make_account(session, agency=college, role=Role.PROVIDER_STAFF, now=now)
        keys = []
        for facts in (FEW, MANY):
            learner = await make_learner(session, by=by, now=now - timedelta(days=900))
            keys.append(learner.id)
            for n in range(facts // 2):
                then = now - timedelta(days=880 - 4 * n)
                spell = a_spell(
                    learner.id,
                    agency=college,
                    now=then,
                    started_on=then.date(),
                    ended_on=then.date() + timedelta(days=3),
                    title=f"Course {n}",
                )
                kind = MilestoneKind.ACHIEVED
                told_ = a_milestone(learner.id, kind, agency=college, now=then, occurred_on=then.date())
                await record(session, spells=[spell], milestones=[told_], by=by, now=then, today=then.date())
        token = await start_session(session, account=account, now=now)
    await database.close()
    few, many = (f"/learners/{key}" for key in keys)
    past = (now - timedelta(days=2)).date().isoformat()
    addresses = {"few": few, "many": many, "many, known": f"{many}?known_on={past}"}
    return addresses, f"__Host-session={token}"
