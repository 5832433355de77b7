"""the virtual pool and payment by results: funds, allocations, ramps, tariffs, declarations, statements, disputes

Money is whole pence. Lines of money are appended; ramps and tariffs do not change once a statement used them; a frozen
statement and its lines change no more. All of it is held here, whoever asks.

Revision: 0030
Revises: 0029
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0030"
down_revision = "0029"
branch_labels = None
depends_on = None

APP, REGISTER = "pathway_app", "pathway_register"
ASKING = "(select nullif(current_setting('app.agency', true), '')::uuid)"
ROLES = (
    "provider_staff youth_adviser data_officer board_member administrator agency_worker team_lead service_manager"
).split()

RIVALS = ("rivals_known", "first_verified split")
OUTCOMES = ("outcome_known", "start retention achievement progression job_start job_13_weeks job_26_weeks")
BANDS = ("band_known", "substantial additional offer none not_assessed")
EVIDENCES = ("evidence_known", "employer provider check own_word inferred")
STATES = ("state_known", "submitted eligible ineligible payable paid awaiting_clawback clawed_back voided")
REASONS = (
    "reason_known",
    "no_evidence wrong_provider out_of_window no_allocation duplicate rival_first untrue",
)
STATEMENT_STATES = ("statementstate_known", "open prepared authorised frozen paid")
LINE_KINDS = ("linekind_known", "base outcome clawback adjustment")
RULINGS = ("ruling_known", "upheld not_upheld")

REFUSED = "using errcode = 'integrity_constraint_violation'"
RAMP_HOLDS = f"""
create function ramp_holds() returns trigger language plpgsql as $$
begin
    perform pg_advisory_xact_lock(hashtextextended('ramp:' || new.scenario || ':' || new.fund, 0));
    if tg_op = 'UPDATE' and old.locked_at is not null then
        raise exception 'a statement was made by this step of the ramp: it does not change' {REFUSED};
    end if;
    if exists (select from ramp r where r.scenario = new.scenario and r.fund = new.fund
               and (r.year < new.year and r.share > new.share or r.year > new.year and r.share < new.share)) then
        raise exception 'a ramp never falls' {REFUSED};
    end if;
    return null;
end
$$
"""
TARIFF_HOLDS = f"""
create function tariff_holds() returns trigger language plpgsql as $$
begin
    if old.locked_at is not null then
        raise exception 'a statement was made by this tariff: it does not change' {REFUSED};
    end if;
    return new;
end
$$
"""
RATE_HOLDS = f"""
create function tariff_rate_holds() returns trigger language plpgsql as $$
begin
    if exists (select from tariff t where t.id = coalesce(new.tariff_id, old.tariff_id) and t.locked_at is not null) then
        raise exception 'a statement was made by this tariff: it does not change' {REFUSED};
    end if;
    return coalesce(new, old);
end
$$
"""
STATEMENT_HOLDS = f"""
create function statement_holds() returns trigger language plpgsql as $$
begin
    if old.state in ('frozen', 'paid') and not (
        old.state = 'frozen' and new.state = 'paid'
        and to_jsonb(new) - 'state' - 'paid_at' = to_jsonb(old) - 'state' - 'paid_at') then
        raise exception 'this statement is frozen: what was wrong is put right on the next' {REFUSED};
    end if;
    return new;
end
$$
"""
LINE_HOLDS = f"""
create function statement_line_holds() returns trigger language plpgsql as $$
begin
    if exists (select from statement s where s.state in ('frozen', 'paid')
               and (tg_op <> 'DELETE' and s.id = new.statement_id or tg_op <> 'INSERT' and s.id = old.statement_id)) then
        raise exception 'this statement is frozen: what was wrong is put right on the next' {REFUSED};
    end if;
    return coalesce(new, old);
