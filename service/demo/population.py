"""A population of invented young people with their pathways: any number, streamed, the same for the same
seed.

Only the numbers are real (see `calibration`). Nobody in it exists; where a name, a day and a district meet
in a real person, that is chance. ULNs have a right check digit and are all different.
"""

from collections.abc import Iterator
from datetime import date, timedelta
from functools import cache
from itertools import accumulate, count
from random import Random

import msgspec

from service.demo.calibration import bands, district_weights
from service.demo.names import Origin, draw_family_name, draw_given_names, draw_origin
from service.demo.notebook import Notebook
from service.demo.places import COUNCILS, DISTRICTS, District
from service.demo.rows import Invented
from service.demo.telling import Teller
from service.demo.walk import stays
from service.learners.rows import Claim, Sex
from service.learners.rules import is_eligible
from service.vocabulary.academic_year import AcademicYear

TWINS, SIBLING = 0.015, 0.14  # of households
WITHOUT_ULN, WITHOUT_POSTCODE, WITHOUT_SEX = 0.03, 0.008, 0.01

_INWARD = "ABDEFGHJLNPQRSTUWXYZ"
_NINE_DIGITS = 900_000_000
_STRIDE = 618_033_983
"""Shares no factor with the count of nine-digit numbers, so that it meets each of them once."""
_TRIES_APART = 100_000_000
_COUNCIL_OF = {council.area: council.code for council in COUNCILS}
_DISTRICT_WEIGHTS = list(accumulate(district_weights()))


class _Household(msgspec.Struct, frozen=True, kw_only=True):
    number: int
    origin: Origin
    family_name: str
    district: District
    postcode: str


def people(learners: int, years: int, seed: int, today: date) -> Iterator[Invented]:
    """That many invented people of the register's ages today, with what they did in `years` academic years.

    The years are the last ones, this one included. Everybody's story is drawn from a generator of their own,
    so that it does not depend on how many others are asked for.
    """
    since = AcademicYear(AcademicYear.of(today).start - years + 1).starts_on
    by_place, ulns = bands(), _ulns(seed)
    for number, (household, born, sex) in zip(range(learners), _members(seed, today), strict=False):
        rng = Random(f"{seed}:{number}")  # noqa: S311 - invented people, not secrets
        claim = _claim(rng, household, born, sex, next(ulns))
        council = _COUNCIL_OF[household.district.council_area]
        line = stays(rng, by_place, born=born, district=household.district.code, since=since, today=today)
        notebook = Notebook(rng, number=number, today=today)
        Teller(rng, notebook, district=household.district.code, council=council, today=today).tell(line)
        yield Invented(
            number=number,
            household=household.number,
            claim=claim,
            district=household.district.code,
            council=council,
            spells=tuple(notebook.spells),
            milestones=tuple(notebook.milestones),
        )


def _members(seed: int, today: date) -> Iterator[tuple[_Household, date, Sex]]:
    """Household after household; some with twins, some with a second young person some years apart."""
    rng, number = Random(seed), 0  # noqa: S311 - as above
    youngest = date(AcademicYear.of(today).start - 15, 8, 31)
    while True:
        household, born = _household(rng, number), youngest - timedelta(days=rng.randrange(3_660))
        number += 1
        days = [born]
        chance = rng.random()
        if chance < TWINS:
            days.append(born)
        elif chance < TWINS + SIBLING:
            days.append(born + timedelta(days=rng.randrange(400, 1_900)))
        for day in days:
            if is_eligible(day, today=today):
                yield household, day, rng.choice((Sex.FEMALE, Sex.MALE))


def _household(rng: Random, number: int) -> _Household:
    origin = draw_origin(rng)
    district = rng.choices(DISTRICTS, cum_weights=_DISTRICT_WEIGHTS)[0]
    return _Household(
        number=number,
        origin=origin,
        family_name=draw_family_name(rng, origin),
        district=district,
        postcode=draw_postcode(rng, district),
    )


def draw_postcode(rng: Random, district: District) -> str:
    """A postcode in a district: of a real outward code, its ending drawn."""
    begins = rng.choice(district.postcodes)
    digit = "" if " " in begins else f" {rng.randrange(1, 9)}"
    return f"{begins}{digit}{rng.choice(_INWARD)}{rng.choice(_INWARD)}"


def _claim(rng: Random, household: _Household, born: date, sex: Sex, uln: str) -> Claim:
    return Claim(
        given_names=draw_given_names(rng, household.origin, sex),
        family_name=household.family_name,
        date_of_birth=born,
        sex=None if rng.random() < WITHOUT_SEX else sex,
        postcode=None if rng.random() < WITHOUT_POSTCODE else household.postcode,
        uln=None if rng.random() < WITHOUT_ULN else uln,
    )


def _ulns(seed: int) -> Iterator[str]:
    """ULNs that do not repeat."""
    return filter(None, (_uln(_first(seed) + place * _STRIDE) for place in count(1)))


def uln_of(seed: int, number: int) -> str:
    """The ULN of somebody by their number, below 100 million; no two have the same."""
    tried = (
        _uln(_first(seed) + (number + again) * _STRIDE) for again in range(0, _NINE_DIGITS, _TRIES_APART)
    )
    return next(filter(None, tried))


@cache
def _first(seed: int) -> int:
    return Random(f"uln:{seed}").randrange(_NINE_DIGITS)  # noqa: S311 - as above


def _uln(number: int) -> str | None:
    """Nine digits with their check digit; None where there is none for them.

    SOURCE: DfE, "WSLP02 ULN Validation", version 3.
    """
    nine = str(100_000_000 + number % _NINE_DIGITS)
    remainder = sum(weight * int(digit) for weight, digit in zip(range(10, 1, -1), nine, strict=True)) % 11
    return f"{nine}{10 - remainder}" if remainder else None
