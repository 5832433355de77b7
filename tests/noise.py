"""Other people: agencies, learners, facts and alerts that no test is about.

A statement that forgets its `where` passes in an empty database. `noise` (tests/conftest.py) puts these people into the
register of every `test_queries*.py` by itself; any other test gets them by asking for the fixture:

    pytestmark = pytest.mark.usefixtures("noise")    # a whole module
    async def test_…(session: Session, noise: Noise)  # one test, which then knows who they are
"""

from datetime import date, datetime
from uuid import UUID

import msgspec

from service.agencies.rows import Agency
from service.alerts.operations import watch
from service.kit.audit import By
from service.kit.database import Session
from service.learners.rows import Learner
from service.pathways.rows import Completion
from service.vocabulary.day import london_day
from tests.factories import make_council, make_learner, make_provider, record_spell


class Noise(msgspec.Struct, frozen=True, kw_only=True):
    """Who is there: one council's provider and its three learners, with facts and open alerts."""

    council: Agency
    provider: Agency
    learners: tuple[Learner, ...]

    @property
    def learner_ids(self) -> frozenset[UUID]:
        """Their keys: none of them belongs into any other agency's answer."""
        return frozenset(learner.id for learner in self.learners)


async def make_noise(session: Session, *, now: datetime) -> Noise:
    """Somebody in learning, somebody who left early (which raises an alert) and somebody never heard of again."""
    today = london_day(now)
    council = await make_council(session, now=now, name="Noiseborough Council")
    provider = await make_provider(session, now=now, council=council, name="Noiseborough College")
    by = By(agency_id=provider.id)
    staying, leaving, silent = [await make_learner(session, by=by, now=now) for _ in range(3)]
    await record_spell(session, staying.id, agency=provider, now=now)
    left = {"ended_on": date(today.year, 10, 12), "completion": Completion.WITHDRAWN}
    await record_spell(session, leaving.id, agency=provider, now=now, **left)
    await watch(session, learner_ids=[silent.id], by=by, now=now, today=today)
    return Noise(council=council, provider=provider, learners=(staying, leaving, silent))
