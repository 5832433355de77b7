import random
import re
from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st
from stdnum.gb import nhs
from stdnum.iso7064 import mod_37_2

from service.vocabulary.indicator import (
    ALPHABET,
    UNWANTED_WORDS,
    IndicatorInvalid,
    is_fit_to_issue,
    is_indicator_like,
    mint,
    parse_indicator,
    spoken,
)
from service.vocabulary.ni_number import NiNumberInvalid, parse_ni_number
from service.vocabulary.uln import UlnInvalid, parse_uln
from service.vocabulary.upn import UpnInvalid, parse_upn

GOOD = "5CM-3H7-H2T"
MINTED = [mint() for _ in range(1_000)]

codes = st.text(ALPHABET, min_size=8, max_size=8).map(
    lambda body: body + mod_37_2.calc_check_digit(body, ALPHABET)
)


def is_accepted(code: str) -> bool:
    try:
        parse_indicator(code)
    except IndicatorInvalid:
        return False
    return True


def single_errors(code: str) -> Iterator[str]:
    for place in range(9):
        for wrong in ALPHABET:
            yield code[:place] + wrong + code[place + 1 :]


def swaps(code: str) -> Iterator[str]:
    """Every pair swapped: adjacent ones, jumps over one character, and any further apart."""
    for first in range(9):
        for second in range(first + 1, 9):
            swapped = list(code)
            swapped[first], swapped[second] = code[second], code[first]
            yield "".join(swapped)


def twin_errors(code: str) -> Iterator[str]:
    """Two alike, beside each other or around a third, mistaken for two others: 22 for 33, 2X2 for 3X3."""
    for first in range(9):
        for second in (first + 1, first + 2):
            if second < 9 and code[first] == code[second]:
                for wrong in ALPHABET:
                    mistaken = list(code)
                    mistaken[first] = mistaken[second] = wrong
                    yield "".join(mistaken)


def with_twins(code: str, first: int, apart: int) -> str:
    """A valid code like this one in which two places of the first eight hold the same character."""
    body = list(code[:8])
    body[first + apart] = body[first]
    return "".join(body) + mod_37_2.calc_check_digit("".join(body), ALPHABET)


@given(codes)
def test_parse_indicator_finds_every_single_wrong_character(code: str) -> None:
    assert [wrong for wrong in single_errors(code) if wrong != code and is_accepted(wrong)] == []


@given(codes)
def test_parse_indicator_finds_every_swap_of_two_characters(code: str) -> None:
    assert [wrong for wrong in swaps(code) if wrong != code and is_accepted(wrong)] == []


@given(codes, st.integers(0, 5), st.integers(1, 2))
def test_parse_indicator_finds_every_twin_error(code: str, first: int, apart: int) -> None:
    twinned = with_twins(code, first, apart)
    assert len(list(twin_errors(twinned))) >= len(ALPHABET)
    assert [wrong for wrong in twin_errors(twinned) if wrong != twinned and is_accepted(wrong)] == []


def test_the_check_is_linear_in_every_place_so_the_errors_tried_stand_for_all() -> None:
    weights = [pow(2, 8 - place, 23) for place in range(9)]
    for indicator in MINTED[:50]:
        values = [ALPHABET.index(character) for character in indicator if character != "-"]
        assert sum(weight * value for weight, value in zip(weights, values, strict=True)) % 23 == 1
    assert 0 not in weights  # single errors
    assert len(set(weights)) == 9  # swaps, however far apart
    assert all((weights[a] + weights[a + d]) % 23 for d in (1, 2) for a in range(9 - d))  # twins


def test_mint_gives_the_canonical_form() -> None:
    for indicator in MINTED:
        assert re.fullmatch(rf"[{ALPHABET}]{{3}}-[{ALPHABET}]{{3}}-[{ALPHABET}]{{3}}", indicator)
        assert parse_indicator(indicator) == indicator
        assert is_fit_to_issue(indicator)


def test_mint_does_not_repeat_itself_and_uses_every_character_everywhere() -> None:
    assert len(set(MINTED)) == len(MINTED)
    for place in (0, 1, 2, 4, 5, 6, 8, 9, 10):
        assert {indicator[place] for indicator in MINTED} == set(ALPHABET)


def test_the_rules_of_issue_leave_about_two_codes_in_nine() -> None:
    """Of 23 to the power of 8: some 1.85e10, so that ten million learners are not crowded."""
    drawn = random.Random(1)
    bodies = ["".join(drawn.choices(ALPHABET, k=8)) for _ in range(4_000)]
    kept = sum(is_fit_to_issue(body + mod_37_2.calc_check_digit(body, ALPHABET)) for body in bodies)
    assert 0.21 < kept / len(bodies) < 0.27


@pytest.mark.parametrize(
    "code",
    [
        pytest.param("4CKM37H2T", id="three letters in a row"),
        pytest.param("4C777352M", id="one character three times running"),
        pytest.param("4C7372222", id="one letter only"),
        pytest.param("CM4XK7TWR", id="too many letters"),
        pytest.param("CM345672D", id="the shape of a National Insurance number"),
        pytest.param("5M345672D", id="the shape of one when 5 is read as S"),
        pytest.param("CM345672T", id="the shape of a temporary one"),
        pytest.param("4K53XM7R2", id="a word once 5 and 3 are read as S and E"),
        pytest.param("N337CM4X6", id="the very thing this service is about"),
    ],
)
def test_is_fit_to_issue_refuses(code: str) -> None:
    assert not is_fit_to_issue(code)


