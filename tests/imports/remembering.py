"""A model of the register that remembers everything: chains of words, and a copy of every moment."""

from copy import deepcopy
from datetime import datetime
from typing import NamedTuple

from service.pathways.rows import Milestone, Spell

Content = tuple[object, ...]
Key = tuple[str, str]  # whose chain, and its name


class Word(NamedTuple):
    """What a source or a hand said of a chain; None: it was taken back."""

    content: Content | None
    by_hand: bool
    file: int | None
    said_at: datetime


class Model:
    """What should be known, kept as simply as can be."""

    def __init__(self) -> None:
        self.chains: dict[Key, list[Word]] = {}
        self.owner: dict[Key, int] = {}
        self.moments: list[tuple[datetime, dict[Key, Content]]] = []
        self.files: list[tuple[int, ...]] = []  # who is in each
        self.undone: set[int] = set()

    def standing(self, key: Key) -> Content | None:
        words = self.chains.get(key)
        return words[-1].content if words else None

    def says(self, key: Key, person: int, content: Content, at: datetime, file: int | None = None) -> bool:
        """A source's word counts, and then True, where it is not what stands, nor what a hand has overruled since."""
        words = self.chains.setdefault(key, [])
        if content == self.standing(key) or content in self._overruled(words):
            return False
        self.owner.setdefault(key, person)
        words.append(Word(content, by_hand=False, file=file, said_at=at))
        return True

    def _overruled(self, words: list[Word]) -> list[Content | None]:
        found = []
        for place in range(len(words) - 1, 0, -1):
            if not words[place].by_hand:
                break
            found.append(words[place - 1].content)
        return found

    def by_hand(self, key: Key, content: Content | None, at: datetime) -> None:
        self.chains[key].append(Word(content, by_hand=True, file=None, said_at=at))

    def rests_on(self, file: int) -> bool:
        persons = {self.now_of(each) for each in self.files[file]}
        later = range(file + 1, len(self.files))
        if any(persons & {self.now_of(p) for p in self.files[n]} for n in later if n not in self.undone):
            return True
        return any(
            words[-1].by_hand and words[-1].content is not None and any(word.file == file for word in words)
            for words in self.chains.values()
            if words
        )

    def undo(self, file: int) -> None:
        for words in self.chains.values():
            while words and words[-1].file == file:
                words.pop()
        self.undone.add(file)

    def now_of(self, person: int) -> int:
        return person if self.merged is None or person != self.merged[1] else self.merged[0]

    merged: tuple[int, int] | None = None

    def remember(self, at: datetime) -> None:
        stood = {key: self.standing(key) for key in self.chains}
        self.moments.append((at, deepcopy({key: each for key, each in stood.items() if each is not None})))

    def of(self, person: int, stood: dict[Key, Content]) -> dict[Key, Content]:
        """What of a moment is about a person, as people are joined now."""
        return {key: each for key, each in stood.items() if self.now_of(self.owner[key]) == person}


def spell_content(spell: Spell) -> Content:
    return (
        spell.activity,
        spell.started_on,
        spell.ended_on,
        spell.planned_end_on,
        spell.completion,
        spell.confidence,
    )


def milestone_content(milestone: Milestone) -> Content:
    return milestone.kind.value, milestone.occurred_on
