"""The demo town: Greater Essex in small, so that each page has something true to show.

Three hundred invented learners over two years, told through the real operations as if the service had been
there all along; people who sign in, one for each role and more; everything that waits for somebody's
decision.
"""

from bisect import bisect_right
from collections.abc import Callable, Sequence
from datetime import date, datetime, timedelta
from operator import attrgetter
from uuid import UUID

import msgspec

from service.accounts import queries as accounts
from service.accounts.operations import add_account
from service.accounts.rows import Person, Role
from service.agencies import queries as agencies
from service.alerts.operations import watch_providers
from service.demo.casework import Casework
from service.demo.cast import Cast, gather_cast
from service.demo.contradictions import contradict
from service.demo.files import LEARNERS_IN_BAD_FILE, LEARNERS_IN_GOOD_FILE, Sender, submit_files
from service.demo.journeys import add_journeys
from service.demo.lately import Lately
from service.demo.months import freeze_months
from service.demo.needs import tell_needs
from service.demo.opportunities import add_opportunities
from service.demo.pool import Pool
from service.demo.priorities import tell_priorities
from service.demo.providers import AGENCIES, APPRENTICES, COLLEGE, JOBCENTRE
from service.demo.replay import Replay, everything_told, in_the_morning, ticks
from service.demo.rows import Invented
from service.demo.staff import STAFF, TownAccount
from service.demo.stories import stories, tell
from service.demo.surroundings import PEOPLE, add_surroundings, share_out
from service.demo.townsfolk import SEED, newcomers, silent_since, townsfolk
from service.demo.ways_back import WaysBack
from service.kit.audit import By
from service.kit.database import REGISTER, Database, Session
from service.kit.errors import Refused
from service.kit.ids import NOBODY
from service.returns.operations import check_returns
from service.settings import Settings

PASSWORD = "lantern-gravel-orchard"  # noqa: S105 - the demo's, shown to whoever starts it; refused in production
_WATCHED_BY_ADVISERS = timedelta(weeks=16)
_MET_BY_THE_JOBCENTRE = timedelta(weeks=6)
_NOBODYS = 12  # learners whom no adviser has taken on when the town is made


class Town(msgspec.Struct, frozen=True, kw_only=True):
    """The accounts, all with one password. `learners` is 0 where the town was there already."""

    accounts: tuple[TownAccount, ...]
    password: str = PASSWORD
    learners: int = 0


class NotInProduction(Refused):
    """Invented people have no place beside real ones."""

    code = "not_in_production"


_LAST = "admin@demo.invalid"  # whose account is there, the town is whole: it is made last
_BY = By(agency_id=NOBODY)


async def seed_town(
    database: Database,
    *,
    settings: Settings,
    now: datetime,
    today: date,
    surroundings: int = PEOPLE,
    say: Callable[[str], None] = lambda _: None,
) -> Town:
    """Make the town, or only name its accounts where it is there already.

    `surroundings` people live around it, for the board's figures; `say` is told how far the making is. Raises
    `NotInProduction`.
    """
    if settings.production:
        raise NotInProduction("The demo town is for trying the service out. It cannot be made in production.")
    async with database.transaction(REGISTER) as session:
        if await accounts.account_with(session, _LAST) is not None:
            return Town(accounts=await _accounts(session))
        cast = await gather_cast(session, by=_BY, now=now, today=today)
    people = townsfolk(today)
    made = _Making(database, settings, cast, people, now=now, today=today)
    await add_surroundings(
        database,
        cast,
        learners=surroundings,
        service_name=settings.service_name,
        now=now,
        today=today,
        say=say,
    )
    say("Telling two years of the demo town")
    await made.open_accounts(*(email for email, *_ in STAFF[:-1]))
    await made.tell()
    await made.tell_stories()
    await made.freeze_and_fund(say)
    await made.open_accounts(_LAST)
    async with database.transaction(REGISTER) as session:
        return Town(accounts=await _accounts(session), learners=len(people))


async def _accounts(session: Session) -> tuple[TownAccount, ...]:
    names = {agency.code: agency.name for agency in await agencies.agencies(session)}
    return tuple(
        TownAccount(email=email, name=name, role=role, agency=names[code])
        for email, name, code, role in STAFF
    )


