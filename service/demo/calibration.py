"""How many young people do what, by academic age and district: what the invented population is drawn from.

Ages 16 and 17. SOURCE: DfE, NEET and participation of 16 and 17 year-olds by local authority, 2025 row
(average of December to February; participation in March): NEET, not known, full-time education,
apprenticeships and other education or training of Essex, Southend-on-Sea and Thurrock. Together 4.1 % NEET
and 1.9 % not known. What is left to 100 % are jobs without training, re-engagement programmes and a few in
custody.

Ages 18 to 24. Nobody publishes this for a council, and no council is asked to follow people beyond 18. Our
choice: 13 % NEET over the seven ages together, the UK's rate for 16 to 24 (ONS, July to September 2024:
13.2 %), rising from 9 % at 18 to 14 % from 21; and not known rising from 5 % to 12 %, which is better than
a council does today and what a register shared by all agencies should reach. The rest of the split is a
guess.

Districts. That some have twice the NEET rate of others is so in any year; which factor each has here is a
guess.
"""

from collections.abc import Iterator, Mapping
from itertools import accumulate

import msgspec

from service.demo.places import DISTRICTS, ESSEX, SOUTHEND, THURROCK

NEET, NOT_KNOWN = 619, 810
"""Stand for their groups in a band; which code of the group it is, is drawn when the spell is told."""


class Rates(msgspec.Struct, frozen=True, kw_only=True):
    """Percentages of a council's 16 and 17 year-olds; `cohort` is how many there are."""

    cohort: int
    neet: float
    not_known: float
    apprenticeship: float
    other_training: float
    full_time: float


RATES_2025: Mapping[str, Rates] = {
    ESSEX: Rates(
        cohort=35_852, neet=4.2, not_known=2.3, apprenticeship=4.5, other_training=1.9, full_time=84.3
    ),
    SOUTHEND: Rates(
        cohort=4_571, neet=3.2, not_known=1.4, apprenticeship=2.1, other_training=0.6, full_time=91.6
    ),
    THURROCK: Rates(
        cohort=5_150, neet=3.8, not_known=0.0, apprenticeship=4.5, other_training=3.3, full_time=85.4
    ),
}

# Share of the council's young people, and how much likelier than there on average they are to be NEET.
_WITHIN_COUNCIL: Mapping[str, tuple[float, float]] = {
    "Basildon": (188, 1.25),
    "Braintree": (155, 1.0),
    "Brentwood": (77, 0.7),
    "Castle Point": (90, 1.05),
    "Chelmsford": (182, 0.8),
    "Colchester": (193, 1.0),
    "Epping Forest": (135, 0.95),
    "Harlow": (93, 1.3),
    "Maldon": (66, 0.9),
    "Rochford": (86, 0.7),
    "Tendring": (148, 1.5),
    "Uttlesford": (91, 0.55),
    "Southend-on-Sea": (1, 1.0),
    "Thurrock": (1, 1.0),
}

_AT_18 = ((240, 33.0), (210, 4.0), (220, 2.0), (330, 3.0), (310, 8.0), (230, 17.0), (320, 2.0), (340, 2.0),
          (330, 13.0), (360, 1.5), (380, 0.5), (NEET, 9.0), (NOT_KNOWN, 5.0))  # fmt: skip
_AT_19 = ((240, 36.0), (320, 2.0), (340, 3.0), (310, 7.0), (230, 8.0), (330, 22.0), (380, 1.0), (440, 1.0),
          (NEET, 12.0), (NOT_KNOWN, 8.0))  # fmt: skip
_FROM_21 = ((240, 14.0), (320, 2.0), (340, 4.0), (330, 23.0), (310, 5.0), (230, 3.0), (330, 19.0), (380, 3.0),
            (440, 1.0), (NEET, 14.0), (NOT_KNOWN, 12.0))  # fmt: skip
_AT_15 = ((110, 99.0), (120, 1.0))

OLDEST_BAND = 21
Shares = tuple[tuple[int, float], ...]


class Band(msgspec.Struct, frozen=True):
    """Who does what in one district at one academic age.

    Everybody has a place between 0 and 1; up to `edges[n]` they do `activities[n]`. The order is that of how
    firmly people stand, with what follows from what at the next age beneath it.
    """

    edges: tuple[float, ...]
    activities: tuple[int, ...]


def district_weights() -> tuple[float, ...]:
    """How many of Greater Essex's young people live in each of `places.DISTRICTS`."""
    return tuple(
        RATES_2025[each.council_area].cohort * _WITHIN_COUNCIL[each.name][0] / _people_of(each.council_area)
        for each in DISTRICTS
    )


def bands() -> dict[tuple[str, int], Band]:
    """The bands by district and academic age, 15 to `OLDEST_BAND`; older ages are as the last."""
    return {
        (district.code, age): _band(_with_need(shares, _need(district.name, district.council_area)))
        for district in DISTRICTS
        for age, shares in _shares(RATES_2025[district.council_area])
    }


def _shares(rates: Rates) -> Iterator[tuple[int, Shares]]:
    yield 15, _AT_15
    yield 16, _at_16_or_17(rates, neet=0.75, not_known=0.8, work=0.65)
    yield 17, _at_16_or_17(rates, neet=1.25, not_known=1.2, work=1.35)
    yield 18, _AT_18
    yield 19, _AT_19
    yield 20, _AT_19
    yield OLDEST_BAND, _FROM_21


def _at_16_or_17(rates: Rates, *, neet: float, not_known: float, work: float) -> Shares:
    """The published rates are of both ages together; the factors of the two ages have the mean 1."""
    apprentices, training = rates.apprenticeship * work, rates.other_training
    published = rates.neet + rates.not_known + rates.apprenticeship + rates.other_training + rates.full_time
    rest = max(0.0, 100 - published) * work
    outside = rates.neet * neet + rates.not_known * not_known
    full_time = 100 - apprentices - training - rest - outside
    return (
        (210, full_time * 0.41),
        (220, full_time * 0.13),
        (310, apprentices),
        (230, full_time * 0.44),
        (280, full_time * 0.02),
        (320, training * 0.3),
        (250, training * 0.2),
        (410, training * 0.3),
        (450, training * 0.1),
        (460, training * 0.1),
        (330, rest * 0.6),
        (360, rest * 0.12),
        (530, rest * 0.25),
        (710, rest * 0.03),
        (NEET, rates.neet * neet),
        (NOT_KNOWN, rates.not_known * not_known),
    )


def _with_need(shares: Shares, need: float) -> Shares:
    """More or fewer NEET and not known; the others give or take in proportion."""
    outside = sum(share for code, share in shares if code in (NEET, NOT_KNOWN))
    others = (100 - outside * need) / (100 - outside)
    return tuple((code, share * (need if code in (NEET, NOT_KNOWN) else others)) for code, share in shares)


def _band(shares: Shares) -> Band:
    total = sum(share for _, share in shares)
    edges = tuple(edge / total for edge in accumulate(share for _, share in shares))
    return Band((*edges[:-1], 1.0), tuple(code for code, _ in shares))


def _need(name: str, council_area: str) -> float:
    """The district's factor, such that the council's mean is 1."""
    parts = [_WITHIN_COUNCIL[each.name] for each in DISTRICTS if each.council_area == council_area]
    mean = sum(share * need for share, need in parts) / sum(share for share, _ in parts)
    return _WITHIN_COUNCIL[name][1] / mean


def _people_of(council_area: str) -> float:
    return sum(_WITHIN_COUNCIL[each.name][0] for each in DISTRICTS if each.council_area == council_area)
