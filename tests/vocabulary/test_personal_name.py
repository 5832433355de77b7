import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.vocabulary.personal_name import fold, initials, tokens


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        pytest.param("OKONKWO", "okonkwo", id="capitals"),
        pytest.param("Zoë Núñez", "zoe nunez", id="accents"),
        pytest.param("Zoe\u0308", "zoe", id="an accent typed apart"),
        pytest.param("Łukasz Ødegård Þórsson", "lukasz odegard thorsson", id="letters that are not accents"),
        pytest.param("Großmann", "grossmann", id="a sharp s"),
        pytest.param("O'Brien", "obrien", id="a straight apostrophe"),
        pytest.param("O\u2019Brien", "obrien", id="a curly apostrophe"),
        pytest.param("O\u2018Brien", "obrien", id="a curly apostrophe the wrong way"),
        pytest.param("O`Brien", "obrien", id="a backtick"),
        pytest.param("O\u02bcBrien", "obrien", id="a letter apostrophe"),
        pytest.param("O\u00b4Brien", "obrien", id="an acute accent for an apostrophe"),
        pytest.param("Anne-Marie", "anne marie", id="a hyphen"),
        pytest.param("Anne\u2010Marie \u2013 Rose", "anne marie rose", id="other hyphens"),
        pytest.param("  St.  John\tSmith ", "st john smith", id="full stop, tab and spaces"),
        pytest.param("", "", id="nothing"),
        pytest.param(" -' ", "", id="nothing but marks"),
        pytest.param("王小明", "王小明", id="Chinese"),
        pytest.param("محمد", "محمد", id="Arabic"),
        pytest.param("김민준", "김민준", id="Korean"),
        pytest.param("प्रिया", "प्रिया", id="Hindi, its vowel signs kept"),
        pytest.param("Михаил", "михаил", id="Cyrillic"),
    ],
)
def test_fold_makes_spellings_of_one_name_equal(text: str, folded: str) -> None:
    assert fold(text) == folded


@given(st.text())
def test_fold_is_settled_after_once(text: str) -> None:
    folded = fold(text)
    assert fold(folded) == folded
    assert folded == " ".join(folded.split())


@given(st.text(st.characters(whitelist_categories=["Lu", "Ll"], max_codepoint=0x24F)))
def test_fold_does_not_see_case(text: str) -> None:
    assert fold(text.upper()) == fold(text.upper().lower())


def test_tokens_and_initials_follow_the_order_written() -> None:
    assert tokens("Anne-Marie d'Arcy") == ("anne", "marie", "darcy")
    assert initials("Anne-Marie d'Arcy") == "AMD"
    assert tokens(" ") == ()
    assert initials("") == ""
