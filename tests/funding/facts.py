"""Facts, claims and dues of invented learners, for tests of rules: no database."""

from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from uuid import UUID, uuid5

from service.circumstances.rows import Circumstance
from service.circumstances.rows import Kind as Circumstantial
from service.funding.rows import (
    Agencies,
    Band,
    Claim,
    Due,
    Evidence,
    Fund,
    Outcome,
    Picture,
    Priced,
    Rivals,
    Tariff,
    Terms,
)
from service.funding.rules import lineage, rates_of
from service.pathways.rows import Confidence, Milestone, MilestoneKind, SaidMilestone, SaidSpell, Spell

_NAMES = UUID(int=7)


def key(name: str) -> UUID:
    """The same key for the same name."""
    return uuid5(_NAMES, name)


LEARNER, COLLEGE, TRAINER, EMPLOYER, COUNCIL = map(
    key, ("learner", "college", "trainer", "employer", "council")
)
AGENCIES = Agencies(providers=frozenset({COLLEGE, TRAINER}), employers=frozenset({EMPLOYER}))
YOUNG = Fund(code="young", name="Young", owner="-", rules="-", age_from=16, age_until=18)
ADULT = Fund(code="adult", name="Adult", owner="-", rules="-", age_from=19, age_until=24)
FUNDS = (YOUNG, ADULT)
BORN = date(2009, 3, 14)
DAY = date(2026, 6, 1)
ALLOCATED = {
    (provider, fund.code, year) for provider in (COLLEGE, TRAINER) for fund in FUNDS for year in (2025, 2026)
}
PRICES = dict(zip(list(Outcome)[1:], (30_000, 60_000, 40_000, 50_000, 60_000, 80_000), strict=True))
WEIGHTS = {Band.SUBSTANTIAL: 15_000, Band.ADDITIONAL: 12_500, Band.OFFER: 11_000} | {
    Band.NONE: 10_000,
    Band.NOT_ASSESSED: 10_000,
}


def at(day: date) -> datetime:
    return datetime.combine(day, time(12), tzinfo=UTC)


def spell(name: str = "course", *, told: list[date] | None = None, **details: Any) -> SaidSpell:
    """A course of the college from `DAY`, of which it told two days later, unless `details` say otherwise."""
    usual = {
        "learner_id": LEARNER,
        "id": key(f"spell {name}"),
        "activity": 230,
        "started_on": DAY,
        "agency_id": COLLEGE,
        "source_key": name,
        "level": "1",
        "sector": "5.2",
    }
    told = [DAY + timedelta(days=2)] if told is None else told
    fact = Spell(**{**usual, "recorded_at": at(told[-1] if told else DAY), **details})
    sure = fact.confidence is Confidence.CONFIRMED
    return SaidSpell(spell=fact, confirmed=tuple(at(day) for day in told) if sure else ())


def job(name: str = "job", *, started_on: date, **details: Any) -> SaidSpell:
    """A job that the employer told of on its first day, unless `details` say otherwise."""
    usual = {"activity": 330, "agency_id": EMPLOYER, "told": [started_on], "level": None, "sector": None}
    return spell(name, started_on=started_on, **usual | details)


def milestone(kind: MilestoneKind, on: date, **details: Any) -> SaidMilestone:
    """A milestone the college recorded on the day, unless `details` say otherwise."""
    usual = {"learner_id": LEARNER, "id": key(f"{kind} {on}"), "recorded_at": at(on), "agency_id": COLLEGE}
    told = {"kind": kind, "occurred_on": on, "source_key": f"{kind}:{on}"}
    fact = Milestone(**{**usual, **told, **details})
    return SaidMilestone(milestone=fact, first_said_at=fact.recorded_at)


def circumstance(kind: Circumstantial, value: str, *, on: date, **details: Any) -> Circumstance:
    usual = {
        "learner_id": LEARNER,
        "id": key(f"{kind} {value} {on}"),
        "recorded_at": at(on),
        "agency_id": COLLEGE,
    }
    told = {"source_key": f"{kind}:{on}", "kind": kind, "value": value, "starts_on": on}
    return Circumstance(**{**usual, **told, **details})


def picture(*facts: SaidSpell | SaidMilestone | Circumstance, **details: Any) -> Picture:
    return Picture(
        learner_id=LEARNER,
        born_on=details.pop("born_on", BORN),
        spells=tuple(each for each in facts if isinstance(each, SaidSpell)),
        milestones=tuple(each for each in facts if isinstance(each, SaidMilestone)),
        circumstances=tuple(each for each in facts if isinstance(each, Circumstance)),
        **details,
    )


def claim(kind: Outcome = Outcome.START, **details: Any) -> Claim:
    """The college's claim, with good evidence in good time, unless `details` say otherwise."""
    course = lineage(details.get("provider_id", COLLEGE), "course")
    usual = {
        "learner_id": LEARNER,
        "provider_id": COLLEGE,
        "fund": "young",
        "sector": "5.2",
        "course": course,
        "occasion": course,
        "kind": kind,
        "occurred_on": DAY,
        "evidence": Evidence.PROVIDER,
        "verified_at": at(DAY + timedelta(days=1)),
        "helped_on": DAY,
        "band": Band.NONE,
    }
    return Claim(**{**usual, **details})


def priced(*, cap: int = 1_000_000, rivals: Rivals = Rivals.FIRST_VERIFIED, **details: Any) -> Priced:
    terms = Terms(prices=PRICES, weights=WEIGHTS, attachment=details.pop("attachment", 2000))
    usual = {"fund": "young", "name": "-", "source": "-", "starts_on": date(2024, 4, 1)}
    told = {"id": key("tariff"), "set_at": at(DAY), "set_by": UUID(int=0)}
    tariff = Tariff(**{**usual, **told, **details}, cap_pence=cap, rivals=rivals, terms=terms)
    return Priced(tariff=tariff, rates=rates_of(terms))


def due(name: str, kind: Outcome = Outcome.START, **details: Any) -> Due:
    usual = {
        "id": key(f"due {name} {kind}"),
        "learner_id": key(f"learner {name}"),
        "provider_id": COLLEGE,
        "sector": "5.2",
        "kind": kind,
        "band": Band.NONE,
        "occurred_on": DAY,
        "course": key(f"course {name}"),
        "occasion": key(f"course {name}"),
    }
    return Due(**{**usual, **details})
