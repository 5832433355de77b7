"""What is learned, by sector subject area, and at what level.

Sources: Ofqual's sector subject area classification, tiers 1 ("5") and 2 ("5.2"); the course directory and
LARS write the same codes with two decimals ("5.20"). Levels: the Regulated Qualifications Framework.
"""

import re
from collections.abc import Mapping
from types import MappingProxyType

_AREAS: tuple[tuple[str, str], ...] = (
    ("1", "Health, public services and care"),
    ("1.1", "Medicine and dentistry"),
    ("1.2", "Nursing, and subjects and vocations allied to medicine"),
    ("1.3", "Health and social care"),
    ("1.4", "Public services"),
    ("1.5", "Child development and wellbeing"),
    ("2", "Science and mathematics"),
    ("2.1", "Science"),
    ("2.2", "Mathematics and statistics"),
    ("3", "Agriculture, horticulture and animal care"),
    ("3.1", "Agriculture"),
    ("3.2", "Horticulture and forestry"),
    ("3.3", "Animal care and veterinary science"),
    ("3.4", "Environmental conservation"),
    ("4", "Engineering and manufacturing technologies"),
    ("4.1", "Engineering"),
    ("4.2", "Manufacturing technologies"),
    ("4.3", "Transportation operations and maintenance"),
    ("5", "Construction, planning and the built environment"),
    ("5.1", "Architecture"),
    ("5.2", "Building and construction"),
    ("5.3", "Urban, rural and regional planning"),
    ("6", "Information and communication technology"),
    ("6.1", "ICT practitioners"),
    ("6.2", "ICT for users"),
    ("7", "Retail and commercial enterprise"),
    ("7.1", "Retailing and wholesaling"),
    ("7.2", "Warehousing and distribution"),
    ("7.3", "Service enterprises"),
    ("7.4", "Hospitality and catering"),
    ("8", "Leisure, travel and tourism"),
    ("8.1", "Sport, leisure and recreation"),
    ("8.2", "Travel and tourism"),
    ("9", "Arts, media and publishing"),
    ("9.1", "Performing arts"),
    ("9.2", "Crafts, creative arts and design"),
    ("9.3", "Media and communication"),
    ("9.4", "Publishing and information services"),
    ("10", "History, philosophy and theology"),
    ("10.1", "History"),
    ("10.2", "Archaeology and archaeological sciences"),
    ("10.3", "Philosophy"),
    ("10.4", "Theology and religious studies"),
    ("11", "Social sciences"),
    ("11.1", "Geography"),
    ("11.2", "Sociology and social policy"),
    ("11.3", "Politics"),
    ("11.4", "Economics"),
    ("11.5", "Anthropology"),
    ("12", "Languages, literature and culture"),
    ("12.1", "Languages, literature and culture of the British Isles"),
    ("12.2", "Other languages, literature and culture"),
    ("12.3", "Linguistics"),
    ("13", "Education and training"),
    ("13.1", "Teaching and lecturing"),
    ("13.2", "Direct learning support"),
    ("14", "Preparation for life and work"),
    ("14.1", "Foundations for learning and life"),
    ("14.2", "Preparation for work"),
    ("15", "Business, administration and law"),
    ("15.1", "Accounting and finance"),
    ("15.2", "Administration"),
    ("15.3", "Business management"),
    ("15.4", "Marketing and sales"),
    ("15.5", "Law and legal services"),
)

SECTORS: Mapping[str, str] = MappingProxyType(dict(_AREAS))
"""Every area's name by its code, both tiers, each tier 1 area before its own tier 2 areas."""

CHOICES: tuple[tuple[str, str], ...] = tuple((code, name) for code, name in _AREAS if "." in code)
"""What a form offers: (code, name) of tier 2."""

AREAS: tuple[tuple[str, str], ...] = tuple((code, name) for code, name in _AREAS if "." not in code)
"""The same of tier 1, for choices that need no finer one."""

LEVELS = ("E", "1", "2", "3", "4", "5", "6", "7", "8")

_SHAPE = re.compile(r"(?P<tier_one>[0-9]{1,2})(?:\.(?P<tier_two>[0-9])0?)?")


class SectorUnknown(ValueError):
    """No sector subject area has this code."""


class LevelUnknown(ValueError):
    """Not a level of the Regulated Qualifications Framework."""


def parse_sector(text: str) -> str | None:
    """The code as stored, "5.2" or "5", of "5.20", "05.2" and so on; None for nothing; or SectorUnknown."""
    typed = text.strip()
    if not typed:
        return None
    found = _SHAPE.fullmatch(typed)
    if found is None:
        raise SectorUnknown("Enter a sector subject area, such as 5.2.")
    code = str(int(found["tier_one"]))
    if found["tier_two"] not in (None, "0"):
        code = f"{code}.{found['tier_two']}"
    sector_name(code)
    return code


def sector_name(code: str) -> str:
    """The name of a sector subject area by its stored code, of either tier; raises SectorUnknown."""
    try:
        return SECTORS[code]
    except KeyError:
        raise SectorUnknown("There is no sector subject area with this code.") from None


def sector_area(code: str) -> str:
    """The tier 1 code a code belongs to: "5" of "5.2"."""
    return code.partition(".")[0]


def level_name(level: str) -> str:
    """The level in words: "Entry level", "Level 3"; raises LevelUnknown."""
    level_rank(level)
    return "Entry level" if level == "E" else f"Level {level}"


def level_rank(level: str | None) -> int:
    """For comparing: -1 for no level, 0 for Entry, then the level's own number; raises LevelUnknown."""
    if level is None:
        return -1
    if level not in LEVELS:
        raise LevelUnknown("A level is E or a number from 1 to 8.")
    return LEVELS.index(level)
