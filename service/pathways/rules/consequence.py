"""What a milestone does to a spell: some begin one, some end one, most do neither.

SOURCE: the event types of Denmark's Ungedatabasen (admission, interruption, completion), widened to jobs.
"""

from service.pathways.rows import Completion, MilestoneKind

BEGINS_SPELL = frozenset({MilestoneKind.STARTED, MilestoneKind.JOB_STARTED, MilestoneKind.RE_ENTERED})
"""These need to know what was begun: an activity."""

ENDS_SPELL = {
    MilestoneKind.WITHDREW: Completion.WITHDRAWN,
    MilestoneKind.COMPLETED: Completion.COMPLETED,
    MilestoneKind.JOB_ENDED: Completion.COMPLETED,
}
"""These need to know which spell ended, and how it stands then."""

PAUSES_SPELL = frozenset({MilestoneKind.BREAK})
RESUMES_SPELL = frozenset({MilestoneKind.RETURNED})
"""These need to know which spell paused, and until when it is to last now; what was achieved in it stays."""

SAID = {
    MilestoneKind.OFFERED: "Offered a place",
    MilestoneKind.ACCEPTED: "Accepted a place",
    MilestoneKind.DECLINED: "Declined a place",
    MilestoneKind.STARTED: "Started",
    MilestoneKind.ATTENDANCE: "Attendance reviewed",
    MilestoneKind.ACHIEVED: "Achieved",
    MilestoneKind.PROGRESSED: "Moved on to the next step",
    MilestoneKind.BREAK: "Break agreed",
    MilestoneKind.RETURNED: "Came back from a break",
    MilestoneKind.PLACEMENT: "Work placement",
    MilestoneKind.AT_RISK: "At risk of leaving",
    MilestoneKind.WITHDREW: "Left early",
    MilestoneKind.COMPLETED: "Completed",
    MilestoneKind.JOB_STARTED: "Started a job",
    MilestoneKind.JOB_CONFIRMED: "Still in the job",
    MilestoneKind.JOB_ENDED: "Job ended",
    MilestoneKind.RE_ENGAGED: "Re-engaged",
    MilestoneKind.RE_ENTERED: "Re-entered learning or work",
    MilestoneKind.DESTINATION: "Destination",
}
"""Each kind as a person would say it."""
