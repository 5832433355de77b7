"""A peer: the three endpoints written plainly with FastAPI and SQLModel, on the same tables and the same rules.

`python -m tests.benchmarks.peers.fastapi_peer PORT`. One session a request, rows through the ORM, no row-level
security (it connects past it).
"""

import os
import sys
from collections.abc import AsyncIterator, Sequence
from datetime import UTC, date, datetime
from typing import Annotated, Any
from uuid import UUID

import uvicorn
from fastapi import Depends, FastAPI, Header, HTTPException, Response
from sqlalchemy import String, and_, func, literal, or_
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import create_async_engine
from sqlmodel import col, delete, select
from sqlmodel.ext.asyncio.session import AsyncSession

from service.access.tables import LearnerAccessTable
from service.accounts.rules import token_hash
from service.accounts.tables import ApiTokenTable, RequestCountTable
from service.agencies.tables import AgencyAreaTable, AgencyTable, PostcodeAreaTable
from service.alerts.operations.keep import Look
from service.alerts.operations.watch import REMEMBERED
from service.alerts.tables import AlertStepTable, AlertTable
from service.caseloads.tables import ContactTable
from service.kit.audit import FIRST, Act, AuditEntry, AuditHead
from service.kit.ids import new_id
from service.kit.migrations import driver_url
from service.learners.rows import Candidate, Claim
from service.learners.tables import ClaimTable, LearnerTable
from service.pathways.queries import Version
from service.pathways.tables import MainSpellTable, MilestoneTable, SituationTable, SpellTable
from service.vocabulary.day import London
from service.vocabulary.indicator import mint
from service.vocabulary.personal_name import fold
from service.web.api.bodies import IndicatorRequest, MilestoneBody
from service.web.api.conditions import etag_of
from tests.benchmarks.peers import rulings
from tests.benchmarks.peers.fastapi_shapes import (
    IndicatorOut,
    RecordedOut,
    TimelineOut,
    milestone_out,
    spell_out,
)
from tests.benchmarks.scale import POOL

engine = create_async_engine(driver_url(os.environ["DATABASE_URL"]), pool_size=POOL, max_overflow=0)
app = FastAPI()


async def open_session() -> AsyncIterator[AsyncSession]:
    async with AsyncSession(engine, expire_on_commit=False) as session:
        yield session


Session = Annotated[AsyncSession, Depends(open_session)]


async def agency_asking(session: Session, authorization: Annotated[str, Header()]) -> AgencyTable:
    now, bearer = datetime.now(UTC), authorization.removeprefix("Bearer ")
    query = select(ApiTokenTable, AgencyTable).join(
        AgencyTable, col(AgencyTable.id) == ApiTokenTable.agency_id
    )
    query = query.where(
        ApiTokenTable.token_hash == token_hash(bearer), col(ApiTokenTable.revoked_at).is_(None)
    )
    found = (await session.exec(query)).first()
    if found is None:
        raise HTTPException(401)
    token, agency = found
    if token.used_at is None or token.used_at < now - rulings.SEEN_EVERY:
        token.used_at = now
        session.add(token)
    await count(session, f"api:{token.id}", now)
    await session.commit()
    return agency


async def count(session: AsyncSession, key: str, now: datetime) -> None:
    table = RequestCountTable
    query = insert(table).values(key=f"{key}/60", window_at=rulings.window(now), count=1)
    query = query.on_conflict_do_update(
        index_elements=["key", "window_at"], set_={"count": col(table.count) + 1}
    )
    if (await session.exec(query.returning(col(table.count)))).scalar_one() > 10**9:
        raise HTTPException(429)


Asking = Annotated[AgencyTable, Depends(agency_asking)]


