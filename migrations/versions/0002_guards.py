"""what must never happen: privileges, row-level security, append-only facts, the audit chain

Revision: 0002
Revises: 0001
"""

from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

APP, REGISTER = "pathway_app", "pathway_register"

# Rows about a learner: the application's role sees them where its agency has access.
OF_A_LEARNER = (
    "spell",
    "milestone",
    "main_spell",
    "situation",
    "alert",
    "alert_step",
    "holding",
    "contact",
)
# Rows about a learner that the application may only read; matching and jobs write them.
READ_ONLY = ("learner", "learner_access", "claim", "review")
OF_AN_AGENCY = ("submission",)
OF_A_SUBMISSION = ("submission_piece", "submission_row")
APPENDED = ("spell", "milestone", "contact")
FROZEN = ("snapshot", "snapshot_count", "published")
OPEN_TO_BOTH = (
    "agency",
    "area",
    "agency_area",
    "postcode_area",
    "agency_report",
    "account",
    "signed_in",
    "failed_sign_in",
    "api_token",
    "request_count",
)

ASKING = "(select nullif(current_setting('app.agency', true), '')::uuid)"
HAS_ACCESS = (
    "exists (select from learner_access a where a.learner_id = {table}.{key} and a.agency_id = " + ASKING + ")"
)

AUDIT_APPEND = """
create function audit_append(
    p_agency uuid, p_at timestamptz, p_account uuid, p_acts text[], p_kinds text[], p_subjects uuid[], p_details jsonb[]
) returns bigint language plpgsql security definer set search_path = public, pg_temp as $$
declare
    chain audit_head;
    link bytea;
begin
    select * into chain from audit_head where agency_id = p_agency for update;
    if not found then
        insert into audit_head values (p_agency, 0, decode(repeat('00', 32), 'hex')) on conflict do nothing;
        select * into chain from audit_head where agency_id = p_agency for update;
    end if;
    for i in 1 .. coalesce(array_length(p_acts, 1), 0) loop
        chain.seq := chain.seq + 1;
        link := 'pathway-audit-1'::bytea;
        link := link || audit_part(p_agency::text) || audit_part(chain.seq::text)
            || audit_part(to_char(p_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US'))
            || audit_part(coalesce(p_account::text, '')) || audit_part(p_acts[i]) || audit_part(p_kinds[i])
            || audit_part(coalesce(p_subjects[i]::text, '')) || audit_part(p_details[i]::text) || chain.hash;
        chain.hash := sha256(link);
        insert into audit_entry (agency_id, seq, at, account_id, act, subject_kind, subject_id, detail, hash)
        values (p_agency, chain.seq, p_at, p_account, p_acts[i], p_kinds[i], p_subjects[i], p_details[i], chain.hash);
    end loop;
    update audit_head set seq = chain.seq, hash = chain.hash where agency_id = p_agency;
    return chain.seq;
end
$$
"""

AUDIT_PART = """
create function audit_part(p text) returns bytea language sql immutable parallel safe as $$
    select convert_to(octet_length(p)::text || ':' || p, 'UTF8')
$$
"""

REFUSE_CHANGE = """
create function refuse_change() returns trigger language plpgsql as $$
begin
    raise exception '% of %: rows of this table are appended, never changed or removed', tg_op, tg_table_name
        using errcode = 'integrity_constraint_violation';
end
$$
"""

ONLY_SUPERSEDE = """
create function only_supersede() returns trigger language plpgsql as $$
begin
    if old.superseded_at is null and new.superseded_at is not null
       and to_jsonb(new) - 'superseded_at' = to_jsonb(old) - 'superseded_at' then
        return new;
    end if;
    raise exception 'a fact is never edited: record one that supersedes it'
        using errcode = 'integrity_constraint_violation';
end
$$
"""


def upgrade() -> None:
    """Roles exist before migrations run: the embedded server and deploy both make them from one text."""
    op.execute(f"grant usage on schema public to {APP}, {REGISTER}")
    privileges()
    policies()
    appended()
    audit()


def privileges() -> None:
    for table in OPEN_TO_BOTH:
        op.execute(f"grant select, insert, update, delete on {table} to {APP}, {REGISTER}")
    for table in (*OF_A_LEARNER, *OF_AN_AGENCY, *OF_A_SUBMISSION):
        op.execute(f"grant select, insert, update, delete on {table} to {APP}, {REGISTER}")
    for table in READ_ONLY:
        op.execute(f"grant select on {table} to {APP}")
        op.execute(f"grant select, insert, update, delete on {table} to {REGISTER}")
    op.execute(f"grant select on snapshot, published, provider_alert to {APP}")
    op.execute(f"grant select, insert on snapshot, snapshot_count, published to {REGISTER}")
    op.execute(f"grant select, insert, update on provider_alert to {REGISTER}")
    op.execute(f"grant select on audit_entry, audit_head to {APP}, {REGISTER}")


def policies() -> None:
    for table in OF_A_LEARNER:
        protect(table, HAS_ACCESS.format(table=table, key="learner_id"))
    protect("learner", HAS_ACCESS.format(table="learner", key="id"))
    protect("learner_access", f"agency_id = {ASKING}")
    protect("claim", f"agency_id = {ASKING} or exists (select from review r where r.claim_id = claim.id)")
    protect("review", f"council_id = {ASKING}")
    protect("submission", f"agency_id = {ASKING}")
    for table in OF_A_SUBMISSION:
        protect(table, f"exists (select from submission s where s.id = {table}.submission_id)")


def protect(table: str, seen: str) -> None:
    """FORCE, so that the owner is bound too; with no context set every policy is false."""
    op.execute(f"alter table {table} enable row level security")
    op.execute(f"alter table {table} force row level security")
    op.execute(f"create policy {table}_in_scope on {table} to {APP} using ({seen}) with check ({seen})")
    op.execute(f"create policy {table}_register on {table} to {REGISTER} using (true) with check (true)")


def appended() -> None:
    op.execute(REFUSE_CHANGE)
    op.execute(ONLY_SUPERSEDE)
    for table in ("spell", "milestone"):
        op.execute(f"create trigger only_supersede before update on {table} for each row execute function only_supersede()")
    for table in APPENDED:
        op.execute(f"create trigger no_delete before delete on {table} for each row execute function refuse_change()")
    op.execute("create trigger no_update before update on contact for each row execute function refuse_change()")


    for table in FROZEN:
        op.execute(
            f"create trigger frozen before update or delete on {table} for each row execute function refuse_change()"
        )


def audit() -> None:
    op.execute(AUDIT_PART)
    op.execute(AUDIT_APPEND)
    op.execute("revoke all on function audit_append(uuid, timestamptz, uuid, text[], text[], uuid[], jsonb[]) from public")
    op.execute(
        "grant execute on function audit_append(uuid, timestamptz, uuid, text[], text[], uuid[], jsonb[]) "
        f"to {APP}, {REGISTER}"
    )
    op.execute(
        "create trigger no_change before update or delete on audit_entry for each row execute function refuse_change()"
    )
    op.execute(
        "create trigger no_truncate before truncate on audit_entry for each statement execute function refuse_change()"
    )


def downgrade() -> None:
    """Guards are not taken off: restore a backup instead."""
    raise NotImplementedError("0002 guards the data and cannot be undone; restore a backup made before it")
