"""The matcher behind `issue_indicator`: whom it meets, what people decided, and the keys it looks by."""

from datetime import date, datetime, timedelta

import msgspec
import pytest

from service.agencies.rows import Agency
from service.kit import database as sql
from service.kit.audit import By
from service.kit.database import REGISTER, Database, Session
from service.kit.ids import new_id
from service.learners import queries
from service.learners.operations import (
    Choice,
    count_register,
    decide_review,
    issue_indicator,
    issue_indicators,
    rebuild_keys,
    reopen_review,
    verify_keys,
)
from service.learners.rows import Answer, Claim, Outcome, Request, Sex
from tests.factories import make_council, make_provider


class Desk:
    """A college that presents claims and the council that decides those in doubt, on one day."""

    def __init__(
        self, session: Session, college: Agency, council: Agency, now: datetime, today: date
    ) -> None:
        self.session, self.council, self.now, self.today = session, council, now, today
        self.by, self.officer = By(agency_id=college.id), By(agency_id=council.id)
        self.born = date(today.year - 17, 9, 25)
        self._claims = 0

    def zoe(self, **changes: object) -> Claim:
        usual = Claim(
            given_names="Zoë Ann",
            family_name="Fenwright",
            date_of_birth=self.born,
            sex=Sex.FEMALE,
            postcode="CM1 1AA",
        )
        return msgspec.structs.replace(usual, **changes)

    async def claim(self, **changes: object) -> Answer:
        self._claims += 1
        request = Request(client_claim_id=str(self._claims), claim=self.zoe(**changes))
        return await issue_indicator(
            self.session, request=request, by=self.by, now=self.now, today=self.today
        )

    async def waiting(self) -> list[queries.ReviewItem]:
        return (await queries.open_reviews(self.session, self.council.id, limit=10))[0]

    async def decides(self, choice: Choice) -> None:
        await decide_review(
            self.session,
            review_id=(await self.waiting())[0].id,
            choice=choice,
            by=self.officer,
            now=self.now,
            today=self.today,
        )


@pytest.fixture
async def desk(session: Session, now: datetime, today: date) -> Desk:
    council = await make_council(session, now=now)
    return Desk(session, await make_provider(session, now=now, council=council), council, now, today)


@pytest.mark.parametrize(
    "changes",
    [
        pytest.param({}, id="as registered"),
        pytest.param({"given_names": "Zoe"}, id="no accent, one given name"),
        pytest.param({"family_name": "Fenwrigth"}, id="two letters changed round"),
        pytest.param({"given_names": "Fenwright", "family_name": "Zoë Ann"}, id="names the wrong way round"),
        pytest.param({"postcode": "CO4 3AB"}, id="moved"),
        pytest.param({"postcode": None, "sex": None}, id="no home, no sex"),
    ],
)
async def test_looking_meets_whoever_one_slip_away(desk: Desk, changes: dict[str, object]) -> None:
    first = await desk.claim()

    again = await desk.claim(**changes)

    assert (again.outcome, again.indicator) == (Outcome.FOUND, first.indicator)


async def test_looking_finds_day_and_month_exchanged(desk: Desk) -> None:
    first = await desk.claim(date_of_birth=desk.born.replace(month=9, day=4))

    again = await desk.claim(date_of_birth=desk.born.replace(month=4, day=9))

    assert (again.outcome, again.indicator) == (Outcome.FOUND, first.indicator)


@pytest.mark.parametrize(
    ("number", "kept"),
    [
        pytest.param("uln", "9276308686", id="ULN"),
        pytest.param("upn", "H801200001001", id="UPN"),
        pytest.param("ni_number", "AB123456", id="National Insurance number"),
    ],
)
async def test_a_number_finds_its_owner_whatever_the_family_name_and_home(
    desk: Desk, number: str, kept: str
) -> None:
    first = await desk.claim(**{number: kept})

    again = await desk.claim(family_name="Thorogood", postcode="SS1 1AA", **{number: kept})

    assert (again.outcome, again.indicator) == (Outcome.FOUND, first.indicator)


