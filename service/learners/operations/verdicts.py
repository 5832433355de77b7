"""Deciding a batch of claims in its order, and making the rows that follow. Nothing is asked of the database here."""

import hashlib
from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import datetime
from uuid import UUID

import msgspec

from service.agencies.queries import Residence
from service.kit.audit import By
from service.kit.ids import new_id
from service.learners.matching import RULE_VERSION, Decision, decide
from service.learners.rows import Candidate, Claim, NewClaim, NewLearner, NewReview, Outcome, Request
from service.vocabulary.personal_name import fold


class Verdict(msgspec.Struct, frozen=True):
    """One claim, decided: with the learner it makes, if it makes one."""

    request: Request
    decision: Decision
    learner_id: UUID | None
    indicator: str | None
    new: NewLearner | None = None


def verdicts_on(
    requests: Sequence[Request], known: dict[int, list[Candidate]], maker: "Maker"
) -> Iterator[Verdict]:
    """This function will decide in order: who is registered by one claim is a candidate for those after it."""
    recent: dict[object, list[Candidate]] = defaultdict(list)
    for n, request in enumerate(requests):
        claim = request.claim
        lately = [*recent[claim.date_of_birth], *recent[claim.uln or claim], *recent[claim.upn or claim]]
        candidates = {candidate.learner_id: candidate for candidate in [*known[n], *lately]}
        decision = decide(claim, candidates.values())
        if decision.outcome is not Outcome.ISSUED:
            found = candidates.get(decision.learner_id) if decision.learner_id else None
            yield Verdict(request, decision, decision.learner_id, found.indicator if found else None)
            continue
        new = maker.learner(claim)
        for key in filter(None, (claim.date_of_birth, claim.uln, claim.upn)):
            recent[key].append(as_candidate(new))
        yield Verdict(request, decision, new.id, new.indicator, new)


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
            area_id=home.area_id if home else None,
            council_id=self.council(claim),
            registered_at=self._now,
            registered_by=self._by.agency_id,
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
            fingerprint=fingerprint(verdict.request.claim),
            outcome=verdict.decision.outcome,
            learner_id=verdict.learner_id,
            rule_version=RULE_VERSION,
            sentence=verdict.decision.sentence,
            made_at=self._now,
            made_by=self._by.account_id,
        )

    def review(self, verdict: Verdict, claim: NewClaim) -> NewReview:
        """What waits for a person."""
        return NewReview(
            id=new_id(),
            claim_id=claim.id,
            agency_id=self._by.agency_id,
            council_id=self.council(verdict.request.claim),
            presented=verdict.request.claim,
            candidates=verdict.decision.candidates,
            submitted=verdict.request.submitted,
            submission_id=verdict.request.submission_id,
            raised_at=self._now,
        )


def as_candidate(learner: NewLearner) -> Candidate:
    """This function will see a learner just registered as somebody a later claim may be about."""
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
    )


def fingerprint(claim: Claim) -> bytes:
    """This function will tell two claims apart: the same for the same details, whoever presents them."""
    return hashlib.sha256(msgspec.json.encode(claim)).digest()
