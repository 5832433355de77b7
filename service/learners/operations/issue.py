"""Answering claims: found, issued or needs review. Every way in (page, API, file, command) comes through here."""

import asyncio
import hashlib
from collections.abc import Iterator, Sequence
from collections.abc import Set as AbstractSet
from datetime import UTC, date, datetime
from itertools import islice
from uuid import UUID

from service.access.operations import give_access
from service.access.rows import Access, Reason
from service.agencies import queries as agencies
from service.agencies.queries import Residence
from service.kit import audit
from service.kit.audit import Act, By
from service.kit.behind import in_turns
from service.kit.database import Session, as_register
from service.kit.errors import Invalid, Refused
from service.kit.ids import NOBODY
from service.learners import queries
from service.learners.matching.normalise import form
from service.learners.matching.presented import person_of
from service.learners.operations.describing import describe_found, describe_new, keys_of, other_names
from service.learners.operations.fingerprints import fingerprint
from service.learners.operations.looking import look_for
from service.learners.operations.verdicts import Maker, Verdict, verdicts_on
from service.learners.queries import Found
from service.learners.rows import Answer, Claim, Outcome, Request
from service.learners.rules import ineligible_sentence, is_eligible
from service.vocabulary.indicator import minted
from service.vocabulary.personal_name import fold

NO_TIME = datetime.min.replace(tzinfo=UTC)  # stands where nothing is kept


class NotEligible(Refused):
    """The person is outside the ages the register is for."""

    code = "not_eligible"


class ClaimReplayed(Invalid):
    """The client used this claim id before, for other details."""

    code = "claim_replayed"


async def issue_indicator(
    session: Session, *, request: Request, by: By, now: datetime, today: date
) -> Answer:
    """Answer one claim. Raises `NotEligible` and `ClaimReplayed`."""
    if not is_eligible(request.claim.date_of_birth, today=today):
        sentence = ineligible_sentence(request.claim.date_of_birth, today=today)
        raise NotEligible(sentence, field="date_of_birth")
    return (await issue_indicators(session, requests=[request], by=by, now=now, today=today))[0]


async def issue_indicators(
    session: Session, *, requests: Sequence[Request], by: By, now: datetime, today: date
) -> list[Answer]:
    """Answer claims in their order, later ones knowing whom earlier ones registered.

    A claim made before under the same `client_claim_id` gets its answer of then. Whether somebody is of the right
    age is the caller's to ask first (`is_eligible`). Raises `ClaimReplayed`.
    """
    await queries.lock_claims(session, list(_lock_keys(requests, by)))
    before = await queries.answered(session, by.agency_id, [request.client_claim_id for request in requests])
    answers = {name: _replay(found) for name, found in before.items()}
    fresh = [request for request in requests if not _is_replay(request, before)]
    if fresh:
        async with as_register(session):
            made = await _answer(session, fresh, by=by, now=now, today=today)
        answers |= {answer.client_claim_id: answer for answer in made}
    return [answers[request.client_claim_id] for request in requests]


async def foresee_answers(session: Session, *, claims: Sequence[Claim]) -> list[tuple[Outcome, UUID | None]]:
    """Say what claims would be answered in their order, and do nothing.

    The learner's key is given only for one who is registered already.
    """
    async with as_register(session):
        looked = await look_for(session, claims)
    registered = {key for each in looked for key in each.known}
    requests = [Request(client_claim_id="", claim=claim) for claim in claims]
    maker = Maker(homes={}, council_id=None, minted=[""] * len(claims), by=By(agency_id=NOBODY), now=NO_TIME)
    return [
        (verdict.answer.outcome, verdict.learner_id if verdict.learner_id in registered else None)
        for verdict in verdicts_on(requests, looked, maker)
    ]


def _is_replay(request: Request, before: dict[str, Found]) -> bool:
    found = before.get(request.client_claim_id)
    if found is None:
        return False
    if found.fingerprint != fingerprint(request.claim):
        sentence = (
            "This claim id was used before with other details. Send the same details, or a new claim id."
        )
        raise ClaimReplayed(sentence, field="client_claim_id")
    return True


def _replay(found: Found) -> Answer:
    return Answer(
        client_claim_id=found.client_claim_id,
        outcome=found.outcome,
        sentence=found.sentence,
        learner_id=found.learner_id,
        indicator=found.indicator,
        replayed=True,
    )


async def _answer(
    session: Session, requests: Sequence[Request], *, by: By, now: datetime, today: date
) -> list[Answer]:
    claims = [request.claim for request in requests]
    looked, drawn = await asyncio.gather(look_for(session, claims), _draw(len(claims)))
    homes = await agencies.residences(
        session, [claim.postcode for claim in claims if claim.postcode], on=today
    )
    council_id = await queries.council_of(session, by.agency_id)
    minted = await _fresh_indicators(session, len(claims), drawn)
    maker = Maker(homes=homes, council_id=council_id, minted=minted, by=by, now=now)
    verdicts = list(verdicts_on(requests, looked, maker))
    await _keep(session, verdicts, maker, by=by, now=now)
    return [_answer_of(verdict) for verdict in verdicts]


