"""The eyes of every journey see what is wrong: a page with each fault is put before them."""

import pytest

from tests.journeys.browsing import Kind, Visited
from tests.journeys.conftest import WalkOf

pytestmark = pytest.mark.journey
FAULTY = """<!doctype html><html lang="en"><title>Files</title><body><main>
<h1>One</h1><h1>Two</h1><img src="/static/missing.svg" width="1400" height="8">
<p id="same">Same</p><p id="same">Same</p></main>
<script>document.documentElement.dataset.ready = "1"; console.error("a fault");</script></body></html>"""
SEEN = (
    "answered 200, not 404",
    "title 'Files'",
    "2 h1",
    "sideways",
    "id same",
    "axe image-alt",
    "svg answered 404",
)


async def test_what_is_wrong_on_a_page_is_seen(walk_as: WalkOf, kind: Kind) -> None:
    walk = await walk_as()
    await walk.page.route("**/faulty", lambda route: route.fulfill(body=FAULTY, content_type="text/html"))
    await walk.open("/faulty")
    await walk.see("faulty", status=404)
    told = "\n".join(walk.problems)
    assert [what for what in SEEN if what not in told] == []
    assert ("console: a fault" in told) == (kind is not Kind.PLAIN)
    walk.problems.clear()


def test_two_addresses_with_one_title_are_told() -> None:
    visited = Visited()
    assert visited.clash("Files", "/files") is None
    assert visited.clash("Files", "/files") is None
    assert visited.clash("Files", "/people") == "/files"


def test_pages_of_two_learners_are_one_address() -> None:
    visited = Visited()
    visited.add(Kind.WIDE, "/alerts/01a20016-d415-72a9-8b65-f1a5ccd0d6c1")
    assert visited.has(Kind.WIDE, "/alerts/01a20016-d415-72a9-8b65-f1a5ccd0d6c2")
    assert not visited.has(Kind.PHONE, "/alerts/01a20016-d415-72a9-8b65-f1a5ccd0d6c1")
    assert visited.clash("Alert", "/alerts/01a20016-d415-72a9-8b65-f1a5ccd0d6c1") is None
    assert visited.clash("Alert", "/alerts/01a20016-d415-72a9-8b65-f1a5ccd0d6c2") is None
