"""Every invariant of the year notices what it is about: an evening on which one thing is wrong stops it."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID

import msgspec
import pytest

from tests.year.invariants import Violated, require_all
from tests.year.looking import ByAPerson, Evening, Open, Somebody
from tests.year.reasons import Reason

TODAY = date(2026, 11, 3)
LEARNER, COUNCIL, ADVISER = UUID(int=1), UUID(int=2), UUID(int=3)


def somebody(**more: Any) -> Somebody:
    usual = {
        "id": LEARNER,
        "date_of_birth": date(2007, 3, 1),
        "council_id": COUNCIL,
        "registered_on": days_ago(400),
        "activity": 619,
        "activity_group": "neet",
        "since_on": days_ago(20),
        "neet_since_on": days_ago(20),
        "next_review_on": days_ago(-1),
        "spoken_on": None,
        "last_completion": None,
        "accepted_for_on": None,
    }
    return Somebody(**{**usual, **more})


def alert(rule: str = "R07", **more: Any) -> Open:
    usual = {
        "learner_id": LEARNER,
        "id": UUID(int=9),
        "rule": rule,
        "family": "whereabouts",
        "severity": "medium",
        "status": "open",
        "raised_on": days_ago(4),
        "raised_for_on": days_ago(4),
        "deadline_on": days_ago(-3),
        "rung": 0,
        "fingerprint": f"{rule}:{days_ago(20)}",
        "snoozed_until_on": None,
        "agency_id": COUNCIL,
        "owner": "adviser",
        "is_merged": False,
        "is_seen": True,
        "is_led": True,
        "holder_id": ADVISER,
        "left_at": None,
        "held_by": ADVISER,
    }
    return Open(**{**usual, **more})


def days_ago(count: int) -> date:
    return TODAY - timedelta(days=count)


def evening(who: Somebody, alerts: Sequence[Open] = (), closed: Sequence[ByAPerson] = ()) -> Evening:
    return Evening(
        today=TODAY,
        everybody=[who],
        open=alerts,
        alerts_of={LEARNER: alerts},
        closed_of={LEARNER: closed},
    )


def closed(outcome: str, days: int, family: str = "whereabouts") -> ByAPerson:
    return ByAPerson(learner_id=LEARNER, rule="R07", family=family, closed_on=days_ago(days), outcome=outcome)


def test_an_evening_on_which_all_is_well_says_what_explains_it() -> None:
    assert require_all(evening(somebody(), [alert()])) == {("neet", Reason.ALERT): 1}


@pytest.mark.parametrize(
    ("more", "came_on"),
    [
        pytest.param({"owner": "data_manager"}, {}, id="the data officers'"),
        pytest.param({}, {LEARNER: TODAY}, id="another council's until today"),
    ],
)
def test_what_no_adviser_can_have_yet_may_be_nobodys(more: dict[str, str], came_on: dict[UUID, date]) -> None:
    waiting = evening(somebody(), [alert(held_by=None, holder_id=None, **more)])
    assert require_all(msgspec.structs.replace(waiting, came_on=came_on)) == {("neet", Reason.ALERT): 1}


@pytest.mark.parametrize(
    ("broken", "invariant"),
    [
        pytest.param(evening(somebody()), "without an alert or a reason", id="NEET, and nothing is open"),
        pytest.param(
            evening(somebody(), closed=[closed("no_action_needed", 8)]),
            "without an alert or a reason",
            id="the hold is over",
        ),
        pytest.param(
            evening(somebody(), closed=[closed("done", 2, "guarantee")]),
            "without an alert or a reason",
            id="something else was closed",
        ),
        pytest.param(
            evening(somebody(activity=630, neet_since_on=days_ago(50))),
            "without an alert or a reason",
            id="not available, and silent for long",
        ),
        pytest.param(
            evening(somebody(activity=616, neet_since_on=days_ago(91))),
            "without an alert or a reason",
            id="a start agreed a quarter ago",
        ),
        pytest.param(
            evening(somebody(activity=810, activity_group="not_known", last_completion="withdrawn")),
            "nobody is not known",
            id="not known",
        ),
        pytest.param(evening(somebody(activity=None)), "everybody is watched", id="never looked at"),
        pytest.param(evening(somebody(next_review_on=TODAY), [alert()]), "overdue a look", id="overdue"),
        pytest.param(
            evening(somebody(activity_group="eet"), [alert()]), "closing condition", id="in something"
        ),
        pytest.param(
            evening(somebody(spoken_on=days_ago(2)), [alert("R08", family="contact")]),
            "closing condition",
            id="spoken with",
        ),
        pytest.param(
            evening(somebody(date_of_birth=date(2001, 11, 3)), [alert()]), "closing condition", id="25 today"
        ),
        pytest.param(
            evening(somebody(), [alert(status="snoozed", snoozed_until_on=TODAY)]),
            "closing condition",
            id="slept out",
        ),
        pytest.param(evening(somebody(), [alert(), alert()]), "one open alert of a family", id="two"),
        pytest.param(evening(somebody(), [alert(agency_id=None)]), "on a list", id="no council"),
        pytest.param(evening(somebody(), [alert(is_led=False)]), "on a list", id="no lead"),
        pytest.param(
            evening(somebody(), [alert(held_by=None, holder_id=None)]), "nobody's", id="since Friday"
        ),
        pytest.param(
            evening(somebody(), [alert(left_at=datetime(2026, 11, 2, tzinfo=UTC))]), "nobody's", id="left"
        ),
        pytest.param(
            evening(somebody(), [alert(holder_id=None)]), "who holds its learner", id="says it is nobody's"
        ),
        pytest.param(evening(somebody(), [alert(rung=1)]), "rung of its days", id="a rung too high"),
        pytest.param(
            evening(somebody(), [alert(deadline_on=days_ago(1))]), "rung of its days", id="a rung too low"
        ),
    ],
)
def test_what_must_not_be_stops_the_year_and_names_the_day_and_the_key(
    broken: Evening, invariant: str
) -> None:
    with pytest.raises(Violated, match=f"^{TODAY}: .*{invariant}.*: {LEARNER}: "):
        require_all(broken)


@pytest.mark.parametrize(
    ("who", "closings", "reason"),
    [
        pytest.param(somebody(), [closed("no_action_needed", 6)], Reason.CLOSED, id="closed"),
        pytest.param(somebody(), [closed("done", 27)], Reason.CLOSED, id="done"),
        pytest.param(somebody(activity=630), [], Reason.NOT_AVAILABLE, id="a parent"),
        pytest.param(somebody(activity=616), [], Reason.START_AGREED, id="a start agreed"),
        pytest.param(somebody(date_of_birth=date(2010, 9, 1)), [], Reason.TOO_YOUNG, id="in Year 11"),
        pytest.param(somebody(date_of_birth=date(2001, 11, 3)), [], Reason.TOO_OLD, id="25 today"),
        pytest.param(somebody(activity=830, activity_group="not_known"), [], Reason.REFUSED, id="refused"),
        pytest.param(
            somebody(activity=810, activity_group="not_known", accepted_for_on=TODAY),
            [],
            Reason.AWAITED,
            id="a place accepted",
        ),
    ],
)
def test_who_is_in_nothing_without_an_alert_is_explained_by_what_is_recorded(
    who: Somebody, closings: Sequence[ByAPerson], reason: Reason
) -> None:
    assert next(iter(require_all(evening(who, closed=closings)).elements()))[1] is reason
