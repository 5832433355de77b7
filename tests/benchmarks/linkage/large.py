"""The tables of a register of a country: somebody looked for in it, and a file linked with it."""

import argparse
from collections.abc import Iterator

from tests.benchmarks.linkage import bulk, national
from tests.benchmarks.linkage.national import LARGE, SMALL, Found

TARGETS = {"exact": 1.8, "search": 5.0, "decision": 8.0}
GROWTH = 1.6
RECALL = {"one change": "1.0", "1 to 3 changes": "≥ 0.993"}
HEAD = ("| figure | target | measured |", "| --- | --- | --- |")


def register(given: argparse.Namespace) -> Iterator[str]:
    """A register of 6.5 million beside one of 200,000: filled, and looked in."""
    small, large = (national.measure(given.folder, size) for size in (SMALL, LARGE))
    yield from HEAD
    minutes = large.seconds_to_fill / 60
    yield f"| `pathway simulate --learners {LARGE} --register-only` | < 10 min | **{minutes:.1f} min** |"
    for step, most in TARGETS.items():
        yield f"| {step}: median to that of a read by primary key | ≤ {most} | **{large.ratio(step):.1f}** |"
    for step in TARGETS:
        growth = large.milliseconds[step] / small.milliseconds[step]
        yield f"| {step}: median at {LARGE:,} to that at {SMALL:,} | ≤ {GROWTH} | **{growth:.2f}** |"
    for title, share in large.recall.items():
        yield f"| among the best 50, {title} | {RECALL[title]} | **{share:.4f}** |"
    yield from _decisions(small, large)


def _decisions(*found: Found) -> Iterator[str]:
    for each in found:
        for title, told in each.decisions.items():
            shares = (told.share(count) for count in (told.right, told.review, told.missed, told.wrong))
            right, review, missed, wrong = (f"{100 * share:.1f} %" for share in shares)
            yield (
                f"| {title}, {each.learners:,} registered, {told.claims:,} claims: found, asked, missed, wrong | |"
                f" {right}, {review}, {missed}, {wrong} |"
            )


def files(given: argparse.Namespace) -> Iterator[str]:
    """A list of a million linked with a register of 6.5 million."""
    measured = bulk.measure(given.folder, LARGE, 1_000_000)
    linked = measured.linked
    weighing = linked.seconds - linked.seconds_preparing - linked.seconds_training
    yield from HEAD
    yield f"| rows linked a second, register and list made ready | ≥ 20,000 | **{linked.left_rows / weighing:,.0f}** |"
    yield f"| all of it: seconds for {linked.left_rows:,} rows | | {linked.seconds:,.0f} s |"
    yield f"| of it making ready | | {linked.seconds_preparing:,.0f} s |"
    yield f"| of it fitting the model | | {linked.seconds_training:,.0f} s |"
    yield f"| memory at most, all its processes together | < 8,000 MB | **{measured.megabytes:,.0f} MB** |"
    for kind, (rows, right, wrong) in measured.kinds.items():
        target = "≥ 0.999" if kind in ("as they are", "one change") else ""
        yield f"| {kind}, {rows:,} rows: right, wrong | {target} | {right / rows:.4f}, {wrong / rows:.4f} |"
