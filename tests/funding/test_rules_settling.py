"""How declarations follow the facts: every attempt kept, what was on a statement taken back only when it is untrue."""

from dataclasses import dataclass, field
from datetime import timedelta
from uuid import UUID

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.funding.rows import (
    BILLABLE,
    Declaration,
    Evidence,
    Outcome,
    Reason,
    State,
    Verdict,
)
from service.funding.rules import event_of, judge, settle
from service.funding.rules.settling import Settled
from service.kit.ids import new_id
from tests.funding.facts import ALLOCATED, COLLEGE, DAY, TRAINER, at, claim, key

NOW = at(DAY)
LATER = at(DAY + timedelta(days=999))
YES = Verdict(claim=claim())
NO = Verdict(claim=claim(evidence=Evidence.OWN_WORD), reason=Reason.NO_EVIDENCE, is_true=False)
LATE = Verdict(claim=claim(), reason=Reason.OUT_OF_WINDOW)


def settled(*verdicts: Verdict, known: list[Declaration] | None = None) -> Settled:
    return settle(
        verdicts,
        known or [],
        names={each.claim.key: new_id() for each in verdicts},
        known_before=LATER,
        now=NOW,
    )


def declared(state: State, reason: Reason | None = None) -> Declaration:
    """The college's start, in a state."""
    (made,) = settled(YES).new
    return msgspec.structs.replace(made, state=state, reason=reason)


@pytest.mark.parametrize(
    ("verdict", "state", "reason"),
    [
        pytest.param(YES, State.ELIGIBLE, None, id="it can be paid"),
        pytest.param(NO, State.INELIGIBLE, Reason.NO_EVIDENCE, id="it is refused"),
    ],
)
def test_every_attempt_is_kept_with_its_reason(verdict: Verdict, state: State, reason: Reason | None) -> None:
    said = settled(verdict)
    (made,) = said.new
    assert (made.state, made.reason) == (state, reason)
    events = [event_of(step, key=new_id(), now=NOW) for step in said.steps]
    assert [(each.state, each.reason) for each in events] == [(State.SUBMITTED, None), (state, reason)]


@pytest.mark.parametrize(
    ("before", "reason", "verdict", "after"),
    [
        pytest.param(State.ELIGIBLE, None, YES, None, id="nothing has changed"),
        pytest.param(State.ELIGIBLE, None, NO, State.INELIGIBLE, id="never on a statement and refused now"),
        pytest.param(State.INELIGIBLE, Reason.NO_EVIDENCE, YES, State.ELIGIBLE, id="put right"),
        pytest.param(State.ELIGIBLE, None, None, State.VOIDED, id="never on a statement and gone"),
        pytest.param(State.INELIGIBLE, Reason.NO_EVIDENCE, None, State.VOIDED, id="refused and gone"),
        pytest.param(State.PAYABLE, None, NO, State.AWAITING_CLAWBACK, id="on a statement and untrue now"),
        pytest.param(State.PAID, None, NO, State.AWAITING_CLAWBACK, id="paid and untrue now"),
        pytest.param(State.PAID, None, None, State.AWAITING_CLAWBACK, id="paid and gone"),
        pytest.param(
            State.PAID, None, LATE, None, id="paid, and what stands against it is not that it is untrue"
        ),
        pytest.param(State.PAID, None, YES, None, id="paid and true"),
        pytest.param(State.AWAITING_CLAWBACK, Reason.UNTRUE, YES, State.PAYABLE, id="true again in time"),
        pytest.param(State.AWAITING_CLAWBACK, Reason.UNTRUE, None, None, id="still gone"),
        pytest.param(
            State.AWAITING_CLAWBACK, Reason.DUPLICATE, YES, None, id="two of one person: one goes back"
        ),
        pytest.param(State.VOIDED, Reason.UNTRUE, None, None, id="void and gone"),
    ],
)
def test_a_declaration_follows_the_facts(
    before: State, reason: Reason | None, verdict: Verdict | None, after: State | None
) -> None:
    known = declared(before, reason)
    said = settled(*([verdict] if verdict else []), known=[known])
    assert said.new == ()
    assert [each.state for each in said.changed] == ([after] if after else [])
    assert [state for _, state in said.steps] == ([after] if after else [])


def test_of_two_attempts_at_one_claim_the_one_that_stood_on_a_statement_counts() -> None:
    stood, other = declared(State.AWAITING_CLAWBACK, Reason.UNTRUE), declared(State.ELIGIBLE)
    said = settled(YES, known=[other, stood])
    assert {each.id: (each.state, each.reason) for each in said.changed} == {
        stood.id: (State.PAYABLE, None),
        other.id: (State.VOIDED, Reason.DUPLICATE),
    }


