"""Templates: what each column means, empty ones, and ones with the provider's own learners and nobody else's."""

import csv
import io
from datetime import date, datetime

import pytest

from service.accounts.rows import Role
from service.imports.readers.table import KINDS, TableReader
from service.kit.audit import By
from service.kit.database import REGISTER, Database
from tests.factories import make_learner, make_provider
from tests.web.conftest import Browser, BrowserOf


@pytest.fixture
async def college(client_as: BrowserOf) -> Browser:
    return await client_as(Role.PROVIDER_STAFF)


@pytest.mark.parametrize("kind", KINDS)
async def test_the_guidance_names_every_column(college: Browser, kind: str) -> None:
    shown = (await college.get(f"/files/templates/{kind}")).text

    assert all(
        f">{column.head}<" in " ".join(shown.split()).replace("> ", ">").replace(" <", "<")
        for column in KINDS[kind].columns
    )
    assert f"/files/templates/{kind}/empty.xlsx" in (await college.get("/files/templates")).text


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("form", ["csv", "xlsx"])
async def test_a_template_can_be_sent_back(college: Browser, kind: str, form: str, today: date) -> None:
    answer = await college.get(f"/files/templates/{kind}/empty.{form}")
    reader = TableReader(file_name="", today=today)
    reader.feed(answer.content)

    assert [*reader.close()] == []
    assert reader.facts.problems == ()


async def test_a_template_is_filled_with_ones_own_learners_alone(
    college: Browser, database: Database, now: datetime, today: date
) -> None:
    async with database.transaction(REGISTER) as session:
        ours = await make_learner(session, by=By(agency_id=college.agency.id), now=now, family_name="Quill")
        other = await make_provider(session, now=now, name="Another College")
        await make_learner(session, by=By(agency_id=other.id), now=now, family_name="Stranger")

    answer = await college.get("/files/templates/learners/my-learners.csv")

    (row,) = csv.DictReader(io.StringIO(answer.text.removeprefix("\ufeff")))
    assert (row["Family name"], row["Learner reference"]) == ("Quill", ours.indicator)
    reader = TableReader(file_name="", today=today)
    reader.feed(answer.content)
    (read,) = reader.close()
    assert (read.given_names, read.date_of_birth, read.problems) == (ours.given_names, ours.date_of_birth, ())


@pytest.mark.parametrize("path", ["nothing", "learners/nothing.csv", "nothing/empty.csv"])
async def test_what_is_no_template_is_not_there(college: Browser, path: str) -> None:
    assert (await college.get(f"/files/templates/{path}")).status_code == 404
