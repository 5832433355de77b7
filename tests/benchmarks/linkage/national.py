"""The register at the size of a country: how fast it is filled, and how fast and how surely somebody is found in it.

`pathway simulate --register-only` fills it, the service's own statements and decisions look. Who is looked for is drawn
from it; the changes are those of `slips`. Times are medians, taken in turn with a read by primary key.
"""

import asyncio
from collections import Counter, defaultdict
from collections.abc import Sequence
from pathlib import Path
from random import Random
from statistics import median
from time import perf_counter

import msgspec
from msgspec.structs import replace

from service.kit.database import NOBODY_ASKS, REGISTER, Session, as_register, open_database, row, rows, value
from service.kit.embedded_postgres import EmbeddedPostgres
from service.learners import queries
from service.learners.matching.keys import Tier
from service.learners.matching.presented import person_of
from service.learners.matching.sought import Sought
from service.learners.operations.looking import look_for
from service.learners.rows import Candidate, Claim, Outcome
from tests.benchmarks.commands import run
from tests.benchmarks.linkage.decisions import Tally
from tests.benchmarks.linkage.slips import changed

SMALL, LARGE = 200_000, 6_500_000
TIMED, LOOKED_FOR = 400, 4_000
SERVER = {"shared_buffers": "12GB"}
"""A server for a register of this size has room for what is looked up by; the rest may come from disk."""
STEPS_OVER_KEYS = 40_000
_WARM = (
    "set local enable_seqscan = off",
    "select count(key) from learner_key",
    "select count(registered_at) from learner where id is not null",
    "select count(uln) from learner where uln > '' and merged_into is null",
    "set local enable_seqscan = on",
    # The pages above the leaves, which a scan from leaf to leaf passes by and any search begins with.
    f"""select count(*) from generate_series(0, {STEPS_OVER_KEYS}) as step cross join lateral (
    select key from learner_key where key >= (step - {STEPS_OVER_KEYS} / 2) * (9e18 / {STEPS_OVER_KEYS} * 2)::bigint
    order by key limit 1) as found""",
)
_BY_KEY = "select * from learner where id = $1"
STEPS = ("by primary key", "exact", "search", "decision")


class Found(msgspec.Struct, frozen=True, kw_only=True):
    """What was measured in a register of one size. Times are medians in milliseconds, recall a share."""

    learners: int
    seconds_to_fill: float
    milliseconds: dict[str, float]
    recall: dict[str, float]
    decisions: dict[str, Tally]

    def ratio(self, step: str) -> float:
        """A step's median to that of a read by primary key."""
        return self.milliseconds[step] / self.milliseconds[STEPS[0]]


def measure(folder: Path, learners: int, *, timed: int = TIMED, looked_for: int = LOOKED_FOR) -> Found:
    """Fill a register below a folder, unless it is there, and look for people in it."""
    state = (folder / f"{learners}").resolve()
    filled = state / "filled-in-seconds"
    if not filled.exists():
        words = ("simulate", "--learners", str(learners), "--register-only")
        filled.write_text(str(run(*words, PATHWAY_STATE_DIR=str(state)).seconds), encoding="utf-8")
    seconds = float(filled.read_text(encoding="utf-8"))
    with EmbeddedPostgres(state / "postgres", options=SERVER) as server:
        return asyncio.run(_measured(server.app_url, learners, seconds, timed, looked_for))


async def _measured(url: str, learners: int, seconds: float, timed: int, looked_for: int) -> Found:
    database, rng = open_database(url, pool_size=1), Random(1)
    try:
        async with database.transaction(REGISTER) as session:
            for statement in _WARM:
                await value(session, statement)
        async with database.transaction(NOBODY_ASKS) as session, as_register(session):
            people = await _drawn(session, rng, max(looked_for, timed * len(STEPS)))
            times = await _timed(session, rng, people[: timed * len(STEPS)])
            recall = {
                title: await _recall(session, rng, people[:looked_for], most)
                for title, most in (("one change", 1), ("1 to 3 changes", 3))
            }
            decisions = {"one change": await _decided(session, rng, people[:looked_for], 1)}
    finally:
        await database.close()
    return Found(
        learners=learners, seconds_to_fill=seconds, milliseconds=times, recall=recall, decisions=decisions
    )


