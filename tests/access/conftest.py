"""Two councils with everything there can be about a learner, committed, so that connections can disagree about it."""

from collections.abc import AsyncIterator
from datetime import datetime, timedelta
from uuid import UUID

import msgspec
import pytest

from service.access.rows import Scope
from service.accounts.rows import Account, Role
from service.agencies.rows import Agency
from service.alerts.operations import log_contact, record, refer
from service.caseloads import operations as caseloads
from service.caseloads.rows import Channel, Contact, Found
from service.circumstances.operations import record_circumstance
from service.circumstances.rows import Kind
from service.funding import queries as funding
from service.funding.rows import Band, Declaration, DeclarationEvent, Evidence, Reason, State
from service.funding.rows import Outcome as Claimed
from service.guarantee import queries as guarantee
from service.guarantee.rows import NewWishes, Offer, Opening, OpeningReason, Recommendation, Route
from service.imports import queries as submissions
from service.imports.operations import receive
from service.imports.rows import NewRow, SubmittedLearner
from service.kit import database as kit
from service.kit.audit import By
from service.kit.database import REGISTER, Context, Database, Session
from service.kit.ids import new_id
from service.learners import queries as register
from service.learners.operations import issue_indicator
from service.learners.rows import Claim, Learner, LrsChecked, LrsOutcome, NewOtherName, Outcome, Request
from service.notices import queries as notices
from service.notices.rows import NewNotice
from service.own_record.operations import Wrong, ask_to_correct, enter, let_in_by, make_link
from service.own_record.rows import About
from service.pathways.rows import MilestoneKind
from service.pathways.rules import Stage
from service.provision.rows import Kind as Offering
from service.referrals.rows import Ask
from service.returns import queries as returns
from service.returns.rows import CheckDone, CohortStatus, Faulty, NewReturn, Returned
from service.vocabulary.day import london_day
from tests.circumstances.saying import says
from tests.conftest import NOW
from tests.factories import a_milestone, make_account
from tests.noise import Noise, make_noise

TODAY = london_day(NOW)


class Side(msgspec.Struct, frozen=True, kw_only=True):
    """One council, its provider and what is recorded about their learners."""

    noise: Noise
    submission_id: UUID
    alert_id: UUID
    review_id: UUID

    @property
    def council(self) -> Agency:
        """Whose learners they are."""
        return self.noise.council

    @property
    def learner(self) -> Learner:
        """Who left early, and so has an alert."""
        return self.noise.learners[1]

    @property
    def context(self) -> Context:
        """The council asks."""
        return Context(agency_id=self.council.id)


@pytest.fixture(scope="module")
async def sides(committed: Database) -> tuple[Side, Side]:
    """Two that must never see each other."""
    async with committed.transaction(REGISTER) as session:
        return (await _side(session), await _side(session))


async def _side(session: Session) -> Side:
    noise = await make_noise(session, now=NOW)
    learner, council = noise.learners[1], noise.council
    adviser = await make_account(session, agency=council, role=Role.YOUTH_ADVISER, now=NOW)
    by = By(agency_id=council.id, account_id=adviser.id)
    contact = Contact(
        learner_id=learner.id,
        id=new_id(),
        account_id=adviser.id,
        agency_id=council.id,
        channel=Channel.PHONE,
        two_way=False,
        occurred_on=TODAY,
        recorded_at=NOW,
    )
    await log_contact(session, contact=contact, by=by, now=NOW)
    await caseloads.assign(session, learner_id=learner.id, to=adviser.id, by=by, now=NOW, today=TODAY)
    await _known_to_both(session, learner, council)
    milestone = a_milestone(learner.id, MilestoneKind.ATTENDANCE, agency=noise.provider, now=NOW)
    await record(session, milestones=[milestone], by=By(agency_id=noise.provider.id), now=NOW, today=TODAY)
    await record_circumstance(
        session,
        said=says(1, Kind.LEVEL_OF_NEED, "1", learner_id=learner.id, id=new_id(), agency_id=council.id),
        born_on=learner.date_of_birth,
        by=by,
        now=NOW,
        today=TODAY,
    )
    await _returned(session, learner, council)
    await _re_engaged(session, learner, adviser)
    await _reads_their_own(session, learner, by)
    await _looked_for(session, learner, noise.provider, by)
    await _claimed(session, learner, noise.provider)
    return Side(
        noise=noise,
        submission_id=await _file(session, noise, now=NOW),
        alert_id=await kit.value(session, "select id from alert where learner_id = $1", learner.id),
        review_id=await _review(session, noise, learner),
    )


async def _returned(session: Session, learner: Learner, council: Agency) -> None:
    """A return with the learner in it, and a fault of their record."""
    asked = NewReturn(id=new_id(), council_id=council.id, period_ends_on=TODAY, asked_at=NOW, asked_by=None)
    await returns.add_return(session, asked)
    told = Returned(return_id=asked.id, learner_id=learner.id, status=CohortStatus.PRIMARY, activity=810)
    await returns.add_returned(session, [told])
    await returns.number(session, council.id, [learner.id])
    done = CheckDone(council_id=council.id, checked_at=NOW, period_ends_on=TODAY, young_people=1, faulty=1)
    await returns.keep_check(session, done, [Faulty(learner_id=learner.id, council_id=council.id, code=100)])


