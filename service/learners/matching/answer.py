"""The answer to a claim, from the learners it may be about: found, review or issued, and why in plain words.

In this order, each step only where those before it are silent:

1. What a reviewer ruled: "same" finds, "different" is not asked again.
2. An identifier (indicator, ULN, UPN, National Insurance number): it finds whom it belongs to if the date of birth
   and the given name do not contradict it and nobody fits better; else a reviewer is asked.
3. The weight: *found* from `thresholds.found` bits with `thresholds.gap` to the next and nothing that forbids it;
   *review* from `thresholds.review`, or for a suspected twin in one home; else *issued*.
"""

from collections.abc import Iterable, Sequence

from service.learners.matching import vetoes
from service.learners.matching.levels import compare
from service.learners.matching.levels.numbers import IDENTIFIERS
from service.learners.matching.model import Model
from service.learners.matching.normalise import form
from service.learners.matching.rows import Answered, Comparison, Person, Ranked, Registered, Weighed
from service.learners.matching.sentences import sentence_on, with_reason
from service.learners.matching.shares import Shares
from service.learners.matching.weigh import bits_of, weigh
from service.learners.rows import Outcome, RulingKind

SHOWN_AT_MOST = 10
FAR_BITS = 15.0
"""So far below the line for a review no rule lifts anybody over it again."""
NOBODY = "Nobody in the register resembles these details."
RULED = "A reviewer has said that this is the same person."
TWO_OWNERS = "The identifiers given belong to more than one learner."
TWIN = "Possible twin or sibling."


def decide_claim(
    claim: Person, registered: Iterable[Registered], *, model: Model, shares: Shares
) -> Answered:
    """Answer a claim. The order of `registered` does not matter: ties go by key."""
    mine = form(claim)
    known = sorted(registered, key=lambda each: each.key)
    if ruled := next((each for each in known if each.ruling is RulingKind.SAME), None):
        one = _described(ruled, compare(mine, form(ruled.person), shares), model)
        return _found(one, "ruling", with_reason(RULED, one.sentence), model)
    others = {
        each.owner or each.key for each in known if each.ruling is not None
    }  # somebody said: not this one
    open_ = [each for each in known if (each.owner or each.key) not in others]
    asked = ((each, compare(mine, form(each.person), shares)) for each in open_)
    ranked = [
        _described(each, comparison, model) for each, comparison in asked if _is_near(comparison, model)
    ]
    ranked.sort(key=lambda each: -each.weighed.bits)
    ranked = _each_once(ranked)
    return _by_identifier(ranked, model) or _by_weight(ranked, model)


def _each_once(ranked: Sequence[Ranked]) -> list[Ranked]:
    """Everybody by the description that fits best."""
    best: dict[str, Ranked] = {}
    for each in ranked:
        best.setdefault(each.owner, each)
    return list(best.values())


def nobody(model: Model) -> Answered:
    """The answer where nobody was met."""
    return Answered(outcome=Outcome.ISSUED, reason="new", sentence=NOBODY, model=model.version)


def _is_near(comparison: Comparison, model: Model) -> bool:
    """Whether it is worth the words: no weight far below the line, unless an identifier is the same."""
    return bits_of(comparison, model) >= model.thresholds.review - FAR_BITS or any(
        finding.level == "equal" and finding.field in IDENTIFIERS for finding in comparison
    )


def _described(each: Registered, comparison: Comparison, model: Model) -> Ranked:
    weighed = weigh(comparison, model)
    return Ranked(key=each.key, owner=each.owner or each.key, weighed=weighed, sentence=sentence_on(weighed))


