"""R01 and R02, at, just under and just over each threshold. Clocks change on 29 March and 25 October 2026."""

from datetime import UTC, date, datetime

import pytest

from service.alerts.rows import Case, Contact, Family, Finding
from service.alerts.rules import evaluate
from service.pathways.rows import Completion, Milestone, MilestoneKind, Spell
from service.vocabulary.day import london_day
from tests.alerts.cases import LEARNER, milestone, on, spell

COLLEGE, JOB, PROGRAMME, SEEKING = 230, 330, 530, 619
YOUNG, ADULT = date(2009, 3, 1), date(2005, 3, 1)
LEFT = {"planned": "2027-07-02", "completion": Completion.WITHDRAWN}


def left(ended: str, **more: object) -> Spell:
    """A year at college from September 2026 that was left."""
    return spell(COLLEGE, "2026-09-07", ended, **(LEFT | more))


def contact(at: str, *, two_way: bool = True) -> Contact:
    return Contact(
        occurred_on=london_day(datetime.fromisoformat(at).replace(tzinfo=UTC)),
        channel="phone",
        two_way=two_way,
    )


def found(today: str, born: date = YOUNG, **facts: object) -> Finding | None:
    facts = {kind: tuple(each) for kind, each in facts.items()}
    case = Case(learner_id=LEARNER, born=born, registered_on=on("2025-09-01"), **facts)
    findings = evaluate(case, today=on(today)).findings
    return next((each for each in findings if each.family is Family.WHEREABOUTS), None)


def brief(finding: Finding | None) -> tuple[str, str, str] | None:
    return finding and (finding.rule, finding.severity.value, finding.deadline_on.isoformat())


@pytest.mark.parametrize(
    ("spells", "born", "today", "expected"),
    [
        pytest.param([left("2026-11-03")], YOUNG, "2026-11-02", None, id="the day before leaving"),
        pytest.param(
            [left("2026-11-03")], YOUNG, "2026-11-03", ("R01", "high", "2026-11-05"), id="the day of leaving"
        ),
        pytest.param(
            [left("2026-11-03")], ADULT, "2026-11-03", ("R01", "medium", "2026-11-10"), id="18 or over"
        ),
        pytest.param(
            [left("2026-11-03")],
            date(2008, 11, 4),
            "2026-11-09",
            ("R01", "high", "2026-11-05"),
            id="turned 18 the day after leaving",
        ),
        pytest.param(
            [left("2026-11-03")],
            date(2008, 11, 3),
            "2026-11-09",
            ("R01", "medium", "2026-11-10"),
            id="turned 18 on the day of leaving",
        ),
        pytest.param(
            [left("2026-11-06")], YOUNG, "2026-11-07", ("R01", "high", "2026-11-10"), id="left on a Friday"
        ),
        pytest.param(
            [left("2026-12-23")],
            YOUNG,
            "2026-12-24",
            ("R01", "high", "2026-12-29"),
            id="Christmas and its substitute day between",
        ),
        pytest.param(
            [left("2026-10-23")], YOUNG, "2026-10-26", ("R01", "high", "2026-10-27"), id="clocks went back"
        ),
        pytest.param(
            [spell(COLLEGE, "2025-09-08", "2026-03-27", planned="2026-07-03")],
            YOUNG,
            "2026-03-30",
            ("R01", "high", "2026-03-31"),
            id="clocks went forward",
        ),
        pytest.param(
            [left("2026-10-20", recorded="2026-10-20T23:30")],
            YOUNG,
            "2026-10-21",
            ("R01", "high", "2026-10-23"),
            id="recorded after midnight in London",
        ),
        pytest.param(
            [left("2026-10-06", recorded="2026-11-03")],
            YOUNG,
            "2026-11-03",
            ("R01", "high", "2026-11-05"),
            id="reported four weeks late",
        ),
    ],
)
def test_early_leaver_is_due_within_working_days_of_being_known(spells, born, today, expected):
    assert brief(found(today, born, spells=spells)) == expected


