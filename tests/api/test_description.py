"""The API against its own description: schemathesis asks it as each role, with all its checks."""

from __future__ import annotations

import pytest
from fastapi import FastAPI

from tests.api.serving import ASKING, ask_everything
from tests.api.world import World

LITTLE = ("--phases=examples,fuzzing", "--max-examples=1")
MUCH = ("--phases=examples,coverage,fuzzing", "--max-examples=3")


@pytest.mark.parametrize("who", ASKING)
def test_the_api_is_what_its_description_says(app: FastAPI, world: World, who: str) -> None:
    done = ask_everything(app, world, who, *(MUCH if who == "chief" else LITTLE))
    assert done.returncode == 0, done.stdout + done.stderr
    operations = sum(len(methods) for methods in app.openapi()["paths"].values())
    assert f"Tested: {operations}" in done.stdout
