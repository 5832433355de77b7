from hypothesis import given
from hypothesis import strategies as st

from service.vocabulary.typed import compact


def test_compact_drops_case_spaces_dashes_and_what_cannot_be_seen() -> None:
    assert compact(" 4c7\u00a0k\u20132 2\u2212m\u200b9\t\r\n\u00adt") == "4C7K22M9T"


def test_compact_makes_full_width_characters_plain() -> None:
    assert compact("\uff14\uff43\uff17") == "4C7"


@given(st.text())
def test_compact_leaves_no_white_space(text: str) -> None:
    assert not any(character.isspace() for character in compact(text))
