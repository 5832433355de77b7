"""`pathway match fit`: learns from what people decided, writes a model and its report, changes nothing."""

import asyncio
import json
from datetime import datetime, timedelta
from itertools import islice
from pathlib import Path

import pytest

from service import cli
from service.kit import database as sql
from service.kit.audit import By
from service.kit.database import REGISTER, Database, Session
from service.kit.embedded_postgres import EmbeddedPostgres
from service.kit.ids import new_id
from service.learners.matching.model import read_model
from service.learners.matching.presented import weights_kept
from service.learners.matching.weigh import weigh
from service.learners.rows import ReviewDecision
from tests.factories import make_council, make_learner
from tests.learners.matching.people import MODEL
from tests.learners.matching.test_refit import decided

_DECIDED = """
insert into review (id, kind, agency_id, council_id, sentence, raised_at, about_id, other_id, detail, decided_at,
    decision)
select id, 'duplicate', $2, $2, 'Two alike.', $3, $4, $5, detail, $3, decision
from unnest($1::uuid[], $6::jsonb[], $7::text[]) as given (id, detail, decision)
"""


async def decide(session: Session, pairs: int, *, now: datetime) -> None:
    """A council that has decided about so many pairs."""
    council = await make_council(session, now=now)
    one, other = [await make_learner(session, by=By(agency_id=council.id), now=now) for _ in range(2)]
    labels = list(islice(decided(MODEL, seed=2), pairs))
    details = [sql.json_text({"weights": weights_kept(weigh(each.comparison, MODEL))}) for each in labels]
    decisions = [ReviewDecision.MERGED if each.same else ReviewDecision.DIFFERENT for each in labels]
    ids = [new_id() for _ in labels]
    lesser, greater = sorted((one.id, other.id))
    await sql.execute(session, _DECIDED, ids, council.id, now, lesser, greater, details, decisions)


@pytest.fixture
def served(postgres: EmbeddedPostgres, own_database: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABASE_URL", postgres.url("pathway_app", own_database))
    monkeypatch.setenv("PATHWAY_MODE", "test")


@pytest.mark.usefixtures("served")
async def test_a_refitted_model_comes_with_its_report(
    committed: Database, now: datetime, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    async with committed.transaction(REGISTER) as session:
        await decide(session, 150, now=now)
    out = tmp_path / "model.json"
    arguments = ["match", "fit", "--out", str(out), "--json"]
    assert await asyncio.to_thread(cli.main, arguments) == cli.DONE
    told = json.loads(capsys.readouterr().out)
    assert told["labels"] == 150
    assert told["files"] == [str(tmp_path / "model.report.md"), str(out)]
    assert read_model(out.read_bytes()).version.startswith(f"{MODEL.version}-refitted-")
    assert "It is not in use." in (tmp_path / "model.report.md").read_text(encoding="utf-8")


@pytest.mark.usefixtures("served")
async def test_too_few_decisions_are_said_and_nothing_is_written(
    now: datetime, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "model.json"
    tomorrow = str(now.date() + timedelta(days=1))
    arguments = ["match", "fit", "--since", tomorrow, "--out", str(out)]
    assert await asyncio.to_thread(cli.main, arguments) == cli.FAILED
    assert "It takes 100 in all and 20 of each." in capsys.readouterr().err
    assert not list(tmp_path.iterdir())
