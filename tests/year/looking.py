"""What is stored at the end of a day, read by statements of our own: everybody, what is open, what people closed."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from uuid import UUID

import msgspec

from service.alerts.rows import Owner
from service.kit import database as sql
from service.kit.database import Session

_EVERYBODY = """
select l.id, l.date_of_birth, l.council_id, (l.registered_at at time zone 'Europe/London')::date as registered_on,
       s.activity, s.activity_group, s.since_on, s.neet_since_on,
       s.next_review_on, spoken.on_day as spoken_on, last.completion as last_completion, place.accepted_for_on
from learner l left join situation s on s.learner_id = l.id
left join (select learner_id, max(occurred_on) as on_day from contact where two_way group by learner_id) as spoken
  on spoken.learner_id = l.id
left join lateral (
    select f.completion from main_spell m join spell f on f.learner_id = m.learner_id and f.id = m.spell_id
    where s.activity_group = 'not_known' and m.learner_id = l.id and m.started_on <= $1
    order by m.started_on desc limit 1
) as last on true
left join lateral (
    select max(planned_start_on) as accepted_for_on from milestone m
    where s.activity_group = 'not_known' and m.learner_id = l.id and m.kind = 'accepted' and m.superseded_at is null
) as place on true
where l.merged_into is null order by l.id
"""

_OPEN = """
select al.learner_id, al.id, al.rule, al.family, al.severity, al.status, al.raised_on, al.raised_for_on,
       al.deadline_on, al.rung, al.fingerprint, al.snoozed_until_on, al.agency_id, al.owner, al.holder_id,
       l.merged_into is not null as is_merged,
       exists (select from learner_access a where a.learner_id = al.learner_id and a.agency_id = al.agency_id)
           as is_seen,
       exists (select from account p where p.agency_id = al.agency_id and p.role = 'team_lead'
               and p.disabled_at is null) as is_led,
       holder.left_at, holder.id as held_by
from alert al join learner l on l.id = al.learner_id
left join lateral (
    select p.id, p.disabled_at as left_at from holding h join account p on p.id = h.account_id
    where h.learner_id = al.learner_id and h.agency_id = al.agency_id and h.ended_on is null
) as holder on true
where al.closed_on is null
"""

_BY_A_PERSON = """
select learner_id, rule, family, closed_on, outcome from alert
where outcome is not null and closed_because <> '' and closed_on >= $1
"""


class Somebody(msgspec.Struct, frozen=True, kw_only=True):
    """One learner as stored. Without an activity nobody has ever looked at them."""

    id: UUID
    date_of_birth: date
    council_id: UUID | None
    registered_on: date
    activity: int | None
    activity_group: str | None
    since_on: date | None
    neet_since_on: date | None
    next_review_on: date | None
    spoken_on: date | None
    last_completion: str | None
    accepted_for_on: date | None


class Open(msgspec.Struct, frozen=True, kw_only=True):
    """One open alert, with whoever holds the learner and whether they are still there."""

    learner_id: UUID
    id: UUID
    rule: str
    family: str
    severity: str
    status: str
    raised_on: date
    raised_for_on: date
    deadline_on: date
    rung: int
    fingerprint: str
    snoozed_until_on: date | None
    agency_id: UUID | None
    owner: str
    is_merged: bool
    is_seen: bool
    is_led: bool
    holder_id: UUID | None
    left_at: object
    held_by: UUID | None

    @property
    def is_nobodys(self) -> bool:
        """Whether no adviser who is still there holds the learner, and it is not the data officers' to settle."""
        is_an_advisers = self.owner != Owner.DATA_MANAGER
        return is_an_advisers and (self.held_by is None or self.left_at is not None)


class ByAPerson(msgspec.Struct, frozen=True, kw_only=True):
    """An alert that a person closed, with an outcome and a reason."""

    learner_id: UUID
    rule: str
    family: str
    closed_on: date
    outcome: str


class Evening(msgspec.Struct, frozen=True, kw_only=True):
    """All that is stored at the end of one day; and since when a council answers for those who moved to it."""

    today: date
    everybody: Sequence[Somebody]
    open: Sequence[Open]
    alerts_of: Mapping[UUID, Sequence[Open]]
    closed_of: Mapping[UUID, Sequence[ByAPerson]]
    came_on: Mapping[UUID, date] = msgspec.field(default_factory=dict)


async def look_around(session: Session, today: date, came_on: Mapping[UUID, date]) -> Evening:
    """Read the day's end."""
    found = [Open(**each) for each in await sql.rows(session, _OPEN)]
    alerts_of: dict[UUID, list[Open]] = defaultdict(list)
    for alert in found:
        alerts_of[alert.learner_id].append(alert)
    closed_of: dict[UUID, list[ByAPerson]] = defaultdict(list)
    for row in await sql.rows(session, _BY_A_PERSON, today - timedelta(days=40)):
        closed_of[row["learner_id"]].append(ByAPerson(**row))
    return Evening(
        today=today,
        everybody=[Somebody(**each) for each in await sql.rows(session, _EVERYBODY, today)],
        open=found,
        alerts_of=alerts_of,
        closed_of=closed_of,
        came_on=came_on,
    )
