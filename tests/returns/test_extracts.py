"""Extracts: only the agency's own, only the agreed columns, and who took them is in the trail."""

import csv
import io
from datetime import datetime
from uuid import UUID

import pytest

from service.accounts.rows import Role
from service.kit import database as sql
from service.kit.audit import By
from service.kit.database import REGISTER, Database
from service.returns.rows import Extract, Extracted
from service.returns.rules import AGREED, cells_of
from tests.factories import make_learner, make_provider, record_spell
from tests.web.conftest import Browser, BrowserOf, app, client_as, clock  # noqa: F401 - fixtures

NOT_KNOWN_WHERE = "00000000-0000-0000-0000-000000000000"
TAKEN = "select detail from audit_entry where act = 'extract taken' order by seq"


@pytest.fixture
async def officer(client_as: BrowserOf) -> Browser:  # noqa: F811 - the fixture
    return await client_as(Role.DATA_OFFICER)


def rows_of(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text.removeprefix("\ufeff"))))


async def test_a_council_takes_its_own_residents_district_by_district(
    officer: Browser, database: Database, now: datetime
) -> None:
    async with database.transaction(REGISTER) as session:
        college = await make_provider(session, now=now, council=officer.agency)
        ours = await make_learner(session, by=By(agency_id=college.id), now=now, family_name="Quill")
        await record_spell(session, ours.id, agency=college, now=now, activity=619)
        stranger = await make_provider(session, now=now, name="Elsewhere College")
        await make_learner(session, by=By(agency_id=stranger.id), now=now, family_name="Stranger")

    shown = (await officer.get("/extracts")).text
    (row,) = rows_of((await officer.get(f"/extracts/{NOT_KNOWN_WHERE}/learners.csv")).text)

    assert f"/extracts/{NOT_KNOWN_WHERE}/learners.csv" in shown
    assert (row["Indicator"], row["Activity code"], row["District"]) == (ours.indicator, "619", "")
    assert row["NEET since"]
    async with database.transaction(REGISTER) as session:
        (taken,) = await sql.rows(session, TAKEN)
    assert "Quill" not in str(taken)
    assert taken["detail"]["learners"] == 1


async def test_a_district_without_residents_is_not_there(officer: Browser) -> None:
    assert (await officer.get(f"/extracts/{NOT_KNOWN_WHERE}/learners.csv")).status_code == 404


SOMEBODY = Extracted(
    learner_id=UUID(int=1),
    indicator="234-567-89A",
    given_names="Ida",
    family_name="=Quill",
    date_of_birth=datetime(2008, 9, 25).date(),  # noqa: DTZ001 - a day
    uln="9276308686",
    postcode="CM1 1AA",
    district="Chelmsford",
    activity=None,
    since_on=None,
    provider_name=None,
    planned_end_on=None,
    current_until_on=None,
    neet_since_on=None,
    conflict_since_on=None,
)
NOT_FOR = {Extract.MY_LEARNERS: {"CM1 1AA", "Chelmsford"}, Extract.DISTRICT: {"9276308686"}}


@pytest.mark.parametrize("extract", Extract)
def test_an_extract_tells_only_what_was_agreed_and_says_what_for(extract: Extract) -> None:
    told = cells_of(extract, SOMEBODY)

    assert len(told) == len(AGREED[extract])
    assert SOMEBODY.indicator in told
    assert not NOT_FOR[extract] & set(told)
    assert all(column.why for column in AGREED[extract])
    assert None not in told
