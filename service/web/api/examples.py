"""Examples for the description of the API. Everybody in them is invented; a test reads each as its own schema."""

from typing import Any

_REQUEST = "019a1f60-8c1e-7d35-9a52-0c6f4c2b7e11"
_LEARNER = "019a1f60-9d02-7c41-8b6e-5f1d2a3c4b5d"
_SPELL = "019a1f61-0a3b-7e12-a4c5-6d7e8f901a2b"
_MILESTONE = "019a1f61-1c2d-7f03-b1a2-c3d4e5f60718"
_SUBMISSION = "019a1f62-2b3c-7a4d-8e5f-60718293a4b5"
_ALERT = "019a1f63-3c4d-7b5e-9f60-718293a4b5c6"
_AGENCY = {"id": "019a1f5f-0000-7000-8000-000000000001", "name": "Easthaven College"}

_SPELL_SHAPE = {
    "type": "spell",
    "id": _SPELL,
    "key": "enrolment-4711",
    "agency": _AGENCY,
    "recorded_at": "2026-11-03T09:30:00Z",
    "superseded": False,
    "supersedes": None,
    "because": None,
    "takes_back": False,
    "confidence": "confirmed",
    "level": "2",
    "sector": "5.2",
    "activity": 230,
    "started_on": "2026-09-07",
    "ended_on": None,
    "planned_end_on": "2027-07-09",
    "completion": "continuing",
    "provider_name": "Easthaven College",
    "title": "Bricklaying",
}
_MILESTONE_SHAPE = {
    "type": "milestone",
    "id": _MILESTONE,
    "key": "enrolment-4711",
    "agency": _AGENCY,
    "recorded_at": "2026-11-03T09:30:00Z",
    "superseded": False,
    "supersedes": None,
    "because": None,
    "takes_back": False,
    "confidence": "confirmed",
    "level": "2",
    "sector": "5.2",
    "kind": "started",
    "occurred_on": "2026-09-07",
    "spell_id": _SPELL,
    "planned_start_on": None,
    "detail": None,
    "wishes_to_return": None,
}
_CIRCUMSTANCE_SHAPE = {
    "key": "attendance-4711-36",
    "agency": _AGENCY,
    "recorded_at": "2026-11-03T09:30:00Z",
    "kind": "attendance",
    "value": "10/8/1",
    "starts_on": "2026-10-26",
    "ends_on": None,
}
_PROBLEM = {
    "line": 48,
    "learner": "ABC123",
    "field": "ULN",
    "rule": "ULN_04",
    "message": "The check digit does not fit the other digits.",
    "fix": "Look the ULN up again and send the right one.",
    "weight": "warns",
}
_COUNTS = {
    "learners": 412,
    "found": 380,
    "issued": 29,
    "review": 2,
    "out_of_age": 1,
    "refused": 0,
    "spells_new": 31,
    "spells_changed": 12,
    "spells_unchanged": 640,
    "milestones_new": 44,
    "milestones_changed": 0,
    "milestones_unchanged": 612,
    "circumstances_new": 824,
    "circumstances_changed": 3,
    "circumstances_unchanged": 0,
    "circumstances_left_out": 2,
    "problems": 1,
}