async def _drawn(session: Session, rng: Random, count: int) -> list[Candidate]:
    """Learners from all over the register; keys are in the order of time, so positions in it are drawn."""
    ids = [each["id"] for each in await rows(session, "select id from learner order by id")]
    found = {
        each.learner_id: each for each in await queries.candidates_called(session, rng.sample(ids, count))
    }
    people = list(found.values())
    rng.shuffle(people)
    return people


async def _timed(session: Session, rng: Random, people: Sequence[Candidate]) -> dict[str, float]:
    """Each step in turn, each for somebody nobody has looked for: what was just read is read fast."""
    took: dict[str, list[float]] = defaultdict(list)
    for known, exact, near, wrong in zip(*(people[n :: len(STEPS)] for n in range(len(STEPS))), strict=True):
        calls = (
            _by_key(session, known),
            queries.exactly(session, _exact(exact)),
            queries.nearby(session, *_near(_changed(rng, near, 1), Tier.NEAR), Tier.NEAR),
            look_for(session, [_changed(rng, wrong, 1)]),
        )
        for name, call in zip(STEPS, calls, strict=True):
            began = perf_counter()
            await call
            took[name].append(1000 * (perf_counter() - began))
    return {name: median(each) for name, each in took.items()}


async def _by_key(session: Session, each: Candidate) -> object:
    return await row(session, _BY_KEY, each.learner_id)


def _exact(each: Candidate) -> list[list[object]]:
    key = Sought(person_of(_claim(each))).exact
    return [[0], [each.uln], [None], [None], [None], [key], [b""]]


def _near(claim: Claim, tier: Tier) -> tuple[list[list[object]], list[list[int]]]:
    sought = Sought(person_of(claim))
    keys = list(sought.probes(tier))
    return [[0], [sought.signature], [b""]], [[0] * len(keys), keys]


async def _recall(session: Session, rng: Random, people: Sequence[Candidate], most: int) -> float:
    """The share of people who are among the best 50 of a tier, the next tier asked where one misses them."""
    met = 0
    for each in people:
        claim = _changed(rng, each, rng.randint(1, most))
        for tier in Tier:
            if await _meets(session, claim, each, tier):
                met += 1
                break
    return met / len(people)


async def _meets(session: Session, claim: Claim, somebody: Candidate, tier: Tier) -> bool:
    found = await queries.nearby(session, *_near(claim, tier), tier)
    return any(candidate.learner_id == somebody.learner_id for _, candidate in found)


async def _decided(session: Session, rng: Random, people: Sequence[Candidate], most: int) -> Tally:
    told = Tally(claims=len(people))
    outcomes: Counter[Outcome] = Counter()
    for each in people:
        (looked,) = await look_for(session, [_changed(rng, each, rng.randint(1, most))])
        outcomes[looked.answer.outcome] += 1
        if looked.answer.outcome is Outcome.FOUND:
            right = looked.answer.key == str(each.learner_id)
            told.right += right
            told.wrong += not right
    told.review, told.missed = outcomes[Outcome.REVIEW], outcomes[Outcome.ISSUED]
    return told


def _claim(each: Candidate) -> Claim:
    names = set(Claim.__struct_fields__) - {"indicator"}
    return Claim(**{name: getattr(each, name) for name in names})


def _changed(rng: Random, each: Candidate, times: int) -> Claim:
    """A claim about somebody with so many changes and without any number."""
    person, _ = changed(rng, person_of(_claim(each)), times)
    described = ("given_names", "family_name", "date_of_birth", "sex", "postcode")
    told = {name: getattr(person, name) for name in described}
    return replace(_claim(each), uln=None, upn=None, ni_number=None, email=None, **told)
