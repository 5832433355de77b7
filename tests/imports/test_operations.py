"""A file's way into the register: checked first, written after, once, and all or nothing of a batch."""

import sys
from datetime import date
from pathlib import Path

import msgspec
import pytest

from service.access.rows import WHOLE_REGISTER, Scope
from service.alerts import queries as alerts
from service.imports import queries
from service.imports.operations import accept, begin_acceptance, discard, settle_review
from service.imports.operations.accept import NotReady, RowsRefused
from service.imports.operations.receive import FileRefused
from service.imports.rows import AcceptMode, State, Tally
from service.kit import database as sql
from service.kit.audit import By
from service.kit.database import REGISTER, Database
from service.learners import queries as learners
from service.learners.operations import Choice
from service.pathways import queries as pathways
from tests.factories import make_council, make_learner, make_provider
from tests.imports.ilr_text import TODAY, aim, header, learner, message
from tests.imports.sender import NOW, Sender

SAMPLES = Path(__file__).resolve().parents[3] / "shared" / "samples" / "ilr"
NO_ULN = {"ULN": "9999999999"}
MARSH = {
    "LearnRefNumber": "A2",
    "GivenNames": "Ida",
    "FamilyName": "Marsh",
    "DateOfBirth": "2008-03-01",
    **NO_ULN,
}


@pytest.fixture
async def sender(database: Database) -> Sender:
    async with database.transaction(REGISTER) as session:
        council = await make_council(session, now=NOW)
        college = await make_provider(session, now=NOW, council=council)
        # Others always exist: a filter that is missing shows.
        other = await make_provider(session, now=NOW, name="Another College")
        await make_learner(session, by=By(agency_id=other.id), now=NOW)
    return Sender(database, council, college)


def adds_up(tally: Tally) -> bool:
    """Every learner of the file is accounted for."""
    return tally.learners == tally.found + tally.issued + tally.review + tally.out_of_age + tally.refused


async def test_check_writes_nothing_to_the_register(sender: Sender) -> None:
    before = [await sender.count(table) for table in ("learner", "spell", "milestone", "alert", "claim")]

    _, tally = await sender.checks(message(learner()))

    assert tally.issued == 1
    assert before == [
        await sender.count(table) for table in ("learner", "spell", "milestone", "alert", "claim")
    ]


async def test_accept_registers_learners_and_puts_their_spells_on_one_timeline(sender: Sender) -> None:
    tally = await sender.files(message(learner(), learner(**MARSH)))

    assert (tally.learners, tally.issued, tally.spells.new) == (2, 2, 2)
    async with sender.database.transaction(REGISTER) as session:
        found = await learners.learners_called(session, date(2008, 9, 25), "fenn", within=sender.scope)
        facts = await pathways.facts_of(session, [found[0].id], within=sender.scope)
    assert [spell.activity for spell in facts[found[0].id].spells] == [230]
    assert facts[found[0].id].spells[0].provider_name == "Chelmer Valley College"


async def test_accept_puts_an_early_leaver_on_the_advisers_list_at_once(sender: Sender) -> None:
    left = aim(CompStatus="3", LearnActEndDate="2025-12-12", WithdrawReason="98", Outcome="3")

    tally = await sender.files(message(learner(left)))

    assert tally.alerts_raised == 1
    async with sender.database.transaction(REGISTER) as session:
        cards, waiting = await alerts.advisers_alerts(
            session, sender.by.agency_id, within=Scope(sender.council.id), today=TODAY, limit=10
        )
    assert (waiting.alerts, waiting.people, waiting.late) == (1, 1, 0)
    assert cards[0].rule == "R01"


async def test_accept_again_changes_nothing(sender: Sender) -> None:
    text = message(learner(), learner(**MARSH))
    await sender.files(text)
    before = [await sender.count(table) for table in ("learner", "spell", "milestone", "alert")]

    again = await sender.files(text)

    assert (again.found, again.issued, again.spells.new, again.spells.changed) == (2, 0, 0, 0)
    assert again.spells.unchanged == 2
    assert before == [await sender.count(table) for table in ("learner", "spell", "milestone", "alert")]