class _Making:
    """The making of a town: accounts first, since what they did is told in their name."""

    def __init__(
        self,
        database: Database,
        settings: Settings,
        cast: Cast,
        people: Sequence[Invented],
        *,
        now: datetime,
        today: date,
    ) -> None:
        self._database, self._settings, self._cast, self._people = database, settings, cast, people
        self._now, self._today = now, today
        self._keys: dict[str, UUID] = {}

    async def open_accounts(self, *emails: str) -> None:
        """Gives people their accounts; one that is there already stays."""
        for email, name, code, role in STAFF:
            if email not in emails:
                continue
            async with self._database.transaction(REGISTER) as session:
                account = await accounts.account_with(session, email) or await add_account(
                    session,
                    person=Person(agency_id=self._cast.agencies[code], role=role, name=name, email=email),
                    password=PASSWORD,
                    service_name=self._settings.service_name,
                    by=_BY,
                    now=self._now,
                )
            self._keys[email] = account.id

    async def tell(self) -> None:
        """Week after week: what was said, what the advisers did, which providers were silent, which files came."""
        told = everything_told(self._people)
        replay = Replay(
            self._database,
            self._cast,
            {code: self._keys[email] for email, _, code, role in STAFF if role is Role.PROVIDER_STAFF},
            decider=By(agency_id=self._cast.agencies["essex"], account_id=self._keys["data@demo.invalid"]),
            silent_since=silent_since(self._today),
        )
        casework = self._casework = Casework(
            self._database,
            self._cast.agencies["essex"],
            tuple(self._keys[email] for email, _, _, role in STAFF if role is Role.YOUTH_ADVISER),
            seed=SEED,
        )
        days, begin = ticks(told[0].day, self._today), 0
        jobcentre = self._ways_back()
        await self._offer(now=in_the_morning(self._today - _MET_BY_THE_JOBCENTRE, self._now))
        files = dict(zip(days[-3:-1], (self._send_good_file, self._send_bad_files), strict=False))
        for day in days:
            now = in_the_morning(day, self._now)
            end = bisect_right(told, day, key=attrgetter("day"))
            await replay.tick(told[begin:end], now=now, today=day)
            begin = end
            if day in files:
                await files[day](now=now, today=day)
            if day >= self._today - _WATCHED_BY_ADVISERS:
                await casework.week(now=now, today=day)
                if day >= self._today - _MET_BY_THE_JOBCENTRE:
                    await jobcentre.week(now=now, today=day)
                await watch_providers(self._database, now=now, today=day)

    def _ways_back(self) -> WaysBack:
        return WaysBack(
            self._database,
            council_id=self._cast.agencies["essex"],
            jobcentre=self._jobcentre(),
            worker=self._keys["jobcentre@demo.invalid"],
            seed=SEED,
        )

    def _jobcentre(self) -> tuple[UUID, str]:
        name = next(agency.name for agency in AGENCIES if agency.code == JOBCENTRE)
        return self._cast.agencies[JOBCENTRE], name

    async def _offer(self, *, now: datetime) -> None:
        """Each provider's list, and how far everything is."""
        async with self._database.transaction(REGISTER) as session:
            await add_journeys(session, self._cast.districts)
            await add_opportunities(session, self._cast.agencies, seed=SEED, now=now, today=self._today)

    async def tell_stories(self) -> None:
        """Claims of the last weeks: a changed name, moves, and those that wait for the data officer; then needs."""
        for story in sorted(stories(self._people, self._today), key=lambda story: -story.days_ago):
            async with self._database.transaction(REGISTER) as session:
                await tell(session, story, self._cast, now=self._now)
        async with self._database.transaction(REGISTER) as session:
            await contradict(session, self._cast, now=self._now)
        await self._tell_needs()
        lately = Lately(
            self._database,
            council_id=self._cast.agencies["essex"],
            jobcentre=self._jobcentre(),
            people=self._keys,
            secret=self._settings.secret,
            now=self._now,
            today=self._today,
        )
        await lately.tell()

    async def _tell_needs(self) -> None:
        """Needs, attainment and attendance, and what of them the councils' return lacks."""
        await tell_needs(self._database, now=self._now, today=self._today)
        async with self._database.transaction(REGISTER) as session:
            council_id = self._cast.agencies["essex"]
            others = [
                each.id
                for each in await accounts.advisers_of(session, council_id)
                if each.role is Role.YOUTH_ADVISER and each.id not in self._keys.values()
            ]
            if others:
                await share_out(session, council_id, others, leaving=_NOBODYS, today=self._today)
        await check_returns(self._database, now=self._now, today=self._today)
        await self._casework.week(now=self._now, today=self._today)  # about what attendance has raised

    async def freeze_and_fund(self, say: Callable[[str], None]) -> None:
        """Months for the board, then money and statements."""
        say("Freezing the last months for the board")
        await self.freeze_months()
        say("Filling the pool and stating two quarters")
        pool = Pool(self._database, self._cast, self._keys, seed=SEED, now=self._now, today=self._today)
        await pool.fill()

    async def freeze_months(self) -> None:
        """The last whole months, each on the third day after it; then what the board made of them."""
        by = By(agency_id=self._cast.agencies["essex"])
        await freeze_months(self._database, by=by, now=self._now, today=self._today)
        await tell_priorities(self._database, by.agency_id, now=self._now, today=self._today)

    async def _send_good_file(self, *, now: datetime, today: date) -> None:
        people = newcomers(self._today, count=LEARNERS_IN_GOOD_FILE)
        await self._sender(COLLEGE, "college@demo.invalid", now=now, today=today).send_good(people)

    async def _send_bad_files(self, *, now: datetime, today: date) -> None:
        await submit_files(
            self._sender(COLLEGE, "college@demo.invalid", now=now, today=today),
            self._sender(APPRENTICES, "apprenticeships@demo.invalid", now=now, today=today),
            newcomers(self._today, count=LEARNERS_IN_GOOD_FILE + LEARNERS_IN_BAD_FILE)[
                LEARNERS_IN_GOOD_FILE:
            ],
        )

    def _sender(self, code: str, email: str, *, now: datetime, today: date) -> Sender:
        ukprn = next(agency.ukprn for agency in AGENCIES if agency.code == code)
        if ukprn is None:
            raise ValueError("Only providers send ILR files.")
        by = By(agency_id=self._cast.agencies[code], account_id=self._keys[email])
        return Sender(self._database, self._settings, ukprn=ukprn, by=by, now=now, today=today)
