"""Tokens of agencies' systems."""

from datetime import datetime, timedelta

import pytest

from service.accounts import queries
from service.accounts.operations import TokenUnknown, actor_of_token, issue_token, revoke_token
from service.accounts.rows import Actor, TokenScope
from service.accounts.rules import SEEN_EVERY
from service.agencies.rows import Agency
from service.kit import database
from service.kit.audit import By
from service.kit.database import Session
from service.kit.errors import Invalid
from service.kit.ids import new_id
from tests.accounts.conftest import Acts

SCOPES = (TokenScope.PATHWAY, TokenScope.INDICATORS)


@pytest.fixture
async def token(session: Session, provider: Agency, by: By, now: datetime) -> str:
    """The college's token."""
    return await issue_token(
        session, agency_id=provider.id, name="Records  system", scopes=SCOPES, by=by, now=now
    )


async def test_issue_token_gives_a_token_that_names_the_agency(
    session: Session, provider: Agency, token: str, now: datetime
) -> None:
    actor = await actor_of_token(session, token=token, now=now)
    assert actor is not None
    assert actor == Actor(
        agency_id=provider.id,
        agency_name="Easthaven College",
        agency_kind="provider",
        name="Records system",
        scopes=frozenset(SCOPES),
        token_id=actor.token_id,
    )


async def test_the_token_is_shown_once_and_not_kept(session: Session, token: str) -> None:
    kept = await database.value(session, "select t::text from api_token t")
    assert token.startswith("pwy_")
    assert len(token) >= 47
    assert token not in kept
    assert token.encode().hex() not in kept


@pytest.mark.parametrize("given", ["", "pwy_", "pwy_guess", "\x00"])
async def test_an_unknown_token_names_nobody(session: Session, token: str, now: datetime, given: str) -> None:
    assert await actor_of_token(session, token=given, now=now) is None


async def test_a_revoked_token_names_nobody_and_is_told_once(
    session: Session, provider: Agency, token: str, by: By, now: datetime, acts: Acts
) -> None:
    (kept,) = await queries.tokens_of(session, provider.id)
    for _ in range(2):
        await revoke_token(session, token_id=kept.id, by=by, now=now)
    assert await actor_of_token(session, token=token, now=now) is None
    told = await acts(by.agency_id)
    assert told == [("token issued", by.account_id, kept.id), ("token revoked", by.account_id, kept.id)]
    (revoked,) = await queries.tokens_of(session, provider.id)
    assert revoked.revoked_at == now


async def test_revoke_token_refuses_an_unknown_one(session: Session, by: By, now: datetime) -> None:
    with pytest.raises(TokenUnknown):
        await revoke_token(session, token_id=new_id(), by=by, now=now)


async def test_tokens_of_lists_one_agency_s_and_when_each_was_used(
    session: Session, council: Agency, provider: Agency, token: str, now: datetime
) -> None:
    moments = [now, now + SEEN_EVERY, now + SEEN_EVERY + timedelta(microseconds=1)]
    noted = []
    for moment in moments:
        await actor_of_token(session, token=token, now=moment)
        noted += [kept.used_at for kept in await queries.tokens_of(session, provider.id)]
    assert noted == [now, now, moments[-1]]
    assert await queries.tokens_of(session, council.id) == []


@pytest.mark.parametrize(
    ("name", "scopes", "field"),
    [
        pytest.param(" ", SCOPES, "name", id="no name"),
        pytest.param("a" * 101, SCOPES, "name", id="a name too long"),
        pytest.param("a\x00", SCOPES, "name", id="a null character"),
        pytest.param("Records system", (), "scopes", id="nothing it may do"),
    ],
)
async def test_issue_token_refuses_naming_the_field(
    session: Session,
    provider: Agency,
    by: By,
    now: datetime,
    name: str,
    scopes: tuple[TokenScope, ...],
    field: str,
) -> None:
    with pytest.raises(Invalid) as refused:
        await issue_token(session, agency_id=provider.id, name=name, scopes=scopes, by=by, now=now)
    assert refused.value.field == field
