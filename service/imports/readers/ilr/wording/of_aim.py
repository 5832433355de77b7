"""What a sender is told of an aim. `{of}` names it."""

from service.imports.readers.ilr.wording.shape import Wording

_LEFT_OUT = "The aim was not taken."
_STATUS = "Check CompStatus: 1 continuing, 2 completed, 3 withdrawn, 6 break in learning."

AIM: dict[str, Wording] = {
    "Unreadable date": Wording(
        "",
        "{of}: the date is not a day that exists, written as year-month-day. {effect}",
        "Write it as 2025-09-25.",
    ),
    "FD_LearnStartDate_MA": Wording(
        "LearnStartDate", f"{{of}}: the start date is missing. {_LEFT_OUT}", "Give the start date."
    ),
    "LearnStartDate_05": Wording(
        "LearnStartDate",
        f"{{of}}: the start date is not after the date of birth. {_LEFT_OUT}",
        "Check both dates.",
    ),
    "LearnStartDate_02": Wording(
        "LearnStartDate",
        "{of}: the start date {day} is more than 10 years before the teaching year.",
        "Check the start date.",
    ),
    "LearnStartDate_03": Wording(
        "LearnStartDate",
        "{of}: the start date {day} is after the end of the teaching year.",
        "Check the start date.",
    ),
    "LearnStartDate_12": Wording(
        "LearnStartDate",
        "{of}: the start date {day} is more than a year after the teaching year.",
        "Check the start date.",
    ),
    "FD_LearnPlanEndDate_MA": Wording(
        "LearnPlanEndDate", "{of}: the planned end date is missing.", "Give the planned end date."
    ),
    "LearnPlanEndDate_02": Wording(
        "LearnPlanEndDate",
        "{of}: the planned end date {day} is before the start date. It was not used.",
        "Check both dates.",
    ),
    "LearnPlanEndDate_03": Wording(
        "LearnPlanEndDate",
        "{of}: the planned end date {day} is 10 years or more after the start date.",
        "Check both dates.",
    ),
    "LearnActEndDate_01": Wording(
        "LearnActEndDate",
        f"{{of}}: the actual end date {{day}} is before the start date. {_LEFT_OUT}",
        "Check both dates.",
    ),
    "LearnActEndDate_04": Wording(
        "LearnActEndDate",
        "{of}: the actual end date {day} is after the day the file was prepared. It counts once it has come; "
        "until then the aim counts as going on.",
        "Give an actual end date only when learning has ended.",
    ),
    "FD_LearnAimRef_MA": Wording(
        "LearnAimRef", "An aim has no learning aim reference.", "Give the learning aim reference."
    ),
    "FD_LearnAimRef_AL": Wording(
        "LearnAimRef",
        "{of}: the learning aim reference is longer than 8 characters. It was cut.",
        "Check the learning aim reference.",
    ),
    "FD_AimType_MA": Wording(
        "AimType", "{of}: the aim type is missing. It was read as 4.", "Give AimType 1, 3, 4 or 5."
    ),
    "AimType_01": Wording(
        "AimType", "{of}: {code} is not a valid aim type. It was read as 4.", "Give AimType 1, 3, 4 or 5."
    ),
    "FD_FundModel_MA": Wording(
        "FundModel", "{of}: the funding model is missing. It was read as 99.", "Give the funding model."
    ),
    "FundModel_01": Wording(
        "FundModel",
        "{of}: {code} is not a valid funding model. It was read as 99.",
        "Check the funding model.",
    ),
    "ProgType_03": Wording(
        "ProgType",
        "{of}: {code} is not a valid programme type. The funding model was read instead.",
        "Check the programme type.",
    ),
    "R_30": Wording(
        "AimType",
        "{of}: there is no programme aim for this component aim. It was taken as an aim of its own.",
        "Give the programme aim (AimType 1) with the same programme type.",
    ),
    "Repeated aim": Wording(
        "LearnAimRef",
        "{of}: the same aim with the same start date came twice with different ends. The one that ended "
        "counts, or the later in the file.",
        "Send each aim once.",
    ),
    "FD_CompStatus_MA": Wording(
        "CompStatus", "{of}: the completion status is missing. It was read as {completion}.", _STATUS
    ),
    "CompStatus_01": Wording(
        "CompStatus", "{of}: {code} is not a valid completion status. It was read as {completion}.", _STATUS
    ),
    "CompStatus_02": Wording(
        "CompStatus",
        "{of}: the aim is said to be continuing but has an actual end date. It was read as {completion}.",
        _STATUS,
    ),
    "CompStatus_03": Wording(
        "LearnActEndDate",
        "{of}: the aim has ended but has no actual end date. It was taken to end on {day}.",
        "Give the actual end date.",
    ),
    "CompStatus_04": Wording(
        "Outcome", "{of}: the aim has ended but has no outcome.", "Give Outcome 1, 2, 3 or 8."
    ),
    "CompStatus_05": Wording(
        "Outcome", "{of}: the aim is continuing but has an outcome. The outcome was not used.", _STATUS
    ),
    "CompStatus_06": Wording(
        "Outcome",
        "{of}: Outcome {code} does not go with a withdrawal or a break. The outcome was not used.",
        "Check CompStatus and Outcome.",
    ),
    "Outcome_01": Wording(
        "Outcome", "{of}: {code} is not a valid outcome. It was not used.", "Give Outcome 1, 2, 3 or 8."
    ),
    "AchDate_03": Wording(
        "AchDate",
        "{of}: the achievement date {day} is before the start date. It was not used.",
        "Check both dates.",
    ),
    "WithdrawReason_02": Wording(
        "WithdrawReason",
        "{of}: {code} is not a valid withdrawal reason. The reason counts as not known.",
        "Check the withdrawal reason.",
    ),
    "WithdrawReason_03": Wording(
        "WithdrawReason",
        "{of}: the learner has withdrawn but no reason is given. The reason counts as not known.",
        "Give the withdrawal reason: it decides whether an adviser is told.",
    ),
    "WithdrawReason_04": Wording(
        "WithdrawReason",
        "{of}: a withdrawal reason is given but the learner has not withdrawn. It was not used.",
        "Take the reason out, or check CompStatus.",
    ),
    "FD_WorkPlaceStartDate_MA": Wording(
        "WorkPlaceStartDate",
        "{of}: a work placement has no start date. The placement was not taken.",
        "Give the day it begins.",
    ),
    "WorkPlaceStartDate_02": Wording(
        "WorkPlaceStartDate",
        "{of}: the work placement begins {day}, before the course. The placement was not taken.",
        "Check both dates.",
    ),
    "WorkPlaceEndDate_01": Wording(
        "WorkPlaceEndDate",
        "{of}: the work placement ends {day}, before it begins. The end was not used.",
        "Check both dates.",
    ),
    "WorkPlaceMode_01": Wording(
        "WorkPlaceMode",
        "{of}: {code} is not a valid work placement mode. It was not used.",
        "Give 1 (internal) or 2 (with an employer).",
    ),
}
