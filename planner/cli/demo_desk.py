"""The demonstration's desk: the ward and its plan in a database of their own, served until stopped, then gone."""

from __future__ import annotations

import os
import socket
import tempfile
from contextlib import closing
from pathlib import Path
from typing import Final

import uvicorn
from fastapi import FastAPI, Request
from fastapi.responses import RedirectResponse
from starlette.responses import Response
from starlette.routing import Route

from planner.cli.serving import LEAVE_SECONDS, at, create_office, log_lines
from planner.cli.shell import Shell
from planner.desk import secrets
from planner.desk.asked import Solve
from planner.desk.cookies import cookie
from planner.desk.crew import Crew
from planner.desk.desk import Desk
from planner.desk.queue import Queue
from planner.desk.rights import ALL, ROLES, Post, Who
from planner.desk.settings import Settings
from planner.desk.signin import SignedIn
from planner.desk.store import Store
from planner.domain.plan import Plan
from planner.domain.scenario import Scenario

NAME: Final = "demo"
HOST: Final = "127.0.0.1"
_SYSTEM: Final = Who("system", "system", tuple(Post(role, ALL) for role in ROLES))


def serve_demo(shell: Shell, scenario: Scenario, plan: Plan, port: int) -> None:
    """Serve the pages of a ward and its plan to this machine until stopped, by a link that lets in once."""
    words = shell.words
    with tempfile.TemporaryDirectory(prefix="chungtay-demo-", ignore_cleanup_errors=True) as folder:
        port = _free(port)
        settings = Settings(database=f"sqlite:///{Path(folder) / 'desk.db'}", address=at(HOST, port), cluster=None)
        with closing(Store(settings.database)) as store:
            store.upgrade()
            desk = Desk(store)
            signed_in, page = furnished(desk, Queue(store), scenario, plan)
            app, path = with_link(create_office(desk, settings), settings, signed_in, page)
            shell.say(
                words(
                    "Mở trong trình duyệt (liên kết dùng một lần; Ctrl-C để dừng, mọi thứ mất đi):",
                    "Open in a browser (the link works once; Ctrl-C stops it, and all is gone):",
                )
            )
            shell.reader.print(f"  {settings.address}{path}", soft_wrap=True)
            log_lines(quiet=True)
            config = uvicorn.Config(
                app,
                host=HOST,
                port=port,
                log_config=None,
                access_log=False,
                timeout_graceful_shutdown=LEAVE_SECONDS,
                server_header=False,
            )
            with Crew(settings, Queue(store)):
                uvicorn.Server(config).run()


def furnished(desk: Desk, queue: Queue, scenario: Scenario, plan: Plan) -> tuple[SignedIn, str]:
    """Put a ward and its plan into an empty desk, with a user who may do everything; return them and its page."""
    user = desk.users.create(_SYSTEM, NAME, [Post(role, ALL) for role in ROLES], person=_busiest(plan))
    signed_in = desk.signin.accept(desk.users.invite(_SYSTEM, user.id), secrets.new())
    sponsor = next((o.id for o in scenario.organisations if o.bloc == "government"), scenario.organisations[0].id)
    kept = desk.scenarios.create(signed_in.who, scenario, organisation=sponsor)
    job = desk.jobs.submit(signed_in.who, kept.id, Solve(time_limit_s=max(1.0, min(3600.0, plan.seconds))))
    worker = f"demo-{os.getpid()}"
    queue.claim(worker)
    queue.beat(job.id, worker, seconds=plan.seconds)
    queue.finish(job.id, worker, plan=plan)
    return signed_in, f"/plans/{desk.jobs.read(signed_in.who, job.id).plan}"


def with_link(app: FastAPI, settings: Settings, signed_in: SignedIn, page: str) -> tuple[FastAPI, str]:
    """Add a link to an app that lets the first who follows it in and leads to a page; return its path."""
    secret, used = secrets.new(), False

    def enter(request: Request) -> Response:
        nonlocal used
        if request.method != "GET" or used or not secrets.same(request.path_params["secret"], secret):
            return RedirectResponse("/sign-in", 303)
        used = True
        response = RedirectResponse(page, 303)
        response.set_cookie(**cookie(signed_in, settings))
        return response

    app.router.routes.insert(0, Route("/demo/{secret}", enter))
    return app, f"/demo/{secret}"


def _busiest(plan: Plan) -> str | None:
    """Return who has most seats: there is something to see on their own page."""
    seats = [seat.person for session in plan.sessions for seat in session.seats if seat.person is not None]
    return max(sorted(set(seats)), key=seats.count, default=None)


def _free(port: int) -> int:
    """Return a port where nobody listens: this one, or any other where it is taken."""
    with socket.socket() as tried:
        tried.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            tried.bind((HOST, port))
        except OSError:
            tried.bind((HOST, 0))
        found: int = tried.getsockname()[1]
        return found
