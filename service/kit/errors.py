"""The families of what can go wrong. Features raise their own errors of these; `web/errors.py` alone turns a
family into a page or a problem document. A message is read by a person: it says what would make it work.
"""


class DomainError(Exception):
    """Something the service refuses, with a sentence for whoever asked. Never holds a name or an indicator."""

    code = "refused"  # stable, for programs; the sentence is for people

    def __init__(self, sentence: str, *, field: str | None = None) -> None:
        super().__init__(sentence)
        self.sentence = sentence
        self.field = field


class NotFound(DomainError):
    """It is not there, or it is not yours: the two answer alike."""

    code = "not_found"


class Refused(DomainError):
    """It may not be done by this person, or not in this state."""

    code = "refused"


class Conflict(DomainError):
    """Someone else changed it meanwhile, or it contradicts what is there."""

    code = "conflict"


class Invalid(DomainError):
    """The value given cannot be; `field` names it."""

    code = "invalid"


class TooMany(DomainError):
    """Too often in too short a time; `retry_after` seconds from now it may work."""

    code = "too_many"

    def __init__(self, sentence: str, *, retry_after: int) -> None:
        super().__init__(sentence)
        self.retry_after = retry_after
