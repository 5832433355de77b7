"""What may be entered of demand, of a priority and of a decision: each line one thing that is otherwise."""

from datetime import date, timedelta

import pytest

from service.priorities.rows import Kind
from service.priorities.rules import COLUMNS, NEEDED, read_figure, read_priority, read_verdict, subject_of
from service.provision.rules import EntryInvalid
from service.vocabulary.priority_sector import PrioritySector

TODAY = date(2026, 11, 30)
DISTRICTS = ("Northbank", "Southbank")
FIGURE = {
    "sector": "Construction",
    "vacancies": "412",
    "as_of_on": "31 October 2026",
    "source": "Essex vacancy survey",
    "source_on": "5 November 2026",
}
PRIORITY = {"sector": "care", "reason": "Homes cannot staff", "planned_places": "120", "from_on": "1/12/2026"}
VERDICT = {
    "kind": "adopted",
    "words": "Adopted as proposed",
    "present": "Board meeting: chair, six employers",
    "decided_on": "today",
    "review_on": "27 3 2027",
    "evidence": "0123",
}


@pytest.mark.parametrize(
    ("field", "typed", "read"),
    [
        pytest.param("sector", "  construction ", PrioritySector.CONSTRUCTION, id="a name in small letters"),
        pytest.param("sector", "digital", PrioritySector.DIGITAL, id="a code"),
        pytest.param("district", "", None, id="the whole area"),
        pytest.param("district", "greater essex", None, id="the whole area by its name"),
        pytest.param("district", "northbank", "Northbank", id="a district"),
        pytest.param("vacancies", "0", 0, id="nought is a figure"),
        pytest.param("vacancies", "1,245", 1245, id="thousands set apart"),
        pytest.param("from_on", "", None, id="open on a day"),
        pytest.param("from_on", "1 September 2026", date(2026, 9, 1), id="advertised in a time"),
        pytest.param("from_on", "31/10/2026", date(2026, 10, 31), id="in one day"),
        pytest.param("as_of_on", "2026-10-31", date(2026, 10, 31), id="as a spreadsheet writes a day"),
        pytest.param("source", " A  survey ", "A survey", id="spaces"),
        pytest.param("source", "'=A survey", "=A survey", id="the apostrophe of our own file"),
        pytest.param("source", "'t Hart's survey", "'t Hart's survey", id="an apostrophe of one's own"),
        pytest.param("source_on", "today", TODAY, id="today"),
    ],
)
def test_a_figure_is_read_as_people_write_it(field: str, typed: str, read: object) -> None:
    figure = read_figure({**FIGURE, field: typed}, districts=DISTRICTS, today=TODAY)
    assert getattr(figure, field) == read


@pytest.mark.parametrize(
    ("field", "typed", "said"),
    [
        pytest.param("sector", "", "Choose one of", id="no sector"),
        pytest.param("sector", "Building", "Construction", id="no such sector"),
        pytest.param("district", "Eastbank", "no such district", id="no such district"),
        pytest.param("vacancies", "", "whole number", id="no figure"),
        pytest.param("vacancies", "-1", "from 0 to", id="fewer than none"),
        pytest.param("vacancies", "41.5", "whole number", id="half a vacancy"),
        pytest.param("vacancies", "1000001", "1,000,000", id="more than there can be"),
        pytest.param("vacancies", "٤١٢", "whole number", id="figures of another script"),
        pytest.param("as_of_on", "", "such as", id="no day"),
        pytest.param("as_of_on", "1 December 2026", "has not come", id="tomorrow"),
        pytest.param("from_on", "1 November 2026", "before the last day", id="after its end"),
        pytest.param("from_on", "1 October 2025", "at most a year", id="more than a year"),
        pytest.param("source", "", "Enter who counted", id="no source"),
        pytest.param("source", "x" * 121, "at most 120", id="a source too long"),
        pytest.param("source_on", "30 October 2026", "cannot be dated before", id="dated before it counts"),
        pytest.param("source_on", "1 December 2026", "has not come", id="dated tomorrow"),
    ],
)
def test_what_is_wrong_with_a_figure_is_said_at_its_field(field: str, typed: str, said: str) -> None:
    with pytest.raises(EntryInvalid) as wrong:
        read_figure({**FIGURE, field: typed}, districts=DISTRICTS, today=TODAY)
    assert list(wrong.value.errors) == [field]
    assert said in wrong.value.errors[field]


def test_every_mistake_of_a_figure_is_said_at_once() -> None:
    with pytest.raises(EntryInvalid) as wrong:
        read_figure({}, districts=DISTRICTS, today=TODAY)
    assert set(wrong.value.errors) == set(NEEDED)
    assert set(NEEDED) < {column.field for column in COLUMNS}


