"""Scope: who reaches which learners at all, and that every question about learners asks for one."""

import ast

import pytest

from service.access.operations import give_access
from service.access.queries import agencies_with_access
from service.access.rows import NO_LEARNER, WHOLE_REGISTER, Access, Reason, Scope
from service.access.rules import scope_of
from service.accounts.rows import Actor, Role, TokenScope
from service.kit.database import Session
from service.kit.ids import new_id
from service.learners import queries as learners
from tests.noise import Noise
from tests.repository.source import ROOT, functions, listed, python_files, tree

AGENCY = new_id()
ANSWERS_NO_ROWS = {"None", "bool", "int"}

ABOUT_MONEY = (
    "funds", "fund_years", "hold_fund_year", "contributions", "allocations", "given", "allocated", "scenarios", "steps",
    "hold_steps", "tariffs", "hold_tariff", "statements_of_year", "statements_of", "statement", "statement_of", "years",
    "parts_of", "earned", "paid", "first_use", "uses_of", "runs", "hold_period", "hold_statement", "unsettled_before",
    "last_prepared", "pay", "before", "open_one", "last_period", "statement_of_line",
)  # fmt: skip
JOBS_OF_MONEY = (
    "hold_declaring", "declared_until", "changed", "taught", "born", "agencies", "declarations_of", "settled_funds",
    "forget_lines", "dues", "owed", "paid_to", "standing", "on_earlier", "known_lines",
)  # fmt: skip

# Statements that read without a scope, and why they may. A page or an API route asks with a scope first.
WITHOUT_SCOPE = {
    "learners": {
        "exactly": "matching: a claim may be about anybody",
        "nearby": "matching: a claim may be about anybody",
        "candidates_called": "matching: those it met, as it sees them",
        "page_of_candidates": "matching: keys are made for everybody",
        "months_of_matching": "counts, by a council's key",
        "decisions_about": "weights and yes or no, by a council's key",
        "decided_pairs": "matching: weights and yes or no, of nobody named",
        "owner_of_uln": "matching: says only whose a number is, to whoever decides about it",
        "last_count": "about the register as a whole",
        "name_counts": "about the register as a whole",
        "notes_of": "of a review that was fetched by its council's key",
        "indicators_taken": "minting: says only which of its own drawings somebody has",
        "complete": "matching: fills in what a claim brought",
        "answered": "an agency's own claims, by its key",
        "claim_called": "an agency's own claim, by its key",
        "open_reviews": "a council's own list, by its key",
        "review": "a council's own list, by its key",
        "council_of": "about an agency",
        "claimed_in": "an agency's own claims, by its key",
        "claimed_otherwise": "an agency's own claims, by its key",
    },
    "referrals": {
        "open_referrals": "the safety net looks at whoever changed",
        "hold_referral": "its operation asks whose it is",
        "referrals_of": "of a learner who was found in scope",
    },
    "safeguarding": {},
    "own_record": {
        "hold_link": "by the code alone: whoever holds it is in nobody's scope yet",
        "let_in": "by the browser's own token",
        "looked": "a young person's own record, let in by a link",
        "requests_of": "a young person's own record, let in by a link",
    },
    "pathways": {
        "main_spells_of": "derived rows, to be written anew by the safety net",
        "corrected_by_hand": "an agency's own facts, by its key",
        "said_with": "an agency's own facts, by its key",
        "names_of_spells": "says only how an agency itself calls its spells",
        "who_is_in": "an agency's own facts, by its key",
        "told_by": "an agency's own facts, by its key",
        "resting_on": "says only about whom, by whom and when something rests on an agency's own file",
        "in_conflict": "a council's own list, by its key",
        "due": "the daily run",
        "everybody": "the full run",
    },
    "alerts": {
        "open_alerts": "the safety net: what is open about those it looks at",
        "closed_lately": "the safety net: what was closed about those it looks at",
        "steps": "of an alert that was opened with a scope",
        "learners_without_adviser": "a council's own, by its key",
        "provider_rows": "about providers",
        "open_provider_alerts": "about providers",
    },
    "guarantee": {
        "wishes": "of a record that is open to whoever asks: its operations require it",
        "offers_of": "the same",
        "hold_offer": "the same",
        "opening": "of whoever asks alone, by their account",
        "placed": "row-level security leaves whom the provider may see",
    },
    "funding": {
        **dict.fromkeys(ABOUT_MONEY, "about money and providers, of nobody"),
        **dict.fromkeys(JOBS_OF_MONEY, "a job: declarations and statements follow from everybody's facts"),
        "numbered_lines": "for whoever pays: numbers instead of names",
        "open_disputes": "for whoever pays: words without names",
        "dispute": "the same",
        "disputes_of": "a provider's own, by its key",
        "first_refused": "the same",
    },
    "caseloads": {
        "holdings": "an agency's own, by its key",
        "availability": "about an agency's advisers, by its key",
    },
}


