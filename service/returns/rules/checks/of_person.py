"""Checks of who somebody is and what they need."""

from typing import Final

from service.returns.rules.checks.check import Check, Mend, years_of
from service.returns.rules.young_person import FIRST_AGE

_RECORD: Final = "Record it under Circumstances."
_WHERE: Final = "Find out where they live: a new claim with the postcode brings it."
_PLAN: Final = "Record the plan, or correct the activity."
_CHARACTERISTIC: Final = "Record the characteristic."
_NEEDS: Final = Mend.CIRCUMSTANCES

# fmt: off
OF_PERSON: Final = (
    Check(6, 2, "Ethnicity", "The ethnicity is not recorded.", _RECORD, _NEEDS,
          lambda who, _: not who.ethnicity),
    Check(31, 1, "AddressLine1", "No address is recorded.", _RECORD, _NEEDS,
          lambda who, _: not who.address),
    Check(32, 1, "Postcode", "No postcode is known.", _WHERE, Mend.IDENTITY,
          lambda who, _: not who.postcode),
    Check(100, 1, "LevelOfNeedCode", "The level of need is not recorded.", _RECORD, _NEEDS,
          lambda who, _: not who.level_of_need),
    Check(103, 2, "SENDFlag", "Whether they have an education, health and care plan is not recorded.", _RECORD,
          _NEEDS, lambda who, _: not who.send),
    Check(303, 2, "SENSupportFlag", "Whether they have SEN support is not recorded.", _RECORD, _NEEDS,
          lambda who, _: not who.sen_support),
    Check(260, 2, "CharacteristicCode", "Pregnancy is recorded, and that they are male.",
          "Correct one of the two.", _NEEDS,
          lambda who, _: who.gender == "M" and "180" in who.characteristics),
    Check(233, 2, "CharacteristicCode", "They are NEET as a carer, and caring is not recorded.",
          _CHARACTERISTIC, _NEEDS,
          lambda who, _: who.doing.activity == 620 and "140" not in who.characteristics),
    Check(234, 2, "CharacteristicCode",
          "They are NEET as a teenage parent, and caring for their own child is not recorded.",
          _CHARACTERISTIC, _NEEDS,
          lambda who, _: who.doing.activity == 630 and "120" not in who.characteristics),
    Check(235, 2, "CharacteristicCode", "They are NEET because of pregnancy, which is not recorded.",
          _CHARACTERISTIC, _NEEDS,
          lambda who, _: who.doing.activity == 650 and "180" not in who.characteristics),
    Check(254, 1, "SENDFlag", "They are at a special post-16 college, and no plan is recorded.", _PLAN, _NEEDS,
          lambda who, _: who.doing.activity == 280 and who.send != "Y"),
    Check(255, 1, "SENDFlag", "They are on a supported internship, and no plan is recorded.", _PLAN, _NEEDS,
          lambda who, _: who.doing.activity == 460 and who.send != "Y"),
    Check(301, 2, "IntendedDestinationYr11", "The intended destination of year 11 is not recorded.", _RECORD,
          _NEEDS, lambda who, head: years_of(who, head) == FIRST_AGE and not who.intended_destination),
)
# fmt: on
