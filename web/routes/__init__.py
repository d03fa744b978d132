"""The routes of the pages, a file for each kind of page with the contexts that its templates read."""

from web.routes import jobs, plans, scenarios, session

ROUTERS = (session.router, scenarios.router, jobs.router, plans.router)
