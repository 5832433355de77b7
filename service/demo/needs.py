"""What the demo's councils, schools and colleges know of the young beside their way: needs, attainment, attendance.

The rates are those DfE publishes for Essex: some 5 % with an education, health and care plan, 10 % with SEN support,
3 % vulnerable. Here and there something is not recorded, so that the return has something to mend.
"""

from collections.abc import Iterator, Sequence
from datetime import date, datetime, timedelta
from random import Random
from uuid import UUID

import msgspec

from service.alerts.operations import watch
from service.circumstances.operations import record_circumstances
from service.circumstances.rows import Circumstance, Kind
from service.circumstances.rules import standing_of
from service.circumstances.rules.ground import is_under_duty
from service.demo.queries import Young, young
from service.kit.audit import By
from service.kit.database import REGISTER, Database
from service.kit.ids import NOBODY, new_id
from service.vocabulary.academic_year import academic_age, last_compulsory_year
from service.vocabulary.day import YearDay, end_of_day

BATCH = 2_000
WEEKS = 6
_SINCE = timedelta(weeks=12)
_HEARD = timedelta(days=8)  # between what is so and when it is told
_STREETS = ("Mill Lane", "Station Road", "Quay Street", "Heath Way", "Orchard Close", "Wharf Road")
_ETHNICITIES = (("WBRI", 78), ("WOTH", 7), ("AIND", 3), ("BAFR", 4), ("MOTH", 4), ("ABAN", 2), ("OOTH", 2))
_VULNERABLE = ("110", "160", "170", "200", "140")
_DESTINATIONS = ("111", "121", "211", "311")
_WITH_A_PLAN = frozenset({280, 460})  # special post-16 colleges, supported internships
_CARING = {
    620: "140",
    630: "120",
    650: "180",
}  # why somebody is NEET, and the characteristic that belongs to it
_YEAR_11 = 15  # academic age
_PLANS_ON = YearDay(1, 2)
_MISSING = 0.004


class Said(msgspec.Struct, frozen=True):
    """One circumstance of the invented: by the council, or by who teaches them."""

    kind: Kind
    value: str
    starts_on: date
    by_council: bool = True


async def tell_needs(database: Database, *, now: datetime, today: date) -> int:
    """Tell them about everybody who is of an age for it, and say how many circumstances that came to."""
    after, told = NOBODY, 0
    while True:
        async with database.transaction(REGISTER) as session:
            found = await young(session, after=after, limit=BATCH)
            if not found:
                return told
            by_agency: dict[UUID, list[Circumstance]] = {}
            touched: set[UUID] = set()
            for who in found:
                for each in _said_of(who, now, today):
                    by_agency.setdefault(each.agency_id, []).append(each)
            for agency_id, said in by_agency.items():
                born = {who.learner_id: who.date_of_birth for who in found}
                by = By(agency_id=agency_id)
                done = await record_circumstances(session, said=said, born=born, by=by, now=now, today=today)
                told += done.written.new
                touched |= done.learner_ids
            await watch(session, learner_ids=sorted(touched), by=By(agency_id=NOBODY), now=now, today=today)
        after = found[-1].learner_id


def _said_of(who: Young, now: datetime, today: date) -> Iterator[Circumstance]:
    if not is_under_duty(standing_of(who.date_of_birth, (), on=today), on=today):
        return
    for n, each in enumerate(invented(who, today)):
        agency_id = who.council_id if each.by_council else who.provider_id
        if agency_id is not None:
            yield Circumstance(
                learner_id=who.learner_id,
                id=new_id(),
                kind=each.kind,
                value=each.value,
                starts_on=each.starts_on,
                recorded_at=min(now, end_of_day(each.starts_on + _HEARD)),
                agency_id=agency_id,
                source_key=f"demo:{each.kind}:{n}",
            )


def _chance(who: Young) -> Random:
    return Random(who.learner_id.int)  # noqa: S311 - invented people, not secrets


def invented(who: Young, today: date) -> list[Said]:
    """Invent the circumstances of one young person: always the same for the same key."""
    chance, since = _chance(who), today - _SINCE
    plan = chance.random() < 0.05 or who.activity in _WITH_A_PLAN
    support = not plan and chance.random() < 0.1
    vulnerable = chance.random() < 0.03
    level = "1" if vulnerable else "2" if plan or support else "3"
    said = [
        Said(Kind.ADDRESS, _address(chance, who), since),
        Said(Kind.ETHNICITY, _one_of(chance, _ETHNICITIES), since),
        Said(Kind.LEVEL_OF_NEED, level, since),
        Said(Kind.EHC_PLAN, "yes" if plan else "no", since),
        Said(Kind.SEN_SUPPORT, "yes" if support else "no", since),
        Said(Kind.ENGLISH, _one_of(chance, (("2", 65), ("1", 30), ("E", 5))), since),
        Said(Kind.MATHS, _one_of(chance, (("2", 62), ("1", 32), ("E", 6))), since),
    ]
    if academic_age(who.date_of_birth, on=today) == _YEAR_11:
        said.append(Said(Kind.INTENDED_DESTINATION, chance.choice(_DESTINATIONS), since))
    said = [each for each in said if chance.random() >= _MISSING]
    if who.activity in _CARING:
        said.append(Said(Kind.CHARACTERISTIC, _CARING[who.activity], since))
    if vulnerable:
        said.append(Said(Kind.CHARACTERISTIC, chance.choice(_VULNERABLE), since))
    if chance.random() < 0.2:
        said.append(Said(Kind.FREE_MEALS, "yes", since))
    if chance.random() < 0.002:
        said.append(Said(Kind.SAFE_CONTACT, "Text first. Do not ring the house.", since))
        said.append(Said(Kind.PROTECTED_ADDRESS, "yes", since))
    return said + _plan(who, today) + _weeks(chance, today)


def _plan(who: Young, today: date) -> list[Said]:
    """From February of year 11 most pupils have a transition plan; R14 asks about the others."""
    year_11 = last_compulsory_year(who.date_of_birth)
    agreed_on = _PLANS_ON.of(year_11.start + 1)
    has_one = who.learner_id.int % 5 != 0
    return (
        [Said(Kind.TRANSITION_PLAN, "yes", agreed_on)]
        if has_one and agreed_on <= today <= year_11.ends_on
        else []
    )


def _weeks(chance: Random, today: date) -> list[Said]:
    monday = today - timedelta(days=today.weekday())
    usual = (
        chance.choice((0.99, 0.98, 0.97, 0.96, 0.95)) if chance.random() < 0.96 else chance.choice((0.8, 0.6))
    )
    weeks = []
    for back in range(WEEKS, 0, -1):
        attended = sum(chance.random() < usual for _ in range(10))
        missed = sum(chance.random() < 0.15 for _ in range(10 - attended))
        week = f"10/{attended}/{missed}"
        weeks.append(Said(Kind.ATTENDANCE, week, monday - timedelta(weeks=back), by_council=False))
    return weeks


def _address(chance: Random, who: Young) -> str:
    street = f"{chance.randint(1, 180)} {chance.choice(_STREETS)}"
    return f"{street}, {who.district}" if who.district else street


def _one_of(chance: Random, weighed: Sequence[tuple[str, int]]) -> str:
    return chance.choices([value for value, _ in weighed], [weight for _, weight in weighed])[0]
