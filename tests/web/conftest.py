"""One office for all tests of the pages; each test has a copy of it, a client, and where it asks for one a browser."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from fastapi import FastAPI

from planner.desk.desk import Desk
from tests.api.serving import served
from tests.web.browser import Chromium, missing
from tests.web.client import Client
from tests.web.office import Office, make_app, make_office


@pytest.fixture(scope="session")
def office(tmp_path_factory: pytest.TempPathFactory) -> Office:
    return make_office(tmp_path_factory.mktemp("office"))


@pytest.fixture(scope="session")
def app() -> FastAPI:
    return make_app()


@pytest.fixture
def desk(app: FastAPI, office: Office, tmp_path: Path) -> Iterator[Desk]:
    """The desk of a copy of the office, which the app serves."""
    with office.opened(tmp_path) as desk:
        app.state.desk = desk
        yield desk


@pytest.fixture
def client(app: FastAPI, desk: Desk, office: Office) -> Client:
    """Somebody's browser without a screen; nobody has come in."""
    assert app.state.desk is desk
    return Client(app, office)


@pytest.fixture
def address(app: FastAPI, desk: Desk) -> Iterator[str]:
    """Where the copy of the office is served."""
    assert app.state.desk is desk
    with served(app) as found:
        yield found


@pytest.fixture
def ids(office: Office) -> dict[str, str]:
    """What is in the office."""
    return office.ids


@pytest.fixture(scope="session")
def chromium() -> Iterator[Chromium]:
    """A real browser."""
    if (reason := missing()) is not None:
        pytest.skip(reason)
    with Chromium.started() as found:
        yield found
