"""Answers of the LRS taken in: kept and shown, completed where sure, and a task where they differ from ours."""

from datetime import datetime

import pytest

from service.access.rows import Scope
from service.agencies.rows import Agency
from service.kit.audit import By
from service.kit.database import Session
from service.learners import queries
from service.learners.operations import Answered, take_lrs_answers
from service.learners.rows import Learner, LrsOutcome, ReviewKind
from tests.factories import make_council, make_learner

OURS, GIVEN = "9276308686", "1000000027"


@pytest.fixture
async def council(session: Session, now: datetime) -> Agency:
    return await make_council(session, now=now)


async def ask(
    session: Session, council: Agency, learner: Learner, now: datetime, outcome: LrsOutcome, uln: str | None
) -> tuple[int, int, int]:
    taken = await take_lrs_answers(
        session,
        answers=[Answered(indicator=learner.indicator, outcome=outcome, uln=uln)],
        within=Scope(council.id),
        by=By(agency_id=council.id),
        now=now,
    )
    return taken.kept, taken.completed, taken.in_doubt


@pytest.mark.parametrize(
    ("ours", "outcome", "given", "expected", "after"),
    [
        pytest.param(None, LrsOutcome.EXACT, GIVEN, (1, 1, 0), GIVEN, id="a ULN we lack is noted"),
        pytest.param(OURS, LrsOutcome.EXACT, OURS, (1, 0, 0), OURS, id="the same ULN changes nothing"),
        pytest.param(OURS, LrsOutcome.EXACT, GIVEN, (1, 0, 1), OURS, id="another ULN is a task"),
        pytest.param(OURS, LrsOutcome.LINKED, GIVEN, (1, 0, 1), OURS, id="a joined ULN is a task"),
        pytest.param(
            None, LrsOutcome.LINKED, GIVEN, (1, 0, 1), None, id="a joined ULN we lack is a task too"
        ),
        pytest.param(None, LrsOutcome.POSSIBLE, GIVEN, (1, 0, 0), None, id="a possible one is not taken"),
        pytest.param(OURS, LrsOutcome.NONE, None, (1, 0, 0), OURS, id="nobody found changes nothing"),
    ],
)
async def test_an_answer_is_kept_and_never_changes_a_number_silently(
    session: Session,
    council: Agency,
    now: datetime,
    ours: str | None,
    outcome: LrsOutcome,
    given: str | None,
    expected: tuple[int, int, int],
    after: str | None,
) -> None:
    learner = await make_learner(session, by=By(agency_id=council.id), now=now, uln=ours)

    assert await ask(session, council, learner, now, outcome, given) == expected

    described = await queries.learner(session, learner.id, within=Scope(council.id))
    last = await queries.last_check(session, learner.id, within=Scope(council.id))
    waiting, _ = await queries.open_reviews(session, council.id, kind=ReviewKind.NUMBER, limit=5)
    assert described is not None
    assert described.uln == after
    assert last is not None
    assert last.outcome is outcome
    assert len(waiting) == expected[2]


async def test_a_ulns_other_owner_is_a_task_and_not_overwritten(
    session: Session, council: Agency, now: datetime
) -> None:
    by = By(agency_id=council.id)
    owner = await make_learner(session, by=by, now=now, uln=GIVEN)
    learner = await make_learner(session, by=by, now=now)

    assert await ask(session, council, learner, now, LrsOutcome.EXACT, GIVEN) == (1, 0, 1)

    assert await queries.owner_of_uln(session, GIVEN) == owner.id


async def test_nothing_is_kept_of_somebody_out_of_scope(
    session: Session, council: Agency, now: datetime
) -> None:
    elsewhere = await make_council(session, now=now, name="Elsewhere Council")
    learner = await make_learner(session, by=By(agency_id=elsewhere.id), now=now)

    taken = await take_lrs_answers(
        session,
        answers=[Answered(indicator=learner.indicator, outcome=LrsOutcome.NONE)],
        within=Scope(council.id),
        by=By(agency_id=council.id),
        now=now,
    )

    assert (taken.kept, taken.unknown) == (0, (learner.indicator,))
    assert await queries.last_check(session, learner.id, within=Scope(elsewhere.id)) is None
