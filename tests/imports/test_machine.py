"""Record, correct, take back, import, undo, merge and part in any order, against a model that remembers everything.

The model keeps each chain as a list of words and every moment as a copy of all that stood; it knows no superseding
facts. After each step the register says the same: what stands, where everybody is, what was known at any moment before.
"""

import asyncio
from collections.abc import Coroutine
from datetime import UTC, date, datetime, timedelta
from hashlib import sha256
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
from service.alerts.operations import Correction, correct, record
from service.imports.operations import NotUndoable, begin_undo, undo
from service.kit.audit import By
from service.kit.database import REGISTER, Database, open_database
from service.kit.embedded_postgres import EmbeddedPostgres
from service.kit.ids import new_id
from service.learners import queries as learners
from service.merging.operations import merge, unmerge, withdraw_ruling
from service.merging.rows import Joining
from service.pathways import queries as pathways
from service.pathways.rows import Because, Completion, Confidence, Facts, Spell
from service.pathways.rules import as_known, counting, situation
from tests.factories import make_council, make_provider
from tests.imports.ilr_text import TODAY, aim, learner, message
from tests.imports.remembering import Content, Key, Model, Word, milestone_content, spell_content
from tests.imports.sender import NOW, Sender

T = TypeVar("T")
EMPTY = """
set session_replication_role = replica;
do $$ declare each text; begin
  for each in select quote_ident(tablename) from pg_tables
      where schemaname = 'public' and tablename <> 'alembic_version'
  loop execute 'delete from ' || each; end loop;
end $$
"""
PEOPLE = range(3)
PREPARED, STARTED = date(2025, 11, 6), date(2025, 9, 3)
PLANNED = (date(2026, 7, 10), date(2026, 6, 30))
LEFT = date(2025, 10, 17)
VARIANTS = ("open", "other end", "left", "absent")
GIVEN = ("Ada", "Tove", "Quentin")
FAMILIES = ("Ashdown", "Bellweather", "Crowhurst")


