"""What befalls some of the town: a name changed, moves between districts, and claims that a person has to
decide.
"""

from collections.abc import Iterator, Sequence
from datetime import date, datetime, timedelta
from random import Random

import msgspec

from service.demo.cast import Cast
from service.demo.places import DISTRICTS
from service.demo.population import draw_postcode
from service.demo.providers import APPRENTICES, CHARITY, COLLEGE, JOBCENTRE, SIXTH_FORM
from service.demo.rows import Invented
from service.kit.audit import By
from service.kit.database import Session
from service.learners.operations import issue_indicator
from service.learners.rows import Answer, Claim, Request, Sex
from service.vocabulary.academic_year import age

_NEW_NAME = "Thorogood"
_DISTRICTS = {district.name: district for district in DISTRICTS}


class Story(msgspec.Struct, frozen=True, kw_only=True):
    """A claim that an agency makes `days_ago`, under the client's own name for it."""

    name: str
    agency: str
    claim: Claim
    days_ago: int


def stories(people: Sequence[Invented], today: date) -> list[Story]:
    """The claims to be made, on the same people for the same town."""
    usable = [person for person in people if person.council == "essex" and _is_complete(person.claim)]
    rng = Random("stories")  # noqa: S311 - invented people, not secrets
    grown = [p for p in usable if p.claim.sex is Sex.FEMALE and age(p.claim.date_of_birth, on=today) >= 18]
    told = [_name_change(grown[0])]
    others = [person for person in usable if person.number != grown[0].number]
    told += _moves(rng, others[:3])
    told += _doubtful(others[3:9])
    return told


async def tell(session: Session, story: Story, cast: Cast, *, now: datetime) -> Answer:
    """Make a story's claim on the day it was made."""
    then = now - timedelta(days=story.days_ago)
    return await issue_indicator(
        session,
        request=Request(client_claim_id=f"demo:{story.name}", claim=story.claim),
        by=By(agency_id=cast.agencies[story.agency]),
        now=then,
        today=then.date(),
    )


def _is_complete(claim: Claim) -> bool:
    return None not in (claim.uln, claim.postcode, claim.sex)


def _name_change(person: Invented) -> Story:
    """Known by the ULN, though the family name is another since."""
    claim = msgspec.structs.replace(person.claim, family_name=_NEW_NAME)
    return Story(name="name-change", agency=JOBCENTRE, claim=claim, days_ago=20)


def _moves(rng: Random, people: Sequence[Invented]) -> Iterator[Story]:
    """Known by the ULN, though the postcode is in another district."""
    for person, name in zip(people, ("Colchester", "Basildon", "Harlow"), strict=True):
        claim = msgspec.structs.replace(person.claim, postcode=draw_postcode(rng, _DISTRICTS[name]))
        yield Story(name=f"move-{name.lower()}", agency=CHARITY, claim=claim, days_ago=30 + rng.randrange(60))


def _doubtful(people: Sequence[Invented]) -> Iterator[Story]:
    """Somebody like them, or them: neither can be said without a person."""
    doubts = (
        ("another-given-name", CHARITY, _as_a_twin, 26),
        ("half-a-name", JOBCENTRE, _with_second_name, 19),
        ("another-birthday", COLLEGE, _born_later, 12),
        ("another-uln", SIXTH_FORM, _with_another_uln, 8),
        ("no-home-and-misdated", APPRENTICES, _misdated, 5),
        ("heard-by-phone", CHARITY, _as_a_twin, 1),
    )
    for person, (name, agency, change, days_ago) in zip(people, doubts, strict=True):
        yield Story(name=name, agency=agency, claim=change(person.claim), days_ago=days_ago)


def _as_a_twin(claim: Claim) -> Claim:
    """Everything of theirs but the given name: a twin, or the name a friend knows them by."""
    given = "Robin" if claim.given_names != "Robin" else "Morgan"
    return msgspec.structs.replace(claim, given_names=given, uln=None)


def _with_second_name(claim: Claim) -> Claim:
    """Two family names, no home given."""
    return msgspec.structs.replace(claim, family_name=f"{claim.family_name}-Marsh", postcode=None, uln=None)


def _born_later(claim: Claim) -> Claim:
    """The same ULN, and a birthday over a year later: a ULN given twice, or a wrong date."""
    return msgspec.structs.replace(claim, date_of_birth=claim.date_of_birth + timedelta(days=397))


def _with_another_uln(claim: Claim) -> Claim:
    return msgspec.structs.replace(claim, uln="7319462051")


def _misdated(claim: Claim) -> Claim:
    """The day of birth one figure off, and no home given."""
    born = claim.date_of_birth
    misdated = born.replace(day=born.day + 10 if born.day <= 18 else born.day - 10)
    return msgspec.structs.replace(claim, date_of_birth=misdated, postcode=None, uln=None)
