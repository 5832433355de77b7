"""Statements about what people do to alerts, and the steps that are kept of it."""

from collections.abc import Sequence
from datetime import date, datetime
from uuid import UUID

import msgspec

from service.alerts.rows import (
    Outcome,
    Step,
)
from service.alerts.tables import AlertStepTable
from service.kit import database
from service.kit.database import Session

_ACKNOWLEDGE = """
update alert set status = 'acknowledged', acknowledged_by = $3, rung = 0, snoozed_until_on = null, snooze_reason = null
where learner_id = $1 and id = $2 and closed_on is null
"""

_ACKNOWLEDGE_ALL = """
update alert set status = 'acknowledged', acknowledged_by = $2, rung = 0
where learner_id = $1 and closed_on is null and status = 'open'
"""

_SNOOZE = """
update alert set status = 'snoozed', snoozed_until_on = $3, snooze_reason = $4
where learner_id = $1 and id = $2 and closed_on is null
"""

_CLOSE_BY_HAND = """
update alert set closed_on = $3, closed_by = $4, closed_because = $5, outcome = $6, status = 'open',
    snoozed_until_on = null, snooze_reason = null
where learner_id = $1 and id = $2 and closed_on is null
"""

_STEPS = """
select s.learner_id, s.alert_id, s.id, s.at, s.account_id, a.name as account_name, s.step, s.words
from alert_step s left join account a on a.id = s.account_id
where s.learner_id = $1 and s.alert_id = $2 order by s.at, s.id
"""


_HAND_OVER = """
update alert set agency_id = $2, status = case when status = 'acknowledged' then 'open' else status end
where learner_id = $1 and closed_on is null
"""


class StepRow(msgspec.Struct, frozen=True, kw_only=True):
    """One thing that was done about an alert, and by whom."""

    learner_id: UUID
    alert_id: UUID
    id: UUID
    at: datetime
    account_id: UUID | None
    account_name: str | None
    step: str
    words: str | None


async def acknowledge(session: Session, learner_id: UUID, alert_id: UUID, *, by: UUID) -> bool:
    """Mark an alert as seen to, and end its sleep; False where it is closed."""
    return await database.execute(session, _ACKNOWLEDGE, learner_id, alert_id, by) == 1


async def acknowledge_all(session: Session, learner_id: UUID, *, by: UUID) -> int:
    """Mark a learner's open alerts as seen to, those that sleep excepted, and count them."""
    return await database.execute(session, _ACKNOWLEDGE_ALL, learner_id, by)


async def snooze(session: Session, learner_id: UUID, alert_id: UUID, *, until: date, reason: str) -> bool:
    """Let an alert sleep; False where it is closed."""
    return await database.execute(session, _SNOOZE, learner_id, alert_id, until, reason) == 1


async def close(
    session: Session, learner_id: UUID, alert_id: UUID, *, on: date, by: UUID, because: str, outcome: Outcome
) -> bool:
    """Close an alert by a person's decision; False where it is closed."""
    return (
        await database.execute(session, _CLOSE_BY_HAND, learner_id, alert_id, on, by, because, outcome) == 1
    )


async def hand_over(session: Session, learner_id: UUID, *, to: UUID) -> int:
    """Put a learner's open alerts on another council's lists, to be seen to afresh, and count them."""
    return await database.execute(session, _HAND_OVER, learner_id, to)


async def add_steps(session: Session, added: Sequence[Step]) -> None:
    """Keep what was done about alerts."""
    await database.insert(session, AlertStepTable, added)


async def steps(session: Session, learner_id: UUID, alert_id: UUID) -> list[StepRow]:
    """List what was done about an alert, oldest first."""
    return await database.structs(session, StepRow, _STEPS, learner_id, alert_id)
