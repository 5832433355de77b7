"""The keys of published counts: one function for each kind, so that every sum and every table names them
alike."""

from service.board.rows import ALL, Age, Key, Node, State

SITUATION, FLOW, DESTINATIONS = "situation", "flow", "destinations"
FLOW_MONTHS = (12, 6, 0)  # how long before the month a flow chart looks
NEET_OR_NOT_KNOWN = "neet_or_not_known"
BASE_STATES = (State.PARTICIPATING, State.OTHERWISE, State.NEET, State.NOT_KNOWN)
SPLIT = (State.PARTICIPATING, State.OTHERWISE, NEET_OR_NOT_KNOWN)
SUMS = (NEET_OR_NOT_KNOWN, ALL)
STEPS = (1, 2)
MOMENTS = tuple(range(len(FLOW_MONTHS)))
"""0, 1 and 2: a year before, half a year before, and the day. Step 1 leads from 0 to 1."""
HAPPENED, DID_NOT = "yes", "no"
_TOTALS = {"contact": NEET_OR_NOT_KNOWN, "left-alone": NEET_OR_NOT_KNOWN, "september-guarantee": ALL}
"""Measures of the very people another table counts: their total is that count, hidden or shown with it."""


def situation_key(area: str, age: Age, cell: str) -> Key:
    """How many of an age live in an area, or have a need, and are counted as `cell`."""
    return SITUATION, area, age, cell


def node_key(age: Age, moment: int, node: Node) -> Key:
    """How many were at a node at a moment.

    On the day, NEET and not known are the counts the table of places shows, so they are hidden or shown
    together.
    """
    if moment == MOMENTS[-1] and node in (Node.NEET, Node.NOT_KNOWN):
        return situation_key(ALL, age, node.name.lower())
    return FLOW, ALL, age, f"{moment}:{node.name}".lower()


def move(step: int, before: Node, after: Node) -> str:
    """The cell of a move: "1:neet>work" in the first half-year, "2:…" in the second."""
    return f"{step}:{before.name}>{after.name}".lower()


def move_key(age: Age, step: int, before: Node, after: Node) -> Key:
    """How many went from one node to another in a step."""
    return FLOW, ALL, age, move(step, before, after)


def destination_key(age: Age, kind: str) -> Key:
    """How many of those who left learning do something of this kind now; ALL: how many left."""
    return DESTINATIONS, ALL, age, kind


def part_of(partition: str, part: str) -> str:
    """What stands in an area's place for a part of another division: "need:plan", "provider:…"."""
    return f"{partition}:{part}"


def measure_key(code: str, area: str, age: Age, cell: str) -> Key:
    """How many a measure counts in an area, or in a part of its split: to how many it happened, to how many not,
    or ALL."""
    if cell == ALL and code in _TOTALS and ":" not in area:
        return situation_key(area, age, _TOTALS[code])
    return code, area, age, cell


def days_cell(days: int, *, happened: bool) -> str:
    """Under what one length of time is kept: "17:yes", or "17:no" where it was still open then."""
    return f"{days}:{HAPPENED if happened else DID_NOT}"
