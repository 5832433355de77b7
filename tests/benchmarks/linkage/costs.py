"""What one claim costs in the matcher itself, in processor time: forms, keys, probes, comparing, deciding."""

from collections.abc import Callable, Sequence
from itertools import pairwise
from statistics import fmean
from time import process_time

from service.learners.matching.answer import decide_claim
from service.learners.matching.keys import Tier, probes, signature, stored_keys
from service.learners.matching.levels import compare
from service.learners.matching.model import Model
from service.learners.matching.normalise import form
from service.learners.matching.rows import Registered
from service.learners.matching.shares import Shares
from service.learners.matching.weigh import weigh
from tests.benchmarks.linkage.people import Somebody

TIMES = 2000


def costs(people: Sequence[Somebody], model: Model, shares: Shares) -> dict[str, float]:
    """Microseconds a call, each an average over different people."""
    forms = [form(each.person) for each in people[:TIMES]]
    pairs = list(pairwise(forms))
    comparisons = [compare(a, b, shares) for a, b in pairs]
    fifty = [Registered(key=each.key, person=each.person) for each in people[:50]]
    steps: dict[str, list[Callable[[], object]]] = {
        "form of a person": [lambda each=each: form(each.person) for each in people[:TIMES]],
        "keys": [lambda each=each: stored_keys(each) for each in forms],
        "probes near": [lambda each=each: probes(each, Tier.NEAR) for each in forms],
        "probes further": [lambda each=each: probes(each, Tier.FURTHER) for each in forms],
        "probes wide": [lambda each=each: probes(each, Tier.WIDE) for each in forms],
        "signature": [lambda each=each: signature(each) for each in forms],
        "compare one candidate": [lambda a=a, b=b: compare(a, b, shares) for a, b in pairs],
        "weigh one candidate": [lambda each=each: weigh(each, model) for each in comparisons],
        "decide among 50": [
            lambda each=each: decide_claim(each.person, fifty, model=model, shares=shares)
            for each in people[:50]
        ],
    }
    counts = {
        f"probes {tier.name.lower()} (count)": fmean(len(probes(each, tier)) for each in forms)
        for tier in Tier
    }
    times = {name: _average(calls) for name, calls in steps.items()}
    return times | {"keys a person (count)": fmean(len(stored_keys(each)) for each in forms)} | counts


def _average(calls: Sequence[Callable[[], object]]) -> float:
    started = process_time()
    for call in calls:
        call()
    return 1e6 * (process_time() - started) / len(calls)
