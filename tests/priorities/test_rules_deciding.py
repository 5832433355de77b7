"""What follows from decisions, whatever is decided."""

from datetime import UTC, date, datetime, timedelta
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.board.rows import DisclosedTable
from service.kit.ids import NOBODY
from service.priorities.rows import Decision, Evidence, Kind, Outcome, Priority, State
from service.priorities.rules import (
    ENDING,
    NOT_AVAILABLE,
    evidence_words,
    key_of,
    may_follow,
    outcome_in,
    refusal_of,
    sentence_of_outcome,
    standing_of,
)
from service.vocabulary.priority_sector import PrioritySector

DAY, AT = date(2026, 11, 3), datetime(2026, 11, 3, 9, tzinfo=UTC)
CARE = PrioritySector.CARE
PRIORITY = Priority(
    id=NOBODY,
    agency_id=NOBODY,
    sector=CARE,
    area_id=None,
    district=None,
    reason="Homes cannot staff",
    planned_places=120,
    from_on=DAY,
    until_on=None,
    set_at=AT,
    set_by=None,
)


def decided(number: int, kind: Kind, planned_places: int | None = None) -> Decision:
    return Decision(
        priority_id=NOBODY,
        number=number,
        kind=kind,
        words="So it was decided",
        present="The board",
        decided_on=DAY,
        review_on=None if kind in ENDING else DAY + timedelta(days=number),
        planned_places=planned_places,
        evidence_table="skills",
        evidence_month_on=None,
        evidence_edition=None,
        evidence_shown_on=DAY,
        evidence_sentence="Care is short.",
        recorded_at=AT,
        recorded_by=None,
    )


def test_a_priority_is_proposed_until_the_board_decides() -> None:
    standing = standing_of(PRIORITY, [])
    assert (standing.state, standing.planned_places, standing.review_on) == (State.PROPOSED, 120, None)
    assert not standing.is_overdue_on(DAY + timedelta(days=4_000))


@pytest.mark.parametrize(
    ("kinds", "state"),
    [
        pytest.param([Kind.ADOPTED], State.ACTIVE, id="adopted"),
        pytest.param([Kind.NOT_ADOPTED], State.NOT_ADOPTED, id="not adopted"),
        pytest.param([Kind.ADOPTED, Kind.CONTINUED], State.ACTIVE, id="reviewed"),
        pytest.param([Kind.ADOPTED, Kind.CHANGED, Kind.ENDED], State.ENDED, id="ended"),
    ],
)
def test_the_last_decision_says_where_it_stands(kinds: list[Kind], state: State) -> None:
    trail = [decided(n, kind, 7 if kind is Kind.CHANGED else None) for n, kind in enumerate(kinds, start=1)]
    assert standing_of(PRIORITY, trail).state is state
    assert standing_of(PRIORITY, trail[::-1]) == standing_of(PRIORITY, trail)
    assert [each.number for each in standing_of(PRIORITY, trail).decisions] == [*range(len(kinds), 0, -1)]


def test_planned_places_are_those_of_the_last_change() -> None:
    trail = [
        decided(1, Kind.ADOPTED),
        decided(2, Kind.CHANGED, 80),
        decided(3, Kind.CHANGED, 0),
        decided(4, Kind.CONTINUED),
    ]
    assert standing_of(PRIORITY, trail).planned_places == 0
    assert standing_of(PRIORITY, trail[:2]).planned_places == 80


@pytest.mark.parametrize(("days", "overdue"), [(0, False), (1, False), (2, True)])
def test_a_review_is_overdue_the_day_after_it_was_due(days: int, overdue: bool) -> None:
    standing = standing_of(PRIORITY, [decided(1, Kind.ADOPTED)])
    assert standing.is_overdue_on(DAY + timedelta(days=days)) is overdue


