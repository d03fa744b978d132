"""Run the migrations on the connection that the store hands over."""

from __future__ import annotations

from alembic import context

from planner.desk.store.tables import Table

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=Table.metadata,
    render_as_batch=True,  # SQLite changes a table by making it anew
    compare_type=True,
)
context.run_migrations()