async def test_a_name_learnt_with_a_number_is_matched_from_then_on_and_never_said(desk: Desk) -> None:
    first = await desk.claim(uln="9276308686")
    await desk.claim(uln="9276308686", family_name="Thorogood")

    later = await desk.claim(family_name="Thorogood", postcode="CM1 1AA")

    assert (later.outcome, later.indicator) == (Outcome.FOUND, first.indicator)
    assert "Fenwright" not in later.sentence
    names = await sql.rows(
        desk.session, "select name, hidden from other_name where learner_id = $1", first.learner_id
    )
    assert [tuple(row) for row in names] == [("Thorogood", False)]


async def test_a_former_name_given_with_the_claim_finds_who_is_registered_under_it(desk: Desk) -> None:
    first = await desk.claim()

    again = await desk.claim(family_name="Thorogood", previous_names=("Fenwright",))

    assert (again.outcome, again.indicator) == (Outcome.FOUND, first.indicator)


async def test_a_claim_keeps_whom_it_weighed_and_by_which_model(desk: Desk) -> None:
    first = await desk.claim()
    await desk.claim(given_names="Tessa")

    row = await sql.row(
        desk.session, "select * from claim where outcome = 'review' and client_claim_id = '2'"
    )

    assert row is not None
    assert (row["model_version"], row["reason"]) == ("2026-11", "twin")
    (weighed,) = row["candidates"]
    assert weighed["learner_id"] == str(first.learner_id)
    assert weighed["weights"]["birth equal"] > 0 > weighed["weights"]["given different"]


async def test_a_decision_is_not_asked_again_until_something_changes(desk: Desk) -> None:
    first = await desk.claim()
    await desk.claim(given_names="Tessa")
    await desk.decides(Choice())
    second = await desk.claim(given_names="Tessa")

    assert second.outcome is Outcome.FOUND
    assert second.learner_id != first.learner_id
    assert (await desk.claim(given_names="Tessa", postcode=None)).outcome is not Outcome.ISSUED


async def test_the_one_chosen_is_found_from_then_on_by_the_same_details(desk: Desk) -> None:
    first = await desk.claim()
    await desk.claim(given_names="Tessa")
    await desk.decides(Choice(learner_id=first.learner_id))

    again = await desk.claim(given_names="Tessa")

    assert (again.outcome, again.learner_id) == (Outcome.FOUND, first.learner_id)
    assert again.sentence.startswith("A reviewer has said")


async def test_a_twin_is_new_and_the_pair_is_known_for_relatives(desk: Desk) -> None:
    first = await desk.claim()
    await desk.claim(given_names="Tessa")
    await desk.decides(Choice(relative_of=first.learner_id))

    row = await sql.row(desk.session, "select ruling, learner_id, other_id from pair_ruling")

    assert row is not None
    assert row["ruling"] == "relative"
    assert first.learner_id in (row["learner_id"], row["other_id"])


@pytest.mark.parametrize(
    ("described", "outcome"),
    [
        pytest.param({"given_names": "Zoë Ann"}, Outcome.REVIEW, id="as it was: still in doubt"),
        pytest.param({"given_names": "Tessa"}, Outcome.FOUND, id="corrected meanwhile: now certain"),
        pytest.param(
            {"family_name": "Thorogood", "date_of_birth": date(2009, 1, 30), "postcode": "SS1 1AA"},
            Outcome.ISSUED,
            id="corrected meanwhile: nobody left",
        ),
    ],
)
async def test_a_review_opened_later_says_what_has_become_of_it(
    desk: Desk, described: dict[str, object], outcome: Outcome
) -> None:
    first = await desk.claim()
    await desk.claim(given_names="Tessa")
    waiting = await desk.waiting()
    changes = ", ".join(f"{name} = ${n}" for n, name in enumerate(described, start=2))
    await sql.execute(
        desk.session, f"update learner set {changes} where id = $1", first.learner_id, *described.values()
    )

    reopened = await reopen_review(desk.session, review_id=waiting[0].id, council_id=desk.council.id)

    assert reopened.outcome is outcome
    assert reopened.certain == (first.learner_id if outcome is Outcome.FOUND else None)