async def audit(session: AsyncSession, agency_id: UUID, acts: Sequence[Act], now: datetime) -> None:
    query = select(AuditHead).where(AuditHead.agency_id == agency_id).with_for_update()
    head = (await session.exec(query)).first()
    if head is None:
        first = insert(AuditHead).values(agency_id=agency_id, seq=0, hash=FIRST)
        await session.exec(first.on_conflict_do_nothing())
        head = (await session.exec(query)).one()
    for act in acts:
        head.seq += 1
        head.hash = rulings.link_of(agency_id, head.seq, act, now, head.hash)
        session.add(
            AuditEntry(
                agency_id=agency_id, seq=head.seq, at=now, act=act.act, subject_kind=act.subject_kind,
                subject_id=act.subject_id, detail=act.detail, hash=head.hash,
            )
        )  # fmt: skip
    session.add(head)
    await session.flush()


@app.post("/api/v1/indicators", status_code=201)
async def issue(body: IndicatorRequest, agency: Asking, session: Session) -> IndicatorOut:
    now, claim = datetime.now(UTC), rulings.claim_of(body)
    await count(session, f"look-ups:{agency.id}", now)
    await session.commit()
    mine = ClaimTable.agency_id == agency.id, ClaimTable.client_claim_id == str(body.request_id)
    if (await session.exec(select(ClaimTable).where(*mine))).first():
        raise HTTPException(409)
    decision = rulings.decide(claim, await candidates(session, claim))
    learner = await register(session, claim, agency, now)
    made = ClaimTable(
        id=new_id(), agency_id=agency.id, client_claim_id=str(body.request_id), fingerprint=b"\0" * 32,
        outcome=decision.outcome, learner_id=learner.id, model_version=decision.model,
        reason=decision.reason, sentence=decision.sentence, candidates=[], made_at=now,
    )  # fmt: skip
    session.add(made)
    act = Act(act="indicator issued", subject_kind="learner", subject_id=learner.id)
    await audit(session, agency.id, [act], now)
    await review(session, learner, agency.id, now)
    await session.commit()
    return IndicatorOut(
        request_id=body.request_id, outcome=made.outcome, indicator=learner.indicator, learner_id=learner.id,
        reason=made.sentence, model_version=made.model_version,
    )  # fmt: skip


async def candidates(session: AsyncSession, claim: Claim) -> list[Candidate]:
    table, family, given = LearnerTable, fold(claim.family_name), fold(claim.given_names).split(" ")[0]
    like = [
        col(table.folded_family).startswith(family[:1]),
        func.split_part(table.folded_given, " ", 1) == given,
    ]
    like += [table.postcode == claim.postcode] if claim.postcode else []
    ways = [and_(table.date_of_birth == claim.date_of_birth, or_(*like))]
    ways += [table.uln == claim.uln] if claim.uln else []
    ways += [table.upn == claim.upn] if claim.upn else []
    query = select(table).where(col(table.merged_into).is_(None), or_(*ways))
    return [rulings.candidate_of(found) for found in await session.exec(query)]


async def register(session: AsyncSession, claim: Claim, agency: AgencyTable, now: datetime) -> LearnerTable:
    today = now.astimezone(London).date()
    place, areas = PostcodeAreaTable, AgencyAreaTable
    query = select(areas).join(place, col(place.area_id) == areas.area_id)
    query = query.where(
        literal(claim.postcode, String).startswith(col(place.prefix)), place.started_on <= today
    )
    home = (await session.exec(query.order_by(func.length(place.prefix).desc()).limit(1))).first()
    indicator = mint()
    if (await session.exec(select(LearnerTable.id).where(LearnerTable.indicator == indicator))).first():
        raise HTTPException(503)
    learner = LearnerTable(
        id=new_id(), indicator=indicator, given_names=claim.given_names, family_name=claim.family_name,
        folded_given=fold(claim.given_names), folded_family=fold(claim.family_name),
        date_of_birth=claim.date_of_birth, sex=claim.sex, postcode=claim.postcode, uln=claim.uln, upn=claim.upn,
        area_id=home.area_id if home else None, council_id=home.agency_id if home else agency.council_id,
        registered_at=now, registered_by=agency.id, described_at=now,
    )  # fmt: skip
    session.add(learner)
    session.add(LearnerAccessTable(learner_id=learner.id, agency_id=agency.id, reason="registered"))
    if learner.council_id and learner.council_id != agency.id:
        session.add(
            LearnerAccessTable(learner_id=learner.id, agency_id=learner.council_id, reason="resident")
        )
    await session.flush()
    return learner


