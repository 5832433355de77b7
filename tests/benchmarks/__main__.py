"""`python -m tests.benchmarks [NAME …] [--quick]`: measures, prints tables, and writes them to docs/benchmarks.md.

`--quick` measures next to nothing, to see that the benchmarks still run; it writes nothing.
"""

import argparse
from collections.abc import Callable, Mapping

from tests.benchmarks import (
    funding,
    imports,
    live,
    months,
    registers,
    report,
    requests,
    returns,
    spreadsheets,
    timelines,
    today,
    ways_back,
)
from tests.benchmarks.ground import Ground, ground
from tests.benchmarks.scale import FULL, QUICK, Scale

Tables = Mapping[str, str]


def measure_requests(on: Ground, scale: Scale) -> Tables:
    """Issue, record, read: ours, the floor and the peers."""
    figures = requests.measure(on, scale)
    return {"requests": report.requests(figures), "peers": report.peers(figures)}


def measure_imports(on: Ground, scale: Scale) -> Tables:
    """Files of two sizes."""
    return {"imports": report.imports(imports.measure(on, scale))}


def measure_spreadsheets(on: Ground, scale: Scale) -> Tables:
    """A CSV of one size."""
    return {"spreadsheets": report.spreadsheets(spreadsheets.measure(on, scale))}


def measure_timelines(on: Ground, scale: Scale) -> Tables:
    """A learner's page, short and long, now and then."""
    return {"timelines": report.timelines(timelines.measure(on, scale))}


def measure_returns(on: Ground, scale: Scale) -> Tables:
    """A council's return."""
    return {"returns": report.returns(returns.measure(on, scale))}


def measure_funding(on: Ground, scale: Scale) -> Tables:
    """A quarter's statements."""
    return {"funding": report.funding(funding.measure(on, scale))}


def measure_ways_back(_: Ground, scale: Scale) -> Tables:
    """A recommendation."""
    return {"ways-back": report.ways_back(ways_back.measure(scale))}


def measure_live(on: Ground, scale: Scale) -> Tables:
    """The live badge."""
    return {"live": report.live(live.measure(on, scale))}


def measure_registers(on: Ground, scale: Scale) -> Tables:
    """A whole population: made, looked at daily, shown to the board."""
    made = registers.make(on, "large", scale.register)
    registers.make(on, "small", scale.small_register)
    pages = registers.board_page(on, "small", "large", scale)
    frozen = months.measure(on, "large", scale.register)
    run = registers.daily_run(on, "large", "small")
    lists = today.measure(on, "large", scale)
    return {
        "simulate": report.simulation(made),
        "months": report.months(frozen),
        "board": report.board(pages, (scale.small_register, scale.register)),
        "evaluate": report.daily_run(run),
        "today": report.todays_list(lists),
    }


MEASUREMENTS: Mapping[str, Callable[[Ground, Scale], Tables]] = {
    "requests": measure_requests,
    "imports": measure_imports,
    "spreadsheets": measure_spreadsheets,
    "timelines": measure_timelines,
    "returns": measure_returns,
    "funding": measure_funding,
    "ways-back": measure_ways_back,
    "live": measure_live,
    "registers": measure_registers,
}


def main() -> None:
    """Measures what is asked for."""
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks", description=__doc__)
    parser.add_argument("names", nargs="*", metavar="NAME", help=f"{', '.join(MEASUREMENTS)} (all)")
    parser.add_argument("--quick", action="store_true", help="only see that it runs; writes nothing")
    given = parser.parse_args()
    if unknown := set(given.names) - MEASUREMENTS.keys():
        parser.error(f"there is no {', '.join(sorted(unknown))}")
    names = given.names or list(MEASUREMENTS)
    for name in names:
        with ground() as on:
            tables = MEASUREMENTS[name](on, QUICK if given.quick else FULL)
        command = "make bench" if not given.names else f"python -m tests.benchmarks {name}"
        for place, text in tables.items():
            print(f"\n## {place}\n\n{text}\n", flush=True)
        if not given.quick:
            _write(tables, command)


def _write(tables: Tables, command: str) -> None:
    page = report.written(report.PAGE.read_text(encoding="utf-8"), "machine", report.machine_table())
    for place, text in tables.items():
        page = report.written(page, place, report.signed(text, command))
    report.PAGE.write_text(page, encoding="utf-8")


if __name__ == "__main__":
    main()
