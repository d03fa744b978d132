"""The routes of the API, a file for each kind of thing."""

from api.routes import (
    audit,
    jobs,
    people,
    plans,
    problems,
    proposals,
    scenarios,
    session,
    tokens,
    users,
    validation,
    workbooks,
)

ROUTERS = (session, tokens, users, scenarios, validation, workbooks, plans, jobs, proposals, people, audit, problems)
"""In the order in which the documentation shows them."""
