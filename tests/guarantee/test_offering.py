"""What becomes of an offer, on the pathway, on the clock, and for who wants the last place."""

import asyncio
from datetime import date, datetime, timedelta
from uuid import UUID

import pytest

from service.access.rows import WHOLE_REGISTER, Scope
from service.accounts.rows import Role
from service.alerts import queries as alerts
from service.alerts.operations import watch
from service.circumstances import queries as circumstances
from service.guarantee.operations import (
    Answer,
    OfferAnswered,
    OfferUnknown,
    PlaceGone,
    answer_offer,
    make_offer,
    read_minimum,
    take_wishes,
    way_back,
)
from service.guarantee.rows import Attained, Offer, OfferState, Refusal, Wishes
from service.kit.audit import By
from service.kit.database import REGISTER, Database
from service.kit.errors import Invalid
from service.kit.ids import new_id
from service.learners import queries as learners
from service.pathways import queries as pathways
from service.pathways.rows import Confidence, MilestoneKind
from service.provision import queries as provision
from service.provision.operations import withdraw
from tests.factories import make_account
from tests.guarantee.conftest import Town, jobcentre

ACCEPTED = Answer(state=OfferState.ACCEPTED)
REFUSED = Answer(state=OfferState.REFUSED, refusal=Refusal.TOO_FAR, note="two buses")
WITHDRAWN = Answer(state=OfferState.WITHDRAWN)


async def first_place(town: Town) -> UUID:
    return (await provision.listed(town.session, today=town.today))[0].id


async def offered(town: Town, why: str | None = None) -> UUID:
    return await make_offer(
        town.session,
        learner_id=town.learner.id,
        opportunity_id=await first_place(town),
        override_reason=why,
        asker=town.asker(),
    )


async def answered(town: Town, offer_id: UUID, answer: Answer) -> Offer:
    return await answer_offer(
        town.session, learner_id=town.learner.id, offer_id=offer_id, answer=answer, asker=town.asker()
    )


async def milestones(town: Town) -> list[tuple[MilestoneKind, str | None]]:
    facts = (await pathways.facts_of(town.session, [town.learner.id], within=WHOLE_REGISTER))[town.learner.id]
    return [(each.kind, each.detail) for each in sorted(facts.milestones, key=lambda each: each.id)]


async def taken(town: Town) -> int:
    return (await provision.listed(town.session, today=town.today))[0].taken


@pytest.fixture
async def ready(town: Town) -> Town:
    """One course on the list, the record open, wishes kept."""
    await town.offers()
    await town.opens()
    await town.wishes()
    return town


async def test_wishes_make_somebody_in_nothing_re_engaged_once(ready: Town) -> None:
    await ready.wishes()
    assert await milestones(ready) == [(MilestoneKind.RE_ENGAGED, None)]
    found = await read_minimum(ready.session, learner_id=ready.learner.id, asker=ready.asker())
    assert found.clock is not None
    assert found.clock.met is None


async def test_what_they_say_they_have_achieved_is_kept_as_their_own_word(ready: Town) -> None:
    await take_wishes(
        ready.session,
        learner_id=ready.learner.id,
        wishes=Wishes(free_on=ready.today),
        attained=Attained(highest="1", english="2", maths="1"),
        asker=ready.asker(),
    )
    found = await read_minimum(ready.session, learner_id=ready.learner.id, asker=ready.asker())
    known = found.achieved
    assert (known.highest, known.is_known, known.english, known.maths) == (1, True, True, False)
    said = await circumstances.counting(ready.session, [ready.learner.id], within=WHOLE_REGISTER)
    assert {each.confidence for each in said} == {Confidence.SELF_REPORTED}


async def test_the_way_back_is_the_same_whichever_agency_asks(ready: Town) -> None:
    found = await read_minimum(ready.session, learner_id=ready.learner.id, asker=ready.asker())
    assert found.wishes is not None
    told = await way_back(ready.session, learner=found.learner, wishes=found.wishes, today=ready.today)
    other = await jobcentre(ready.session, ready.now, "Harlow Jobcentre")
    worker = await make_account(ready.session, agency=other, role=Role.AGENCY_WORKER, now=ready.now)
    adviser = await make_account(ready.session, agency=ready.council, role=Role.YOUTH_ADVISER, now=ready.now)
    for asker in (
        ready.asker(worker, other),
        ready.asker(adviser, ready.council, within=Scope(ready.council.id)),
    ):
        await ready.opens(asker)
        theirs = await read_minimum(ready.session, learner_id=ready.learner.id, asker=asker)
        assert theirs.wishes == found.wishes
        again = await way_back(ready.session, learner=theirs.learner, wishes=found.wishes, today=ready.today)
        assert again == told


async def test_an_offer_accepted_takes_the_place_and_lets_its_provider_see_who_comes(ready: Town) -> None:
    offer_id = await offered(ready)
    assert await learners.learner(ready.session, ready.learner.id, within=Scope(ready.college.id)) is None
    done = await answered(ready, offer_id, ACCEPTED)
    assert done.state is OfferState.ACCEPTED
    assert await taken(ready) == 1
    assert await learners.learner(ready.session, ready.learner.id, within=Scope(ready.college.id))
    assert [kind for kind, _ in await milestones(ready)] == [
        MilestoneKind.RE_ENGAGED,
        MilestoneKind.OFFERED,
        MilestoneKind.ACCEPTED,
    ]


