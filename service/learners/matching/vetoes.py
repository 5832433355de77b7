"""What forbids an answer by weight alone: conflicts, twins, and a slip of the pen where there is a same-birth sibling.

Source for twins: hmpps-person-match, the twins guard (same family name, date of birth and postcode, other first
names); the share of twins among births in England and Wales is about 1.5 % of maternities (ONS, Birth
characteristics).
"""

from collections.abc import Mapping

from service.learners.matching.rows import Weighed

_IDENTIFIERS = {
    "indicator": "indicator",
    "uln": "ULN",
    "upn": "UPN",
    "ni_number": "National Insurance number",
}
_OTHER_BIRTH = frozenset({"different", "two_digits", "two_parts", "parts_differ", "year_near"})
_KNOWN_TO_THE_DAY = frozenset({"equal", "leap_day", "swapped", "one_digit"})
_SAME_BIRTH = frozenset({"equal", "leap_day"})
_SAME_GIVEN = frozenset({"equal", "nickname", "previous"})
_SLIP_OF_GIVEN = frozenset({"slip", "unlisted"})
_ANOTHER_GIVEN = frozenset({"different", "lookalike", "similar", "second", "overlap", "sounds"})
_SAME_FAMILY = frozenset({"equal", "slip", "part", "previous"})
_SAME_HOME = {"postcode": frozenset({"equal", "slip"}), "address": frozenset({"equal", "near"})}


def identifier_shared(weighed: Weighed) -> str | None:
    """The first identifier that agrees, in words; None where none does."""
    levels = weighed.levels
    return next((word for name, word in _IDENTIFIERS.items() if levels.get(name) == "equal"), None)


def identifier_conflict(weighed: Weighed) -> str | None:
    """The first identifier that both have and that is not the same, in words."""
    levels = weighed.levels
    return next((word for name, word in _IDENTIFIERS.items() if levels.get(name, "equal") != "equal"), None)


def conflict(weighed: Weighed) -> str | None:
    """What speaks against one person so plainly that a person has to look, in words; None where nothing does."""
    levels = weighed.levels
    if word := identifier_conflict(weighed):
        return f"a different {word}"
    if is_other_birth(weighed):
        return "a different date of birth"
    return "a different sex" if levels.get("sex") == "different" else None


def is_other_birth(weighed: Weighed) -> bool:
    """Whether the dates of birth are further apart than one slip."""
    return weighed.levels.get("birth") in _OTHER_BIRTH


def is_birth_not_known(weighed: Weighed) -> bool:
    """Whether the date of birth is missing, or known in part, on either side.

    1 January on both sides will do where the home is the same: it is what their papers say.
    """
    levels = weighed.levels
    if levels.get("birth") == "new_year":
        return not _lives_there_too(levels)
    return levels.get("birth") not in _KNOWN_TO_THE_DAY


def is_off_by_birth_and_home(weighed: Weighed) -> bool:
    """Whether the date of birth is a slip away and the home another: a namesake as easily as one person who moved."""
    levels = weighed.levels
    return levels.get("birth", "equal") not in _SAME_BIRTH and _lives_elsewhere(levels)


def is_another_given_name(weighed: Weighed) -> bool:
    """Whether the given names are neither equal, nor forms of one name, nor one slip of the pen apart."""
    return weighed.levels.get("given") in _ANOTHER_GIVEN


def is_same_birth_sibling(weighed: Weighed) -> bool:
    """Whether this is the same person or a twin: born the same day, of the same family name, in one home."""
    levels = weighed.levels
    return (
        levels.get("birth") in _SAME_BIRTH
        and levels.get("family") in _SAME_FAMILY
        and _lives_there_too(levels)
    )


def is_twin_suspected(weighed: Weighed) -> bool:
    """Born the same day, of one family name, in one home (or the home not known), by another given name.

    A second given name, an e-mail address or an identifier in common says that it is one person after all.
    """
    levels = weighed.levels
    if not is_another_given_name(weighed) or levels.get("birth") not in _SAME_BIRTH:
        return False
    if levels.get("family") not in _SAME_FAMILY or _lives_elsewhere(levels):
        return False
    return not (
        levels.get("further") == "equal" or levels.get("email") == "equal" or identifier_shared(weighed)
    )


def needs_the_very_name(weighed: Weighed) -> bool:
    """Whether only a slip makes the given name this one, which will not do where a same-birth sibling exists."""
    return is_same_birth_sibling(weighed) and weighed.levels.get("given") in _SLIP_OF_GIVEN


def is_name_agreeing(levels: Mapping[str, str]) -> bool:
    """Whether the given name is the same, a form of it, or a slip away; so it is where it is not known."""
    return levels.get("given", "equal") in _SAME_GIVEN | _SLIP_OF_GIVEN | {"initial", "second", "similar"}


def _lives_there_too(levels: Mapping[str, str]) -> bool:
    return any(levels.get(field) in same for field, same in _SAME_HOME.items())


def _lives_elsewhere(levels: Mapping[str, str]) -> bool:
    known = [(field, same) for field, same in _SAME_HOME.items() if field in levels]
    return bool(known) and not _lives_there_too(levels)
