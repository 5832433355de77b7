"""Statements about referrals. An agency that was asked sees the least of whom it is about: name, indicator, birth."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import date
from uuid import UUID

from service.access.rows import Scope
from service.kit import database
from service.kit.database import Session
from service.referrals.rows import Referral
from service.referrals.tables import ReferralTable

_FIELDS = Referral.__struct_fields__
_COLUMNS = ", ".join(f"r.{name}" for name in _FIELDS)
_OPEN = f"""
select {_COLUMNS} from referral r where r.learner_id = any($1) and r.ended_on is null order by r.made_at, r.id
"""
_HOLD = f"select {_COLUMNS} from referral r where r.id = $1 for update"
_SHOWN = f"""
select {_COLUMNS}, sender.name as sender, receiver.name as receiver, l.given_names, l.family_name, l.indicator,
       l.date_of_birth
from referral r join learner l on l.id = r.learner_id join agency sender on sender.id = r.from_agency_id
join agency receiver on receiver.id = r.to_agency_id
"""
_OF_AGENCY = f"""
{_SHOWN} where (r.to_agency_id = $1 and r.state <> 'to_send' or r.from_agency_id = $1) and r.ended_on is null
order by r.made_at, r.id limit 200
"""
_ONE = f"{_SHOWN} where r.id = $2 and (r.to_agency_id = $1 and r.state <> 'to_send' or r.from_agency_id = $1)"
_OF_LEARNER = f"{_SHOWN} where r.learner_id = $1 order by r.made_at desc, r.id"
_CHANGING = (
    *(
        "learner_id",
        "id",
        "state",
        "words",
        "sent_on",
        "answered_on",
        "answered_by",
        "decline",
        "decline_note",
    ),
    *("appointment_on", "missed", "missed_on", "attended_on", "ended_on"),
)
_CHANGE = """
update referral set state = $3, words = $4, sent_on = $5, answered_on = $6, answered_by = $7, decline = $8,
    decline_note = $9, appointment_on = $10, missed = $11, missed_on = $12, attended_on = $13, ended_on = $14
where learner_id = $1 and id = $2
"""


class Shown(Referral, frozen=True, kw_only=True):
    """A referral with the names on it."""

    sender: str
    receiver: str
    given_names: str
    family_name: str
    indicator: str
    date_of_birth: date


async def open_referrals(session: Session, learner_ids: Sequence[UUID]) -> dict[UUID, list[Referral]]:
    """Fetch the referrals of learners that are not over, the oldest first; as the safety net looks at them."""
    found: dict[UUID, list[Referral]] = defaultdict(list)
    if not learner_ids:
        return found
    for each in await database.structs(session, Referral, _OPEN, list(learner_ids)):
        found[each.learner_id].append(each)
    return found


async def hold_referral(session: Session, referral_id: UUID) -> Referral | None:
    """Fetch a referral and let nobody else change it meanwhile; the caller asks whose it is."""
    return await database.struct(session, Referral, _HOLD, referral_id)


async def referrals_of_agency(session: Session, *, within: Scope) -> list[Shown]:
    """List an agency's referrals that are not over, sent by it or to it, the oldest first; as the register."""
    return await database.structs(session, Shown, _OF_AGENCY, within.agency_id)


async def referral(session: Session, referral_id: UUID, *, within: Scope) -> Shown | None:
    """Fetch one of them, over or not; as the register."""
    return await database.struct(session, Shown, _ONE, within.agency_id, referral_id)


async def referrals_of(session: Session, learner_id: UUID) -> list[Shown]:
    """List a learner's referrals, the latest first; the caller has found the learner in scope. As the register."""
    return await database.structs(session, Shown, _OF_LEARNER, learner_id)


async def add_referral(session: Session, added: Referral) -> None:
    """Keep a referral."""
    await database.insert(session, ReferralTable, [added])


async def change_referral(session: Session, changed: Referral) -> None:
    """Keep where a referral stands now."""
    await database.execute(session, _CHANGE, *(getattr(changed, name) for name in _CHANGING))
