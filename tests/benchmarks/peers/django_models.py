"""The service's tables as Django sees them: unmanaged, so that Django reads and writes what is there."""

from django.db import models
from django.db.models import (
    BinaryField,
    BooleanField,
    CompositePrimaryKey,
    DateField,
    DateTimeField,
    IntegerField,
    JSONField,
    Model,
    TextField,
    UUIDField,
)


class Unmanaged(Model):
    class Meta:
        abstract = True
        managed = False
        app_label = "peer"


class Agency(Unmanaged):
    id = UUIDField(primary_key=True)
    kind = TextField()
    name = TextField()
    code = TextField()
    ukprn = TextField(null=True)
    council_id = UUIDField(null=True)

    class Meta(Unmanaged.Meta):
        abstract = False
        db_table = "agency"


class ApiToken(Unmanaged):
    id = UUIDField(primary_key=True)
    agency = models.ForeignKey(Agency, on_delete=models.DO_NOTHING)
    token_hash = BinaryField()
    used_at = DateTimeField(null=True)
    revoked_at = DateTimeField(null=True)

    class Meta(Unmanaged.Meta):
        abstract = False
        db_table = "api_token"


class RequestCount(Unmanaged):
    pk = CompositePrimaryKey("key", "window_at")
    key = TextField()
    window_at = DateTimeField()
    count = IntegerField()

    class Meta(Unmanaged.Meta):
        abstract = False
        db_table = "request_count"


class AgencyArea(Unmanaged):
    pk = CompositePrimaryKey("agency_id", "area_id", "started_on")
    agency_id = UUIDField()
    area_id = UUIDField()
    started_on = DateField()

    class Meta(Unmanaged.Meta):
        abstract = False
        db_table = "agency_area"


class PostcodeArea(Unmanaged):
    pk = CompositePrimaryKey("prefix", "started_on")
    prefix = TextField()
    started_on = DateField()
    area_id = UUIDField()

    class Meta(Unmanaged.Meta):
        abstract = False
        db_table = "postcode_area"


class Learner(Unmanaged):
    id = UUIDField(primary_key=True)
    indicator = TextField()
    given_names = TextField()
    family_name = TextField()
    folded_given = TextField()
    folded_family = TextField()
    date_of_birth = DateField()
    sex = TextField(null=True)
    postcode = TextField(null=True)
    uln = TextField(null=True)
    upn = TextField(null=True)
    ni_number = TextField(null=True)
    email = TextField(null=True)
    area_id = UUIDField(null=True)
    council_id = UUIDField(null=True)
    registered_at = DateTimeField()
    registered_by = UUIDField()
    described_at = DateTimeField()
    merged_into = UUIDField(null=True)

    class Meta(Unmanaged.Meta):
        abstract = False
        db_table = "learner"


class LearnerAccess(Unmanaged):
    pk = CompositePrimaryKey("learner_id", "agency_id")
    learner_id = UUIDField()
    agency_id = UUIDField()
    reason = TextField()

    class Meta(Unmanaged.Meta):
        abstract = False
        db_table = "learner_access"


class Claim(Unmanaged):
    id = UUIDField(primary_key=True)
    agency_id = UUIDField()
    client_claim_id = TextField()
    fingerprint = BinaryField()
    outcome = TextField()
    learner_id = UUIDField(null=True)
    model_version = TextField()
    reason = TextField()
    sentence = TextField()
    candidates = JSONField()
    made_at = DateTimeField()
    made_by = UUIDField(null=True)

    class Meta(Unmanaged.Meta):
        abstract = False
        db_table = "claim"


class Fact(Unmanaged):
    pk = CompositePrimaryKey("learner_id", "id")
    learner_id = UUIDField()
    id = UUIDField()
    level = TextField(null=True)
    sector = TextField(null=True)
    confidence = TextField()
    agency_id = UUIDField()
    source_key = TextField()
    submission_id = UUIDField(null=True)
    line = IntegerField(null=True)
    recorded_at = DateTimeField()
    recorded_by = UUIDField(null=True)
    supersedes = UUIDField(null=True)
    superseded_at = DateTimeField(null=True)
    because = TextField(null=True)
    because_note = TextField(null=True)
    takes_back = BooleanField(default=False)

    class Meta(Unmanaged.Meta):
        abstract = True


