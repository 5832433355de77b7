"""Sustained destinations, as DfE counts them: half a year in learning or work after school or study."""

from collections.abc import Callable, Iterator
from datetime import date, timedelta

from service.board.rows import Age
from service.board.rules.measures.definition import Kind, Life, Measure, Tally
from service.board.rules.measures.runs import is_learning, is_work, runs
from service.vocabulary.academic_year import AcademicYear, academic_age
from service.vocabulary.activity import APPRENTICESHIP, Activity

_HALF_A_YEAR = timedelta(days=182)
_OF_FIVE = 5
_AFTER_SCHOOL, _AFTER_STUDY = 16, 18
_MONTHS = ((0, 10), (0, 11), (0, 12), (1, 1), (1, 2), (1, 3))  # years after the academic year began, month


def destination_year(on: date) -> int:
    """The first calendar year of the last academic year whose October to March is over."""
    start = AcademicYear.of(on).start
    return start if on >= date(start + 1, 3, 31) else start - 1


def is_sustained(life: Life, year: int) -> bool:
    """Whether the learner was somewhere for long enough in the academic year that began in `year`.

    All six months from October to March in education, or five of them in work, or each of the six in one of the two;
    or an apprenticeship for half a year at any time of the academic year.
    SOURCE: DfE, Longer term destinations 2019/20, as quoted in its methodology.
    """
    learning, working = _months(life, year, is_learning), _months(life, year, is_work)
    return len(learning | working) == len(_MONTHS) or len(working) >= _OF_FIVE or _is_apprentice(life, year)


def switches_once(life: Life, year: int) -> bool:
    """Whether the six months hold learning or work each, with one switch between the two at most.

    Two months of learning and four of work are one; two, two and two again are not.
    SOURCE: DfE, Detailed destinations of 16 to 18 year olds in further education, methodology.
    """
    learning, working = _months(life, year, is_learning), _months(life, year, is_work)
    if len(learning | working) < len(_MONTHS):
        return False
    order = range(len(_MONTHS))
    cuts = [(order[:cut], order[cut:]) for cut in range(len(_MONTHS) + 1)]
    return any(
        (learning.issuperset(first) and working.issuperset(then))
        or (working.issuperset(first) and learning.issuperset(then))
        for first, then in cuts
    )


def _months(life: Life, year: int, belongs: Callable[[Activity], bool]) -> set[int]:
    """In which of the six months they were so on a day or more."""
    found = set()
    last = date(year + 1, 3, 31)
    for run in runs(life.line, belongs, on=last):
        for place, (later, month) in enumerate(_MONTHS):
            first = date(year + later, month, 1)
            if run.since_on < _next_month(first) and run.until_on >= first:
                found.add(place)
    return found


def _next_month(first: date) -> date:
    return (first + timedelta(days=31)).replace(day=1)


def _is_apprentice(life: Life, year: int) -> bool:
    first, last = date(year, 8, 1), date(year + 1, 7, 31)
    return any(
        min(run.until_on, last) - max(run.since_on, first) >= _HALF_A_YEAR
        for run in runs(life.line, lambda each: each.code == APPRENTICESHIP, on=last)
    )


def _after_school(life: Life, on: date) -> Iterator[Tally]:
    """Those in their first year after compulsory school, and those in their first after 16 to 18 study."""
    year = destination_year(on)
    age = academic_age(life.born, on=date(year, 9, 1))
    if age == _AFTER_SCHOOL:
        yield Tally(happened=is_sustained(life, year))
    if age == _AFTER_STUDY and _studied(life, year - 1):
        yield Tally(happened=is_sustained(life, year) or switches_once(life, year))


def _studied(life: Life, year: int) -> bool:
    """Whether they were learning on any day of the academic year before."""
    last = date(year + 1, 7, 31)
    return any(run.until_on >= date(year, 9, 1) for run in runs(life.line, is_learning, on=last))


SUSTAINED = Measure(
    code="sustained",
    version=1,
    kind=Kind.SHARE,
    name="In learning or work for half a year",
    counted="Young people who finished school or study",
    numerator=(
        "Those in learning or work in each month from October to March, or in work in five of the six, or in an "
        "apprenticeship for half a year."
    ),
    denominator="Of 16 and 17 year-olds those who had left Year 11 then; of others those then 18, who learned at 17.",
    window="The last academic year whose October to March is over.",
    exclusions="Who was in the register too late for the year counts as not known, so as not sustained.",
    source="DfE, Longer term destinations 2019/20; Detailed destinations of 16 to 18 year olds in further education.",
    ages=(Age.BOTH, Age.OLDER),
    tally=_after_school,
)
MEASURES = (SUSTAINED,)