@pytest.mark.parametrize(
    ("changed", "same"),
    [
        pytest.param({"vacancies": "9"}, True, id="another figure"),
        pytest.param({"source": "ESSEX Vacancy Survey"}, True, id="the source in other letters"),
        pytest.param({"source_on": "6 November 2026"}, True, id="dated later"),
        pytest.param({"sector": "Care"}, False, id="another sector"),
        pytest.param({"district": "Northbank"}, False, id="a district"),
        pytest.param({"source": "Another"}, False, id="another source"),
        pytest.param({"as_of_on": "30 October 2026"}, False, id="another day"),
        pytest.param({"from_on": "1 October 2026"}, False, id="a time that ends on that day"),
    ],
)
def test_a_figure_is_about_source_sector_area_and_period(changed: dict[str, str], same: bool) -> None:
    one = read_figure(FIGURE, districts=DISTRICTS, today=TODAY)
    other = read_figure({**FIGURE, **changed}, districts=DISTRICTS, today=TODAY)
    assert (subject_of(one) == subject_of(other)) is same


def test_a_priority_is_read_with_and_without_an_end() -> None:
    entry = read_priority(PRIORITY, districts=DISTRICTS, today=TODAY)
    assert (entry.sector, entry.planned_places, entry.until_on) == (PrioritySector.CARE, 120, None)
    ends = read_priority({**PRIORITY, "until_on": "31 July 2027"}, districts=DISTRICTS, today=TODAY)
    assert ends.until_on == date(2027, 7, 31)


@pytest.mark.parametrize(
    ("field", "typed", "said"),
    [
        pytest.param("sector", "", "Choose one of", id="no sector"),
        pytest.param("reason", "", "Enter why", id="no reason"),
        pytest.param("reason", "x" * 1_001, "at most 1000", id="too long a reason"),
        pytest.param("planned_places", "some", "how many places", id="places in words"),
        pytest.param("district", "Eastbank", "no such district", id="no such district"),
        pytest.param("from_on", "", "such as", id="no first day"),
        pytest.param("until_on", "30 November 2026", "before the first", id="ends before it begins"),
    ],
)
def test_what_is_wrong_with_a_priority_is_said_at_its_field(field: str, typed: str, said: str) -> None:
    with pytest.raises(EntryInvalid) as wrong:
        read_priority({**PRIORITY, field: typed}, districts=DISTRICTS, today=TODAY)
    assert list(wrong.value.errors) == [field]
    assert said in wrong.value.errors[field]


@pytest.mark.parametrize(
    ("changed", "field", "said"),
    [
        pytest.param({"kind": ""}, "kind", "Choose what", id="no decision"),
        pytest.param({"kind": "postponed"}, "kind", "Choose what", id="no such decision"),
        pytest.param({"words": ""}, "words", "and why", id="no words"),
        pytest.param({"present": ""}, "present", "who decided", id="nobody decided"),
        pytest.param({"decided_on": "tomorrow"}, "decided_on", "has not come", id="tomorrow"),
        pytest.param({"evidence": ""}, "evidence", "choose a sentence", id="no evidence"),
        pytest.param({"review_on": ""}, "review_on", "looks at it again", id="no review"),
        pytest.param({"review_on": "yesterday"}, "review_on", "has passed", id="a review yesterday"),
        pytest.param({"review_on": "2 December 2027"}, "review_on", "within a year", id="a review too late"),
        pytest.param({"kind": "changed"}, "planned_places", "from now on", id="a change of nothing"),
        pytest.param({"planned_places": "-4"}, "planned_places", "whole number", id="fewer than none"),
    ],
)
def test_what_is_wrong_with_a_decision_is_said_at_its_field(
    changed: dict[str, str], field: str, said: str
) -> None:
    with pytest.raises(EntryInvalid) as wrong:
        read_verdict({**VERDICT, **changed}, today=TODAY)
    assert list(wrong.value.errors) == [field]
    assert said in wrong.value.errors[field]


@pytest.mark.parametrize("kind", ["not_adopted", "ended"])
def test_what_ends_has_no_review_whatever_was_typed(kind: str) -> None:
    assert read_verdict({**VERDICT, "kind": kind}, today=TODAY).review_on is None
    assert read_verdict({**VERDICT, "kind": kind, "review_on": ""}, today=TODAY).review_on is None


def test_planned_places_are_kept_of_a_change_alone() -> None:
    typed = {**VERDICT, "planned_places": "80"}
    assert read_verdict(typed, today=TODAY).planned_places is None
    assert read_verdict({**typed, "kind": Kind.CHANGED}, today=TODAY).planned_places == 80


@pytest.mark.parametrize("days", [0, 366])
def test_a_review_may_be_today_and_a_year_from_now(days: int) -> None:
    day = TODAY + timedelta(days=days)
    assert read_verdict({**VERDICT, "review_on": day.isoformat()}, today=TODAY).review_on == day
