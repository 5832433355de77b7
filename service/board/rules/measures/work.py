"""How soon young people find work, and whether it lasts."""

from collections.abc import Callable, Iterable, Iterator
from datetime import date, timedelta

from service.board.rules.measures.definition import Kind, Life, Measure, Tally
from service.board.rules.measures.runs import DAY, YEAR, is_job, is_learning, is_work, runs
from service.pathways.rules.work import BREAK, SUSTAINED, SUSTAINED_LONG
from service.vocabulary.academic_year import academic_age

_TWO_YEARS = 2 * YEAR
_OLD_ENOUGH = 16


def _days_until_first_job(life: Life, on: date) -> Iterator[Tally]:
    """Whoever left learning in two years: to the first day of work, of learning again, or to the last day
    known."""
    learning = list(runs(life.line, is_learning, on=on))
    left = next((run for run in learning if _is_leaving(life, run.until_on, on)), None)
    if left is None:
        return
    begun = left.until_on + DAY
    jobs = (run.since_on for run in runs(life.line, is_work, on=on) if run.until_on >= begun)
    job = min((max(day, begun) for day in jobs), default=None)
    again = min((run.since_on for run in learning if run.since_on > begun), default=None)
    if job is not None and (again is None or job <= again):
        yield Tally(happened=True, days=(job - begun).days)
    else:
        yield Tally(happened=False, days=((again or on) - begun).days)


def _is_leaving(life: Life, until_on: date, on: date) -> bool:
    old_enough = academic_age(life.born, on=until_on) >= _OLD_ENOUGH - 1
    return on - _TWO_YEARS < until_on < on and old_enough


def _lasting(length: timedelta) -> Callable[[Life, date], Iterable[Tally]]:
    def tally(life: Life, on: date) -> Iterator[Tally]:
        for run in runs(life.line, is_job, on=on, longest_break=BREAK):
            if on - length - YEAR < run.since_on <= on - length:
                yield Tally(happened=run.lasted(on=on) > length.days)

    return tally


def _sustained(length: timedelta) -> Measure:
    weeks = length // timedelta(weeks=1)
    return Measure(
        code=f"job-{weeks}-weeks",
        version=1,
        kind=Kind.SHARE,
        name=f"Still in work after {weeks} weeks",
        counted="Times in work",
        numerator=(
            f"Those that went on for more than {weeks} weeks. A break of up to {BREAK.days} days between two jobs ends "
            "none."
        ),
        denominator=f"Times in work that began in the year up to {weeks} weeks before the month's last day.",
        window=f"A year of beginnings, each followed for {weeks} weeks.",
        exclusions="Apprenticeships, which are learning. Work that nobody confirms any more ends when that lapses.",
        source="The Work Programme's outcome after 13 or 26 weeks, by group (Hansard, 10 July 2013).",
        tally=_lasting(length),
    )


FIRST_JOB = Measure(
    code="first-job",
    version=1,
    kind=Kind.DAYS,
    name="Days until half are in a job",
    counted="Young people who left learning",
    numerator="Kaplan–Meier median of days from the day after learning ended to the first day of work.",
    denominator="Young people whose learning ended in the two years up to the month's last day.",
    window="Two years of endings, each followed to the month's last day.",
    exclusions="None is dropped: who has found no work, or learns again first, counts for as long as that took.",
    source="Kaplan and Meier 1958, the product-limit estimator.",
    good=False,
    tally=_days_until_first_job,
)
JOB_13, JOB_26 = _sustained(SUSTAINED), _sustained(SUSTAINED_LONG)
MEASURES = (FIRST_JOB, JOB_13, JOB_26)