def actor(role: Role | None) -> Actor:
    scopes = frozenset(TokenScope) if role is None else frozenset[TokenScope]()
    return Actor(agency_id=AGENCY, agency_name="An agency", agency_kind="provider", role=role, scopes=scopes)


@pytest.mark.parametrize(
    ("role", "scope"),
    [
        pytest.param(Role.PROVIDER_STAFF, Scope(AGENCY), id="provider staff reach their agency's"),
        pytest.param(Role.YOUTH_ADVISER, Scope(AGENCY), id="advisers reach their council's"),
        pytest.param(Role.TEAM_LEAD, Scope(AGENCY), id="team leads reach their council's"),
        pytest.param(Role.SERVICE_MANAGER, Scope(AGENCY), id="so do service managers"),
        pytest.param(Role.DATA_OFFICER, Scope(AGENCY), id="data officers reach their council's"),
        pytest.param(None, Scope(AGENCY), id="an agency's system reaches its agency's"),
        pytest.param(Role.BOARD_MEMBER, NO_LEARNER, id="a board member reaches nobody"),
        pytest.param(
            Role.AGENCY_WORKER, NO_LEARNER, id="another agency's worker reaches nobody without a reason"
        ),
        pytest.param(Role.COMMISSIONER, NO_LEARNER, id="a commissioner reaches nobody"),
        pytest.param(Role.ADMINISTRATOR, NO_LEARNER, id="an administrator reaches nobody"),
    ],
)
def test_scope_of_a_role(role: Role | None, scope: Scope) -> None:
    assert scope_of(actor(role)) == scope


def test_nobody_who_asks_is_given_the_whole_register() -> None:
    assert WHOLE_REGISTER not in {scope_of(actor(role)) for role in (*Role, None)}


async def test_access_opens_a_learner_to_that_agency_and_no_other(session: Session, noise: Noise) -> None:
    learner, stranger = noise.learners[0], new_id()
    assert await learners.learner(session, learner.id, within=Scope(stranger)) is None
    await give_access(
        session, granted=[Access(learner_id=learner.id, agency_id=stranger, reason=Reason.REGISTERED)]
    )
    assert await learners.learner(session, learner.id, within=Scope(stranger)) == learner
    others = [each.id for each in noise.learners[1:]]
    assert await learners.learners(session, others, within=Scope(stranger)) == {}


async def test_access_given_again_keeps_its_first_reason_and_is_there_once(
    session: Session, noise: Noise
) -> None:
    learner = noise.learners[0]
    before = await agencies_with_access(session, learner.id)
    again = Access(learner_id=learner.id, agency_id=noise.provider.id, reason=Reason.RESIDENT)
    await give_access(session, granted=[again, again])
    assert await agencies_with_access(session, learner.id) == before
    assert set(before) == {noise.provider.id, noise.council.id}


async def test_giving_access_to_nobody_does_nothing(session: Session) -> None:
    await give_access(session, granted=[])


@pytest.mark.parametrize("feature", WITHOUT_SCOPE)
def test_every_question_about_learners_asks_for_a_scope(feature: str) -> None:
    asking = [
        node
        for path in python_files(f"service/{feature}")
        if "queries" in path.relative_to(ROOT).with_suffix("").parts
        for node in functions(path)
        if answers_rows(node) and node in tree(path).body
    ]
    assert asking
    missing = [
        node.name for node in asking if not requires_scope(node) and node.name not in WITHOUT_SCOPE[feature]
    ]
    assert not missing, listed(missing)
    gone = WITHOUT_SCOPE[feature].keys() - {node.name for node in asking if not requires_scope(node)}
    assert not gone, "the list of those without a scope names some that have one, or are gone"


def answers_rows(node: ast.FunctionDef | ast.AsyncFunctionDef) -> bool:
    public = not node.name.startswith("_") and isinstance(node, ast.AsyncFunctionDef)
    return public and node.returns is not None and ast.unparse(node.returns) not in ANSWERS_NO_ROWS


def requires_scope(node: ast.FunctionDef | ast.AsyncFunctionDef) -> bool:
    """`*, within: Scope`, without a default."""
    asked = zip(node.args.kwonlyargs, node.args.kw_defaults, strict=True)
    return any(
        argument.arg == "within"
        and default is None
        and argument.annotation is not None
        and ast.unparse(argument.annotation) == "Scope"
        for argument, default in asked
    )
