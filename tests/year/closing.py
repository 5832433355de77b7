"""What ends an alert of each rule, told from where the learner stands and not by asking the rule."""

from collections.abc import Callable, Mapping
from datetime import date, timedelta
from typing import NamedTuple

from service.vocabulary.activity import Kind, activity
from service.vocabulary.working_day import add_working_days
from tests.year.days import DAY
from tests.year.looking import Open, Somebody
from tests.year.reasons import LONG

IN_SOMETHING = frozenset({"eet", "re_engagement", "custody"})
HALF_A_YEAR = timedelta(days=182)
SPOKEN_CLOSE = 20  # working days: the shortest silence after which anybody is asked to break it


class Ending(NamedTuple):
    """One thing that ends an alert, in words, and whether it has happened."""

    words: str
    has_come: Callable[[Open, Somebody, date], bool]


def birthday(born: date, years: int) -> date:
    """The day of an age; the first of March where there is no 29 February."""
    if (born.month, born.day) == (2, 29):
        return date(born.year + years, 2, 28) + DAY
    return born.replace(year=born.year + years)


def _day_in(alert: Open) -> date:
    """The day the evidence of R01 and R02 is about: when they left, or were to start."""
    return date.fromisoformat(alert.fingerprint.rsplit(":", 1)[-1])


def _is_in_something(_: Open, who: Somebody, __: date) -> bool:
    return who.activity_group in IN_SOMETHING


def _is_in_something_since(alert: Open, who: Somebody, _: date) -> bool:
    """A withdrawal may be told of a course still shown as going on: then they are in it, and have left it."""
    return who.activity_group in IN_SOMETHING and (who.since_on or date.max) > _day_in(alert)


def _is_out_of_it(_: Open, who: Somebody, __: date) -> bool:
    return who.activity_group not in IN_SOMETHING


def _is_not_neet(_: Open, who: Somebody, __: date) -> bool:
    return who.activity_group != "neet"


def _is_not_available(_: Open, who: Somebody, __: date) -> bool:
    return activity(who.activity or 810).kind is not Kind.NEET_AVAILABLE


def _is_known(_: Open, who: Somebody, __: date) -> bool:
    return who.activity_group != "not_known" or who.activity == 830


def _spoken_since_left(alert: Open, who: Somebody, _: date) -> bool:
    return who.spoken_on is not None and who.spoken_on >= _day_in(alert)


def _half_a_year_ago(alert: Open, _: Somebody, today: date) -> bool:
    return _day_in(alert) + HALF_A_YEAR < today


def _spoken_lately(_: Open, who: Somebody, today: date) -> bool:
    since = max(who.neet_since_on or date.min, who.spoken_on or date.min)
    return add_working_days(since, SPOKEN_CLOSE) > today


def _not_for_long(_: Open, who: Somebody, today: date) -> bool:
    return who.neet_since_on is None or who.neet_since_on + LONG > today


def _has_training(_: Open, who: Somebody, today: date) -> bool:
    return who.activity not in {330, 350, 360} or today >= birthday(who.date_of_birth, 18)


_NOT_NEET = Ending("they are not NEET", _is_not_neet)
_OUT = Ending("they are no longer in it", _is_out_of_it)
_LONG_AGO = Ending("half a year has passed", _half_a_year_ago)
_OF_ALL = (
    Ending("they are 25", lambda _, who, today: today >= birthday(who.date_of_birth, 25)),
    Ending("it has slept out", lambda alert, _, today: (alert.snoozed_until_on or date.max) <= today),
)
ENDINGS: Mapping[str, tuple[Ending, ...]] = {
    "R01": (
        Ending("something has begun", _is_in_something_since),
        Ending("they were spoken with", _spoken_since_left),
        _LONG_AGO,
    ),
    "R02": (Ending("they are in something", _is_in_something), _LONG_AGO),
    "R05": (Ending("somebody said what they do", _is_known),),
    "R06": (_OUT,),
    "R07": (_NOT_NEET, Ending("they are not available", _is_not_available)),
    "R08": (_NOT_NEET, Ending("they were spoken with", _spoken_lately)),
    "R09": (_NOT_NEET, Ending("it is not 13 weeks", _not_for_long)),
    "R10": (_NOT_NEET,),
    "R11": (_OUT,),
    "R12": (_OUT,),
    "R13": (_OUT,),
    "R15": (_NOT_NEET,),
    "R16": (_OUT,),
    "R18": (Ending("there is training beside the job, or they are 18", _has_training),),
    "R27": (_NOT_NEET,),
}
"""What each rule's `closes_when` says, as far as it shows in where somebody stands. The full look checks the rest."""


def ending_of(alert: Open, who: Somebody, today: date) -> str | None:
    """What has happened that ends an open alert, if anything has."""
    endings = (*_OF_ALL, *ENDINGS.get(alert.rule, ()))
    return next((each.words for each in endings if each.has_come(alert, who, today)), None)
