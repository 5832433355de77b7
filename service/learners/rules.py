"""Who may be in the register, and how long a doubt about who somebody is may wait."""

from datetime import date

from service.vocabulary.academic_year import age, is_in_last_compulsory_year
from service.vocabulary.working_day import add_working_days

REVIEW_WORKING_DAYS = 5
"""Ours, not a duty: until it is decided, a young person's facts wait too. Match quality says how it goes."""

YOUNGEST, OLDEST = 16, 24


def is_eligible(born: date, *, today: date) -> bool:
    """Say whether somebody born on `born` belongs in the register today.

    Source: the brief's "16–24 year-olds"; and, so that nobody falls between school and what follows, those in the
    last year of compulsory education (15 turning 16).
    """
    return YOUNGEST <= age(born, on=today) <= OLDEST or (
        age(born, on=today) == YOUNGEST - 1 and is_in_last_compulsory_year(born, on=today)
    )


def ineligible_sentence(born: date, *, today: date) -> str:
    """Say which limit a date of birth falls outside, and what to check."""
    if age(born, on=today) > OLDEST:
        return "This person is 25 or older. The register is for 16 to 24 year-olds. Check the year of birth."
    if born > today:
        return "This date of birth is in the future. Check the year of birth."
    return (
        "This person is too young. The register is for 16 to 24 year-olds and for those who turn 16 "
        "before 1 September. Check the year of birth."
    )


def review_due_on(raised_on: date) -> date:
    """Say by which day a review is to be decided."""
    return add_working_days(raised_on, REVIEW_WORKING_DAYS)
