"""R08, R09, R10, R15 and R27: what is asked while somebody is NEET. Each line a learner, a day, what is found."""

import pytest

from service.pathways.rows import MilestoneKind
from tests.alerts.cases import (
    AGREED,
    CARER,
    COLLEGE,
    JOB,
    LOOKED_AFTER,
    SEEKING,
    YOUNG,
    Brief,
    brief,
    found,
    milestone,
    spell,
    spoken,
    tried,
)

NEET = spell(SEEKING, "2026-03-02")  # a Monday; 30 working days on is 15 April, after Easter


@pytest.mark.parametrize(
    ("today", "facts", "who", "expected"),
    [
        pytest.param("2026-04-14", [], {}, None, id="29 working days, over Easter and the clock change"),
        pytest.param("2026-04-15", [], {}, ("medium", "2026-04-22", "adviser"), id="30 working days"),
        pytest.param("2026-04-30", [], {}, ("medium", "2026-04-22", "adviser"), id="59 days"),
        pytest.param(
            "2026-05-01", [], {}, ("high", "2026-05-11", "adviser"), id="60 days, before a bank holiday"
        ),
        pytest.param("2026-06-30", [], {}, ("high", "2026-05-11", "adviser"), id="120 days"),
        pytest.param("2026-07-01", [], {}, ("critical", "2026-07-08", "lead"), id="more than 120 days"),
        pytest.param("2026-03-27", [], {"born": YOUNG}, None, id="under 18, 19 working days"),
        pytest.param(
            "2026-03-30",
            [],
            {"born": YOUNG},
            ("medium", "2026-04-08", "adviser"),
            id="under 18, 20, the clocks went forward the day before",
        ),
        pytest.param(
            "2026-03-30",
            [LOOKED_AFTER],
            {},
            ("medium", "2026-04-08", "adviser"),
            id="vulnerable, 20",
        ),
        pytest.param(
            "2026-04-15", [tried("2026-04-01")], {}, ("medium", "2026-04-22", "adviser"), id="tried"
        ),
        pytest.param("2026-05-17", [spoken("2026-04-01")], {}, None, id="spoken with, a Sunday"),
        pytest.param(
            "2026-05-18",
            [spoken("2026-04-01")],
            {},
            ("medium", "2026-05-26", "adviser"),
            id="30 working days after that, over two bank holidays",
        ),
        pytest.param(
            "2026-04-15",
            [spoken("2026-02-27")],
            {},
            ("medium", "2026-04-22", "adviser"),
            id="before, no matter",
        ),
        pytest.param("2026-04-15", [spell(COLLEGE, "2026-04-15")], {}, None, id="no longer NEET"),
    ],
)
def test_nobody_spoke_with_somebody_neet(today: str, facts: list, who: dict, expected: Brief) -> None:
    assert brief(found("R08", today, NEET, *facts, **who)) == expected


def test_no_contact_is_asked_of_carers_too_and_not_of_who_starts_soon() -> None:
    assert found("R08", "2026-04-15", spell(CARER, "2026-03-02"))
    assert not found("R08", "2026-04-15", spell(AGREED, "2026-03-02"))


LONG = spell(SEEKING, "2026-01-05")  # 13 weeks on is Easter Monday


@pytest.mark.parametrize(
    ("today", "spells", "expected"),
    [
        pytest.param("2026-04-05", [LONG], None, id="a day short of 13 weeks"),
        pytest.param(
            "2026-04-06", [LONG], ("medium", "2026-04-20", "adviser"), id="13 weeks, a bank holiday"
        ),
        pytest.param("2026-07-05", [LONG], ("medium", "2026-04-20", "adviser"), id="a day short of 26"),
        pytest.param("2026-07-06", [LONG], ("high", "2026-07-20", "adviser"), id="26 weeks"),
        pytest.param("2027-01-03", [LONG], ("high", "2026-07-20", "adviser"), id="a day short of 52"),
        pytest.param("2027-01-04", [LONG], ("critical", "2027-01-18", "adviser"), id="52 weeks"),
        pytest.param(
            "2026-04-04", [spell(SEEKING, "2026-01-03")], ("medium", "2026-04-20", "adviser"), id="a Saturday"
        ),
        pytest.param(
            "2026-04-06",
            [spell(SEEKING, "2026-01-05", ended="2026-02-28"), spell(CARER, "2026-03-01")],
            ("medium", "2026-04-20", "adviser"),
            id="another kind of NEET, no break",
        ),
        pytest.param(
            "2026-04-06",
            [spell(SEEKING, "2026-01-05", ended="2026-02-27"), spell(CARER, "2026-03-01")],
            None,
            id="a day between, not known",
        ),
        pytest.param(
            "2026-05-11",
            [spell(SEEKING, "2026-01-05", recorded="2026-05-11")],
            ("medium", "2026-05-26", "adviser"),
            id="heard of late: counted from then",
        ),
        pytest.param("2026-04-06", [LONG, spell(COLLEGE, "2026-04-06")], None, id="something began"),
        pytest.param(
            "2026-10-26",
            [spell(SEEKING, "2026-04-27")],
            ("high", "2026-11-09", "adviser"),
            id="26 weeks, the clocks went back the day before",
        ),
    ],
)
def test_neet_for_long(today: str, spells: list, expected: Brief) -> None:
    assert brief(found("R09", today, *spells)) == expected


IN_AND_OUT = [
    spell(SEEKING, "2025-10-06", ended="2025-11-30"),
    spell(COLLEGE, "2025-12-01", ended="2026-03-31"),
    spell(SEEKING, "2026-04-01"),
]
SHORT = [
    spell(COLLEGE, "2025-09-01", ended="2025-10-10"),
    spell(JOB, "2025-10-11", ended="2025-12-20"),
]