async def review(session: AsyncSession, learner: LearnerTable, agency_id: UUID, now: datetime) -> None:
    """Judges a learner again and keeps what follows."""
    today = now.astimezone(London).date()
    spells, milestones, contacts, alerts, line = [
        (await session.exec(select(table).where(table.learner_id == learner.id, *besides))).all()
        for table, besides in (
            (SpellTable, [col(SpellTable.superseded_at).is_(None)]),
            (MilestoneTable, [col(MilestoneTable.superseded_at).is_(None)]),
            (ContactTable, []),
            (AlertTable, [or_(col(AlertTable.closed_on).is_(None), and_(
                col(AlertTable.closed_on) >= today - REMEMBERED, col(AlertTable.outcome).is_not(None)))]),
            (MainSpellTable, []),
        )
    ]  # fmt: skip
    look = rulings.rule_on(learner, spells, milestones, contacts, alerts, today)
    await keep_line(session, learner.id, line, look)
    await session.merge(SituationTable(**values(look.standing)))
    await keep_alerts(session, agency_id, {alert.id: alert for alert in alerts}, look, now, today)


async def keep_line(
    session: AsyncSession, learner_id: UUID, stored: Sequence[MainSpellTable], look: Look
) -> None:
    names = ("started_on", "ended_on", "activity", "spell_id")
    if {tuple(getattr(each, n) for n in names) for each in stored} != {
        tuple(getattr(each, n) for n in names) for each in look.line
    }:
        await session.exec(delete(MainSpellTable).where(col(MainSpellTable.learner_id) == learner_id))
        session.expunge_all()
        session.add_all(
            MainSpellTable(learner_id=learner_id, **{n: getattr(each, n) for n in names})
            for each in look.line
        )


async def keep_alerts(
    session: AsyncSession,
    agency_id: UUID,
    known: dict[UUID, AlertTable],
    look: Look,
    now: datetime,
    today: date,
) -> None:
    steps = []
    for close in look.changes.close:
        alert = known[close.alert_id]
        alert.closed_on, alert.closed_because, alert.status = today, close.sentence, "open"
        session.add(alert)
        steps.append((alert.id, "closed", close.sentence))
    for change in look.changes.refresh:
        alert = known[change.alert_id]
        for name in rulings.REFRESHED:
            setattr(alert, name, getattr(change.finding, name))
        alert.evidence, alert.deadline_on = rulings.plain(change.finding.evidence), change.deadline_on
        session.add(alert)
        steps.append((alert.id, "new evidence", change.finding.sentence))
    for new in rulings.new_alerts(look, now, today):
        session.add(AlertTable(**values(new)))
        steps.append((new.id, "raised", new.sentence))
    learner_id = look.learner.id
    session.add_all(AlertStepTable(**each) for each in rulings.steps_of(learner_id, steps, now))
    if steps:
        await audit(session, agency_id, rulings.acts_of(learner_id, steps), now)


def values(record: Any) -> dict[str, Any]:
    """A struct's fields for a table's row; what is nested becomes JSON."""
    return {
        name: rulings.plain(value) if isinstance(value := getattr(record, name), tuple) else value
        for name in record.__struct_fields__
    }


