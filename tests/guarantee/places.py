"""Opportunities and young people in a line each, for the tables of cases of the recommendation."""

from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

from service.guarantee.rows import Achieved, Entrant, Readiness, Route, Wishes
from service.provision.rows import Kind, Opportunity, Support

COLLEGE, TRAINER = UUID(int=501), UUID(int=502)
NEAR, FAR = UUID(int=601), UUID(int=602)
TODAY = date(2026, 11, 30)  # a Monday
BUILDING, CARE, IT = "5.2", "1.3", "6.1"


def place(n: int, kind: Kind = Kind.COURSE, **more: Any) -> Opportunity:
    """An opportunity: level 2 building, a week from today, with places, unless `more` says otherwise."""
    usual: dict[str, Any] = {
        "id": UUID(int=n),
        "agency_id": COLLEGE,
        "source_key": f"test:{n}",
        "kind": kind,
        "title": f"Place {n}",
        "level": "2",
        "sector": BUILDING,
        "starts_on": date(2026, 12, 7),
        "hours": 16,
        "area_id": NEAR,
        "postcode": "SS14 1AA",
        "places": 10,
        "listed_until_on": date(2027, 3, 31),
        "recorded_at": datetime(2026, 11, 1, tzinfo=UTC),
    }
    return Opportunity(**{**usual, **more})


def first_steps(n: int, **more: Any) -> Opportunity:
    """A re-engagement programme that takes people every week."""
    usual = {"level": None, "sector": None, "starts_on": None, "supports": frozenset({Support.ONE_TO_ONE})}
    return place(n, Kind.RE_ENGAGEMENT, **{**usual, **more})


def somebody(highest: int = 1, *, born: date = date(2009, 6, 1), **more: Any) -> Entrant:
    """Seventeen, with level 1, free today, open to everything, unless `more` says otherwise."""
    of_what = {"english", "maths", "by_area", "unfinished", "is_known"}
    achieved = {"is_known": True, **{name: value for name, value in more.items() if name in of_what}}
    rest = {name: value for name, value in more.items() if name not in {*of_what, "minutes", "has_plan"}}
    wishes = {"free_on": TODAY, "readiness": Readiness.LEARNING, "route": Route.EITHER, **rest}
    return Entrant(
        born=born,
        achieved=Achieved(highest=highest, **achieved),
        wishes=Wishes(**wishes),
        has_plan=more.get("has_plan", False),
        minutes=more.get("minutes", {NEAR: 20, FAR: 75}),
    )
