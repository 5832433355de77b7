import pytest

from service.vocabulary.ukprn import UkprnInvalid, is_usual_ukprn, parse_ukprn


@pytest.mark.parametrize(
    ("text", "ukprn", "usual"),
    [
        pytest.param("10012345", "10012345", True, id="usual"),
        pytest.param(" 1001 2345 ", "10012345", True, id="with spaces"),
        pytest.param("99999999", "99999999", False, id="DfE's own sample file"),
        pytest.param("90000064", "90000064", False, id="another sample"),
    ],
)
def test_parse_ukprn_reads(text: str, ukprn: str, usual: bool) -> None:
    assert parse_ukprn(text) == ukprn
    assert is_usual_ukprn(text) is usual


@pytest.mark.parametrize("text", ["", "1234567", "100123456", "01001234", "1001234X"])
def test_parse_ukprn_refuses(text: str) -> None:
    with pytest.raises(UkprnInvalid):
        parse_ukprn(text)
    assert not is_usual_ukprn(text)
