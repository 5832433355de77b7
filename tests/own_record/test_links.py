"""A link opens one record, once, to whoever knows the date of birth, and tells a guesser nothing."""

from datetime import timedelta

import pytest

from service.access.rows import Scope
from service.accounts.operations import TooManyAttempts
from service.accounts.rules import FAILURES_PER_CLIENT
from service.agencies.operations import add_agency
from service.agencies.rows import Agency, AgencyKind
from service.kit import database
from service.kit.audit import By
from service.kit.ids import new_id
from service.learners.operations import LearnerUnknown
from service.own_record.operations import LinkRefused, forget_let_in, leave, let_in_by, make_link
from service.own_record.rules import ABSOLUTE, IDLE, LASTS, MOST_WRONG, new_code
from tests.own_record.conftest import SECRET, Hand

A_DAY = timedelta(days=1)


async def test_a_link_lets_in_whoever_knows_the_date_of_birth(hand: Hand) -> None:
    reader = await hand.reads()
    assert (reader.learner_id, reader.agency_id) == (hand.learner.id, hand.council.id)


async def test_a_code_is_read_however_it_is_typed(hand: Hand) -> None:
    code = (await hand.makes()).code
    assert (await hand.enters(f" {code.replace('-', ' ').lower()} ")).token


async def test_a_link_opens_once_and_no_second_time(hand: Hand) -> None:
    code = (await hand.makes()).code
    assert (await hand.enters(code)).token
    assert isinstance((await hand.enters(code)).refusal, LinkRefused)


async def test_every_refusal_reads_the_same(hand: Hand) -> None:
    used = (await hand.makes()).code
    await hand.enters(used)
    over = (await hand.makes(at=hand.now - LASTS - A_DAY)).code
    live = (await hand.makes()).code
    refusals = [
        (await hand.enters(new_code())).refusal,
        (await hand.enters(used)).refusal,
        (await hand.enters(over)).refusal,
        (await hand.enters(live, born=hand.learner.date_of_birth + A_DAY)).refusal,
    ]
    assert {(type(each), each.sentence, each.field) for each in refusals if each} == {
        (LinkRefused, LinkRefused().sentence, "code")
    }
    assert all(refusals)


async def test_a_link_dies_after_five_wrong_dates_of_birth(hand: Hand) -> None:
    code = (await hand.makes()).code
    for n in range(MOST_WRONG):
        await hand.enters(code, born=hand.learner.date_of_birth + A_DAY, client=f"192.0.2.{n}")
    assert (await hand.enters(code)).token is None


async def test_four_wrong_dates_of_birth_are_forgiven(hand: Hand) -> None:
    code = (await hand.makes()).code
    for _ in range(MOST_WRONG - 1):
        await hand.enters(code, born=hand.learner.date_of_birth + A_DAY)
    assert (await hand.enters(code)).token


async def test_whoever_tries_codes_from_one_place_is_slowed_down(hand: Hand) -> None:
    for _ in range(FAILURES_PER_CLIENT):
        await hand.enters(new_code())
    assert isinstance((await hand.enters(new_code())).refusal, TooManyAttempts)
    assert isinstance((await hand.enters(new_code(), client="198.51.100.7")).refusal, LinkRefused)


async def test_a_new_link_ends_the_one_before(hand: Hand) -> None:
    first, second = (await hand.makes()).code, (await hand.makes()).code
    assert (await hand.enters(first)).token is None
    assert (await hand.enters(second)).token


@pytest.mark.parametrize(
    ("later", "opens"),
    [
        pytest.param(LASTS - timedelta(seconds=1), True, id="just before it ends"),
        pytest.param(LASTS, False, id="as it ends"),
    ],
)
async def test_a_link_lasts_seven_days(hand: Hand, later: timedelta, opens: bool) -> None:
    code = (await hand.makes()).code
    assert ((await hand.enters(code, at=hand.now + later)).token is not None) is opens


async def test_no_link_is_made_for_somebody_out_of_scope(hand: Hand) -> None:
    other = Agency(id=new_id(), kind=AgencyKind.JOBCENTRE, name="Harlow Jobcentre", code="jobcentre-h")
    await add_agency(hand.session, agency=other, by=By(agency_id=hand.council.id), now=hand.now)
    by = By(agency_id=other.id)
    with pytest.raises(LearnerUnknown):
        await make_link(
            hand.session,
            learner_id=hand.learner.id,
            within=Scope(other.id),
            secret=SECRET,
            by=by,
            now=hand.now,
        )


async def test_the_code_itself_is_kept_nowhere(hand: Hand) -> None:
    code = (await hand.makes()).code
    kept = await database.rows(hand.session, "select row_to_json(k)::text as told from own_link k")
    trail = await database.rows(hand.session, "select detail::text as told from audit_entry")
    assert not any(code[:4] in row["told"] for row in (*kept, *trail))


@pytest.mark.parametrize(
    ("unused", "still_in"),
    [
        pytest.param(IDLE - timedelta(minutes=1), True, id="used lately"),
        pytest.param(IDLE, False, id="not used for so long"),
    ],
)
async def test_a_browser_left_alone_is_let_in_no_longer(
    hand: Hand, unused: timedelta, still_in: bool
) -> None:
    token = (await hand.enters((await hand.makes()).code)).token or ""
    assert (await let_in_by(hand.session, token=token, now=hand.now + unused) is not None) is still_in


async def test_nobody_stays_in_for_longer_than_two_hours(hand: Hand) -> None:
    token = (await hand.enters((await hand.makes()).code)).token or ""
    at = hand.now
    while at < hand.now + ABSOLUTE - IDLE:
        at += IDLE / 2
        assert await let_in_by(hand.session, token=token, now=at)
    assert await let_in_by(hand.session, token=token, now=hand.now + ABSOLUTE) is None


async def test_whoever_leaves_is_out_at_once_and_is_forgotten_later(hand: Hand) -> None:
    token = (await hand.enters((await hand.makes()).code)).token or ""
    await leave(hand.session, token=token)
    assert await let_in_by(hand.session, token=token, now=hand.now) is None
    await hand.enters((await hand.makes()).code)
    assert await forget_let_in(hand.session, now=hand.now + IDLE) == 1
