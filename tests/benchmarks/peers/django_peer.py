"""A peer: the three endpoints written plainly with Django and its ORM, on the same tables and the same rules.

Served by gunicorn, one process, as many threads as we have connections, each keeping its own. Synchronous, as
Django's ORM is; no row-level security (it connects past it).
"""

import os
from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime
from typing import Any
from urllib.parse import parse_qs, urlsplit
from uuid import UUID

import django
import msgspec
from django.conf import settings
from django.core.handlers.wsgi import WSGIHandler
from django.db import connection, transaction
from django.db.models import Count, Exists, F, Max, OuterRef, Q, Value
from django.db.models.functions import Length
from django.http import HttpRequest, JsonResponse
from django.urls import path

from service.accounts.rules import token_hash
from service.alerts.operations.keep import Look
from service.alerts.operations.watch import REMEMBERED
from service.kit.audit import FIRST, Act
from service.kit.ids import new_id
from service.learners import rows
from service.pathways.queries import Version
from service.vocabulary.day import London
from service.vocabulary.indicator import mint
from service.vocabulary.personal_name import fold
from service.web.api.bodies import IndicatorRequest, MilestoneBody
from service.web.api.conditions import etag_of
from tests.benchmarks.peers import rulings

address = urlsplit(os.environ["DATABASE_URL"])
settings.configure(
    ALLOWED_HOSTS=["*"],
    ROOT_URLCONF=__name__,
    SECRET_KEY=os.environ["PATHWAY_SECRET"],
    MIDDLEWARE=["django.middleware.common.CommonMiddleware"],
    USE_TZ=True,
    DATABASES={
        "default": {
            "ENGINE": "django.db.backends.postgresql",
            "NAME": address.path.lstrip("/"),
            "USER": address.username,
            "HOST": parse_qs(address.query)["host"][0],
            "CONN_MAX_AGE": None,
        }
    },
)
django.setup()

from tests.benchmarks.peers import django_models as tables  # noqa: E402 - models need the settings

Handler = Callable[..., JsonResponse]


class Refusal(Exception):
    """A status to answer with."""


def asking(handler: Handler) -> Handler:
    """Finds the agency whose system asks, counts the request, and runs the handler in one transaction."""

    def answer(request: HttpRequest, **given: Any) -> JsonResponse:
        now = datetime.now(UTC)
        try:
            agency = agency_of(request, now)
            with transaction.atomic():
                return handler(request, agency, now, **given)
        except Refusal as refused:
            return JsonResponse({"status": refused.args[0]}, status=refused.args[0])

    answer.csrf_exempt = True  # type: ignore[attr-defined]  # how Django is told
    return answer


def agency_of(request: HttpRequest, now: datetime) -> tables.Agency:
    bearer = request.headers.get("Authorization", "").removeprefix("Bearer ")
    token = tables.ApiToken.objects.select_related("agency").filter(
        token_hash=token_hash(bearer), revoked_at__isnull=True
    ).first()  # fmt: skip
    if token is None:
        raise Refusal(401)
    if token.used_at is None or token.used_at < now - rulings.SEEN_EVERY:
        tables.ApiToken.objects.filter(pk=token.pk).update(used_at=now)
    count(f"api:{token.id}", now)
    return token.agency


def count(key: str, now: datetime) -> None:
    """The one statement the ORM has no words for (insert, or add one and give the sum)."""
    with connection.cursor() as cursor:
        cursor.execute(
            "insert into request_count as c (key, window_at, count) values (%s, %s, 1) "
            "on conflict (key, window_at) do update set count = c.count + 1 returning count",
            [f"{key}/60", rulings.window(now)],
        )
        if cursor.fetchone()[0] > 10**9:
            raise Refusal(429)


