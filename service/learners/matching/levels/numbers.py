"""Numbers that others issued, e-mail addresses, telephones and further columns compared."""

from collections.abc import Iterator

from rapidfuzz.distance import OSA, JaroWinkler

from service.learners.matching.levels.text import value_level
from service.learners.matching.normalise import Form
from service.learners.matching.rows import Finding
from service.learners.matching.shares import Shares

EMAIL, PHONE = "email", "phone"
OTHER, OWN = "other:", "own:"
IDENTIFIERS = ("indicator", "uln", "upn", "ni_number")
EQUAL, SLIP, NEAR, LOCAL, DIFFERENT = "equal", "slip", "near", "local", "different"
ALIKE = 0.92


def identifier_findings(a: Form, b: Form) -> Iterator[Finding]:
    """How the numbers compare that both have; a slip is one character wrong, missing, added or changed round."""
    theirs = dict(b.numbers)
    for kind, mine in a.numbers:
        if kind in theirs:
            yield Finding(kind, _number_level(mine, theirs[kind]))


def _number_level(a: str, b: str) -> str:
    if a == b:
        return EQUAL
    return SLIP if OSA.distance(a, b, score_cutoff=1) <= 1 else DIFFERENT


def email_finding(a: str, b: str) -> Finding:
    """How two addresses for e-mail compare; "local" is the same name at another provider."""
    if a == b:
        return Finding(EMAIL, EQUAL)
    mine, theirs = a.partition("@")[0], b.partition("@")[0]
    if OSA.distance(a, b, score_cutoff=2) <= 2 or JaroWinkler.similarity(a, b) >= ALIKE:
        return Finding(EMAIL, NEAR)
    return Finding(EMAIL, LOCAL if mine == theirs and len(mine) >= 5 else DIFFERENT)


def phone_finding(a: str, b: str) -> Finding:
    """How two telephone numbers compare."""
    return Finding(PHONE, _number_level(a, b))


def other_findings(a: Form, b: Form, shares: Shares) -> Iterator[Finding]:
    """How further columns compare: under `own:` and its name one in which people have a value each, else `other:`."""
    theirs = dict(b.others)
    for column, mine in a.others:
        if column in theirs:
            level = value_level(mine, theirs[column])
            share = max(shares.of_other(column, value) for value in (mine, theirs[column]))
            kind = OWN if column in shares.own_columns else OTHER
            yield Finding(kind + column, level, share if level in (EQUAL, SLIP) else None)
