"""Taking back through the API, what is told again afterwards, and the record as it was known on a past day."""

from datetime import datetime, timedelta
from typing import Any

import pytest

from service.kit.ids import new_id
from service.learners.rows import Learner
from tests.web.api.conftest import System, SystemOf
from tests.web.conftest import MovingClock


@pytest.fixture
def spell(now: datetime) -> dict[str, Any]:
    """A course that goes on."""
    return {"key": "course-1", "activity": 230, "started_on": f"{now.year}-09-07"}


async def facts(system: System, learner: Learner, **asked: str) -> list[dict[str, Any]]:
    answer = await system.get(f"/learners/{learner.id}/timeline", params=asked)
    return list(answer.json()["facts"])


async def recorded(system: System, learner: Learner, spell: dict[str, Any]) -> str:
    return str((await system.record(learner.id, "spells", **spell)).json()["spell"]["id"])


async def test_what_was_taken_back_counts_no_more_and_says_why(
    system: System, rowan: Learner, spell: dict[str, Any]
) -> None:
    fact_id = await recorded(system, rowan, spell)

    answer = await system.record(rowan.id, f"facts/{fact_id}/take-back", because="recorded_twice")

    assert (answer.status_code, answer.json()["effect"]) == (200, "changed")
    by_id = {fact["id"]: fact for fact in await facts(system, rowan)}
    assert by_id.pop(fact_id)["superseded"] is True
    (taking_back,) = by_id.values()
    assert {name: taking_back[name] for name in ("superseded", "supersedes", "because", "takes_back")} == {
        "superseded": True,
        "supersedes": fact_id,
        "because": "recorded_twice",
        "takes_back": True,
    }


async def test_taken_back_again_it_is_unchanged_whatever_the_condition(
    system: System, rowan: Learner, spell: dict[str, Any]
) -> None:
    fact_id = await recorded(system, rowan, spell)
    seen = await system.etag(rowan.id)
    for effect in ("changed", "unchanged"):
        answer = await system.record(
            rowan.id, f"facts/{fact_id}/take-back", etag=seen, because="never_happened"
        )
        assert (answer.status_code, answer.json()["effect"]) == (200, effect)


async def test_on_another_version_nothing_is_taken_back(
    system: System, rowan: Learner, spell: dict[str, Any]
) -> None:
    fact_id = await recorded(system, rowan, spell)

    refused = await system.record(
        rowan.id, f"facts/{fact_id}/take-back", etag='"stale"', because="never_happened"
    )

    assert refused.status_code == 412
    assert [fact["superseded"] for fact in await facts(system, rowan)] == [False]


async def test_told_again_in_the_same_words_it_stays_taken_back(
    system: System, rowan: Learner, spell: dict[str, Any]
) -> None:
    fact_id = await recorded(system, rowan, spell)
    await system.record(rowan.id, f"facts/{fact_id}/take-back", because="never_happened")

    again = await system.record(rowan.id, "spells", **spell)
    otherwise = await system.record(rowan.id, "spells", **spell, title="Bricklaying")

    assert (again.status_code, again.json()["code"]) == (409, "fact_taken_back")
    assert otherwise.status_code == 201


@pytest.mark.parametrize(
    ("body", "status", "field"),
    [
        pytest.param({}, 422, "because", id="no reason"),
        pytest.param({"because": "undone"}, 422, "because", id="a reason for files"),
        pytest.param({"because": "other"}, 422, "note", id="other, without words"),
    ],
)
async def test_taking_back_says_why(
    system: System, rowan: Learner, spell: dict[str, Any], body: dict[str, str], status: int, field: str
) -> None:
    fact_id = await recorded(system, rowan, spell)

    refused = await system.record(rowan.id, f"facts/{fact_id}/take-back", **body)

    assert refused.status_code == status
    assert field in refused.text


async def test_only_ones_own_facts_are_taken_back(
    system: System, rowan: Learner, spell: dict[str, Any], system_of: SystemOf, council: Any
) -> None:
    fact_id = await recorded(system, rowan, spell)
    other = await system_of(council)

    for system_, fact in ((other, fact_id), (system, new_id())):
        refused = await system_.record(rowan.id, f"facts/{fact}/take-back", because="never_happened")
        assert refused.status_code == 404


async def test_the_timeline_is_given_as_it_was_known_on_a_day(
    system: System, rowan: Learner, spell: dict[str, Any], clock: MovingClock, now: datetime
) -> None:
    fact_id = await recorded(system, rowan, spell)
    clock.move(timedelta(days=2))
    await system.record(rowan.id, f"facts/{fact_id}/take-back", because="never_happened")

    then = await facts(system, rowan, known_on=now.date().isoformat())
    before = await facts(system, rowan, known_on=(now - timedelta(days=1)).date().isoformat())
    ahead = await system.get(f"/learners/{rowan.id}/timeline", params={"known_on": "2099-01-01"})

    assert [(fact["id"], fact["superseded"]) for fact in then] == [(fact_id, False)]
    assert before == []
    assert (ahead.status_code, ahead.json()["errors"][0]["pointer"]) == (422, "#/known_on")
