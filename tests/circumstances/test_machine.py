"""Say, send, correct, take back, undo, merge and part in any order: circumstances against a model that remembers all.

The model is the one of the pathway's own machine: each chain a list of words, each moment a copy of all that stood.
"""

import asyncio
from collections.abc import Coroutine
from datetime import date, timedelta
from typing import Any, TypeVar
from uuid import UUID

import asyncpg
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from service.access.rows import WHOLE_REGISTER
from service.circumstances import queries
from service.circumstances.operations import (
    Correction,
    correct_circumstance,
    record_circumstances,
    undo_circumstances,
)
from service.circumstances.rows import Circumstance, Kind
from service.kit.audit import By
from service.kit.database import REGISTER, Database, Session, open_database
from service.kit.embedded_postgres import EmbeddedPostgres
from service.kit.ids import new_id
from service.learners.rows import Learner
from service.merging.operations import merge, unmerge, withdraw_ruling
from service.merging.rows import Joining
from service.pathways import queries as pathways
from service.pathways.rows import Because
from service.pathways.rules import as_it_stood
from tests.factories import make_council, make_learner, make_provider
from tests.imports.remembering import Content, Key, Model, Word
from tests.imports.sender import NOW
from tests.imports.test_machine import EMPTY, TODAY

T = TypeVar("T")
PEOPLE, AGENCIES = (0, 1), ("college", "council")
DAY = date(2025, 9, 1)  # one for all, so that what is said often meets what stands
WORDS = st.tuples(st.sampled_from([Kind.ENGLISH, Kind.MATHS]), st.sampled_from(["1", "2"]), st.just(DAY))
people, agencies = st.sampled_from(PEOPLE), st.sampled_from(AGENCIES)


