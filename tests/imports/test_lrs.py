"""Lists of the LRS's answers: what is read, and every wrong cell told."""

import pytest

from service.imports.readers.lrs import CODES, read_lrs
from service.learners.rows import LrsOutcome

INDICATOR, ULN = "7KC-2T7-5YT", "9276308686"
HEAD = "Indicator,ResponseCode,ULN,LinkedULNs\n"


@pytest.mark.parametrize(
    ("content", "outcome", "uln", "linked"),
    [
        pytest.param(f"{HEAD}{INDICATOR},WSRC0004,{ULN},\n", LrsOutcome.EXACT, ULN, (), id="exact"),
        pytest.param(f"{HEAD}{INDICATOR},wsrc0001,,\n", LrsOutcome.NONE, None, (), id="none, small letters"),
        pytest.param(
            f"{HEAD}{INDICATOR},WSRC0022,{ULN},1000000027 1000000035\n",
            LrsOutcome.LINKED,
            ULN,
            ("1000000027", "1000000035"),
            id="linked, with those joined",
        ),
        pytest.param(
            f"\ufeffResponseCode;Indicator\r\nWSRC0002;{INDICATOR}\r\n",
            LrsOutcome.TOO_MANY,
            None,
            (),
            id="a mark, semicolons, two columns, another order",
        ),
        pytest.param(
            f"{HEAD},,,\n{INDICATOR.lower()},WSEC0206,9999999999,\n",
            LrsOutcome.NOT_SHARED,
            None,
            (),
            id="an empty row, a temporary ULN",
        ),
    ],
)
def test_read_lrs_reads_a_row(
    content: str, outcome: LrsOutcome, uln: str | None, linked: tuple[str, ...]
) -> None:
    read = read_lrs(content.encode())
    (answer,) = read.answers
    assert (answer.indicator, answer.outcome, answer.uln, answer.linked) == (INDICATOR, outcome, uln, linked)
    assert read.problems == ()


@pytest.mark.parametrize(
    ("content", "line", "field", "says"),
    [
        pytest.param(b"\xff\xfe\x00", 1, "file", "UTF-8", id="no text"),
        pytest.param(b"", 1, "file", "Indicator is missing", id="empty"),
        pytest.param(b"Indicator,Answer\n", 1, "file", "ResponseCode is missing", id="a column missing"),
        pytest.param(
            f"{HEAD}{INDICATOR},WSRC9999,,\n".encode(), 2, "ResponseCode", "no code", id="unknown code"
        ),
        pytest.param(f"{HEAD}7KC-2T7-5YX,WSRC0001,,\n".encode(), 2, "Indicator", "", id="a wrong indicator"),
        pytest.param(
            f"{HEAD}{INDICATOR},WSRC0004,,\n".encode(), 2, "ULN", "there is none", id="exact without one"
        ),
        pytest.param(f"{HEAD}{INDICATOR},WSRC0004,9276308685,\n".encode(), 2, "ULN", "", id="a wrong ULN"),
        pytest.param(
            f"{HEAD}{INDICATOR},WSRC0022,{ULN},12345\n".encode(), 2, "LinkedULNs", "", id="a wrong linked ULN"
        ),
    ],
)
def test_read_lrs_tells_what_is_wrong(content: bytes, line: int, field: str, says: str) -> None:
    read = read_lrs(content)
    (problem,) = read.problems
    assert (problem.line, problem.field) == (line, field)
    assert says in problem.message
    assert problem.fix
    assert read.answers == ()


def test_every_outcome_has_its_code() -> None:
    assert set(CODES.values()) == set(LrsOutcome)
