"""Facts in a line each, and what one rule finds in them: for the tables of cases of the rules."""

from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID

from service.alerts.rows import Case, Contact, Finding
from service.alerts.rules import LEARNER_RULES, evaluate, settings_on
from service.alerts.rules.evaluate import picture_of
from service.circumstances.rows import Circumstance, Kind
from service.pathways.rows import Milestone, MilestoneKind, Spell
from service.pathways.rules import stretches
from service.referrals.rows import Referral

LEARNER, AGENCY = UUID(int=1), UUID(int=2)
ADULT, YOUNG = "2005-03-01", "2009-06-01"
COLLEGE, APPRENTICE, JOB, SEEKING, CARER, AGREED = 230, 310, 330, 619, 620, 615
Brief = tuple[str, str, str] | None
Fact = Spell | Milestone | Contact | Circumstance | Referral


def on(text: str) -> date:
    """A day."""
    return date.fromisoformat(text)


def at(text: str) -> datetime:
    """A moment; a day alone is its midnight."""
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def spell(activity: int, started: str, ended: str | None = None, **more: Any) -> Spell:
    """A spell, recorded on its last day or else its first; `planned` is a day."""
    planned = more.pop("planned", None)
    given: dict[str, Any] = {
        "learner_id": LEARNER,
        "id": UUID(int=on(started).toordinal() * 1000 + activity),
        "activity": activity,
        "started_on": on(started),
        "ended_on": on(ended) if ended else None,
        "planned_end_on": on(planned) if planned else None,
        "recorded_at": at(more.pop("recorded", ended or started)),
        "agency_id": AGENCY,
        "source_key": f"test:{started}:{activity}",
    }
    return Spell(**(given | more))


def milestone(kind: MilestoneKind, occurred: str, start: str | None = None, **more: Any) -> Milestone:
    """A milestone, recorded on its day."""
    given: dict[str, Any] = {
        "learner_id": LEARNER,
        "id": UUID(int=on(occurred).toordinal()),
        "kind": kind,
        "occurred_on": on(occurred),
        "planned_start_on": on(start) if start else None,
        "recorded_at": at(occurred),
        "agency_id": AGENCY,
        "source_key": f"test:{occurred}",
    }
    return Milestone(**(given | more))


def said(kind: Kind, value: str, starts: str = "2026-01-05", **more: Any) -> Circumstance:
    """A circumstance, recorded on its first day; `ended` is a day."""
    ended = more.pop("ended", None)
    return Circumstance(
        learner_id=LEARNER,
        id=UUID(int=on(starts).toordinal() * 100 + list(Kind).index(kind)),
        kind=kind,
        value=value,
        starts_on=on(starts),
        ends_on=on(ended) if ended else None,
        recorded_at=at(more.pop("recorded", starts)),
        agency_id=AGENCY,
        source_key=f"test:{kind}:{starts}",
    )


LOOKED_AFTER = said(Kind.CHARACTERISTIC, "110")


def week(monday: str, attended: int, unauthorised: int = 0, planned: int = 10) -> Circumstance:
    """A week of attendance, told on its Friday."""
    friday = on(monday) + timedelta(days=4)
    return said(Kind.ATTENDANCE, f"{planned}/{attended}/{unauthorised}", monday, recorded=friday.isoformat())


def spoken(day: str) -> Contact:
    """A conversation."""
    return Contact(occurred_on=on(day), channel="phone", two_way=True)


def tried(day: str) -> Contact:
    """An attempt."""
    return Contact(occurred_on=on(day), channel="phone", two_way=False)


def case_of(*facts: Fact, born: str = ADULT) -> Case:
    """A learner with these facts."""
    return Case(
        learner_id=LEARNER,
        born=on(born),
        registered_on=on("2024-09-02"),
        spells=tuple(each for each in facts if isinstance(each, Spell)),
        milestones=tuple(each for each in facts if isinstance(each, Milestone)),
        contacts=tuple(each for each in facts if isinstance(each, Contact)),
        circumstances=tuple(each for each in facts if isinstance(each, Circumstance)),
        referrals=tuple(each for each in facts if isinstance(each, Referral)),
    )


def found(rule: str, today: str, *facts: Fact, born: str = ADULT) -> Finding | None:
    """What one rule finds on a day, before anything is made graver."""
    case = case_of(*facts, born=born)
    (judge,) = (each.judge for each in LEARNER_RULES if each.id == rule)
    settings = settings_on(on(today))
    picture = picture_of(case, stretches(case.spells), today=on(today), settings=settings)
    return judge(picture, today=on(today), settings=settings).finding


def evaluated(today: str, *facts: Fact, born: str = ADULT) -> dict[str, Finding]:
    """What all rules find on a day, by rule."""
    return {each.rule: each for each in evaluate(case_of(*facts, born=born), today=on(today)).findings}


def brief(finding: Finding | None) -> Brief:
    """How grave, by when, and whose turn."""
    return finding and (finding.severity.value, finding.deadline_on.isoformat(), finding.owner.value)
