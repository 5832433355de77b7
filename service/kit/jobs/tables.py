"""The one row of a job: what to do, when, who holds it and how often it has failed."""

from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import SQLModel

from service.kit.columns import Privacy, column


class JobState(StrEnum):
    """Where a job stands. A failed one has been tried as often as is sensible, and waits for a person."""

    WAITING = "waiting"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"


class JobTable(SQLModel, table=True):
    """One job. `attempt` counts every claim and never goes back: a worker's writes are valid for its own."""

    __tablename__ = "job"
    __table_args__ = (
        sa.UniqueConstraint("key"),
        # PostgreSQL itself refuses a second running job of one serial, whatever the claim's statement saw.
        sa.Index("uq_job_serial", "serial", unique=True, postgresql_where=sa.text("state = 'running'")),
        sa.Index("ix_job_open", "due_at", "id", postgresql_where=sa.text("state in ('waiting', 'running')")),
        sa.CheckConstraint("(state = 'running') = (leased_until is not null)", name="leased_while_running"),
        sa.CheckConstraint("(state in ('done', 'failed')) = (ended_at is not null)", name="ended_when_over"),
    )

    id: UUID = column(Privacy.NOTHING, primary_key=True)
    name: str = column(Privacy.NOTHING, text=True)
    arguments: dict[str, Any] = column(Privacy.KEY, json=True)  # identifiers of rows only
    key: str | None = column(Privacy.KEY, default=None, text=True)
    serial: str | None = column(Privacy.KEY, default=None, text=True)
    state: JobState = column(Privacy.NOTHING, choices=JobState)
    attempt: int = column(Privacy.NOTHING)
    failures: int = column(Privacy.NOTHING)
    due_at: datetime = column(Privacy.NOTHING)
    leased_until: datetime | None = column(Privacy.NOTHING, default=None)
    enqueued_at: datetime = column(Privacy.NOTHING)
    ended_at: datetime | None = column(Privacy.NOTHING, default=None)
    problem: str | None = column(
        Privacy.NOTHING, default=None, text=True
    )  # an error's class, never its message


class WorkerBeatTable(SQLModel, table=True):
    """When the worker of a machine, or of a container, was last seen to work."""

    __tablename__ = "worker_beat"

    host: str = column(Privacy.NOTHING, primary_key=True, sa_type=sa.Text)
    beat_at: datetime = column(Privacy.NOTHING)
