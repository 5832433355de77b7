"""The console command `pathway`: parse the arguments, call one operation, print what came of it."""

import argparse
import os
import sys
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

import msgspec

from service.commands import Command
from service.commands.errors import CommandFailed
from service.kit.errors import DomainError
from service.settings import SettingsInvalid, settings_from

DONE, FAILED, MISUSED = 0, 1, 2


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command. 0: done; 1: it failed, in one line; 2: it was called wrongly."""
    given = parser().parse_args(arguments)
    try:
        settings = settings_from(os.environ)
        answer = given.run(settings, given)
    except (SettingsInvalid, CommandFailed) as error:
        return _fail(str(error))
    except DomainError as error:
        return _fail(error.sentence)
    return _show(answer, as_json=getattr(given, "json", False))


def parser() -> argparse.ArgumentParser:
    """Describe the command and all it can do."""
    top = argparse.ArgumentParser(
        prog="pathway", description="Youth skills pathway: run it, fill it, check it."
    )
    acts = top.add_subparsers(title="commands", required=True, metavar="COMMAND")
    _running(acts)
    _filling(acts)
    _linking(acts)
    _looking(acts)
    _matching(acts)
    return top


def _running(acts: Any) -> None:
    everything = _command(
        acts, "serve", Command("serving.serve"), "run database, web and worker together, here"
    )
    everything.add_argument("--demo", action="store_true", help="seed a demo town and show its accounts")
    pages = _command(
        acts, "web", Command("serving.web"), "run the web process alone (DATABASE_URL names the server)"
    )
    pages.add_argument("--host", help="address to listen on (else PATHWAY_HOST)")
    pages.add_argument("--port", type=int, help="port to listen on (else PATHWAY_PORT)")
    _command(acts, "worker", Command("serving.worker"), "run background jobs and the daily timetable")
    _command(
        acts,
        "migrate",
        Command("running.migrate_schema"),
        "bring the database's schema up to date, as its owner",
        json=True,
    )
    health = _command(
        acts, "health", Command("running.health"), "say whether a process works: for container health checks"
    )
    health.add_argument("process", choices=["web", "worker"])


def _filling(acts: Any) -> None:
    begin = _command(
        acts,
        "setup",
        Command("filling.set_up"),
        "begin: the councils, the map, the first administrator",
        json=True,
    )
    begin.add_argument("--council", required=True, help="code of the administrator's council (essex)")
    begin.add_argument("--name", required=True, help="the administrator's name")
    begin.add_argument("--email", required=True, help="the administrator's e-mail address")
    town = _command(acts, "seed", Command("filling.seed"), "make the demo town", json=True, today=True)
    town.add_argument("--around", type=int, help="people living around it (20,000)")
    _simulating(acts)
    file = _command(
        acts,
        "import",
        Command("importing.import_file"),
        "check a file, and with --accept record it",
        json=True,
        today=True,
    )
    file.add_argument("file", type=Path, metavar="FILE")
    file.add_argument("--agency", required=True, help="UKPRN or code of the agency that sends it")
    file.add_argument(
        "--accept", choices=["all", "good"], help="all: everything or nothing; good: the good rows"
    )


def _simulating(acts: Any) -> None:
    many = _command(
        acts,
        "simulate",
        Command("filling.simulate"),
        "make a whole invented population",
        json=True,
        today=True,
    )
    many.add_argument("--learners", type=int, default=10_000, help="how many (10,000)")
    many.add_argument("--years", type=int, default=2, help="how many years back (2)")
    many.add_argument("--seed", type=int, default=1, help="the same seed makes the same people (1)")
    many.add_argument(
        "--register-only",
        action="store_true",
        help="learners of a whole country and nothing else, into an empty register: 6,500,000 in minutes",
    )
    many.add_argument(
        "--processes", type=int, default=2, help="with --register-only: processes that work (2)"
    )


def _linking(acts: Any) -> None:
    pairs = _command(
        acts,
        "link",
        Command("linking.link"),
        "find the rows of two files, or of one, that are the same person",
        json=True,
    )
    pairs.add_argument("left", type=Path, metavar="LEFT", help="CSV or Parquet with columns by name")
    pairs.add_argument(
        "right", type=Path, nargs="?", metavar="RIGHT", help="whom they may be; without it, LEFT with itself"
    )
    pairs.add_argument("--against", choices=["register"], help="link with the learners of the register")
    pairs.add_argument("--agency", help="with --against register: code of the agency it is done for")
    pairs.add_argument("--out", type=Path, required=True, metavar="PAIRS", help="pairs.csv or pairs.parquet")
    pairs.add_argument(
        "--engine", choices=["duckdb", "spark"], default="duckdb", help="what proposes the pairs"
    )
    pairs.add_argument("--spark-master", default="local[*]", metavar="URL", help="Spark's cluster (local[*])")
    pairs.add_argument(
        "--threshold", type=float, metavar="BITS", help="pairs from this weight up (0; with --best as fitted)"
    )
    pairs.add_argument("--best", action="store_true", help="only each row's heaviest pair")
    pairs.add_argument("--compare", action="append", metavar="COLUMN", help="compare this column as well")
    pairs.add_argument("--id", metavar="COLUMN", help="the column that names a row (id)")
    pairs.add_argument(
        "--dates", choices=["iso", "dmy", "mdy"], default="iso", help="how days are written (iso: 2006-03-14)"
    )
    pairs.add_argument("--model", type=Path, metavar="FILE", help="weigh by a model that a run wrote")
    pairs.add_argument("--memory", type=float, default=4.0, metavar="GB", help="memory for the engine (4)")
    pairs.add_argument("--processes", type=int, default=2, help="processes that read and weigh (2)")


def _looking(acts: Any) -> None:
    look = _command(
        acts,
        "evaluate",
        Command("looking.evaluate"),
        "look at learners and keep their alerts right",
        json=True,
        today=True,
    )
    look.add_argument("--full", action="store_true", help="everybody, not only those due")
    month = _command(
        acts, "snapshot", Command("freezing.snapshot"), "freeze a month for the board", json=True, today=True
    )
    month.add_argument("--month", help="2026-10; the last whole month if not given")
    month.add_argument("--check", action="store_true", help="count a frozen month again; nothing is written")
    money = _command(
        acts,
        "statements",
        Command("stating.statements"),
        "make declarations of what is new, and note what is paid; or check past statements",
        json=True,
        today=True,
    )
    money.add_argument(
        "--check", action="store_true", help="work every statement out again; fails where one differs"
    )
    trail = acts.add_parser("audit", help="the audit trail", description="The audit trail.")
    acts_on_trail = trail.add_subparsers(title="commands", required=True, metavar="COMMAND")
    _command(
        acts_on_trail,
        "verify",
        Command("verifying.audit_trail"),
        "recompute every chain; fails where one is broken",
        json=True,
    )


def _matching(acts: Any) -> None:
    keys = _group(acts, "keys", "what claims are looked up by")
    _command(keys, "rebuild", Command("matching.rebuild"), "make every learner's keys anew", json=True)
    _command(
        keys,
        "verify",
        Command("matching.verify"),
        "compare the keys with what they should be; fails where they differ",
        json=True,
    )
    _matcher(_group(acts, "match", "the matcher"))


def _group(acts: Any, name: str, does: str) -> Any:
    group = acts.add_parser(name, help=does, description=f"{does[0].upper()}{does[1:]}.")
    return group.add_subparsers(title="commands", required=True, metavar="COMMAND")


def _matcher(acts: Any) -> None:
    search = _command(
        acts,
        "pairs",
        Command("matching.pairs"),
        "look for learners who may be one person",
        json=True,
        today=True,
    )
    search.add_argument("--full", action="store_true", help="among all, not only those described anew")
    fit = _command(
        acts,
        "fit",
        Command("matching.fit"),
        "refit the model to what people decided, with a report; puts nothing to use",
        json=True,
    )
    fit.add_argument(
        "--out", type=Path, required=True, metavar="FILE", help="MODEL.json; MODEL.report.md comes beside it"
    )
    fit.add_argument("--since", type=_day, metavar="DATE", help="decisions from this day on (all)")
    pack = _command(
        acts,
        "conformance",
        Command("matching.conformance"),
        "run the conformance pack; fails where an answer differs",
        json=True,
    )
    pack.add_argument(
        "--pack", type=Path, metavar="FILE", help="another pack than the one that comes with this"
    )
    pack.add_argument("--print", action="store_true", help="write the pack out instead")


def _command(
    acts: Any,
    name: str,
    run: Command,
    does: str,
    *,
    json: bool = False,
    today: bool = False,
) -> argparse.ArgumentParser:
    command: argparse.ArgumentParser = acts.add_parser(
        name, help=does, description=does[0].upper() + does[1:] + "."
    )
    command.set_defaults(run=run)
    if json:
        command.add_argument("--json", action="store_true", help="print the result as one JSON object")
    if today:
        command.add_argument("--today", type=_day, metavar="DATE", help="act as on this day (2026-11-03)")
    return command


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError("a day is written as 2026-11-03") from None


def _show(answer: object, *, as_json: bool) -> int:
    """A dictionary with "failed" true is shown and fails: a broken audit chain, say."""
    if answer is None:
        return DONE
    shown: dict[str, Any] = msgspec.to_builtins(answer)
    failed = bool(shown.pop("failed", False))
    if as_json:
        print(msgspec.json.encode(shown).decode())
    else:
        for name, value in shown.items():
            print(f"{name.replace('_', ' ')}: {_plain(value)}")
    return FAILED if failed else DONE


def _plain(value: object) -> str:
    if isinstance(value, dict):
        return ", ".join(f"{name} {each}" for name, each in value.items())
    if isinstance(value, list):
        return str(len(value))
    return "" if value is None else str(value)


def _fail(sentence: str) -> int:
    print(f"pathway: {sentence}", file=sys.stderr)
    return FAILED


if __name__ == "__main__":
    sys.exit(main())