async def test_accept_ends_the_spell_of_a_learner_who_is_gone_from_the_next_file(sender: Sender) -> None:
    stays = learner(**MARSH)
    await sender.files(message(learner(), stays))
    later = header(FilePreparationDate="2025-12-05")

    tally = await sender.files(message(stays, head=later))

    assert tally.ended == 1
    async with sender.database.transaction(REGISTER) as session:
        found = await learners.learners_called(session, date(2008, 9, 25), "fenn", within=sender.scope)
        spells = (await pathways.facts_of(session, [found[0].id], within=sender.scope))[found[0].id].spells
    assert [(spell.ended_on, spell.completion.value) for spell in spells] == [
        (date(2025, 12, 5), "withdrawn")
    ]


@pytest.mark.parametrize(
    "second",
    [
        pytest.param(
            message(head=header(FilePreparationDate="2025-10-01")), id="an older file uploaded late"
        ),
        pytest.param(message(learner())[:-20], id="a file cut short"),
    ],
)
async def test_accept_ends_nothing_where_silence_says_nothing(sender: Sender, second: str) -> None:
    first = message(learner(), learner(**MARSH))
    await sender.files(first)

    submission_id, _ = await sender.checks(second)
    if (await sender.submission(submission_id)).state is State.CHECKED:
        assert (await sender.accepts(submission_id)).ended == 0

    async with sender.database.transaction(REGISTER) as session:
        assert await sql.value(session, "select count(*) from spell where ended_on is null") == 2


async def test_accept_takes_a_correction_as_a_fact_that_supersedes(sender: Sender) -> None:
    await sender.files(message(learner()))

    tally = await sender.files(message(learner(aim(LearnPlanEndDate="2026-06-30"))))

    assert (tally.spells.changed, tally.spells.new) == (1, 0)
    async with sender.database.transaction(REGISTER) as session:
        assert await sql.value(session, "select count(*) from spell") == 2
        assert await sql.value(session, "select count(*) from spell where superseded_at is null") == 1


async def test_accept_keeps_those_outside_the_ages_out_and_counts_them(sender: Sender) -> None:
    tally = await sender.files(message(learner(DateOfBirth="1980-01-01")))

    assert tally.out_of_age == 1
    assert adds_up(tally)
    async with sender.database.transaction(REGISTER) as session:
        assert await learners.learners_called(session, date(1980, 1, 1), "", within=WHOLE_REGISTER) == []


async def test_accept_all_takes_nothing_where_one_is_refused(sender: Sender) -> None:
    submission_id, tally = await sender.checks(
        message(learner(), learner(LearnRefNumber="A2", DateOfBirth=None))
    )

    assert tally.refused == 1
    with pytest.raises(RowsRefused):
        await sender.accepts(submission_id, AcceptMode.ALL)
    assert (await sender.submission(submission_id)).state is State.CHECKED
    assert (await sender.accepts(submission_id, AcceptMode.GOOD)).issued == 1


async def test_accept_takes_a_file_once(sender: Sender) -> None:
    submission_id, _ = await sender.checks(message(learner()))
    await sender.accepts(submission_id)

    with pytest.raises(NotReady):
        await sender.accepts(submission_id)
    with pytest.raises(NotReady):
        async with sender.database.transaction(REGISTER) as session:
            await discard(session, submission_id=submission_id, by=sender.by, now=NOW)


async def test_a_claim_that_resembles_somebody_waits_with_its_facts_until_it_is_decided(
    sender: Sender,
) -> None:
    await sender.files(message(learner()))
    tally = await sender.files(message(learner(GivenNames="Tessa", LearnRefNumber="B1", **NO_ULN)))
    assert tally.review == 1
    officer = By(agency_id=sender.council.id)

    async with sender.database.transaction(REGISTER) as session:
        waiting, _ = await learners.open_reviews(session, sender.council.id, limit=10)
        chosen = await settle_review(
            session, review_id=waiting[0].id, choice=Choice(), by=officer, now=NOW, today=TODAY
        )
        facts = await pathways.facts_of(session, [chosen], within=sender.scope)
        _, left = await learners.open_reviews(session, sender.council.id, limit=10)

    assert len(facts[chosen].spells) == 1
    assert left == 0


