"""The routes of the pages, a file for each kind of page with the contexts that its templates read."""

from web.routes import (
    batches,
    calendars,
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
    workbooks,
)

ROUTERS = (
    session.router,
    scenarios.router,
    workbooks.router,
    jobs.router,
    plans.router,
    tables.router,
    whatifs.router,
    batches.router,
    compare.router,
    duties.router,
    calendars.router,
    proposals.router,
    users.router,
)