@pytest.mark.parametrize(
    ("spells", "today", "expected"),
    [
        pytest.param(
            [spell(COLLEGE, "2026-01-05", "2026-07-02", planned="2026-07-03")],
            "2026-07-20",
            "R01",
            id="a day before the planned end, nothing said",
        ),
        pytest.param(
            [spell(COLLEGE, "2026-01-05", "2026-07-03", planned="2026-07-03")],
            "2026-07-20",
            "R05",
            id="on the planned end",
        ),
        pytest.param(
            [left("2026-11-03", completion=Completion.COMPLETED)], "2026-11-18", "R05", id="completed early"
        ),
        pytest.param(
            [left("2026-11-03", completion=Completion.MOVED_ON)], "2026-11-17", None, id="moved on, 14 days"
        ),
        pytest.param(
            [left("2026-11-03", completion=Completion.MOVED_ON)], "2026-11-18", "R05", id="moved on, 15 days"
        ),
        pytest.param(
            [left("2026-11-03", planned="2026-11-03")], "2026-11-04", "R01", id="withdrawn on the last day"
        ),
        pytest.param([left("2026-11-03", completion=Completion.BREAK)], "2026-11-04", "R01", id="a break"),
        pytest.param(
            [left("2026-11-03"), spell(JOB, "2026-11-17")],
            "2026-11-05",
            "R05",
            id="a job begins after 14 days",
        ),
        pytest.param(
            [left("2026-11-03"), spell(JOB, "2026-11-18")],
            "2026-11-17",
            "R01",
            id="a job begins after 15 days",
        ),
        pytest.param(
            [left("2026-11-03"), spell(JOB, "2026-11-18")], "2026-11-18", None, id="the job has begun"
        ),
        pytest.param(
            [left("2026-11-03"), spell(PROGRAMME, "2026-11-10")], "2026-11-10", None, id="re-engagement began"
        ),
        pytest.param(
            [left("2026-11-03"), spell(SEEKING, "2026-11-10")], "2026-11-10", "R01", id="NEET since"
        ),
        pytest.param([left("2026-11-03")], "2027-05-04", "R01", id="182 days later"),
        pytest.param([left("2026-11-03")], "2027-05-05", "R05", id="183 days later"),
        pytest.param(
            [spell(JOB, "2026-09-07", "2026-11-03", planned="2027-07-02")],
            "2026-11-04",
            "R05",
            id="left a job",
        ),
        pytest.param(
            [spell(310, "2026-09-07", "2026-11-03", **LEFT)], "2026-11-04", "R01", id="left an apprenticeship"
        ),
        pytest.param(
            [left("2026-11-03"), spell(250, "2026-09-14", "2026-10-02")],
            "2026-11-04",
            "R01",
            id="a part-time course beside it had ended before",
        ),
    ],
)
def test_early_leaver_is_somebody_who_left_and_whom_nothing_has_followed(spells, today, expected):
    finding = found(today, spells=spells)
    assert (finding and finding.rule) == expected


@pytest.mark.parametrize(
    ("contacts", "expected"),
    [
        pytest.param([], "R01", id="nobody spoke with them"),
        pytest.param([contact("2026-11-05T10:00", two_way=False)], "R01", id="attempts only"),
        pytest.param([contact("2026-11-02T10:00")], "R01", id="spoken with the day before they left"),
        pytest.param([contact("2026-11-03T10:00")], "R05", id="spoken with on the day they left"),
    ],
)
def test_early_leaver_hands_over_once_somebody_spoke_with_them(contacts, expected):
    assert found("2026-11-09", spells=[left("2026-11-03")], contacts=contacts).rule == expected


WITHDREW = milestone(MilestoneKind.WITHDREW, "2026-11-03")
AT_COLLEGE = spell(COLLEGE, "2026-09-07", planned="2027-07-02")


@pytest.mark.parametrize(
    ("milestones", "today", "expected"),
    [
        pytest.param([WITHDREW], "2026-11-02", None, id="the day before"),
        pytest.param([WITHDREW], "2026-11-03", ("R01", "high", "2026-11-05"), id="on the day"),
        pytest.param(
            [WITHDREW, milestone(MilestoneKind.ATTENDANCE, "2026-11-09")], "2026-11-09", None, id="came back"
        ),
        pytest.param(
            [milestone(MilestoneKind.WITHDREW, "2026-11-03", spell_id=AT_COLLEGE.id)],
            "2026-11-03",
            ("R01", "high", "2026-11-05"),
            id="of this very spell",
        ),
        pytest.param(
            [
                milestone(
                    MilestoneKind.WITHDREW, "2026-11-03", superseded_at=datetime(2026, 11, 4, tzinfo=UTC)
                )
            ],
            "2026-11-05",
            None,
            id="recorded by mistake",
        ),
    ],
)
def test_early_leaver_knows_a_withdrawal_before_the_spell_is_ended(milestones, today, expected):
    assert brief(found(today, spells=[AT_COLLEGE], milestones=milestones)) == expected


