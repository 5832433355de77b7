"""Whether courses begun are held: left in the first six weeks, left before the planned end."""

from collections.abc import Iterator
from datetime import date, timedelta

from service.board.rules.measures.definition import Kind, Life, Measure, Split, Tally
from service.board.rules.measures.runs import YEAR, is_learning
from service.circumstances.rules import Band, risk_of
from service.pathways.rows import Completion, Spell
from service.vocabulary.activity import Kind as ActivityKind
from service.vocabulary.activity import activity

FIRST_WEEKS = timedelta(days=42)
_MUCH = frozenset({Band.SUBSTANTIAL, Band.ADDITIONAL})


def courses(life: Life) -> Iterator[Spell]:
    """Courses, training and apprenticeships as reported, one for each reporter and first day; school is none.

    Aims of one course begin on one day: the one planned to last longest stands for it.
    """
    found: dict[tuple[object, date], Spell] = {}
    for spell in life.facts.spells:
        kind = activity(spell.activity)
        if is_learning(kind) and kind.kind is not ActivityKind.SCHOOL:
            key = spell.agency_id, spell.started_on
            found[key] = max(found.get(key, spell), spell, key=_reach)
    yield from found.values()


def _reach(spell: Spell) -> tuple[date, date, str]:
    return spell.planned_end_on or date.min, spell.ended_on or date.max, str(spell.id)


def _left_early(life: Life, on: date) -> Iterator[Tally]:
    for spell in courses(life):
        if on - FIRST_WEEKS - YEAR < spell.started_on <= on - FIRST_WEEKS:
            early = _lost_before(spell, spell.started_on + FIRST_WEEKS)
            yield Tally(happened=early, part=str(spell.agency_id))


def _left_before_the_end(life: Life, on: date) -> Iterator[Tally]:
    for spell in courses(life):
        planned = spell.planned_end_on
        if planned is not None and on - YEAR < planned <= on:
            yield Tally(happened=_lost_before(spell, planned), part=str(spell.agency_id))


def _at_risk(life: Life, on: date) -> Iterator[Tally]:
    begun = [spell for spell in courses(life) if on - YEAR < spell.started_on <= on]
    at_risk = bool(begun) and risk_of(life.said, in_custody=False, on=on).band in _MUCH
    for spell in begun:
        yield Tally(happened=at_risk, part=str(spell.agency_id))


def _lost_before(spell: Spell, day: date) -> bool:
    """Whether it was left by then, without finishing and without a move to another course."""
    lost = spell.completion is Completion.WITHDRAWN and spell.ended_on is not None
    return lost and (spell.ended_on or day) < day


_EXCLUSIONS = (
    "School of compulsory age. A move to another course, and a break that is agreed, are no loss. Of several "
    "aims begun on one day with one provider the longest stands for all."
)
LEFT_EARLY = Measure(
    code="left-early",
    version=1,
    kind=Kind.SHARE,
    name="Left within six weeks",
    counted="Courses begun",
    numerator="Those left before day 42 without finishing and without a move to another course.",
    denominator="Courses and apprenticeships that began in the year that ended 42 days before the month's last day.",
    window="A year of beginnings, each followed for 42 days.",
    exclusions=_EXCLUSIONS,
    source="Day 42 is when the ILR's funding rules begin to count a start.",
    good=False,
    split=Split.PROVIDER,
    tally=_left_early,
)
LEFT_BEFORE_END = Measure(
    code="left-before-end",
    version=1,
    kind=Kind.SHARE,
    name="Left before the planned end",
    counted="Courses that should have ended",
    numerator="Those left before the planned end without finishing and without a move to another course.",
    denominator="Courses, training and apprenticeships whose planned end lay in the year up to the month's last day.",
    window="A year of planned ends.",
    exclusions=_EXCLUSIONS + " Courses without a planned end.",
    source="Our design.",
    good=False,
    split=Split.PROVIDER,
    tally=_left_before_the_end,
)
TAKEN_IN = Measure(
    code="taken-in",
    version=1,
    kind=Kind.SHARE,
    name="Taken in at risk",
    counted="Courses begun",
    numerator="Those begun by young people whose risk of becoming NEET suggests additional or substantial support.",
    denominator="Courses, training and apprenticeships that began in the year up to the month's last day.",
    window="A year of beginnings; the risk is that of the month's last day.",
    exclusions="School of compulsory age. Who was never assessed counts as not at risk.",
    source="A guard against creaming, which the Work Programme's payment groups did not stop (HC 363, 2015-16).",
    split=Split.PROVIDER,
    tally=_at_risk,
)
MEASURES = (LEFT_EARLY, LEFT_BEFORE_END, TAKEN_IN)
