"""Spreadsheets all the way: checked, accepted, mended and sent again; the same story as any other way in."""

from collections.abc import Sequence
from datetime import date

import pytest

from service.access.rows import WHOLE_REGISTER
from service.agencies.rows import Agency
from service.imports.operations.difference import changes_in
from service.imports.operations.mending import NothingKept, with_errors
from service.imports.queries import own_references
from service.imports.rows import State
from service.kit.csv import csv_of
from service.kit.database import REGISTER, Database
from service.kit.spreadsheet import xlsx_of
from service.learners import queries as learners
from service.pathways import queries as pathways
from tests.factories import make_council, make_provider
from tests.imports.sender import NOW, Sender

HEADS = (
    "Learner reference",
    "Surname",
    "Forename",
    "DOB",
    "Course",
    "Activity code",
    "Start date",
    "Left on",
    "Status",
)
IDA = ("S1", "Quill", "Ida", "25/09/2008", "Bricklaying", "230", "03/09/2025", "", "")
TOM = ("S2", "Marsh", "Tom", "01/03/2009", "Catering", "230", "03/09/2025", "", "")
IDA_LEFT = (*IDA[:7], "12/12/2025", "Left early")
WRONG = (*TOM[:3], "31/02/2009", *TOM[4:])
Row = Sequence[str]


@pytest.fixture
async def sender(database: Database) -> Sender:
    async with database.transaction(REGISTER) as session:
        council = await make_council(session, now=NOW)
        college: Agency = await make_provider(session, now=NOW, council=council)
    return Sender(database, council, college)


def listed(*rows: Row) -> bytes:
    return csv_of(HEADS, rows).encode()


async def test_a_list_is_recorded_and_sent_again_changes_nothing(sender: Sender) -> None:
    first = await sender.files(listed(IDA, TOM), name="list.csv")
    again = await sender.files(xlsx_of(HEADS, [IDA, TOM], title="List"), name="list.xlsx")

    assert (first.issued, first.spells.new, first.milestones.new) == (2, 2, 2)
    assert (again.found, again.spells.new, again.spells.unchanged, again.milestones.unchanged) == (2, 0, 2, 2)
    assert again.ended == 0


async def test_a_list_ends_nobody_whom_it_does_not_name(sender: Sender) -> None:
    await sender.files(listed(IDA, TOM), name="list.csv")

    tally = await sender.files(listed(IDA), name="list.csv")

    assert tally.ended == 0
    assert await open_spells(sender) == 2


async def test_a_leaver_ends_what_the_enrolment_began_and_an_adviser_hears_of_it(sender: Sender) -> None:
    await sender.files(listed(IDA, TOM), name="list.csv")

    tally = await sender.files(listed(IDA_LEFT), name="leavers.csv")

    assert (tally.spells.changed, tally.spells.new, tally.milestones.new) == (1, 0, 1)
    assert tally.alerts_raised == 1
    assert await open_spells(sender) == 1


async def test_before_it_is_accepted_a_list_says_what_it_changes(sender: Sender) -> None:
    await sender.files(listed(IDA, TOM), name="list.csv")
    submission_id, _ = await sender.checks(listed(TOM, IDA_LEFT), name="leavers.csv")

    async with sender.database.transaction(REGISTER) as session:
        submission = await sender.submission(submission_id)
        found = [each async for each in changes_in(session, submission, within=sender.scope)]

    (change,) = found
    assert (change.line, change.reference) == (3, "S1")
    assert (change.before.ended_on, change.after.ended_on) == (None, date(2025, 12, 12))  # type: ignore[union-attr]  # a spell


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
async def test_the_senders_own_list_comes_back_with_errors_is_mended_and_taken(
    sender: Sender, kind: str
) -> None:
    rows = [IDA, WRONG]
    content = listed(*rows) if kind == "csv" else xlsx_of(HEADS, rows, title="List")
    submission_id, tally = await sender.checks(content, name=f"list.{kind}")
    assert tally.refused == 1
    await sender.accepts(submission_id)

    async with sender.database.transaction(REGISTER) as session:
        (heads, first, second), _ = await with_errors(session, await sender.submission(submission_id))

    assert heads == [*HEADS, "Errors"]
    assert first == [*IDA, ""]
    assert second[-1].startswith("DOB: This is not a day that exists.")
    mended = [*second[:3], "01/03/2009", *second[4:]]
    tally = await sender.files(csv_of(heads, [first, mended]).encode(), name="mended.csv")
    assert (tally.found, tally.issued, tally.refused, tally.problems) == (1, 1, 0, 0)


async def test_a_list_without_errors_is_not_kept(sender: Sender) -> None:
    submission_id, _ = await sender.checks(listed(IDA), name="list.csv")
    await sender.accepts(submission_id)

    with pytest.raises(NothingKept):
        async with sender.database.transaction(REGISTER) as session:
            await with_errors(session, await sender.submission(submission_id))


async def test_a_list_that_cannot_be_read_is_refused_as_a_whole(sender: Sender) -> None:
    submission_id, _ = await sender.checks(b"Surname,Forename\nQuill,Ida\n", name="list.csv")

    submission = await sender.submission(submission_id)
    assert submission.state is State.REFUSED
    assert "lacks: Learner reference, Date of birth" in (submission.failure or "")


async def test_an_agency_is_given_its_own_references_back(sender: Sender) -> None:
    await sender.files(listed(IDA, TOM), name="list.csv")

    async with sender.database.transaction(REGISTER) as session:
        found = await learners.learners_called(session, date(2008, 9, 25), "quill", within=WHOLE_REGISTER)
        references = await own_references(session, sender.by.agency_id)

    assert references[found[0].id] == "S1"
    assert set(references.values()) == {"S1", "S2"}


async def open_spells(sender: Sender) -> int:
    async with sender.database.transaction(REGISTER) as session:
        found = await pathways.registered_before(session, within=sender.scope, before=NOW.replace(year=2099))
        facts = await pathways.facts_of(session, [each.id for each in found], within=WHOLE_REGISTER)
    return sum(spell.ended_on is None for each in facts.values() for spell in each.spells)
