from datetime import date

import pytest

from service.imports.rows import SubmittedSpell
from service.pathways.rows import Completion, MilestoneKind
from service.vocabulary.activity import activity
from tests.imports.ilr_text import aim, learner, read_learner, rules

STARTED_ON = date(2025, 9, 3)
LEFT_ON = date(2025, 10, 1)
LEFT = {"CompStatus": "3", "LearnActEndDate": "2025-10-01", "Outcome": "3", "WithdrawReason": "97"}
ON_LEAVE = {**LEFT, "CompStatus": "6", "WithdrawReason": None}
FINISHED = {"CompStatus": "2", "LearnActEndDate": "2025-10-01", "Outcome": "1"}


def _spell(**changes: str | None) -> SubmittedSpell:
    (spell,) = read_learner(learner(aim(**changes))).spells
    return spell


def _events(**changes: str | None) -> list[tuple[MilestoneKind, date]]:
    milestones = read_learner(learner(aim(**changes))).milestones
    return [(milestone.kind, milestone.occurred_on) for milestone in milestones]


@pytest.mark.parametrize(
    ("fund_model", "prog_type", "code"),
    [
        pytest.param("25", None, 230, id="16-19 study programme"),
        pytest.param("82", None, 230, id="other 16-19"),
        pytest.param("25", "30", 230, id="T Level foundation year"),
        pytest.param("25", "31", 230, id="T Level"),
        pytest.param("25", "24", 450, id="traineeship"),
        pytest.param("36", "25", 310, id="apprenticeship standard"),
        pytest.param("36", None, 310, id="apprenticeship by its funding"),
        pytest.param("99", "25", 310, id="apprenticeship without funding"),
        pytest.param("35", "2", 310, id="advanced apprenticeship"),
        pytest.param("35", "3", 310, id="intermediate apprenticeship"),
        pytest.param("35", "20", 310, id="higher apprenticeship, level 4"),
        pytest.param("81", "23", 310, id="higher apprenticeship, level 7"),
        pytest.param("37", "32", 430, id="Skills Bootcamp"),
        pytest.param("37", None, 430, id="Skills Bootcamp by its funding"),
        pytest.param("70", None, 430, id="European Social Fund"),
        pytest.param("10", None, 250, id="community learning"),
        pytest.param("11", None, 250, id="tailored learning"),
        pytest.param("35", None, 250, id="adult skills"),
        pytest.param("38", None, 250, id="Adult Skills Fund"),
        pytest.param("38", "33", 250, id="combined authority"),
        pytest.param("81", None, 250, id="other adult"),
        pytest.param("99", None, 250, id="not funded"),
        pytest.param("025", "031", 230, id="with leading zeros"),
    ],
)
def test_an_aim_is_an_activity(fund_model: str, prog_type: str | None, code: int) -> None:
    assert _spell(FundModel=fund_model, ProgType=prog_type).activity == code
    assert activity(code).current


@pytest.mark.parametrize(
    ("prog_type", "level"),
    [("2", "3"), ("3", "2"), ("20", "4"), ("21", "5"), ("22", "6"), ("23", "7"), ("31", "3"), ("25", None)],
)
def test_a_programme_type_may_tell_the_level(prog_type: str, level: str | None) -> None:
    assert _spell(ProgType=prog_type).level == level


@pytest.mark.parametrize(
    ("changes", "completion", "ended_on"),
    [
        pytest.param({}, Completion.CONTINUING, None, id="goes on"),
        pytest.param(FINISHED, Completion.COMPLETED, LEFT_ON, id="completed"),
        pytest.param(LEFT, Completion.WITHDRAWN, LEFT_ON, id="withdrawn"),
        pytest.param(ON_LEAVE, Completion.BREAK, LEFT_ON, id="break"),
        pytest.param({"LearnActEndDate": "2025-10-01"}, Completion.WITHDRAWN, LEFT_ON, id="yet ended"),
        pytest.param(
            {"LearnActEndDate": "2025-10-01", "Outcome": "1"}, Completion.COMPLETED, LEFT_ON,
            id="goes on but ended and achieved",
        ),
        pytest.param(
            {"LearnActEndDate": "2025-10-01", "Outcome": "8", "ProgType": "25", "AimType": "1"},
            Completion.CONTINUING, None, id="apprentice who awaits the assessment",
        ),
        pytest.param({"CompStatus": None}, Completion.CONTINUING, None, id="no status"),
        pytest.param({**LEFT, "CompStatus": None}, Completion.WITHDRAWN, LEFT_ON, id="no status but ended"),
        pytest.param({**FINISHED, "CompStatus": "9"}, Completion.COMPLETED, LEFT_ON, id="yet achieved"),
        pytest.param(
            {**LEFT, "LearnActEndDate": None}, Completion.WITHDRAWN, date(2025, 11, 6),
            id="withdrawn without a date: by the day of the file",
        ),
        pytest.param(
            {**FINISHED, "LearnActEndDate": None, "LearnPlanEndDate": "2025-10-20"}, Completion.COMPLETED,
            date(2025, 10, 20), id="completed without a date: on the planned day",
        ),
        pytest.param(
            {**LEFT, "LearnActEndDate": "2025-12-01"}, Completion.WITHDRAWN, date(2025, 12, 1),
            id="ended after the file was prepared",
        ),
        pytest.param({**LEFT, "LearnActEndDate": "2026-01-16"}, Completion.CONTINUING, None, id="to come"),
    ],
)  # fmt: skip
def test_a_spell_stands(
    changes: dict[str, str | None], completion: Completion, ended_on: date | None
) -> None:
    spell = _spell(**changes)
    assert (spell.completion, spell.ended_on) == (completion, ended_on)


