"""What the invented providers offer: some of everything, in every season, so that a way back can be found."""

from collections.abc import Iterator, Mapping
from datetime import date, datetime, timedelta
from random import Random
from typing import Final, NamedTuple
from uuid import UUID

from service.demo.providers import APPRENTICES, CHARITY, COLLEGE, EMPLOYER, TRAINER
from service.demo.trades import FIELDS
from service.kit.audit import By
from service.kit.database import Session
from service.provision.operations import take_entries
from service.provision.rows import Entry, Kind, Support
from service.vocabulary.day import say_day
from service.vocabulary.sector import level_name

_WEEK = timedelta(weeks=1)
_LISTED = timedelta(weeks=26)
_COLLEGES: Final = (
    (COLLEGE, "CM1 1ZZ"),
    ("colne-estuary", "CO1 1ZZ"),
    ("thames-gate", "RM17 6ZZ"),
    ("prittle-brook", "SS1 1ZZ"),
    ("stort-and-roding", "CM20 1ZZ"),
)
_TRAINERS: Final = ((TRAINER, "SS14 1ZZ"), ("first-rung", "CM7 1ZZ"))
_STARTS: Final = (2, 5, 9, 14, 20)  # weeks from the day the list is entered
_HELP: Final = frozenset({Support.ONE_TO_ONE, Support.TRAVEL, Support.WELLBEING})
_AT_COLLEGE: Final = frozenset({Support.TRAVEL, Support.EQUIPMENT, Support.EHC_PLAN})


class Offered(NamedTuple):
    """One entry, and whose it is."""

    provider: str
    entry: Entry


async def add_opportunities(
    session: Session, agencies: Mapping[str, UUID], *, seed: int, now: datetime, today: date
) -> int:
    """Enter the list of every provider, and say how many entries there are."""
    offered = [*invented(today, seed=seed)]
    for code in sorted({each.provider for each in offered}):
        entries = [each.entry for each in offered if each.provider == code]
        by = By(agency_id=agencies[code])
        await take_entries(session, entries=entries, by=by, now=now, today=today)
    return len(offered)


def invented(today: date, *, seed: int) -> Iterator[Offered]:
    """The entries, the same for the same day."""
    rng = Random(f"{seed}:opportunities")  # noqa: S311 - an invented catalogue
    yield from _first_steps(today)
    for code, postcode in _COLLEGES:
        for place, field in enumerate(rng.sample(FIELDS, 6)):
            level = "12321E"[place]
            weeks = rng.choice(_STARTS)
            yield Offered(
                code, _course(field.course, field.sector, level, postcode, today + weeks * _WEEK, rng)
            )
    for place, field in enumerate(rng.sample(FIELDS, 8)):
        yield _apprenticeship(place, field.apprenticeship, field.sector, today, rng)
    yield from _work(today)


def _first_steps(today: date) -> Iterator[Offered]:
    for code, postcode in (*_TRAINERS, (CHARITY, "CM2 0ZZ")):
        yield Offered(
            code,
            Entry(
                source_key="STEPS",
                kind=Kind.RE_ENGAGEMENT,
                title="First steps",
                summary="Small groups, a mentor of your own, and a day out a month. No exams.",
                hours=10,
                postcode=postcode,
                supports=_HELP,
                places=12,
                listed_until_on=today + _LISTED,
            ),
        )


def _course(title: str, sector: str, level: str, postcode: str, day: date, rng: Random) -> Entry:
    starts_on = day - timedelta(days=day.weekday())
    needs = {"2": "1", "3": "2"}.get(level)
    return Entry(
        source_key=f"{sector}-{level}-{starts_on:%y%m%d}",
        kind=Kind.COURSE,
        title=f"{title}, {level_name(level).lower()}",
        level=level,
        sector=sector,
        summary=f"Three days a week at the college from {say_day(starts_on)}.",
        needs_level=needs,
        needs_english=level == "3",
        needs_maths=level == "3",
        teaches_english_maths=level != "3",
        age_until=24 if level != "3" else 18,
        starts_on=starts_on,
        hours=16,
        postcode=postcode,
        supports=_AT_COLLEGE | ({Support.ONE_TO_ONE} if level in "E1" else frozenset()),
        places=rng.choice((1, 4, 8, 16)),
        listed_until_on=starts_on,
    )


def _apprenticeship(place: int, title: str, sector: str, today: date, rng: Random) -> Offered:
    level = "23"[place % 2]
    code, postcode = rng.choice(((APPRENTICES, "SS1 2ZZ"), ("bright-quay", "CO2 7ZZ")))
    starts_on = today + rng.choice(_STARTS) * _WEEK
    entry = Entry(
        source_key=f"APP-{place}",
        kind=Kind.APPRENTICESHIP,
        title=f"{title} apprenticeship",
        level=level,
        sector=sector,
        needs_level={"2": "1", "3": "2"}[level],
        needs_english=level == "3",
        needs_maths=level == "3",
        teaches_english_maths=level == "2",
        starts_on=starts_on,
        hours=35,
        postcode=postcode,
        supports=frozenset({Support.TRAVEL}),
        places=rng.choice((1, 2, 3)),
        listed_until_on=starts_on,
    )
    return Offered(code, entry)


def _work(today: date) -> Iterator[Offered]:
    yield Offered(
        TRAINER,
        Entry(
            source_key="TASTER",
            kind=Kind.PLACEMENT,
            title="Six weeks in a workshop",
            sector="4.1",
            summary="Try out welding, assembly and stores with a firm nearby.",
            hours=20,
            postcode="SS14 1ZZ",
            supports=_HELP,
            places=6,
            listed_until_on=today + _LISTED,
        ),
    )
    yield from _supported(today)


def _supported(today: date) -> Iterator[Offered]:
    yield Offered(
        "oakfold",
        Entry(
            source_key="SI",
            kind=Kind.SUPPORTED_INTERNSHIP,
            title="Supported internship at a hospital",
            sector="1.3",
            hours=21,
            postcode="CM1 7ZZ",
            supports=frozenset({Support.ONE_TO_ONE, Support.EHC_PLAN, Support.TRAVEL}),
            places=5,
            listed_until_on=today + _LISTED,
        ),
    )
    yield Offered(
        EMPLOYER,
        Entry(
            source_key="WH",
            kind=Kind.JOB,
            title="Warehouse trainee",
            sector="7.2",
            summary="A job with a certificate in warehousing, one day a week at the college.",
            age_from=18,
            hours=37,
            postcode="RM20 1ZZ",
            supports=frozenset({Support.TRAVEL}),
            places=3,
            listed_until_on=today + _LISTED,
        ),
    )
