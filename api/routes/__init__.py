"""The routes of the API, a file for each kind of thing."""

from api.routes import (
    audit,
    edits,
    feeds,
    jobs,
    oidc,
    people,
    plans,
    problems,
    proposals,
    reminders,
    scenarios,
    session,
    tokens,
    users,
    validation,
    workbooks,
)

ROUTERS = (
    session,
    oidc,
    tokens,
    users,
    scenarios,
    validation,
    workbooks,
    plans,
    edits,
    jobs,
    proposals,
    people,
    feeds,
    reminders,
    audit,
    problems,
)
"""In the order in which the documentation shows them."""
