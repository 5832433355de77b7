"""What advisers are given to work with: outcomes of contacts, words for messages, and the ladder of tracing."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from service.caseloads.rows import Found, Outcome

OUTCOMES: Final[Mapping[Outcome, str]] = MappingProxyType(
    {
        Outcome.AGREED: "Spoke: we agreed a next step",
        Outcome.THINKING: "Spoke: they want to think about it",
        Outcome.NO_HELP_NOW: "Spoke: they need no help now",
        Outcome.NO_CONTACT_WANTED: "Spoke: they want no more contact",
        Outcome.NO_ANSWER: "No answer",
        Outcome.MESSAGE_LEFT: "Left a message",
        Outcome.WRONG_DETAILS: "Wrong number or address",
        Outcome.SOMEBODY_ELSE: "Somebody else answered",
    }
)

LADDER: Final[Mapping[str, tuple[str, str]]] = MappingProxyType(
    {
        "lists": ("Enrolment lists", "Of schools, sixth forms and colleges for this year."),
        "ucas": ("UCAS and universities", "Whether they have accepted a place."),
        "neighbours": ("Councils next door", "Whether they live or learn there now."),
        "providers": (
            "Training providers and employers",
            "Those they were with, and those that started people since.",
        ),
        "ilr": ("Monthly ILR and apprenticeship data", "The latest files under Files."),
        "lrs": ("Learning Records Service", "Whether somebody has asked for their ULN."),
        "services": ("Social care and youth justice", "Whether a colleague there is in touch."),
        "family": ("Brothers and sisters", "Whether a school or colleague knows the family."),
        "numbers": ("Every number and address there is", "Old ones too; ask whoever gave them."),
        "claimants": ("Jobcentre", "Whether they have claimed."),
        "clubs": ("Youth clubs and events", "Whether youth workers have seen them."),
        "message": (
            "A text or a letter",
            "With the link to their own record, so that they can answer themselves.",
        ),
        "calls": ("Calls at different times of day", "Three at least, one in the evening."),
        "door": ("A visit to the door", "Not where the address is protected."),
    }
)
"""Steps in the order they are taken, each with what it is about.

SOURCE: the tracing checklists London and county councils publish for young people whose activity is not known.
"""

FOUND: Final[Mapping[Found, str]] = MappingProxyType(
    {
        Found.NOTHING: "Done, nothing found",
        Found.ASKED: "Asked, an answer is awaited",
        Found.FOUND: "Found: record where they are",
        Found.NOT_FITTING: "Cannot help here",
    }
)

DONE: Final = frozenset({Found.NOTHING, Found.FOUND, Found.NOT_FITTING})
"""What needs no more work."""

_MESSAGES: Final = (
    (
        "A first text",
        "Hello {name}, this is {adviser} from {agency}. I help people your age find courses, training and jobs. When "
        "is a good time to call you?",
    ),
    (
        "A second text, days later",
        "Hello {name}, {adviser} from {agency} again. A short answer is fine: are you in college, training or work, or "
        "would you like help to find something?",
    ),
    (
        "A letter or an email",
        "Dear {name}, we would like to know how you are getting on, and whether we can help. You can phone us, answer "
        "this, or look at your own record with a link that we send you. Yours sincerely, {adviser}, {agency}",
    ),
    (
        "After a call that was agreed",
        "Thank you for talking to me today, {name}. As agreed I will get in touch again. {adviser}, {agency}",
    ),
)


def messages_for(given_names: str, adviser: str, agency: str) -> list[tuple[str, str]]:
    """Give words for messages with the names in them: first given name, the adviser's, the agency's. Nothing else."""
    first = given_names.split(maxsplit=1)[0] if given_names.split() else "there"
    return [(use, words.format(name=first, adviser=adviser, agency=agency)) for use, words in _MESSAGES]


def progress(found: Mapping[str, Found]) -> int:
    """Count the steps of the ladder that need no more work."""
    return sum(found.get(step) in DONE for step in LADDER)
