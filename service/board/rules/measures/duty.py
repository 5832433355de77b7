"""The duty to participate at 16 and 17, and the offer made in time: the September Guarantee."""

from collections.abc import Iterator
from datetime import date, timedelta

from service.board.rows import Age
from service.board.rules.measures.definition import Kind, Life, Measure, Tally
from service.circumstances.rows import Kind as About
from service.circumstances.rules import holding, value_of
from service.pathways.rows import MilestoneKind
from service.pathways.rules import situation_of
from service.vocabulary.academic_year import academic_age, age
from service.vocabulary.activity import activity

_FROM, _UNTIL = 16, 18
_LEVEL_3 = frozenset({"3", "4", "5", "6", "7", "8"})
_OFFERS = frozenset({MilestoneKind.OFFERED, MilestoneKind.ACCEPTED, MilestoneKind.STARTED})
_HALF_A_YEAR = timedelta(days=273)  # offers of a year are made from January on


def _meets_duty(life: Life, on: date) -> Iterator[Tally]:
    """Everybody between Year 11 and their 18th birthday who has not reached level 3."""
    is_young = academic_age(life.born, on=on) >= _FROM and age(life.born, on=on) < _UNTIL
    if is_young and not _has_level_3(life, on):
        yield Tally(happened=activity(life.now.activity).participates)


def _has_level_3(life: Life, on: date) -> bool:
    achieved = any(
        each.kind is MilestoneKind.ACHIEVED and each.level in _LEVEL_3 and each.occurred_on <= on
        for each in life.facts.milestones
    )
    return achieved or value_of(holding(life.said, on=on), About.LEVEL_3) == "yes"


def guarantee_day(on: date) -> date:
    """The last 30 September by the day: by then every leaver of Years 11 and 12 has an offer."""
    day = date(on.year, 9, 30)
    return day if day <= on else date(on.year - 1, 9, 30)


def _has_offer(life: Life, on: date) -> Iterator[Tally]:
    day = guarantee_day(on)
    if academic_age(life.born, on=day) in (16, 17):
        there = activity(situation_of(life.line, today=day).activity).participates
        yield Tally(happened=there or _was_offered(life, day))


def _was_offered(life: Life, day: date) -> bool:
    return any(
        each.kind in _OFFERS and day - _HALF_A_YEAR < each.occurred_on <= day
        for each in life.facts.milestones
    )


DUTY = Measure(
    code="duty",
    version=1,
    kind=Kind.SHARE,
    name="Meeting the duty to participate",
    counted="Young people under the duty",
    numerator="Those in full-time education or training, an apprenticeship, or work with study for a qualification.",
    denominator="Young people past Year 11 and not yet 18 who have not reached level 3.",
    window="The month's last day.",
    exclusions="Young people in custody. Whoever has reached level 3 is under no duty.",
    source="Education and Skills Act 2008, sections 1 and 2.",
    ages=(Age.BOTH,),
    tally=_meets_duty,
)
GUARANTEE = Measure(
    code="september-guarantee",
    version=1,
    kind=Kind.SHARE,
    name="Had an offer by the end of September",
    counted="Young people of academic age 16 and 17",
    numerator="Those who had been offered a place since January, or were taking part in learning on 30 September.",
    denominator="Young people who were of academic age 16 or 17 on the last 30 September.",
    window="The last 30 September up to the month's last day.",
    exclusions="Young people in custody. DfE counts the codes councils return, whose meanings are not published.",
    source="The September Guarantee, as DfE publishes the share with an offer made.",
    ages=(Age.BOTH,),
    tally=_has_offer,
)
MEASURES = (DUTY, GUARANTEE)
