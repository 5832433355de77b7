"""How places stand to vacancies, in words."""

from fractions import Fraction
from typing import Final

NOT_AVAILABLE: Final = "not available"
_TENTHS, _WHOLE_FROM = (
    10,
    10,
)  # one decimal, and none from ten on: more would say what the figures do not know


def mismatch(places: int | None, vacancies: int | None) -> str:
    """Say how places stand to vacancies: "1 place for every 4 vacancies", "3 places for every vacancy".

    Always one of one side, so that sectors compare. Rounded half up to a tenth, from ten on to a whole number. Without
    either figure, or without a vacancy to set places against, there is nothing to say: "not available".
    SOURCE: our own measure, places ÷ vacancies; its two figures carry their own dates and sources.
    """
    if places is None or not vacancies:
        return NOT_AVAILABLE
    if places == 0:
        return "no place for any vacancy"
    if places < vacancies:
        ratio = _rounded(vacancies, places)
        return f"1 place for every {_counted(ratio, 'vacancy', 'vacancies')}"
    ratio = _rounded(places, vacancies)
    return f"{_counted(ratio, 'place', 'places', one_too=True)} for every vacancy"


def _rounded(larger: int, smaller: int) -> Fraction:
    """A ratio of one or more to a tenth, or from ten on to a whole number, halves up."""
    parts = 1 if larger >= _WHOLE_FROM * smaller else _TENTHS
    return Fraction((2 * larger * parts + smaller) // (2 * smaller), parts)


def _counted(ratio: Fraction, one: str, many: str, *, one_too: bool = False) -> str:
    if ratio == 1:
        return f"1 {one}" if one_too else one
    return f"{int(ratio):,} {many}" if ratio.denominator == 1 else f"{float(ratio):.1f} {many}"