def test_early_leaver_says_what_happened_in_plain_words():
    finding = found("2026-11-04", spells=[left("2026-11-03", provider_name="Harlow Technical College")])
    assert finding.sentence == (
        "Left further education college at Harlow Technical College on 3 November 2026, "
        "8 months before the planned end; nothing has followed."
    )
    (evidence,) = finding.evidence
    assert evidence.day == on("2026-11-03")
    assert evidence.source == "Confirmed, recorded 3 November 2026"
    assert len(finding.alternatives) == 2


def place(accepted: str, start: str, **more: object) -> Milestone:
    return milestone(MilestoneKind.ACCEPTED, accepted, start, **more)


ACCEPTED = place("2026-05-11", "2026-09-07")


@pytest.mark.parametrize(
    ("milestones", "today", "expected"),
    [
        pytest.param([ACCEPTED], "2026-09-11", None, id="four working days after the start"),
        pytest.param([ACCEPTED], "2026-09-14", ("R02", "high", "2026-09-17"), id="five working days after"),
        pytest.param(
            [place("2026-05-11", "2026-08-24")],
            "2026-08-31",
            None,
            id="the summer bank holiday does not count",
        ),
        pytest.param(
            [place("2026-05-11", "2026-08-24")],
            "2026-09-01",
            ("R02", "high", "2026-09-04"),
            id="the day after the summer bank holiday",
        ),
        pytest.param(
            [place("2026-10-05", "2026-10-19")],
            "2026-10-26",
            ("R02", "high", "2026-10-29"),
            id="clocks went back",
        ),
        pytest.param(
            [place("2026-05-11", "2026-09-05")],
            "2026-09-11",
            ("R02", "high", "2026-09-16"),
            id="was to start on a Saturday",
        ),
        pytest.param(
            [place("2026-10-05", "2026-09-07")],
            "2026-10-05",
            ("R02", "high", "2026-10-08"),
            id="reported four weeks late",
        ),
        pytest.param([ACCEPTED], "2027-03-08", ("R02", "high", "2026-09-17"), id="182 days after"),
        pytest.param([ACCEPTED], "2027-03-09", None, id="183 days after"),
        pytest.param([ACCEPTED, place("2026-09-08", "2026-11-02")], "2026-09-14", None, id="a later place"),
        pytest.param(
            [ACCEPTED, milestone(MilestoneKind.STARTED, "2026-09-07")], "2026-09-11", None, id="started"
        ),
        pytest.param(
            [milestone(MilestoneKind.OFFERED, "2026-05-11", "2026-09-07")],
            "2026-09-14",
            None,
            id="only offered",
        ),
    ],
)
def test_no_show_is_found_five_working_days_after_the_start(milestones, today, expected):
    did_not_want_to_say = spell(830, "2025-09-01")
    assert brief(found(today, spells=[did_not_want_to_say], milestones=milestones)) == expected


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        pytest.param({}, "R02", id="nothing"),
        pytest.param(
            {"milestones": [milestone(MilestoneKind.STARTED, "2026-08-10")]},
            "R05",
            id="started 28 days early",
        ),
        pytest.param(
            {"milestones": [milestone(MilestoneKind.STARTED, "2026-08-09")]},
            "R02",
            id="started 29 days early",
        ),
        pytest.param(
            {"milestones": [milestone(MilestoneKind.ATTENDANCE, "2026-09-07")]}, "R05", id="attended"
        ),
        pytest.param(
            {"milestones": [milestone(MilestoneKind.ATTENDANCE, "2026-09-04")]}, "R02", id="attended before"
        ),
        pytest.param(
            {"milestones": [milestone(MilestoneKind.WITHDREW, "2026-08-20")]}, "R05", id="gave the place up"
        ),
        pytest.param({"spells": [spell(JOB, "2026-09-01")]}, None, id="in a job instead"),
        pytest.param({"spells": [spell(SEEKING, "2026-09-09")]}, "R02", id="NEET instead"),
        pytest.param({"contacts": [contact("2026-09-11T10:00")]}, "R02", id="spoken with before"),
        pytest.param({"contacts": [contact("2026-09-14T10:00")]}, "R05", id="spoken with since"),
    ],
)
def test_no_show_is_settled_by_a_start_or_by_speaking_with_them(facts, expected):
    facts = facts | {"milestones": [ACCEPTED, *facts.get("milestones", [])]}
    finding = found("2026-09-21", **facts)
    assert (finding and finding.rule) == expected
