"""Looking after what claims are matched by: keys, counts, and the conformance pack."""

import argparse
from datetime import date, datetime
from typing import Any

from service.commands.errors import CommandFailed
from service.commands.opening import with_database
from service.kit.database import Database
from service.learners.matching.conformance import differences, pack_text, read_pack
from service.learners.matching.model import shipped_model
from service.learners.matching.shares import shipped_shares
from service.learners.operations import count_register, rebuild_keys, verify_keys
from service.merging.operations import find_pairs
from service.settings import Settings


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
