"""Currency: until when an open spell may be believed without being reported again.

The periods are data, one table for each requirement year. SOURCE: none of them is read from DfE's text,
which we do not have. They are INFERRED from the 204 clean records of a public validator of the 2019/20
requirement (203 agree); whether a newer requirement changed them must be checked by a person before a table
is added.
"""

from calendar import monthrange
from collections.abc import Mapping
from datetime import date, timedelta
from enum import StrEnum

import msgspec

from service.pathways.rows import Spell
from service.vocabulary.academic_year import AcademicYear
from service.vocabulary.day import london_day

_WORTH_REPEATING = timedelta(days=28)
_AFTER_REVIEW = timedelta(days=28)
_SUMMER_MONTHS = (6, 7, 8)


class Basis(StrEnum):
    """What the last day of currency is counted from."""

    ACADEMIC_YEAR = "academic_year"  # the earlier of the expected end and 31 August
    REVIEW = "review"  # 28 days after the review day; we hold it as the expected end
    VERIFIED = "verified"  # months after somebody last said so
    EXPECTED_END = "expected_end"


class Term(msgspec.Struct, frozen=True):
    """How long one activity is believed; `months` counts from the last report, also if no end is expected."""

    basis: Basis
    months: int = 6


class CurrencyTable(msgspec.Struct, frozen=True, kw_only=True):
    """The terms of one requirement year, used for reports made from `in_force_from` on.

    `course_grace` is a local choice, (month, day): courses that would lapse in June, July or August stay
    current until then. None, because grace would hide exactly those who did not arrive in September. `inferred_from`:
    what the terms were worked out from; None where they were read from the requirement itself.
    """

    requirement_year: str
    in_force_from: date
    terms: Mapping[int, Term]
    course_grace: tuple[int, int] | None = None
    inferred_from: str | None


_COURSE, _REVIEW = Term(Basis.ACADEMIC_YEAR), Term(Basis.REVIEW)
_YEAR, _HALF_YEAR = Term(Basis.VERIFIED, 12), Term(Basis.VERIFIED, 6)
_TRAINING, _RE_ENGAGEMENT = Term(Basis.EXPECTED_END, 6), Term(Basis.EXPECTED_END, 3)

TABLES = (
    CurrencyTable(
        requirement_year="2019/20",
        in_force_from=date.min,
        inferred_from="204 clean records of a public validator, of which 203 agree",
        terms={
            **dict.fromkeys((110, 120, 130, 140, 150, 210, 220, 230, 240, 250, 270, 280), _COURSE),
            **dict.fromkeys((260, 290, 350, 710, 720), _REVIEW),
            **dict.fromkeys((310, 320), _YEAR),
            **dict.fromkeys((330, 340, 360, 380, 381, 550, 551), _HALF_YEAR),
            **dict.fromkeys((410, 420, 430, 440, 450, 460), _TRAINING),
            530: _RE_ENGAGEMENT,
        },
    ),
)
"""In order of `in_force_from`. Codes without a term (NEET, not known) do not lapse."""


def verified_on(spell: Spell) -> date:
    """The London day somebody last said so, or its start if that was still ahead."""
    return max(london_day(spell.last_said_at), spell.started_on)


def lapses_on(spell: Spell) -> date | None:
    """The last day the spell is believed without a new report; None if it has ended or never lapses.

    An expected end that had passed when the spell was still reported as going on says nothing any more.
    SOURCE: NCCIS management information requirement, "currency rules"; the numbers as the module's head says.
    """
    return None if spell.ended_on is not None else _lapse(spell, verified_on(spell))


def believed_until(spell: Spell) -> date:
    """The last day a spell is believed: its end, the day its currency lapses, or date.max."""
    return spell.ended_on or lapses_on(spell) or date.max


def is_worth_repeating(spell: Spell, *, today: date) -> bool:
    """Whether an unchanged report received today should be recorded again because it keeps the spell current.

    True if it moves the last day of currency by four weeks or more, or revives a lapsed spell; so a
    provider's monthly file keeps a learner current without a new fact for every learner in every file.
    """
    stored = lapses_on(spell)
    if stored is None:
        return False
    repeated = _lapse(spell, max(today, spell.started_on))
    if repeated is None:
        return False
    return repeated - stored >= _WORTH_REPEATING or stored < today <= repeated


def _lapse(spell: Spell, verified: date) -> date | None:
    table = _table_on(verified)
    term = table.terms.get(spell.activity)
    if term is None:
        return None
    expected = spell.planned_end_on
    if expected is not None and expected < verified:
        expected = None
    if term.basis is Basis.ACADEMIC_YEAR:
        return _end_of_course(table, expected, verified)
    if term.basis is Basis.VERIFIED or expected is None:
        return months_after(verified, term.months)
    return expected + _AFTER_REVIEW if term.basis is Basis.REVIEW else expected


def _end_of_course(table: CurrencyTable, expected: date | None, verified: date) -> date:
    year_end = AcademicYear.of(verified).ends_on
    last = year_end if expected is None else min(expected, year_end)
    if table.course_grace is not None and last.month in _SUMMER_MONTHS:
        return date(last.year, *table.course_grace)
    return last


def _table_on(day: date) -> CurrencyTable:
    return next(table for table in reversed(TABLES) if table.in_force_from <= day)


def months_after(day: date, months: int) -> date:
    """The same day of the month so many months later, or the month's last day where it has no such day."""
    years, month = divmod(day.month - 1 + months, 12)
    year = day.year + years
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))
