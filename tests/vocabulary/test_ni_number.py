"""National Insurance numbers, however they are typed."""

import pytest

from service.vocabulary.ni_number import NiNumberInvalid, parse_ni_number


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        pytest.param("AB123456C", "AB123456", id="as printed"),
        pytest.param(" ab 12 34 56 c ", "AB123456", id="small letters, in groups"),
        pytest.param("AB123456", "AB123456", id="without its last letter"),
        pytest.param("", None, id="nothing"),
        pytest.param("   ", None, id="blank"),
    ],
)
def test_parse_ni_number_keeps_what_tells_people_apart(typed: str, kept: str | None) -> None:
    assert parse_ni_number(typed) == kept


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        pytest.param("AB12345C", "two letters, six numbers", id="a number short"),
        pytest.param("AB123456E", "two letters, six numbers", id="a last letter that does not occur"),
        pytest.param("TN010190M", "two letters, six numbers", id="temporary, made of a date of birth"),
        pytest.param("TN010190", "begins with TN", id="temporary, without its last letter"),
        pytest.param("QQ123456C", "begins with QQ", id="the example of every form"),
        pytest.param("AO123456C", "begins with AO", id="a second letter that does not occur"),
    ],
)
def test_parse_ni_number_refuses(typed: str, says: str) -> None:
    with pytest.raises(NiNumberInvalid, match=says):
        parse_ni_number(typed)
