"""A list linked with the register: who is read, what is kept of them, what the audit trail says."""

import asyncio
import os
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from pyarrow import parquet

from service import cli
from service.kit import database as sql
from service.kit.audit import By
from service.kit.database import REGISTER, Database, Session
from service.kit.embedded_postgres import EmbeddedPostgres
from service.kit.ids import new_id
from service.learners.rows import Learner
from service.linking.place import register_file, work_folder
from service.linking.register import KEPT_FOR, read_register, register_kept
from tests.benchmarks.linkage.people import population
from tests.factories import make_council, make_learner
from tests.linking.files import read, write

OTHER_NAME = "insert into other_name (learner_id, id, name, hidden, noted_at, noted_by) values ($1, $2, $3, $4, $5, $6)"
TRAIL = "select act, detail::text as detail from audit_entry where agency_id = $1"
MERGE = "update learner set merged_into = $2 where id = $1"


async def learners(session: Session, now: datetime, count: int = 3) -> tuple[By, list[Learner]]:
    council = await make_council(session, now=now)
    by = By(agency_id=council.id)
    born = date(2008, 3, 14)
    return by, [
        await make_learner(
            session, by=by, now=now, date_of_birth=born + timedelta(days=37 * n), postcode=f"CM{n} 1AB"
        )
        for n in range(1, count + 1)
    ]


def households(count: int) -> list[dict[str, Any]]:
    """As many people as asked for, no two of one household, none without a name."""
    one = {each.household: each.person for each in population(count * 4, seed=11)}.values()
    born = (date(2003, 1, 1), date(2009, 1, 1))
    named = [
        each for each in one if each.given_names and born[0] < (each.date_of_birth or born[0]) < born[1]
    ][:count]
    asked = ("given_names", "family_name", "date_of_birth", "postcode")
    return [{name: getattr(each, name) for name in asked} for each in named]


async def test_read_register_reads_everybody_once_by_their_indicators(
    session: Session, now: datetime, tmp_path: Path
) -> None:
    by, (kept, merged, other) = await learners(session, now)
    await sql.execute(session, MERGE, merged.id, kept.id)
    for name, hidden in (("Formerly So", False), ("Never Told", True)):
        await sql.execute(session, OTHER_NAME, other.id, new_id(), name, hidden, now, by.agency_id)
    to = register_file(tmp_path / "pairs.csv")
    count = await read_register(session, to)
    rows = {row["id"]: row for row in parquet.read_table(to).to_pylist()}
    assert count == len(rows)
    assert {str(kept.indicator), str(other.indicator)} <= rows.keys()
    assert str(merged.indicator) not in rows
    assert set(rows[str(other.indicator)]["previous_names"].split(";")) == {"Formerly So", "Never Told"}
    assert rows[str(kept.indicator)]["date_of_birth"] == kept.date_of_birth


async def test_a_register_read_too_long_ago_is_read_again(
    session: Session, now: datetime, tmp_path: Path
) -> None:
    await learners(session, now)
    to = register_file(tmp_path / "pairs.csv")
    assert register_kept(to, now=now) is None
    count = await read_register(session, to)
    read_at = (now - KEPT_FOR).timestamp()
    os.utime(to, (read_at, read_at + 60))
    assert register_kept(to, now=now) == count
    os.utime(to, (read_at, read_at - 60))
    assert register_kept(to, now=now) is None


async def test_pathway_link_finds_a_list_in_the_register_and_leaves_a_trace(
    committed: Database,
    postgres: EmbeddedPostgres,
    own_database: str,
    now: datetime,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    async with committed.transaction(REGISTER) as session:
        council = await make_council(session, now=now)
        known = [
            await make_learner(session, by=By(agency_id=council.id), now=now, **details)
            for details in households(40)
        ]
    columns = ("given_names", "family_name", "date_of_birth", "postcode")
    rows = [
        {"id": f"L{n}"} | {name: str(getattr(each, name) or "") for name in columns}
        for n, each in enumerate(known)
    ]
    left, out = write(tmp_path / "september.csv", rows), tmp_path / "pairs.csv"
    monkeypatch.setenv("DATABASE_URL", postgres.url("pathway_app", own_database))
    monkeypatch.setenv("PATHWAY_MODE", "test")
    arguments = f"link {left} --against register --agency {council.code} --out {out} --json"
    assert await asyncio.to_thread(cli.main, arguments.split()) == cli.DONE
    said = capsys.readouterr()
    pairs = {row["left_id"]: row["right_id"] for row in read(out)}
    assert pairs == {f"L{n}": str(each.indicator) for n, each in enumerate(known)}
    assert not work_folder(out).exists()
    assert not any(each.family_name.lower() in (said.err + said.out).lower() for each in known)
    async with committed.transaction(REGISTER) as session:
        trail = await sql.rows(session, TRAIL, council.id)
    assert [each["detail"] for each in trail if each["act"] == "register linked"] == [
        '{"engine": "duckdb", "learners": 40}'
    ]


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        pytest.param(["list.csv", "--against", "register"], "needs --agency", id="for nobody"),
        pytest.param(["list.csv", "list.csv", "--against", "register"], "not both", id="two right sides"),
        pytest.param(["none.csv", "list.csv"], "none.csv cannot be read", id="a list that is not there"),
    ],
)
def test_pathway_link_says_what_is_wrong_in_one_line(
    arguments: list[str],
    says: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.chdir(tmp_path)
    write(tmp_path / "list.csv", [{"id": "1", "family_name": "Ash"}])
    assert cli.main(["link", *arguments, "--out", "pairs.csv"]) == cli.FAILED
    said = capsys.readouterr().err.strip()
    assert says in said
    assert said.count("\n") == 0
