"""Collects what is wrong, with the line and field the sender must go to."""

from collections.abc import Callable
from typing import Any, Final, TypeAlias

from service.imports.readers.ilr.names import local_name
from service.imports.readers.ilr.wording import WORDINGS
from service.imports.rows import Problem

Report: TypeAlias = Callable[..., None]
"""Adds a problem of the aim or destination at hand: report(rule, **words)."""

_MOST_UNKNOWN: Final = 20
_LONGEST_WORD: Final = 120  # characters of a value from the file, so that a broken file cannot fill a page


class ProblemList:
    """The problems of one learner, or with no `learner` those of the file."""

    __slots__ = ("found", "learner", "unknown")

    def __init__(self, learner: str | None = None, *, unknown: dict[str, int] | None = None) -> None:
        self.found: list[Problem] = []
        self.learner = learner
        self.unknown = (
            {} if unknown is None else unknown
        )  # elements the ILR does not have, with their first line

    def add(self, rule: str, at: Any, *, field: str | None = None, **words: object) -> None:
        """Report `rule` at an element of the file, or at a line where `at` is a number.

        `words` fill the braces of the rule's wording; `field` where the rule serves several fields.
        """
        wording = WORDINGS[rule]
        name = field or wording.field
        problem = Problem(
            line=at if isinstance(at, int) else line_of(at, name),
            learner=self.learner,
            field=name,
            rule=rule,
            message=wording.message.format(**{key: _short(word) for key, word in words.items()}),
            fix=wording.fix,
            weight=wording.weight,
        )
        self.found.append(problem)

    def note_unknown(self, element: Any) -> None:
        """Remember an element the ILR does not have: it may be misspelt, and its content would be lost."""
        if len(self.unknown) < _MOST_UNKNOWN:
            self.unknown.setdefault(local_name(element.tag), element.sourceline or 0)

    def report_unknown(self) -> None:
        """Report every unknown element once, at its first line."""
        for name, line in self.unknown.items():
            self.add("Unknown element", line, field=name, name=name)
        self.unknown.clear()


def line_of(element: Any, name: str) -> int:
    """The line of the field within the element, or where it is missing that of the element itself."""
    for child in element:
        if local_name(child.tag) == name:
            return child.sourceline or 0
    return element.sourceline or 0


def _short(word: object) -> str:
    text = str(word)
    return text if len(text) <= _LONGEST_WORD else f"{text[:_LONGEST_WORD]}…"