class Machine(RuleBasedStateMachine):
    """One college that files ILR, one agency that records by itself, three people."""

    url = ""
    emptied = ""  # the same as a superuser, to begin each story in an empty register

    def __init__(self) -> None:
        super().__init__()
        self.runner = asyncio.Runner()
        self.model = Model()
        self.now = NOW
        self.submissions: list[UUID] = []
        self.merge_id: UUID | None = None
        self.numbers = [1, 2, 3]
        self.ids: list[UUID] = []
        self.parted: set[frozenset[int]] = set()

    def run(self, work: Coroutine[Any, Any, T]) -> T:
        return self.runner.run(work)

    def teardown(self) -> None:
        if hasattr(self, "database"):
            self.run(self.database.close())
        self.runner.close()

    @initialize()
    def begin(self) -> None:
        self.run(self._begin())
        self.imports(("open", "open", "open"))

    async def _begin(self) -> None:
        superuser = await asyncpg.connect(self.emptied)
        await superuser.execute(EMPTY)
        await superuser.close()
        self.database: Database = open_database(self.url, pool_size=2)
        async with self.database.transaction(REGISTER) as session:
            council = await make_council(session, now=NOW)
            college = await make_provider(session, now=NOW, council=council)
            self.other = await make_provider(session, now=NOW, council=council, name="Estuary Skills")
        self.sender = Sender(self.database, council, college)
        self.officer = By(agency_id=council.id)
        self.agency = {"college": college.id, "other": self.other.id}

    def tick(self) -> datetime:
        self.now += timedelta(minutes=1)
        return self.now

    # What a source says

    @rule(variants=st.tuples(*(st.sampled_from(VARIANTS) for _ in PEOPLE)))
    def imports(self, variants: tuple[str, ...]) -> None:
        if set(variants) == {"absent"}:
            return
        at, file = self.tick(), len(self.submissions)
        texts = [self._learner(p, variant) for p, variant in zip(PEOPLE, variants, strict=True)]
        submission_id = self.run(self._files([each for each in texts if each]))
        self.submissions.append(submission_id)
        model = self.model
        earlier = any(n not in model.undone for n in range(file))
        model.files.append(tuple(model.now_of(p) for p in PEOPLE if variants[p] != "absent"))
        for person, variant in zip(PEOPLE, variants, strict=True):
            self._model_says(person, variant, at, file, earlier=earlier)
        if not self.ids:
            self.run(self._find())

    def _learner(self, person: int, variant: str) -> str | None:
        if variant == "absent":
            return None
        changes = {"LearnPlanEndDate": PLANNED[variant == "other end"].isoformat()}
        if variant == "left":
            changes |= {
                "LearnActEndDate": LEFT.isoformat(),
                "CompStatus": "3",
                "WithdrawReason": "98",
                "Outcome": "3",
            }
        number = self.numbers[person]
        return learner(
            aim(**changes),
            LearnRefNumber=f"P{number}",
            ULN="9999999999",
            GivenNames=GIVEN[person] + letters(number),
            FamilyName=FAMILIES[person] + letters(number * 7919),
            DateOfBirth=f"{2007 + person}-0{1 + number % 9}-{10 + number % 19}",
        )

    async def _files(self, texts: list[str]) -> UUID:
        submission_id, _ = await self.sender.checks(message(*texts), now=self.now)
        await self.sender.accepts(submission_id, now=self.now)
        return submission_id

    async def _find(self) -> None:
        async with self.database.transaction(REGISTER) as session:
            for person in PEOPLE:
                number = self.numbers[person]
                born = date(2007 + person, 1 + number % 9, 10 + number % 19)
                name = (FAMILIES[person] + letters(number * 7919)).lower()
                (found,) = await learners.learners_called(session, born, name, within=self.sender.scope)
                self.ids.append(found.id)

    def key_of(self, person: int) -> Key:
        return "college", f"ilr:P{self.numbers[person]}:60325999:-:-:{STARTED.isoformat()}"

    def _model_says(self, person: int, variant: str, at: datetime, file: int, *, earlier: bool) -> None:
        key = self.key_of(person)
        if variant == "absent":
            stands = self.model.standing(key)
            if earlier and stands and stands[2] is None:
                ended = (*stands[:2], PREPARED, stands[3], Completion.WITHDRAWN, Confidence.INFERRED)
                self.model.says(key, person, ended, at, file)
            return
        left = variant == "left"
        content = (
            230,
            STARTED,
            LEFT if left else None,
            PLANNED[variant == "other end"],
            Completion.WITHDRAWN if left else Completion.CONTINUING,
            Confidence.CONFIRMED,
        )
        changed = self.model.says(key, person, content, at, file)
        ended = (key[0], f"{key[1]}:withdrew")
        if changed and not left and self.model.standing(ended) is not None:
            self.model.chains[ended].append(Word(None, by_hand=False, file=file, said_at=at))
        events = [("started", STARTED)] + ([("withdrew", LEFT)] if left else [])
        for kind, day in events:
            self.model.says((key[0], f"{key[1]}:{kind}"), person, (kind, day), at, file)

    @rule(person=st.sampled_from(PEOPLE), activity=st.sampled_from([330, 230]), ended=st.booleans())
    @precondition(lambda self: self.merge_id is None)
    def records(self, person: int, activity: int, ended: bool) -> None:
        at = self.tick()
        spell = Spell(
            learner_id=self.ids[person],
            id=new_id(),
            activity=activity,
            started_on=date(2025, 10, 1),
            ended_on=date(2025, 12, 1) if ended else None,
            completion=Completion.COMPLETED if ended else Completion.CONTINUING,
            recorded_at=at,
            agency_id=self.other.id,
            source_key=f"api:{self.numbers[person]}",
        )
        self.run(self._record(spell))
        self.model.says(("other", spell.source_key), person, spell_content(spell), at)

    async def _record(self, spell: Spell) -> None:
        async with self.database.transaction(REGISTER) as session:
            by = By(agency_id=self.other.id)
            await record(session, spells=[spell], by=by, now=self.now, today=TODAY)

    # What a hand does

    @rule(data=st.data(), planned=st.sampled_from([date(2026, 5, 1), date(2026, 5, 8)]))
    def corrects(self, data: st.DataObject, planned: date) -> None:
        key = self._some_spell(data)
        stands = self.model.standing(key) if key else None
        if key is None or stands is None or stands[3] == planned:
            return
        at = self.tick()
        self.run(self._by_hand(key, Because.WRONG_DETAIL, {"planned_end_on": planned}))
        self.model.by_hand(key, (*stands[:3], planned, *stands[4:]), at)

    @rule(data=st.data())
    def takes_back(self, data: st.DataObject) -> None:
        key = self._some_spell(data)
        if key is None:
            return
        at = self.tick()
        self.run(self._by_hand(key, Because.NEVER_HAPPENED, None))
        for each in list(self.model.chains):
            told_by_it = each[0] == key[0] and each[1].startswith(f"{key[1]}:")
            if (each == key or told_by_it) and self.model.standing(each) is not None:
                self.model.by_hand(each, None, at)

    def _some_spell(self, data: st.DataObject) -> Key | None:
        keys = [
            key
            for key in self.model.chains
            if not key[1].endswith(("started", "withdrew")) and self.model.standing(key) is not None
        ]
        return data.draw(st.sampled_from(keys)) if keys else None

    async def _by_hand(self, key: Key, because: Because, changes: dict[str, object] | None) -> None:
        person = self.ids[self.model.now_of(self.model.owner[key])]
        by = By(agency_id=self.agency[key[0]])
        async with self.database.transaction(REGISTER) as session:
            said = counting(await pathways.everything_said(session, person, within=WHOLE_REGISTER))
            (fact,) = [each for each in said.spells if each.source_key == key[1]]
            wanted = Correction(learner_id=person, fact_id=fact.id, because=because, changes=changes)
            await correct(session, correction=wanted, within=WHOLE_REGISTER, by=by, now=self.now, today=TODAY)

    # What is undone, joined and parted

    @rule(data=st.data())
    def undoes(self, data: st.DataObject) -> None:
        open_ = [n for n in range(len(self.submissions)) if n not in self.model.undone]
        if not open_:
            return
        file = data.draw(st.sampled_from(open_))
        self.tick()
        refused = self.run(self._undo(self.submissions[file]))
        assert refused == self.model.rests_on(file)
        if not refused:
            self.model.undo(file)

    async def _undo(self, submission_id: UUID) -> bool:
        try:
            async with self.database.transaction(REGISTER) as session:
                await begin_undo(
                    session,
                    submission_id=submission_id,
                    within=self.sender.scope,
                    by=self.sender.by,
                    now=self.now,
                )
        except NotUndoable:
            return True
        await undo(self.database, submission_id=submission_id, now=self.now)
        return False

    @rule(pair=st.permutations(PEOPLE).map(lambda order: tuple(order[:2])))
    @precondition(lambda self: self.merge_id is None)
    def joins(self, pair: tuple[int, int]) -> None:
        self.tick()
        self.merge_id = self.run(self._join(pair))
        self.model.merged = pair

    async def _join(self, pair: tuple[int, int]) -> UUID:
        survivor, merged = (self.ids[each] for each in pair)
        async with self.database.transaction(REGISTER) as session:
            if frozenset(pair) in self.parted:
                await withdraw_ruling(session, one=survivor, other=merged, by=self.officer, now=self.now)
            asked = Joining(survivor_id=survivor, merged_id=merged, choices={}, reason="one person")
            return await merge(session, asked=asked, by=self.officer, now=self.now, today=TODAY)

    @rule()
    @precondition(lambda self: self.merge_id is not None)
    def parts(self) -> None:
        self.tick()
        self.run(self._part())
        assert self.model.merged is not None
        self.parted.add(frozenset(self.model.merged))
        self.merge_id = self.model.merged = None

    async def _part(self) -> None:
        assert self.merge_id is not None
        async with self.database.transaction(REGISTER) as session:
            await unmerge(
                session,
                merge_id=self.merge_id,
                because="two people",
                by=self.officer,
                now=self.now,
                today=TODAY,
            )

    # What must then be so

    @invariant()
    def the_register_says_what_the_model_says(self) -> None:
        if not self.ids:
            return
        self.model.remember(self.now)
        self.run(self._compare())

    async def _compare(self) -> None:
        alive = [person for person in PEOPLE if self.model.now_of(person) == person]
        async with self.database.transaction(REGISTER) as session:
            ids = [self.ids[person] for person in alive]
            stored = await pathways.standings(session, ids, within=WHOLE_REGISTER)
            for person in alive:
                said = await pathways.everything_said(session, self.ids[person], within=WHOLE_REGISTER)
                for at, stood in self.model.moments:
                    known = self._told(counting(as_known(said, at=at)))
                    assert known == self.model.of(person, stood), f"as known at {at}"
                now = situation(self._spells(person), today=TODAY)
                where = stored[self.ids[person]]
                assert (where.activity, where.since_on) == (now.activity, now.since_on)
                assert where.current_until_on == now.current_until_on

    def _told(self, facts: Facts) -> dict[Key, Content]:
        whose = {agency_id: name for name, agency_id in self.agency.items()}
        spells: dict[Key, Content] = {
            (whose[each.agency_id], each.source_key): spell_content(each) for each in facts.spells
        }
        return spells | {
            (whose[each.agency_id], each.source_key): milestone_content(each) for each in facts.milestones
        }

    def _spells(self, person: int) -> list[Spell]:
        """The model's own facts, each as current as its last word."""
        found = []
        for key, words in self.model.chains.items():
            stands = words[-1].content if words else None
            if stands is None or len(stands) == 2 or self.model.now_of(self.model.owner[key]) != person:
                continue
            activity, started, ended, planned, completion, confidence = stands
            told = {"activity": activity, "started_on": started, "ended_on": ended, "planned_end_on": planned}
            found.append(
                Spell(
                    learner_id=self.ids[person],
                    id=new_id(),
                    recorded_at=words[-1].said_at.astimezone(UTC),
                    agency_id=self.agency[key[0]],
                    source_key=key[1],
                    completion=completion,
                    confidence=confidence,
                    **told,
                )
            )
        return found


def letters(number: int) -> str:
    """A number as letters, so that no two names are alike."""
    return "".join(chr(97 + byte % 26) for byte in sha256(str(number).encode()).digest()[:7])


def test_the_register_and_a_model_that_remembers_everything_agree(
    postgres: EmbeddedPostgres, own_database: str
) -> None:
    Machine.url = postgres.url("pathway_app", own_database)
    Machine.emptied = postgres.url("postgres", own_database)
    run_state_machine_as_test(
        Machine,
        settings=settings(
            max_examples=40,
            stateful_step_count=12,
            deadline=None,
            phases=(
                Phase.explicit,
                Phase.reuse,
                Phase.generate,
            ),  # a story of twelve steps needs no shrinking
            suppress_health_check=list(HealthCheck),
        ),
    )
