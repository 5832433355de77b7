"""Deciding a batch of claims in its order, and making the rows that follow. Nothing is asked of the database here."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from uuid import UUID

import msgspec

from service.agencies.queries import Residence
from service.kit.audit import By
from service.kit.ids import new_id
from service.learners.matching.presented import weighed_candidates
from service.learners.matching.rows import Answered
from service.learners.matching.sought import Lately
from service.learners.operations.looking import Looked
from service.learners.rows import (
    Candidate,
    Claim,
    NewClaim,
    NewLearner,
    NewReview,
    Outcome,
    Request,
    ReviewKind,
)
from service.vocabulary.personal_name import fold


class Verdict(msgspec.Struct, frozen=True):
    """One claim, decided: with the learner it makes, if it makes one, or the one it found as known before."""

    request: Request
    looked: Looked
    answer: Answered
    learner_id: UUID | None
    indicator: str | None
    new: NewLearner | None = None

    @property
    def found(self) -> Candidate | None:
        """The learner the claim found, as the register knew them."""
        is_found = self.answer.outcome is Outcome.FOUND and self.learner_id is not None
        return self.looked.known.get(self.learner_id) if is_found and self.learner_id else None


def verdicts_on(requests: Sequence[Request], looked: Sequence[Looked], maker: "Maker") -> Iterator[Verdict]:
    """Decide in order: who is registered by one claim is a candidate for those after it."""
    lately, registered = Lately(), dict[str, Candidate]()
    for request, each in zip(requests, looked, strict=True):
        each.meet(registered[key] for key in lately.met(each.sought))
        if each.answer.outcome is Outcome.ISSUED:
            new = maker.learner(request.claim)
            lately.add(str(new.id), each.sought)
            registered[str(new.id)] = as_candidate(new, request.claim)
            yield Verdict(request, each, each.answer, new.id, new.indicator, new)
        else:
            key = UUID(each.answer.key) if each.answer.key else None
            yield Verdict(request, each, each.answer, key, each.known[key].indicator if key else None)


class Maker:
    """Makes the rows of new learners, reviews and claims from what was looked up for the batch."""

    def __init__(
        self,
        *,
        homes: dict[str, Residence],
        council_id: UUID | None,
        minted: list[str],
        by: By,
        now: datetime,
    ) -> None:
        self._homes, self._council_id, self._minted, self._by, self._now = homes, council_id, minted, by, now

    def learner(self, claim: Claim) -> NewLearner:
        """The learner a claim makes."""
        home = self._homes.get(claim.postcode or "")
        return NewLearner(
            id=new_id(),
            indicator=self._minted.pop(),
            given_names=claim.given_names,
            family_name=claim.family_name,
            folded_given=fold(claim.given_names),
            folded_family=fold(claim.family_name) or claim.family_name,
            date_of_birth=claim.date_of_birth,
            sex=claim.sex,
            postcode=claim.postcode,
            uln=claim.uln,
            upn=claim.upn,
            ni_number=claim.ni_number,
            email=claim.email,
            area_id=home.area_id if home else None,
            council_id=self.council(claim),
            registered_at=self._now,
            registered_by=self._by.agency_id,
            described_at=self._now,
        )

    def council(self, claim: Claim) -> UUID | None:
        """The council that answers for whoever the claim is about."""
        home = self._homes.get(claim.postcode or "")
        return (home.council_id if home else None) or self._council_id

    def claim(self, verdict: Verdict) -> NewClaim:
        """The claim with its answer."""
        return NewClaim(
            id=new_id(),
            agency_id=self._by.agency_id,
            client_claim_id=verdict.request.client_claim_id,
            fingerprint=verdict.looked.fingerprint,
            outcome=verdict.answer.outcome,
            learner_id=verdict.learner_id,
            model_version=verdict.answer.model,
            reason=verdict.answer.reason,
            sentence=verdict.answer.sentence,
            candidates=weighed_candidates(verdict.answer),
            made_at=self._now,
            made_by=self._by.account_id,
        )

    def review(self, verdict: Verdict, claim: NewClaim) -> NewReview:
        """What waits for a person."""
        return NewReview(
            id=new_id(),
            kind=ReviewKind.CLAIM,
            claim_id=claim.id,
            agency_id=self._by.agency_id,
            council_id=self.council(verdict.request.claim),
            sentence=claim.sentence,
            presented=verdict.request.claim,
            submitted=verdict.request.submitted,
            submission_id=verdict.request.submission_id,
            raised_at=self._now,
        )


def as_candidate(learner: NewLearner, claim: Claim) -> Candidate:
    """See a learner just registered as somebody a later claim may be about."""
    return Candidate(
        learner_id=learner.id,
        indicator=learner.indicator,
        given_names=learner.given_names,
        family_name=learner.family_name,
        date_of_birth=learner.date_of_birth,
        sex=learner.sex,
        postcode=learner.postcode,
        uln=learner.uln,
        upn=learner.upn,
        ni_number=learner.ni_number,
        email=learner.email,
        previous_names=claim.previous_names,
    )
