import pytest

from service.vocabulary.upn import UpnInvalid, is_temporary_upn, parse_upn


@pytest.mark.parametrize(
    ("text", "upn"),
    [
        pytest.param("H801200001001", "H801200001001", id="DfE's worked example"),
        pytest.param("X00180001701A", "X00180001701A", id="DfE's temporary example, with a pseudo authority"),
        pytest.param("h801 2000 01001", "H801200001001", id="small letter and spaces"),
        pytest.param("P207000016049", "P207000016049", id="with the letter two vendors' pages get wrong"),
        pytest.param("", None, id="nothing"),
    ],
)
def test_parse_upn_reads(text: str, upn: str | None) -> None:
    assert parse_upn(text) == upn


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("Q207000016049", id="the vendors' wrong check letter"),
        pytest.param("H801200001002", id="a wrong digit"),
        pytest.param("X00180001701B", id="a wrong letter at the end"),
        pytest.param("H80120000100", id="one short"),
        pytest.param("I801200001001", id="the letter I, never used"),
        pytest.param("X00180001701S", id="the letter S, never used"),
        pytest.param("H80120000A001", id="a letter in the middle"),
    ],
)
def test_parse_upn_refuses(text: str) -> None:
    with pytest.raises(UpnInvalid) as refused:
        parse_upn(text)
    assert text not in str(refused.value)


def test_is_temporary_upn_goes_by_the_last_character() -> None:
    assert is_temporary_upn("X00180001701A")
    assert not is_temporary_upn("H801200001001")
