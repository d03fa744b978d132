"""One office and one app for all tests of the API; each test has a copy of the office."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient

from tests.api.calling import Caller
from tests.api.world import World, make_app, make_world


@pytest.fixture(scope="session")
def app() -> FastAPI:
    return make_app()


@pytest.fixture(scope="session")
def world(tmp_path_factory: pytest.TempPathFactory) -> World:
    return make_world(tmp_path_factory.mktemp("world"))


@pytest.fixture
def client(app: FastAPI, world: World, tmp_path: Path) -> Iterator[TestClient]:
    """A client of a copy of the office."""
    with world.client(app, tmp_path) as found:
        yield found


@pytest.fixture
def call(client: TestClient, world: World) -> Caller:
    """The chief of a copy of the office, asking."""
    return Caller(client, world)
