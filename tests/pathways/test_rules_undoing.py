"""Undoing a submission, as rules on one chain of facts."""

from datetime import UTC, date, datetime, timedelta
from itertools import count

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from service.kit.ids import new_id
from service.pathways.rows import Because, Spell
from service.pathways.rules import content_of, overruled, undoing, without_undone

NOON = datetime(2026, 11, 3, 12, tzinfo=UTC)
LEARNER, COLLEGE = new_id(), new_id()
FILES = {name: new_id() for name in "ABC"}
DAYS = {n: date(2026, 9, n) for n in range(1, 10)}


def chain(told: str) -> list[Spell]:
    """A chain in shorthand: `A2` file A says it began on the 2nd, `h3` a hand corrects it, `x` a hand takes it back,
    `-A` file A is undone."""
    facts: list[Spell] = []
    minutes = count()
    for word in told.split():
        at = NOON + timedelta(minutes=next(minutes))
        if word.startswith("-"):
            facts += undone(facts, word[1], at)
            continue
        by_hand = word[0] in "hx"
        facts.append(
            Spell(
                learner_id=LEARNER,
                id=new_id(),
                activity=230,
                started_on=facts[-1].started_on if word == "x" else DAYS[int(word[1])],
                recorded_at=at,
                agency_id=COLLEGE,
                source_key="the course",
                submission_id=None if by_hand else FILES[word[0]],
                supersedes=facts[-1].id if facts else None,
                because=Because.WRONG_DAY if by_hand else None,
                takes_back=word == "x",
            )
        )
    return facts


def undone(facts: list[Spell], file: str, at: datetime) -> list[Spell]:
    """What undoing a file adds to a chain."""
    plan = undoing(facts, FILES[file])
    if plan is None:
        return []
    words = plan.before or plan.fact
    return [
        replace(
            words,
            id=new_id(),
            recorded_at=at,
            submission_id=plan.before.submission_id if plan.before else None,
            supersedes=plan.fact.id,
            because=Because.UNDONE,
            takes_back=plan.before is None,
        )
    ]


def shorthand(facts: list[Spell]) -> str:
    names = {key: name for name, key in FILES.items()}
    return " ".join(
        "x" if fact.takes_back else names.get(fact.submission_id, "h") + str(fact.started_on.day)
        for fact in facts
    )


@pytest.mark.parametrize(
    ("told", "file", "before"),
    [
        pytest.param("A1", "A", "", id="nothing stood before"),
        pytest.param("A1 B2", "B", "A1", id="an earlier file's word stands again"),
        pytest.param("A1 h2 B3", "B", "h2", id="a correction by hand stands again"),
        pytest.param("A1 B2 B3", "B", "A1", id="the file's silence ended what it had said"),
        pytest.param("A1 x B3", "B", "", id="what was taken back stays back"),
        pytest.param("A1 B2 -B", "A", "", id="one after the other"),
        pytest.param("A1 B2 C3 -C", "B", "A1", id="not what the undone one said"),
    ],
)
def test_what_stood_before_stands_again(told: str, file: str, before: str) -> None:
    facts = chain(told)

    plan = undoing(facts, FILES[file])

    assert plan is not None
    assert plan.fact is facts[-1]
    assert shorthand([plan.before] if plan.before else []) == before


@pytest.mark.parametrize(
    ("told", "file"),
    [
        pytest.param("A1", "B", id="another file"),
        pytest.param("A1 B2", "A", id="a later file says otherwise"),
        pytest.param("A1 h2", "A", id="a hand corrected it since"),
        pytest.param("A1 x", "A", id="a hand took it back since"),
        pytest.param("A1 -A", "A", id="undone already"),
    ],
)
def test_what_came_later_stays(told: str, file: str) -> None:
    assert undoing(chain(told), FILES[file]) is None


@pytest.mark.parametrize(
    ("told", "left"),
    [
        ("A1 -A", ""),
        ("A1 B2 -B", "A1"),
        ("A1 h2 B3 -B", "A1 h2"),
        ("A1 -A B2", "B2"),
        ("A1 x B3 -B", "A1 x"),
        ("A1 B2 C3 -C -B", "A1"),
    ],
)
def test_what_was_undone_is_as_if_it_had_never_been_said(told: str, left: str) -> None:
    assert shorthand(without_undone(chain(told))) == left


@pytest.mark.parametrize(
    ("told", "overrules"),
    [
        pytest.param("A1 -A", "", id="a file undone may be sent again"),
        pytest.param("A1 h2 B3 -B", "A1", id="what a hand overruled before stays overruled"),
        pytest.param("A1 x B3 -B", "A1", id="what a hand took back before stays back"),
    ],
)
def test_what_is_overruled_after_undoing(told: str, overrules: str) -> None:
    expected = {content_of(fact) for fact in chain(overrules)} if overrules else set()

    assert overruled(without_undone(chain(told))) == expected


WORDS = st.lists(st.sampled_from(["A1", "B2", "C3", "h4", "h5", "A6", "B7"]), max_size=8)


@given(WORDS, st.sampled_from(["A8", "B9", "C8"]))
def test_undoing_the_last_file_leaves_the_chain_as_it_was_before_it(earlier: list[str], last: str) -> None:
    words, file = [*earlier, last], last[0]
    until = len(words)
    while until and words[until - 1][0] == file:
        until -= 1
    before, after = chain(" ".join(words[:until])), chain(" ".join([*words, f"-{file}"]))

    assert shorthand(without_undone(after)) == shorthand(before)
    assert content_of(after[-1]) == content_of(before[-1]) if before else after[-1].takes_back