async def require_learner(
    session: AsyncSession, learner_id: UUID, agency_id: UUID, why: str, now: datetime
) -> LearnerTable:
    seen = select(LearnerAccessTable).where(
        LearnerAccessTable.learner_id == LearnerTable.id, LearnerAccessTable.agency_id == agency_id
    )
    query = select(LearnerTable).where(LearnerTable.id == learner_id, seen.exists())
    learner = (await session.exec(query)).first()
    if learner is None:
        raise HTTPException(404)
    act = Act(act="record viewed", subject_kind="learner", subject_id=learner.id, detail={"why": why})
    await audit(session, agency_id, [act], now)
    return learner


async def version(session: AsyncSession, learner_id: UUID) -> str:
    facts = superseded = 0
    latest = None
    for table in (SpellTable, MilestoneTable):
        query = select(func.count(), func.count(table.superseded_at), func.max(table.recorded_at))
        some, gone, last = (await session.exec(query.where(table.learner_id == learner_id))).one()
        facts, superseded = facts + some, superseded + gone
        latest = max(filter(None, (latest, last)), default=None)
    return etag_of(Version(facts=facts, superseded=superseded, recorded_at=latest))


@app.post("/api/v1/learners/{learner_id}/milestones", status_code=201)
async def record(
    learner_id: UUID,
    body: MilestoneBody,
    agency: Asking,
    session: Session,
    response: Response,
    if_match: Annotated[str, Header()],
) -> RecordedOut:
    now = datetime.now(UTC)
    learner = await require_learner(session, learner_id, agency.id, "recording by a system", now)
    mine = (
        MilestoneTable.learner_id == learner_id,
        MilestoneTable.agency_id == agency.id,
        MilestoneTable.source_key == f"api:{body.key}",
    )
    if (await session.exec(select(MilestoneTable).where(*mine))).first():
        raise HTTPException(409)
    if if_match != await version(session, learner_id):
        raise HTTPException(412)
    given = body.model_dump(include={"kind", "occurred_on", "planned_start_on", "level", "sector", "detail"})
    milestone = MilestoneTable(
        learner_id=learner_id, id=new_id(), agency_id=agency.id, source_key=f"api:{body.key}", recorded_at=now,
        confidence="confirmed", **given,
    )  # fmt: skip
    session.add(milestone)
    detail = {"milestones": [str(milestone.id)]}
    await audit(
        session,
        agency.id,
        [Act(act="facts recorded", subject_kind="learner", subject_id=learner_id, detail=detail)],
        now,
    )
    await review(session, learner, agency.id, now)
    names = {agency.id: agency.name}
    response.headers["etag"] = await version(session, learner_id)
    await session.commit()
    return RecordedOut(
        learner_id=learner_id, effect="new", milestone=milestone_out(milestone, names, agency.id)
    )


@app.get("/api/v1/learners/{learner_id}/timeline")
async def timeline(learner_id: UUID, agency: Asking, session: Session, response: Response) -> TimelineOut:
    now = datetime.now(UTC)
    await require_learner(session, learner_id, agency.id, "timeline read by a system", now)
    response.headers["etag"] = await version(session, learner_id)
    found: list[tuple[date, UUID, Any]] = []
    for table, day in ((SpellTable, SpellTable.started_on), (MilestoneTable, MilestoneTable.occurred_on)):
        query = (
            select(table)
            .where(table.learner_id == learner_id)
            .order_by(col(day).desc(), col(table.id).desc())
        )
        found += [(getattr(f, day.key), f.id, f) for f in await session.exec(query.limit(rulings.PAGE + 1))]
    names = {each.id: each.name for each in await session.exec(select(AgencyTable))}
    await session.commit()
    facts = [fact for _, _, fact in sorted(found, key=lambda each: each[:2], reverse=True)][: rulings.PAGE]
    shown = [
        spell_out(fact, names, agency.id)
        if isinstance(fact, SpellTable)
        else milestone_out(fact, names, agency.id)
        for fact in facts
    ]
    return TimelineOut(learner_id=learner_id, facts=shown)


if __name__ == "__main__":
    uvicorn.run(app, host="127.0.0.1", port=int(sys.argv[1]), access_log=False, log_level="warning")
