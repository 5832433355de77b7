"""Counting everybody for a month, as known at a moment: a batch at a time, and only the counts are kept."""

from collections import Counter
from collections.abc import AsyncIterator, Sequence
from datetime import datetime

from service.access.rows import WHOLE_REGISTER
from service.board import queries, rules
from service.board.rows import ELSEWHERE, Key, Snapshot
from service.board.rules.measures import Life
from service.caseloads.queries import spoken_with
from service.circumstances import queries as circumstances
from service.kit.database import Session
from service.kit.ids import NOBODY
from service.pathways.queries import milestones_as_known, spells_as_known
from service.pathways.rows import Facts
from service.pathways.rules import situation_of, stretches

BATCH = 2_000


async def count(
    session: Session, snapshot: Snapshot, codes: set[str], *, known_before: datetime
) -> Counter[Key]:
    """Every count of a month. `codes` are the districts there are; who lives in none is counted elsewhere."""
    exact: Counter[Key] = Counter()
    async for batch in _batches(session, snapshot, known_before):
        lives = await _lives(session, batch, snapshot, known_before)
        for each, life in zip(batch, lives, strict=True):
            area = each.area if each.area in codes else ELSEWHERE
            exact.update(rules.counted(life, area, month_on=snapshot.month_on))
    return exact


async def _batches(
    session: Session, snapshot: Snapshot, known_before: datetime
) -> AsyncIterator[list[queries.Counted]]:
    born, after = rules.born_between(snapshot.as_of_on), NOBODY
    while batch := await queries.cohort(
        session, known_before=known_before, born=born, after=after, limit=BATCH
    ):
        after = batch[-1].id
        yield batch


async def _lives(
    session: Session, batch: Sequence[queries.Counted], snapshot: Snapshot, before: datetime
) -> list[Life]:
    ids = [each.id for each in batch]
    spells = await spells_as_known(session, ids, within=WHOLE_REGISTER, before=before)
    milestones = await milestones_as_known(session, ids, within=WHOLE_REGISTER, before=before)
    said = await circumstances.as_known(session, ids, within=WHOLE_REGISTER, before=before)
    spoken = await spoken_with(session, ids, within=WHOLE_REGISTER, before=before)
    lives = []
    for each in batch:
        facts = Facts(spells=tuple(spells.get(each.id, ())), milestones=tuple(milestones.get(each.id, ())))
        line = tuple(stretches(facts.spells))
        lives.append(
            Life(
                born=each.date_of_birth,
                facts=facts,
                line=line,
                now=situation_of(line, today=snapshot.as_of_on),
                said=tuple(said.get(each.id, ())),
                contacted_on=spoken.get(each.id),
            )
        )
    return lives
