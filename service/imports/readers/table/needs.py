"""The tables of circumstances: attendance week by week, attainment and needs as of a day."""

from collections.abc import Callable

from service.circumstances.rows import Kind as Wanted
from service.circumstances.rules import DEFINITIONS
from service.imports.readers.table import cells
from service.imports.readers.table.cells import Reading
from service.imports.readers.table.columns import IDENTITY, Column, Kind
from service.imports.readers.table.telling import needs, week

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
        _need(Wanted.TRANSITION_PLAN, "Transition plan", "Plan agreed", example="Yes", read=cells.yes),
    ),
    tells=needs,
)