EXAMPLES: dict[str, dict[str, Any]] = {
    "IndicatorRequest": {
        "request_id": _REQUEST,
        "given_names": "Rowan",
        "family_name": "Underhill",
        "date_of_birth": "2009-04-17",
        "sex": "F",
        "postcode": "CM1 1AA",
    },
    "LearnerSearch": {"family_name": "Underhill", "date_of_birth": "2009-04-17"},
    "MilestoneBody": {
        "key": "enrolment-4711",
        "kind": "started",
        "occurred_on": "2026-09-07",
        "activity": 230,
        "planned_end_on": "2027-07-09",
        "title": "Bricklaying",
        "level": "2",
        "sector": "5.2",
    },
    "SpellBody": {
        "key": "enrolment-4711",
        "activity": 230,
        "started_on": "2026-09-07",
        "planned_end_on": "2027-07-09",
        "title": "Bricklaying",
        "level": "2",
        "sector": "5.2",
    },
    "CircumstanceBody": {
        "key": "attendance-4711-36",
        "kind": "attendance",
        "value": "10/8/1",
        "starts_on": "2026-10-26",
    },
    "CircumstancesFound": {"learner_id": _LEARNER, "circumstances": [_CIRCUMSTANCE_SHAPE]},
    "CircumstanceRecorded": {"learner_id": _LEARNER, "effect": "new", "circumstance": _CIRCUMSTANCE_SHAPE},
    "TakingBackBody": {"because": "recorded_twice"},
    "FactTakenBack": {"learner_id": _LEARNER, "fact_id": _SPELL, "effect": "changed"},
    "AcceptanceBody": {"mode": "good"},
    "IndicatorAnswer": {
        "request_id": _REQUEST,
        "outcome": "issued",
        "indicator": "7K4-2DM-9XD",
        "learner_id": _LEARNER,
        "reason": "Nobody in the register is like this.",
        "model_version": "2026-11",
        "survivor": None,
    },
    "LearnerShape": {
        "id": _LEARNER,
        "indicator": "7K4-2DM-9XD",
        "given_names": "Rowan",
        "family_name": "Underhill",
        "date_of_birth": "2009-04-17",
    },
    "LearnersPage": {
        "learners": [
            {
                "id": _LEARNER,
                "indicator": "7K4-2DM-9XD",
                "given_names": "Rowan",
                "family_name": "Underhill",
                "date_of_birth": "2009-04-17",
            }
        ],
        "next": None,
    },
    "ChangesPage": {
        "changes": [
            {"what": "pathway", "learner_id": _LEARNER, "other_id": None, "at": "2026-11-03T09:30:00Z"}
        ],
        "position": "WzEyMzQ1LDY3ODld",
        "more": False,
    },
    "TimelinePage": {"learner_id": _LEARNER, "facts": [_SPELL_SHAPE, _MILESTONE_SHAPE], "next": None},
    "SpellRecorded": {"learner_id": _LEARNER, "effect": "new", "spell": _SPELL_SHAPE},
    "MilestoneRecorded": {"learner_id": _LEARNER, "effect": "new", "milestone": _MILESTONE_SHAPE},
    "SubmissionShape": {
        "id": _SUBMISSION,
        "state": "checked",
        "file_name": "ILR-10000001-2627-20261103-093000-01.xml",
        "size_bytes": 1_843_200,
        "received_at": "2026-11-03T09:30:00Z",
        "checked_at": "2026-11-03T09:30:09Z",
        "accepted_at": None,
        "undone_at": None,
        "mode": None,
        "learners": 412,
        "done": 0,
        "preview": _COUNTS,
        "receipt": None,
        "failure": None,
        "problems": [_PROBLEM],
    },
    "ProblemsPage": {"problems": [_PROBLEM], "next": None},
    "AlertsPage": {
        "alerts": [
            {
                "id": _ALERT,
                "learner_id": _LEARNER,
                "rule": "R02",
                "severity": "high",
                "status": "open",
                "raised_on": "2026-11-03",
                "deadline_on": "2026-11-10",
                "owner": "adviser",
                "sentence": "Left a course early, and nothing is recorded since.",
                "evidence": [
                    {
                        "day": "2026-11-02",
                        "words": "Left early",
                        "source": "Easthaven College",
                        "fact_id": _SPELL,
                    }
                ],
                "next_step": "Ring the learner.",
                "alternatives": ["Write to the learner.", "Ask the college."],
                "closes_when": "Something is recorded that they do now.",
            }
        ],
        "next": None,
    },
    "Problem": {
        "type": "about:blank",
        "title": "Unprocessable Entity",
        "status": 422,
        "detail": "Some values are wrong. `errors` names each.",
        "code": "invalid",
        "errors": [{"pointer": "#/date_of_birth", "detail": "Send a day as YYYY-MM-DD."}],
    },
}
"""By the name of the schema they are an example of."""
