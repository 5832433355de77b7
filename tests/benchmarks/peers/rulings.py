"""What the peers share with us: the pure rules, so that everybody decides the same. How rows come and go is theirs."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from typing import Any, TypeVar
from uuid import UUID

import msgspec

from service.alerts.operations.keep import Look, _new_alert
from service.alerts.operations.watch import _case, _look_at
from service.alerts.rows import ClosedAlert, NewAlert, OpenAlert
from service.caseloads.rows import Contact
from service.kit.audit import Act, link_hash
from service.kit.ids import new_id
from service.learners.matching.answer import decide_claim
from service.learners.matching.model import shipped_model
from service.learners.matching.presented import person_of, registered_as
from service.learners.matching.rows import Answered
from service.learners.matching.shares import shipped_shares
from service.learners.rows import Candidate, Claim, Learner
from service.pathways.rows import Facts, Milestone, Spell
from service.web.api.bodies import IndicatorRequest

Record = TypeVar("Record", bound=msgspec.Struct)
MODEL, SHARES = shipped_model(), shipped_shares()
SEEN_EVERY = timedelta(minutes=1)
PAGE = 50
REFRESHED = ("rule", "severity", "owner", "next_owner", "sentence", "next_step", "closes_when", "fingerprint")
Step = tuple[UUID, str, str]  # the alert, what was done, in which words


def as_struct(row: object, kind: type[Record]) -> Record:
    """Make the rules' value of an ORM's row."""
    return msgspec.convert({name: getattr(row, name) for name in kind.__struct_fields__}, kind)


def candidate_of(row: Any) -> Candidate:
    """See a learner's row as somebody a claim may be about."""
    of_row = set(Candidate.__struct_fields__) - {"learner_id", "previous_names", "ruling"}
    return msgspec.convert({"learner_id": row.id, **{name: getattr(row, name) for name in of_row}}, Candidate)


def decide(claim: Claim, candidates: Iterable[Candidate]) -> Answered:
    """Answer a claim by the matcher that everybody shares."""
    registered = [registered_as(candidate) for candidate in candidates]
    return decide_claim(person_of(claim), registered, model=MODEL, shares=SHARES)


def claim_of(body: IndicatorRequest) -> Claim:
    """Make the claim of a request's body."""
    return Claim(**body.model_dump(exclude={"request_id"}))


def rule_on(
    learner: object,
    spells: Iterable[object],
    milestones: Iterable[object],
    contacts: Iterable[object],
    alerts: Iterable[Any],
    today: date,
) -> Look:
    """Judge one learner: situation, main line, alerts to raise, refresh and close."""
    given, who = list(alerts), as_struct(learner, Learner)
    facts = Facts(
        spells=tuple(as_struct(each, Spell) for each in spells),
        milestones=tuple(as_struct(each, Milestone) for each in milestones),
    )
    return _look_at(
        who,
        facts,
        _case(who, facts, {}, [as_struct(each, Contact) for each in contacts]),
        [as_struct(each, OpenAlert) for each in given if each.closed_on is None],
        [as_struct(each, ClosedAlert) for each in given if each.closed_on is not None],
        today,
    )


def new_alerts(look: Look, now: datetime, today: date) -> list[NewAlert]:
    """Make the alerts a judgement asks for."""
    return [_new_alert(look, finding, now, today) for finding in look.changes.raise_]


def steps_of(learner_id: UUID, steps: Iterable[Step], now: datetime) -> list[dict[str, Any]]:
    """Write what was done about alerts, as the fields of rows."""
    return [
        {
            "learner_id": learner_id,
            "alert_id": alert_id,
            "id": new_id(),
            "at": now,
            "step": step,
            "words": words,
        }
        for alert_id, step, words in steps
    ]


def acts_of(learner_id: UUID, steps: Iterable[Step]) -> list[Act]:
    """Write the same for the audit trail."""
    return [
        Act(
            act=f"alert {step}",
            subject_kind="learner",
            subject_id=learner_id,
            detail={"alert": str(alert_id)},
        )
        for alert_id, step, _ in steps
    ]


def link_of(agency_id: UUID, seq: int, act: Act, now: datetime, previous: bytes) -> bytes:
    """Compute the hash of one entry of the audit chain."""
    entry = {
        "seq": seq,
        "at": now.isoformat(),
        "account_id": None,
        "act": act.act,
        "subject_kind": act.subject_kind,
        "subject_id": str(act.subject_id),
        "detail": msgspec.json.encode(act.detail).decode(),
    }
    return link_hash(agency_id, entry, previous)


def window(now: datetime) -> datetime:
    """Give the minute a request is counted in."""
    return now.replace(second=0, microsecond=0)


def plain(value: object) -> Any:
    """Write a value as lists and dictionaries of plain values, for a JSON column."""
    return msgspec.json.decode(msgspec.json.encode(value))
