"""The routes of the pages, a file for each kind of page with the contexts that its templates read."""

from web.routes import (
    batches,
    compare,
    duties,
    jobs,
    plans,
    proposals,
    scenarios,
    session,
    tables,
    users,
    whatifs,
)

ROUTERS = (
    session.router,
    scenarios.router,
    jobs.router,
    plans.router,
    tables.router,
    whatifs.router,
    batches.router,
    compare.router,
    duties.router,
    proposals.router,
    users.router,
)
