"""What somebody writes in their own words, as it is kept."""

from service.kit.errors import Invalid


def require_words(text: str, ask: str, *, longest: int, field: str) -> str:
    """Give a text on one line with single spaces. Raises `Invalid` at `field` where it is empty or too long.

    `ask` says what is wanted, without a full stop: "Say what is wrong".
    """
    words = " ".join(text.split())
    if not words or len(words) > longest:
        raise Invalid(f"{ask}, in {longest} characters or fewer.", field=field)
    return words
