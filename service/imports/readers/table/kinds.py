"""The tables a sender may fill in: which columns each has, and what a row of it tells."""

from collections.abc import Callable, Mapping
from datetime import date
from types import MappingProxyType

import msgspec

from service.circumstances.rows import Kind as Wanted
from service.circumstances.rules import DEFINITIONS
from service.imports.readers.table import cells
from service.imports.readers.table.cells import Reading
from service.imports.readers.table.columns import IDENTITY, LEVEL, SECTOR, TITLE, Column
from service.imports.readers.table.telling import (
    Told,
    Values,
    destination,
    enrolment,
    needs,
    nothing,
    offer,
    week,
)


class Kind(msgspec.Struct, frozen=True, kw_only=True):
    """A table: `tells` turns a row that is right by itself into facts."""

    name: str
    title: str
    means: str
    columns: tuple[Column, ...]
    tells: Callable[[Values, int, date], Told]

    @property
    def needed(self) -> tuple[Column, ...]:
        """The columns that have to be there."""
        return tuple(column for column in self.columns if column.required)


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

ATTENDANCE = Kind(
    name="attendance",
    title="Attendance",
    means="A line for each learner and week: how many sessions were planned, and how many were attended.",
    columns=(
        *IDENTITY,
        Column(
            field="week_on",
            head="Week beginning",
            also=("Week", "Week commencing", "Monday"),
            means="The Monday, or any day of the week.",
            example="07/09/2026",
            read=cells.past_day,
            required=True,
        ),
        Column(
            field="planned",
            head="Sessions planned",
            also=("Planned", "Possible", "Possible sessions", "Sessions possible"),
            means="How many there were to come to.",
            example="10",
            read=cells.sessions,
            required=True,
        ),
        Column(
            field="attended",
            head="Sessions attended",
            also=("Attended", "Present", "Attendances"),
            means="How many the learner came to.",
            example="8",
            read=cells.sessions,
            required=True,
        ),
        Column(
            field="unauthorised",
            head="Missed without permission",
            also=("Unauthorised", "Unauthorised absences", "Unauthorised absence"),
            means="How many of those missed nobody had allowed.",
            example="1",
            read=cells.sessions,
        ),
    ),
    tells=week,
)


def _need(kind: Wanted, head: str, *also: str, example: str, read: Callable[[str, Reading], str]) -> Column:
    return Column(field=kind, head=head, also=also, means=DEFINITIONS[kind].hint, example=example, read=read)


NEEDS = Kind(
    name="needs",
    title="Attainment and needs",
    means="A line for each learner: what they have achieved and which support they have, as of a day.",
    columns=(
        *IDENTITY,
        Column(
            field="as_of",
            head="As of",
            also=("Date", "As at", "Recorded on"),
            means="The day it was so. Send the list again when something changes.",
            example="01/09/2026",
            read=cells.past_day,
            required=True,
        ),
        _need(
            Wanted.PRIOR_ATTAINMENT,
            "Highest level achieved",
            "Prior attainment",
            example="Level 1",
            read=cells.one_of(DEFINITIONS[Wanted.PRIOR_ATTAINMENT].choices),
        ),
        _need(
            Wanted.ENGLISH,
            "English",
            "English grade",
            example="Grade 1 to 3, or level 1",
            read=cells.one_of(DEFINITIONS[Wanted.ENGLISH].choices),
        ),
        _need(
            Wanted.MATHS,
            "Maths",
            "Maths grade",
            "Mathematics",
            example="Grade 4 to 9, or level 2",
            read=cells.one_of(DEFINITIONS[Wanted.MATHS].choices),
        ),
        _need(Wanted.EHC_PLAN, "EHC plan", "EHCP", "EHC", example="No", read=cells.yes),
        _need(Wanted.SEN_SUPPORT, "SEN support", "SEN", example="Yes", read=cells.yes),
        _need(Wanted.FREE_MEALS, "Free school meals", "FSM", "Free meals", example="No", read=cells.yes),
        _need(
            Wanted.FIRST_LANGUAGE, "English as an additional language", "EAL", example="No", read=cells.yes
        ),
        _need(
            Wanted.EXCLUSION, "Excluded or suspended", "Exclusion", "Suspended", example="No", read=cells.yes
        ),
    ),
    tells=needs,
)

KINDS: Mapping[str, Kind] = MappingProxyType(
    {kind.name: kind for kind in (LEARNERS, ENROLMENTS, ATTENDANCE, OFFERS, DESTINATIONS, NEEDS)}
)
