"""The words of error pages: what happened, and what would make it work."""

from dataclasses import dataclass
from types import MappingProxyType


@dataclass(frozen=True, kw_only=True, slots=True)
class ErrorPage:
    """What templates/errors/page.html says. `reference` is what the person can quote, where there is one."""

    status: int
    heading: str
    happened: str
    to_do: tuple[str, ...]
    reference: str | None = None


_WORDS = MappingProxyType(
    {
        400: (
            "There is a problem with what was sent",
            "Some of it could not be understood.",
            ("Go back, check what you entered and send it again.",),
        ),
        403: (
            "You cannot open this page",
            "Your account does not have permission for it.",
            ("If you need it for your work, ask your agency's administrator to change what you may open.",),
        ),
        404: (
            "Page not found",
            "There is nothing at this address, or you may not see what is there.",
            (
                "If you typed the address, check it is correct.",
                "If you pasted it, check you copied all of it.",
            ),
        ),
        405: (
            "This page cannot be used that way",
            "The address exists, but does not accept what was asked of it.",
            ("Go to the first page and start again from there.",),
        ),
        409: (
            "Someone changed this while you were working",
            "Nothing you entered was saved over it.",
            ("Open the page again, look at the change, then make yours.",),
        ),
        413: (
            "The file is too large",
            "It was not read and nothing was saved.",
            ("Send a smaller file, or split it in two.",),
        ),
        422: (
            "We could not use what was sent",
            "It was understood, but cannot be accepted as it is. Nothing was saved.",
            ("Go back, correct what you entered and send it again.",),
        ),
        429: (
            "Too many attempts",
            "There were too many requests in a short time.",
            ("Wait a minute, then try again.",),
        ),
        500: (
            "Sorry, there is a problem with the service",
            "Something went wrong on our side. Nothing you entered in this step was saved.",
            (
                "Try again in a few minutes.",
                "If it happens again, tell us when it happened and what you were doing.",
            ),
        ),
        503: (
            "Sorry, the service is unavailable",
            "The service is not running, or is being worked on.",
            ("Try again in a few minutes.",),
        ),
    }
)


def error_page(
    status: int, *, happened: str | None = None, to_do: tuple[str, ...] = (), reference: str | None = None
) -> ErrorPage:
    """The words for a status; `happened` and `to_do` say something more exact where it is known.

    An unlisted status takes the words of its class (4xx those of 400, else those of 500).
    """
    fallback = 400 if 400 <= status < 500 else 500
    heading, usual, usual_to_do = _WORDS.get(status, _WORDS[fallback])
    return ErrorPage(
        status=status,
        heading=heading,
        happened=happened or usual,
        to_do=to_do or usual_to_do,
        reference=reference,
    )