end
$$
"""
FUNCTIONS = (
    "ramp_holds()",
    "tariff_holds()",
    "tariff_rate_holds()",
    "statement_holds()",
    "statement_line_holds()",
)
APPENDED = ("contribution", "allocation")
KEPT = ("fund", "fund_year", "scenario", "ramp", "tariff", "declaration", "statement", "dispute")
TABLES = (
    *("fund", "fund_year", "contribution", "allocation", "scenario", "ramp", "tariff", "tariff_rate"),
    *("declaration", "declaration_event", "declaring", "statement", "statement_line", "dispute"),
)


def _choice(kind: tuple[str, str]) -> sa.Enum:
    name, values = kind
    return sa.Enum(*values.split(), name=name, native_enum=False, create_constraint=True, length=40)


def _roles(*more: str) -> None:
    named = ", ".join(f"'{role}'" for role in (*ROLES, *more))
    op.drop_constraint(op.f("ck_account_role_known"), "account")
    op.create_check_constraint(op.f("ck_account_role_known"), "account", f"role in ({named})")


def upgrade() -> None:
    _roles("commissioner")
    _pool()
    _declarations()
    _statements()
    for table in ("spell", "milestone", "circumstance"):  # the daily declarations look at whose facts are new
        op.create_index(f"ix_{table}_recorded_at", table, ["recorded_at"], postgresql_using="brin")
    _guards()
    _privileges()
    op.execute("insert into declaring values (true, '2000-01-01 00:00+00')")


def _guards() -> None:
    for function in (RAMP_HOLDS, TARIFF_HOLDS, RATE_HOLDS, STATEMENT_HOLDS, LINE_HOLDS):
        op.execute(function)
    for name, when, table, function in (
        ("ramp_holds", "after insert or update", "ramp", "ramp_holds()"),
        ("used_is_kept", "before update", "tariff", "tariff_holds()"),
        ("used_is_kept", "before insert or update or delete", "tariff_rate", "tariff_rate_holds()"),
        ("frozen_is_kept", "before update", "statement", "statement_holds()"),
        ("frozen_is_kept", "before insert or update or delete", "statement_line", "statement_line_holds()"),
        ("only_move", "before update", "declaration_event", "only_move()"),
        ("no_delete", "before delete", "declaration_event", "refuse_change()"),
        *(("append_only", "before update or delete", table, "refuse_change()") for table in APPENDED),
        *(("no_delete", "before delete", table, "refuse_change()") for table in KEPT),
    ):
        op.execute(f"create trigger {name} {when} on {table} for each row execute function {function}")


def _privileges() -> None:
    knows = f"a.agency_id = {ASKING} offset 0"
    for table in ("declaration", "declaration_event"):
        seen = f"(exists (select from learner_access a where a.learner_id = {table}.learner_id and {knows}))"
        _policies(table, seen)
    _policies("dispute", f"(provider_id = {ASKING})")
    for table in TABLES:
        op.execute(f"grant select on {table} to {APP}")
        more = "" if table == "fund" else ", insert" if table in APPENDED else ", insert, update"
        op.execute(f"grant select{more} on {table} to {REGISTER}")
    for table in ("tariff_rate", "statement_line"):
        op.execute(f"grant delete on {table} to {REGISTER}")


def _policies(table: str, seen: str) -> None:
    op.execute(f"alter table {table} enable row level security")
    op.execute(f"alter table {table} force row level security")
    op.execute(f"create policy {table}_in_scope on {table} to {APP} using ({seen}) with check ({seen})")
    op.execute(f"create policy {table}_register on {table} to {REGISTER} using (true) with check (true)")


def _pool() -> None:
    op.create_table(
        "fund",
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("owner", sa.Text(), nullable=False),
        sa.Column("rules", sa.Text(), nullable=False),
        sa.Column("age_from", sa.Integer(), nullable=False),
        sa.Column("age_until", sa.Integer(), nullable=False),
        sa.CheckConstraint("age_from <= age_until", name=op.f("ck_fund_ages_in_order")),
        sa.PrimaryKeyConstraint("code", name=op.f("pk_fund")),
    )
    op.create_table(
        "fund_year",
        sa.Column("fund", sa.Text(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("contributed_pence", sa.BigInteger(), nullable=False),
        sa.Column("allocated_pence", sa.BigInteger(), nullable=False),
        sa.CheckConstraint(
            "allocated_pence between 0 and contributed_pence",
            name=op.f("ck_fund_year_no_more_than_contributed"),
        ),
        sa.ForeignKeyConstraint(["fund"], ["fund.code"], name=op.f("fk_fund_year_fund")),
        sa.PrimaryKeyConstraint("fund", "year", name=op.f("pk_fund_year")),
    )
    op.create_table(
        "contribution",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("fund", sa.Text(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("pence", sa.BigInteger(), nullable=False),
        sa.Column("contributor", sa.Text(), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("recorded_by", sa.Uuid(), nullable=False),
        sa.CheckConstraint("reason <> ''", name=op.f("ck_contribution_has_a_reason")),
        sa.CheckConstraint("pence <> 0", name=op.f("ck_contribution_is_an_amount")),
        sa.ForeignKeyConstraint(
            ["fund", "year"], ["fund_year.fund", "fund_year.year"], name=op.f("fk_contribution_fund_year")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_contribution")),
    )
    op.create_index("ix_contribution_fund_year", "contribution", ["fund", "year"])
    op.create_table(
        "allocation",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("provider_id", sa.Uuid(), nullable=False),
        sa.Column("sector", sa.Text(), nullable=False),
        sa.Column("fund", sa.Text(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("pence", sa.BigInteger(), nullable=False),
        sa.Column("planned_places", sa.Integer(), nullable=False),
        sa.Column("decided_on", sa.Date(), nullable=False),
        sa.Column("decision", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("recorded_by", sa.Uuid(), nullable=False),
        sa.CheckConstraint("reason <> '' and decision <> ''", name=op.f("ck_allocation_has_a_reason")),
        sa.CheckConstraint("pence <> 0 or planned_places <> 0", name=op.f("ck_allocation_changes_something")),
        sa.ForeignKeyConstraint(
            ["fund", "year"], ["fund_year.fund", "fund_year.year"], name=op.f("fk_allocation_fund_year")
        ),
        sa.ForeignKeyConstraint(["provider_id"], ["agency.id"], name=op.f("fk_allocation_provider_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_allocation")),
    )
    op.create_index("ix_allocation_fund_year", "allocation", ["fund", "year", "provider_id"])
    op.create_table(
        "scenario",
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("in_force", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("code", name=op.f("pk_scenario")),
    )
    op.create_index(
        "uq_scenario_in_force", "scenario", ["in_force"], unique=True, postgresql_where=sa.text("in_force")
    )
    op.create_table(
        "ramp",
        sa.Column("scenario", sa.Text(), nullable=False),
        sa.Column("fund", sa.Text(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("share", sa.Integer(), nullable=False),
        sa.Column("set_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("set_by", sa.Uuid(), nullable=False),
        sa.Column("locked_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("share between 0 and 10000", name=op.f("ck_ramp_share_of_the_whole")),
        sa.ForeignKeyConstraint(["fund"], ["fund.code"], name=op.f("fk_ramp_fund")),
        sa.ForeignKeyConstraint(["scenario"], ["scenario.code"], name=op.f("fk_ramp_scenario")),
        sa.PrimaryKeyConstraint("scenario", "fund", "year", name=op.f("pk_ramp")),
    )
    op.create_table(
        "tariff",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("fund", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("cap_pence", sa.BigInteger(), nullable=False),
        sa.Column("rivals", _choice(RIVALS), nullable=False),
        sa.Column("terms", postgresql.JSONB(), nullable=False),
        sa.Column("set_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("set_by", sa.Uuid(), nullable=False),
        sa.Column("locked_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("cap_pence >= 0", name=op.f("ck_tariff_cap_is_no_debt")),
        sa.ForeignKeyConstraint(["fund"], ["fund.code"], name=op.f("fk_tariff_fund")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_tariff")),
    )
    op.create_index("uq_tariff_fund_starts_on", "tariff", ["fund", "starts_on"], unique=True)
    op.create_table(
        "tariff_rate",
        sa.Column("tariff_id", sa.Uuid(), nullable=False),
        sa.Column("kind", _choice(OUTCOMES), nullable=False),
        sa.Column("band", _choice(BANDS), nullable=False),
        sa.Column("pence", sa.BigInteger(), nullable=False),
        sa.CheckConstraint("pence >= 0", name=op.f("ck_tariff_rate_price_is_no_debt")),
        sa.ForeignKeyConstraint(["tariff_id"], ["tariff.id"], name=op.f("fk_tariff_rate_tariff_id")),
        sa.PrimaryKeyConstraint("tariff_id", "kind", "band", name=op.f("pk_tariff_rate")),
    )


def _declarations() -> None:
    op.create_table(
        "declaration",
        sa.Column("learner_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("provider_id", sa.Uuid(), nullable=False),
        sa.Column("fund", sa.Text(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("sector", sa.Text(), nullable=True),
        sa.Column("course", sa.Uuid(), nullable=False),
        sa.Column("occasion", sa.Uuid(), nullable=False),
        sa.Column("kind", _choice(OUTCOMES), nullable=False),
        sa.Column("occurred_on", sa.Date(), nullable=False),
        sa.Column("claim_until_on", sa.Date(), nullable=False),
        sa.Column("evidence", _choice(EVIDENCES), nullable=False),
        sa.Column("band", _choice(BANDS), nullable=False),
        sa.Column("part", sa.Integer(), nullable=False),
        sa.Column("parts", sa.Integer(), nullable=False),
        sa.Column("verified_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("state", _choice(STATES), nullable=False),
        sa.Column("reason", _choice(REASONS), nullable=True),
        sa.Column("superseded_by", sa.Uuid(), nullable=True),
        sa.Column("declared_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "state not in ('ineligible', 'awaiting_clawback', 'clawed_back', 'voided') or reason is not null",
            name=op.f("ck_declaration_refused_for_a_reason"),
        ),
        sa.CheckConstraint("part between 1 and parts", name=op.f("ck_declaration_one_of_its_parts")),
        sa.ForeignKeyConstraint(["fund"], ["fund.code"], name=op.f("fk_declaration_fund")),
        sa.PrimaryKeyConstraint("learner_id", "id", name=op.f("pk_declaration")),
    )
    op.create_index("ix_declaration_id", "declaration", ["id"])
    op.create_index("ix_declaration_provider_id", "declaration", ["provider_id", "fund", "year", "state"])
    op.create_index(
        "uq_declaration_billable",
        "declaration",
        ["learner_id", "course", "kind"],
        unique=True,
        postgresql_where=sa.text("state in ('eligible', 'payable', 'paid')"),
    )
    op.create_table(
        "declaration_event",
        sa.Column("learner_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("declaration_id", sa.Uuid(), nullable=False),
        sa.Column("state", _choice(STATES), nullable=False),
        sa.Column("reason", _choice(REASONS), nullable=True),
        sa.Column("statement_id", sa.Uuid(), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("learner_id", "id", name=op.f("pk_declaration_event")),
    )
    op.create_index(
        "ix_declaration_event_declaration_id", "declaration_event", ["learner_id", "declaration_id"]
    )
    op.create_table(
        "declaring",
        sa.Column("id", sa.Boolean(), nullable=False),
        sa.Column("known_before_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("id", name=op.f("ck_declaring_one_row")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_declaring")),
    )


def _statements() -> None:
    op.create_table(
        "statement",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("provider_id", sa.Uuid(), nullable=False),
        sa.Column("fund", sa.Text(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("quarter", sa.Integer(), nullable=False),
        sa.Column("state", _choice(STATEMENT_STATES), nullable=False),
        sa.Column("scenario", sa.Text(), nullable=True),
        sa.Column("share", sa.Integer(), nullable=True),
        sa.Column("cut_off_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("pay_on", sa.Date(), nullable=True),
        sa.Column("prepared_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("prepared_by", sa.Uuid(), nullable=True),
        sa.Column("authorised_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("authorised_by", sa.Uuid(), nullable=True),
        sa.Column("frozen_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("frozen_by", sa.Uuid(), nullable=True),
        sa.Column("paid_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "(state = 'open') = (prepared_at is null)", name=op.f("ck_statement_prepared_or_open")
        ),
        sa.CheckConstraint(
            "(state = 'paid') = (paid_at is not null)", name=op.f("ck_statement_paid_at_an_instant")
        ),
        sa.CheckConstraint(
            "(state in ('authorised', 'frozen', 'paid')) = (authorised_at is not null)",
            name=op.f("ck_statement_authorised_by_one"),
        ),
        sa.CheckConstraint(
            "(state in ('frozen', 'paid')) = (frozen_at is not null)",
            name=op.f("ck_statement_frozen_by_another"),
        ),
        sa.CheckConstraint(
            "(authorised_at is null) = (authorised_by is null)",
            name=op.f("ck_statement_authorised_at_with_authorised_by"),
        ),
        sa.CheckConstraint(
            "(frozen_at is null) = (frozen_by is null)", name=op.f("ck_statement_frozen_at_with_frozen_by")
        ),
        sa.CheckConstraint(
            "(prepared_at is null) = (cut_off_at is null) and (prepared_at is null) = (pay_on is null) and (prepared_at is null) = (share is null) and (prepared_at is null) = (scenario is null)",
            name=op.f("ck_statement_prepared_with_its_terms"),
        ),
        sa.CheckConstraint(
            "(prepared_at is null) = (prepared_by is null)",
            name=op.f("ck_statement_prepared_at_with_prepared_by"),
        ),
        sa.CheckConstraint("frozen_by <> authorised_by", name=op.f("ck_statement_two_people_authorise")),
        sa.CheckConstraint("quarter between 1 and 4", name=op.f("ck_statement_quarter_of_a_year")),
        sa.ForeignKeyConstraint(["fund"], ["fund.code"], name=op.f("fk_statement_fund")),
        sa.ForeignKeyConstraint(["provider_id"], ["agency.id"], name=op.f("fk_statement_provider_id")),
        sa.ForeignKeyConstraint(["scenario"], ["scenario.code"], name=op.f("fk_statement_scenario")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_statement")),
        sa.UniqueConstraint("id", "fund", "year", name=op.f("uq_statement_id_fund_year")),
    )
    op.create_index("ix_statement_fund", "statement", ["fund", "year", "quarter"])
    op.create_index(
        "uq_statement_period", "statement", ["provider_id", "fund", "year", "quarter"], unique=True
    )
    op.create_table(
        "statement_line",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("statement_id", sa.Uuid(), nullable=False),
        sa.Column("fund", sa.Text(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("kind", _choice(LINE_KINDS), nullable=False),
        sa.Column("pence", sa.BigInteger(), nullable=False),
        sa.Column("price_pence", sa.BigInteger(), nullable=True),
        sa.Column("sector", sa.Text(), nullable=True),
        sa.Column("declaration_id", sa.Uuid(), nullable=True),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("made_by", sa.Uuid(), nullable=True),
        sa.CheckConstraint(
            "(kind = 'adjustment') = (made_by is not null)",
            name=op.f("ck_statement_line_adjusted_by_somebody"),
        ),
        sa.CheckConstraint(
            "(kind = 'outcome') = (price_pence is not null)",
            name=op.f("ck_statement_line_outcomes_have_a_price"),
        ),
        sa.CheckConstraint(
            "(kind in ('outcome', 'clawback')) = (declaration_id is not null)",
            name=op.f("ck_statement_line_outcomes_are_declared"),
        ),
        sa.CheckConstraint("kind <> 'clawback' or pence <= 0", name=op.f("ck_statement_line_taken_back")),
        sa.CheckConstraint(
            "kind <> 'outcome' or pence between 0 and price_pence",
            name=op.f("ck_statement_line_at_most_its_price"),
        ),
        sa.CheckConstraint("words <> ''", name=op.f("ck_statement_line_has_words")),
        sa.ForeignKeyConstraint(
            ["statement_id", "fund", "year"],
            ["statement.id", "statement.fund", "statement.year"],
            name=op.f("fk_statement_line_statement_id_fund_year"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_statement_line")),
    )
    op.create_index("ix_statement_line_statement_id", "statement_line", ["statement_id"])
    op.create_index(
        "uq_statement_line_base",
        "statement_line",
        ["statement_id", "sector"],
        unique=True,
        postgresql_where=sa.text("kind = 'base'"),
    )
    op.create_index(
        "uq_statement_line_declaration_id_kind",
        "statement_line",
        ["declaration_id", "kind"],
        unique=True,
        postgresql_where=sa.text("declaration_id is not null"),
    )
    op.create_table(
        "dispute",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("provider_id", sa.Uuid(), nullable=False),
        sa.Column("statement_id", sa.Uuid(), nullable=True),
        sa.Column("line_id", sa.Uuid(), nullable=True),
        sa.Column("declaration_id", sa.Uuid(), nullable=True),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("raised_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("raised_by", sa.Uuid(), nullable=False),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("answered_by", sa.Uuid(), nullable=True),
        sa.Column("ruling", _choice(RULINGS), nullable=True),
        sa.Column("answer", sa.Text(), nullable=True),
        sa.CheckConstraint("words <> '' and answer <> ''", name=op.f("ck_dispute_has_words")),
        sa.CheckConstraint(
            "(answered_at is null) = (answered_by is null)",
            name=op.f("ck_dispute_answered_at_with_answered_by"),
        ),
        sa.CheckConstraint(
            "(answered_at is null) = (ruling is null) and (answered_at is null) = (answer is null)",
            name=op.f("ck_dispute_answered_with_words"),
        ),
        sa.CheckConstraint(
            "(line_id is null) <> (declaration_id is null)", name=op.f("ck_dispute_about_one_thing")
        ),
        sa.CheckConstraint(
            "(line_id is null) = (statement_id is null)", name=op.f("ck_dispute_line_of_a_statement")
        ),
        sa.ForeignKeyConstraint(["provider_id"], ["agency.id"], name=op.f("fk_dispute_provider_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_dispute")),
    )
    op.create_index("ix_dispute_provider_id", "dispute", ["provider_id"])
    op.create_index(
        "uq_dispute_declaration_id",
        "dispute",
        ["declaration_id"],
        unique=True,
        postgresql_where=sa.text("answered_at is null"),
    )
    op.create_index(
        "uq_dispute_line_id",
        "dispute",
        ["line_id"],
        unique=True,
        postgresql_where=sa.text("answered_at is null"),
    )


def downgrade() -> None:
    """What the schema before cannot tell is lost: money, declarations and statements; commissioners become board members."""
    for table in reversed(TABLES):
        op.execute(f"drop table {table} cascade")
    for function in FUNCTIONS:
        op.execute(f"drop function {function}")
    for table in ("spell", "milestone", "circumstance"):
        op.drop_index(f"ix_{table}_recorded_at", table)
    op.execute("update account set role = 'board_member' where role = 'commissioner'")
    _roles()
