"""The tables a sender may fill in: which columns each has, and what a row of it tells."""

from collections.abc import Mapping
from types import MappingProxyType

from service.imports.readers.table import cells
from service.imports.readers.table.columns import IDENTITY, LEVEL, SECTOR, TITLE, Column, Kind
from service.imports.readers.table.needs import ATTENDANCE, NEEDS
from service.imports.readers.table.telling import destination, enrolment, nothing, offer
from service.pathways.rules import LEAVING

_STARTED = Column(
    field="started_on",
    head="Started on",
    also=("Start date", "Started", "Start"),
    means="The first day. It has to stay the same in your next file.",
    example="02/09/2026",
    read=cells.day,
    required=True,
)
_PLANNED_END = Column(
    field="planned_end_on",
    head="Planned end",
    also=("Planned end date", "Expected end date", "Planned end on"),
    means="When it is to end.",
    example="09/07/2027",
    read=cells.day,
)
_ENDED = Column(
    field="ended_on",
    head="Ended on",
    also=("End date", "Left on", "Leaving date", "Actual end date", "Ended"),
    means="The last day, once it is over. Empty while it goes on.",
    example="",
    read=cells.past_day,
    decides=True,
)
_WITH = Column(
    field="provider_name",
    head="With",
    also=("Provider", "Employer", "Organisation", "Offered by"),
    means="The college, training provider or employer.",
    example="Haven Road Warehouse",
    read=cells.text,
)

LEARNERS = Kind(
    name="learners",
    title="Learners",
    means="Who is with you: everybody gets an indicator, or is found under the one they have.",
    columns=IDENTITY,
    tells=nothing,
)
ENROLMENTS = Kind(
    name="enrolments",
    title="Enrolments and leavers",
    means="A line for each course of each learner: when it began and, once it is over, when and how it ended.",
    columns=(
        *IDENTITY,
        TITLE,
        Column(
            field="activity",
            head="Kind of learning",
            also=("Activity", "Activity code", "Type of learning"),
            means="A code or its words from the list below.",
            example="Further education college",
            read=cells.learning,
            required=True,
        ),
        _STARTED,
        _PLANNED_END,
        _ENDED,
        Column(
            field="completion",
            head="How it stands",
            also=("Outcome", "Status", "How it ended", "Completion"),
            means="Going on, Completed, Left early, Moved on or On a break.",
            example="Going on",
            read=cells.ending,
            decides=True,
        ),
        Column(
            field="withdraw_reason",
            head="Why they left",
            also=("Reason for leaving", "Withdrawal reason"),
            means=f"Of who left early: {'; '.join(LEAVING.values())}. Or the ILR code.",
            example="Money",
            read=cells.reason,
        ),
        Column(
            field="achieved_on",
            head="Achieved on",
            also=("Achievement date",),
            means="The day the qualification was achieved.",
            example="",
            read=cells.past_day,
        ),
        LEVEL,
        SECTOR,
    ),
    tells=enrolment,
)
OFFERS = Kind(
    name="offers",
    title="Offers (September Guarantee)",
    means="A line for each place offered to a learner in year 11 or 12, and whether it was accepted.",
    columns=(
        *IDENTITY,
        TITLE,
        _WITH,
        Column(
            field="offered_on",
            head="Offered on",
            also=("Offer date", "Date of offer"),
            means="The day of the offer.",
            example="14/05/2026",
            read=cells.past_day,
            required=True,
        ),
        Column(
            field="planned_start_on",
            head="Planned start",
            also=("Planned start date", "Expected start date"),
            means="When it is to begin. If nobody has seen the learner by then, an adviser hears of it.",
            example="02/09/2026",
            read=cells.day,
        ),
        Column(
            field="accepted_on",
            head="Accepted on",
            also=("Acceptance date", "Date accepted"),
            means="The day the learner accepted. Empty while they have not.",
            example="21/05/2026",
            read=cells.past_day,
        ),
        LEVEL,
    ),
    tells=offer,
)
DESTINATIONS = Kind(
    name="destinations",
    title="Destinations",
    means="A line for what became of a learner after they left you.",
    columns=(
        *IDENTITY,
        Column(
            field="activity",
            head="What they do",
            also=("Destination", "Activity", "Activity code", "Destination code"),
            means="A code or its words from the list below.",
            example="Job without training",
            read=cells.activity,
            required=True,
        ),
        _WITH,
        _STARTED,
        _PLANNED_END,
        _ENDED,
        Column(
            field="confidence",
            head="How it is known",
            also=("Source", "Evidence"),
            means="Confirmed (by who provides or employs), or Said by the learner.",
            example="Confirmed",
            read=cells.sure,
        ),
    ),
    tells=destination,
)

KINDS: Mapping[str, Kind] = MappingProxyType(
    {kind.name: kind for kind in (LEARNERS, ENROLMENTS, ATTENDANCE, OFFERS, DESTINATIONS, NEEDS)}
)
