"""Corrections as rules: what follows from one, what it overrules, what was known before."""

from datetime import UTC, date, datetime, timedelta
from uuid import UUID

import pytest
from msgspec.structs import replace

from service.kit.ids import new_id
from service.pathways.rows import Because, Completion, Facts, Milestone, MilestoneKind, Spell
from service.pathways.rules import as_known, chains, content_of, counting, followers, overruled

NOON = datetime(2026, 11, 3, 12, tzinfo=UTC)
LEARNER, COLLEGE, OTHER = new_id(), new_id(), new_id()
FIRST, LAST = date(2026, 9, 2), date(2026, 10, 20)


def spell(**details: object) -> Spell:
    usual: dict[str, object] = {
        "learner_id": LEARNER,
        "id": new_id(),
        "activity": 230,
        "started_on": FIRST,
        "recorded_at": NOON,
        "agency_id": COLLEGE,
        "source_key": "the course",
    }
    return Spell(**{**usual, **details})


def milestone(kind: MilestoneKind, on: date, **details: object) -> Milestone:
    usual: dict[str, object] = {
        "learner_id": LEARNER,
        "id": new_id(),
        "kind": kind,
        "occurred_on": on,
        "recorded_at": NOON,
        "agency_id": COLLEGE,
        "source_key": "the event",
    }
    return Milestone(**{**usual, **details})


LEFT = spell(ended_on=LAST, completion=Completion.WITHDRAWN, level="2")
A_JOB = spell(activity=330, ended_on=LAST, completion=Completion.COMPLETED)


@pytest.mark.parametrize(
    ("before", "after", "kind", "on", "becomes"),
    [
        pytest.param(
            LEFT,
            {"started_on": date(2026, 9, 9)},
            "started",
            FIRST,
            ("started", date(2026, 9, 9)),
            id="start moves",
        ),
        pytest.param(
            LEFT,
            {"started_on": date(2026, 9, 9)},
            "started",
            date(2026, 9, 1),
            "stays",
            id="another day stays",
        ),
        pytest.param(
            LEFT,
            {"ended_on": date(2026, 10, 1)},
            "withdrew",
            LAST,
            ("withdrew", date(2026, 10, 1)),
            id="end moves",
        ),
        pytest.param(
            LEFT, {"ended_on": date(2026, 10, 1)}, "withdrew", date(2026, 10, 5), "stays", id="told day stays"
        ),
        pytest.param(
            LEFT,
            {"completion": Completion.COMPLETED},
            "withdrew",
            LAST,
            ("completed", LAST),
            id="it was completed",
        ),
        pytest.param(
            A_JOB,
            {"completion": Completion.WITHDRAWN},
            "job_ended",
            LAST,
            ("withdrew", LAST),
            id="left the job",
        ),
        pytest.param(
            replace(A_JOB, completion=Completion.WITHDRAWN),
            {"completion": Completion.COMPLETED},
            "withdrew",
            LAST,
            ("job_ended", LAST),
            id="the job ended",
        ),
        pytest.param(
            LEFT,
            {"ended_on": None, "completion": Completion.CONTINUING},
            "withdrew",
            LAST,
            "taken back",
            id="it goes on",
        ),
        pytest.param(
            LEFT,
            {"completion": Completion.MOVED_ON},
            "withdrew",
            LAST,
            "taken back",
            id="no milestone says moved on",
        ),
        pytest.param(
            LEFT, {"started_on": date(2026, 9, 9)}, "achieved", FIRST, "stays", id="an achievement stays"
        ),
        pytest.param(LEFT, {"started_on": date(2026, 9, 9)}, "break", FIRST, "stays", id="a break stays"),
        pytest.param(LEFT, None, "achieved", LAST, "taken back", id="goes with its course"),
        pytest.param(LEFT, None, "started", FIRST, "taken back", id="the start goes too"),
    ],
)
def test_milestones_follow_their_spell(
    before: Spell, after: dict[str, object] | None, kind: str, on: date, becomes: object
) -> None:
    told = milestone(MilestoneKind(kind), on, spell_id=before.id)
    changed = None if after is None else replace(before, **after)

    found = followers(before, changed, [told])

    if becomes == "stays":
        assert found == ()
    elif becomes == "taken back":
        assert [(each.milestone, each.becomes) for each in found] == [(told, None)]
    else:
        (only,) = found
        assert only.becomes is not None
        assert (only.becomes.kind.value, only.becomes.occurred_on) == becomes


