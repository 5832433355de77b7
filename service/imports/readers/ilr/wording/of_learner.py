"""What a sender is told of a learner: who it is."""

from service.imports.readers.ilr.wording.shape import Wording
from service.imports.rows import Weight

LEARNER: dict[str, Wording] = {
    "FD_LearnRefNumber_MA": Wording(
        "LearnRefNumber",
        "The learner reference number is missing, so the learner could not be known again in your next file.",
        "Give the learner a LearnRefNumber.",
        Weight.REFUSES,
    ),
    "FD_LearnRefNumber_AL": Wording(
        "LearnRefNumber",
        "The learner reference number is longer than 12 characters.",
        "Shorten it to 12 characters.",
        Weight.REFUSES,
    ),
    "FD_LearnRefNumber_AP": Wording(
        "LearnRefNumber",
        "The learner reference number has characters other than letters, digits and spaces.",
        "Use letters, digits and spaces.",
    ),
    "R_06": Wording(
        "LearnRefNumber",
        "A Learner with this reference number came earlier in the file. This one, with {aims} aims, was not "
        "taken.",
        "Put all aims of the learner in one Learner record, or give a different person another number.",
        Weight.REFUSES,
    ),
    "FamilyName_01": Wording(
        "FamilyName", "The family name is missing.", "Give the family name.", Weight.REFUSES
    ),
    "GivenNames_01": Wording(
        "GivenNames", "The given names are missing.", "Give at least one given name.", Weight.REFUSES
    ),
    "FD_FamilyName_AL": Wording(
        "FamilyName", "The family name is longer than 100 characters.", "Shorten it.", Weight.REFUSES
    ),
    "FD_GivenNames_AL": Wording(
        "GivenNames", "The given names are longer than 100 characters.", "Shorten them.", Weight.REFUSES
    ),
    "FD_FamilyName_AP": Wording(
        "FamilyName",
        "The family name has a digit, a quotation mark or a bar in it.",
        "Check the family name.",
    ),
    "FD_GivenNames_AP": Wording(
        "GivenNames",
        "The given names have a digit, a quotation mark or a bar in them.",
        "Check the given names.",
    ),
    "DateOfBirth_01": Wording(
        "DateOfBirth", "The date of birth is missing.", "Give the date of birth.", Weight.REFUSES
    ),
    "Unreadable date of birth": Wording(
        "DateOfBirth",
        "The date of birth is not a day that exists, written as year-month-day.",
        "Write it as 2007-05-31.",
        Weight.REFUSES,
    ),
    "DateOfBirth_27": Wording(
        "DateOfBirth",
        "The date of birth is on or after the start of the teaching year.",
        "Check the date of birth.",
        Weight.REFUSES,
    ),
    "DateOfBirth_04": Wording(
        "DateOfBirth", "The learner would be 115 or older.", "Check the date of birth.", Weight.REFUSES
    ),
    "FD_ULN_MA": Wording("ULN", "The ULN is missing.", "Give the ULN, or 9999999999 until it is known."),
    "FD_ULN_AR": Wording(
        "ULN",
        "The ULN is not 10 digits of which the first is not 0. It was not used.",
        "Copy the ULN from the Learning Records Service.",
    ),
    "ULN_04": Wording(
        "ULN",
        "The ULN does not pass the checksum calculation: at least one digit is wrong. It was not used.",
        "Copy the ULN from the Learning Records Service.",
    ),
    "FD_Sex_MA": Wording("Sex", "The sex is missing.", "Give F or M."),
    "Sex_01": Wording("Sex", "The sex is not a valid code. It was not used.", "Give F or M."),
    "FD_Postcode_MA": Wording(
        "Postcode", "The postcode is missing.", "Give it, or ZZ99 9ZZ if it is not known."
    ),
    "Postcode_15": Wording(
        "Postcode",
        "The postcode is not in the correct format. It was not used.",
        "Give a full postcode such as CM1 1AA, or ZZ99 9ZZ if it is not known.",
    ),
    "FD_NINumber_AP": Wording(
        "NINumber",
        "The National Insurance number is not in the correct format. It was not used.",
        "Give two letters, six numbers and a letter, or leave it out.",
    ),
    "EmpStat_05": Wording(
        "EmpStat", "The employment status is not a valid code. It was not used.", "Give 10, 11, 12 or 98."
    ),
    "DateEmpStatApp_01": Wording(
        "DateEmpStatApp",
        "{day} is after the teaching year. It counts from the day the file was made.",
        "Check the day.",
    ),
    "FD_LearningDelivery_EO": Wording(
        "LearningDelivery", "The learner has no learning aims.", "Give at least one LearningDelivery."
    ),
}