def test_every_unwanted_word_can_be_read_in_some_indicator_and_none_contains_another() -> None:
    words = UNWANTED_WORDS.pattern.split("|")
    readable = set(ALPHABET) | set("ZEASTGB")
    assert [word for word in words if not set(word) <= readable] == []
    assert [word for word in words if not set(word) & set("ZEASTGB")] == []
    assert [(a, b) for a in words for b in words if a != b and a in b] == []


def is_valid_elsewhere(indicator: str) -> list[str]:
    found = []
    for parse, refused in (
        (parse_uln, UlnInvalid),
        (parse_upn, UpnInvalid),
        (parse_ni_number, NiNumberInvalid),
    ):
        try:
            parse(indicator)
        except refused:
            continue
        found.append(parse.__name__)
    return found + (["nhs"] if nhs.is_valid(indicator) else [])


def test_no_minted_indicator_can_pass_as_a_uln_upn_ni_number_or_nhs_number() -> None:
    unfolded = [indicator.translate(str.maketrans("528", "SZB")) for indicator in MINTED]
    assert [code for code in MINTED + unfolded if is_valid_elsewhere(code)] == []


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("5CM-3H7-H2T", id="as printed"),
        pytest.param("5cm3h7h2t", id="small letters, no dashes"),
        pytest.param("  5cm 3h7\u00a0h2t ", id="spaces, one of them hard"),
        pytest.param("5CM\u20133H7\u2014H2T", id="dashes a word processor made"),
        pytest.param("SCM-3H7-HZT", id="S and Z for 5 and 2"),
        pytest.param("\uff15CM-3H7-H2T", id="a full-width digit"),
    ],
)
def test_parse_indicator_reads(text: str) -> None:
    assert parse_indicator(text) == GOOD


def test_parse_indicator_reads_b_as_8() -> None:
    indicator = next(each for each in MINTED if "8" in each)
    assert parse_indicator(indicator.replace("8", "b")) == indicator


@pytest.mark.parametrize(
    ("text", "says"),
    [
        pytest.param("", "Enter an indicator", id="nothing"),
        pytest.param(" - - ", "Enter an indicator", id="nothing but dashes"),
        pytest.param("5CM-3H7-H2", "There are 8", id="one short"),
        pytest.param("5CM-3H7-H2TT", "There are 10", id="one long"),
        pytest.param("5CM-3H7-HOT", "the letter O or the number 0", id="the letter O"),
        pytest.param("5CM-3H7-H0T", "the letter O or the number 0", id="a nought"),
        pytest.param("5CM-3I7-H2T", "the letters I and L or the number 1", id="the letter I"),
        pytest.param("5CM-3l7-H2T", "the letters I and L or the number 1", id="a small L"),
        pytest.param("5CM-3H7-A2T", "the letters A, E and U", id="a vowel"),
        pytest.param("5CM-3H7-V2T", "the letters Q and V", id="the letter V"),
        pytest.param("5CM-3H7-H2R", "Check every character", id="a wrong check character"),
        pytest.param("5CM/3H7/H2T", "letters and numbers only", id="slashes"),
        pytest.param("5CM-3H7-H2Ж", "letters and numbers only", id="another alphabet"),
        pytest.param("٥CM-3H7-H2T", "letters and numbers only", id="another script's digit"),
    ],
)
def test_parse_indicator_says_what_to_do(text: str, says: str) -> None:
    with pytest.raises(IndicatorInvalid) as refused:
        parse_indicator(text)
    sentence = str(refused.value)
    assert says in sentence
    assert sentence.endswith(".")


@given(st.text(min_size=4, max_size=20))
def test_parse_indicator_never_repeats_what_was_typed(text: str) -> None:
    if is_accepted(text) or not text.strip():
        return
    with pytest.raises(IndicatorInvalid) as refused:
        parse_indicator(text)
    assert refused.value.__context__ is None
    assert text not in str(refused.value)


@pytest.mark.parametrize(
    ("text", "like"),
    [
        pytest.param(GOOD, True, id="an indicator"),
        pytest.param("5cm 3h7 h2t", True, id="as somebody types it"),
        pytest.param("5CM-3H7-H2R", True, id="with one character wrong, so that the box can say so"),
        pytest.param("5CM-3H7-HOT", True, id="with a letter that cannot occur"),
        pytest.param("Okonkwo", False, id="a name"),
        pytest.param("Bartlett", False, id="a name of eight"),
        pytest.param("Alexander", False, id="a name of nine"),
        pytest.param("AB123456C", False, id="a National Insurance number"),
        pytest.param("9276308686", False, id="a ULN"),
        pytest.param("H801200001001", False, id="a UPN"),
        pytest.param("CM1 1AA", False, id="a postcode"),
        pytest.param("927630868", False, id="nine digits"),
        pytest.param("", False, id="nothing"),
    ],
)
def test_is_indicator_like_tells_indicators_from_other_searches(text: str, like: bool) -> None:
    assert is_indicator_like(text) is like


def test_is_indicator_like_knows_every_minted_indicator_however_misread() -> None:
    misread = [indicator.translate(str.maketrans("528", "SZB")).lower() for indicator in MINTED]
    assert all(map(is_indicator_like, MINTED + misread))


def test_spoken_separates_the_characters_and_the_groups() -> None:
    assert spoken(GOOD) == "5 C M, 3 H 7, H 2 T"
