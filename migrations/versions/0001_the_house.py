"""the house

Revision: 0001
Revises: 
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql
revision = '0001'
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("create extension if not exists btree_gist")
    op.create_table('account',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('agency_id', sa.Uuid(), nullable=False),
    sa.Column('role', sa.Enum('provider_staff', 'youth_adviser', 'data_officer', 'board_member', 'administrator', name='role_known', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('name', sa.Text(), nullable=False),
    sa.Column('email', sa.Text(), nullable=False),
    sa.Column('password_hash', sa.Text(), nullable=False),
    sa.Column('totp_secret', sa.Text(), nullable=True),
    sa.Column('totp_last_step', sa.BigInteger(), nullable=True),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('disabled_at', sa.DateTime(timezone=True), nullable=True),
    sa.CheckConstraint('email = lower(email)', name=op.f('ck_account_email_is_lower_case')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_account')),
    sa.UniqueConstraint('email', name=op.f('uq_account_email'))
    )
    op.create_index('ix_account_agency_id', 'account', ['agency_id'], unique=False)
    op.create_table('agency',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('kind', sa.Enum('provider', 'council', 'jobcentre', 'charity', 'employer', name='agencykind_known', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('name', sa.Text(), nullable=False),
    sa.Column('code', sa.Text(), nullable=False),
    sa.Column('ukprn', sa.Text(), nullable=True),
    sa.Column('council_id', sa.Uuid(), nullable=True),
    sa.CheckConstraint("kind = 'provider' or ukprn is null", name=op.f('ck_agency_only_providers_have_ukprns')),
    sa.CheckConstraint("ukprn ~ '^[0-9]{8}$'", name=op.f('ck_agency_ukprn_is_eight_digits')),
    sa.ForeignKeyConstraint(['council_id'], ['agency.id'], name=op.f('fk_agency_council_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_agency')),
    sa.UniqueConstraint('code', name=op.f('uq_agency_code'))
    )
    op.create_index('uq_agency_ukprn', 'agency', ['ukprn'], unique=True, postgresql_where=sa.text('ukprn is not null'))
    op.create_table('alert',
    sa.Column('learner_id', sa.Uuid(), nullable=False),
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('agency_id', sa.Uuid(), nullable=True),
    sa.Column('provider_id', sa.Uuid(), nullable=True),
    sa.Column('rule', sa.Text(), nullable=False),
    sa.Column('family', sa.Enum('whereabouts', 'next_step', 'provider', name='family_known', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('severity', sa.Enum('critical', 'high', 'medium', 'low', name='severity_known', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('status', sa.Enum('open', 'acknowledged', 'snoozed', name='alertstatus_known', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('raised_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('raised_on', sa.Date(), nullable=False),
    sa.Column('raised_for_on', sa.Date(), nullable=False),
    sa.Column('deadline_on', sa.Date(), nullable=False),
    sa.Column('owner', sa.Enum('adviser', 'provider', 'tracking', 'lead', 'data_manager', name='owner_known', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('next_owner', sa.Text(), nullable=False),
    sa.Column('sentence', sa.Text(), nullable=False),
    sa.Column('evidence', postgresql.JSONB(astext_type=sa.Text()), nullable=False),
    sa.Column('next_step', sa.Text(), nullable=False),
    sa.Column('alternatives', postgresql.JSONB(astext_type=sa.Text()), nullable=False),
    sa.Column('closes_when', sa.Text(), nullable=False),
    sa.Column('fingerprint', sa.Text(), nullable=False),
    sa.Column('snoozed_until_on', sa.Date(), nullable=True),
    sa.Column('snooze_reason', sa.Text(), nullable=True),
    sa.Column('acknowledged_by', sa.Uuid(), nullable=True),
    sa.Column('closed_on', sa.Date(), nullable=True),
    sa.Column('closed_by', sa.Uuid(), nullable=True),
    sa.Column('closed_because', sa.Text(), nullable=True),
    sa.Column('outcome', sa.Enum('done', 'no_action_needed', name='outcome_known', native_enum=False, create_constraint=True, length=40), nullable=True),
    sa.CheckConstraint("(status = 'snoozed') = (snoozed_until_on is not null)", name=op.f('ck_alert_snoozed_until_a_day')),
    sa.CheckConstraint('(closed_on is null) = (closed_because is null)', name=op.f('ck_alert_closed_on_with_closed_because')),
    sa.CheckConstraint('(snoozed_until_on is null) = (snooze_reason is null)', name=op.f('ck_alert_snoozed_until_on_with_snooze_reason')),
    sa.CheckConstraint('outcome is null or closed_by is not null', name=op.f('ck_alert_an_outcome_is_a_persons')),
    sa.CheckConstraint('closed_by is null or closed_on is not null', name=op.f('ck_alert_whoever_closed_it_closed_it_on_a_day')),
    sa.PrimaryKeyConstraint('learner_id', 'id', name=op.f('pk_alert'))
    )
    op.create_index('ix_alert_provider', 'alert', ['provider_id'], unique=False, postgresql_where=sa.text('closed_on is null and provider_id is not null'))
    op.create_index('ix_alert_open', 'alert', ['agency_id', 'deadline_on'], unique=False, postgresql_where=sa.text('closed_on is null'))
    op.create_index('uq_alert_learner_id_family', 'alert', ['learner_id', 'family'], unique=True, postgresql_where=sa.text('closed_on is null'))
    op.create_table('alert_step',
    sa.Column('learner_id', sa.Uuid(), nullable=False),
    sa.Column('alert_id', sa.Uuid(), nullable=False),
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('account_id', sa.Uuid(), nullable=True),
    sa.Column('step', sa.Text(), nullable=False),
    sa.Column('words', sa.Text(), nullable=True),
    sa.PrimaryKeyConstraint('learner_id', 'alert_id', 'id', name=op.f('pk_alert_step'))
    )
    op.create_table('api_token',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('agency_id', sa.Uuid(), nullable=False),
    sa.Column('name', sa.Text(), nullable=False),
    sa.Column('token_hash', sa.LargeBinary(), nullable=False),
    sa.Column('scopes', sa.Text(), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('created_by', sa.Uuid(), nullable=True),
    sa.Column('used_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('revoked_at', sa.DateTime(timezone=True), nullable=True),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_api_token')),
    sa.UniqueConstraint('token_hash', name=op.f('uq_api_token_token_hash'))
    )
    op.create_index('ix_api_token_agency_id', 'api_token', ['agency_id'], unique=False)
    op.create_table('area',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('kind', sa.Enum('district', 'council_area', name='areakind_known', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('code', sa.Text(), nullable=False),
    sa.Column('name', sa.Text(), nullable=False),
    sa.Column('started_on', sa.Date(), nullable=False),
    sa.Column('ended_on', sa.Date(), nullable=True),
    sa.Column('within_id', sa.Uuid(), nullable=True),
    sa.CheckConstraint('ended_on >= started_on', name=op.f('ck_area_ends_after_start')),
    sa.ForeignKeyConstraint(['within_id'], ['area.id'], name=op.f('fk_area_within_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_area')),
    sa.UniqueConstraint('code', 'started_on', name=op.f('uq_area_code_started_on'))
    )
    op.create_table('audit_entry',
    sa.Column('agency_id', sa.Uuid(), nullable=False),
    sa.Column('seq', sa.BigInteger(), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('account_id', sa.Uuid(), nullable=True),
    sa.Column('act', sa.Text(), nullable=False),
    sa.Column('subject_kind', sa.Text(), nullable=False),
    sa.Column('subject_id', sa.Uuid(), nullable=True),
    sa.Column('detail', postgresql.JSONB(astext_type=sa.Text()), nullable=False),
    sa.Column('hash', sa.LargeBinary(), nullable=False),
    sa.PrimaryKeyConstraint('agency_id', 'seq', name=op.f('pk_audit_entry'))
    )
    op.create_index(op.f('ix_audit_entry_subject_id_at'), 'audit_entry', ['subject_id', 'at'], unique=False)
    op.create_index(op.f('ix_audit_entry_at_agency_id_seq'), 'audit_entry', ['at', 'agency_id', 'seq'], unique=False)
    op.create_index(op.f('ix_audit_entry_act'), 'audit_entry', ['act'], unique=False)
    op.create_table('audit_head',
    sa.Column('agency_id', sa.Uuid(), nullable=False),
    sa.Column('seq', sa.BigInteger(), nullable=False),
    sa.Column('hash', sa.LargeBinary(), nullable=False),
    sa.PrimaryKeyConstraint('agency_id', name=op.f('pk_audit_head'))
    )
    op.create_table('claim',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('agency_id', sa.Uuid(), nullable=False),
    sa.Column('client_claim_id', sa.Text(), nullable=False),
    sa.Column('fingerprint', sa.LargeBinary(), nullable=False),
    sa.Column('outcome', sa.Enum('found', 'issued', 'review', name='outcome_known', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('learner_id', sa.Uuid(), nullable=True),
    sa.Column('rule_version', sa.Text(), nullable=False),
    sa.Column('sentence', sa.Text(), nullable=False),
    sa.Column('made_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('made_by', sa.Uuid(), nullable=True),
    sa.CheckConstraint("(outcome = 'review') or (learner_id is not null)", name=op.f('ck_claim_an_answer_names_its_learner')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_claim')),
    sa.UniqueConstraint('agency_id', 'client_claim_id', name=op.f('uq_claim_agency_id_client_claim_id'))
    )
    op.create_index(op.f('ix_claim_learner_id'), 'claim', ['learner_id'], unique=False)
    op.create_table('contact',
    sa.Column('learner_id', sa.Uuid(), nullable=False),
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('account_id', sa.Uuid(), nullable=False),
    sa.Column('agency_id', sa.Uuid(), nullable=False),
    sa.Column('channel', sa.Enum('phone', 'text', 'email', 'letter', 'visit', 'meeting', 'social', 'through_others', name='channel_known', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('two_way', sa.Boolean(), nullable=False),
    sa.Column('occurred_on', sa.Date(), nullable=False),
    sa.Column('recorded_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('note', sa.Text(), nullable=True),
    sa.Column('next_contact_on', sa.Date(), nullable=True),
    sa.PrimaryKeyConstraint('learner_id', 'id', name=op.f('pk_contact'))
    )
    op.create_table('failed_sign_in',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('tried', sa.LargeBinary(), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_failed_sign_in'))
    )
    op.create_index(op.f('ix_failed_sign_in_tried_at'), 'failed_sign_in', ['tried', 'at'], unique=False)
    op.create_table('holding',
    sa.Column('learner_id', sa.Uuid(), nullable=False),
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('account_id', sa.Uuid(), nullable=False),
    sa.Column('agency_id', sa.Uuid(), nullable=False),
    sa.Column('since_on', sa.Date(), nullable=False),
    sa.Column('ended_on', sa.Date(), nullable=True),
    sa.CheckConstraint('ended_on >= since_on', name=op.f('ck_holding_ends_after_start')),
    sa.PrimaryKeyConstraint('learner_id', 'id', name=op.f('pk_holding'))
    )
    op.create_index('ix_holding_account_id', 'holding', ['account_id'], unique=False)
    op.create_index('uq_holding_learner_id_agency_id', 'holding', ['learner_id', 'agency_id'], unique=True, postgresql_where=sa.text('ended_on is null'))
    op.create_table('learner',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('indicator', sa.Text(), nullable=False),
    sa.Column('given_names', sa.Text(), nullable=False),
    sa.Column('family_name', sa.Text(), nullable=False),
    sa.Column('folded_given', sa.Text(), nullable=False),
    sa.Column('folded_family', sa.Text(), nullable=False),
    sa.Column('date_of_birth', sa.Date(), nullable=False),
    sa.Column('sex', sa.Enum('F', 'M', name='sex_known', native_enum=False, create_constraint=True, length=40), nullable=True),
    sa.Column('postcode', sa.Text(), nullable=True),
    sa.Column('uln', sa.Text(), nullable=True),
    sa.Column('upn', sa.Text(), nullable=True),
    sa.Column('area_id', sa.Uuid(), nullable=True),
    sa.Column('council_id', sa.Uuid(), nullable=True),
    sa.Column('registered_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('registered_by', sa.Uuid(), nullable=False),
    sa.Column('merged_into', sa.Uuid(), nullable=True),
    sa.CheckConstraint("indicator ~ '^[2-9A-Z]{3}-[2-9A-Z]{3}-[2-9A-Z]{3}$'", name=op.f('ck_learner_indicator_is_grouped')),
    sa.CheckConstraint("postcode <> '' and folded_family <> '' and family_name <> ''", name=op.f('ck_learner_no_empty_text')),
    sa.CheckConstraint("uln ~ '^[1-9][0-9]{9}$' and uln <> '9999999999'", name=op.f('ck_learner_uln_is_a_real_one')),
    sa.CheckConstraint("upn ~ '^[A-Z][0-9]{11}[0-9A-Z]$'", name=op.f('ck_learner_upn_is_well_formed')),
    sa.CheckConstraint('merged_into <> id', name=op.f('ck_learner_not_merged_into_itself')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_learner')),
    sa.UniqueConstraint('indicator', name=op.f('uq_learner_indicator'))
    )
    op.create_index(op.f('ix_learner_date_of_birth_folded_family'), 'learner', ['date_of_birth', 'folded_family'], unique=False)
    op.create_index('uq_learner_uln', 'learner', ['uln'], unique=True, postgresql_where=sa.text('merged_into is null'))
    op.create_index('uq_learner_upn', 'learner', ['upn'], unique=True, postgresql_where=sa.text('merged_into is null'))
    op.create_table('learner_access',
    sa.Column('learner_id', sa.Uuid(), nullable=False),
    sa.Column('agency_id', sa.Uuid(), nullable=False),
    sa.Column('reason', sa.Enum('registered', 'resident', name='reason_known', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.PrimaryKeyConstraint('learner_id', 'agency_id', name=op.f('pk_learner_access'))
    )
    op.create_index(op.f('ix_learner_access_agency_id_learner_id'), 'learner_access', ['agency_id', 'learner_id'], unique=False)
    op.create_table('main_spell',
    sa.Column('learner_id', sa.Uuid(), nullable=False),
    sa.Column('started_on', sa.Date(), nullable=False),
    sa.Column('ended_on', sa.Date(), nullable=True),
    sa.Column('activity', sa.Integer(), nullable=False),
    sa.Column('spell_id', sa.Uuid(), nullable=False),
    postgresql.ExcludeConstraint((sa.column('learner_id'), '='), (sa.text("daterange(started_on, ended_on, '[]')"), '&&'), deferrable='True', initially='DEFERRED', using='gist', name='ex_main_spell_overlap'),
    sa.CheckConstraint('ended_on >= started_on', name=op.f('ck_main_spell_ends_after_start')),
    sa.PrimaryKeyConstraint('learner_id', 'started_on', name=op.f('pk_main_spell'))
    )
    op.create_table('milestone',
    sa.Column('learner_id', sa.Uuid(), nullable=False),
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('kind', sa.Enum('offered', 'accepted', 'started', 'attendance', 'achieved', 'progressed', 'break', 'at_risk', 'withdrew', 'completed', 'job_started', 'job_confirmed', 'job_ended', 're_engaged', 're_entered', 'destination', name='milestonekind_known', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('occurred_on', sa.Date(), nullable=False),
    sa.Column('spell_id', sa.Uuid(), nullable=True),
    sa.Column('planned_start_on', sa.Date(), nullable=True),
    sa.Column('level', sa.Text(), nullable=True),
    sa.Column('sector', sa.Text(), nullable=True),
    sa.Column('detail', sa.Text(), nullable=True),
    sa.Column('confidence', sa.Enum('confirmed', 'self_reported', 'inferred', name='confidence_known', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('agency_id', sa.Uuid(), nullable=False),
    sa.Column('source_key', sa.Text(), nullable=False),
    sa.Column('submission_id', sa.Uuid(), nullable=True),
    sa.Column('line', sa.Integer(), nullable=True),
    sa.Column('recorded_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('recorded_by', sa.Uuid(), nullable=True),
    sa.Column('supersedes', sa.Uuid(), nullable=True),
    sa.Column('superseded_at', sa.DateTime(timezone=True), nullable=True),
    sa.PrimaryKeyConstraint('learner_id', 'id', name=op.f('pk_milestone'))
    )
    op.create_index('uq_milestone_learner_id_agency_id_source_key', 'milestone', ['learner_id', 'agency_id', 'source_key'], unique=True, postgresql_where=sa.text('superseded_at is null'))
    op.create_table('provider_alert',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('provider_id', sa.Uuid(), nullable=False),
    sa.Column('rule', sa.Text(), nullable=False),
    sa.Column('severity', sa.Enum('critical', 'high', 'medium', 'low', name='severity_known', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('raised_on', sa.Date(), nullable=False),
    sa.Column('deadline_on', sa.Date(), nullable=False),
    sa.Column('sentence', sa.Text(), nullable=False),
    sa.Column('closed_on', sa.Date(), nullable=True),
    sa.Column('closed_because', sa.Text(), nullable=True),
    sa.CheckConstraint('(closed_on is null) = (closed_because is null)', name=op.f('ck_provider_alert_closed_on_with_closed_because')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_provider_alert'))
    )
    op.create_index('uq_provider_alert_open', 'provider_alert', ['provider_id', 'rule'], unique=True, postgresql_where=sa.text('closed_on is null'))
    op.create_table('published',
    sa.Column('snapshot_id', sa.Uuid(), nullable=False),
    sa.Column('name', sa.Text(), nullable=False),
    sa.Column('content', postgresql.JSONB(astext_type=sa.Text()), nullable=False),
    sa.Column('svg', sa.Text(), nullable=True),
    sa.PrimaryKeyConstraint('snapshot_id', 'name', name=op.f('pk_published'))
    )
    op.create_table('request_count',
    sa.Column('key', sa.Text(), nullable=False),
    sa.Column('window_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('count', sa.Integer(), nullable=False),
    sa.PrimaryKeyConstraint('key', 'window_at', name=op.f('pk_request_count'))
    )
    op.create_table('review',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('claim_id', sa.Uuid(), nullable=False),
    sa.Column('agency_id', sa.Uuid(), nullable=False),
    sa.Column('council_id', sa.Uuid(), nullable=True),
    sa.Column('presented', postgresql.JSONB(astext_type=sa.Text()), nullable=False),
    sa.Column('candidates', postgresql.JSONB(astext_type=sa.Text()), nullable=False),
    sa.Column('submitted', postgresql.JSONB(astext_type=sa.Text()), nullable=True),
    sa.Column('submission_id', sa.Uuid(), nullable=True),
    sa.Column('raised_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('decided_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('decided_by', sa.Uuid(), nullable=True),
    sa.Column('decision', sa.Enum('this_learner', 'new_learner', name='reviewdecision_known', native_enum=False, create_constraint=True, length=40), nullable=True),
    sa.Column('learner_id', sa.Uuid(), nullable=True),
    sa.CheckConstraint('(decided_at is null) = (decision is null)', name=op.f('ck_review_decided_at_with_decision')),
    sa.CheckConstraint('(decided_at is null) = (learner_id is null)', name=op.f('ck_review_decided_at_with_learner_id')),
    sa.CheckConstraint('decided_by is null or decided_at is not null', name=op.f('ck_review_whoever_decided_did_at_some_time')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_review')),
    sa.UniqueConstraint('claim_id', name=op.f('uq_review_claim_id'))
    )
    op.create_index('ix_review_open', 'review', ['council_id', 'raised_at'], unique=False, postgresql_where=sa.text('decided_at is null'))
    op.create_table('situation',
    sa.Column('learner_id', sa.Uuid(), nullable=False),
    sa.Column('activity', sa.Integer(), nullable=False),
    sa.Column('activity_group', sa.Enum('eet', 're_engagement', 'neet', 'not_known', 'custody', name='group_known', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('since_on', sa.Date(), nullable=True),
    sa.Column('provider_name', sa.Text(), nullable=True),
    sa.Column('planned_end_on', sa.Date(), nullable=True),
    sa.Column('current_until_on', sa.Date(), nullable=True),
    sa.Column('neet_since_on', sa.Date(), nullable=True),
    sa.Column('stage', sa.Text(), nullable=False),
    sa.Column('evaluated_on', sa.Date(), nullable=False),
    sa.Column('next_review_on', sa.Date(), nullable=True),
    sa.PrimaryKeyConstraint('learner_id', name=op.f('pk_situation'))
    )
    op.create_index('ix_situation_next_review_on', 'situation', ['next_review_on'], unique=False, postgresql_where=sa.text('next_review_on is not null'))
    op.create_table('snapshot',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('month_on', sa.Date(), nullable=False),
    sa.Column('edition', sa.Integer(), nullable=False),
    sa.Column('as_of_on', sa.Date(), nullable=False),
    sa.Column('frozen_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('coverage', sa.Text(), nullable=False),
    sa.CheckConstraint('edition in (1, 2)', name=op.f('ck_snapshot_at_most_two_editions')),
    sa.CheckConstraint('extract(day from month_on) = 1', name=op.f('ck_snapshot_month_is_its_first_day')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_snapshot')),
    sa.UniqueConstraint('month_on', 'edition', name=op.f('uq_snapshot_month_on_edition'))
    )
    op.create_table('snapshot_count',
    sa.Column('snapshot_id', sa.Uuid(), nullable=False),
    sa.Column('measure', sa.Text(), nullable=False),
    sa.Column('area', sa.Text(), nullable=False),
    sa.Column('line', sa.Text(), nullable=False),
    sa.Column('cell', sa.Text(), nullable=False),
    sa.Column('people', sa.Integer(), nullable=False),
    sa.PrimaryKeyConstraint('snapshot_id', 'measure', 'area', 'line', 'cell', name=op.f('pk_snapshot_count'))
    )
    op.create_table('spell',
    sa.Column('learner_id', sa.Uuid(), nullable=False),
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('activity', sa.Integer(), nullable=False),
    sa.Column('started_on', sa.Date(), nullable=False),
    sa.Column('ended_on', sa.Date(), nullable=True),
    sa.Column('planned_end_on', sa.Date(), nullable=True),
    sa.Column('completion', sa.Enum('continuing', 'completed', 'withdrawn', 'moved_on', 'break', name='completion_known', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('withdraw_reason', sa.Integer(), nullable=True),
    sa.Column('provider_name', sa.Text(), nullable=True),
    sa.Column('title', sa.Text(), nullable=True),
    sa.Column('level', sa.Text(), nullable=True),
    sa.Column('sector', sa.Text(), nullable=True),
    sa.Column('confidence', sa.Enum('confirmed', 'self_reported', 'inferred', name='confidence_known', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('agency_id', sa.Uuid(), nullable=False),
    sa.Column('source_key', sa.Text(), nullable=False),
    sa.Column('submission_id', sa.Uuid(), nullable=True),
    sa.Column('line', sa.Integer(), nullable=True),
    sa.Column('recorded_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('recorded_by', sa.Uuid(), nullable=True),
    sa.Column('supersedes', sa.Uuid(), nullable=True),
    sa.Column('superseded_at', sa.DateTime(timezone=True), nullable=True),
    sa.CheckConstraint('activity between 100 and 999', name=op.f('ck_spell_activity_is_a_code')),
    sa.CheckConstraint('ended_on >= started_on', name=op.f('ck_spell_ends_after_start')),
    sa.PrimaryKeyConstraint('learner_id', 'id', name=op.f('pk_spell'))
    )
    op.create_index('ix_spell_agency_id_source_key', 'spell', ['agency_id', 'source_key'], unique=False, postgresql_where=sa.text('superseded_at is null'))
    op.create_index('uq_spell_learner_id_agency_id_source_key', 'spell', ['learner_id', 'agency_id', 'source_key'], unique=True, postgresql_where=sa.text('superseded_at is null'))
    op.create_table('submission',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('agency_id', sa.Uuid(), nullable=False),
    sa.Column('file_name', sa.Text(), nullable=False),
    sa.Column('sha256', sa.LargeBinary(), nullable=False),
    sa.Column('size_bytes', sa.BigInteger(), nullable=False),
    sa.Column('format', sa.Text(), nullable=False),
    sa.Column('year', sa.Text(), nullable=True),
    sa.Column('state', sa.Enum('received', 'checking', 'checked', 'accepting', 'accepted', 'refused', 'discarded', name='state_known', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('learners', sa.Integer(), nullable=False),
    sa.Column('done', sa.Integer(), nullable=False),
    sa.Column('mode', sa.Enum('all', 'good', name='acceptmode_known', native_enum=False, create_constraint=True, length=40), nullable=True),
    sa.Column('today', sa.Date(), nullable=False),
    sa.Column('uploaded_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('uploaded_by', sa.Uuid(), nullable=True),
    sa.Column('checked_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('accepted_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('accepted_by', sa.Uuid(), nullable=True),
    sa.Column('preview', postgresql.JSONB(astext_type=sa.Text()), nullable=True),
    sa.Column('receipt', postgresql.JSONB(astext_type=sa.Text()), nullable=True),
    sa.Column('failure', sa.Text(), nullable=True),
    sa.CheckConstraint('(accepted_at is null) = (receipt is null)', name=op.f('ck_submission_accepted_at_with_receipt')),
    sa.CheckConstraint('done >= 0 and done <= learners', name=op.f('ck_submission_progress_is_within')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_submission'))
    )
    op.create_index(op.f('ix_submission_agency_id_sha256'), 'submission', ['agency_id', 'sha256'], unique=False)
    op.create_index(op.f('ix_submission_agency_id_uploaded_at'), 'submission', ['agency_id', 'uploaded_at'], unique=False)
    op.create_table('submission_piece',
    sa.Column('submission_id', sa.Uuid(), nullable=False),
    sa.Column('n', sa.Integer(), nullable=False),
    sa.Column('piece', sa.LargeBinary(), nullable=False),
    sa.PrimaryKeyConstraint('submission_id', 'n', name=op.f('pk_submission_piece'))
    )
    op.create_table('submission_row',
    sa.Column('submission_id', sa.Uuid(), nullable=False),
    sa.Column('n', sa.Integer(), nullable=False),
    sa.Column('reference', sa.Text(), nullable=False),
    sa.Column('submitted', postgresql.JSONB(astext_type=sa.Text()), nullable=False),
    sa.Column('outcome', sa.Text(), nullable=False),
    sa.Column('learner_id', sa.Uuid(), nullable=True),
    sa.Column('accepted_at', sa.DateTime(timezone=True), nullable=True),
    sa.CheckConstraint("outcome in ('found', 'issued', 'review', 'out_of_age', 'refused')", name=op.f('ck_submission_row_outcome_known')),
    sa.PrimaryKeyConstraint('submission_id', 'n', name=op.f('pk_submission_row'))
    )
    op.create_index('ix_submission_row_waiting', 'submission_row', ['submission_id', 'n'], unique=False, postgresql_where=sa.text('accepted_at is null'))
    op.create_table('agency_area',
    sa.Column('agency_id', sa.Uuid(), nullable=False),
    sa.Column('area_id', sa.Uuid(), nullable=False),
    sa.Column('started_on', sa.Date(), nullable=False),
    sa.Column('ended_on', sa.Date(), nullable=True),
    sa.CheckConstraint('ended_on >= started_on', name=op.f('ck_agency_area_ends_after_start')),
    sa.ForeignKeyConstraint(['agency_id'], ['agency.id'], name=op.f('fk_agency_area_agency_id')),
    sa.ForeignKeyConstraint(['area_id'], ['area.id'], name=op.f('fk_agency_area_area_id')),
    sa.PrimaryKeyConstraint('agency_id', 'area_id', 'started_on', name=op.f('pk_agency_area'))
    )
    op.create_index('ix_agency_area_area_id', 'agency_area', ['area_id'], unique=False)
    op.create_table('agency_report',
    sa.Column('agency_id', sa.Uuid(), nullable=False),
    sa.Column('last_received_on', sa.Date(), nullable=False),
    sa.Column('last_received_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['agency_id'], ['agency.id'], name=op.f('fk_agency_report_agency_id')),
    sa.PrimaryKeyConstraint('agency_id', name=op.f('pk_agency_report'))
    )
    op.create_table('postcode_area',
    sa.Column('prefix', sa.Text(), nullable=False),
    sa.Column('started_on', sa.Date(), nullable=False),
    sa.Column('area_id', sa.Uuid(), nullable=False),
    sa.Column('source', sa.Text(), nullable=False),
    sa.Column('ended_on', sa.Date(), nullable=True),
    sa.CheckConstraint('ended_on >= started_on', name=op.f('ck_postcode_area_ends_after_start')),
    sa.ForeignKeyConstraint(['area_id'], ['area.id'], name=op.f('fk_postcode_area_area_id')),
    sa.PrimaryKeyConstraint('prefix', 'started_on', name=op.f('pk_postcode_area'))
    )
    op.create_table('signed_in',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('token_hash', sa.LargeBinary(), nullable=False),
    sa.Column('account_id', sa.Uuid(), nullable=False),
    sa.Column('started_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('seen_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['account_id'], ['account.id'], name=op.f('fk_signed_in_account_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_signed_in')),
    sa.UniqueConstraint('token_hash', name=op.f('uq_signed_in_token_hash'))
    )
    op.create_index('ix_signed_in_account_id', 'signed_in', ['account_id'], unique=False)


def downgrade() -> None:
    op.drop_index('ix_signed_in_account_id', table_name='signed_in')
    op.drop_table('signed_in')
    op.drop_table('postcode_area')
    op.drop_table('agency_report')
    op.drop_index('ix_agency_area_area_id', table_name='agency_area')
    op.drop_table('agency_area')
    op.drop_index('ix_submission_row_waiting', table_name='submission_row', postgresql_where=sa.text('accepted_at is null'))
    op.drop_table('submission_row')
    op.drop_table('submission_piece')
    op.drop_index(op.f('ix_submission_agency_id_uploaded_at'), table_name='submission')
    op.drop_index(op.f('ix_submission_agency_id_sha256'), table_name='submission')
    op.drop_table('submission')
    op.drop_index('uq_spell_learner_id_agency_id_source_key', table_name='spell', postgresql_where=sa.text('superseded_at is null'))
    op.drop_index('ix_spell_agency_id_source_key', table_name='spell', postgresql_where=sa.text('superseded_at is null'))
    op.drop_table('spell')
    op.drop_table('snapshot_count')
    op.drop_table('snapshot')
    op.drop_index('ix_situation_next_review_on', table_name='situation', postgresql_where=sa.text('next_review_on is not null'))
    op.drop_table('situation')
    op.drop_index('ix_review_open', table_name='review', postgresql_where=sa.text('decided_at is null'))
    op.drop_table('review')
    op.drop_table('request_count')
    op.drop_table('published')
    op.drop_index('uq_provider_alert_open', table_name='provider_alert', postgresql_where=sa.text('closed_on is null'))
    op.drop_table('provider_alert')
    op.drop_index('uq_milestone_learner_id_agency_id_source_key', table_name='milestone', postgresql_where=sa.text('superseded_at is null'))
    op.drop_table('milestone')
    op.drop_table('main_spell')
    op.drop_index(op.f('ix_learner_access_agency_id_learner_id'), table_name='learner_access')
    op.drop_table('learner_access')
    op.drop_index('uq_learner_upn', table_name='learner', postgresql_where=sa.text('merged_into is null'))
    op.drop_index('uq_learner_uln', table_name='learner', postgresql_where=sa.text('merged_into is null'))
    op.drop_index(op.f('ix_learner_date_of_birth_folded_family'), table_name='learner')
    op.drop_table('learner')
    op.drop_index('uq_holding_learner_id_agency_id', table_name='holding', postgresql_where=sa.text('ended_on is null'))
    op.drop_index('ix_holding_account_id', table_name='holding')
    op.drop_table('holding')
    op.drop_index(op.f('ix_failed_sign_in_tried_at'), table_name='failed_sign_in')
    op.drop_table('failed_sign_in')
    op.drop_table('contact')
    op.drop_index(op.f('ix_claim_learner_id'), table_name='claim')
    op.drop_table('claim')
    op.drop_table('audit_head')
    op.drop_index(op.f('ix_audit_entry_subject_id_at'), table_name='audit_entry')
    op.drop_table('audit_entry')
    op.drop_table('area')
    op.drop_index('ix_api_token_agency_id', table_name='api_token')
    op.drop_table('api_token')
    op.drop_table('alert_step')
    op.drop_index('uq_alert_learner_id_family', table_name='alert', postgresql_where=sa.text('closed_on is null'))
    op.drop_index('ix_alert_open', table_name='alert', postgresql_where=sa.text('closed_on is null'))
    op.drop_table('alert')
    op.drop_index('uq_agency_ukprn', table_name='agency', postgresql_where=sa.text('ukprn is not null'))
    op.drop_table('agency')
    op.drop_index('ix_account_agency_id', table_name='account')
    op.drop_table('account')