async def test_two_references_may_be_one_person(sender: Sender) -> None:
    tally = await sender.files(message(learner(), learner(LearnRefNumber="A2")))

    assert (tally.issued, tally.found) == (1, 1)


async def test_a_repeated_or_component_aim_counts_once(sender: Sender) -> None:
    programme = aim(LearnAimRef="ZPROG001", AimType="1", ProgType="25", FundModel="36")
    component = aim(LearnAimRef="60099999", AimType="3", ProgType="25", FundModel="36", AimSeqNumber="2")

    tally = await sender.files(message(learner(programme, component, programme)))

    assert tally.spells.new == 1


@pytest.mark.parametrize(
    ("content", "limit", "words"),
    [
        pytest.param(b"", 10, "empty", id="empty"),
        pytest.param(b"x" * 11, 10, "smaller", id="one byte too large"),
    ],
)
async def test_receive_refuses_what_cannot_be_a_file(
    sender: Sender, content: bytes, limit: int, words: str
) -> None:
    with pytest.raises(FileRefused, match=words):
        await sender.sends(content, limit=limit)
    assert await sender.count("submission_piece") == 0


async def test_check_refuses_a_file_that_is_no_ilr_and_says_why(sender: Sender) -> None:
    submission_id, tally = await sender.checks(b"<html><body>Sign in</body></html>")

    submission = await sender.submission(submission_id)
    assert submission.state is State.REFUSED
    assert submission.failure
    assert tally.learners == 0


def nobody_alike(n: int) -> str:
    """The n-th of some learners who resemble nobody."""
    given = ("Ada", "Bea", "Cleo", "Dot", "Eve", "Flo", "Gwen", "Hope", "Ivy")[n]
    details = {
        "GivenNames": given,
        "DateOfBirth": f"{2002 + n % 7}-0{n + 1}-1{n}",
        "Postcode": f"CM{n + 1} {n + 1}AA",
    }
    family = ("Marsh", "Tolley", "Quint", "Obi", "Wren", "Sadiq", "Yates", "Kemp", "Lindqvist")[n]
    names = {"FamilyName": family, **NO_ULN}
    return learner(LearnRefNumber=f"R{n}", **details, **names)


async def test_accept_resumes_where_an_interruption_left_it(
    sender: Sender, monkeypatch: pytest.MonkeyPatch
) -> None:
    submission_id, _ = await sender.checks(message(*(nobody_alike(n) for n in range(9))))
    monkeypatch.setattr(sys.modules["service.imports.operations.accept"], "BATCH", 2)
    async with sender.database.transaction(REGISTER) as session:
        await begin_acceptance(
            session,
            submission_id=submission_id,
            mode=AcceptMode.GOOD,
            within=sender.scope,
            by=sender.by,
            now=NOW,
        )

    class PowerCut(Exception):
        pass

    real, calls = queries.mark_taken, []

    async def failing(*arguments: object, **named: object) -> None:
        calls.append(1)
        if len(calls) == 3:
            raise PowerCut
        await real(*arguments, **named)  # type: ignore[arg-type]  # passed on as given

    monkeypatch.setattr(queries, "mark_taken", failing)
    with pytest.raises(PowerCut):
        await accept(sender.database, submission_id=submission_id, now=NOW)
    assert (await sender.submission(submission_id)).done == 4

    tally = await accept(sender.database, submission_id=submission_id, now=NOW)

    assert (tally.learners, tally.issued) == (9, 9)
    assert adds_up(tally)


@pytest.mark.conformance
@pytest.mark.parametrize(
    "path", sorted(SAMPLES.glob("*.xml")) or [None], ids=lambda path: path.name if path else "none"
)
async def test_every_learner_of_a_sample_is_accounted_for(sender: Sender, path: Path | None) -> None:
    if path is None:
        pytest.skip("the shared samples are not beside the project")
    submission_id, tally = await sender.checks(path.read_bytes(), name=path.name, today=date(2019, 12, 1))

    assert adds_up(tally)
    submission = await sender.submission(submission_id)
    if submission.state is State.CHECKED:
        taken = await sender.accepts(submission_id)
        assert adds_up(taken)
        assert taken.learners == tally.learners
        again = msgspec.json.decode((await sender.submission(submission_id)).receipt or "{}", type=Tally)
        assert again == taken
