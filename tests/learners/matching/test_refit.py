"""Refitting to what people decided: learns what is wrong, leaves alone what is right, and says which is better."""

from collections.abc import Iterator, Sequence
from itertools import islice
from random import Random

import msgspec
import pytest

from service.learners.matching.learning import Label, label_of, moved_by
from service.learners.matching.model import Model
from service.learners.matching.presented import weights_kept
from service.learners.matching.refit import TooFewDecisions, refit
from service.learners.matching.refit_report import report
from service.learners.matching.rows import Comparison, Finding
from service.learners.matching.weigh import bits_of, weigh
from tests.learners.matching.people import MODEL

FIELDS = ("given", "family", "birth", "postcode", "sex")
MOVED = ("postcode", "equal")


def decided(truth: Model, *, seed: int) -> Iterator[Label]:
    """Pairs that people would be asked about, decided as one person as often as `truth` says they are."""
    rng = Random(seed)
    case = 0
    while True:
        comparison = tuple(_finding(rng, field, rng.random() < 0.7) for field in FIELDS)
        asked = MODEL.thresholds.review <= bits_of(comparison, MODEL) < MODEL.thresholds.found
        if asked:
            case += 1
            yield Label(comparison, rng.random() < weigh(comparison, truth).probability, case)


def _finding(rng: Random, field: str, alike: bool) -> Finding:
    table = MODEL.fields[field]
    likely = [level.m if alike else level.between_strangers(1e-3) for level in table.values()]
    (name,) = rng.choices(list(table), likely)
    return Finding(field, name, 1e-3 if table[name].share is not None else None)


def some(truth: Model, count: int, *, seed: int = 1) -> Sequence[Label]:
    return list(islice(decided(truth, seed=seed), count))


def test_what_weighs_too_much_is_learned_to_weigh_less() -> None:
    truth = moved_by(MODEL, {MOVED: -6.0})
    refitted = refit(MODEL, some(truth, 700), version="x")
    change = refitted.changes[0]
    assert (change.field, change.level) == MOVED
    assert -7.0 < change.bits < -2.0
    assert refitted.better
    assert refitted.after.loss < refitted.before.loss


def test_what_is_right_is_left_nearly_as_it_is() -> None:
    refitted = refit(MODEL, some(MODEL, 700), version="x")
    assert max(abs(each.bits) for each in refitted.changes) < 1.5
    assert refitted.after.loss == pytest.approx(refitted.before.loss, abs=0.05)


def test_every_decision_is_counted_once_on_either_side() -> None:
    labels = some(MODEL, 300)
    refitted = refit(MODEL, labels, version="x")
    for outcomes in (refitted.before, refitted.after):
        counts = msgspec.structs.asdict(outcomes)
        assert sum(count for name, count in counts.items() if name != "loss") == 300
    assert refitted.before.asked_same == refitted.same == sum(label.same for label in labels)


def test_a_refitted_model_is_another_version_and_the_one_at_hand_stays() -> None:
    before = msgspec.json.encode(MODEL)
    refitted = refit(MODEL, some(MODEL, 200), version="2026-11-refitted")
    assert refitted.model.version == "2026-11-refitted"
    assert msgspec.json.encode(MODEL) == before
    assert all(level.m <= 1 for table in refitted.model.fields.values() for level in table.values())


@pytest.mark.parametrize(
    "labels", [some(MODEL, 99), [Label((), True, n) for n in range(200)]], ids=["few", "one kind"]
)
def test_few_decisions_teach_nothing(labels: Sequence[Label]) -> None:
    with pytest.raises(TooFewDecisions, match="It takes 100 in all and 20 of each"):
        refit(MODEL, labels, version="x")


def test_a_heavier_level_weighs_so_much_more_and_is_never_more_than_always() -> None:
    comparison: Comparison = (Finding("sex", "equal"), Finding("family", "equal", 1e-4))
    for place in (("sex", "equal"), ("family", "equal")):
        moved = moved_by(MODEL, {place: 2.0})
        told = {each.field: each.bits for each in weigh(comparison, MODEL).weights}
        now = {each.field: each.bits for each in weigh(comparison, moved).weights}
        assert now[place[0]] - told[place[0]] == pytest.approx(2.0)
        assert moved.fields[place[0]]["equal"].m < 1


def test_labels_come_back_from_what_is_kept_with_a_claim() -> None:
    comparison: Comparison = (
        Finding("family", "equal", 1e-4),
        Finding("postcode", "equal"),
        Finding("birth", "equal"),
    )
    label = label_of(weights_kept(weigh(comparison, MODEL)), MODEL, same=True, case=3)
    assert {(each.field, each.level) for each in label.comparison} == {each[:2] for each in comparison}
    assert bits_of(label.comparison, MODEL) == pytest.approx(bits_of(comparison, MODEL), abs=0.1)


def test_the_report_says_what_would_change_and_that_it_is_not_in_use() -> None:
    refitted = refit(MODEL, some(MODEL, 200), version="2026-11-refitted")
    told = report(MODEL.version, refitted, {"twins": ["review, not found"]})
    assert "It is not in use." in told
    assert "- twins: review, not found" in told
    assert f"| {refitted.changes[0].field} | {refitted.changes[0].level} |" in told