@pytest.mark.parametrize(("kind", "state"), list(product(Kind, State)))
def test_what_is_not_offered_is_refused_with_what_to_do(kind: Kind, state: State) -> None:
    refusal = refusal_of(kind, state)
    assert (refusal is None) == (kind in may_follow(state))
    assert refusal is None or "again" in refusal


@given(st.lists(st.sampled_from(Kind), max_size=12))
def test_whatever_is_tried_it_is_adopted_once_and_ends_once(tried: list[Kind]) -> None:
    trail: list[Decision] = []
    for kind in tried:
        if refusal_of(kind, standing_of(PRIORITY, trail).state) is None:
            trail.append(decided(len(trail) + 1, kind, 1 if kind is Kind.CHANGED else None))
    kinds = [each.kind for each in trail]
    assert not kinds or kinds[0] in (Kind.ADOPTED, Kind.NOT_ADOPTED)
    assert kinds.count(Kind.ADOPTED) <= 1
    assert all(kind not in ENDING for kind in kinds[:-1])


SENTENCE = Evidence(
    table="places-16-17", month_on=DAY.replace(day=1), edition=1, shown_on=DAY, sentence="4.1% are."
)


@pytest.mark.parametrize(
    "other",
    [
        pytest.param({"sentence": "4.2% are."}, id="a figure"),
        pytest.param({"edition": 2}, id="an edition"),
        pytest.param({"month_on": date(2026, 10, 1)}, id="a month"),
        pytest.param({"table": "places-16"}, id="a table"),
        pytest.param({"shown_on": date(2026, 11, 4)}, id="a day"),
    ],
)
def test_the_key_of_evidence_changes_with_anything_of_it(other: dict[str, object]) -> None:
    told = {name: getattr(SENTENCE, name) for name in SENTENCE.__struct_fields__}
    assert key_of(Evidence(**{**told, **other})) != key_of(SENTENCE)
    assert key_of(Evidence(**told)) == key_of(SENTENCE)


def test_evidence_says_where_it_stood() -> None:
    month = date(2026, 10, 1)
    assert evidence_words("skills", None, None, DAY) == "Skills, on 3 November 2026"
    assert evidence_words("summary", month, 2, DAY) == "This month, October 2026, edition 2"
    assert evidence_words("places-16-17", month, 1, DAY) == "Table places-16-17, October 2026, edition 1"


TABLE = DisclosedTable(
    name="sectors-16-17",
    columns=("Sector", "Starts", "Completed", "Still there"),
    rows=(("Care", "45", "c", "20"), ("All sectors", "300", "120", "80")),
)


@pytest.mark.parametrize(
    ("table", "sector", "starts", "completed"),
    [
        pytest.param(TABLE, CARE, "45", "c", id="as it is published, hidden cells too"),
        pytest.param(TABLE, PrioritySector.HEALTH, NOT_AVAILABLE, NOT_AVAILABLE, id="no such row"),
        pytest.param(None, CARE, NOT_AVAILABLE, NOT_AVAILABLE, id="no table"),
        pytest.param(
            DisclosedTable(name="x", columns=("Sector", "Starts"), rows=(("Care", "45"),)),
            CARE,
            "45",
            NOT_AVAILABLE,
            id="no such column",
        ),
    ],
)
def test_what_became_of_places_is_read_as_published_or_not_available(
    table: DisclosedTable | None, sector: PrioritySector, starts: str, completed: str
) -> None:
    found = outcome_in(table, sector, age="16 and 17 year-olds")
    assert (found.starts, found.completed) == (starts, completed)


def test_nothing_available_makes_no_evidence() -> None:
    nothing = Outcome(age="x", starts=NOT_AVAILABLE, completed=NOT_AVAILABLE, still_there=NOT_AVAILABLE)
    assert sentence_of_outcome(CARE, nothing) is None
    said = sentence_of_outcome(CARE, outcome_in(TABLE, CARE, age="16 and 17 year-olds"))
    assert (
        said == "Care, 16 and 17 year-olds: 45 started, a number too small to show completed, 20 still there."
    )
