"""What a provider may enter: each line one thing that is otherwise, and what is read or said."""

from datetime import date, timedelta

import pytest

from service.provision.rows import Entry, Kind, Support
from service.provision.rules import COLUMNS, EntryInvalid, read_entry

TODAY = date(2026, 11, 30)
GIVEN = {
    "source_key": "BR-2",
    "kind": "Course",
    "title": "Bricklaying",
    "level": "2",
    "sector": "5.2",
    "starts_on": "11 January 2027",
    "hours": "16",
    "postcode": "cm11aa",
    "places": "12",
}


@pytest.mark.parametrize(
    ("field", "typed", "read"),
    [
        pytest.param("kind", "course", Kind.COURSE, id="a kind in small letters"),
        pytest.param("kind", "JOB WITH TRAINING", Kind.JOB, id="in capitals"),
        pytest.param("kind", "apprenticeship", Kind.APPRENTICESHIP, id="its code"),
        pytest.param("title", "  Brick   laying ", "Brick laying", id="spaces"),
        pytest.param("level", "Level 3", "3", id="a level in words"),
        pytest.param("level", "entry level", "E", id="entry level in words"),
        pytest.param("sector", "5.20", "5.2", id="a sector as LARS writes it"),
        pytest.param("summary", "", None, id="no summary"),
        pytest.param("starts_on", "any week", None, id="any week"),
        pytest.param("starts_on", "30/11/2026", TODAY, id="today"),
        pytest.param("postcode", "cm11aa", "CM1 1AA", id="a postcode without its space"),
        pytest.param("places", "0", 0, id="no places yet"),
        pytest.param("needs_level", "", None, id="no level needed"),
        pytest.param("needs_english", "Y", True, id="yes in a letter"),
        pytest.param("needs_maths", "", False, id="empty means no"),
        pytest.param("age_until", "", 24, id="no oldest age"),
        pytest.param("supports", "", frozenset(), id="no support"),
        pytest.param(
            "supports",
            "childcare; One-to-one support",
            frozenset({Support.CHILDCARE, Support.ONE_TO_ONE}),
            id="two kinds of support",
        ),
        pytest.param("listed_until_on", "", TODAY + timedelta(weeks=13), id="a quarter of a year"),
    ],
)
def test_what_is_entered_is_read_as_people_write_it(field: str, typed: str, read: object) -> None:
    assert getattr(read_entry({**GIVEN, field: typed}, today=TODAY), field) == read


@pytest.mark.parametrize(
    ("field", "typed", "said"),
    [
        pytest.param("source_key", "", "Enter your reference for it", id="no reference"),
        pytest.param("kind", "Lesson", "Choose what it is", id="no such kind"),
        pytest.param("title", "x" * 121, "at most 120 characters", id="a title too long"),
        pytest.param("level", "9", "from 1 to 8", id="no such level"),
        pytest.param("level", "", "Enter the level it leads to", id="a course without a level"),
        pytest.param("sector", "99.9", "no sector subject area", id="no such sector"),
        pytest.param("sector", "5", "finer sector", id="a whole area"),
        pytest.param("sector", "", "Enter its sector", id="a course without a sector"),
        pytest.param("summary", "x" * 501, "at most 500", id="a summary too long"),
        pytest.param("starts_on", "", "Enter the day it starts", id="no day"),
        pytest.param("starts_on", "29/11/2026", "has passed", id="yesterday"),
        pytest.param("starts_on", "soon", "such as", id="no day at all"),
        pytest.param("hours", "0", "from 1 to 60", id="no hours"),
        pytest.param("hours", "sixteen", "from 1 to 60", id="hours in words"),
        pytest.param("postcode", "", "or “online”", id="no postcode"),
        pytest.param("postcode", "CM1", "full UK postcode", id="half a postcode"),
        pytest.param("places", "-1", "from 0 to 5,000", id="fewer than none"),
        pytest.param("needs_english", "perhaps", "Enter yes or no", id="perhaps"),
        pytest.param("age_from", "15", "from 16 to 24", id="too young"),
        pytest.param("age_until", "15", "from 16 to 24", id="too old"),
        pytest.param("supports", "a lift", "no support called “a lift”", id="no such support"),
        pytest.param("listed_until_on", "29/11/2026", "from today", id="lapsed already"),
        pytest.param("listed_until_on", "1 December 2027", "from today", id="more than a year"),
    ],
)
def test_what_cannot_be_read_is_said_at_its_field(field: str, typed: str, said: str) -> None:
    with pytest.raises(EntryInvalid) as wrong:
        read_entry({**GIVEN, field: typed}, today=TODAY)
    assert list(wrong.value.errors) == [field]
    assert said in wrong.value.errors[field]


def test_the_youngest_is_not_older_than_the_oldest() -> None:
    with pytest.raises(EntryInvalid) as wrong:
        read_entry({**GIVEN, "age_from": "20", "age_until": "19"}, today=TODAY)
    assert "cannot be younger" in wrong.value.errors["age_until"]


def test_work_is_at_a_place_and_first_steps_need_no_sector() -> None:
    with pytest.raises(EntryInvalid) as wrong:
        read_entry({**GIVEN, "kind": "Apprenticeship", "postcode": "online"}, today=TODAY)
    assert "place of work" in wrong.value.errors["postcode"]
    steps = read_entry({**GIVEN, "kind": "Re-engagement programme", "sector": "", "level": ""}, today=TODAY)
    assert (steps.kind, steps.level, steps.sector) == (Kind.RE_ENGAGEMENT, None, None)


def test_every_mistake_is_said_at_once() -> None:
    with pytest.raises(EntryInvalid) as wrong:
        read_entry({}, today=TODAY)
    assert set(wrong.value.errors) == {
        "source_key",
        "kind",
        "title",
        "starts_on",
        "hours",
        "postcode",
        "places",
    }


def test_every_column_is_a_field_of_an_entry() -> None:
    assert {column.field for column in COLUMNS} == set(Entry.__struct_fields__)
