"""Claims and learners of the register as the matcher's own values."""

from uuid import UUID

from service.learners.matching.rows import Answered, Person, Ranked, Registered, Weighed
from service.learners.rows import Candidate, Claim, RankedCandidate


def person_of(presented: Claim | Candidate) -> Person:
    """See a claim, or a learner a claim may be about, as a person to compare."""
    return Person(
        given_names=presented.given_names,
        family_name=presented.family_name,
        previous_names=presented.previous_names,
        date_of_birth=presented.date_of_birth,
        sex=presented.sex,
        postcode=presented.postcode,
        indicator=presented.indicator,
        uln=presented.uln,
        upn=presented.upn,
        ni_number=presented.ni_number,
        email=presented.email,
    )


def registered_as(candidate: Candidate) -> Registered:
    """See a learner of the register as one a claim may be about, under the text of its key."""
    return Registered(
        key=str(candidate.learner_id),
        owner=str(candidate.owner_id),
        person=person_of(candidate),
        ruling=candidate.ruling,
    )


def weighed_candidates(answer: Answered) -> tuple[RankedCandidate, ...]:
    """Say whom an answer weighed and how much, as it is kept with the claim."""
    return tuple(_weighed(each) for each in answer.ranked)


def _weighed(ranked: Ranked) -> RankedCandidate:
    weighed = ranked.weighed
    return RankedCandidate(
        learner_id=UUID(ranked.owner),
        described_by=UUID(ranked.key),
        bits=round(weighed.bits, 1),
        relation=weighed.relation,
        sentence=ranked.sentence,
        weights=weights_kept(weighed),
    )


def weights_kept(weighed: Weighed) -> dict[str, float]:
    """Give what each field said, as it is kept: bits by "field level"."""
    return {f"{each.field} {each.level}": round(each.bits, 1) for each in weighed.weights}
