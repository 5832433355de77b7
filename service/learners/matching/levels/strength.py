"""The levels names have in common, the strongest first, to choose between two ways of comparing the same names."""

from collections.abc import Callable

GIVEN, FAMILY, FURTHER, ONE_NAME, ORDER = "given", "family", "further", "one_name", "name_order"
EQUAL, SLIP, SIMILAR, SOUNDS, DIFFERENT = "equal", "slip", "similar", "sounds", "different"
NICKNAME, PREVIOUS, PART, SECOND = "nickname", "previous", "part", "second"
UNLISTED, LOOKALIKE, OVERLAP, INITIAL = "unlisted", "lookalike", "overlap", "initial"

STRENGTH = {
    EQUAL: 6.0, NICKNAME: 5.0, PREVIOUS: 5.0, PART: 4.5, SECOND: 4.5, SLIP: 4.0, UNLISTED: 3.9, LOOKALIKE: 3.0,
    SIMILAR: 3.0, OVERLAP: 2.5, SOUNDS: 2.0, INITIAL: 2.0, DIFFERENT: 0.0,
}  # fmt: skip

Parts = tuple[str, ...]
Share = Callable[[str], float]


def split(a: Parts, b: Parts) -> tuple[Parts, Parts, Parts]:
    """What both names have, what only the first has, what only the second; each in alphabetical order."""
    if len(a) == len(b) == 1:
        return (a, (), ()) if a == b else ((), a, b)
    rest = sorted(b)
    common, left = [], []
    for part in sorted(a):
        if part in rest:
            rest.remove(part)
            common.append(part)
        else:
            left.append(part)
    return tuple(common), tuple(left), tuple(rest)
