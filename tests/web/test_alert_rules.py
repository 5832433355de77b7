"""The page of rules: all there are, how each did, and its numbers; for those who act on alerts."""

import re

import pytest

from service.accounts.rows import Role
from service.alerts.rules import RULES
from tests.web.conftest import Browser, BrowserOf


@pytest.fixture
async def adviser(client_as: BrowserOf) -> Browser:
    return await client_as(Role.YOUTH_ADVISER)


async def test_every_rule_is_listed_and_leads_to_its_numbers(adviser: Browser) -> None:
    listed = (await adviser.get("/rules")).text
    assert re.findall(r'href="/rules/(R\d\d)"', listed) == [each.id for each in RULES]
    shown = (await adviser.get("/rules/R09")).text
    assert "weeks until it is Critical" in shown
    assert "one level graver" in shown
    assert "0 alerts are open" in shown


async def test_a_rule_that_is_none_is_not_found(adviser: Browser) -> None:
    assert (await adviser.get("/rules/R99")).status_code == 404
