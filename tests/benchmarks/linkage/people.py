"""An invented population: households with brothers, sisters and twins, born over nine years, in one county.

Shares are guesses at what a county has: 40 % of young people with a sibling of the ages, 1.5 % of births twins
(ONS, Birth characteristics), 70 % of English people with a second given name, fewer elsewhere.
"""

from datetime import date, timedelta
from random import Random

import msgspec

from service.learners.matching.rows import Person
from tests.benchmarks.linkage.names import DOUBLE, ENGLISH, SINGLE, Origin, draw, origins

WEIGHTS = {
    ENGLISH: 70,
    "South Asian": 9,
    "Polish": 5,
    "Yoruba": 3,
    "Chinese": 2,
    "Welsh": 3,
    "Arabic": 3,
    DOUBLE: 4,
    SINGLE: 1,
}
"""Of a hundred families, how many have names of an origin."""
FIRST_DAY, DAYS = date(2001, 9, 1), 9 * 365
OUTCODES = [
    f"{area}{n}"
    for area, most in (("CM", 24), ("CO", 16), ("SS", 17), ("RM", 20), ("IG", 10))
    for n in range(1, most)
]
POSTCODES_EACH = 500
HOME_LETTERS = "ABDEFGHJLNPQRSTUWXYZ"
STREETS = [
    "High",
    "Church",
    "Station",
    "Mill",
    "Park",
    "Victoria",
    "Manor",
    "Chapel",
    "Meadow",
    "Orchard",
    "Oak",
]
KINDS = ["Road", "Street", "Lane", "Close", "Avenue", "Drive", "Way"]


class Somebody(msgspec.Struct, frozen=True, kw_only=True):
    """One invented person with what only the harness knows: the origin of the names and the household."""

    key: str
    household: int
    origin: str
    person: Person


class Home(msgspec.Struct, frozen=True):
    """What a household shares."""

    number: int
    origin: Origin
    family: str
    postcode: str
    address: str


def population(size: int, *, seed: int, origin: str | None = None) -> list[Somebody]:
    """Invent `size` people; with `origin`, all of one origin."""
    rng = Random(seed)
    every = {each.name: each for each in origins()}
    made: list[Somebody] = []
    household = 0
    while len(made) < size:
        household += 1
        name = origin or rng.choices(list(WEIGHTS), weights=list(WEIGHTS.values()))[0]
        made += _household(rng, home(rng, household, every[name]), len(made), seed)
    return made[:size]


def home(rng: Random, number: int, origin: Origin) -> Home:
    """A household with its family name and address."""
    family = draw(rng, origin.family)
    if origin.name == DOUBLE:
        family = f"{family}-{draw(rng, origin.family)}"
    street = f"{rng.choice(STREETS)} {rng.choice(KINDS)}"
    return Home(number, origin, family, postcode(rng), f"{rng.randint(1, 180)} {street}")


def postcode(rng: Random, near: str | None = None) -> str:
    """A postcode of the county; `near` keeps its outcode."""
    code = near.split(" ")[0] if near else rng.choice(OUTCODES)
    return f"{code} {rng.randint(1, 9)}{rng.choice(HOME_LETTERS[:7])}{rng.choice(HOME_LETTERS)}"


def member(rng: Random, at: Home, born: date, key: str, taken: frozenset[str] = frozenset()) -> Somebody:
    """One more member of a household, whose given name nobody there has."""
    sex = rng.choice("FM")
    given = draw(rng, at.origin.given[sex])
    while given in taken:
        given = draw(rng, at.origin.given[sex])
    if rng.random() < (0.7 if at.origin.name in (ENGLISH, DOUBLE) else 0.25) and at.origin.name != SINGLE:
        second = draw(rng, at.origin.given[sex])
        given = given if second == given else f"{given} {second}"
    person = Person(
        given_names=None if at.origin.name == SINGLE else given,
        family_name=given if at.origin.name == SINGLE else at.family,
        date_of_birth=born,
        sex=sex,
        postcode=at.postcode,
        uln=_uln(rng),
    )
    return Somebody(key=key, household=at.number, origin=at.origin.name, person=person)


def first_name(somebody: Somebody) -> str:
    """The first given name, or the only name."""
    return ((somebody.person.given_names or somebody.person.family_name) or "").split(" ")[0]


def _household(rng: Random, at: Home, so_far: int, seed: int) -> list[Somebody]:
    born = FIRST_DAY + timedelta(days=rng.randrange(DAYS))
    births = [born]
    while rng.random() < 0.35 and len(births) < 4:
        apart = 0 if rng.random() < 0.03 else rng.randint(330, 1900)
        births.append(births[-1] + timedelta(days=apart))
    members: list[Somebody] = []
    for n, day in enumerate(births):
        taken = frozenset(first_name(each) for each in members)
        members.append(member(rng, at, day, f"{seed}-{so_far + n:07}", taken))
    return members


def _uln(rng: Random) -> str:
    return str(rng.randint(1_000_000_000, 9_999_999_998))
