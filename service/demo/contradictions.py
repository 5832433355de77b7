"""Agencies that contradict each other about some of the town: the college teaches them, the jobcentre has a job."""

from datetime import datetime, timedelta

from service.access.rows import WHOLE_REGISTER, Scope
from service.alerts.operations import record
from service.demo.cast import Cast
from service.demo.providers import COLLEGE, JOBCENTRE
from service.kit.audit import By
from service.kit.database import Session
from service.kit.ids import new_id
from service.learners import queries as learners
from service.learners.operations import issue_indicator
from service.learners.rows import Claim, Learner, Request
from service.pathways import queries as pathways
from service.pathways.rows import Confidence, Spell
from service.vocabulary.activity import Group

HOW_MANY = 2
_A_JOB = 330
_LOOKED_AT = 60


async def contradict(session: Session, cast: Cast, *, now: datetime) -> None:
    """Have the jobcentre report a job that began on the day a course at the college did."""
    then, college = now - timedelta(days=9), cast.agencies[COLLEGE]
    listed, _ = await pathways.listed(
        session, within=Scope(college), group=Group.EET, family="", limit=_LOOKED_AT, skip=0
    )
    people = await learners.learners(session, [each.id for each in listed], within=WHOLE_REGISTER)
    facts = await pathways.facts_of(session, list(people), within=WHOLE_REGISTER)
    courses = [
        spell
        for each in facts.values()
        for spell in each.spells[-1:]
        if spell.agency_id == college and spell.ended_on is None
    ]
    for course in courses[:HOW_MANY]:
        await _report_a_job(session, people[course.learner_id], course, cast, now=then)


async def _report_a_job(
    session: Session, learner: Learner, course: Spell, cast: Cast, *, now: datetime
) -> None:
    by = By(agency_id=cast.agencies[JOBCENTRE])
    claim = Claim(
        given_names=learner.given_names,
        family_name=learner.family_name,
        date_of_birth=learner.date_of_birth,
        postcode=learner.postcode,
        uln=learner.uln,
    )
    request = Request(client_claim_id=f"demo:a-job:{learner.id}", claim=claim)
    await issue_indicator(session, request=request, by=by, now=now, today=now.date())
    job = Spell(
        learner_id=learner.id,
        id=new_id(),
        activity=_A_JOB,
        started_on=course.started_on,
        provider_name="Haven Road Warehouse",
        confidence=Confidence.SELF_REPORTED,
        recorded_at=now,
        agency_id=by.agency_id,
        source_key="demo:a-job",
    )
    await record(session, spells=[job], by=by, now=now, today=now.date())
