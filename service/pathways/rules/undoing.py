"""Undoing a submission: what each of its facts gives way to, and what of it no longer stands by itself.

What was undone is left out of its chain as if it had never been said; nothing is deleted for that.
"""

from collections.abc import Sequence
from typing import Generic, NamedTuple, TypeVar
from uuid import UUID

from service.pathways.rows import AnyFact, Because

Fact = TypeVar("Fact", bound=AnyFact)


class Undoing(NamedTuple, Generic[Fact]):
    """A fact that counts and has to go. `before` is said again in its place; None: nothing stood there."""

    fact: Fact
    before: Fact | None


def without_undone(chain: Sequence[Fact]) -> list[Fact]:
    """Give what is left of a chain once undone submissions, and the facts that undid them, are left out."""
    left: list[Fact] = []
    for fact in chain:
        if fact.because is Because.UNDONE and left:
            left = _before(left, left[-1].submission_id)
        else:
            left.append(fact)
    return left


def undoing(chain: Sequence[Fact], submission_id: UUID) -> Undoing[Fact] | None:
    """Say what undoing a submission does to one chain; None where its word is not the last, so that it stays."""
    left = without_undone(chain)
    kept = _before(left, submission_id)
    if len(kept) == len(left):
        return None
    stood = kept[-1] if kept and not kept[-1].takes_back else None
    return Undoing(chain[-1], stood)


def _before(chain: Sequence[Fact], submission_id: UUID | None) -> list[Fact]:
    """The chain without what a submission said last."""
    kept = list(chain)
    while kept and kept[-1].submission_id == submission_id:
        kept.pop()
    return kept
