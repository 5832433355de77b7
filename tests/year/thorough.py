"""The dear checks: everybody looked at anew, which must find nothing to change; and some, asked of their facts."""

from collections.abc import Mapping
from contextlib import suppress
from datetime import date, datetime
from uuid import UUID

from service.access.rows import WHOLE_REGISTER
from service.alerts.operations import watch
from service.kit import database as sql
from service.kit.audit import By
from service.kit.database import REGISTER, Database, Row, Session
from service.kit.ids import NOBODY
from service.pathways import queries as pathways
from service.pathways.rules import situation
from tests.year.invariants import Violated

_ALERTS = """
select id, learner_id, rule, severity, status, deadline_on, fingerprint, rung, agency_id, snoozed_until_on
from alert where closed_on is null
"""
_STANDINGS = """
select learner_id as id, learner_id, activity, activity_group, since_on, provider_name, planned_end_on,
       current_until_on, neet_since_on, stage, conflict_since_on
from situation
"""
_DUE = "select learner_id, next_review_on from situation"
_EVERYBODY = "select id from learner where merged_into is null order by id"
_SAMPLE = "select id from learner where merged_into is null order by registered_at, id limit $1 offset $2"
AT_ONCE = 1_000


class _Forgotten(Exception):
    """What was looked at is not kept: the year goes on as if nobody had looked."""


async def require_nothing_to_change(database: Database, *, now: datetime, today: date) -> None:
    """Look at everybody as if nothing were stored, compare, and keep nothing of it. Raises `Violated`."""
    with suppress(_Forgotten):
        async with database.transaction(REGISTER) as session:
            before = [await _stored(session, each) for each in (_ALERTS, _STANDINGS, _DUE)]
            everybody = [row["id"] for row in await sql.rows(session, _EVERYBODY)]
            for n in range(0, len(everybody), AT_ONCE):
                ids = everybody[n : n + AT_ONCE]
                await watch(session, learner_ids=ids, by=By(agency_id=NOBODY), now=now, today=today)
            after = [await _stored(session, each) for each in (_ALERTS, _STANDINGS, _DUE)]
            _require_same("a full look leaves the open alerts as they are", before[0], after[0], today)
            _require_same("a full look finds everybody where they stood", before[1], after[1], today)
            _require_no_sooner(before[2], after[2], today)
            raise _Forgotten


async def _stored(session: Session, statement: str) -> Mapping[UUID, Row]:
    return {row[0]: row for row in await sql.rows(session, statement)}


def _require_same(invariant: str, before: Mapping[UUID, Row], after: Mapping[UUID, Row], today: date) -> None:
    for key in sorted(before.keys() | after.keys()):
        was, now = before.get(key), after.get(key)
        if was != now:
            learner_id = (was or now or {})["learner_id"]
            raise Violated(today, invariant, learner_id, _difference(was, now))


def _difference(was: Row | None, now: Row | None) -> str:
    if was is None or now is None:
        gone = dict(was or now or {})
        return f"{'raised' if was is None else 'closed'} {gone.get('rule')}"
    return ", ".join(f"{name}: {was[name]} -> {now[name]}" for name in was.keys() if was[name] != now[name])  # noqa: SIM118


def _require_no_sooner(before: Mapping[UUID, Row], after: Mapping[UUID, Row], today: date) -> None:
    """The day to look again must not turn out sooner than was foreseen: what lies between would be missed."""
    for key, row in after.items():
        foreseen, found = before[key]["next_review_on"], row["next_review_on"]
        if found is not None and (foreseen is None or found < foreseen):
            raise Violated(today, "the day to look again was foreseen", key, f"{foreseen} -> {found}")


async def require_standings_of_facts(database: Database, *, sample: int, turn: int, today: date) -> int:
    """Ask the facts of some, others each day, where they are; it gives how many. Raises `Violated`."""
    async with database.transaction(REGISTER) as session:
        everybody = int(await sql.value(session, "select count(*) from learner where merged_into is null"))
        begins = turn * sample % max(1, everybody)
        ids = [row["id"] for row in await sql.rows(session, _SAMPLE, sample, begins)]
        facts = await pathways.facts_of(session, ids, within=WHOLE_REGISTER)
        stored = await pathways.standings(session, ids, within=WHOLE_REGISTER)
    for learner_id in ids:
        told, kept = situation(facts[learner_id].spells, today=today), stored[learner_id]
        said = (told.activity, told.group, told.since_on, told.neet_since_on, told.current_until_on)
        here = (kept.activity, kept.activity_group, kept.since_on, kept.neet_since_on, kept.current_until_on)
        if said != here:
            raise Violated(
                today, "where somebody stands is what the facts say", learner_id, f"{here}, not {said}"
            )
    return len(ids)
