"""Money as whole pence: said, read from what people type, and shared out so that no penny is lost or made."""

import re
from collections.abc import Sequence
from typing import Final

PENCE: Final = 100
WHOLE: Final = 10_000
"""A share is a whole number of these: basis points, so that 12.5 % is exact."""

_MOST: Final = 100_000_000_000  # a billion pounds
_SHAPE: Final = re.compile(
    r"(?P<minus>-)?£?(?P<pounds>[0-9]{1,3}(?:,[0-9]{3})+|[0-9]+)(?:\.(?P<pence>[0-9]{2}))?"
)
_SHARE: Final = re.compile(r"(?P<whole>[0-9]{1,3})(?:\.(?P<part>[0-9]{1,2}))?%?")


class MoneyInvalid(ValueError):
    """Not an amount in pounds; the message says how to write one."""


class ShareInvalid(ValueError):
    """Not a share of 0 to 100 per cent."""


def say_money(pence: int) -> str:
    """Say an amount: 123456 is "£1,234.56", less than nothing "−£5.00"."""
    pounds, rest = divmod(abs(pence), PENCE)
    return f"{'−' if pence < 0 else ''}£{pounds:,}.{rest:02d}"


def plain_money(pence: int) -> str:
    """Write an amount for a file: 123456 is "1234.56", less than nothing "-5.00"."""
    pounds, rest = divmod(abs(pence), PENCE)
    return f"{'-' if pence < 0 else ''}{pounds}.{rest:02d}"


def parse_money(text: str, *, signed: bool = False) -> int:
    """Read an amount in pounds as whole pence: "£1,234.50", "1234.50", "1234".

    Pence are two figures or none, and commas stand before three figures: "1,234.5" and "1,23" may be slips, so they are
    not guessed at. `signed`: it may begin with a minus. Raises `MoneyInvalid`.
    """
    typed = "".join(text.split()).replace("−", "-")
    found = _SHAPE.fullmatch(typed)
    if found is None:
        raise MoneyInvalid("Enter an amount in pounds, such as 1,234.50, with two figures for pence or none")
    if found["minus"] and not signed:
        raise MoneyInvalid("Enter an amount of nothing or more")
    pence = int(found["pounds"].replace(",", "")) * PENCE + int(found["pence"] or 0)
    if pence > _MOST:
        raise MoneyInvalid("Enter an amount of at most £1,000,000,000")
    return -pence if found["minus"] else pence


def say_share(share: int) -> str:
    """Say a share of `WHOLE`: 2500 is "25%", 1250 "12.5%"."""
    whole, part = divmod(share, PENCE)
    return f"{whole}.{part:02d}".rstrip("0").rstrip(".") + "%"


def parse_share(text: str) -> int:
    """Read a share in per cent, "25", "12.5%", as basis points. Raises `ShareInvalid`."""
    found = _SHARE.fullmatch("".join(text.split()))
    share = int(found["whole"]) * PENCE + int((found["part"] or "0").ljust(2, "0")) if found else WHOLE + 1
    if share > WHOLE:
        raise ShareInvalid("Enter a share from 0 to 100, such as 12.5")
    return share


def shared_out(total: int, weights: Sequence[int]) -> tuple[int, ...]:
    """Share whole pence out by weights, so that the parts come to `total` exactly.

    Each part is its exact share rounded down; the pence left over go one each to the largest remainders, of equal ones
    to the first. A negative total is shared out as the positive one, with its sign. Where all weights are 0 the first
    takes everything. Raises `ValueError` for a weight below 0, or for no weights at all.

    SOURCE: the method of largest remainders (Hamilton), as for seats in a parliament.
    """
    if not weights or min(weights) < 0:
        raise ValueError("there have to be weights, and none below nothing")
    if total < 0:
        return tuple(-part for part in shared_out(-total, weights))
    whole = sum(weights)
    if whole == 0:
        return (total, *(0 for _ in weights[1:]))
    parts = [total * weight // whole for weight in weights]
    remainders = [total * weight % whole for weight in weights]
    first = sorted(range(len(weights)), key=lambda place: (-remainders[place], place))
    for place in first[: total - sum(parts)]:
        parts[place] += 1
    return tuple(parts)


def rounded(total: int, share: int, of: int = WHOLE) -> int:
    """Take `share` of `of` of a total of nothing or more, to the nearest penny, halves up."""
    return (2 * total * share + of) // (2 * of)
