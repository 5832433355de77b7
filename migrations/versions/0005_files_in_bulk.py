"""files in bulk: rows of a file as text, pieces uncompressed, the audit chain's links computed batch by batch

Revision: 0005
Revises: 0004
"""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

# The chain is what it was, entry by entry; the texts are put together for the whole batch, and stored at once.
AUDIT_APPEND = """
create or replace function audit_append(
    p_agency uuid, p_at timestamptz, p_account uuid, p_acts text[], p_kinds text[], p_subjects uuid[], p_details jsonb[]
) returns bigint language plpgsql security definer set search_path = public, pg_temp as $$
declare
    chain audit_head;
    head bytea := 'pathway-audit-1'::bytea || audit_part(p_agency::text);
    instant text := to_char(p_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US');
    account text := coalesce(p_account::text, '');
    hashes bytea[] := '{}';
    entry record;
    begun bigint;
begin
    select * into chain from audit_head where agency_id = p_agency for update;
    if not found then
        insert into audit_head values (p_agency, 0, decode(repeat('00', 32), 'hex')) on conflict do nothing;
        select * into chain from audit_head where agency_id = p_agency for update;
    end if;
    begun := chain.seq;
    for entry in
        select n, octet_length(said.seq) || ':' || said.seq || octet_length(instant) || ':' || instant
            || octet_length(account) || ':' || account || octet_length(act) || ':' || act
            || octet_length(kind) || ':' || kind || octet_length(said.subject) || ':' || said.subject
            || octet_length(said.detail) || ':' || said.detail as told
        from unnest(p_acts, p_kinds, p_subjects, p_details) with ordinality as given (act, kind, subject, detail, n)
        cross join lateral (
            select (begun + n)::text as seq, coalesce(given.subject::text, '') as subject, given.detail::text as detail
        ) as said
        order by n
    loop
        chain.hash := sha256(head || convert_to(entry.told, 'UTF8') || chain.hash);
        hashes[entry.n] := chain.hash;
    end loop;
    insert into audit_entry (agency_id, seq, at, account_id, act, subject_kind, subject_id, detail, hash)
    select p_agency, begun + n, p_at, p_account, act, kind, subject, detail, link
    from unnest(p_acts, p_kinds, p_subjects, p_details, hashes) with ordinality
        as given (act, kind, subject, detail, link, n);
    chain.seq := begun + coalesce(array_length(p_acts, 1), 0);
    update audit_head set seq = chain.seq, hash = chain.hash where agency_id = p_agency;
    return chain.seq;
end
$$
"""


def upgrade() -> None:
    op.execute(AUDIT_APPEND)
    op.add_column("submission_row", sa.Column("problems", sa.Text(), nullable=True))
    op.execute("alter table submission_row alter column submitted type text using submitted::text")
    op.execute(
        "update submission_row set problems = (submitted::json->'problems')::text "
        "where json_array_length(submitted::json->'problems') > 0"
    )
    op.execute("alter table submission_piece alter column piece set storage external")


def downgrade() -> None:
    """The function stays: it computes the same chain."""
    op.drop_column("submission_row", "problems")
    op.execute("alter table submission_row alter column submitted type jsonb using submitted::jsonb")
    op.execute("alter table submission_piece alter column piece set storage extended")