async def test_offered_twice_the_first_offer_stands(ready: Town) -> None:
    assert await offered(ready) == await offered(ready)


async def test_a_refusal_is_kept_with_its_reason_and_stops_the_clock(ready: Town) -> None:
    await answered(ready, await offered(ready), REFUSED)
    assert (MilestoneKind.DECLINED, "Too far away; two buses") in await milestones(ready)
    found = await read_minimum(ready.session, learner_id=ready.learner.id, asker=ready.asker())
    assert found.clock is not None
    assert found.clock.met is not None
    assert await taken(ready) == 0


async def test_a_refusal_without_a_reason_is_not_taken(ready: Town) -> None:
    offer_id = await offered(ready)
    with pytest.raises(Invalid) as refused:
        await answered(ready, offer_id, Answer(state=OfferState.REFUSED))
    assert refused.value.field == "refusal"


async def test_a_place_given_back_is_to_be_had_again_and_the_clock_goes_on(ready: Town) -> None:
    offer_id = await offered(ready)
    await answered(ready, offer_id, ACCEPTED)
    await answered(ready, offer_id, WITHDRAWN)
    assert await taken(ready) == 0
    found = await read_minimum(ready.session, learner_id=ready.learner.id, asker=ready.asker())
    assert found.clock is not None
    assert found.clock.met is None
    assert await offered(ready) != offer_id


async def test_an_offer_is_answered_once(ready: Town) -> None:
    offer_id = await offered(ready)
    await answered(ready, offer_id, REFUSED)
    with pytest.raises(OfferAnswered):
        await answered(ready, offer_id, ACCEPTED)
    with pytest.raises(OfferUnknown):
        await answered(ready, new_id(), ACCEPTED)


async def test_what_was_not_recommended_needs_a_reason_and_both_are_kept(ready: Town) -> None:
    await ready.offers(2, level="3", starts_on=ready.today + timedelta(weeks=2))
    places = {each.source_key: each.id for each in await provision.listed(ready.session, today=ready.today)}

    async def offer(why: str | None) -> UUID:
        return await make_offer(
            ready.session,
            learner_id=ready.learner.id,
            opportunity_id=places["C2"],
            override_reason=why,
            asker=ready.asker(),
        )

    for none in (None, "  "):
        with pytest.raises(Invalid) as refused:
            await offer(none)
        assert refused.value.field == "override_reason"
    await offer("their tutor vouches for them")
    (kept,) = (await read_minimum(ready.session, learner_id=ready.learner.id, asker=ready.asker())).offers
    assert kept.override_reason == "their tutor vouches for them"
    assert [each.opportunity_id for each in kept.recommended.options] == [places["C1"]]


async def test_before_their_wishes_are_known_nothing_is_offered(town: Town) -> None:
    await town.offers()
    await town.opens()
    with pytest.raises(Invalid, match="Ask first"):
        await offered(town)


async def test_what_was_withdrawn_is_no_longer_offered(ready: Town) -> None:
    place = await first_place(ready)
    await withdraw(ready.session, opportunity_id=place, by=By(agency_id=ready.college.id), now=ready.now)
    with pytest.raises(PlaceGone):
        await make_offer(
            ready.session,
            learner_id=ready.learner.id,
            opportunity_id=place,
            override_reason="x",
            asker=ready.asker(),
        )


async def test_the_clock_raises_its_alert_and_a_dated_place_closes_it(ready: Town) -> None:
    async def open_on(day: date) -> set[str]:
        await watch(
            ready.session, learner_ids=[ready.learner.id], by=ready.asker().by, now=ready.now, today=day
        )
        return {
            each.rule
            for each in (await alerts.open_alerts(ready.session, [ready.learner.id]))[ready.learner.id]
        }

    assert "R24" not in await open_on(ready.today + timedelta(days=14))
    assert "R24" in await open_on(ready.today + timedelta(days=21))
    await answered(ready, await offered(ready), ACCEPTED)
    assert "R24" not in await open_on(ready.today + timedelta(days=21))


async def test_of_fifty_who_accept_the_last_place_at_once_one_has_it(
    committed: Database, now: datetime, today: date
) -> None:
    async with committed.transaction(REGISTER) as session:
        town = await Town(session, now, today).set_up()
        await town.offers(places=1)
        everybody = [town.learner, *[await town.somebody() for _ in range(49)]]
        wishes = Wishes(free_on=today)
        offers = {}
        for each in everybody:
            adviser = town.asker(within=WHOLE_REGISTER)
            await town.wishes(each, adviser, free_on=wishes.free_on)
            offers[each.id] = await make_offer(
                session,
                learner_id=each.id,
                opportunity_id=await first_place(town),
                override_reason=None,
                asker=adviser,
            )

    async def accept(learner_id: UUID) -> bool:
        async with committed.transaction(REGISTER) as session:
            try:
                await answer_offer(
                    session,
                    learner_id=learner_id,
                    offer_id=offers[learner_id],
                    answer=ACCEPTED,
                    asker=town.asker(within=WHOLE_REGISTER),
                )
            except PlaceGone:
                return False
        return True

    won = await asyncio.gather(*(accept(learner_id) for learner_id in offers))
    assert sum(won) == 1
    async with committed.transaction(REGISTER) as session:
        (place,) = await provision.listed(session, today=today)
        assert (place.places, place.taken) == (1, 1)
