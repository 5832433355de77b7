"""What a sender is told of a destination (ILR to 2023-24). `{of}` names it."""

from service.imports.readers.ilr.wording.shape import Wording
from service.imports.rows import Weight

_NOT_TAKEN = "This destination was not taken."

DESTINATION: dict[str, Wording] = {
    "Destination without reference": Wording(
        "LearnRefNumber",
        "A destination record has no learner reference number, so it belongs to nobody.",
        "Give the LearnRefNumber of the learner.",
        Weight.REFUSES,
    ),
    "Destination without learner": Wording(
        "LearnRefNumber",
        "No Learner in this file has the reference number of this destination record. It counts only if an "
        "earlier file had the learner.",
        "Check the reference number.",
    ),
    "Destination without start": Wording(
        "OutStartDate", f"{{of}}: the start date is missing. {_NOT_TAKEN}", "Give the start date."
    ),
    "OutStartDate_01": Wording(
        "OutStartDate",
        "{of}: the start date is more than 10 years before the teaching year.",
        "Check the start date.",
    ),
    "OutStartDate_02": Wording(
        "OutStartDate",
        f"{{of}}: the start date is more than a year after the teaching year. {_NOT_TAKEN}",
        "Record a future destination only if it is definite and within a year.",
    ),
    "OutEndDate_01": Wording(
        "OutEndDate",
        f"{{of}}: the end date is before the start date. {_NOT_TAKEN}",
        "Check both dates.",
    ),
    "OutCollDate_01": Wording(
        "OutCollDate",
        "{of}: it was collected after the day the file was prepared.",
        "Check the collection date.",
    ),
    "OutCollDate_02": Wording(
        "OutCollDate",
        "{of}: it was collected more than 10 years before the teaching year.",
        "Check the collection date.",
    ),
    "OutType_01": Wording(
        "OutType",
        f"{{of}} is not a valid outcome type and code. {_NOT_TAKEN}",
        "Check OutType and OutCode.",
    ),
    "OutType_05": Wording(
        "OutType",
        "{of}: the code was no longer in use on the start date.",
        "Check OutType, OutCode and the start date.",
    ),
    "OutType_02": Wording(
        "OutType",
        f"{{of}}: another of the same type has the same start date. {_NOT_TAKEN}",
        "Record one destination of a type for a day.",
    ),
    "OutType_03": Wording(
        "OutType",
        f"{{of}}: two others in education have the same start date. {_NOT_TAKEN}",
        "Record at most two destinations in education for a day.",
    ),
    "OutType_04": Wording(
        "OutType",
        f"{{of}}: paid employment has the same start date. {_NOT_TAKEN}",
        "Record either paid employment or not in paid employment for a day.",
    ),
}
