import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.vocabulary.personal_name import fold, initials, is_similar_family_name, tokens


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


@pytest.mark.parametrize(
    ("a", "b"),
    [
        pytest.param("Khan", "KAHN", id="two letters swapped"),
        pytest.param("Smith", "Smyth", id="one letter changed"),
        pytest.param("Clark", "Clarke", id="one letter more"),
        pytest.param("Kowalski", "Kowalska", id="a Polish brother and sister"),
        pytest.param("Williams", "Williamson", id="just over the threshold"),
        pytest.param("Okonkwo", "Okonkwo-Bello", id="a shared part"),
        pytest.param("Bello-Okonkwo", "Okonkwo-Bello", id="parts the other way round"),
        pytest.param("O'Brien", "O Brien", id="an apostrophe typed as a space"),
        pytest.param("Al-Rashid", "Alrashid", id="joined"),
        pytest.param("Ng", "NG", id="short and equal"),
        pytest.param("王", "王", id="one character, equal"),
    ],
)
def test_is_similar_family_name_sees(a: str, b: str) -> None:
    assert is_similar_family_name(a, b)
    assert is_similar_family_name(b, a)


@pytest.mark.parametrize(
    ("a", "b"),
    [
        pytest.param("Smith", "Jones", id="nothing alike"),
        pytest.param("Ng", "Ngo", id="short names one letter apart"),
        pytest.param("Ali", "Alli", id="three letters and four"),
        pytest.param("Roberts", "Robinson", id="the same beginning"),
        pytest.param("Kowalski", "Kowalczyk", id="just under the threshold"),
        pytest.param("van Dijk", "van Berg", id="only a particle shared"),
        pytest.param("Al Amin", "Al Farsi", id="only an article shared"),
        pytest.param("", "", id="two blanks"),
        pytest.param("Smith", " ", id="one blank"),
        pytest.param("王", "李", id="one character, different"),
    ],
)
def test_is_similar_family_name_does_not_see(a: str, b: str) -> None:
    assert not is_similar_family_name(a, b)
    assert not is_similar_family_name(b, a)


@given(st.text(), st.text())
def test_is_similar_family_name_takes_anything_and_is_symmetric(a: str, b: str) -> None:
    assert is_similar_family_name(a, b) is is_similar_family_name(b, a)
