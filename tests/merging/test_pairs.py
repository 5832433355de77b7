"""The search for doubles: whom it raises, whom it leaves alone, and that it goes on where it stopped."""

from datetime import date, datetime, timedelta
from typing import Any

import pytest

from service.kit import database as sql
from service.kit.audit import By
from service.kit.database import REGISTER, Database, Session
from service.learners import queries as learners
from service.learners.operations import labels_of
from service.learners.operations.describing import replace_keys
from service.learners.rows import Learner, ReviewKind, RulingKind, Sex
from service.merging.operations import decide_pair, find_pairs
from service.merging.operations.pairs import Found
from tests.factories import make_council, make_learner, make_provider
from tests.learners.matching.people import MODEL


class Register:
    """A register in which two records of one person may stand: how they got there does not matter here."""

    def __init__(self, database: Database, now: datetime, today: date) -> None:
        self.database, self.now, self.today = database, now, today

    async def set_up(self) -> "Register":
        async with self.database.transaction(REGISTER) as session:
            self.council = await make_council(session, now=self.now)
            self.college = await make_provider(session, now=self.now, council=self.council)
        return self

    async def somebody(self, **details: Any) -> Learner:
        """Registered as somebody else, then described as given, as a correction would."""
        async with self.database.transaction(REGISTER) as session:
            learner = await make_learner(session, by=By(agency_id=self.college.id), now=self.now)
            await sql.execute(session, "delete from learner_key where learner_id = $1", learner.id)
            described = {"given_names": "Zoë", "family_name": "Fenwright", "sex": Sex.FEMALE, **details}
            changes = ", ".join(f"{name} = ${n}" for n, name in enumerate(described, start=2))
            await sql.execute(
                session, f"update learner set {changes} where id = $1", learner.id, *described.values()
            )
            await _key_anew(session, learner)
        return learner

    async def search(self, *, later: timedelta = timedelta(0), whole: bool = False) -> Found:
        return await find_pairs(self.database, now=self.now + later, whole=whole)

    async def waiting(self) -> list[learners.ReviewItem]:
        async with self.database.transaction(REGISTER) as session:
            found, _ = await learners.open_reviews(
                session, self.council.id, kind=ReviewKind.DUPLICATE, limit=20
            )
        return found


async def _key_anew(session: Session, learner: Learner) -> None:
    await replace_keys(session, [], await learners.candidates_called(session, [learner.id]))


@pytest.fixture
async def register(committed: Database, now: datetime, today: date) -> Register:
    return await Register(committed, now, today).set_up()


async def test_the_search_raises_a_pair_once_and_goes_on_where_it_stopped(register: Register) -> None:
    born = date(register.today.year - 17, 5, 14)
    one = await register.somebody(date_of_birth=born, postcode="CM1 1AA")
    other = await register.somebody(date_of_birth=born, postcode="CM1 1AB", family_name="Fenwrihgt")
    await register.somebody(date_of_birth=born, given_names="Tessa", postcode="CM1 1AA")

    first = await register.search()
    again = await register.search()

    waiting = await register.waiting()
    assert {(each.about_id, each.other_id) for each in waiting} == {tuple(sorted((one.id, other.id)))}
    assert (first.raised, again) == (1, Found())
    assert waiting[0].bits is not None
    assert "family name" in waiting[0].sentence

    by = By(agency_id=register.council.id)
    async with register.database.transaction(REGISTER) as session:
        await decide_pair(
            session, review_id=waiting[0].id, ruling=RulingKind.DIFFERENT, by=by, now=register.now
        )
    assert (await register.search(whole=True)).raised == 0, "what was decided is not asked again"
    async with register.database.transaction(REGISTER) as session:
        (label,) = await labels_of(session, MODEL, since=register.now)
        assert not label.same
        assert "family" in {finding.field for finding in label.comparison}, (
            "and the matcher can learn from it"
        )
        await sql.execute(
            session,
            "update learner set described_at = $2 where id = $1",
            other.id,
            register.now + timedelta(days=1),
        )
    assert (await register.search(later=timedelta(days=1))).raised == 1, "until one is described anew"