class Machine(RuleBasedStateMachine):
    """A college and its council, who both say things of two people, by hand and by files."""

    url = emptied = ""

    def __init__(self) -> None:
        super().__init__()
        self.runner = asyncio.Runner()
        self.model, self.now = Model(), NOW
        self.files: list[tuple[str, UUID]] = []
        self.merge_id: UUID | None = None
        self.parted = False
        self.learners: list[Learner] = []
        self.agency: dict[str, UUID] = {}

    def run(self, work: Coroutine[Any, Any, T]) -> T:
        self.now += timedelta(minutes=1)
        return self.runner.run(work)

    def teardown(self) -> None:
        if hasattr(self, "database"):
            self.runner.run(self.database.close())
        self.runner.close()

    @initialize()
    def begin(self) -> None:
        self.run(self._begin())

    async def _begin(self) -> None:
        superuser = await asyncpg.connect(self.emptied)
        await superuser.execute(EMPTY)
        await superuser.close()
        self.database: Database = open_database(self.url, pool_size=2)
        async with self.database.transaction(REGISTER) as session:
            council = await make_council(session, now=NOW)
            college = await make_provider(session, now=NOW, council=council)
            self.agency = {"college": college.id, "council": council.id}
            by = By(agency_id=college.id)
            self.learners = [await make_learner(session, by=by, now=NOW) for _ in PEOPLE]

    def by(self, agency: str) -> By:
        return By(agency_id=self.agency[agency])

    def of_now(self, person: int) -> Learner:
        return self.learners[self.model.now_of(person)]

    # What is said

    @rule(person=people, agency=agencies, words=WORDS)
    @precondition(lambda self: self.merge_id is None)
    def says_by_hand(self, person: int, agency: str, words: tuple[Kind, str, date]) -> None:
        key = self._say(person, agency, words, file=None)
        standing = self.model.standing(key)
        if standing != words:
            self.model.owner.setdefault(key, person)
            said = Word(words, by_hand=False, file=None, said_at=self.now)
            self.model.chains.setdefault(key, []).append(said)

    @rule(agency=agencies, told=st.lists(st.tuples(people, WORDS), min_size=1, max_size=3))
    @precondition(lambda self: self.merge_id is None)
    def sends_a_file(self, agency: str, told: list[tuple[int, tuple[Kind, str, date]]]) -> None:
        file, submission_id = len(self.files), new_id()
        self.files.append((agency, submission_id))
        self.model.files.append(tuple({person for person, _ in told}))
        for person, words in {
            (person, words[0], words[2]): (person, words) for person, words in told
        }.values():
            key = self._say(person, agency, words, file=submission_id)
            self.model.says(key, person, words, self.now, file)

    def _say(self, person: int, agency: str, words: tuple[Kind, str, date], *, file: UUID | None) -> Key:
        kind, value, day = words
        learner = self.learners[person]
        said = Circumstance(
            learner_id=learner.id,
            id=new_id(),
            kind=kind,
            value=value,
            starts_on=day,
            recorded_at=self.now + timedelta(minutes=1),
            recorded_by=new_id(),
            agency_id=self.agency[agency],
            source_key=f"{person}:{kind}:{day}",
            submission_id=file,
        )
        self.run(self._record(said, learner, agency))
        return agency, said.source_key

    async def _record(self, said: Circumstance, learner: Learner, agency: str) -> None:
        async with self.database.transaction(REGISTER) as session:
            await pathways.hold_facts(session, [learner.id])
            born = {learner.id: learner.date_of_birth}
            by = self.by(agency)
            await record_circumstances(session, said=[said], born=born, by=by, now=self.now, today=TODAY)

    # What a hand does

    @rule(data=st.data(), value=st.sampled_from(["1", "2", "E", None]))
    def corrects_or_takes_back(self, data: st.DataObject, value: str | None) -> None:
        standing = [key for key in self.model.chains if self.model.standing(key) is not None]
        if not standing:
            return
        key = data.draw(st.sampled_from(standing))
        before = self.model.standing(key)
        assert before is not None
        after = (before[0], value, before[2]) if value else None
        if after == before:
            return
        self.run(self._correct(key, value))
        self.model.by_hand(key, after, self.now)

    async def _correct(self, key: Key, value: str | None) -> None:
        learner = self.of_now(self.model.owner[key])
        async with self.database.transaction(REGISTER) as session:
            await pathways.hold_facts(session, [learner.id])
            (fact,) = [
                each
                for each in await queries.counting(session, [learner.id], within=WHOLE_REGISTER)
                if (each.agency_id, each.source_key) == (self.agency[key[0]], key[1])
            ]
            wanted = Correction(
                learner_id=learner.id,
                circumstance_id=fact.id,
                because=Because.WRONG_DETAIL if value else Because.NEVER_HAPPENED,
                value=value,
                starts_on=fact.starts_on,
            )
            by = self.by(key[0])
            await correct_circumstance(session, correction=wanted, within=WHOLE_REGISTER, by=by, now=self.now)

    # What is undone, joined and parted

    @rule(data=st.data())
    def undoes(self, data: st.DataObject) -> None:
        open_ = [n for n in range(len(self.files)) if n not in self.model.undone]
        if open_:
            file = data.draw(st.sampled_from(open_))
            self.run(self._undo(*self.files[file]))
            self.model.undo(file)

    async def _undo(self, agency: str, submission_id: UUID) -> None:
        async with self.database.transaction(REGISTER) as session:
            ids = [each.id for each in self.learners]
            await pathways.hold_facts(session, ids)
            by = self.by(agency)
            await undo_circumstances(
                session, submission_id=submission_id, learner_ids=ids, by=by, now=self.now
            )

    @rule(pair=st.permutations(PEOPLE).map(tuple))
    @precondition(lambda self: self.merge_id is None)
    def joins(self, pair: tuple[int, int]) -> None:
        self.merge_id = self.run(self._join(*(self.learners[each].id for each in pair)))
        self.model.merged = pair

    async def _join(self, survivor: UUID, merged: UUID) -> UUID:
        by = self.by("council")
        async with self.database.transaction(REGISTER) as session:
            if self.parted:
                await withdraw_ruling(session, one=survivor, other=merged, by=by, now=self.now)
            asked = Joining(survivor_id=survivor, merged_id=merged, choices={}, reason="one person")
            return await merge(session, asked=asked, by=by, now=self.now, today=TODAY)

    @rule()
    @precondition(lambda self: self.merge_id is not None)
    def parts(self) -> None:
        self.run(self._part())
        self.parted, self.merge_id, self.model.merged = True, None, None

    async def _part(self) -> None:
        assert self.merge_id is not None
        given = {"merge_id": self.merge_id, "because": "two people", "by": self.by("council")}
        async with self.database.transaction(REGISTER) as session:
            await unmerge(session, **given, now=self.now, today=TODAY)

    # What must then be so

    @invariant()
    def the_register_says_what_the_model_says(self) -> None:
        if self.learners:
            self.model.remember(self.now)
            self.runner.run(self._compare())

    async def _compare(self) -> None:
        async with self.database.transaction(REGISTER) as session:
            for person in PEOPLE:
                if self.model.now_of(person) == person:
                    await self._compare_one(session, person)

    async def _compare_one(self, session: Session, person: int) -> None:
        learner_id = self.learners[person].id
        said = await queries.everything_said(session, [learner_id], within=WHOLE_REGISTER)
        for at, stood in self.model.moments:
            then = [as_it_stood(each, at=at) for each in said if each.recorded_at <= at]
            assert self._told(then) == self.model.of(person, stood), f"as known at {at}"
        now = await queries.counting(session, [learner_id], within=WHOLE_REGISTER)
        assert self._told(now) == self.model.of(person, self.model.moments[-1][1])

    def _told(self, said: list[Circumstance]) -> dict[Key, Content]:
        whose = {agency_id: name for name, agency_id in self.agency.items()}
        return {
            (whose[each.agency_id], each.source_key): (each.kind, each.value, each.starts_on)
            for each in said
            if each.superseded_at is None
        }


def test_circumstances_and_a_model_that_remembers_everything_agree(
    postgres: EmbeddedPostgres, own_database: str
) -> None:
    Machine.url = postgres.url("pathway_app", own_database)
    Machine.emptied = postgres.url("postgres", own_database)
    run_state_machine_as_test(
        Machine,
        settings=settings(
            max_examples=60,
            stateful_step_count=14,
            deadline=None,
            phases=(Phase.explicit, Phase.reuse, Phase.generate),
            suppress_health_check=list(HealthCheck),
        ),
    )
