"""A desk at which records are joined and parted."""

from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest

from service.accounts.rows import Role
from service.agencies.rows import Agency
from service.alerts.operations import record
from service.caseloads import operations as caseloads
from service.kit import database as sql
from service.kit.audit import By
from service.kit.database import Session
from service.learners.rows import Learner, Sex
from service.merging.operations import (
    merge,
    unmerge,
)
from service.merging.rows import Joining, Merge, Side
from service.merging.rules import REGISTRY
from service.pathways.rows import Completion, MilestoneKind
from tests.factories import a_milestone, a_spell, make_account, make_council, make_learner, make_provider

DERIVED_OR_DONE = {"audit_entry", "merge", "merge_image", "notice", "pair_search"}


class Desk:
    """A council's data officer, two colleges, and two records of one person, each with a life of its own."""

    def __init__(self, session: Session, now: datetime, today: date) -> None:
        self.session, self.now, self.today = session, now, today

    async def set_up(self) -> "Desk":
        self.council = await make_council(self.session, now=self.now)
        self.college, self.other_college = [
            await make_provider(self.session, now=self.now, council=self.council, name=name)
            for name in ("First College", "Second College")
        ]
        officer = await make_account(self.session, agency=self.council, role=Role.DATA_OFFICER, now=self.now)
        self.adviser = await make_account(
            self.session, agency=self.council, role=Role.YOUTH_ADVISER, now=self.now
        )
        self.by = By(agency_id=self.council.id, account_id=officer.id)
        self.one = await self.somebody(self.college, "Fenwright", given_names="Ida", uln="9276308686")
        self.other = await self.somebody(
            self.other_college, "Thorogood", given_names="Beatrix", postcode="SS1 1AA", sex=Sex.FEMALE
        )
        return self

    async def somebody(self, college: Agency, family: str, **details: Any) -> Learner:
        by = By(agency_id=college.id)
        born = date(self.today.year - 17, 9, 25)
        learner = await make_learner(
            self.session, by=by, now=self.now, family_name=family, date_of_birth=born, **details
        )
        spell = a_spell(
            learner.id,
            agency=college,
            now=self.now,
            ended_on=self.today - timedelta(days=20),
            completion=Completion.WITHDRAWN,
        )
        milestone = a_milestone(learner.id, MilestoneKind.ATTENDANCE, agency=college, now=self.now)
        await record(
            self.session, spells=[spell], milestones=[milestone], by=by, now=self.now, today=self.today
        )
        await caseloads.assign(
            self.session,
            learner_id=learner.id,
            to=self.adviser.id,
            by=By(agency_id=self.council.id),
            now=self.now,
            today=self.today,
        )
        return learner

    async def joins(self, *, reason: str = "The college sent both papers", **choices: Side) -> UUID:
        asked = Joining(survivor_id=self.one.id, merged_id=self.other.id, choices=choices, reason=reason)
        return await merge(self.session, asked=asked, by=self.by, now=self.now, today=self.today)

    async def parts(self, merge_id: UUID, *, days: int = 1) -> Merge:
        return await unmerge(
            self.session,
            merge_id=merge_id,
            because="Two papers, two people",
            by=self.by,
            now=self.now + timedelta(days=days),
            today=self.today + timedelta(days=days),
        )

    async def everything(self) -> dict[str, list[dict[str, Any]]]:
        """Every row that names either, but for what is drawn from the facts and what tells of the merge."""
        found = {}
        for table in sorted({each.table for each in REGISTRY} - DERIVED_OR_DONE - {"pair_ruling", "change"}):
            columns = [each.column for each in REGISTRY if each.table == table]
            asked = " or ".join(f"t.{column} in ($1, $2)" for column in columns)
            statement = f"select to_jsonb(t) as row from {table} t where {asked} order by 1"
            found[table] = [
                dict(row["row"])
                for row in await sql.rows(self.session, statement, self.one.id, self.other.id)
            ]
        people = "select to_jsonb(l) - 'described_at' as row from learner l where id in ($1, $2) order by id"
        found["learner"] = [
            dict(row["row"]) for row in await sql.rows(self.session, people, self.one.id, self.other.id)
        ]
        return found


@pytest.fixture
async def desk(session: Session, now: datetime, today: date) -> Desk:
    return await Desk(session, now, today).set_up()
