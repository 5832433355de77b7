"""What each kind may hold, and how it is said."""

import pytest

from service.circumstances.rows import Basis, Kind
from service.circumstances.rules import BASES, DEFINITIONS, ValueImpossible, parse_value, say_value


def test_every_kind_is_defined_with_its_basis_readers_and_purpose() -> None:
    assert set(DEFINITIONS) == set(Kind)
    assert set(BASES) == set(Basis)
    for kind, told in DEFINITIONS.items():
        assert told.words, kind
        assert told.used_for, kind
        assert told.seen_by, kind


@pytest.mark.parametrize(
    ("kind", "text", "value"),
    [
        pytest.param(Kind.ATTENDANCE, "10/8/1", "10/8/1", id="sessions"),
        pytest.param(Kind.ATTENDANCE, " 10/8/01 ", "10/8/1", id="sessions, written loosely"),
        pytest.param(Kind.ATTENDANCE, "10/0/0", "10/0/0", id="nobody came, all allowed"),
        pytest.param(Kind.CHARACTERISTIC, "110", "110", id="a code"),
        pytest.param(Kind.SAFE_CONTACT, " text \n only ", "text only", id="words"),
    ],
)
def test_parse_value_reads_a_value_as_it_is_kept(kind: Kind, text: str, value: str) -> None:
    assert parse_value(kind, text) == value


@pytest.mark.parametrize(
    ("kind", "text", "says"),
    [
        pytest.param(Kind.CHARACTERISTIC, "111", "Choose one of the list", id="no such code"),
        pytest.param(Kind.EHC_PLAN, "Yes", "Choose one of the list", id="words for a code"),
        pytest.param(Kind.ATTENDANCE, "80%", "sessions planned", id="a percentage"),
        pytest.param(Kind.ATTENDANCE, "0/0/0", "than were planned", id="none planned"),
        pytest.param(Kind.ATTENDANCE, "10/8/3", "than were planned", id="more than planned"),
        pytest.param(Kind.ATTENDANCE, "١٠/٨/١", "sessions planned", id="other digits"),
        pytest.param(Kind.SAFE_CONTACT, "  ", "needs words", id="nothing"),
        pytest.param(Kind.SAFE_CONTACT, "x" * 301, "at most 300", id="too long"),
    ],
)
def test_parse_value_says_what_to_write_instead(kind: Kind, text: str, says: str) -> None:
    with pytest.raises(ValueImpossible, match=says):
        parse_value(kind, text)


@pytest.mark.parametrize(
    ("kind", "value", "words"),
    [
        pytest.param(
            Kind.ATTENDANCE, "10/8/1", "8 of 10 sessions, 1 missed without permission", id="sessions"
        ),
        pytest.param(Kind.ATTENDANCE, "10/8/0", "8 of 10 sessions", id="none without permission"),
        pytest.param(Kind.LEVEL_OF_NEED, "1", "Intensive support", id="a code"),
        pytest.param(Kind.SAFE_CONTACT, "text only", "text only", id="words"),
    ],
)
def test_say_value_gives_the_words_of_a_code(kind: Kind, value: str, words: str) -> None:
    assert say_value(kind, value) == words
