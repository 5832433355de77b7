"""Whether anybody speaks with those who are NEET or not known, and with those most at risk of it."""

from collections.abc import Iterator
from datetime import date, timedelta

from service.board.rules.measures.definition import Kind, Life, Measure, Split, Tally
from service.circumstances.rules import risk_of
from service.vocabulary.activity import Group

_MONTH, _FOUR_MONTHS = timedelta(days=30), timedelta(days=122)
_AWAY = frozenset({Group.NEET, Group.NOT_KNOWN})


def _spoken_with(life: Life, on: date) -> Iterator[Tally]:
    yield from _within(life, on, _MONTH, spoken=True)


def _left_alone(life: Life, on: date) -> Iterator[Tally]:
    yield from _within(life, on, _FOUR_MONTHS, spoken=False)


def _within(life: Life, on: date, time: timedelta, *, spoken: bool) -> Iterator[Tally]:
    """Whether somebody NEET or not known was spoken with in a time; or, where `spoken` is False, was not."""
    if life.now.group in _AWAY:
        was = life.contacted_on is not None and on - life.contacted_on <= time
        yield Tally(happened=was is spoken, part=risk_of(life.said, in_custody=False, on=on).band)


CONTACT = Measure(
    code="contact",
    version=1,
    kind=Kind.SHARE,
    name="Spoken with in the last 30 days",
    counted="Young people NEET or not known",
    numerator="Those with whom somebody spoke, wrote or met, both ways, in the 30 days up to the month's last day.",
    denominator="Young people NEET or not known on the month's last day.",
    window="30 days.",
    exclusions="Young people in custody. An attempt that reached nobody is no contact.",
    split=Split.RISK,
    source="Our design, between one and four months as councils report the recency of contact.",
    tally=_spoken_with,
)
LEFT_ALONE = Measure(
    code="left-alone",
    version=1,
    kind=Kind.SHARE,
    name="Not spoken with for four months",
    counted="Young people NEET or not known",
    numerator="Those with whom nobody spoke, both ways, in the 122 days up to the month's last day, or ever.",
    denominator="Young people NEET or not known on the month's last day.",
    window="122 days.",
    exclusions="Young people in custody. An attempt that reached nobody is no contact.",
    source="Our design, the longest of three bands in which councils report the recency of contact.",
    good=False,
    split=Split.RISK,
    tally=_left_alone,
)
MEASURES = (CONTACT, LEFT_ALONE)
