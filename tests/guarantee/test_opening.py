"""Records opened by another agency's worker: found by details that fit exactly, with a reason, for a time, and told."""

from datetime import timedelta

import msgspec
import pytest

from service.access.rows import Scope
from service.accounts.rows import Role
from service.guarantee.operations import Nobody, NotOpen, Reason, Sought, open_record, openings_to_review
from service.guarantee.operations import read_minimum as read
from service.guarantee.operations.opening import MOST_A_DAY, review_opening
from service.guarantee.rows import OpeningReason
from service.kit import database as sql
from service.kit.audit import By
from service.kit.errors import Invalid, NotFound, TooMany
from service.notices import queries as notices
from tests.factories import make_account
from tests.guarantee.conftest import Town


async def test_an_indicator_finds_somebody_and_opens_the_least(town: Town) -> None:
    learner_id = await town.opens(indicator=town.learner.indicator.lower())
    found = await read(town.session, learner_id=learner_id, asker=town.asker())
    assert found.learner.id == town.learner.id
    assert found.opening is not None
    assert found.opening.words == "came in to ask about courses"
    assert found.where.activity == 619


async def test_both_names_and_the_date_of_birth_find_somebody(town: Town) -> None:
    one = await town.somebody(given_names="Zoë Anne", family_name="Fénwright", postcode="CM1 1AA")
    found = await town.opens(given_names="zoe", family_name="Fenwright", date_of_birth=one.date_of_birth)
    assert found == one.id


@pytest.mark.parametrize(
    "wrong",
    [
        pytest.param({"given_names": "Somebody"}, id="another given name"),
        pytest.param({"family_name": "Else"}, id="another family name"),
        pytest.param({"date_of_birth": timedelta(days=1)}, id="another day"),
    ],
)
async def test_details_that_do_not_fit_exactly_find_nobody(town: Town, wrong: dict[str, object]) -> None:
    who = {name: getattr(town.learner, name) for name in ("given_names", "family_name", "date_of_birth")}
    for name, value in wrong.items():
        who[name] = who[name] + value if isinstance(value, timedelta) else value
    with pytest.raises(Nobody):
        await town.opens(**who)


async def test_of_two_with_the_same_details_nobody_is_chosen(town: Town) -> None:
    """Two twins of one first name: rare, and then the card decides."""
    one = await town.somebody(given_names="Robin", family_name="Twinning")
    await sql.execute(
        town.session,
        "update learner set given_names = 'Robin', family_name = 'Twinning', folded_given = 'robin', "
        "folded_family = 'twinning', date_of_birth = $2 where id = $1",
        town.learner.id,
        one.date_of_birth,
    )
    with pytest.raises(Nobody, match="More than one"):
        await town.opens(given_names="Robin", family_name="Twinning", date_of_birth=one.date_of_birth)


async def test_half_of_who_somebody_is_is_not_enough(town: Town) -> None:
    with pytest.raises(Invalid) as refused:
        await town.opens(family_name=town.learner.family_name, date_of_birth=town.learner.date_of_birth)
    assert refused.value.field == "indicator"


async def test_without_a_reason_nothing_opens(town: Town) -> None:
    for words in ("", "   "):
        with pytest.raises(Invalid) as refused:
            await open_record(
                town.session,
                sought=Sought(indicator=town.learner.indicator),
                reason=Reason(kind=OpeningReason.PHONED, words=words),
                asker=town.asker(),
            )
        assert refused.value.field == "words"


async def test_what_nobody_opened_is_not_open(town: Town) -> None:
    with pytest.raises(NotOpen):
        await read(town.session, learner_id=town.learner.id, asker=town.asker())


async def test_it_is_open_to_whoever_opened_it_and_to_nobody_else_of_the_agency(town: Town) -> None:
    await town.opens()
    colleague = await make_account(town.session, agency=town.jobcentre, role=Role.AGENCY_WORKER, now=town.now)
    with pytest.raises(NotOpen):
        await read(town.session, learner_id=town.learner.id, asker=town.asker(colleague))


async def test_it_closes_after_four_hours(town: Town) -> None:
    await town.opens()
    last = town.asker(now=town.now + timedelta(hours=4, seconds=-1))
    assert await read(town.session, learner_id=town.learner.id, asker=last)
    with pytest.raises(NotOpen):
        await read(
            town.session, learner_id=town.learner.id, asker=town.asker(now=town.now + timedelta(hours=4))
        )


async def test_the_council_is_told_who_looked_and_why(town: Town) -> None:
    await town.opens()
    (told,) = await notices.notices(town.session, town.council.id)
    assert told.learner_id == town.learner.id
    assert "Basildon Jobcentre" in told.sentence
    assert "came in to ask about courses" in told.sentence
    assert town.learner.family_name not in told.sentence


async def test_the_record_keeps_who_looked_and_why(town: Town) -> None:
    await town.opens()
    await read(town.session, learner_id=town.learner.id, asker=town.asker())
    seen = await sql.rows(
        town.session,
        "select act, account_id, agency_id from audit_entry where subject_id = $1 and agency_id = $2 order by seq",
        town.learner.id,
        town.jobcentre.id,
    )
    assert [row["act"] for row in seen] == ["record opened", "record viewed"]
    assert {row["account_id"] for row in seen} == {town.worker.id}


async def test_the_councils_data_officer_looks_at_each_once(town: Town) -> None:
    await town.opens()
    within = Scope(town.council.id)
    officer = await make_account(town.session, agency=town.council, role=Role.DATA_OFFICER, now=town.now)
    by = By(agency_id=town.council.id, account_id=officer.id)
    (waiting,) = await openings_to_review(town.session, within=within)
    assert (waiting.agency, waiting.person) == ("Basildon Jobcentre", town.worker.name)
    await review_opening(town.session, opening_id=waiting.id, within=within, by=by, now=town.now)
    assert await openings_to_review(town.session, within=within) == []
    with pytest.raises(NotFound):
        await review_opening(town.session, opening_id=waiting.id, within=within, by=by, now=town.now)


async def test_another_councils_data_officer_sees_nothing_of_it(town: Town) -> None:
    await town.opens()
    other = await Town(town.session, town.now, town.today).set_up()
    assert await openings_to_review(town.session, within=Scope(other.council.id)) == []


async def test_whose_agency_sees_the_learner_anyway_needs_no_opening(town: Town) -> None:
    adviser = await make_account(town.session, agency=town.council, role=Role.YOUTH_ADVISER, now=town.now)
    asker = town.asker(adviser, town.council, within=Scope(town.council.id))
    assert await town.opens(asker) == town.learner.id
    found = await read(town.session, learner_id=town.learner.id, asker=asker)
    assert found.opening is None
    assert await openings_to_review(town.session, within=Scope(town.council.id)) == []


async def test_nobody_opens_more_than_so_many_a_day(town: Town) -> None:
    for _ in range(MOST_A_DAY):
        await town.opens()
    with pytest.raises(TooMany):
        await town.opens()
    tomorrow = msgspec.structs.replace(town.asker(), now=town.now + timedelta(days=1))
    assert await town.opens(tomorrow) == town.learner.id