def audit(agency_id: UUID, acts: Sequence[Act], now: datetime) -> None:
    heads = tables.AuditHead.objects
    head = heads.select_for_update().filter(pk=agency_id).first()
    if head is None:
        heads.bulk_create([tables.AuditHead(agency_id=agency_id, seq=0, hash=FIRST)], ignore_conflicts=True)
        head = heads.select_for_update().get(pk=agency_id)
    entries = []
    for act in acts:
        head.seq += 1
        head.hash = rulings.link_of(agency_id, head.seq, act, now, bytes(head.hash))
        entries.append(
            tables.AuditEntry(
                agency_id=agency_id, seq=head.seq, at=now, act=act.act, subject_kind=act.subject_kind,
                subject_id=act.subject_id, detail=act.detail, hash=head.hash,
            )
        )  # fmt: skip
    tables.AuditEntry.objects.bulk_create(entries)
    head.save(update_fields=["seq", "hash"])


@asking
def issue(request: HttpRequest, agency: tables.Agency, now: datetime) -> JsonResponse:
    body = IndicatorRequest.model_validate_json(request.body)
    claim = rulings.claim_of(body)
    count(f"look-ups:{agency.id}", now)
    if tables.Claim.objects.filter(agency_id=agency.id, client_claim_id=str(body.request_id)).exists():
        raise Refusal(409)
    decision = rulings.decide(claim, candidates(claim))
    learner = register(claim, agency, now)
    tables.Claim.objects.create(
        id=new_id(), agency_id=agency.id, client_claim_id=str(body.request_id), fingerprint=b"\0" * 32,
        outcome=decision.outcome, learner_id=learner.id, model_version=decision.model, reason=decision.reason,
        sentence=decision.sentence, candidates=[], made_at=now,
    )  # fmt: skip
    audit(agency.id, [Act(act="indicator issued", subject_kind="learner", subject_id=learner.id)], now)
    review(learner, agency.id, now)
    answer = {
        "request_id": body.request_id, "outcome": decision.outcome, "indicator": learner.indicator,
        "learner_id": learner.id, "reason": decision.sentence, "model_version": decision.model,
    }  # fmt: skip
    return JsonResponse(answer, status=201)


def candidates(claim: rows.Claim) -> list[rows.Candidate]:
    family, given = fold(claim.family_name), fold(claim.given_names).split(" ")[0]
    like = (
        Q(folded_family__startswith=family[:1])
        | Q(folded_given=given)
        | Q(folded_given__startswith=f"{given} ")
    )
    like |= Q(postcode=claim.postcode) if claim.postcode else Q()
    ways = Q(date_of_birth=claim.date_of_birth) & like
    ways |= Q(uln=claim.uln) if claim.uln else Q()
    ways |= Q(upn=claim.upn) if claim.upn else Q()
    return [
        rulings.candidate_of(each) for each in tables.Learner.objects.filter(ways, merged_into__isnull=True)
    ]


def register(claim: rows.Claim, agency: tables.Agency, now: datetime) -> tables.Learner:
    today = now.astimezone(London).date()
    places = tables.PostcodeArea.objects.alias(asked=Value(claim.postcode)).filter(
        asked__startswith=F("prefix"), started_on__lte=today
    )
    place = places.order_by(Length("prefix").desc()).first()
    home = tables.AgencyArea.objects.filter(area_id=place.area_id).first() if place else None
    indicator = mint()
    if tables.Learner.objects.filter(indicator=indicator).exists():
        raise Refusal(503)
    learner = tables.Learner.objects.create(
        id=new_id(), indicator=indicator, given_names=claim.given_names, family_name=claim.family_name,
        folded_given=fold(claim.given_names), folded_family=fold(claim.family_name),
        date_of_birth=claim.date_of_birth, sex=claim.sex, postcode=claim.postcode, uln=claim.uln, upn=claim.upn,
        area_id=place.area_id if place else None, council_id=home.agency_id if home else agency.council_id,
        registered_at=now, registered_by=agency.id, described_at=now,
    )  # fmt: skip
    access = {agency.id: "registered"}
    if learner.council_id:
        access.setdefault(learner.council_id, "resident")
    tables.LearnerAccess.objects.bulk_create(
        tables.LearnerAccess(learner_id=learner.id, agency_id=each, reason=why)
        for each, why in access.items()
    )
    return learner