def test_an_actual_end_to_come_is_the_planned_end() -> None:
    assert _spell(**{**LEFT, "LearnActEndDate": "2026-01-16"}).planned_end_on == date(2026, 1, 16)


@pytest.mark.parametrize("reason", ["2", "7", "40", "41", "47"])
def test_a_move_is_no_loss(reason: str) -> None:
    spell = _spell(**{**LEFT, "WithdrawReason": reason})
    assert spell.completion is Completion.MOVED_ON
    assert spell.withdraw_reason == int(reason)
    assert [kind for kind, _ in _events(**{**LEFT, "WithdrawReason": reason})] == [MilestoneKind.STARTED]


@pytest.mark.parametrize("reason", ["3", "28", "29", "42", "43", "44", "45", "46", "48", "97", "98"])
def test_every_other_reason_is_a_withdrawal(reason: str) -> None:
    spell = _spell(**{**LEFT, "WithdrawReason": reason})
    assert spell.completion is Completion.WITHDRAWN
    assert spell.withdraw_reason == int(reason)


@pytest.mark.parametrize("reason", [None, "1", "x"], ids=["missing", "unknown", "not a number"])
def test_an_unusable_reason_is_a_withdrawal_for_reasons_not_known(reason: str | None) -> None:
    spell = _spell(**{**LEFT, "WithdrawReason": reason})
    assert spell.completion is Completion.WITHDRAWN
    assert spell.withdraw_reason is None


@pytest.mark.parametrize(
    ("changes", "events"),
    [
        pytest.param({}, [], id="goes on"),
        pytest.param(LEFT, [(MilestoneKind.WITHDREW, LEFT_ON)], id="withdrawn"),
        pytest.param({**LEFT, "CompStatus": "6"}, [(MilestoneKind.BREAK, LEFT_ON)], id="break"),
        pytest.param(
            FINISHED, [(MilestoneKind.COMPLETED, LEFT_ON), (MilestoneKind.ACHIEVED, LEFT_ON)], id="achieved"
        ),
        pytest.param(
            {**FINISHED, "AchDate": "2025-10-20"},
            [(MilestoneKind.COMPLETED, LEFT_ON), (MilestoneKind.ACHIEVED, date(2025, 10, 20))],
            id="achieved later",
        ),
        pytest.param(
            {**FINISHED, "Outcome": "2"}, [(MilestoneKind.COMPLETED, LEFT_ON)], id="achieved in part"
        ),
        pytest.param({**FINISHED, "Outcome": "8"}, [(MilestoneKind.COMPLETED, LEFT_ON)], id="not known yet"),
        pytest.param(
            {**LEFT, "Outcome": "1"}, [(MilestoneKind.WITHDREW, LEFT_ON)], id="withdrawn yet achieved"
        ),
    ],
)
def test_a_spell_has_milestones(
    changes: dict[str, str | None], events: list[tuple[MilestoneKind, date]]
) -> None:
    assert _events(**changes) == [(MilestoneKind.STARTED, STARTED_ON), *events]


def test_a_start_to_come_has_a_spell_but_no_milestone_yet() -> None:
    to_come = learner(aim(LearnStartDate="2026-02-01"))
    assert len(read_learner(to_come).spells) == 1
    assert read_learner(to_come).milestones == ()
    assert len(read_learner(to_come, today=date(2026, 2, 1)).milestones) == 1


def test_milestones_name_their_spell_and_are_named_after_it() -> None:
    person = read_learner(learner(aim(**FINISHED)))
    assert {milestone.spell_key for milestone in person.milestones} == {person.spells[0].key}
    assert [milestone.key for milestone in person.milestones] == [
        f"{person.spells[0].key}:{kind}" for kind in ("started", "completed", "achieved")
    ]


