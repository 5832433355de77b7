"""On what ground something may be held: the day the duty ends, a plan, an agreement."""

from datetime import date
from uuid import UUID

import pytest

from service.accounts.rows import Role
from service.circumstances.rows import Basis, Kind
from service.circumstances.rules import Standing, ground_of, is_under_duty, may_see, standing_of, visible
from tests.circumstances.saying import AGENCY, says

ON = date(2026, 11, 3)
TEENAGER = Standing(born_on=date(2008, 9, 1))  # 17 on 31 August 2026, 18 on the day after
ADULT = Standing(born_on=date(2008, 8, 31))  # 18 on 31 August 2026
WITH_PLAN = Standing(born_on=date(2002, 8, 31), has_plan=True)
AGREED = Standing(born_on=date(2008, 8, 31), has_agreed=True)


@pytest.mark.parametrize(
    ("standing", "on", "under"),
    [
        pytest.param(TEENAGER, date(2027, 8, 31), True, id="until the end of the academic year of 17"),
        pytest.param(TEENAGER, date(2027, 9, 1), False, id="from the next on no more"),
        pytest.param(ADULT, ON, False, id="18 on 31 August"),
        pytest.param(WITH_PLAN, ON, True, id="24 on 31 August, with a plan"),
        pytest.param(WITH_PLAN, date(2027, 9, 1), False, id="25, with a plan"),
        pytest.param(Standing(born_on=date(2002, 8, 31)), ON, False, id="24 without a plan"),
    ],
)
def test_is_under_duty(standing: Standing, on: date, under: bool) -> None:
    assert is_under_duty(standing, on=on) is under


@pytest.mark.parametrize(
    ("kind", "standing", "basis"),
    [
        pytest.param(Kind.CHARACTERISTIC, TEENAGER, Basis.DUTY, id="duty"),
        pytest.param(Kind.CHARACTERISTIC, ADULT, None, id="no ground after the duty"),
        pytest.param(Kind.CHARACTERISTIC, AGREED, Basis.AGREED, id="unless they agree"),
        pytest.param(Kind.CHARACTERISTIC, WITH_PLAN, Basis.DUTY, id="duty by a plan"),
        pytest.param(Kind.ATTENDANCE, ADULT, Basis.TASK, id="the course is a public task at any age"),
        pytest.param(Kind.SAFE_CONTACT, ADULT, Basis.PROTECTION, id="protection at any age"),
        pytest.param(Kind.AGREED_SUPPORT, ADULT, Basis.AGREED, id="the agreement itself"),
        pytest.param(Kind.EHC_PLAN, ADULT, Basis.DUTY, id="the plan itself, which brings the duty"),
    ],
)
def test_ground_of_is_the_duty_a_later_ground_or_none(
    kind: Kind, standing: Standing, basis: Basis | None
) -> None:
    assert ground_of(kind, standing, on=ON) is basis


def test_standing_of_reads_plan_and_agreement_as_they_hold_on_the_day() -> None:
    said = [says(1, Kind.EHC_PLAN, "yes"), says(2, Kind.AGREED_SUPPORT, "yes", ends_on=date(2026, 11, 2))]
    found = standing_of(date(2005, 1, 5), said, on=ON)
    assert (found.has_plan, found.has_agreed) == (True, False)


@pytest.mark.parametrize(
    ("kind", "role", "agency", "sees"),
    [
        pytest.param(Kind.CHARACTERISTIC, Role.YOUTH_ADVISER, UUID(int=9), True, id="an adviser"),
        pytest.param(Kind.CHARACTERISTIC, Role.PROVIDER_STAFF, UUID(int=9), False, id="another provider"),
        pytest.param(Kind.CHARACTERISTIC, Role.PROVIDER_STAFF, AGENCY, True, id="whoever said it"),
        pytest.param(Kind.CHARACTERISTIC, None, UUID(int=9), False, id="another agency's system"),
        pytest.param(Kind.EHC_PLAN, None, UUID(int=9), True, id="a system, what providers may see"),
        pytest.param(Kind.ETHNICITY, Role.YOUTH_ADVISER, UUID(int=9), False, id="ethnicity is for returns"),
        pytest.param(Kind.ETHNICITY, Role.DATA_OFFICER, UUID(int=9), True, id="and for data officers"),
        pytest.param(Kind.SAFE_CONTACT, Role.PROVIDER_STAFF, UUID(int=9), True, id="who contacts must know"),
    ],
)
def test_may_see_what_ones_agency_said_and_what_the_kind_opens(
    kind: Kind, role: Role | None, agency: UUID, sees: bool
) -> None:
    value = "text only" if kind is Kind.SAFE_CONTACT else "yes"
    assert may_see(says(1, kind, value), role=role, agency_id=agency) is sees


@pytest.mark.parametrize(
    ("role", "protected", "kinds"),
    [
        pytest.param(Role.YOUTH_ADVISER, False, ["level_of_need", "address"], id="an adviser writes letters"),
        pytest.param(
            Role.YOUTH_ADVISER, True, ["level_of_need", "protected_address"], id="not to a protected address"
        ),
        pytest.param(
            Role.DATA_OFFICER,
            True,
            ["level_of_need", "address", "protected_address"],
            id="data officers see it",
        ),
        pytest.param(Role.PROVIDER_STAFF, False, [], id="another provider sees neither"),
    ],
)
def test_visible_hides_a_protected_address(role: Role, protected: bool, kinds: list[str]) -> None:
    said = [says(1, Kind.LEVEL_OF_NEED, "1"), says(2, Kind.ADDRESS, "1 Mill Lane, Easthaven")]
    said += [says(3, Kind.PROTECTED_ADDRESS, "yes")] if protected else []
    seen = visible(said, TEENAGER, role=role, agency_id=UUID(int=9), on=ON)
    assert [each.kind for each in seen] == kinds


def test_visible_hides_what_has_lost_its_ground() -> None:
    said = [says(1, Kind.CHARACTERISTIC, "110"), says(2, Kind.ENGLISH, "2")]
    seen = visible(said, ADULT, role=Role.YOUTH_ADVISER, agency_id=AGENCY, on=ON)
    assert [each.kind for each in seen] == [Kind.ENGLISH]
