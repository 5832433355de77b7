"""Every page's bones, as the accessibility statement says they are checked. SOURCE: WCAG 2.2, 1.3.1, 2.4.2, 3.1.1,
4.1.2. What needs eyes, ears or a browser is tested elsewhere.
"""

from itertools import pairwise

import pytest
from litestar import Litestar
from lxml import html

from service.accounts.rows import Role
from service.web.matrix import matrix_of
from tests.web.conftest import Browser, BrowserOf

FIELDS = ".//input[not(@type='hidden') and not(@hidden)] | .//select | .//textarea"


def faults(text: str) -> list[str]:
    """What is wrong with a page's bones."""
    page = html.document_fromstring(text)
    labels = {label.get("for") for label in page.iter("label")}
    named = page.xpath(FIELDS)
    ids = [element.get("id") for element in page.xpath(".//*[@id]")]
    levels = [
        int(heading.tag[1])
        for heading in page.xpath(".//main//*[self::h1 or self::h2 or self::h3 or self::h4]")
    ]
    wrong = [f"no label for {field.get('name')}" for field in named if field.get("id") not in labels]
    wrong += [f"{key} twice" for key in set(ids) if ids.count(key) > 1]
    wrong += ["not one main heading"] if len(page.xpath(".//h1")) != 1 else []
    wrong += ["no language"] if page.get("lang") != "en" else []
    wrong += ["no title"] if not (page.findtext(".//title") or "").strip() else []
    wrong += ["a heading level is left out" for a, b in pairwise(levels) if b > a + 1]
    wrong += ["a link without words" for link in page.iter("a") if not link.text_content().strip()]
    wrong += ["a button without words" for button in page.iter("button") if not button.text_content().strip()]
    return wrong


async def look(asker: Browser, app: Litestar) -> dict[str, list[str]]:
    """Every page that can be opened without a key, with what is wrong with it."""
    found = {}
    for opening in matrix_of(app):
        if opening.method != "GET" or "{" in opening.path or opening.path.startswith("/api/"):
            continue
        answer = await asker.get(opening.path)
        if answer.headers.get("content-type", "").startswith("text/html") and answer.status_code == 200:
            found[opening.path] = faults(answer.text)
    return found


@pytest.mark.parametrize("role", [pytest.param(role, id=role.value) for role in Role])
async def test_the_pages_of_every_role_have_sound_bones(
    app: Litestar, client_as: BrowserOf, role: Role
) -> None:
    found = await look(await client_as(role), app)
    assert len(found) > 4
    assert {path: wrong for path, wrong in found.items() if wrong} == {}


async def test_public_pages_have_sound_bones(app: Litestar, client: Browser) -> None:
    found = await look(client, app)
    assert {"/", "/sign-in", "/help", "/privacy", "/accessibility"} <= set(found)
    assert {path: wrong for path, wrong in found.items() if wrong} == {}


async def test_forms_shown_again_have_sound_bones(client: Browser) -> None:
    again = await client.submit("/sign-in")
    assert again.status_code == 422
    assert faults(again.text) == []


def test_faults_sees_what_is_wrong() -> None:
    broken = "<html><title></title><main><h1>a</h1><h1>b</h1><h3>c</h3><input name=d id=e><a href=f></a></main></html>"
    assert len(faults(broken)) == 6
