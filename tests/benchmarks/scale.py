"""How much is measured: in earnest, or only enough to see that the benchmarks still run."""

import msgspec


class Scale(msgspec.Struct, frozen=True, kw_only=True):
    """The sizes of one run."""

    people: int = 10_000  # in the register while requests are measured
    systems: int = 16  # agencies' systems that send requests, each with a token of its own
    rounds: int = 5  # of every contestant in turn
    warm: int = 100  # requests before the clock of a round starts
    timed: int = 600  # requests of a round
    small_file: float = 10  # megabytes
    large_file: float = 100
    repeats: int = 3  # of reading a file and of copying its rows
    lines: int = 50_000  # of a spreadsheet
    register: int = 200_000  # learners
    small_register: int = 2_000
    returned: int = 155_000  # learners, of whom some 50,000 are of an age to be returned
    funded: int = 40_000  # learners, each with four outcomes
    providers: int = 60
    pages: int = 150  # board pages of one round
    page_rounds: int = 7
    browsers: int = 1_000  # on the live badge
    catalogue: int = 5_000  # opportunities
    entrants: int = 1_000  # people to whom a way back is recommended


FULL = Scale()
QUICK = Scale(
    people=400,
    systems=4,
    rounds=1,
    warm=4,
    timed=16,
    small_file=0.2,
    large_file=0.4,
    repeats=1,
    lines=300,
    register=400,
    small_register=100,
    returned=400,
    funded=200,
    providers=4,
    pages=5,
    page_rounds=1,
    browsers=20,
    catalogue=50,
    entrants=10,
)
CONCURRENCY = 16  # requests under way at any moment
POOL = 10  # connections to PostgreSQL: what the service opens unless told otherwise
