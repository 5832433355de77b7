"""A country's young people as descriptions alone: names, days of birth and homes, and nothing of what they do.

For trying the register at the size of a country. Nobody in it exists. They come in slabs, each the same whoever makes
it and in whatever order. Given names are the demo's lists, of which the commonest has 2 in 100 of a sex; half the
families have a name put together from parts of English place names, which fewer than 1 in 5,000 have. Homes are in
made-up postcodes of real form, four people to a postcode at 6.5 million.
"""

from collections.abc import Iterator
from datetime import date, timedelta
from itertools import product
from random import Random

from service.demo.names import Origin, Pool, draw_origin
from service.demo.population import uln_of
from service.learners.rows import Claim, Sex
from service.vocabulary.academic_year import AcademicYear

SLAB = 20_000
TWINS, SIBLING = 0.015, 0.25  # of households; a second birth, and further ones
SECOND_GIVEN_NAME, DOUBLE_BARRELLED = 0.6, 0.04
WITHOUT_ULN, WITHOUT_POSTCODE, WITHOUT_SEX = 0.03, 0.008, 0.01
YEARS = 9
FLAT, STEEP = 15, 0.9
"""A name at place n of its list is drawn as often as (n + FLAT) ** -STEEP says."""

_STARTS = """Ash Brad Thorn Wood Black White Hart Brom Cran Dun East Fair Glen Har Hal Kirk Lang Mar Nor Old Pem Rad
Stan Stock Thur Wal West Win Wy Whit Wether Tat Swin Stav Shel Sel Roth Rams Quar Pres Pax Os Nether Mel Lul Kel Ing
Hol Hen Gos Far"""
_MIDDLES = ("", "er", "ing", "le", "s", "en")
_ENDS = "ley ford worth ham ton wick bury by field den combe well stead brook house gate wood more ridge hurst bridge"
_PLACES = ["".join(parts) for parts in product(_STARTS.split(), _MIDDLES, _ENDS.split())]
PLACE_NAMES = tuple(Random(7).sample(_PLACES, len(_PLACES)))  # noqa: S311 - a list in no order
"""Family names of which each is rare."""
_FAMILIES = Pool(PLACE_NAMES, flat=200, steep=0.5)
_RARE = 0.5  # of families with British names

_AREAS = """AL B BA BB BD BH BL BN BR BS CA CB CH CM CO CR CT CV CW DA DE DH DL DN DT DY E EN EX FY GL GU HA HD HG HP
HR HU HX IG IP KT L LA LE LN LS LU M ME MK N NE NG NN NR NW OL OX PE PL PO PR RG RH RM S SE SG SK SL SM SN SO SP SR SS
ST SW SY TA TF TN TQ TR TS TW UB W WA WD WF WN WR WS WV YO"""
_OUTCODES = tuple(f"{area}{n}" for area in _AREAS.split() for n in range(1, 19))
_LETTERS = "ABDEFGHJLNPQRSTUWXYZ"
_INWARD = tuple(f" {n}{one}{other}" for n in range(1, 10) for one in _LETTERS[:5] for other in _LETTERS)


def slab(number: int, *, seed: int, today: date) -> list[Claim]:
    """Invent the people of one slab, all of the register's ages today."""
    rng = Random(f"nation:{seed}:{number}")  # noqa: S311 - invented people, not secrets
    youngest = date(AcademicYear.of(today).start - 15, 8, 31)
    made: list[Claim] = []
    while len(made) < SLAB:
        made += _household(rng, youngest, seed, number * SLAB + len(made))
    return made[:SLAB]


def _household(rng: Random, youngest: date, seed: int, first: int) -> Iterator[Claim]:
    origin = draw_origin(rng)
    family, home = _family_name(rng, origin), rng.choice(_OUTCODES) + rng.choice(_INWARD)
    for n, born in enumerate(_births(rng, youngest)):
        sex = Sex.FEMALE if rng.random() < 0.5 else Sex.MALE
        chance = rng.random()
        yield Claim(
            given_names=_given_names(rng, origin, sex),
            family_name=family,
            date_of_birth=born,
            sex=None if chance < WITHOUT_SEX else sex,
            postcode=None if WITHOUT_SEX < chance < WITHOUT_SEX + WITHOUT_POSTCODE else home,
            uln=None if rng.random() < WITHOUT_ULN else uln_of(seed, first + n),
        )


def _births(rng: Random, youngest: date) -> Iterator[date]:
    oldest = youngest - timedelta(days=YEARS * 365)
    born = oldest + timedelta(days=1 + rng.randrange((youngest - oldest).days))
    yield born
    if rng.random() < TWINS:
        yield born
    while rng.random() < SIBLING and (born := born + timedelta(days=rng.randrange(330, 1_900))) <= youngest:
        yield born


def _family_name(rng: Random, origin: Origin) -> str:
    is_rare = origin.name == "British" and rng.random() < _RARE
    name = (_FAMILIES if is_rare else _pool(origin.family)).draw(rng)
    return f"{name}-{_FAMILIES.draw(rng)}" if rng.random() < DOUBLE_BARRELLED else name


def _given_names(rng: Random, origin: Origin, sex: Sex) -> str:
    pool = _pool(origin.female if sex is Sex.FEMALE else origin.male)
    first = pool.draw(rng)
    if rng.random() >= SECOND_GIVEN_NAME:
        return first
    second = pool.draw(rng)
    return first if second == first else f"{first} {second}"


_POOLS: dict[tuple[str, ...], Pool] = {}


def _pool(names: tuple[str, ...]) -> Pool:
    if names not in _POOLS:
        _POOLS[names] = Pool(names, flat=FLAT, steep=STEEP)
    return _POOLS[names]
