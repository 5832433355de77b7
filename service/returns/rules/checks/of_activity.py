"""Checks of what somebody does, since when, and until when it is believed."""

from datetime import date
from typing import Final

from service.returns.rows import YoungPerson
from service.returns.rules.checks.check import Check, Mend, does, years_of
from service.returns.rules.young_person import REVIEWED, expects_end
from service.vocabulary.academic_year import age
from service.vocabulary.activity import Group

_OVER_SCHOOL: Final = 16
_CORRECT: Final = "Correct it on the timeline."
_END: Final = "Correct it: give its planned end."
_NOW: Final = "Record what they do now."
_TIME: Final = Mend.TIMELINE


def _is_before(one: date | None, other: date | None) -> bool:
    return one is not None and other is not None and one < other


def _is_neet(who: YoungPerson) -> bool:
    return does(who).group is Group.NEET


# fmt: off
OF_ACTIVITY: Final = (
    Check(201, 1, "ActivityCode", "The activity is no code in use.", _CORRECT, _TIME,
          lambda who, _: not does(who).current),
    Check(229, 1, "ActivityCode", "They are of school age, and the activity is for those who are over it.",
          "Correct the activity, or check the date of birth.", _TIME,
          lambda who, head: years_of(who, head) < _OVER_SCHOOL and 200 <= who.doing.activity < 800),
    Check(230, 1, "ActivityCode", "They are over school age, and the activity is for those who are not.",
          _NOW, _TIME, lambda who, head: years_of(who, head) >= _OVER_SCHOOL and who.doing.activity < 200),
    Check(253, 2, "ActivityCode", "Jobcentre training is not for 16 and 17 year olds.", _CORRECT, _TIME,
          lambda who, head: who.doing.activity == 440 and age(who.born_on, on=head.period_ends_on) < 18),
    Check(259, 1, "PredictedEndDate", "The course has no planned end.", _END, _TIME,
          lambda who, _: expects_end(who.doing.activity) and who.doing.expected_end_on is None),
    Check(262, 1, "ReviewDate",
          "A gap year, temporary work, custody or an agreed start needs a day to look at it again.", _END, _TIME,
          lambda who, _: who.doing.activity in REVIEWED and who.doing.review_on is None),
    Check(238, 2, "DueToLapseDate", "It was said to go on after the day it was to end.", _END, _TIME,
          lambda who, _: _is_before(who.doing.expected_end_on, who.doing.lapses_on)),
    Check(257, 2, "ReviewDate", "It is looked at again after it is to end.", _CORRECT, _TIME,
          lambda who, _: _is_before(who.doing.expected_end_on, who.doing.review_on)),
    Check(243, 2, "DueToLapseDate", "It has ended, and nothing says what follows.", _NOW, _TIME,
          lambda who, _: not _is_neet(who) and does(who).group is not Group.NOT_KNOWN and who.doing.lapses_on is None),
    Check(231, 2, "CurrencyLapsed", "It is marked as lapsed before it is due to.", _NOW, _TIME,
          lambda who, head: who.doing.lapsed and _is_before(head.period_ends_on, who.doing.lapses_on)),
    Check(232, 2, "CurrencyLapsed", "It is not marked as lapsed though it is.", _NOW, _TIME,
          lambda who, head: not who.doing.lapsed and _is_before(who.doing.lapses_on, head.period_ends_on)),
    Check(251, 2, "NEETStartDate", "They are recorded as NEET since before their 15th birthday.", _CORRECT, _TIME,
          lambda who, _: who.doing.neet_since_on is not None and age(who.born_on, on=who.doing.neet_since_on) < 15),
    Check(225, 1, "NEETStartDate", "They are NEET since later than their activity began.", _CORRECT, _TIME,
          lambda who, _: _is_before(who.doing.started_on, who.doing.neet_since_on)),
    Check(237, 2, "DateAscertained", "It was first said after it was last said.", _CORRECT, _TIME,
          lambda who, _: who.doing.ascertained_on > who.doing.verified_on),
    Check(242, 2, "DateAscertained", "It was first said before it began.", _CORRECT, _TIME,
          lambda who, _: who.doing.ascertained_on < who.doing.started_on),
    Check(256, 1, "DateVerified", "It was last said before it began.", _CORRECT, _TIME,
          lambda who, _: who.doing.verified_on < who.doing.started_on),
    Check(305, 2, "DateVerified", "It was last said after the period's end.", _CORRECT, _TIME,
          lambda who, head: who.doing.verified_on > head.period_ends_on),
    Check(39, 2, "UKProviderReferenceNumber", "The provider's UKPRN does not begin with 1.",
          "Ask an administrator to correct the agency.", _TIME,
          lambda who, _: bool(who.doing.ukprn) and not who.doing.ukprn.startswith("1")),
)
# fmt: on