def review(learner: tables.Learner, agency_id: UUID, now: datetime) -> None:
    """Judges a learner again and keeps what follows."""
    today = now.astimezone(London).date()
    lately = Q(closed_on__gte=today - REMEMBERED, outcome__isnull=False)
    alerts = list(tables.Alert.objects.filter(Q(closed_on__isnull=True) | lately, learner_id=learner.id))
    look = rulings.rule_on(
        learner,
        tables.Spell.objects.filter(learner_id=learner.id, superseded_at__isnull=True),
        tables.Milestone.objects.filter(learner_id=learner.id, superseded_at__isnull=True),
        tables.Contact.objects.filter(learner_id=learner.id),
        alerts,
        today,
    )
    keep_line(learner.id, look)
    standing = msgspec.structs.asdict(look.standing)
    tables.Situation.objects.update_or_create(learner_id=standing.pop("learner_id"), defaults=standing)
    keep_alerts(agency_id, {alert.id: alert for alert in alerts}, look, now, today)


def keep_line(learner_id: UUID, look: Look) -> None:
    names = ("started_on", "ended_on", "activity", "spell_id")
    stored = set(tables.MainSpell.objects.filter(learner_id=learner_id).values_list(*names))
    wanted = [tuple(getattr(each, name) for name in names) for each in look.line]
    if stored != set(wanted):
        tables.MainSpell.objects.filter(learner_id=learner_id).delete()
        tables.MainSpell.objects.bulk_create(
            tables.MainSpell(learner_id=learner_id, **dict(zip(names, each, strict=True))) for each in wanted
        )


def keep_alerts(
    agency_id: UUID, known: dict[UUID, tables.Alert], look: Look, now: datetime, today: date
) -> None:
    steps = []
    for close in look.changes.close:
        alert = known[close.alert_id]
        alert.closed_on, alert.closed_because, alert.status = today, close.sentence, "open"
        alert.save()
        steps.append((alert.id, "closed", close.sentence))
    for change in look.changes.refresh:
        alert = known[change.alert_id]
        for name in rulings.REFRESHED:
            setattr(alert, name, getattr(change.finding, name))
        alert.evidence, alert.deadline_on = rulings.plain(change.finding.evidence), change.deadline_on
        alert.save()
        steps.append((alert.id, "new evidence", change.finding.sentence))
    for new in rulings.new_alerts(look, now, today):
        nested = {"evidence": rulings.plain(new.evidence), "alternatives": rulings.plain(new.alternatives)}
        tables.Alert.objects.create(**(msgspec.structs.asdict(new) | nested))
        steps.append((new.id, "raised", new.sentence))
    learner_id = look.learner.id
    made = (tables.AlertStep(**each) for each in rulings.steps_of(learner_id, steps, now))
    tables.AlertStep.objects.bulk_create(made)
    if steps:
        audit(agency_id, rulings.acts_of(learner_id, steps), now)


def require_learner(learner_id: UUID, agency_id: UUID, why: str, now: datetime) -> tables.Learner:
    seen = tables.LearnerAccess.objects.filter(learner_id=OuterRef("id"), agency_id=agency_id)
    learner = tables.Learner.objects.filter(Exists(seen), id=learner_id).first()
    if learner is None:
        raise Refusal(404)
    act = Act(act="record viewed", subject_kind="learner", subject_id=learner.id, detail={"why": why})
    audit(agency_id, [act], now)
    return learner


def version(learner_id: UUID) -> str:
    facts = superseded = 0
    latest = None
    for table in (tables.Spell, tables.Milestone):
        found = table.objects.filter(learner_id=learner_id).aggregate(
            some=Count("id"), gone=Count("superseded_at"), last=Max("recorded_at")
        )
        facts, superseded = facts + found["some"], superseded + found["gone"]
        latest = max(filter(None, (latest, found["last"])), default=None)
    return etag_of(Version(facts=facts, superseded=superseded, recorded_at=latest))