def test_a_level_told_twice_is_corrected_twice() -> None:
    told = milestone(MilestoneKind.STARTED, FIRST, level="2", spell_id=LEFT.id)
    own = milestone(MilestoneKind.STARTED, FIRST, level="1", spell_id=LEFT.id)

    found = followers(LEFT, replace(LEFT, level="3"), [told, own])

    assert [(each.milestone, each.becomes and each.becomes.level) for each in found] == [(told, "3")]


def later(fact: Spell, minutes: int, **details: object) -> Spell:
    return replace(
        fact, id=new_id(), recorded_at=NOON + timedelta(minutes=minutes), supersedes=fact.id, **details
    )


SAID = spell()
BY_HAND = later(SAID, 10, started_on=date(2026, 9, 9), because=Because.WRONG_DAY)
AGAIN_BY_HAND = later(BY_HAND, 20, started_on=date(2026, 9, 8), because=Because.WRONG_DAY)
TAKEN_BACK = later(SAID, 10, because=Because.NEVER_HAPPENED, takes_back=True)
UNDONE = later(SAID, 10, because=Because.UNDONE, takes_back=True)
ANEW = later(BY_HAND, 30, started_on=date(2026, 9, 5), because=None)


@pytest.mark.parametrize(
    ("chain", "expected"),
    [
        pytest.param([], [], id="nothing said"),
        pytest.param([SAID], [], id="nothing corrected"),
        pytest.param([SAID, ANEW], [], id="changed by its source"),
        pytest.param([SAID, BY_HAND], [SAID], id="corrected by hand"),
        pytest.param([SAID, BY_HAND, AGAIN_BY_HAND], [SAID, BY_HAND], id="corrected twice"),
        pytest.param([SAID, TAKEN_BACK], [SAID], id="taken back"),
        pytest.param([SAID, BY_HAND, ANEW], [], id="its source has said otherwise since"),
        pytest.param([SAID, ANEW, BY_HAND], [ANEW], id="only what stood when it was corrected"),
    ],
)
def test_a_correction_overrules_what_stood_before_it(chain: list[Spell], expected: list[Spell]) -> None:
    assert overruled(chain) == {content_of(each) for each in expected}


def test_chains_are_by_learner_agency_and_name_in_the_order_said() -> None:
    elsewhere = spell(agency_id=OTHER)

    found = chains([AGAIN_BY_HAND, elsewhere, SAID, BY_HAND])

    assert list(found.values()) == [[SAID, BY_HAND, AGAIN_BY_HAND], [elsewhere]] or list(found.values()) == [
        [elsewhere],
        [SAID, BY_HAND, AGAIN_BY_HAND],
    ]


def superseded(fact: Spell, at: datetime) -> Spell:
    return replace(fact, superseded_at=at)


def ids(said: Facts) -> set[UUID]:
    return {each.id for each in (*said.spells, *said.milestones)}


def test_as_known_is_what_had_been_said_and_not_yet_corrected() -> None:
    corrected = superseded(SAID, BY_HAND.recorded_at)
    said = Facts(spells=(corrected, BY_HAND), milestones=(milestone(MilestoneKind.ACHIEVED, LAST),))

    assert as_known(said, at=NOON - timedelta(seconds=1)) == Facts()
    before = as_known(said, at=NOON + timedelta(minutes=9))
    assert ids(counting(before)) == {SAID.id, said.milestones[0].id}
    at_once = as_known(said, at=BY_HAND.recorded_at)
    assert ids(counting(at_once)) == {BY_HAND.id, said.milestones[0].id}
    assert ids(at_once) == {SAID.id, BY_HAND.id, said.milestones[0].id}


def test_what_takes_a_fact_back_never_counts_and_before_it_the_fact_did() -> None:
    taking_back = replace(TAKEN_BACK, superseded_at=TAKEN_BACK.recorded_at)
    said = Facts(spells=(superseded(SAID, TAKEN_BACK.recorded_at), taking_back))

    assert ids(counting(as_known(said, at=NOON))) == {SAID.id}
    assert ids(counting(as_known(said, at=TAKEN_BACK.recorded_at))) == set()
    assert ids(counting(said)) == set()
