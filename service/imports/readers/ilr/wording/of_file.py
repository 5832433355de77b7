"""What a sender is told of the file as a whole."""

from service.imports.readers.ilr.wording.shape import Wording
from service.imports.rows import Weight

_SEND_AGAIN = "Export the file again from your own system and send it whole."
_OF_ILR = (
    "Send the ILR file as your system exports it, with the namespace of its year, such as ESFA/ILR/2025-26."
)

FILE: dict[str, Wording] = {
    "Empty file": Wording("file", "The file is empty.", _SEND_AGAIN, Weight.REFUSES),
    "ZIP file": Wording(
        "file", "The file is a ZIP folder.", "Unpack it and send the XML file inside.", Weight.REFUSES
    ),
    "DOCTYPE": Wording(
        "file",
        "The file has a document type declaration (<!DOCTYPE). An ILR never has one, so it was not read.",
        "Take the declaration out, or export the file again from your own system.",
        Weight.REFUSES,
    ),
    "Unreadable XML": Wording(
        "file",
        "The file cannot be read beyond line {line}: {reason}. {learners} learners before it were read.",
        _SEND_AGAIN,
        Weight.REFUSES,
    ),
    "Wrong encoding": Wording(
        "file",
        "Line {line} has letters that are not in the encoding the file says it has. {learners} learners "
        "before it were read.",
        'Save or export the file as UTF-8, with encoding="UTF-8" in its first line.',
        Weight.REFUSES,
    ),
    "Not an ILR": Wording(
        "Message",
        "The file is XML, but not an ILR file: it does not begin with Message.",
        _OF_ILR,
        Weight.REFUSES,
    ),
    "No end in sight": Wording(
        "Learner",
        "After line {line} came {megabytes} MB without a whole learner, so reading stopped.",
        _SEND_AGAIN,
        Weight.REFUSES,
    ),
    "Entity_1": Wording("Learner", "The file has no learners.", _SEND_AGAIN, Weight.REFUSES),
    "Namespace Mismatch": Wording("xmlns", "{detail}", _OF_ILR),
    "No header": Wording(
        "Header",
        "The file does not say in its Header {missing}.",
        "Fill in the Header in your system and export again.",
    ),
    "Filename_1": Wording(
        "file name",
        "The file name is not in the form ILR-LLLLLLLL-YYYY-yyyymmdd-hhmmss-NN.XML. It was read even so.",
        "Keep the name your system gives the file.",
    ),
    "Filename_7": Wording(
        "file name", "The day in the file name is after today.", "Check the clock of the system that exports."
    ),
    "Header_2": Wording(
        "FilePreparationDate",
        "The file says it was prepared on {prepared_on}, which is after today.",
        "Check the clock of the system that exports.",
    ),
    "Header_3": Wording(
        "UKPRN",
        "The UKPRN in the file name ({named}) is not the one in the Header ({ukprn}).",
        "Check that this is the file you meant to send.",
    ),
    "UKPRN_03": Wording(
        "UKPRN",
        "LearningProvider has UKPRN {provider}, the Header {ukprn}. LearningProvider counts.",
        "Make both the same.",
    ),
    "Unusual UKPRN": Wording(
        "UKPRN", "The UKPRN {ukprn} is not 8 digits that begin with 1.", "Check the UKPRN in your system."
    ),
    "Unknown element": Wording(
        "",
        "The ILR has no element {name}, so it was not read. It is here for the first time.",
        "Check the spelling, capitals included; if it is right, nothing is lost that this service uses.",
    ),
    "Destination year": Wording(
        "LearnerDestinationandProgression",
        "Destinations are not part of the ILR from 2024-25, so those in the file were not read.",
        "Record destinations in this service instead.",
    ),
}
