"""Linking files, or a file with the register: the wish checked, progress shown, one act in the audit trail."""

import argparse
import asyncio
import sys
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from service.agencies.operations import agency_called
from service.commands.errors import CommandFailed
from service.commands.opening import with_database
from service.kit.audit import Act, By, record
from service.kit.database import REGISTER, Database, Session
from service.settings import Settings

if TYPE_CHECKING:
    from service.linking.rows import Asked

ACT = "register linked"


def link(settings: Settings, given: argparse.Namespace) -> dict[str, Any]:
    """Link what was asked for and say what came of it."""
    _require_packages()
    from service.linking.rows import ExtraMissing, LinkingInvalid  # noqa: PLC0415 - needs the extra

    try:
        return _link(settings, given)
    except (LinkingInvalid, ExtraMissing) as error:
        raise CommandFailed(str(error)) from None


def _link(settings: Settings, given: argparse.Namespace) -> dict[str, Any]:
    from service.linking.operations import link as link_files  # noqa: PLC0415

    asked = _asked(given)
    if not given.against:
        return _shown(link_files(asked, tell=_tell))
    if given.right is not None:
        raise CommandFailed("Name a second file or --against register, not both.")
    if not given.agency:
        raise CommandFailed(
            "--against register needs --agency: the code of the agency the list is linked for."
        )
    return with_database(settings, given, _against_register(asked, given.agency))


def _require_packages() -> None:
    try:
        import duckdb  # noqa: F401, PLC0415
        import pyarrow  # noqa: F401, PLC0415
        import splink  # noqa: F401, PLC0415
    except ImportError as missing:
        raise CommandFailed(f"{missing.name} is not installed. Run: pip install 'pathway[link]'.") from None


def _asked(given: argparse.Namespace) -> "Asked":
    from service.linking.rows import Asked, Dates, EngineName  # noqa: PLC0415

    return Asked(
        left=given.left,
        right=given.right,
        out=given.out,
        engine=EngineName(given.engine),
        threshold=given.threshold,
        best=given.best or bool(given.against),
        compare=tuple(given.compare or ()),
        dates=Dates(given.dates),
        id_column=given.id,
        model=given.model,
        memory_gigabytes=given.memory,
        processes=given.processes,
        spark_master=given.spark_master,
    )


def _against_register(asked: "Asked", agency_code: str) -> Any:
    from msgspec.structs import replace  # noqa: PLC0415

    from service.linking.operations import link as link_files  # noqa: PLC0415
    from service.linking.operations import require_list, require_possible  # noqa: PLC0415
    from service.linking.place import forget_register, register_file  # noqa: PLC0415

    async def run(database: Database, now: datetime, _: date) -> dict[str, Any]:
        asked_for = replace(asked, right=register_file(asked.out))
        require_possible(asked_for)
        require_list(asked_for)
        async with database.transaction(REGISTER) as session:
            await _read(session, asked_for, agency_code, now)
        linked = await asyncio.to_thread(link_files, asked_for, tell=_tell)
        forget_register(asked.out)
        return _shown(linked)

    return run


async def _read(session: Session, asked: "Asked", agency_code: str, now: datetime) -> None:
    """The register read to a file, and the act recorded: whose list it was for, never who was in it."""
    from service.linking.place import register_file  # noqa: PLC0415
    from service.linking.register import read_register, register_kept  # noqa: PLC0415

    agency, to = await agency_called(session, code=agency_code), register_file(asked.out)
    learners = register_kept(to, now=now)
    _tell("reading the register" if learners is None else "going on with the register as it was read before")
    if learners is None:
        learners = await read_register(session, to)
    detail = {"learners": learners, "engine": asked.engine.value}
    act = Act(act=ACT, subject_kind="register", subject_id=None, detail=detail)
    await record(session, act, by=By(agency_id=agency.id), now=now)


def _shown(linked: Any) -> dict[str, Any]:
    import msgspec  # noqa: PLC0415

    for warning in linked.warnings:
        _tell(f"note: {warning}")
    shown: dict[str, Any] = msgspec.to_builtins(linked)
    return shown


def _tell(line: str) -> None:
    sys.stderr.write(f"{line}\n")
    sys.stderr.flush()