@asking
def record(request: HttpRequest, agency: tables.Agency, now: datetime, learner_id: UUID) -> JsonResponse:
    body = MilestoneBody.model_validate_json(request.body)
    learner = require_learner(learner_id, agency.id, "recording by a system", now)
    mine = {"learner_id": learner_id, "agency_id": agency.id, "source_key": f"api:{body.key}"}
    if tables.Milestone.objects.filter(**mine).exists():
        raise Refusal(409)
    if request.headers.get("If-Match") != version(learner_id):
        raise Refusal(412)
    given = body.model_dump(include={"kind", "occurred_on", "planned_start_on", "level", "sector", "detail"})
    milestone = tables.Milestone.objects.create(
        id=new_id(), recorded_at=now, confidence="confirmed", **mine, **given
    )
    detail = {"milestones": [str(milestone.id)]}
    act = Act(act="facts recorded", subject_kind="learner", subject_id=learner_id, detail=detail)
    audit(agency.id, [act], now)
    review(learner, agency.id, now)
    shown = milestone_out(milestone, {agency.id: agency.name}, agency.id)
    content = {"learner_id": learner_id, "effect": "new", "milestone": shown}
    return JsonResponse(content, status=201, headers={"etag": version(learner_id)})


@asking
def timeline(request: HttpRequest, agency: tables.Agency, now: datetime, learner_id: UUID) -> JsonResponse:
    require_learner(learner_id, agency.id, "timeline read by a system", now)
    etag = version(learner_id)
    found = [
        ((getattr(fact, day), fact.id), fact)
        for table, day in ((tables.Spell, "started_on"), (tables.Milestone, "occurred_on"))
        for fact in table.objects.filter(learner_id=learner_id).order_by(f"-{day}", "-id")[: rulings.PAGE + 1]
    ]
    names = {each.id: each.name for each in tables.Agency.objects.all()}
    facts = [fact for _, fact in sorted(found, key=lambda each: each[0], reverse=True)][: rulings.PAGE]
    shown = [
        spell_out(fact, names, agency.id)
        if isinstance(fact, tables.Spell)
        else milestone_out(fact, names, agency.id)
        for fact in facts
    ]
    return JsonResponse({"learner_id": learner_id, "facts": shown, "next": None}, headers={"etag": etag})


SHARED = ("id", "recorded_at", "confidence", "level", "sector", "supersedes", "because", "takes_back")
OF_SPELL = ("activity", "started_on", "ended_on", "planned_end_on", "completion", "provider_name", "title")
OF_MILESTONE = ("kind", "occurred_on", "spell_id", "planned_start_on", "detail", "wishes_to_return")


def shared(fact: Any, names: dict[UUID, str], reader: UUID) -> dict[str, Any]:
    return {name: getattr(fact, name) for name in SHARED} | {
        "key": fact.source_key.removeprefix("api:") if fact.agency_id == reader else None,
        "agency": {"id": fact.agency_id, "name": names.get(fact.agency_id, "an agency")},
        "superseded": fact.superseded_at is not None,
    }


def spell_out(fact: tables.Spell, names: dict[UUID, str], reader: UUID) -> dict[str, Any]:
    return {"type": "spell"} | shared(fact, names, reader) | {name: getattr(fact, name) for name in OF_SPELL}


def milestone_out(fact: tables.Milestone, names: dict[UUID, str], reader: UUID) -> dict[str, Any]:
    return (
        {"type": "milestone"}
        | shared(fact, names, reader)
        | {name: getattr(fact, name) for name in OF_MILESTONE}
    )


urlpatterns = [
    path("api/v1/indicators", issue),
    path("api/v1/learners/<uuid:learner_id>/milestones", record),
    path("api/v1/learners/<uuid:learner_id>/timeline", timeline),
]
application = WSGIHandler()
