"""Small makers of what tests need. They go through operations, so what they make could exist. Nobody is real."""

from datetime import date, datetime
from hashlib import sha256
from itertools import count
from typing import Any
from uuid import UUID

from service.access.rows import WHOLE_REGISTER
from service.accounts.operations import add_account
from service.accounts.rows import Account, Person, Role
from service.agencies.operations import add_agency
from service.agencies.rows import Agency, AgencyKind
from service.alerts.operations import record
from service.kit import database
from service.kit.audit import By
from service.kit.database import Session
from service.kit.ids import NOBODY, new_id
from service.learners import queries as learners
from service.learners.operations import issue_indicator
from service.learners.rows import Claim, Learner, Request
from service.pathways.rows import Milestone, MilestoneKind, Spell
from service.vocabulary.day import london_day

PASSWORD = "a long walk by the Chelmer"
_NUMBERS = count(1)
_FAMILIES = ("Ashdown", "Bellweather", "Crowhurst", "Dunmow", "Ellingham", "Fordham", "Gosfield", "Hatfield")


async def make_council(session: Session, *, now: datetime, name: str = "Essex County Council") -> Agency:
    """A council."""
    council = Agency(id=new_id(), kind=AgencyKind.COUNCIL, name=name, code=f"council-{next(_NUMBERS)}")
    await add_agency(session, agency=council, by=By(agency_id=NOBODY), now=now)
    return council


async def make_provider(
    session: Session, *, now: datetime, council: Agency | None = None, name: str = "Chelmer Valley College"
) -> Agency:
    """A provider that works with a council."""
    n = next(_NUMBERS)
    provider = Agency(
        id=new_id(),
        kind=AgencyKind.PROVIDER,
        name=name,
        code=f"provider-{n}",
        ukprn=f"{19_000_000 + n}",
        council_id=council.id if council else None,
    )
    await add_agency(session, agency=provider, by=By(agency_id=NOBODY), now=now)
    return provider


async def make_account(
    session: Session, *, agency: Agency, role: Role, now: datetime, name: str = ""
) -> Account:
    """Somebody who may sign in, with `PASSWORD`."""
    n = next(_NUMBERS)
    person = Person(
        agency_id=agency.id, role=role, name=name or f"Robin Tester {n}", email=f"robin.{n}@tests.invalid"
    )
    return await add_account(
        session, person=person, password=PASSWORD, service_name="Pathway", by=By(agency_id=agency.id), now=now
    )


def a_name(seed: str) -> str:
    """A name that is like no other: eight letters, the same for the same seed."""
    return "".join(chr(97 + byte % 26) for byte in sha256(seed.encode()).digest()[:8]).capitalize()


def _family(n: int) -> str:
    """A first part that another learner of the same birthday has only some 7,000 learners later."""
    return _FAMILIES[(n + n // 936) % len(_FAMILIES)]


class _LikeAnother(Exception):
    """The invented name sounds like another one of the same birthday."""


async def make_learner(session: Session, *, by: By, now: datetime, **details: Any) -> Learner:
    """A learner registered by an agency: 17 years old and like nobody else, unless `details` say otherwise.

    Where `details` give many the same birthday, two invented names may sound alike; then it is asked again
    with the next name, and nothing of the first attempt stays.
    """
    sentence = ""
    for _ in range(5):
        await database.execute(session, "savepoint invented")
        try:
            return await _learner(session, by=by, now=now, details=details)
        except _LikeAnother as alike:
            sentence = str(alike)
            await database.execute(session, "rollback to savepoint invented")
    raise AssertionError(f"the invented learner is not new enough: {sentence}")


async def _learner(session: Session, *, by: By, now: datetime, details: dict[str, Any]) -> Learner:
    n = next(_NUMBERS)
    today = london_day(now)
    claim = {
        "given_names": a_name(f"given {n}"),
        "family_name": f"{_family(n)}-{a_name(f'family {n}')}",
        "date_of_birth": date(
            today.year - 17, 1 + n % 9, 2 + n % 26
        ),  # a first of January is a day not known
    }
    request = Request(client_claim_id=f"tests:{n}", claim=Claim(**{**claim, **details}))
    answer = await issue_indicator(session, request=request, by=by, now=now, today=today)
    if answer.learner_id is None:
        raise _LikeAnother(answer.sentence)
    found = await learners.learner(session, answer.learner_id, within=WHOLE_REGISTER)
    if found is None:
        raise AssertionError("a learner just registered is not there")
    return found


def a_spell(learner_id: UUID, *, agency: Agency, now: datetime, **details: Any) -> Spell:
    """A spell as an agency reports it: further education since 1 September, unless `details` say otherwise."""
    usual = {
        "learner_id": learner_id,
        "id": new_id(),
        "activity": 230,
        "started_on": date(london_day(now).year, 9, 1),
        "recorded_at": now,
        "agency_id": agency.id,
        "source_key": f"tests:{next(_NUMBERS)}",
        "provider_name": agency.name,
    }
    return Spell(**{**usual, **details})


def a_milestone(
    learner_id: UUID, kind: MilestoneKind, *, agency: Agency, now: datetime, **details: Any
) -> Milestone:
    """A milestone of today, unless `details` say otherwise."""
    usual = {
        "learner_id": learner_id,
        "id": new_id(),
        "kind": kind,
        "occurred_on": london_day(now),
        "recorded_at": now,
        "agency_id": agency.id,
        "source_key": f"tests:{next(_NUMBERS)}",
    }
    return Milestone(**{**usual, **details})


async def record_spell(
    session: Session, learner_id: UUID, *, agency: Agency, now: datetime, **details: Any
) -> Spell:
    """A spell, recorded under the safety net."""
    spell = a_spell(learner_id, agency=agency, now=now, **details)
    await record(session, spells=[spell], by=By(agency_id=agency.id), now=now, today=london_day(now))
    return spell
