"""The year's figures as plain tables: what was raised and what became of it, how soon people were reached."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date
from statistics import median
from uuid import UUID

import msgspec

from service.access.rows import Scope
from service.alerts import queries as alerts
from service.alerts.rows import RuleFigures
from service.kit import database as sql
from service.kit.database import REGISTER
from tests.year.chronicle import Chronicle, Entry
from tests.year.invariants import ASKED
from tests.year.world import World

_RULES = """
select rule, count(*) as raised, count(*) filter (where closed_on is not null and closed_by is null) as by_itself,
       count(*) filter (where closed_by is not null) as by_a_person, count(*) filter (where closed_on is null) as open
from alert where raised_on >= $1 group by rule order by rule
"""
_CONTACTS = "select learner_id, occurred_on, two_way from contact order by occurred_on"
_LEARNERS = "select count(*) from learner where merged_into is null"


class Rule(msgspec.Struct, frozen=True, kw_only=True):
    """What became of the alerts that a rule spoke for last; `due`, `in_time`: of those to be acted on by now."""

    rule: str
    raised: int
    by_itself: int
    by_a_person: int
    open: int
    due: int = 0
    in_time: int = 0


class Figures(msgspec.Struct, frozen=True, kw_only=True):
    """The whole year."""

    rules: Sequence[Rule]
    lines: Sequence[tuple[str, str]]
    reasons: Sequence[tuple[str, str, str]]


async def figures_of(world: World, year: Chronicle, *, first: date, last: date, seconds: float) -> Figures:
    """Count the year."""
    async with world.database.transaction(REGISTER) as session:
        found = [dict(row) for row in await sql.rows(session, _RULES, first)]
        contacts = await sql.rows(session, _CONTACTS)
        learners = await sql.value(session, _LEARNERS)
    acted = await _acted(world, first, last)
    rules = [Rule(**row, **acted.get(row["rule"], {})) for row in found]
    spoken: dict[UUID, list[date]] = defaultdict(list)
    for row in contacts:
        if row["two_way"]:
            spoken[row["learner_id"]].append(row["occurred_on"])
    lines = [
        ("learners in the register at the end", f"{learners:,}"),
        ("days simulated", f"{year.days:,}"),
        ("wall time for a simulated day", f"{seconds / max(1, year.days):.2f} s ({seconds:,.0f} s in all)"),
        *_alert_lines(rules, year),
        ("contacts logged", f"{len(contacts):,}, of them {sum(map(len, spoken.values())):,} two-way"),
        *_neet_lines(year, spoken),
        *((name, f"{count:,}") for name, count in sorted(world.done.items())),
    ]
    return Figures(rules=rules, lines=lines, reasons=_reasons(year))


async def _acted(world: World, first: date, last: date) -> Mapping[str, Mapping[str, int]]:
    """Of all councils together, as the pages of each count it."""
    summed: dict[str, dict[str, int]] = defaultdict(lambda: {"due": 0, "in_time": 0})
    for team in world.teams.values():
        async with world.database.transaction(REGISTER) as session:
            within = Scope(team.council_id)
            found: Mapping[str, RuleFigures] = await alerts.rule_figures(
                session, within=within, since=first, today=last
            )
        for rule, each in found.items():
            summed[rule]["due"] += each.due
            summed[rule]["in_time"] += each.in_time
    return summed


def _alert_lines(rules: Sequence[Rule], year: Chronicle) -> list[tuple[str, str]]:
    raised, due = sum(each.raised for each in rules), sum(each.due for each in rules)
    by_itself, by_a_person = sum(each.by_itself for each in rules), sum(each.by_a_person for each in rules)
    return [
        ("alerts raised", f"{raised:,}"),
        ("closed by itself / by a person", f"{by_itself:,} / {by_a_person:,}"),
        ("acted on in time", _share(sum(each.in_time for each in rules), due)),
        ("most open on one day", f"{year.most_open:,} on {year.most_open_on}"),
    ]


def _neet_lines(year: Chronicle, spoken: Mapping[UUID, Sequence[date]]) -> list[tuple[str, str]]:
    waits = [days for entry in year.entries if (days := _until_spoken(entry, spoken)) is not None]
    back = sum(entry.ended_as in {"eet", "re_engagement"} for entry in year.entries)
    return [
        ("times somebody became NEET", f"{len(year.entries):,}"),
        ("spoken with while NEET", _share(len(waits), len(year.entries))),
        ("median days from NEET to the first conversation", f"{median(waits):.0f}" if waits else "none"),
        (
            "re-engaged",
            f"{len(year.back):,} learners; of those who became NEET {_share(back, len(year.entries))}",
        ),
    ]


def _until_spoken(entry: Entry, spoken: Mapping[UUID, Sequence[date]]) -> int | None:
    """Days from becoming NEET to the first two-way contact, if there was one while they were."""
    until = entry.ended_on or date.max
    days = [day for day in spoken.get(entry.learner_id, ()) if entry.since_on <= day <= until]
    return (min(days) - entry.since_on).days if days else None


def _reasons(year: Chronicle) -> list[tuple[str, str, str]]:
    days = {group: sum(n for (of, _), n in year.learner_days.items() if of == group) for group in ASKED}
    return [
        (ASKED[group], str(reason), f"{count:,} ({count / days[group]:.1%})")
        for (group, reason), count in sorted(
            year.learner_days.items(), key=lambda each: (each[0][0], -each[1], each[0][1])
        )
    ]


def _share(part: int, of: int) -> str:
    return f"{part / of:.1%} ({part:,} of {of:,})" if of else "none"


def printed(figures: Figures) -> str:
    """Write the figures down."""
    heads = ("rule", "raised", "closed by itself", "by a person", "still open", "acted on in time")
    rows = [
        (each.rule, f"{each.raised:,}", f"{each.by_itself:,}", f"{each.by_a_person:,}", f"{each.open:,}",
         _share(each.in_time, each.due))
        for each in figures.rules
    ]  # fmt: skip
    return "\n\n".join(
        (
            _table(("the year", ""), figures.lines),
            _table(heads, rows),
            _table(("learner-days", "explained by", ""), figures.reasons),
        )
    )


def _table(heads: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    lines = [heads, *rows]
    widths = [max(len(line[place]) for line in lines) for place in range(len(heads))]
    told = ["  ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)) for line in lines]
    return "\n".join([told[0], "  ".join("-" * width for width in widths), *told[1:]])
