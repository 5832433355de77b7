"""A register of the size of a country, filled as fast as the machine can: learners and what they are looked up by.

Nothing else: no claims, no access, no pathways, so that nobody sees them but the matcher. Slab by slab, each a
transaction, in several processes; the indexes are built at the end.
"""

import asyncio
from collections.abc import Callable
from contextlib import suppress
from datetime import date, datetime
from itertools import islice
from time import perf_counter

import msgspec

from service.demo.nation import SLAB, slab
from service.kit.audit import Act, By, record
from service.kit.database import REGISTER, Context, Database, Session, expect_unique, open_database
from service.kit.errors import Conflict
from service.kit.ids import NOBODY, new_id
from service.kit.processes import Pool
from service.kit.set_aside import indexes_set_aside
from service.learners import queries
from service.learners.matching.normalise import form
from service.learners.matching.presented import person_of
from service.learners.operations import count_register
from service.learners.operations.describing import keys_of
from service.learners.rows import Claim, NewKey, NewLearner
from service.vocabulary.indicator import minted
from service.vocabulary.personal_name import fold

_LEARNERS, _KEYS = "learner", "learner_key"
_KEPT = ("pk_learner", "uq_learner_indicator")
_LOADING = Context(register=True, lasting=False)
TRIES = 5


class RegisterUsed(Conflict):
    """There are learners already; filling is for an empty register."""

    code = "register_used"


class _Taken(Exception):
    """Somebody has an indicator that was drawn."""


class Filling(msgspec.Struct, frozen=True, kw_only=True):
    """What to fill a register with: so many learners of a seed, by so many processes."""

    learners: int
    seed: int
    processes: int
    now: datetime
    today: date

    def slabs(self, url: str) -> list["Slab"]:
        """The slabs it comes in, each put in over this way into the database."""
        numbers = range(-(-self.learners // SLAB))
        return [
            Slab(url=url, number=n, people=min(SLAB, self.learners - n * SLAB), filling=self) for n in numbers
        ]


class Slab(msgspec.Struct, frozen=True, kw_only=True):
    """What a process needs to know to put in one slab."""

    url: str
    number: int
    people: int
    filling: Filling


async def fill_register(urls: tuple[str, str], filling: Filling, *, say: Callable[[str], None]) -> int:
    """Fill an empty register with invented learners; `urls` are the application's and the owner's ways in.

    Raises `RegisterUsed`.
    """
    app, owner = (open_database(url) for url in urls)
    try:
        await _require_empty(app)
        async with indexes_set_aside(owner, [_LEARNERS, _KEYS], kept=_KEPT):
            await asyncio.to_thread(_put_in, filling.slabs(urls[0]), filling, say)
            say("building the indexes")
        return await _counted(app, filling)
    finally:
        await app.close()
        await owner.close()


async def _require_empty(database: Database) -> None:
    async with database.transaction(REGISTER) as session:
        if await queries.page_of_candidates(session, NOBODY, limit=1):
            raise RegisterUsed(
                "There are learners in the register. Fill an empty one: a database of its own."
            )


def _put_in(slabs: list[Slab], filling: Filling, say: Callable[[str], None]) -> None:
    began, done, learners = perf_counter(), 0, filling.learners
    with Pool(filling.processes) as pool:
        for added in pool.ordered(put_in_slab, slabs):
            done += added
            if done % (10 * SLAB) == 0 or done == learners:
                say(f"{done:,} of {learners:,} learners, {perf_counter() - began:,.0f} s")


def put_in_slab(given: Slab) -> int:
    """Put one slab into the register; in a process of its own."""
    filling = given.filling
    people = slab(given.number, seed=filling.seed, today=filling.today)[: given.people]
    learners, keys = _rows(people, filling.now)
    asyncio.run(_write(given.url, learners, keys))
    return len(learners)


def _rows(people: list[Claim], now: datetime) -> tuple[list[NewLearner], list[NewKey]]:
    indicators = _drawn(len(people), set())
    learners = [_learner(claim, code, now) for claim, code in zip(people, indicators, strict=True)]
    described = (form(person_of(claim)) for claim in people)
    return learners, [
        key for learner, each in zip(learners, described, strict=True) for key in keys_of(learner.id, each)
    ]


def _learner(claim: Claim, indicator: str, now: datetime) -> NewLearner:
    return NewLearner(
        id=new_id(),
        indicator=indicator,
        given_names=claim.given_names,
        family_name=claim.family_name,
        folded_given=fold(claim.given_names),
        folded_family=fold(claim.family_name),
        date_of_birth=claim.date_of_birth,
        sex=claim.sex,
        postcode=claim.postcode,
        uln=claim.uln,
        upn=None,
        ni_number=None,
        email=None,
        area_id=None,
        council_id=None,
        registered_at=now,
        registered_by=NOBODY,
        described_at=now,
    )


async def _write(url: str, learners: list[NewLearner], keys: list[NewKey]) -> None:
    database = open_database(url, pool_size=1)
    try:
        for _ in range(TRIES):
            with suppress(_Taken):
                async with database.transaction(_LOADING) as session:
                    await _add(session, learners, keys)
                return
        raise RegisterUsed("No free indicators were drawn. Fill an empty register.")
    finally:
        await database.close()


async def _add(session: Session, learners: list[NewLearner], keys: list[NewKey]) -> None:
    """Indicators somebody has are drawn anew; those of a slab still being written are found out by the constraint."""
    taken = await queries.indicators_taken(session, [each.indicator for each in learners])
    fresh = iter(_drawn(len(taken), {each.indicator for each in learners}))
    learners[:] = [
        msgspec.structs.replace(each, indicator=next(fresh)) if each.indicator in taken else each
        for each in learners
    ]
    async with expect_unique("uq_learner_indicator", _Taken()):
        await queries.add_learners(session, learners)
    await queries.add_keys(session, keys)


def _drawn(count: int, besides: set[str]) -> list[str]:
    """So many new indicators, all different and none of those."""
    fresh = dict.fromkeys(islice((code for code in minted() if code not in besides), count))
    while len(fresh) < count:
        fresh |= dict.fromkeys(_drawn(count - len(fresh), besides))
    return list(fresh)


async def _counted(database: Database, filling: Filling) -> int:
    learners = await count_register(database, now=filling.now)
    async with database.transaction(REGISTER) as session:
        act = Act(
            act="invented learners added",
            subject_kind="simulation",
            subject_id=None,
            detail={"learners": learners, "seed": filling.seed},
        )
        await record(session, act, by=By(agency_id=NOBODY), now=filling.now)
    return learners
