"""The desk over HTTP, and the workers that do its jobs."""

from __future__ import annotations

import logging
import os
import signal
import socket
import sys
import threading
from collections.abc import Iterator
from contextlib import closing, contextmanager
from importlib.util import find_spec
from typing import Any, Final

import structlog
import uvicorn
from fastapi import FastAPI

import web.app
from api import PREFIX
from api.app import create_app
from planner.cli import inputs
from planner.cli.office import opened, settings_of
from planner.cli.shell import Exit, Shell
from planner.desk.crew import Crew
from planner.desk.desk import Desk
from planner.desk.postman import Postman
from planner.desk.queue import Queue
from planner.desk.settings import Settings

SWITCH_SECONDS: Final = 0.0005
"""How long a request may keep the interpreter while others wait for it: a tenth of what Python would let it."""

LEAVE_SECONDS: Final = 5
"""How long requests may take to end when the server leaves; streams of events are cut, and come again."""


def create_office(desk: Desk, settings: Settings) -> FastAPI:
    """Return the app that serves a desk to programs and to people."""
    app = create_app(desk, settings)
    web.app.mount(app, besides=PREFIX, exports=lambda: _exports(app))
    return app


def _exports(app: FastAPI) -> tuple[tuple[str, str], ...]:
    """Return as what the API sends a plan, each with the pattern of its address."""
    path = f"{PREFIX}/plans/{{id}}/export"
    asked = app.openapi()["paths"][path]["get"]["parameters"]
    forms = next(parameter["schema"]["enum"] for parameter in asked if parameter["name"] == "to")
    return tuple((form, f"{path}?to={{to}}") for form in forms)


def serve(shell: Shell, host: str, port: int, database: str | None) -> int:
    """Serve until stopped. Where nobody manages everything yet, an admin is added and their link printed.

    Raises:
        BadFile: there is no such database, a setting needs an extra that is not installed, or nobody can be served at
            that address.
    """
    log_lines()
    sys.setswitchinterval(SWITCH_SECONDS)
    given = settings_of(database)
    if given.oidc_issuer is not None and find_spec("authlib") is None:
        vi = en = "pip install chungtay[oidc]"
        raise inputs.bad_file("CHUNGTAY_OIDC_ISSUER", "no-extra", given.oidc_issuer, vi, en)
    settings = given if "address" in given.model_fields_set else given.model_copy(update={"address": at(host, port)})
    with _until_told(), closing(_listening(host, port)) as listening, closing(opened(settings)) as store:
        desk = Desk(store)
        words = shell.words
        if (secret := desk.signin.first()) is not None:
            link = settings.invitation(secret)
            shell.note(words("Đặt mật khẩu cho admin (một lần):", "Set a password for admin (once):"))
            shell.err.print(link, soft_wrap=True)
        shell.note(words(f"Đang phục vụ tại {settings.address}", f"Serving at {settings.address}"))
        config = uvicorn.Config(
            create_office(desk, settings),
            log_config=None,
            access_log=False,
            timeout_graceful_shutdown=LEAVE_SECONDS,
            server_header=False,
        )
        with Crew(settings, Queue(store)), Postman(settings, store):
            uvicorn.Server(config).run([listening])
    return Exit.DONE


def work(name: str | None, database: str | None, *, attached: bool) -> int:
    """Do jobs until told to leave: by SIGTERM or Ctrl-C, or with `attached` by the end of standard input.

    Raises:
        BadFile: there is no such database.
    """
    from planner.desk.work import Means  # noqa: PLC0415 - the solver takes a second to load
    from planner.desk.worker import NICE, Worker, new_name  # noqa: PLC0415
    from planner.engine import Cluster, Cores, Engine  # noqa: PLC0415

    log_lines()
    settings = settings_of(database)
    if hasattr(os, "nice"):
        os.nice(NICE)
    with closing(opened(settings)) as store:
        engine: Engine = Cluster(settings.cluster) if settings.cluster else Cores(settings.threads)
        worker = Worker(Queue(store), Means(settings.threads, engine), name or new_name())
        if attached:
            signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C reaches the whole group; the server decides
            threading.Thread(target=_until_alone, args=(worker,), daemon=True).start()
        else:
            signal.signal(signal.SIGINT, lambda *_: worker.leave())
        signal.signal(signal.SIGTERM, lambda *_: worker.leave())
        worker.run()
    return Exit.DONE


class _Told(BaseException):
    """Somebody told the server to leave."""


@contextmanager
def _until_told() -> Iterator[None]:
    """End the block in order when this process is told to leave, by SIGTERM or Ctrl-C: workers give back their jobs."""

    def leave(*_: object) -> None:
        raise _Told

    before = {number: signal.signal(number, leave) for number in (signal.SIGTERM, signal.SIGINT)}
    try:
        yield
    except _Told:
        pass
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def _listening(host: str, port: int) -> socket.socket:
    """Return a socket at which nobody else listens.

    Raises:
        BadFile: there is none at that address.
    """
    try:
        return socket.create_server((host, port), family=socket.AF_INET6 if ":" in host else socket.AF_INET)
    except OSError as error:
        vi, en = "địa chỉ của máy này và cổng còn trống", "an address of this machine and a free port"
        raise inputs.unusable(f"{host}:{port}", error, vi, en) from error


def log_lines(*, quiet: bool = False) -> None:
    """Write what happens to stderr, a line of JSON each; `quiet`: only what goes wrong."""
    structlog.configure(
        processors=[
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.format_exc_info,
            structlog.processors.JSONRenderer(ensure_ascii=False),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(logging.WARNING if quiet else logging.INFO),
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
        cache_logger_on_first_use=True,
    )


def _until_alone(worker: Any) -> None:
    sys.stdin.buffer.read()
    worker.leave()


def at(host: str, port: int) -> str:
    """Return the address of a host and port."""
    shown = f"[{host}]" if ":" in host else host
    return f"http://{shown}:{port}"
