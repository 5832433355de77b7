"""The names of the ILR's elements, so that a misspelt one is noticed rather than passed over.

Source: children of Message, Learner, LearningDelivery, LearningDeliveryWorkPlacement,
LearnerDestinationandProgression and DPOutcome in the schemas DfE published for 2017-18 to 2020-21 and for 2025-26;
those of the years between are not to be had.
"""

from typing import Final

# fmt: off
READ: Final = frozenset(
    {
        # of Learner
        "LearnRefNumber", "ULN", "FamilyName", "GivenNames", "DateOfBirth", "Sex", "Postcode",
        "NINumber", "Email", "Ethnicity", "LLDDHealthProb", "EngGrade", "MathGrade",
        # of LearningDelivery
        "LearnAimRef", "AimType", "LearnStartDate", "LearnPlanEndDate", "FundModel", "ProgType",
        "StdCode", "FworkCode", "PwayCode", "CompStatus", "LearnActEndDate", "WithdrawReason",
        "Outcome", "AchDate",
        # of LearningDeliveryWorkPlacement
        "WorkPlaceStartDate", "WorkPlaceEndDate", "WorkPlaceHours", "WorkPlaceMode", "WorkPlaceEmpId",
        # of DPOutcome
        "OutType", "OutCode", "OutStartDate", "OutEndDate", "OutCollDate",
    }
)
"""Fields that are read."""

NOT_READ: Final = frozenset(
    {
        # of Message
        "SourceFiles",
        # of Learner
        "ALSCost", "Accom", "AddLine1", "AddLine2", "AddLine3", "AddLine4", "CampId",
        "ContactPreference", "LLDDandHealthProblem", "LearnerHE", "OTJHours",
        "PMUKPRN", "PlanEEPHours", "PlanLearnHours", "PostcodePrior", "PrevLearnRefNumber", "PrevUKPRN",
        "ProviderSpecLearnerMonitoring", "TelNo",
        # of LearningDelivery
        "AddHours", "AimSeqNumber", "AppFinRecord", "ConRefNumber", "DelLocPostCode", "EPAOrgID",
        "EmpOutcome", "LSDPostcode", "LearningDeliveryFAM", "LearningDeliveryHE",
        "OTJActHours", "OTJActhours", "OrigLearnStartDate",
        "OtherFundAdj", "OutGrade", "PHours", "PartnerUKPRN", "PriorLearnFundAdj",
        "ProviderSpecDeliveryMonitoring", "SWSupAimId", "TLOut",
    }
)
"""Elements of the ILR that this service does not use."""
# fmt: on

ABOUT: Final = frozenset({"LearnerFAM", "PriorAttain", "LearnerEmploymentStatus"})
"""Groups of a learner that tell of circumstances. Until 2020-21 PriorAttain was a plain field."""

PLACEMENT: Final = "LearningDeliveryWorkPlacement"

GROUPS: Final = frozenset({"LearningDelivery", "DPOutcome", PLACEMENT}) | ABOUT
"""Groups that are read, field by field."""

RECORDS: Final = frozenset({"Header", "LearningProvider", "Learner", "LearnerDestinationandProgression"})
"""Children of Message that are read."""

KNOWN: Final = READ | GROUPS | RECORDS | NOT_READ


def local_name(tag: str) -> str:
    """The name without its namespace: "ULN" of "{ESFA/ILR/2025-26}ULN"."""
    return tag.rpartition("}")[2]
