"""Family names compared: a bag of parts where particles say little, with the names somebody had before."""

import re

from service.learners.matching.levels.strength import (
    DIFFERENT,
    EQUAL,
    FAMILY,
    INITIAL,
    PART,
    PREVIOUS,
    SIMILAR,
    SLIP,
    STRENGTH,
    Parts,
    Share,
    split,
)
from service.learners.matching.levels.text import word_level
from service.learners.matching.normalise import Form
from service.learners.matching.rows import Finding
from service.learners.matching.shares import Shares

PARTICLES = frozenset(
    re.findall(
        "[a-z]+",
        """abu al ap bin binti bint ben ibn da de del della den der des di do dos du el la le mac mc o of san st ter
        the van von y""",
    )
)


def family_finding(a: Form, b: Form, shares: Shares) -> Finding:
    """How family names compare, the present ones first, then any that one of them had before."""
    now = name_finding(FAMILY, a.family, b.family, shares.of_family)
    if now.level in (EQUAL, SLIP) or not (a.previous or b.previous):
        return now
    mine = (a.family, *(_held(name, b.family) for name in a.previous))
    theirs = (b.family, *(_held(name, a.family) for name in b.previous))
    tried = [name_finding(FAMILY, one, other, shares.of_family) for one in mine for other in theirs]
    best = max(tried, key=lambda each: (STRENGTH[each.level], each.share or 0.0))
    return Finding(FAMILY, PREVIOUS, best.share) if best.level == EQUAL else now


def given_before(a: Form, b: Form) -> frozenset[str]:
    """Given names that one of them has now and the other had, where whole former names are known."""
    mine = {part for name in a.previous if len(name) > 1 for part in name} - set(a.family)
    theirs = {part for name in b.previous if len(name) > 1 for part in name} - set(b.family)
    return frozenset((mine & set(b.given)) | (theirs & set(a.given)))


def name_finding(field: str, a: Parts, b: Parts, share: Share) -> Finding:
    """How two names of one part or several compare; the order of the parts says nothing."""
    if a == b or _telling(a) == _telling(b) or "".join(a) == "".join(b):
        return Finding(field, EQUAL, _of_parts(a, b, share))
    if len(a) == len(b) == 1:
        return _one_part(field, a[0], b[0], share)
    common = [part for part in split(a, b)[0] if part not in PARTICLES and len(part) > 1]
    if common:
        return Finding(field, PART, max(map(share, common)))
    whole = word_level(_joined(a), _joined(b))
    if whole == SLIP:
        return Finding(field, SLIP, _of_parts(a, b, share))
    near = any(word_level(x, y) == SLIP for x in a for y in b if not {x, y} & PARTICLES)
    return Finding(field, SIMILAR if near else whole)


def _one_part(field: str, a: str, b: str, share: Share) -> Finding:
    if len(a) == 1 or len(b) == 1:
        return Finding(field, INITIAL if a[0] == b[0] else DIFFERENT)
    level = word_level(a, b)
    return Finding(field, level, max(share(a), share(b)) if level == SLIP else None)


def _held(name: Parts, family: Parts) -> Parts:
    """A former whole name as the family name it was, if that is in it."""
    return family if len(name) > len(family) and set(family) <= set(name) else name


def _of_parts(a: Parts, b: Parts, share: Share) -> float:
    """The share of a name: its commonest part's where there are several, since parts are dropped and joined."""
    if a == b and len(a) == 1:
        return share(a[0])
    return max(*map(share, _telling(a)), *map(share, _telling(b)), 0.0)


def _joined(parts: Parts) -> str:
    """A name in one word, in its own order, without particles."""
    return "".join(part for part in parts if part not in PARTICLES) or "".join(parts)


def _telling(parts: Parts) -> Parts:
    """The parts that are not particles, in alphabetical order; all where there are no others."""
    if len(parts) == 1:
        return parts
    return tuple(sorted(part for part in parts if part not in PARTICLES)) or parts
