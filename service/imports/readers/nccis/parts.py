"""What reading a return takes everywhere: elements by name, and the problems of one young person."""

from typing import Any

from service.imports.readers.nccis.wording import WORDINGS
from service.imports.rows import Problem


class Telling:
    """The problems of one young person."""

    def __init__(self, reference: str | None) -> None:
        self.reference, self.found = reference, list[Problem]()

    def tell(self, rule: str, line: int) -> None:
        """Add a problem."""
        self.found.append(problem_of(rule, line, self.reference))


def problem_of(rule: str, line: int, reference: str | None = None) -> Problem:
    """Make a problem of a rule's wording."""
    wording = WORDINGS[rule]
    return Problem(
        line=line,
        learner=reference,
        field=wording.field,
        rule=rule,
        message=wording.message,
        fix=wording.fix,
        weight=wording.weight,
    )


def local_name(element: Any) -> str:
    """An element's name without its namespace; '' for what is no element."""
    tag = element.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def child_of(element: Any, name: str) -> Any:
    """Give an element's first child of a name; nothing to go through where it has none."""
    return next((child for child in element if local_name(child) == name), ())


def texts_of(element: Any) -> dict[str, str]:
    """Give the texts of an element's children by name, blank ones left out."""
    return {local_name(child): text for child in element if (text := (child.text or "").strip())}