@pytest.mark.parametrize("over", [State.VOIDED, State.CLAWED_BACK], ids=["void", "taken back"])
def test_what_is_over_is_not_revived_but_claimed_anew(over: State) -> None:
    known = declared(over, Reason.UNTRUE)
    said = settled(YES, known=[known])
    assert said.changed == ()
    assert [each.state for each in said.new] == [State.ELIGIBLE]
    assert said.new[0].id != known.id


@pytest.mark.parametrize(
    ("verdicts", "after"),
    [
        pytest.param([], None, id="nothing was known then"),
        pytest.param(
            [Verdict(claim=claim(occasion=key("first")))], State.INELIGIBLE, id="another stood then"
        ),
    ],
)
def test_what_came_on_record_since_is_left_to_the_next_look(
    verdicts: list[Verdict], after: State | None
) -> None:
    names = {each.claim.key: new_id() for each in verdicts}
    since = declared(State.ELIGIBLE)
    said = settle(verdicts, [since], names=names, known_before=since.verified_at, now=NOW)
    assert [each.state for each in said.changed] == ([after] if after else [])


def test_a_refusal_names_the_declaration_that_is_paid_instead() -> None:
    rival = claim(Outcome.JOB_START, provider_id=TRAINER, occasion=key("job"))
    own = claim(Outcome.JOB_START, occasion=key("job"))
    verdicts = (
        Verdict(claim=own),
        Verdict(claim=rival, reason=Reason.RIVAL_FIRST, superseded_by=own.key),
    )
    made = {each.provider_id: each for each in settled(*verdicts).new}
    assert made[TRAINER].superseded_by == made[COLLEGE].id
    assert made[COLLEGE].superseded_by is None


def test_settling_again_changes_nothing() -> None:
    first = settled(YES, NO_OTHER)
    again = settle(
        [YES, NO_OTHER],
        first.new,
        names={each.claim.key: new_id() for each in (YES, NO_OTHER)},
        known_before=LATER,
        now=at(DAY.replace(year=DAY.year + 1)),
    )
    assert again == Settled()


NO_OTHER = Verdict(
    claim=claim(Outcome.RETENTION, evidence=Evidence.OWN_WORD), reason=Reason.NO_EVIDENCE, is_true=False
)


@dataclass
class Ledger:
    """One learner's declarations through any number of changes, statements and claw-backs."""

    known: dict[UUID, Declaration] = field(default_factory=dict)
    paid: set[UUID] = field(default_factory=set)
    back: set[UUID] = field(default_factory=set)

    def look(self, present: set[int], weak: set[int]) -> None:
        claims = [
            claim(
                Outcome.JOB_START,
                provider_id=(COLLEGE, TRAINER)[n % 2],
                occasion=key(f"job {n // 2}"),
                verified_at=at(DAY),
                evidence=Evidence.OWN_WORD if n in weak else Evidence.PROVIDER,
            )
            for n in sorted(present)
        ]
        standing = {
            each.key
            for each in self.known.values()
            if each.state in (State.PAYABLE, State.PAID, State.AWAITING_CLAWBACK)
        }
        verdicts = judge(claims, standing=standing, allocated=ALLOCATED, splits=lambda *_: False)
        said = settled(*verdicts, known=list(self.known.values()))
        self.known |= {each.id: each for each in (*said.new, *said.changed)}

    def state(self) -> None:
        """A statement: what can be paid is, and what is to be taken back is."""
        for each in list(self.known.values()):
            if each.state is State.ELIGIBLE:
                assert each.id not in self.paid
                self.paid.add(each.id)
                self.known[each.id] = msgspec.structs.replace(each, state=State.PAID)
            elif each.state is State.PAYABLE:
                self.known[each.id] = msgspec.structs.replace(each, state=State.PAID)
            elif each.state is State.AWAITING_CLAWBACK:
                assert each.id in self.paid - self.back
                self.back.add(each.id)
                self.known[each.id] = msgspec.structs.replace(each, state=State.CLAWED_BACK)


PLACES = st.sets(st.integers(0, 5))


@given(st.lists(st.tuples(PLACES, PLACES, st.booleans()), max_size=8))
def test_whatever_happens_one_is_billable_and_what_was_paid_is_true_or_goes_back(
    happenings: list[tuple[set[int], set[int], bool]],
) -> None:
    ledger = Ledger()
    for present, weak, is_statement in happenings:
        ledger.look(present, weak)
        billable = [each for each in ledger.known.values() if each.state in BILLABLE]
        assert len({(each.course, each.kind) for each in billable}) == len(billable)
        true = {((COLLEGE, TRAINER)[n % 2], key(f"job {n // 2}")) for n in present - weak}
        assert all((each.provider_id, each.occasion) in true for each in billable)
        assert {(each.provider_id, each.occasion) for each in billable} or not true
        if is_statement:
            ledger.state()
    held = {each.id for each in ledger.known.values() if each.state in (State.PAYABLE, State.PAID)}
    owed = {each.id for each in ledger.known.values() if each.state is State.AWAITING_CLAWBACK}
    assert ledger.paid - ledger.back == held | owed
