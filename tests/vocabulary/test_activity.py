import pytest

from service.vocabulary.activity import ACTIVITIES, CHOICES, ActivityUnknown, Group, Kind, activity

IN_USE = [
    *(110, 120, 130, 140, 150, 210, 220, 230, 240, 250, 260, 270, 280, 290),
    *(310, 320, 330, 340, 350, 360, 380, 381, 410, 430, 440, 450, 460, 530, 540, 550),
    *(610, 615, 616, 619, 620, 630, 640, 650, 660, 670, 680, 710, 810, 820, 830),
]
OLD = [420, 510, 520, 551, 720]


def codes(**wanted: object) -> list[int]:
    return [
        each.code
        for each in ACTIVITIES.values()
        if each.current and all(getattr(each, name) == value for name, value in wanted.items())
    ]


def test_activities_are_the_codes_of_the_requirement_in_order() -> None:
    assert list(ACTIVITIES) == sorted(IN_USE + OLD)
    assert codes() == IN_USE


def test_neet_codes_are_those_of_nccis_error_224_and_140_of_school_age() -> None:
    assert codes(group=Group.NEET) == [140, 540, 610, 615, 616, 619, 620, 630, 640, 650, 660, 670, 680]
    assert codes(kind=Kind.NEET_AVAILABLE) == [540, 610, 615, 616, 619]


@pytest.mark.parametrize(
    ("group", "expected"),
    [
        pytest.param(Group.NOT_KNOWN, [150, 810, 820, 830], id="not known"),
        pytest.param(Group.CUSTODY, [130, 710], id="custody"),
        pytest.param(Group.RE_ENGAGEMENT, [530], id="re-engagement, a group of its own"),
    ],
)
def test_small_groups_hold_their_codes_only(group: Group, expected: list[int]) -> None:
    assert codes(group=group) == expected


def test_those_in_eet_who_do_not_participate_at_16_and_17() -> None:
    assert codes(group=Group.EET, participates=False) == [260, 330, 340, 350, 360, 380]


def test_nobody_outside_eet_participates() -> None:
    assert {each.group for each in ACTIVITIES.values() if each.participates} == {Group.EET}
    assert all(activity(code).participates for code in (110, 210, 250, 290, 310, 320, 381, 450, 550))


def test_a_gap_year_is_education_that_does_not_count_as_participating() -> None:
    gap_year = activity(260)
    assert (gap_year.group, gap_year.kind, gap_year.participates) == (Group.EET, Kind.EDUCATION, False)


def test_choices_offer_current_codes_with_labels_nobody_could_confuse() -> None:
    assert [code for code, _ in CHOICES] == IN_USE
    labels = [label for _, label in CHOICES]
    assert len(set(labels)) == len(labels)


def test_activity_knows_old_codes_and_says_so() -> None:
    assert all(not activity(code).current and "old code" in activity(code).label for code in OLD)


@pytest.mark.parametrize("code", [0, 111, 999, -210])
def test_activity_refuses_a_code_nobody_gave(code: int) -> None:
    with pytest.raises(ActivityUnknown):
        activity(code)
