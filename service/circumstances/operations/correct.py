"""Correcting or taking back a circumstance by hand: by the agency that recorded it, with a reason."""

from datetime import date, datetime
from uuid import UUID

import msgspec
from msgspec.structs import replace

from service.access.rows import Scope
from service.circumstances import queries
from service.circumstances.rows import Circumstance
from service.kit import audit
from service.kit.audit import Act, By
from service.kit.database import Session
from service.kit.errors import Invalid
from service.kit.ids import new_id
from service.pathways.rows import Because
from service.pathways.rules import content_of, said_anew


class NotYourCircumstance(Invalid):
    """It is another agency's, or does not count any more."""

    code = "not_your_circumstance"


class Correction(msgspec.Struct, frozen=True, kw_only=True):
    """What is wrong with one circumstance, and why. `value` None: it is taken back."""

    learner_id: UUID
    circumstance_id: UUID
    because: Because
    note: str | None = None
    value: str | None = None
    starts_on: date | None = None
    ends_on: date | None = None


async def correct_circumstance(
    session: Session, *, correction: Correction, within: Scope, by: By, now: datetime
) -> Circumstance:
    """Correct a circumstance, or take it back, and give what stands for it.

    The learner's facts are held by the caller. Done twice it is done once. Raises `NotYourCircumstance`.
    """
    said = await queries.everything_said(session, [correction.learner_id], within=within)
    before = next((each for each in said if each.id == correction.circumstance_id), None)
    if before is None or before.agency_id != by.agency_id:
        raise NotYourCircumstance("Your agency did not record this. Ask the agency that did to correct it.")
    if before.superseded_at is not None:
        return _done_before(said, before, correction)
    after = _corrected(before, correction, by, now)
    await queries.supersede(session, [before], at=now)
    await queries.add(session, [after])
    act = Act(
        act="circumstance corrected",
        subject_kind="learner",
        subject_id=before.learner_id,
        detail={"kind": before.kind, "corrects": before.id, "because": correction.because},
    )
    await audit.record(session, act, by=by, now=now)
    return after


def _corrected(before: Circumstance, correction: Correction, by: By, now: datetime) -> Circumstance:
    anew = replace(
        said_anew(before, fact_id=new_id(), at=now, by=by.account_id),
        supersedes=before.id,
        because=correction.because,
        because_note=correction.note,
    )
    if correction.value is None:
        return replace(anew, takes_back=True, superseded_at=now)
    starts_on = correction.starts_on or before.starts_on
    if correction.ends_on is not None and correction.ends_on < starts_on:
        raise Invalid("The end is before the start. Correct one of the two days.", field="ends_on")
    after = replace(anew, value=correction.value, starts_on=starts_on, ends_on=correction.ends_on)
    if content_of(after) == content_of(before):
        raise Invalid("This is what is recorded already. Change what is wrong.", field="value")
    return after


def _done_before(said: list[Circumstance], before: Circumstance, correction: Correction) -> Circumstance:
    """The same correction sent twice; another one has to begin from what stands now."""
    after = next((each for each in said if each.supersedes == before.id), None)
    if after is None or after.because is not correction.because:
        raise NotYourCircumstance("This was corrected meanwhile. Open the learner's circumstances again.")
    return after
