"""`python -m tests.benchmarks.linkage [sets|decisions|phonetics|costs|register|files …]`: prints tables.

`register` and `files` work with 6.5 million people: they take 20 minutes, 16 GB of memory and 40 GB below `--folder`.
"""

import argparse
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path

from service.learners.matching.keys import Tier
from service.learners.matching.model import shipped_model
from service.learners.matching.normalise import form
from service.learners.matching.rows import Person
from service.learners.matching.shares import counted_shares, shipped_shares, with_counts
from tests.benchmarks import report
from tests.benchmarks.linkage import large, phonetics
from tests.benchmarks.linkage.costs import costs
from tests.benchmarks.linkage.decisions import Register, tally
from tests.benchmarks.linkage.linking import link
from tests.benchmarks.linkage.names import origins
from tests.benchmarks.linkage.scenarios import SCENARIOS, World, changes, line
from tests.benchmarks.linkage.scores import Scores, line_for_one_answer, one_to_one, scores, top_one
from tests.benchmarks.linkage.sets import SAMPLES, LabelledSet, fake_1000, febrl
from tests.benchmarks.linkage.splink_peer import peer

Given = argparse.Namespace


def sets(_: Given) -> Iterator[str]:
    """F1 on the public labelled sets, ours beside Splink's documented model for the same set in the same run."""
    yield "| set | what | own line | line chosen on other rows | best line |"
    yield "| --- | --- | --- | --- | --- |"
    for which in (4, 3):
        for all_fields in (True, False):
            yield from _set(febrl(which, all_fields=all_fields))
    if SAMPLES.is_dir():
        yield from _set(fake_1000())


def _set(given: LabelledSet) -> Iterator[str]:
    linked, theirs = link(given), peer(given)
    if given.right is None:
        yield _row(given.name, "pairs", scores(linked.pairs, given.matches))
        yield _row(given.name, "pairs, none through a third row", scores(linked.by_themselves, given.matches))
    else:
        yield _row(given.name, "pairs", scores(linked.pairs, given.matches))
        own = line_for_one_answer(linked.registered, len(given.left))
        yield _row(given.name, "best of each row", scores(top_one(linked.pairs), given.matches, own=own))
        yield _row(given.name, "best of both sides", scores(one_to_one(linked.pairs), given.matches, own=own))
        yield _row(given.name, "Splink, best of each row", scores(top_one(theirs), given.matches))
    yield _row(given.name, "Splink, pairs", scores(theirs, given.matches))


def _row(name: str, what: str, told: Scores) -> str:
    return f"| {name} | {what} | {told.own:.4f} | {told.cross:.4f} | {told.best:.4f} |"


def decisions(given: Given) -> Iterator[str]:
    """Outcomes over an invented population, with the register's own name counts and with the shipped ones."""
    world = World(given.people, given.claims, seed=1)
    model = shipped_model().for_population(given.people)
    own = with_counts(shipped_shares(), counted_shares(form(each.person) for each in world.registered))
    for name, shares in (
        ("the register's own name counts", own),
        ("the shipped shares alone", shipped_shares()),
    ):
        register = Register(world.registered, model, shares)
        yield f"\n{len(world.registered):,} registered, no identifiers, {name}\n"
        yield "| claims | number | right | review | missed | wrong |\n| --- | --- | --- | --- | --- | --- |"
        yield from (line(title, tally(register, scenario(world))) for title, scenario in SCENARIOS.items())
        yield "\n| one change, by origin of the names | number | right | review | missed | wrong |"
        yield "| --- | --- | --- | --- | --- | --- |"
        for origin in origins():
            told = tally(register, changes(world.rng, world.of_origin(origin.name), 1))
            yield line(origin.name, told)
        if name.startswith("the register"):
            yield from _recall(world, register)


def _recall(world: World, register: Register) -> Iterator[str]:
    yield "\n| among the best 50 candidates | near | with further | with wide |\n| --- | --- | --- | --- |"
    for title in ("registered, one change", "registered, 1 to 3 changes"):
        met: Counter[Tier | None] = Counter()
        for person, key, _ in SCENARIOS[title](world):
            met[next((tier for tier in Tier if _meets(register, person, tier, key)), None)] += 1
        shares = [sum(met[below] for below in Tier if below <= tier) / met.total() for tier in Tier]
        yield f"| {title} | {' | '.join(f'{share:.4f}' for share in shares)} |"


def _meets(register: Register, person: Person, tier: Tier, key: str | None) -> bool:
    return any(each.key == key for each in register.candidates(person, tier))


def sounds(_: Given) -> Iterator[str]:
    """Codes of names compared."""
    yield "| code | what is kept | by origin |\n| --- | --- | --- |"
    for name, code in phonetics.CODES.items():
        yield f"| {name} | other spellings | {_shares(phonetics.spellings_kept(code))} |"
        yield f"| {name} | slips | {_shares(phonetics.slips_kept(code))} |"
        yield f"| {name} | strangers who share it | {100 * phonetics.crowd(code):.2f} % |"


def _shares(told: dict[str, float]) -> str:
    return ", ".join(f"{name} {100 * share:.0f} %" for name, share in told.items())


def prices(given: Given) -> Iterator[str]:
    """Processor time of each step."""
    people = World(min(given.people, 5000), 100, seed=2).registered
    for name, each in costs(people, shipped_model(), shipped_shares()).items():
        yield f"| {name} | {each:.1f} |"


PARTS: dict[str, Callable[[Given], Iterator[str]]] = {
    "sets": sets,
    "decisions": decisions,
    "phonetics": sounds,
    "costs": prices,
    "register": large.register,
    "files": large.files,
}
ALL = ("sets", "decisions", "phonetics", "costs")
KEPT = {"sets": "linkage", "register": "register", "files": "files"}
"""Where in docs/benchmarks.md a part's table stands."""


def main() -> None:
    """Measures what is asked for and prints it."""
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks.linkage", description=__doc__)
    parser.add_argument("parts", nargs="*", metavar="PART", help=f"{', '.join(PARTS)} ({', '.join(ALL)})")
    parser.add_argument("--people", type=int, default=40_000)
    parser.add_argument("--claims", type=int, default=4_000)
    parser.add_argument("--write", action="store_true", help="put the tables into docs/benchmarks.md")
    parser.add_argument("--folder", type=Path, default=Path("var/bench"), help="for registers (var/bench)")
    given = parser.parse_args()
    for name in given.parts or ALL:
        print(f"\n## {name}\n")
        lines = []
        for text in PARTS[name](given):
            print(text, flush=True)
            lines.append(text)
        if given.write and name in KEPT:
            _write(KEPT[name], lines)


def _write(place: str, lines: list[str]) -> None:
    page = report.PAGE.read_text(encoding="utf-8")
    signed = report.signed("\n".join(lines), "make bench-linkage")
    report.PAGE.write_text(report.written(page, place, signed), encoding="utf-8")


if __name__ == "__main__":
    main()
