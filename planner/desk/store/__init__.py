"""The desk's database, on SQLite or PostgreSQL."""

from planner.desk.store.database import OtherRelease, Store
from planner.desk.store.tables import (
    Audit,
    Body,
    Consent,
    Event,
    Grant,
    Invitation,
    Job,
    Login,
    Plan,
    Proposal,
    Request,
    Row,
    Scenario,
    Table,
    Token,
    User,
    Version,
)

__all__ = [
    "Audit",
    "Body",
    "Consent",
    "Event",
    "Grant",
    "Invitation",
    "Job",
    "Login",
    "OtherRelease",
    "Plan",
    "Proposal",
    "Request",
    "Row",
    "Scenario",
    "Store",
    "Table",
    "Token",
    "User",
    "Version",
]
