"""The routes of the API, a file for each kind of thing."""

from api.routes import (
    audit,
    jobs,
    oidc,
    people,
    plans,
    problems,
    proposals,
    scenarios,
    session,
    tokens,
    users,
    validation,
)

ROUTERS = (session, oidc, tokens, users, scenarios, validation, plans, jobs, proposals, people, audit, problems)
"""In the order in which the documentation shows them."""