def _by_identifier(ranked: Sequence[Ranked], model: Model) -> Answered | None:
    sharing = [each for each in ranked if vetoes.identifier_shared(each.weighed)]
    if not sharing:
        return None
    if len(sharing) > 1:
        return _review([*sharing, *_worth_showing(ranked, model)], "two owners", TWO_OWNERS, model)
    owner = sharing[0]
    doubt = _doubt_of_owner(owner.weighed) or _rival(owner, ranked, model)
    if doubt is None:
        return _found(owner, "identifier", owner.sentence, model)
    reason = f"Same {vetoes.identifier_shared(owner.weighed)}, but {doubt}."
    return _review([owner, *_worth_showing(ranked, model)], "identifier in doubt", reason, model)


def _doubt_of_owner(weighed: Weighed) -> str | None:
    """What an identifier alone does not outweigh. Another family name is no doubt: people marry and are adopted."""
    levels = weighed.levels
    if word := vetoes.identifier_conflict(weighed):
        return f"a different {word}"
    if vetoes.is_other_birth(weighed):
        return "a different date of birth"
    if not vetoes.is_name_agreeing(levels):
        return "a different given name"
    if "birth" not in levels and levels.get("family", "different") == "different":
        return "no date of birth and no family name that agrees"
    return None


def _rival(owner: Ranked, ranked: Sequence[Ranked], model: Model) -> str | None:
    first = ranked[0]
    if first.key == owner.key or first.weighed.bits < owner.weighed.bits + model.thresholds.gap:
        return None
    return "another learner fits better"


def _by_weight(ranked: Sequence[Ranked], model: Model) -> Answered:
    shown = _worth_showing(ranked, model)
    if not shown:
        return nobody(model)
    first = shown[0]
    reason, words = _forbidden(first, shown[1:], model)
    if reason is None:
        return _found(first, "weight", first.sentence, model)
    return _review(shown, reason, words, model)


def _worth_showing(ranked: Sequence[Ranked], model: Model) -> list[Ranked]:
    return [
        each
        for each in ranked
        if each.weighed.bits >= model.thresholds.review
        or (vetoes.is_same_birth_sibling(each.weighed) and vetoes.is_twin_suspected(each.weighed))
    ]


def _forbidden(first: Ranked, others: Sequence[Ranked], model: Model) -> tuple[str | None, str]:
    """Why the heaviest is not simply found, as a word and in words."""
    weighed = first.weighed
    if _is_twin_possible(weighed, others):
        return "twin", TWIN
    if doubt := vetoes.conflict(weighed):
        return "conflict", f"Much alike, but {doubt}."
    if reason := _birth_in_doubt(weighed):
        return reason
    if weighed.bits < model.thresholds.found:
        return "weight", "Alike, but not enough to be sure."
    if others and weighed.bits - others[0].weighed.bits < model.thresholds.gap:
        return "gap", "More than one learner fits."
    return None, ""


def _birth_in_doubt(weighed: Weighed) -> tuple[str, str] | None:
    if vetoes.is_birth_not_known(weighed):
        return "birth not known", "The date of birth is not known to the day."
    if vetoes.is_off_by_birth_and_home(weighed):
        return "birth and home", "Neither the date of birth nor the home is quite the same."
    return None


def _is_twin_possible(weighed: Weighed, others: Sequence[Ranked]) -> bool:
    """By the names alone; or where only a slip makes the given name this one and a same-birth sibling is known."""
    return vetoes.is_twin_suspected(weighed) or (
        vetoes.needs_the_very_name(weighed)
        and any(vetoes.is_same_birth_sibling(each.weighed) for each in others)
    )


def _found(one: Ranked, reason: str, sentence: str, model: Model) -> Answered:
    return Answered(
        outcome=Outcome.FOUND,
        reason=reason,
        sentence=sentence,
        model=model.version,
        key=one.owner,
        ranked=(one,),
    )


def _review(shown: Sequence[Ranked], reason: str, words: str, model: Model) -> Answered:
    each_once = tuple({each.key: each for each in shown}.values())
    return Answered(
        outcome=Outcome.REVIEW,
        reason=reason,
        sentence=with_reason(words, each_once[0].sentence),
        model=model.version,
        ranked=each_once[:SHOWN_AT_MOST],
    )
