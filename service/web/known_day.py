"""The day as whose knowledge a page is shown, as somebody typed it."""

from dataclasses import dataclass
from datetime import date

from service.vocabulary.day import DayInvalid, parse_day


@dataclass(frozen=True, kw_only=True)
class Known:
    """Which day's knowledge is shown; `on` None: today's. `typed` is what was asked, `error` what is wrong with it."""

    on: date | None = None
    typed: str = ""
    error: str | None = None


def known_day(typed: str, today: date) -> Known:
    """Read what was typed; nothing, or today, is what is known now."""
    if not typed.strip():
        return Known()
    try:
        on = parse_day(typed, today=today)
    except DayInvalid as wrong:
        return Known(typed=typed, error=str(wrong))
    if on > today:
        return Known(typed=typed, error="Enter a day that has passed: nobody knows what will be known")
    return Known(on=on if on < today else None, typed=typed)
