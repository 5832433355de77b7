"""Background jobs: rows of one table, enqueued in the transaction of what asks for them.

An operation is run at least once. Everything it commits is fenced: a worker that was held up for longer
than its lease, and whose job another has taken, can neither commit nor finish it. What was committed before
a worker died stays, and the job begins again: so an operation marks in its own rows how far it came, in the
same transaction.

Why this is a table of our own: docs/decisions/0003-jobs.md.
"""

from service.kit.jobs.lease import LeaseLost
from service.kit.jobs.queue import (
    FailedJob,
    enqueue,
    failed_jobs,
    forget_done,
    goes_on,
    has_failed,
    last_done,
    silent_for,
    try_again,
)
from service.kit.jobs.timetable import Daily
from service.kit.jobs.worker import Clock, Operation, Pace, Worker

__all__ = [
    "Clock",
    "Daily",
    "FailedJob",
    "LeaseLost",
    "Operation",
    "Pace",
    "Worker",
    "enqueue",
    "failed_jobs",
    "forget_done",
    "goes_on",
    "has_failed",
    "last_done",
    "silent_for",
    "try_again",
]