class Spell(Fact):
    activity = IntegerField()
    started_on = DateField()
    ended_on = DateField(null=True)
    planned_end_on = DateField(null=True)
    completion = TextField()
    withdraw_reason = IntegerField(null=True)
    provider_name = TextField(null=True)
    title = TextField(null=True)
    said_at = DateTimeField(null=True)

    class Meta(Unmanaged.Meta):
        abstract = False
        db_table = "spell"


class Milestone(Fact):
    kind = TextField()
    occurred_on = DateField()
    spell_id = UUIDField(null=True)
    planned_start_on = DateField(null=True)
    detail = TextField(null=True)
    wishes_to_return = BooleanField(null=True)

    class Meta(Unmanaged.Meta):
        abstract = False
        db_table = "milestone"


class MainSpell(Unmanaged):
    pk = CompositePrimaryKey("learner_id", "started_on")
    learner_id = UUIDField()
    started_on = DateField()
    ended_on = DateField(null=True)
    activity = IntegerField()
    spell_id = UUIDField()

    class Meta(Unmanaged.Meta):
        abstract = False
        db_table = "main_spell"


class Situation(Unmanaged):
    learner_id = UUIDField(primary_key=True)
    activity = IntegerField()
    activity_group = TextField()
    since_on = DateField(null=True)
    provider_name = TextField(null=True)
    planned_end_on = DateField(null=True)
    current_until_on = DateField(null=True)
    neet_since_on = DateField(null=True)
    stage = TextField()
    conflict_since_on = DateField(null=True)
    evaluated_on = DateField()
    next_review_on = DateField(null=True)

    class Meta(Unmanaged.Meta):
        abstract = False
        db_table = "situation"


class Contact(Unmanaged):
    pk = CompositePrimaryKey("learner_id", "id")
    learner_id = UUIDField()
    id = UUIDField()
    account_id = UUIDField()
    agency_id = UUIDField()
    channel = TextField()
    two_way = BooleanField()
    occurred_on = DateField()
    recorded_at = DateTimeField()
    note = TextField(null=True)
    next_contact_on = DateField(null=True)

    class Meta(Unmanaged.Meta):
        abstract = False
        db_table = "contact"


class Alert(Unmanaged):
    pk = CompositePrimaryKey("learner_id", "id")
    learner_id = UUIDField()
    id = UUIDField()
    agency_id = UUIDField(null=True)
    provider_id = UUIDField(null=True)
    rule = TextField()
    family = TextField()
    version = IntegerField()
    severity = TextField()
    status = TextField()
    raised_at = DateTimeField()
    raised_on = DateField()
    raised_for_on = DateField()
    deadline_on = DateField()
    owner = TextField()
    next_owner = TextField()
    sentence = TextField()
    evidence = JSONField()
    next_step = TextField()
    alternatives = JSONField()
    closes_when = TextField()
    fingerprint = TextField()
    rung = IntegerField(default=0)
    snoozed_until_on = DateField(null=True)
    closed_on = DateField(null=True)
    closed_because = TextField(null=True)
    outcome = TextField(null=True)

    class Meta(Unmanaged.Meta):
        abstract = False
        db_table = "alert"


class AlertStep(Unmanaged):
    pk = CompositePrimaryKey("learner_id", "alert_id", "id")
    learner_id = UUIDField()
    alert_id = UUIDField()
    id = UUIDField()
    at = DateTimeField()
    step = TextField()
    words = TextField(null=True)

    class Meta(Unmanaged.Meta):
        abstract = False
        db_table = "alert_step"


class AuditHead(Unmanaged):
    agency_id = UUIDField(primary_key=True)
    seq = models.BigIntegerField()
    hash = BinaryField()

    class Meta(Unmanaged.Meta):
        abstract = False
        db_table = "audit_head"


class AuditEntry(Unmanaged):
    pk = CompositePrimaryKey("agency_id", "seq")
    agency_id = UUIDField()
    seq = models.BigIntegerField()
    at = DateTimeField()
    account_id = UUIDField(null=True)
    act = TextField()
    subject_kind = TextField()
    subject_id = UUIDField(null=True)
    detail = JSONField()
    hash = BinaryField()

    class Meta(Unmanaged.Meta):
        abstract = False
        db_table = "audit_entry"
