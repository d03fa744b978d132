"""The first tables of the desk."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None


def upgrade() -> None:
    """Make the tables."""
    moment = sa.DateTime(timezone=True)
    document = sa.JSON()
    counter = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
    op.create_table(
        "audit",
        sa.Column("number", counter, nullable=False, autoincrement=False),
        sa.Column("at", moment, nullable=False),
        sa.Column("actor", sa.String(200), nullable=False),
        sa.Column("action", sa.String(100), nullable=False),
        sa.Column("subject", sa.String(300), nullable=False),
        sa.Column("detail", document, nullable=False),
        sa.Column("digest", sa.String(64), nullable=False),
        sa.PrimaryKeyConstraint("number", name="pk_audit"),
    )
    op.create_index("ix_audit_subject", "audit", ["subject"])
    op.create_table(
        "bodies",
        sa.Column("sha256", sa.String(64), nullable=False),
        sa.Column("text", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("sha256", name="pk_bodies"),
    )
    op.create_table(
        "requests",
        sa.Column("actor", sa.String(200), nullable=False),
        sa.Column("key", sa.String(200), nullable=False),
        sa.Column("digest", sa.String(64), nullable=False),
        sa.Column("made", sa.String(36), nullable=False),
        sa.Column("created", moment, nullable=False),
        sa.PrimaryKeyConstraint("actor", "key", name="pk_requests"),
    )
    op.create_table(
        "scenarios",
        sa.Column("id", sa.String(36), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("organisation", sa.String(200), nullable=False),
        sa.Column("area", sa.String(200), nullable=True),
        sa.Column("head", sa.Integer(), nullable=False),
        sa.Column("created", moment, nullable=False),
        sa.Column("archived", moment, nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_scenarios"),
    )
    op.create_index("ix_scenarios_created", "scenarios", ["created"])
    op.create_index("ix_scenarios_organisation_created", "scenarios", ["organisation", "created"])
    op.create_table(
        "users",
        sa.Column("id", sa.String(36), nullable=False),
        sa.Column("name", sa.String(200), nullable=False),
        sa.Column("password", sa.String(500), nullable=True),
        sa.Column("subject", sa.String(500), nullable=True),
        sa.Column("person", sa.String(200), nullable=True),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.Column("created", moment, nullable=False),
        sa.Column("failures", sa.Integer(), nullable=False),
        sa.Column("locked", moment, nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_users"),
        sa.UniqueConstraint("name", name="uq_users_name"),
        sa.UniqueConstraint("subject", name="uq_users_subject"),
    )
    op.create_table(
        "grants",
        sa.Column("user", sa.String(36), nullable=False),
        sa.Column("role", sa.String(20), nullable=False),
        sa.Column("organisation", sa.String(200), nullable=False),
        sa.Column("area", sa.String(200), nullable=False),
        sa.ForeignKeyConstraint(["user"], ["users.id"], name="fk_grants_user"),
        sa.PrimaryKeyConstraint("user", "role", "organisation", "area", name="pk_grants"),
    )
    op.create_table(
        "invitations",
        sa.Column("digest", sa.String(64), nullable=False),
        sa.Column("user", sa.String(36), nullable=False),
        sa.Column("expires", moment, nullable=False),
        sa.ForeignKeyConstraint(["user"], ["users.id"], name="fk_invitations_user"),
        sa.PrimaryKeyConstraint("digest", name="pk_invitations"),
    )
    op.create_index("ix_invitations_user", "invitations", ["user"])
    op.create_table(
        "logins",
        sa.Column("digest", sa.String(64), nullable=False),
        sa.Column("user", sa.String(36), nullable=False),
        sa.Column("csrf", sa.String(64), nullable=False),
        sa.Column("created", moment, nullable=False),
        sa.Column("expires", moment, nullable=False),
        sa.ForeignKeyConstraint(["user"], ["users.id"], name="fk_logins_user"),
        sa.PrimaryKeyConstraint("digest", name="pk_logins"),
    )
    op.create_index("ix_logins_user", "logins", ["user"])
    op.create_table(
        "tokens",
        sa.Column("id", sa.String(36), nullable=False),
        sa.Column("digest", sa.String(64), nullable=False),
        sa.Column("user", sa.String(36), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("scopes", document, nullable=False),
        sa.Column("created", moment, nullable=False),
        sa.Column("expires", moment, nullable=False),
        sa.Column("revoked", moment, nullable=True),
        sa.ForeignKeyConstraint(["user"], ["users.id"], name="fk_tokens_user"),
        sa.PrimaryKeyConstraint("id", name="pk_tokens"),
        sa.UniqueConstraint("digest", name="uq_tokens_digest"),
    )
    op.create_index("ix_tokens_user", "tokens", ["user"])
    op.create_table(
        "versions",
        sa.Column("scenario", sa.String(36), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("sha256", sa.String(64), nullable=False),
        sa.Column("author", sa.String(200), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("created", moment, nullable=False),
        sa.ForeignKeyConstraint(["scenario"], ["scenarios.id"], name="fk_versions_scenario"),
        sa.ForeignKeyConstraint(["sha256"], ["bodies.sha256"], name="fk_versions_sha256"),
        sa.PrimaryKeyConstraint("scenario", "number", name="pk_versions"),
    )
    op.create_table(
        "plans",
        sa.Column("id", sa.String(36), nullable=False),
        sa.Column("scenario", sa.String(36), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("status", sa.String(20), nullable=False),
        sa.Column("tiers", document, nullable=False),
        sa.Column("text", sa.LargeBinary(), nullable=False),
        sa.Column("created", moment, nullable=False),
        sa.ForeignKeyConstraint(
            ["scenario", "version"], ["versions.scenario", "versions.number"], name="fk_plans_scenario"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_plans"),
    )
    op.create_index("ix_plans_scenario_created", "plans", ["scenario", "created"])
    op.create_table(
        "jobs",
        sa.Column("id", sa.String(36), nullable=False),
        sa.Column("kind", sa.String(20), nullable=False),
        sa.Column("organisation", sa.String(200), nullable=False),
        sa.Column("author", sa.String(200), nullable=False),
        sa.Column("scenario", sa.String(36), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("settings", document, nullable=False),
        sa.Column("state", sa.String(10), nullable=False),
        sa.Column("created", moment, nullable=False),
        sa.Column("started", moment, nullable=True),
        sa.Column("finished", moment, nullable=True),
        sa.Column("worker", sa.String(200), nullable=True),
        sa.Column("lease", moment, nullable=True),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("stop", sa.Boolean(), nullable=False),
        sa.Column("seconds", sa.Double(), nullable=False),
        sa.Column("events", sa.Integer(), nullable=False),
        sa.Column("plan", sa.String(36), nullable=True),
        sa.Column("answer", sa.LargeBinary(), nullable=True),
        sa.Column("error", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(["plan"], ["plans.id"], name="fk_jobs_plan"),
        sa.ForeignKeyConstraint(
            ["scenario", "version"], ["versions.scenario", "versions.number"], name="fk_jobs_scenario"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_jobs"),
    )
    op.create_index("ix_jobs_scenario_created", "jobs", ["scenario", "created"])
    op.create_index("ix_jobs_state_created", "jobs", ["state", "created"])
    op.create_table(
        "proposals",
        sa.Column("id", sa.String(36), nullable=False),
        sa.Column("plan", sa.String(36), nullable=False),
        sa.Column("scenario", sa.String(36), nullable=False),
        sa.Column("author", sa.String(200), nullable=False),
        sa.Column("created", moment, nullable=False),
        sa.ForeignKeyConstraint(["plan"], ["plans.id"], name="fk_proposals_plan"),
        sa.ForeignKeyConstraint(["scenario"], ["scenarios.id"], name="fk_proposals_scenario"),
        sa.PrimaryKeyConstraint("id", name="pk_proposals"),
        sa.UniqueConstraint("plan", name="uq_proposals_plan"),
    )
    op.create_index("ix_proposals_scenario", "proposals", ["scenario"])
    op.create_table(
        "consents",
        sa.Column("proposal", sa.String(36), nullable=False),
        sa.Column("session", sa.Text(), nullable=False),
        sa.Column("organisation", sa.Text(), nullable=False),
        sa.Column("answer", sa.String(10), nullable=True),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("author", sa.String(200), nullable=True),
        sa.Column("at", moment, nullable=True),
        sa.Column("job", sa.String(36), nullable=True),
        sa.ForeignKeyConstraint(["job"], ["jobs.id"], name="fk_consents_job"),
        sa.ForeignKeyConstraint(["proposal"], ["proposals.id"], name="fk_consents_proposal"),
        sa.PrimaryKeyConstraint("proposal", "session", "organisation", name="pk_consents"),
    )
    op.create_index("ix_consents_organisation", "consents", ["organisation"])
    op.create_table(
        "events",
        sa.Column("job", sa.String(36), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(20), nullable=False),
        sa.Column("data", document, nullable=False),
        sa.Column("at", moment, nullable=False),
        sa.ForeignKeyConstraint(["job"], ["jobs.id"], name="fk_events_job"),
        sa.PrimaryKeyConstraint("job", "number", name="pk_events"),
    )
    op.create_table(
        "rows",
        sa.Column("job", sa.String(36), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("row", document, nullable=False),
        sa.Column("plan", sa.LargeBinary(), nullable=True),
        sa.ForeignKeyConstraint(["job"], ["jobs.id"], name="fk_rows_job"),
        sa.PrimaryKeyConstraint("job", "number", name="pk_rows"),
    )