@pytest.mark.parametrize(
    ("today", "spells", "expected"),
    [
        pytest.param("2026-03-31", IN_AND_OUT, None, id="the day before the second time"),
        pytest.param("2026-04-01", IN_AND_OUT, ("high", "2026-04-17", "adviser"), id="NEET the second time"),
        pytest.param(
            "2026-10-05", IN_AND_OUT, ("high", "2026-04-17", "adviser"), id="364 days after the first"
        ),
        pytest.param("2026-10-06", IN_AND_OUT, None, id="a year after the first"),
        pytest.param("2026-04-01", IN_AND_OUT[1:], None, id="once"),
        pytest.param(
            "2026-04-01",
            [spell(SEEKING, "2025-10-06", ended="2026-03-31"), spell(CARER, "2026-04-01")],
            None,
            id="two kinds without a break are one time",
        ),
        pytest.param(
            "2026-03-28",
            [*SHORT, spell(COLLEGE, "2026-01-05", ended="2026-03-27"), spell(SEEKING, "2026-03-28")],
            ("high", "2026-04-14", "adviser"),
            id="three short ones, a Saturday before the clock change",
        ),
        pytest.param(
            "2026-04-06",
            [*SHORT, spell(COLLEGE, "2026-01-05", ended="2026-04-05"), spell(SEEKING, "2026-04-06")],
            None,
            id="the third lasted 13 weeks",
        ),
        pytest.param(
            "2026-03-28",
            [*SHORT, spell(COLLEGE, "2026-01-05", ended="2026-03-27")],
            None,
            id="not NEET, as far as is known",
        ),
    ],
)
def test_in_and_out_again(today: str, spells: list, expected: Brief) -> None:
    assert brief(found("R10", today, *spells)) == expected


STARTS = spell(AGREED, "2026-08-03", planned="2026-09-07")
IN_AUTUMN = spell(AGREED, "2026-06-01", planned="2026-09-07")


@pytest.mark.parametrize(
    ("today", "facts", "expected"),
    [
        pytest.param("2026-09-13", [STARTS], None, id="four working days after, a Sunday"),
        pytest.param("2026-09-14", [STARTS], ("high", "2026-09-17", "adviser"), id="five working days after"),
        pytest.param(
            "2026-08-31",
            [spell(AGREED, "2026-08-03", planned="2026-08-24")],
            None,
            id="a bank holiday is no working day",
        ),
        pytest.param(
            "2026-09-01",
            [spell(AGREED, "2026-08-03", planned="2026-08-24")],
            ("high", "2026-09-04", "adviser"),
            id="the day after it",
        ),
        pytest.param(
            "2026-10-28",
            [spell(616, "2026-10-05", planned="2026-10-21")],
            ("high", "2026-11-02", "adviser"),
            id="616, over the clock change",
        ),
        pytest.param("2026-09-14", [STARTS, spell(COLLEGE, "2026-09-08")], None, id="they started"),
        pytest.param(
            "2026-06-01", [IN_AUTUMN], ("low", "2026-06-29", "adviser"), id="more than eight weeks to wait"
        ),
        pytest.param("2026-07-12", [IN_AUTUMN], ("low", "2026-06-29", "adviser"), id="57 days to wait"),
        pytest.param("2026-07-13", [IN_AUTUMN], None, id="eight weeks to wait"),
        pytest.param("2026-09-14", [spell(AGREED, "2026-08-03")], None, id="no day is known"),
        pytest.param(
            "2026-09-14",
            [spell(AGREED, "2026-08-03"), milestone(MilestoneKind.ACCEPTED, "2026-08-10", "2026-09-07")],
            ("high", "2026-09-17", "adviser"),
            id="the day of the place they accepted",
        ),
    ],
)
def test_a_start_that_was_agreed_is_late_or_far_away(today: str, facts: list, expected: Brief) -> None:
    assert brief(found("R15", today, *facts)) == expected


@pytest.mark.parametrize(
    ("today", "born", "since", "expected"),
    [
        pytest.param("2026-09-01", "2008-12-01", "2026-06-01", None, id="91 days before 18"),
        pytest.param(
            "2026-09-02", "2008-12-01", "2026-06-01", ("low", "2026-12-01", "adviser"), id="90 days"
        ),
        pytest.param(
            "2026-11-30", "2008-12-01", "2026-06-01", ("low", "2026-12-01", "adviser"), id="the eve"
        ),
        pytest.param("2026-12-01", "2008-12-01", "2026-06-01", None, id="the birthday"),
        pytest.param(
            "2026-11-16", "2008-12-01", "2026-11-16", ("low", "2026-12-01", "adviser"), id="NEET late"
        ),
        pytest.param("2025-11-30", "2008-02-29", "2025-09-01", None, id="born on 29 February, 91 days"),
        pytest.param(
            "2025-12-01",
            "2008-02-29",
            "2025-09-01",
            ("low", "2026-03-01", "adviser"),
            id="90 days before 1 March",
        ),
        pytest.param("2026-09-01", "2001-12-01", "2026-06-01", None, id="91 days before 25"),
        pytest.param(
            "2026-09-02", "2001-12-01", "2026-06-01", ("medium", "2026-12-01", "adviser"), id="90 before 25"
        ),
    ],
)
def test_an_age_at_which_others_take_over(today: str, born: str, since: str, expected: Brief) -> None:
    assert brief(found("R27", today, spell(SEEKING, since), born=born)) == expected


def test_nobody_is_handed_over_who_is_in_something() -> None:
    assert found("R27", "2026-09-02", spell(COLLEGE, "2026-06-01"), born="2008-12-01") is None
