import pytest

from service.vocabulary.ni_number import NiNumberInvalid, parse_ni_number


@pytest.mark.parametrize(
    ("text", "number"),
    [
        pytest.param("AB123456C", "AB123456C", id="plain"),
        pytest.param("ab 12 34 56 c", "AB123456C", id="as on a card, in small letters"),
        pytest.param("AB123456", "AB123456", id="without its last letter, as the ILR allows"),
        pytest.param(" ", None, id="blank"),
    ],
)
def test_parse_ni_number_reads(text: str, number: str | None) -> None:
    assert parse_ni_number(text) == number


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("QQ123456C", id="HMRC's example, which nobody has"),
        pytest.param("AO123456C", id="O as second letter"),
        pytest.param("AB123456E", id="a last letter after D"),
        pytest.param("AB12345C", id="five digits"),
        pytest.param("TN010190A", id="a temporary number"),
        pytest.param("ZZ123456C", id="a prefix never allocated"),
    ],
)
def test_parse_ni_number_refuses(text: str) -> None:
    with pytest.raises(NiNumberInvalid) as refused:
        parse_ni_number(text)
    assert text not in str(refused.value)