async def test_somebody_merged_is_found_by_all_they_were_known_by(desk: Desk) -> None:
    old = await desk.claim(uln="9276308686")
    new = await desk.claim(
        given_names="Wilhelmina",
        family_name="Thorogood",
        date_of_birth=date(desk.today.year - 19, 2, 11),
        postcode="SS1 1AA",
        uln="1000000027",
    )
    assert new.outcome is Outcome.ISSUED
    await sql.execute(
        desk.session, "update learner set merged_into = $2 where id = $1", old.learner_id, new.learner_id
    )

    for details in ({}, {"uln": "9276308686"}, {"indicator": old.indicator}):
        again = await desk.claim(**details)
        assert (again.outcome, again.indicator) == (Outcome.FOUND, new.indicator)


async def test_claims_of_one_batch_know_those_before_them(desk: Desk) -> None:
    claims = [desk.zoe(), desk.zoe(family_name="Fenwrihgt"), desk.zoe(given_names="Tessa")]
    requests = [Request(client_claim_id=f"batch {n}", claim=claim) for n, claim in enumerate(claims)]

    answers = await issue_indicators(
        desk.session, requests=requests, by=desk.by, now=desk.now, today=desk.today
    )

    assert [answer.outcome for answer in answers] == [Outcome.ISSUED, Outcome.FOUND, Outcome.REVIEW]
    assert answers[1].learner_id == answers[0].learner_id


async def test_keys_are_kept_in_step_and_verified(committed: Database, now: datetime, today: date) -> None:
    async with committed.transaction(REGISTER) as session:
        council = await make_council(session, now=now)
        desk = Desk(session, await make_provider(session, now=now, council=council), council, now, today)
        first = await desk.claim(postcode=None, uln="9276308686")
        await desk.claim(uln="9276308686", family_name="Thorogood", previous_names=("Old Name",))
        await desk.claim(given_names="Tessa", previous_names=("Someone",))
    assert (await verify_keys(committed)).right

    async with committed.transaction(REGISTER) as session:
        await sql.execute(
            session, "update learner_key set key = key + 1 where learner_id = $1", first.learner_id
        )
    broken = await verify_keys(committed)
    assert broken.missing == broken.foreign > 10

    assert await rebuild_keys(committed) == broken.learners
    assert (await verify_keys(committed)).right


async def test_names_are_as_common_as_they_were_last_counted(
    committed: Database, now: datetime, today: date
) -> None:
    async with committed.transaction(REGISTER) as session:
        council = await make_council(session, now=now)
        desk = Desk(session, await make_provider(session, now=now, council=council), council, now, today)
        for n in range(12):
            await desk.claim(
                given_names=f"{'ABCDEFGHIJKL'[n]}da",
                family_name="Fenwright",
                date_of_birth=desk.born - timedelta(days=40 * n),
                postcode=f"SS{n + 1} {n % 9 + 1}AA",
            )
    learners = await count_register(committed, now=now)

    async with committed.transaction(REGISTER) as session:
        names = await queries.name_counts(session)
        counted = await queries.last_count(session)
    assert names["family"]["fenwright"] >= 12
    assert counted is not None
    assert counted.learners == learners


async def test_a_claim_id_of_another_agency_is_another_claim(desk: Desk) -> None:
    first = await desk.claim()
    other = await make_provider(desk.session, now=desk.now)
    request = Request(client_claim_id="1", claim=desk.zoe())

    again = await issue_indicator(
        desk.session, request=request, by=By(agency_id=other.id), now=desk.now, today=desk.today
    )

    assert (again.outcome, again.learner_id, again.replayed) == (Outcome.FOUND, first.learner_id, False)
    assert again.learner_id != new_id()