async def _re_engaged(session: Session, learner: Learner, adviser: Account) -> None:
    """What they want, what they were offered, and that somebody looked."""
    who = {"learner_id": learner.id, "agency_id": adviser.agency_id, "account_id": adviser.id}
    wishes = NewWishes(
        **who,
        id=new_id(),
        said_at=NOW,
        said_on=TODAY,
        sectors="5",
        route=Route.EITHER,
        readiness=2,
        needs="",
        travel_minutes=None,
        hours=None,
        free_on=TODAY,
        may_repeat=False,
        repeat_reason=None,
    )
    await guarantee.add_wishes(session, wishes)
    await guarantee.add_offer(session, _offer(who))
    opening = Opening(
        **who,
        id=new_id(),
        reason=OpeningReason.HERE_NOW,
        words="Came in.",
        opened_at=NOW,
        closes_at=NOW + timedelta(hours=4),
    )
    await guarantee.add_opening(session, opening)


async def _looked_for(session: Session, learner: Learner, provider: Agency, by: By) -> None:
    """A step of tracing, and another agency asked."""
    within, found = Scope(by.agency_id), {"lists": Found.NOTHING}
    await caseloads.note_tracing(
        session, learner_id=learner.id, found=found, within=within, by=by, now=NOW, today=TODAY
    )
    ask = Ask(learner_id=learner.id, to=provider.id, words="A word.")
    await refer(session, ask=ask, within=within, by=by, now=NOW, today=TODAY)


async def _claimed(session: Session, learner: Learner, provider: Agency) -> None:
    """An outcome a provider claims for them, refused."""
    who = {"learner_id": learner.id, "id": new_id()}
    made = Declaration(
        **who,
        provider_id=provider.id,
        fund="efa-16-19",
        year=TODAY.year,
        sector="5.2",
        course=new_id(),
        occasion=new_id(),
        kind=Claimed.START,
        occurred_on=TODAY,
        claim_until_on=TODAY,
        evidence=Evidence.OWN_WORD,
        band=Band.NOT_ASSESSED,
        part=1,
        parts=1,
        verified_at=NOW,
        state=State.INELIGIBLE,
        reason=Reason.NO_EVIDENCE,
        declared_at=NOW,
    )
    await funding.add_declarations(session, [made])
    event = DeclarationEvent(
        learner_id=learner.id,
        id=new_id(),
        declaration_id=made.id,
        state=State.SUBMITTED,
        reason=None,
        statement_id=None,
        at=NOW,
    )
    await funding.add_events(session, [event])


async def _reads_their_own(session: Session, learner: Learner, by: By) -> None:
    """A link, the browser it let in, and what they say is wrong."""
    made = await make_link(
        session, learner_id=learner.id, within=Scope(by.agency_id), secret="a", by=by, now=NOW
    )
    entered = await enter(
        session, code=made.code, born_on=learner.date_of_birth, client="192.0.2.1", secret="a", now=NOW
    )
    reader = await let_in_by(session, token=entered.token or "", now=NOW)
    assert reader
    await ask_to_correct(session, wrong=Wrong(about=About.OTHER, words="A word."), reader=reader, now=NOW)


def _offer(who: dict[str, UUID]) -> Offer:
    return Offer(
        **who,
        id=new_id(),
        opportunity_id=new_id(),
        provider_id=new_id(),
        kind=Offering.COURSE,
        title="Building",
        level="1",
        sector="5.2",
        starts_on=TODAY,
        made_at=NOW,
        made_on=TODAY,
        recommended=Recommendation(target=Stage.ENTRY_OR_LEVEL_1, why=(), options=()),
    )


async def _known_to_both(session: Session, learner: Learner, council: Agency) -> None:
    """Names, one of them hidden, and a notice."""
    names = [("Told", False), ("Never Told", True)]
    await register.note_names(
        session,
        [
            NewOtherName(
                learner_id=learner.id,
                id=new_id(),
                name=name,
                hidden=hidden,
                noted_at=NOW,
                noted_by=council.id,
            )
            for name, hidden in names
        ],
    )
    await register.add_checks(
        session,
        [
            LrsChecked(
                learner_id=learner.id,
                id=new_id(),
                outcome=LrsOutcome.NONE,
                uln=None,
                linked=None,
                received_at=NOW,
                received_by=council.id,
            )
        ],
    )
    await notices.tell(
        session,
        [NewNotice(agency_id=council.id, id=new_id(), learner_id=learner.id, sentence="Told", told_at=NOW)],
    )


async def _file(session: Session, noise: Noise, *, now: datetime) -> UUID:
    async def pieces() -> AsyncIterator[bytes]:
        yield b"<Message/>"

    by = By(agency_id=noise.council.id)
    key = await receive(session, file_name="a.xml", pieces=pieces(), limit=100, by=by, now=now, today=TODAY)
    read = SubmittedLearner(line=3, reference="A1", given_names=None, family_name=None, date_of_birth=None)
    row = NewRow(
        submission_id=key,
        n=1,
        reference="A1",
        submitted=read.as_text,
        problems=None,
        outcome="refused",
        learner_id=None,
    )
    await submissions.add_rows(session, [row])
    return key


async def _review(session: Session, noise: Noise, like: Learner) -> UUID:
    """A claim that resembles a learner, and so waits for the council's data officer."""
    claim = Claim(
        given_names=like.given_names,
        family_name=f"{like.family_name}-Marsh",
        date_of_birth=like.date_of_birth,
    )
    request = Request(client_claim_id=f"like {like.id}", claim=claim)
    by = By(agency_id=noise.council.id)
    answer = await issue_indicator(session, request=request, by=by, now=NOW, today=TODAY)
    assert answer.outcome is Outcome.REVIEW, answer.sentence
    statement = "select r.id from review r join claim c on c.id = r.claim_id where c.client_claim_id = $1"
    found: UUID = await kit.value(session, statement, request.client_claim_id)
    return found
