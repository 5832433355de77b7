"""Jobs as runs of work, and what confirms that one lasted."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta
from uuid import UUID

import msgspec

from service.funding.rows import Agencies, Picture
from service.funding.rules.courses import Word, is_job, lineage, said_from, word
from service.pathways.rows import MilestoneKind, SaidSpell
from service.pathways.rules.work import BREAK


class Job(msgspec.Struct, frozen=True, kw_only=True):
    """A time of work; short breaks do not end it. `id`: the lasting name of the part that was on record first."""

    id: UUID
    started_on: date
    ended_on: date | None
    parts: tuple[SaidSpell, ...]


def jobs_of(spells: Iterable[SaidSpell]) -> tuple[Job, ...]:
    """Find the runs of work, whoever reported them; two reports of one job are one run."""
    runs: list[list[SaidSpell]] = []
    until = date.min
    for said in sorted((each for each in spells if is_job(each.spell)), key=_when):
        if runs and said.spell.started_on <= until:
            runs[-1].append(said)
        else:
            runs.append([said])
            until = date.min
        ended_on = said.spell.ended_on
        until = max(until, date.max if ended_on is None else ended_on + BREAK + timedelta(days=1))
    return tuple(_job(run) for run in runs)


def confirmations(job: Job, due_on: date, picture: Picture, agencies: Agencies) -> list[Word]:
    """Every word, on or after a day, that the job had lasted until then; silence is none."""
    if job.ended_on is not None and job.ended_on < due_on:
        return []
    words = [
        said
        for part in job.parts
        if part.spell.ended_on is None or part.spell.ended_on >= due_on
        for said in said_from(part, due_on, agencies)
    ]
    words += (
        word(each.milestone, each.first_said_at, agencies)
        for each in picture.milestones
        if each.milestone.kind is MilestoneKind.JOB_CONFIRMED
        and due_on <= each.milestone.occurred_on <= (job.ended_on or date.max)
    )
    return words


def _job(run: Sequence[SaidSpell]) -> Job:
    first = min(run, key=lambda said: (_on_record(said), said.spell.id)).spell
    ends = [said.spell.ended_on for said in run]
    return Job(
        id=lineage(first.agency_id, first.source_key),
        started_on=min(said.spell.started_on for said in run),
        ended_on=None if None in ends else max(each for each in ends if each is not None),
        parts=tuple(run),
    )


def _on_record(said: SaidSpell) -> datetime:
    return min(said.confirmed, default=said.spell.recorded_at)


def _when(said: SaidSpell) -> tuple[date, UUID]:
    return said.spell.started_on, said.spell.id
