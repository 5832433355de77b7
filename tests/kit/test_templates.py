from datetime import UTC, date, datetime
from pathlib import Path

import jinja2
import pytest
from markupsafe import Markup

from service.kit.templates import (
    Components,
    UnescapedHtml,
    UnknownComponent,
    counted,
    environment,
    grouped,
    moment,
    number,
)


def rendered(folder: Path, source: str, **context: object) -> str:
    (folder / "page.html").write_text(source, encoding="utf-8")
    return (
        environment(folder, service_name="Youth skills pathway").get_template("page.html").render(**context)
    )


@pytest.mark.parametrize(
    ("at", "said"),
    [
        pytest.param(datetime(2026, 11, 3, 14, 5, tzinfo=UTC), "3 November 2026 at 2:05pm", id="winter"),
        pytest.param(datetime(2026, 7, 3, 14, 5, tzinfo=UTC), "3 July 2026 at 3:05pm", id="summer time"),
        pytest.param(
            datetime(2026, 6, 30, 23, 30, tzinfo=UTC), "1 July 2026 at 12:30am", id="next day in London"
        ),
        pytest.param(datetime(2026, 11, 3, 10, 0, tzinfo=UTC), "3 November 2026 at 10am", id="whole hour"),
        pytest.param(datetime(2026, 11, 3, 12, 0, tzinfo=UTC), "3 November 2026 at midday", id="midday"),
        pytest.param(datetime(2026, 11, 3, 0, 0, tzinfo=UTC), "3 November 2026 at midnight", id="midnight"),
    ],
)
def test_moment_says_an_instant_on_londons_clock(at: datetime, said: str) -> None:
    assert moment(at) == said


def test_moment_refuses_an_instant_without_a_zone() -> None:
    with pytest.raises(ValueError, match="time zone"):
        moment(datetime(2026, 11, 3, 14, 5))  # noqa: DTZ001 - the naive instant is the case


@pytest.mark.parametrize("code", ["K7M2F9XWY", "K7M-2F9-XWY", "K7M 2F9 XWY"])
def test_grouped_sets_a_code_in_threes(code: str) -> None:
    assert grouped(code) == "K7M-2F9-XWY"


@pytest.mark.parametrize(
    ("count", "said"), [(0, "0 learners"), (1, "1 learner"), (2, "2 learners"), (1204, "1,204 learners")]
)
def test_counted_agrees_with_its_noun(count: int, said: str) -> None:
    assert counted(count, "learner", "learners") == said


def test_number_sets_thousands_apart_and_keeps_decimals() -> None:
    assert (number(1234567), number(1234.5), number(999)) == ("1,234,567", "1,234.5", "999")


def test_the_filters_say_days(tmp_path: Path) -> None:
    source = "{{ on | day }}, {{ on | ago(today=today) }}"
    said = rendered(tmp_path, source, on=date(2026, 11, 3), today=date(2026, 11, 15))
    assert said == "3 November 2026, 12 days ago"


def test_a_name_nobody_gave_stops_the_page(tmp_path: Path) -> None:
    with pytest.raises(jinja2.UndefinedError):
        rendered(tmp_path, "{{ page.title }}", page={})


@pytest.mark.parametrize(
    ("name", "css_class"),
    [
        ("button", "govuk-button"),
        ("error_summary", "govuk-error-summary"),
        ("date_input", "govuk-date-input"),
        ("service_navigation", "govuk-service-navigation"),
    ],
)
def test_a_component_is_found_by_its_name_in_words(name: str, css_class: str) -> None:
    markup = getattr(Components(), name)({"text": "x", "id": "x", "navigation": [{"text": "x", "href": "/"}]})
    assert isinstance(markup, Markup)
    assert css_class in markup


def test_an_unknown_component_stops_the_page_at_once(tmp_path: Path) -> None:
    with pytest.raises(UnknownComponent, match="carousel"):
        rendered(tmp_path, "{{ govuk.carousel({}) }}")


def test_a_component_leaves_out_what_is_none() -> None:
    markup = Components().input({"id": "a", "name": "a", "label": {"text": "A"}, "value": None, "hint": None})
    assert "None" not in markup
    assert "govuk-hint" not in markup


def test_a_component_escapes_what_people_typed() -> None:
    typed = '"><script>'
    markup = Components().input({"id": "a", "name": "a", "label": {"text": typed}, "value": typed})
    assert "<script>" not in markup


def test_a_component_refuses_plain_text_as_html() -> None:
    rows = [[{"html": "<b>bold</b>"}]]
    with pytest.raises(UnescapedHtml):
        Components().table({"rows": rows})


def test_a_component_takes_what_our_templates_escaped_as_html(tmp_path: Path) -> None:
    source = '{% set cell %}<b>{{ name }}</b>{% endset %}{{ govuk.table({"rows": [[{"html": cell}]]}) }}'
    assert "<b>&lt;i&gt;</b>" in rendered(tmp_path, source, name="<i>")


def test_a_component_can_be_called_with_a_body(tmp_path: Path) -> None:
    source = '{% call govuk.fieldset({"legend": {"text": "Who"}}) %}<p>inside</p>{% endcall %}'
    assert "<p>inside</p>" in rendered(tmp_path, source)
