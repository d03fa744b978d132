"""Calendars to subscribe to, and reminders by e-mail."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    """Add the tables, and what users say of their reminders."""
    moment = sa.DateTime(timezone=True)
    document = sa.JSON()
    op.add_column("users", sa.Column("email", sa.String(254), nullable=True))
    op.add_column("users", sa.Column("digest", sa.Boolean(), nullable=False, server_default=sa.false()))
    op.add_column("users", sa.Column("lang", sa.String(2), nullable=False, server_default="vi"))
    op.create_table(
        "published",
        sa.Column("uid", sa.String(36), nullable=False),
        sa.Column("scenario", sa.String(36), nullable=False),
        sa.Column("kind", sa.String(20), nullable=False),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("keys", document, nullable=False),
        sa.Column("entry", document, nullable=False),
        sa.Column("digest", sa.String(64), nullable=False),
        sa.Column("sequence", sa.Integer(), nullable=False),
        sa.Column("begins", moment, nullable=False),
        sa.Column("ends", moment, nullable=False),
        sa.Column("created", moment, nullable=False),
        sa.Column("changed", moment, nullable=False),
        sa.Column("cancelled", moment, nullable=True),
        sa.ForeignKeyConstraint(["scenario"], ["scenarios.id"], name="fk_published_scenario"),
        sa.PrimaryKeyConstraint("uid", name="pk_published"),
    )
    op.create_index("ix_published_scenario", "published", ["scenario"])
    op.create_index("ix_published_kind_subject", "published", ["kind", "subject"])
    op.create_table(
        "links",
        sa.Column("id", sa.String(36), nullable=False),
        sa.Column("digest", sa.String(64), nullable=False),
        sa.Column("user", sa.String(36), nullable=False),
        sa.Column("organisation", sa.Text(), nullable=True),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("created", moment, nullable=False),
        sa.Column("revoked", moment, nullable=True),
        sa.ForeignKeyConstraint(["user"], ["users.id"], name="fk_links_user"),
        sa.PrimaryKeyConstraint("id", name="pk_links"),
        sa.UniqueConstraint("digest", name="uq_links_digest"),
    )
    op.create_index("ix_links_user", "links", ["user"])
    op.create_table(
        "digests",
        sa.Column("user", sa.String(36), nullable=False),
        sa.Column("day", sa.String(10), nullable=False),
        sa.Column("state", sa.String(10), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("due", moment, nullable=False),
        sa.ForeignKeyConstraint(["user"], ["users.id"], name="fk_digests_user"),
        sa.PrimaryKeyConstraint("user", "day", name="pk_digests"),
    )
