"""The parts that pages are made of, each rendered once the way a page author calls it."""

import re
from datetime import date
from pathlib import Path

import pytest
from markupsafe import Markup

from service.alerts.queries import CardRow
from service.alerts.rows import Rung, Severity
from service.kit.ids import NOBODY, new_id
from service.kit.templates import environment
from service.web.cards import alert_card

PAGES = environment(Path(__file__).parents[2] / "templates", service_name="Youth skills pathway")


def part(file: str, call: str, **context: object) -> str:
    """What `call` gives with the part imported as `it`; runs of white space count as one."""
    page = PAGES.from_string(f'{{% import "parts/{file}.html" as it %}}{call}').render(**context)
    return re.sub(r"\s+", " ", page)


ERRORS = {"day": "Enter a day, such as 27 November 2026."}
FIELDS = {
    "text": '{{ it.text("day", "When", value=typed, errors=errors) }}',
    "day": '{{ it.day("day", "When", value=typed, errors=errors) }}',
    "select": '{{ it.select("day", "When", [("1", typed)], errors=errors) }}',
    "long text": '{{ it.long_text("day", "When", value=typed, errors=errors) }}',
    "long text with a limit": '{{ it.long_text("day", "When", value=typed, errors=errors, limit=500) }}',
    "radios": '{{ it.choices("day", "When", [("1", typed, "hint")], errors=errors) }}',
    "checkboxes": '{{ it.ticks("day", "When", [("1", typed, "hint")], errors=errors) }}',
}


@pytest.mark.parametrize("call", [pytest.param(call, id=name) for name, call in FIELDS.items()])
def test_a_field_shows_its_error_and_escapes_what_was_typed(call: str) -> None:
    page = part("forms", call, typed='"><script>', errors=ERRORS)
    assert 'id="day"' in page  # where the error summary's link goes
    assert ERRORS["day"] in page
    assert "<script>" not in page
    assert "&lt;script&gt;" in page


@pytest.mark.parametrize("call", [pytest.param(call, id=name) for name, call in FIELDS.items()])
def test_a_field_without_an_error_says_nothing_of_one(call: str) -> None:
    assert "error" not in part("forms", call, typed="x", errors={})


def test_the_error_summary_links_to_each_field_and_is_absent_without_errors() -> None:
    assert '<a href="#day">' in part("forms", "{{ it.summary(errors) }}", errors=ERRORS)
    assert part("forms", "{{ it.summary(errors) }}", errors={}).strip() == ""


def test_a_form_posts_with_the_forgery_field() -> None:
    call = '{% call it.form(frame, "/contacts", files=true) %}inside{% endcall %}'
    page = part("forms", call, frame={"csrf_field": Markup('<input name="_csrf_token">')})
    assert '<form method="post" action="/contacts" novalidate enctype="multipart/form-data">' in page
    assert '<input name="_csrf_token"> inside' in page


def test_the_submit_button_ignores_a_second_click() -> None:
    page = part("forms", '{{ it.submit("Save", cancel="/") }}')
    assert 'data-prevent-double-click="true"' in page
    assert '<a class="govuk-link" href="/">Cancel</a>' in page


def test_the_identity_bar_groups_the_indicator_and_marks_a_protected_address() -> None:
    page = part("identity_bar", '{{ it.bar("Amara", none, "K7M2F9XWY", risk="High", protected=true) }}')
    assert "K7M-2F9-XWY" in page
    assert "Protected address" in page
    assert "<dt>Age</dt><dd>not known</dd>" in page
    assert "Protected address" not in part("identity_bar", '{{ it.bar("Amara", 17, "K7M2F9XWY") }}')


def test_a_timeline_item_says_when_by_whom_and_when_recorded() -> None:
    call = '{% call it.list() %}{{ it.item("Withdrew", on, "A College", recorded_on=known) }}{% endcall %}'
    page = part("timeline", call, on=_on(12, 10), known=_on(3, 11))
    assert '<time datetime="2026-10-12">12 October 2026</time>' in page
    assert "by A College" in page
    assert "recorded 3 November 2026" in page
    assert "recorded" not in part("timeline", call, on=_on(12, 10), known=_on(12, 10))


def _on(day: int, month: int) -> date:
    return date(2026, month, day)


