"""What a sender of an NCCIS return is told. A rule that is a number is DfE's error code of 2019-20."""

from typing import NamedTuple

from service.imports.rows import Weight


class Wording(NamedTuple):
    """The element to look at, what is wrong and what to do."""

    field: str
    message: str
    fix: str
    weight: Weight = Weight.WARNS


WORDINGS = {
    "NCCIS 1": Wording(
        "YoungPersonsID",
        "The identifier is missing or has not 13 figures, so the young person could not be known again.",
        "Give the three figures of the database and the ten of the young person.",
        Weight.REFUSES,
    ),
    "NCCIS 2": Wording("GivenName", "The given name is missing.", "Give it.", Weight.REFUSES),
    "NCCIS 3": Wording("FamilyName", "The family name is missing.", "Give it.", Weight.REFUSES),
    "NCCIS 7": Wording("Ethnicity", "This is no code of the list. It was not used.", "Use a code of YP27."),
    "NCCIS 27": Wording(
        "GuaranteeStatus", "This is no code of the list. It was not used.", "Use a code of SG02 or SG11."
    ),
    "NCCIS 31": Wording("AddressLine1", "The address cannot be used.", "Correct it."),
    "NCCIS 101": Wording(
        "LevelOfNeedCode", "This is no code of the list. It was not used.", "Use 1, 2 or 3."
    ),
    "NCCIS 102": Wording("SENDFlag", "This is neither Y nor N. It was not used.", "Write Y or N."),
    "NCCIS 104": Wording(
        "CharacteristicCode", "This is no code of the list. It was not used.", "Use a code of IC01."
    ),
    "NCCIS 302": Wording(
        "IntendedDestinationYr11", "This is no code of the list. It was not used.", "Use a code of ID01."
    ),
    "NCCIS 304": Wording("SENSupportFlag", "This is neither Y nor N. It was not used.", "Write Y or N."),
    "NCCIS 8": Wording(
        "DOB",
        "The date of birth is missing, or no day that exists.",
        "Write it as 2009-05-31.",
        Weight.REFUSES,
    ),
    "NCCIS 30": Wording("UniqueLearnerNo", "This is not a ULN. It was not used.", "Correct or remove it."),
    "NCCIS 38": Wording("UniquePupilNumber", "This is not a UPN. It was not used.", "Correct or remove it."),
    "NCCIS 43": Wording("Postcode", "This is not a UK postcode. It was not used.", "Correct it."),
    "NCCIS 201": Wording(
        "ActivityCode",
        "The activity is missing or no code of the list. It was not taken.",
        "Use a code of CA01.",
    ),
    "NCCIS 202": Wording(
        "StartDate",
        "The activity's start is missing or no day that exists. It was not taken.",
        "Write it as 2025-09-01.",
    ),
    "NCCIS 237": Wording(
        "DateAscertained",
        "The activity is ascertained after it was verified.",
        "Correct one of the two days.",
    ),
    "NCCIS 256": Wording(
        "DateVerified",
        "The activity is verified before it began. It counts as verified on its first day.",
        "Correct one of the two days.",
    ),
    "NCCIS 305": Wording(
        "DateVerified",
        "The activity is verified after the return's period ends.",
        "Correct the day.",
    ),
    "Not yours": Wording(
        "CohortStatus",
        "The record is not marked as one to answer for: only P, G and T are taken.",
        "Nothing, if that is so. Else correct the status.",
        Weight.REFUSES,
    ),
    "No activity": Wording(
        "Activities",
        "No activity can be taken, so nothing is known of what they do.",
        "Give the current activity.",
    ),
    "Not NCCIS": Wording("", "This is not an NCCIS return.", "Export it again as NCCIS XML.", Weight.REFUSES),
    "ENTITY": Wording(
        "",
        "The file declares entities, which no return needs and which can do harm. It was not read.",
        "Export it again without them.",
        Weight.REFUSES,
    ),
    "Unreadable XML": Wording(
        "",
        "The file is not well-formed XML from there on. Everybody before was read.",
        "Export it again, and send it whole.",
        Weight.REFUSES,
    ),
    "Nobody": Wording("", "There is nobody in this file.", "Export it again.", Weight.REFUSES),
}
