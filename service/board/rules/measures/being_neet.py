"""How long young people are NEET, whether they come back, and whether that lasts."""

from collections.abc import Iterator
from datetime import date, timedelta

from service.board.rules.measures.definition import Kind, Life, Measure, Tally
from service.board.rules.measures.runs import YEAR, Run, is_eet, is_neet, runs

WITHIN = timedelta(days=91)
_TWO_YEARS = 2 * YEAR


def _came_back(life: Life, on: date) -> Iterator[Tally]:
    """Each time of NEET that began in a year, long enough ago for 91 days to have passed."""
    for run in _begun(life, since=on - WITHIN - YEAR, until=on - WITHIN, on=on):
        back = _back_on(life, run, on)
        yield Tally(happened=back is not None and back - run.since_on <= WITHIN)


def _days_until_back(life: Life, on: date) -> Iterator[Tally]:
    """Each time of NEET that began in two years: to the first day of learning or work, or to the last day
    known."""
    for run in _begun(life, since=on - _TWO_YEARS, until=on, on=on):
        back = _back_on(life, run, on)
        until = back or min(run.until_on, on)
        yield Tally(happened=back is not None, days=(until - run.since_on).days)


def _more_than_once(life: Life, on: date) -> Iterator[Tally]:
    """Each learner who became NEET in a year."""
    times = len(list(_begun(life, since=on - YEAR, until=on, on=on)))
    if times:
        yield Tally(happened=times > 1)


def _begun(life: Life, *, since: date, until: date, on: date) -> Iterator[Run]:
    return (run for run in runs(life.line, is_neet, on=on) if since < run.since_on <= until)


def _back_on(life: Life, run: Run, on: date) -> date | None:
    """The first day of education, employment or training after it, by the day looked at."""
    after = (
        stretch.started_on
        for stretch in life.line
        if is_eet(stretch.activity) and run.until_on < stretch.started_on <= on
    )
    return min(after, default=None)


RE_ENGAGED = Measure(
    code="re-engaged",
    version=1,
    kind=Kind.SHARE,
    name="Back in learning or work within 91 days",
    counted="Times NEET",
    numerator="Times NEET after which education, employment or training began within 91 days of the first day.",
    denominator="Unbroken times NEET that began in the year that ended 91 days before the month's last day.",
    window="A year of beginnings, each followed for 91 days.",
    exclusions="A re-engagement programme is not yet the way back. One person may be counted for several times.",
    source="Our design, after re-engagement within 91 days as councils watch it.",
    tally=_came_back,
)
DAYS_NEET = Measure(
    code="days-neet",
    version=1,
    kind=Kind.DAYS,
    name="Days until half are back in learning or work",
    counted="Times NEET",
    numerator="Kaplan–Meier median of days from the first day NEET to the first in education, work or training.",
    denominator="Unbroken times NEET that began in the two years up to the month's last day.",
    window="Two years of beginnings, each followed to the month's last day.",
    exclusions="None is dropped: a time still open, or one after which nobody knows, counts as long as it was known.",
    source="Kaplan and Meier 1958, the product-limit estimator.",
    good=False,
    tally=_days_until_back,
)
CHURN = Measure(
    code="neet-again",
    version=1,
    kind=Kind.SHARE,
    name="NEET more than once in a year",
    counted="Young people who became NEET",
    numerator="Those who became NEET twice or more in the year.",
    denominator="Young people who became NEET in the year up to the month's last day.",
    window="A year of beginnings.",
    exclusions="One kind of NEET following another without a day between is one time.",
    source="Our design; the same times as alert rule R10 counts.",
    good=False,
    tally=_more_than_once,
)
MEASURES = (RE_ENGAGED, DAYS_NEET, CHURN)