def test_the_key_of_an_aim_outlives_its_sequence_number_and_its_end() -> None:
    first = _spell(AimSeqNumber="1", ProgType="25", StdCode="105")
    later = _spell(AimSeqNumber="7", ProgType="25", StdCode="105", **FINISHED)
    assert first.key == later.key == "ilr:A1:60325999:25:105:2025-09-03"
    assert _spell(ProgType="2", FworkCode="549", PwayCode="1").key == "ilr:A1:60325999:2:549/1:2025-09-03"


@pytest.mark.parametrize(
    "other", [{"LearnAimRef": "50000001"}, {"LearnStartDate": "2025-09-04"}, {"ProgType": "31"}]
)
def test_another_aim_has_another_key(other: dict[str, str]) -> None:
    assert _spell(**other).key != _spell().key


def test_a_key_stays_short_whatever_the_file_has_in_it() -> None:
    long = "9" * 10_000
    assert len(_spell(LearnAimRef=long, ProgType=long, StdCode=long, FworkCode=long, PwayCode=long).key) < 60


def test_the_same_aim_twice_is_one() -> None:
    person = read_learner(learner(aim(), aim(AimSeqNumber="2")))
    assert len(person.spells) == 1
    assert person.problems == ()


@pytest.mark.parametrize("ended_first", [True, False])
def test_of_the_same_aim_with_and_without_an_end_the_ended_one_counts(ended_first: bool) -> None:
    aims = [aim(**LEFT), aim(AimSeqNumber="2")]
    person = read_learner(learner(*(aims if ended_first else reversed(aims))))
    assert [spell.ended_on for spell in person.spells] == [LEFT_ON]
    assert rules(person) == ["Repeated aim"]


@pytest.mark.parametrize(
    ("aims", "kept"),
    [
        pytest.param([("1", "25"), ("3", "25"), ("3", "25")], 1, id="apprentice with two components"),
        pytest.param([("1", "31"), ("5", "31")], 1, id="T Level with its core aim"),
        pytest.param([("5", None), ("4", None), ("4", None)], 3, id="study programme of three aims"),
        pytest.param([("1", "25"), ("4", None)], 2, id="apprentice with an aim outside"),
        pytest.param([("1", "25"), ("5", None)], 2, id="apprentice and study programme"),
        pytest.param([("1", "24"), ("3", "24"), ("1", "25"), ("3", "25")], 2, id="two programmes"),
        pytest.param([("1", "25"), ("3", None)], 1, id="component that does not name its programme"),
    ],
)
def test_components_of_a_programme_do_not_count_again(aims: list[tuple[str, str | None]], kept: int) -> None:
    elements = [
        aim(LearnAimRef=f"5000000{place}", AimType=aim_type, ProgType=programme)
        for place, (aim_type, programme) in enumerate(aims)
    ]
    person = read_learner(learner(*elements))
    assert len(person.spells) == kept
    assert person.problems == ()


def test_a_component_without_its_programme_is_not_lost() -> None:
    person = read_learner(
        learner(aim(AimType="1", ProgType="25"), aim(AimType="3", ProgType="2", LearnAimRef="5"))
    )
    assert len(person.spells) == 2
    assert rules(person) == ["R_30"]


@pytest.mark.parametrize(
    "wrong",
    [
        pytest.param({"LearnStartDate": None}, id="no start"),
        pytest.param({"LearnStartDate": "03/09/2025"}, id="unreadable start"),
        pytest.param({"LearnStartDate": "2008-09-25"}, id="started on the day of birth"),
        pytest.param({"LearnActEndDate": "2025-09-02", "CompStatus": "3"}, id="ended before the start"),
    ],
)
def test_an_aim_that_cannot_be_placed_is_left_out_and_the_others_stay(wrong: dict[str, str | None]) -> None:
    person = read_learner(learner(aim(**wrong), aim(LearnAimRef="50000001")))
    assert [spell.key for spell in person.spells] == ["ilr:A1:50000001:-:-:2025-09-03"]
    assert not person.refused
    assert "was not taken" in person.problems[0].message


@pytest.mark.parametrize(
    "text",
    [
        "2025-09-03",
        " 2025-09-03 ",
        "2025-09-03Z",
        "2025-09-03+01:00",
        "2025-09-03T00:00:00",
        "2025-09-03T00:00:00.000Z",
    ],
)
def test_a_date_may_have_a_time_or_zone_behind_it(text: str) -> None:
    assert _spell(LearnStartDate=text).started_on == STARTED_ON


@pytest.mark.parametrize(
    "text", ["0001-01-01", "2025-13-01", "20251001", "2025-W40-1", "soon", "2025-10-01 or so"]
)
def test_an_unreadable_end_is_reported_and_not_used(text: str) -> None:
    person = read_learner(learner(aim(LearnActEndDate=text)))
    assert person.spells[0].ended_on is None
    assert rules(person) == ["Unreadable date"]
    assert person.problems[0].field == "LearnActEndDate"