async def new_learner(
    session: Session, *, claim: Claim, homes: dict[str, Residence], presented_by: UUID, now: datetime
) -> UUID:
    """Register one more learner without asking whether it is known: a person has decided."""
    council_id = await queries.council_of(session, presented_by)
    minted = await _fresh_indicators(session, 1)
    maker = Maker(homes=homes, council_id=council_id, minted=minted, by=By(agency_id=presented_by), now=now)
    learner = maker.learner(claim)
    await queries.add_learners(session, [learner])
    await queries.add_keys(session, keys_of(learner.id, form(person_of(claim))))
    names = other_names(learner.id, claim.previous_names, by=By(agency_id=presented_by), now=now)
    await queries.note_names(session, list(names))
    if learner.council_id:
        resident = Access(learner_id=learner.id, agency_id=learner.council_id, reason=Reason.RESIDENT)
        await give_access(session, granted=[resident])
    return learner.id


async def _keep(
    session: Session, verdicts: Sequence[Verdict], maker: Maker, *, by: By, now: datetime
) -> None:
    new = [verdict.new for verdict in verdicts if verdict.new]
    claims = [maker.claim(verdict) for verdict in verdicts]
    await queries.add_learners(session, new)
    await describe_new(session, verdicts, by=by, now=now)
    await give_access(session, granted=_access(verdicts, by))
    await queries.add_claims(session, claims)
    reviews = [
        maker.review(v, c) for v, c in zip(verdicts, claims, strict=True) if c.outcome is Outcome.REVIEW
    ]
    await queries.add_reviews(session, reviews)
    known = {each.found.learner_id: (each.found, each.request.claim) for each in verdicts if each.found}
    completed = await describe_found(session, known, by=by, now=now)
    acts = [Act(act="indicator issued", subject_kind="learner", subject_id=learner.id) for learner in new]
    acts += [_found(verdict) for verdict in verdicts if verdict.answer.outcome is Outcome.FOUND]
    acts += [
        Act(act="details completed", subject_kind="learner", subject_id=learner_id)
        for learner_id in completed
    ]
    acts += [Act(act="review raised", subject_kind="claim", subject_id=review.claim_id) for review in reviews]
    await audit.record_all(session, acts, by=by, now=now)


def _found(verdict: Verdict) -> Act:
    detail = {"because": verdict.answer.sentence, "model": verdict.answer.model}
    return Act(act="indicator found", subject_kind="learner", subject_id=verdict.learner_id, detail=detail)


def _access(verdicts: Sequence[Verdict], by: By) -> Iterator[Access]:
    for verdict in verdicts:
        if verdict.learner_id:
            yield Access(learner_id=verdict.learner_id, agency_id=by.agency_id, reason=Reason.REGISTERED)
        if verdict.new and verdict.new.council_id:
            yield Access(learner_id=verdict.new.id, agency_id=verdict.new.council_id, reason=Reason.RESIDENT)


async def _fresh_indicators(session: Session, count: int, drawn: AbstractSet[str] = frozenset()) -> list[str]:
    """Draws until none is taken: at 10^8 issued, one draw in two hundred repeats. The constraint has the last word."""
    minted: set[str] = set()
    while len(minted) < count:
        drawn = drawn or await _draw(count - len(minted))
        minted |= drawn - await queries.indicators_taken(session, list(drawn))
        drawn = frozenset()
    return list(minted)


async def _draw(count: int) -> AbstractSet[str]:
    """Takes its time over many, so that the database is asked for candidates meanwhile."""
    return {indicator async for indicator in in_turns(islice(minted(), count))}


def _lock_keys(requests: Sequence[Request], by: By) -> Iterator[int]:
    """What must not be decided twice at once: one claim id, and two claims about one person.

    64 bits: a chance meeting costs a short wait, nothing else. A batch is one file's, whose claim ids nobody else
    can use, so only a claim by itself is locked by its id.
    """
    if len(requests) == 1:
        yield _key("claim", str(by.agency_id), requests[0].client_claim_id)
    for claim in (request.claim for request in requests):
        for name in {
            fold(claim.family_name)[:1],
            fold(claim.given_names)[:1],
        }:  # whichever way round they are
            yield _key("born", claim.date_of_birth.isoformat(), name)
        for kind, number in (("uln", claim.uln), ("upn", claim.upn), ("ni_number", claim.ni_number)):
            if number:
                yield _key(kind, number)


def _key(*parts: str) -> int:
    return int.from_bytes(hashlib.blake2b("\x1f".join(parts).encode(), digest_size=8).digest(), signed=True)


def _answer_of(verdict: Verdict) -> Answer:
    return Answer(
        client_claim_id=verdict.request.client_claim_id,
        outcome=verdict.answer.outcome,
        sentence=verdict.answer.sentence,
        learner_id=verdict.learner_id,
        indicator=verdict.indicator,
        registered=verdict.new,
    )
