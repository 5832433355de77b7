import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.vocabulary.uln import TEMPORARY_ULN, UlnInvalid, parse_uln


@pytest.mark.parametrize(
    ("text", "uln"),
    [
        pytest.param("9276308686", "9276308686", id="HESA's own example"),
        pytest.param("1000000000", "1000000000", id="the smallest, with check digit 0"),
        pytest.param(" 927 630-8686 ", "9276308686", id="with spaces and a dash"),
        pytest.param(TEMPORARY_ULN, None, id="the temporary ULN"),
        pytest.param("99999 99999", None, id="the temporary ULN in groups"),
        pytest.param("", None, id="nothing"),
        pytest.param("  ", None, id="spaces"),
    ],
)
def test_parse_uln_reads(text: str, uln: str | None) -> None:
    assert parse_uln(text) == uln


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("1111111111", id="made up"),
        pytest.param("1061484935", id="made up, in an ILR sample"),
        pytest.param("9276308685", id="a wrong check digit"),
        pytest.param("927630868", id="nine digits"),
        pytest.param("92763086866", id="eleven digits"),
        pytest.param("0276308686", id="a leading 0"),
        pytest.param("927630868X", id="a letter"),
        pytest.param("٩٢٧٦٣٠٨٦٨٦", id="another script's digits"),
    ],
)
def test_parse_uln_refuses(text: str) -> None:
    with pytest.raises(UlnInvalid) as refused:
        parse_uln(text)
    assert text not in str(refused.value)


@given(st.integers(100_000_000, 999_999_999))
def test_parse_uln_agrees_with_hesas_form_of_the_rule(nine: int) -> None:
    """HESA: the ten digits weighted 10 to 1 leave 10 when divided by 11."""
    accepted = set()
    for last in range(10):
        try:
            accepted.add(parse_uln(f"{nine}{last}"))
        except UlnInvalid:
            continue
    expected = {
        uln
        for uln in (f"{nine}{last}" for last in range(10))
        if sum(w * int(d) for w, d in zip(range(10, 0, -1), uln, strict=True)) % 11 == 10
    }
    assert accepted - {None} == expected


def test_parse_uln_refuses_nine_digits_that_no_digit_completes() -> None:
    nine = next(
        n
        for n in map(str, range(100_000_000, 100_000_100))
        if sum(w * int(d) for w, d in zip(range(10, 1, -1), n, strict=True)) % 11 == 0
    )
    for last in range(10):
        with pytest.raises(UlnInvalid):
            parse_uln(f"{nine}{last}")
