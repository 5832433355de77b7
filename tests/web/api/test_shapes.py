"""Exactly which fields each answer has: adding one is a decision, and this is where it is taken."""

from typing import Any

import pytest

from service.learners.rows import Learner
from service.web.api.documents import document
from tests.web.api.conftest import System

SOURCE = {"id", "name"}
FACT = {
    *("type", "id", "key", "agency", "recorded_at", "confidence", "level", "sector"),
    *("superseded", "supersedes", "because", "takes_back"),
}
COUNTS = {
    *("learners", "found", "issued", "review", "out_of_age", "refused", "problems"),
    *("spells_new", "spells_changed", "spells_unchanged"),
    *("milestones_new", "milestones_changed", "milestones_unchanged"),
    *("circumstances_new", "circumstances_changed", "circumstances_unchanged", "circumstances_left_out"),
}
FIELDS = {
    "IndicatorAnswer": {
        "request_id",
        "outcome",
        "indicator",
        "learner_id",
        "reason",
        "model_version",
        "survivor",
    },
    "LearnerShape": {"id", "indicator", "given_names", "family_name", "date_of_birth"},
    "LearnersFound": {"learners"},
    "LearnersPage": {"learners", "next"},
    "ChangeShape": {"what", "learner_id", "other_id", "at"},
    "ChangesPage": {"changes", "position", "more"},
    "Source": SOURCE,
    "SpellShape": FACT
    | {"activity", "started_on", "ended_on", "planned_end_on", "completion", "provider_name", "title"},
    "MilestoneShape": FACT
    | {"kind", "occurred_on", "spell_id", "planned_start_on", "detail", "wishes_to_return"},
    "TimelinePage": {"learner_id", "facts", "next"},
    "FactTakenBack": {"learner_id", "fact_id", "effect"},
    "SpellRecorded": {"learner_id", "effect", "spell"},
    "MilestoneRecorded": {"learner_id", "effect", "milestone"},
    "CircumstanceShape": {"key", "agency", "recorded_at", "kind", "value", "starts_on", "ends_on"},
    "CircumstancesFound": {"learner_id", "circumstances"},
    "CircumstanceRecorded": {"learner_id", "effect", "circumstance"},
    "CircumstanceBody": {"key", "kind", "value", "starts_on", "ends_on"},
    "Counts": COUNTS,
    "ProblemShape": {"line", "learner", "field", "rule", "message", "fix", "weight"},
    "SubmissionShape": {
        *("id", "state", "file_name", "size_bytes", "received_at", "checked_at", "accepted_at", "undone_at"),
        "mode",
        *("learners", "done", "preview", "receipt", "failure", "problems"),
    },
    "ProblemsPage": {"problems", "next"},
    "EvidenceShape": {"day", "words", "source", "fact_id"},
    "AlertShape": {
        *("id", "learner_id", "rule", "severity", "status", "raised_on", "deadline_on", "owner", "sentence"),
        *("evidence", "next_step", "alternatives", "closes_when"),
    },
    "AlertsPage": {"alerts", "next"},
    "Problem": {"type", "title", "status", "detail", "code", "errors"},
    "IndicatorRequest": {
        *("request_id", "given_names", "family_name", "date_of_birth", "sex", "postcode", "uln", "upn"),
        *("ni_number", "email", "previous_names"),
    },
    "LearnerSearch": {"indicator", "family_name", "date_of_birth"},
    "MilestoneBody": {
        *("key", "kind", "occurred_on", "spell_id", "activity", "planned_start_on", "planned_end_on"),
        *("title", "level", "sector", "detail", "withdraw_reason", "wishes_to_return"),
    },
    "TakingBackBody": {"because", "note"},
    "SpellBody": {
        *("key", "activity", "started_on", "ended_on", "planned_end_on", "completion", "provider_name"),
        *("title", "level", "sector"),
    },
    "AcceptanceBody": {"mode"},
}


def test_the_description_names_these_fields_and_no_others() -> None:
    schemas = document()["components"]["schemas"]
    described = {
        name: set(schema["properties"]) for name, schema in schemas.items() if "properties" in schema
    }

    assert described == FIELDS


@pytest.fixture
async def answers(system: System, rowan: Learner, a_claim: dict[str, Any]) -> dict[str, Any]:
    """One answer of each kind that a college gets, by the name of its schema."""
    spell = {"key": "s", "activity": 230, "started_on": f"{rowan.registered_at.year}-09-01"}
    milestone = {"key": "m", "kind": "achieved", "occurred_on": f"{rowan.registered_at.year}-09-02"}
    headers = {"content-type": "application/xml"}
    sent = await system.post("/submissions", content=b"<a/>", headers=headers)
    return {
        "IndicatorAnswer": (await system.post("/indicators", json=a_claim)).json(),
        "LearnersFound": (await system.post("/learners/search", json={"indicator": rowan.indicator})).json(),
        "LearnerShape": (await system.get(f"/learners/{rowan.id}")).json(),
        "SpellRecorded": (await system.record(rowan.id, "spells", **spell)).json(),
        "MilestoneRecorded": (await system.record(rowan.id, "milestones", **milestone)).json(),
        "TimelinePage": (await system.get(f"/learners/{rowan.id}/timeline")).json(),
        "SubmissionShape": sent.json(),
        "ProblemsPage": (await system.get(f"/submissions/{sent.json()['id']}/problems")).json(),
        "AlertsPage": (await system.get("/alerts")).json(),
    }


async def test_answers_have_these_fields_and_no_others(answers: dict[str, Any]) -> None:
    for name, told in answers.items():
        assert set(told) == FIELDS[name], name
    facts = {fact["type"]: fact for fact in answers["TimelinePage"]["facts"]}
    assert set(facts["spell"]) == FIELDS["SpellShape"]
    assert set(facts["milestone"]) == FIELDS["MilestoneShape"]
    assert set(facts["spell"]["agency"]) == SOURCE
    assert set(answers["LearnersFound"]["learners"][0]) == FIELDS["LearnerShape"]
