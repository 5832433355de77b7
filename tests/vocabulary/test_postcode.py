import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.vocabulary.postcode import PostcodeInvalid, outcode, parse_postcode


@pytest.mark.parametrize(
    ("text", "postcode"),
    [
        pytest.param("CM1 1AA", "CM1 1AA", id="canonical"),
        pytest.param("cm11aa", "CM1 1AA", id="small letters, no space"),
        pytest.param(" CM1  1AA ", "CM1 1AA", id="too many spaces"),
        pytest.param("M1 1AE", "M1 1AE", id="A9"),
        pytest.param("B33 8TH", "B33 8TH", id="A99"),
        pytest.param("CO14 8AB", "CO14 8AB", id="AA99"),
        pytest.param("W1A 0AX", "W1A 0AX", id="A9A"),
        pytest.param("EC1A 1BB", "EC1A 1BB", id="AA9A"),
        pytest.param("BF1 3AA", "BF1 3AA", id="a forces postcode"),
        pytest.param("bfpo 57", "BFPO 57", id="a forces post office"),
        pytest.param("ZZ99 9ZZ", None, id="the ILR's not known"),
        pytest.param("zz993vz", None, id="another placeholder"),
        pytest.param("", None, id="nothing"),
    ],
)
def test_parse_postcode_reads(text: str, postcode: str | None) -> None:
    assert parse_postcode(text) == postcode


@pytest.mark.parametrize("text", ["CM1", "CM1 1A", "CM1 1CC", "1CM 1AA", "CM123 1AA", "BFPO", "Chelmsford"])
def test_parse_postcode_refuses(text: str) -> None:
    with pytest.raises(PostcodeInvalid) as refused:
        parse_postcode(text)
    assert text not in str(refused.value).removesuffix("CM1 1AA.")


@given(st.text(max_size=12))
def test_parse_postcode_is_settled_after_once(text: str) -> None:
    try:
        postcode = parse_postcode(text)
    except PostcodeInvalid:
        return
    assert postcode is None or parse_postcode(postcode) == postcode


@pytest.mark.parametrize(
    ("postcode", "expected"), [("CM1 1AA", "CM1"), ("EC1A 1BB", "EC1A"), ("BFPO 57", "BFPO")]
)
def test_outcode_is_the_part_before_the_space(postcode: str, expected: str) -> None:
    assert outcode(postcode) == expected
