"""Finding whom claims may be about, step by step, each step only for those the one before did not settle.

1. Numbers, the same details ruled on before, and all names with the date of birth.
2. The keys of the first tier, and where they find nobody for certain those of the second.
3. The keys of the third tier, where nobody it may be about has been met: wider, dearer.
"""

import asyncio
from collections.abc import Iterable, Sequence
from uuid import UUID

from service.kit.database import Session
from service.learners import queries
from service.learners.matching.answer import decide_claim, nobody
from service.learners.matching.keys import Tier
from service.learners.matching.presented import person_of, registered_as
from service.learners.matching.rows import Answered
from service.learners.matching.screen import Screen
from service.learners.matching.sought import Sought
from service.learners.operations.fingerprints import fingerprint
from service.learners.operations.weighing import Weighing, weighing
from service.learners.queries.candidates import Met
from service.learners.rows import Candidate, Claim, Outcome

AT_ONCE = 200  # claims looked for by one statement


class Looked:
    """A claim, whom it may be about as far as is known, and the answer that follows.

    `besides` is a learner who is not asked about: the one the details are of.
    """

    def __init__(self, claim: Claim, with_: Weighing, *, besides: UUID | None = None) -> None:
        self.claim = claim
        self._besides = besides
        self.sought = Sought(person_of(claim))
        self._screen = Screen(self.sought.person)
        self.fingerprint = fingerprint(claim)
        self.known: dict[UUID, Candidate] = {}
        self._with = with_
        self.answer = nobody(with_.model)

    def meet(self, candidates: Iterable[Candidate]) -> None:
        """Take in those worth comparing, and answer anew where any is new."""
        others = [each for each in candidates if each.owner_id != self._besides]
        fresh = {each.learner_id: each for each in others if each.learner_id not in self.known}
        worth = {
            key: each for key, each in fresh.items() if each.ruling or self._screen.lets(person_of(each))
        }
        if worth:
            owners = {each.owner_id for each in worth.values()}  # however unlike who was merged into them
            self.known |= worth | {key: each for key, each in fresh.items() if key in owners}
            self.answer = self._decided()

    def _decided(self) -> Answered:
        registered = [registered_as(candidate) for candidate in self.known.values()]
        return decide_claim(self.sought.person, registered, model=self._with.model, shares=self._with.shares)

    def goes_on_to(self, tier: Tier) -> bool:
        """Whether a tier has something to say: the widest only where nobody it may be about has been met."""
        outcome = self.answer.outcome
        return outcome is Outcome.ISSUED if tier is Tier.WIDE else outcome is not Outcome.FOUND


async def look_for(session: Session, claims: Sequence[Claim]) -> list[Looked]:
    """Look in the register for those whom claims are about; as the register."""
    with_ = await weighing(session)
    looked = [Looked(claim, with_) for claim in claims]
    await _take_in(session, looked, await queries.exactly(session, _exact(looked)))
    for tier in Tier:
        await _look_near(session, [each for each in looked if each.goes_on_to(tier)], tier)
    return looked


async def look_alike(session: Session, learners: Sequence[Candidate]) -> list[Looked]:
    """Look for others who may be one person with each of these; as the register."""
    with_ = await weighing(session)
    looked = [Looked(_claim_of(each), with_, besides=each.owner_id) for each in learners]
    for tier in Tier:
        await _look_near(session, looked, tier)
    return looked


def _claim_of(learner: Candidate) -> Claim:
    names = set(Claim.__struct_fields__) - {"indicator"}
    return Claim(**{name: getattr(learner, name) for name in names})


async def _look_near(session: Session, looked: Sequence[Looked], tier: Tier) -> None:
    """Part by part: while PostgreSQL looks for one part, the keys of the next are worked out."""
    found: Met = []
    under_way: asyncio.Task[Met] | None = None
    for start in range(0, len(looked), AT_ONCE):
        columns = _near(looked[start : start + AT_ONCE], start, tier)
        if under_way:
            found += await under_way
        under_way = asyncio.create_task(queries.nearby(session, *columns, tier))
        await asyncio.sleep(0)  # it is sent before the next keys are worked out
    if under_way:
        await _take_in(session, looked, found + await under_way)


def _near(looked: Sequence[Looked], first: int, tier: Tier) -> tuple[list[list[object]], list[list[int]]]:
    """The columns that `queries.nearby` looks people up by, the claims numbered from `first`."""
    numbered = list(enumerate(looked, start=first))
    probes = [(n, key) for n, each in numbered for key in each.sought.probes(tier)]
    asked: list[list[object]] = [
        [n for n, _ in numbered],
        [each.sought.signature for each in looked],
        [each.fingerprint for each in looked],
    ]
    return asked, [[n for n, _ in probes], [key for _, key in probes]]


async def _take_in(session: Session, looked: Sequence[Looked], met: Met) -> None:
    """Hands everybody whom they may be about; with somebody merged comes the learner they were merged into."""
    of: dict[int, list[Candidate]] = {}
    for n, candidate in met:
        of.setdefault(n, []).append(candidate)
    survivors = await _survivors(session, met)
    for n, candidates in of.items():
        with_survivors = [survivors[each.merged_into] for each in candidates if each.merged_into]
        looked[n].meet([*candidates, *with_survivors])


async def _survivors(session: Session, met: Met) -> dict[UUID, Candidate]:
    merged = {candidate.merged_into for _, candidate in met if candidate.merged_into}
    found = await queries.candidates_called(session, list(merged)) if merged else []
    return {each.learner_id: each for each in found}


def _exact(looked: Sequence[Looked]) -> list[list[object]]:
    """The columns that `queries.exactly` looks people up by: what the matcher takes for a number, nothing else."""
    numbers = [dict(each.sought.form.numbers) for each in looked]
    return [
        list(range(len(looked))),
        [each.get("uln") for each in numbers],
        [each.get("upn") for each in numbers],
        [each.get("ni_number") for each in numbers],
        [each.claim.indicator for each in looked],
        [each.sought.exact for each in looked],
        [each.fingerprint for each in looked],
    ]
