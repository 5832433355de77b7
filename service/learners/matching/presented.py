"""Claims and learners of the register as the matcher's own values."""

from service.learners.matching.rows import Person, Registered, Ruling
from service.learners.rows import Candidate, Claim


def person_of(presented: Claim | Candidate, *, previous_names: tuple[str, ...] = ()) -> Person:
    """This function will see a claim, or a learner a claim may be about, as a person to compare."""
    return Person(
        given_names=presented.given_names,
        family_name=presented.family_name,
        previous_names=previous_names,
        date_of_birth=presented.date_of_birth,
        sex=presented.sex,
        postcode=presented.postcode,
        indicator=presented.indicator,
        uln=presented.uln,
        upn=presented.upn,
    )


def registered_as(
    candidate: Candidate, *, previous_names: tuple[str, ...] = (), ruling: Ruling | None = None
) -> Registered:
    """This function will see a learner of the register as one a claim may be about, under the text of its key."""
    person = person_of(candidate, previous_names=previous_names)
    return Registered(key=str(candidate.learner_id), person=person, ruling=ruling)
