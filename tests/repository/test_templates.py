"""What every template must be, whoever writes it."""

import re
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import jinja2
import pytest
from markupsafe import Markup

from service.accounts.rules import LONGEST_HOURS
from service.kit.error_pages import error_page
from service.kit.frame import Frame, NavItem
from service.kit.templates import environment

ROOT = Path(__file__).parents[2]
FOLDER = ROOT / "templates"
TEMPLATES = sorted(path.relative_to(FOLDER).as_posix() for path in FOLDER.rglob("*.html"))

# Where a value may skip escaping, and why. Nothing yet: the form field and charts arrive as Markup.
MAY_SAY_SAFE: frozenset[str] = frozenset()

TAG = re.compile(r"<[a-zA-Z][^<>]*>")
IMPORT = re.compile(r'{%-?\s*import\s+"[^"]+"\s+as\s+(\w+)')
FROM_IMPORT = re.compile(r'{%-?\s*from\s+"[^"]+"\s+import\s+([^%]+?)(?:with context|without context)?\s*-?%}')

FRAME = Frame(
    service_name="Youth skills pathway",
    title="Page not found",
    nonce="n0nce",
    csrf_field=Markup('<input type="hidden" name="_csrf_token" value="t">'),
    now=datetime(2026, 11, 3, 14, 5, tzinfo=UTC),
)


def source(name: str) -> str:
    """The template without its comments, which no page shows."""
    return re.sub(r"{#.*?#}", "", (FOLDER / name).read_text(encoding="utf-8"), flags=re.DOTALL)


def shown(frame: Frame) -> str:
    pages = environment(FOLDER, service_name="Youth skills pathway")
    return pages.get_template("errors/page.html").render(frame=frame, page=error_page(404))


def names_imported(text: str) -> list[str]:
    listed = [name for group in FROM_IMPORT.findall(text) for name in group.split(",")]
    return IMPORT.findall(text) + [name.split(" as ")[-1].strip() for name in listed]


@pytest.mark.parametrize("name", TEMPLATES)
def test_a_template_compiles(name: str) -> None:
    assert isinstance(environment(FOLDER, service_name="x").get_template(name), jinja2.Template)


@pytest.mark.parametrize("name", TEMPLATES)
def test_a_template_uses_every_macro_it_imports(name: str) -> None:
    text = source(name)
    body = strip_imports(text)
    assert [word for word in names_imported(text) if not re.search(rf"\b{word}\b", body)] == []


def strip_imports(text: str) -> str:
    return re.sub(r"{%-?\s*(?:import|from)\b.*?%}", "", text)


@pytest.mark.parametrize("name", TEMPLATES)
def test_a_template_lets_nothing_skip_escaping(name: str) -> None:
    text = source(name)
    assert "autoescape" not in text
    assert name in MAY_SAY_SAFE or not re.search(r"\|\s*safe\b", text)


@pytest.mark.parametrize("name", TEMPLATES)
def test_a_template_has_no_inline_style_or_handler(name: str) -> None:
    offending = [tag for tag in TAG.findall(source(name)) if re.search(r"\s(?:style|on[a-z]+)\s*=", tag)]
    assert offending == []
    assert "<style" not in source(name)


@pytest.mark.parametrize("name", TEMPLATES)
def test_every_script_is_a_module_with_the_responses_nonce(name: str) -> None:
    scripts = [tag for tag in TAG.findall(source(name)) if tag.startswith("<script")]
    assert all('nonce="{{ frame.nonce }}"' in tag and "src=" in tag for tag in scripts)
    assert "javascript:" not in source(name)


@pytest.mark.parametrize("name", TEMPLATES)
def test_no_page_borrows_the_crown_or_the_name_of_the_government(name: str) -> None:
    text = source(name).lower()
    marks = ("gov.uk", "crown", "crest", "govuk-footer", "govuk.footer", "govuk.header(", "gds transport")
    assert [word for word in marks if word in text] == []


@pytest.mark.parametrize("name", TEMPLATES)
def test_every_picture_has_words_or_is_marked_as_decoration(name: str) -> None:
    pictures = [tag for tag in TAG.findall(source(name)) if tag.startswith(("<img", "<svg"))]
    silent = [tag for tag in pictures if not re.search(r'\salt="|aria-hidden="true"|aria-label', tag)]
    assert silent == []


@pytest.mark.parametrize("name", TEMPLATES)
def test_every_posting_form_carries_the_forgery_field(name: str) -> None:
    forms = re.findall(r'<form[^>]*method="post".*?</form>', source(name), flags=re.DOTALL)
    assert all("frame.csrf_field" in form for form in forms)


def test_the_title_names_the_page_then_the_service() -> None:
    assert "<title>Page not found – Youth skills pathway</title>" in shown(FRAME)


def test_the_title_says_first_that_something_failed() -> None:
    assert "<title>Error: Page not found – Youth skills pathway</title>" in shown(replace(FRAME, failed=True))


def test_the_navigation_shows_what_the_frame_lists_and_marks_where_one_is() -> None:
    entries = (NavItem(text="Today", href="/today", current=True), NavItem(text="Find someone", href="/find"))
    page = shown(replace(FRAME, navigation=entries))
    assert re.search(r'href="/today"\s+aria-current="page"', page)
    assert 'href="/find"' in page
    assert "Referrals" not in page


def test_signing_out_is_a_form_and_offered_only_to_the_signed_in() -> None:
    assert "Sign out" not in shown(FRAME)
    page = shown(replace(FRAME, signed_in_as="Priya Nair", agency="Castle Point <Youth>", idle_minutes=30))
    assert re.search(
        r'<form method="post" action="/sign-out" id="sign-out">\s*<input type="hidden" name="_csrf_token"',
        page,
    )
    assert "Castle Point &lt;Youth&gt;" in page
    assert "for 30 minutes, and in any case 12 hours" in page
    assert page.count('form="sign-out"') == 1, "the warning before the end signs out by the same form"


def test_who_stays_signed_in_longest_is_told_as_it_is() -> None:
    assert f"{LONGEST_HOURS} hours" in shown(replace(FRAME, idle_minutes=30))


@pytest.mark.parametrize("demo", [True, False])
def test_a_demo_says_on_every_page_that_its_people_are_invented(demo: bool) -> None:
    assert ("Demo: invented people" in shown(replace(FRAME, demo=demo))) is demo


def test_help_stands_in_the_same_place_on_every_page() -> None:
    footer = shown(FRAME).split("<footer", 1)[1]
    assert re.findall(r'href="(/[a-z]+)"', footer) == ["/help", "/privacy", "/accessibility"]


def test_the_lock_of_the_browser_packages_carries_hashes_and_no_addresses() -> None:
    lock = (ROOT / "package-lock.json").read_text(encoding="utf-8")
    assert "http" not in lock
    assert lock.count('"integrity"') == lock.count('"node_modules/')
