"""Looking after what claims are matched by: keys, counts, and the conformance pack."""

import argparse
from datetime import UTC, date, datetime, time
from pathlib import Path
from typing import Any

import msgspec

from service.commands.errors import CommandFailed
from service.commands.opening import with_database
from service.kit.database import REGISTER, Database
from service.learners.matching.conformance import differences, pack_text, read_pack
from service.learners.matching.model import Model, shipped_model
from service.learners.matching.refit import Refitted, TooFewDecisions, refit
from service.learners.matching.refit_report import report
from service.learners.matching.shares import shipped_shares
from service.learners.operations import count_register, labels_of, rebuild_keys, verify_keys
from service.merging.operations import find_pairs
from service.settings import Settings

EVER = datetime(1970, 1, 1, tzinfo=UTC)


def rebuild(settings: Settings, given: argparse.Namespace) -> dict[str, Any]:
    """Make every learner's keys anew, and count the register."""

    async def make(database: Database, now: datetime, _today: date) -> dict[str, Any]:
        rebuilt = await rebuild_keys(database)
        return {"learners": rebuilt, "counted": await count_register(database, now=now)}

    return with_database(settings, given, make)


def verify(settings: Settings, given: argparse.Namespace) -> dict[str, Any]:
    """Compare the stored keys with what they should be; it fails where they differ."""

    async def compare(database: Database, _now: datetime, _today: date) -> dict[str, Any]:
        found = await verify_keys(database)
        return {
            "learners": found.learners,
            "keys": found.keys,
            "missing": found.missing,
            "foreign": found.foreign,
            "failed": not found.right,
        }

    return with_database(settings, given, compare)


def pairs(settings: Settings, given: argparse.Namespace) -> dict[str, Any]:
    """Look for learners who may be one person, among those described anew or among all."""

    async def find(database: Database, now: datetime, _today: date) -> dict[str, Any]:
        found = await find_pairs(database, now=now, whole=given.full)
        return {"looked_at": found.looked_at, "raised": found.raised}

    return with_database(settings, given, find)


def fit(settings: Settings, given: argparse.Namespace) -> dict[str, Any]:
    """Refit the model to what people decided, and write it with a report beside it. Nothing uses it by that."""

    async def learn(database: Database, now: datetime, _today: date) -> dict[str, Any]:
        since = datetime.combine(given.since, time.min, tzinfo=now.tzinfo) if given.since else EVER
        model = shipped_model()
        async with database.transaction(REGISTER) as session:
            labels = await labels_of(session, model, since=since)
        try:
            refitted = refit(model, labels, version=f"{model.version}-refitted-{now:%Y-%m-%d}")
        except TooFewDecisions as error:
            raise CommandFailed(str(error)) from error
        return {
            "labels": refitted.labels,
            "same": refitted.same,
            "better": refitted.better,
            "gain": round(refitted.gain, 4),
            "error": round(refitted.error, 4),
            "files": _write_refitted(given.out, model, refitted),
        }

    return with_database(settings, given, learn)


def _write_refitted(out: Path, model: Model, refitted: Refitted) -> list[str]:
    shares, cases = shipped_shares(), read_pack(pack_text()).cases
    told = {case.id: list(differences(case, model=refitted.model, shares=shares)) for case in cases}
    beside = out.with_suffix(".report.md")
    beside.write_text(report(model.version, refitted, {name: each for name, each in told.items() if each}))
    out.write_bytes(msgspec.json.format(msgspec.json.encode(refitted.model)))
    return [str(beside), str(out)]


def conformance(_settings: Settings, given: argparse.Namespace) -> dict[str, Any]:
    """Run the conformance pack, or with `--print` write it out; it fails where a case differs."""
    if given.print:
        return {"pack": pack_text().decode()}
    pack = read_pack(given.pack.read_bytes() if given.pack else pack_text())
    model, shares = shipped_model(), shipped_shares()
    if pack.version != model.version:
        raise CommandFailed(f"The pack is for model {pack.version}; the one here is {model.version}.")
    wrong = {case.id: list(differences(case, model=model, shares=shares)) for case in pack.cases}
    failing = {name: told for name, told in wrong.items() if told}
    return {"model": model.version, "cases": len(pack.cases), "differ": failing, "failed": bool(failing)}
