"""What a decision may rest on: sentences that stand on a board page today, each with its month and edition."""

from datetime import date

from service.board import queries as board
from service.board.rules import SUMMARY, TABLES, table_name
from service.kit.database import Session
from service.priorities import queries
from service.priorities.operations.skills import AGES, outcomes, skills_in
from service.priorities.rows import Evidence, Priority
from service.priorities.rules import key_of, sentence_of, sentence_of_outcome

SKILLS = "skills"
OWN = frozenset({SKILLS, SUMMARY, *(table_name("sectors", age) for age in AGES)})
"""Tables whose sentences come first: those of the sector, and the month's headlines."""


async def evidence_for(session: Session, priority: Priority, *, today: date) -> dict[str, Evidence]:
    """List the sentences by their keys: first those of the priority's own sector, then the month's."""
    found = [
        *await _of_skills(session, priority, today),
        *await _of_outcomes(session, priority),
        *await _of_headlines(session),
        *await _of_tables(session),
    ]
    return {key_of(each): each for each in found}


async def _of_skills(session: Session, priority: Priority, today: date) -> list[Evidence]:
    skills = await skills_in(session, district=priority.district, today=today)
    own = next(each for each in skills.balances if each.sector is priority.sector)
    return [
        Evidence(
            table=SKILLS,
            month_on=None,
            edition=None,
            shown_on=today,
            sentence=f"{skills.area}. {sentence_of(own)}",
        )
    ]


async def _of_outcomes(session: Session, priority: Priority) -> list[Evidence]:
    told = await outcomes(session)
    if told.snapshot is None:
        return []
    month = told.snapshot
    return [
        Evidence(
            table=table_name("sectors", age),
            month_on=month.month_on,
            edition=month.edition,
            shown_on=month.as_of_on,
            sentence=sentence,
        )
        for age, outcome in zip(AGES, told.of[priority.sector], strict=True)
        if (sentence := sentence_of_outcome(priority.sector, outcome)) is not None
    ]


async def _of_headlines(session: Session) -> list[Evidence]:
    found = await board.headlines(session, SUMMARY)
    if found is None:
        return []
    month, headlines = found
    return [
        Evidence(
            table=SUMMARY,
            month_on=month.month_on,
            edition=month.edition,
            shown_on=month.as_of_on,
            sentence=f"{each.figure} {each.said}",
        )
        for each in headlines
    ]


async def _of_tables(session: Session) -> list[Evidence]:
    return [
        Evidence(
            table=each.name,
            month_on=each.month_on,
            edition=each.edition,
            shown_on=each.as_of_on,
            sentence=each.title,
        )
        for each in await queries.titles(session, list(TABLES))
    ]
