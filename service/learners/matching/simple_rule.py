"""Is this claim about someone already registered? One pure decision, three honest answers.

This is the simple rule. It stands behind the same function as the weighing matcher that replaces it, so nothing
that calls it has to change. In order:

1. *found* where an identifier (indicator, ULN or UPN) and the date of birth both agree;
2. *review* where an identifier agrees and the date of birth does not;
3. *found* where the names and the date of birth are the same, the postcode or the sex agrees with it, neither
   contradicts it, and no ULN or UPN disagrees; two such learners make it a *review*;
4. *review* where the date of birth is the same, the family name is similar, and the given name or the postcode
   does not speak against it. Without that last clause every namesake by birthday would be a task for a
   person, and a queue nobody can empty finds nobody.
5. else *issued*: a new learner.
"""

from collections.abc import Iterable, Sequence
from uuid import UUID

import msgspec

from service.learners.rows import Candidate, Claim, Outcome
from service.vocabulary.personal_name import fold, is_similar_family_name, tokens

RULE_VERSION = "simple-1"
SHOWN_AT_MOST = 10


class Decision(msgspec.Struct, frozen=True, kw_only=True):
    """The answer to a claim: whom it is about (`learner_id`, found only), or whom it may be about."""

    outcome: Outcome
    sentence: str
    learner_id: UUID | None = None
    candidates: tuple[Candidate, ...] = ()


def decide(claim: Claim, candidates: Iterable[Candidate]) -> Decision:
    """This function will answer a claim from the learners it may be about.

    The order of candidates does not matter: ties are settled by identifier of the row.
    """
    known = sorted(candidates, key=lambda candidate: candidate.learner_id)
    return _by_identifier(claim, known) or _by_person(claim, known) or _by_resemblance(claim, known) or _new()


def _by_identifier(claim: Claim, known: Sequence[Candidate]) -> Decision | None:
    sharing = [(candidate, _shared_identifier(claim, candidate)) for candidate in known]
    named = [(candidate, name) for candidate, name in sharing if name]
    if not named:
        return None
    agreeing = [pair for pair in named if pair[0].date_of_birth == claim.date_of_birth]
    if len(agreeing) == len(named) == 1:
        candidate, name = agreeing[0]
        return Decision(
            outcome=Outcome.FOUND, learner_id=candidate.learner_id, sentence=f"Same {name} and date of birth."
        )
    if len(agreeing) == len(named):
        return _review("The identifiers given belong to more than one learner.", [pair[0] for pair in named])
    return _review(f"Same {named[0][1]}, but a different date of birth.", [pair[0] for pair in named])


def _by_person(claim: Claim, known: Sequence[Candidate]) -> Decision | None:
    same = [candidate for candidate in known if _same_person(claim, candidate)]
    if not same:
        return None
    if len(same) > 1:
        return _review("More than one learner has these names and this date of birth.", same)
    if clash := _clashing_identifier(claim, same[0]):
        return _review(f"Same names and date of birth, but a different {clash}.", same)
    basis = "postcode" if _agree(claim.postcode, same[0].postcode) else "sex"
    sentence = f"Same names, date of birth and {basis}."
    return Decision(outcome=Outcome.FOUND, learner_id=same[0].learner_id, sentence=sentence)


def _by_resemblance(claim: Claim, known: Sequence[Candidate]) -> Decision | None:
    alike = [candidate for candidate in known if _resembles(claim, candidate)]
    if not alike:
        return None
    return _review("Same date of birth and a similar name. A person has to decide.", alike)


def _new() -> Decision:
    return Decision(outcome=Outcome.ISSUED, sentence="Nobody in the register resembles these details.")


def _review(sentence: str, candidates: Sequence[Candidate]) -> Decision:
    return Decision(outcome=Outcome.REVIEW, sentence=sentence, candidates=tuple(candidates[:SHOWN_AT_MOST]))


def _shared_identifier(claim: Claim, candidate: Candidate) -> str | None:
    if _agree(claim.indicator, candidate.indicator):
        return "indicator"
    if _agree(claim.uln, candidate.uln):
        return "ULN"
    return "UPN" if _agree(claim.upn, candidate.upn) else None


def _clashing_identifier(claim: Claim, candidate: Candidate) -> str | None:
    if _clash(claim.uln, candidate.uln):
        return "ULN"
    return "UPN" if _clash(claim.upn, candidate.upn) else None


def _same_person(claim: Claim, candidate: Candidate) -> bool:
    if claim.date_of_birth != candidate.date_of_birth or _clash(claim.sex, candidate.sex):
        return False
    if _names(claim) != _names(candidate):
        return False
    return _agree(claim.postcode, candidate.postcode) or _agree(claim.sex, candidate.sex)


def _resembles(claim: Claim, candidate: Candidate) -> bool:
    if claim.date_of_birth != candidate.date_of_birth:
        return False
    if not is_similar_family_name(claim.family_name, candidate.family_name):
        return False
    return not _clash(claim.postcode, candidate.postcode) or _given_names_may_agree(claim, candidate)


def _given_names_may_agree(claim: Claim, candidate: Candidate) -> bool:
    first, second = tokens(claim.given_names), tokens(candidate.given_names)
    return not first or not second or first[0][0] == second[0][0] or bool(set(first) & set(second))


def _names(person: Claim | Candidate) -> tuple[str, str]:
    return fold(person.given_names), fold(person.family_name)


def _agree(first: str | None, second: str | None) -> bool:
    return first is not None and first == second


def _clash(first: str | None, second: str | None) -> bool:
    return first is not None and second is not None and first != second