def card(severity: Severity) -> str:
    """Somebody's card, with nothing said about risk."""
    day = _on(3, 11)
    row = CardRow(
        learner_id=new_id(),
        id=new_id(),
        rule="R07",
        severity=severity,
        status="open",
        raised_on=day,
        raised_for_on=day,
        deadline_on=_on(10, 11),
        owner="adviser",
        next_owner="lead",
        sentence="Left a course",
        evidence='[{"day": "2026-11-03", "words": "Withdrew", "source": "A College"}]',
        next_step="Log a contact",
        alternatives='["Hand over", "Snooze"]',
        closes_when="an activity is reported",
        snoozed_until_on=None,
        closed_on=None,
        closed_because=None,
        rung=Rung.IN_TIME,
        given_names="Amara",
        family_name="Okafor",
        indicator="K7M2F9XWY",
        date_of_birth=date(2009, 3, 27),
        held_by=None,
        holder=None,
        last_contact_on=None,
        last_channel=None,
        attempts=0,
        provider=None,
    )
    return part("card", "{{ it.alert(card, []) }}", card=alert_card(row, day, NOBODY))


@pytest.mark.parametrize("severity", Severity)
def test_a_card_says_its_severity_in_a_word_not_by_colour_alone(severity: Severity) -> None:
    shown = card(severity)
    assert f">{severity.title()}</span>" in shown
    assert f"app-card--{severity}" in shown


def test_a_cards_actions_name_the_person_for_screen_readers_and_no_risk_takes_no_line() -> None:
    shown = card(Severity.HIGH)
    assert shown.count('<span class="govuk-visually-hidden"> for Amara Okafor</span>') == 3
    assert "<dt>Risk</dt>" not in shown


def test_a_chart_comes_with_its_words_its_table_and_its_coverage() -> None:
    call = (
        '{{ it.chart("neet", "NEET fell", "A line", svg, ["Month", "NEET"], [["May", "5%"]], on, "from 2") }}'
    )
    page = part("figures", call, svg=Markup("<svg></svg>"), on=_on(31, 10))
    assert 'role="img" aria-labelledby="neet-title" aria-describedby="neet-description"' in page
    assert '<th scope="row" class="govuk-table__header">May</th>' in page
    assert "As of 31 October 2026, from 2." in page
    assert "<svg></svg>" in page


@pytest.mark.parametrize(
    ("descending", "order", "href"),
    [(False, "ascending", "/l?sort=-name"), (True, "descending", "/l?sort=name")],
)
def test_a_sorted_column_says_its_order_and_links_to_the_other(
    descending: bool, order: str, href: str
) -> None:
    heads = [{"text": "Name", "key": "name"}, {"text": "Days", "key": "days"}]
    call = '{{ it.table("Learners", heads, rows, sort=sort) }}'
    sort = {"by": "name", "descending": descending, "base": "/l?sort="}
    page = part("lists", call, heads=heads, rows=[["<Amara>", 3]], sort=sort)
    assert page.count("aria-sort") == 1
    assert f'aria-sort="{order}"' in page
    assert f'href="{href}"' in page
    assert 'href="/l?sort=days"' in page
    assert "&lt;Amara&gt;" in page


@pytest.mark.parametrize(
    ("current", "last", "shown"),
    [
        pytest.param(1, 1, "", id="one page needs no links"),
        pytest.param(1, 3, "1 2 3", id="few"),
        pytest.param(5, 17, "1 … 4 5 6 … 17", id="many"),
        pytest.param(17, 17, "1 … 16 17", id="the last"),
    ],
)
def test_pages_lists_the_ends_and_the_neighbours(current: int, last: int, shown: str) -> None:
    page = part("lists", "{{ it.pages(current, last, '/l?page=') }}", current=current, last=last)
    items = re.findall(r"<li[^>]*>(.*?)</li>", page)
    said = ["…" if "ctdot" in item else re.sub(r"<[^>]+>", "", item).strip() for item in items]
    assert " ".join(said) == shown


@pytest.mark.parametrize(
    ("of", "said"), [(None, "12 learners"), (12, "12 learners"), (412, "12 of 412 learners")]
)
def test_a_count_says_of_how_many_where_some_are_filtered_out(of: int | None, said: str) -> None:
    page = part("lists", '{{ it.count(12, "learner", "learners", of=of) }}', of=of)
    assert re.sub(r"<[^>]+>", "", page).strip() == said


def test_progress_asks_again_only_while_it_is_not_finished() -> None:
    call = '{{ it.bar("Rows", 3, 9, "3 of 9", finished=finished, href="/files/1") }}'
    assert 'data-poll="3"' in part("progress", call, finished=False)
    assert "data-poll" not in part("progress", call, finished=True)


def test_answers_can_be_changed_and_say_what_was_not_given() -> None:
    page = part("steps", '{{ it.answers([("Note", none, "/note"), ("File", "a.xml", none)]) }}')
    assert "Not given" in page
    assert page.count("Change") == 1
    assert '<span class="govuk-visually-hidden"> note</span>' in page


def test_a_confirmation_shows_its_reference_and_what_happens_next() -> None:
    call = '{{ it.confirmation("File received", "<S1>") }}{{ it.next(["We check it."]) }}'
    page = part("steps", call)
    assert "<strong>&lt;S1&gt;</strong>" in page
    assert "What happens next" in page
