"""Statements about how rules do."""

from datetime import date

from service.access.rows import Scope
from service.alerts.rows import RuleFigures
from service.kit import database
from service.kit.database import Session

# In time: a person did something by the deadline, or the facts closed it by then.
_FIGURES = """
select al.rule, count(*) filter (where al.closed_on is null) as open,
       count(*) filter (where al.raised_on >= $2) as raised,
       count(*) filter (where al.raised_on >= $2 and (acted.on_day is not null or al.deadline_on < $3)) as due,
       count(*) filter (where al.raised_on >= $2 and acted.on_day <= al.deadline_on) as in_time,
       count(*) filter (where al.closed_on >= $2) as closed,
       count(*) filter (where al.closed_on >= $2 and al.outcome = 'no_action_needed') as no_action
from alert al
cross join lateral (
    select least(al.closed_on, (min(s.at) at time zone 'Europe/London')::date) as on_day from alert_step s
    where s.learner_id = al.learner_id and s.alert_id = al.id and s.account_id is not null
) as acted
where al.agency_id = $1 and (al.closed_on is null or al.closed_on >= $2 or al.raised_on >= $2)
group by al.rule
"""


async def rule_figures(
    session: Session, *, within: Scope, since: date, today: date
) -> dict[str, RuleFigures]:
    """Count what each rule raised for the reader's agency since a day, and what became of it."""
    found = await database.structs(session, RuleFigures, _FIGURES, within.agency_id, since, today)
    return {each.rule: each for each in found}
