"""Postcodes, for finding the same person again and for nothing finer than an area."""

import re

from service.vocabulary.typed import compact

# DfE's ILR service (PostcodeQueryService); the outward shapes are the six of NCCIS error 43.
_SHAPE = re.compile(r"(?P<outcode>[A-Z]{1,2}[0-9][0-9A-Z]?)(?P<incode>[0-9][ABD-HJLNP-UWXYZ]{2})")
_BFPO = re.compile(r"BFPO(?P<number>[0-9]{1,4})")  # British forces post offices, as the LRS takes them
_PLACEHOLDER_AREA = "ZZ99"  # "ZZ99 9ZZ" is the ILR's "not known"; the NHS uses others beginning so


class PostcodeInvalid(ValueError):
    """Not a postcode. The message says what to do and never repeats what was typed."""


def parse_postcode(text: str) -> str | None:
    """The postcode with its one space, "CM1 1AA" or "BFPO 12"; None for nothing and for placeholders.

    Raises PostcodeInvalid. Only the shape is checked, not whether the postcode is in use.
    """
    typed = compact(text)
    if not typed or typed.startswith(_PLACEHOLDER_AREA):
        return None
    if found := _SHAPE.fullmatch(typed):
        return f"{found['outcode']} {found['incode']}"
    if found := _BFPO.fullmatch(typed):
        return f"BFPO {found['number']}"
    raise PostcodeInvalid("Enter a full UK postcode, such as CM1 1AA.")


def outcode(postcode: str) -> str:
    """The part of a canonical postcode before the space: "CM1" of "CM1 1AA", "BFPO" of "BFPO 12"."""
    return postcode.partition(" ")[0]
