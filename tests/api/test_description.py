"""The API against its own description: schemathesis asks it as each role, with all its checks."""

from __future__ import annotations

import pytest
from fastapi import FastAPI

from tests.api.serving import ask_everything
from tests.api.world import World

ELSEWHERE = ("POST /api/v1/scenarios", "PUT /api/v1/scenarios/{id}", "POST /api/v1/scenarios/{id}/whatifs")
"""What takes a whole scenario as `POST /api/v1/validation` does, read by the same function: its thousand corners are
asked for there; and what takes changes of every kind, whose corners are those of tests/domain/test_whatif.py.
`python -m tests.api.serving` asks for all, as everybody.
"""


@pytest.mark.parametrize("who", ["nobody", "planner", "chief"])  # who may do what: test_rights.py
def test_the_api_is_what_its_description_says(app: FastAPI, world: World, who: str) -> None:
    done = ask_everything(app, world, who, "--phases=examples,fuzzing", "--max-examples=1")
    assert done.returncode == 0, done.stdout + done.stderr
    operations = sum(len(methods) for methods in app.openapi()["paths"].values())
    assert f"Tested: {operations}" in done.stdout


@pytest.mark.parametrize("methods", [("POST",), ("GET", "PUT", "PATCH", "DELETE")], ids="+".join)
def test_every_corner_of_what_is_described(app: FastAPI, world: World, methods: tuple[str, ...]) -> None:
    described = {f"{method.upper()} {path}" for path, item in app.openapi()["paths"].items() for method in item}
    asked = {name for name in described if name.startswith(methods)} - set(ELSEWHERE)
    assert set(ELSEWHERE) < described
    only = [f"--include-method={method}" for method in methods]
    done = ask_everything(
        app, world, "chief", "--phases=coverage", *only, *(f"--exclude-name={name}" for name in ELSEWHERE)
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert f"Tested: {len(asked)}" in done.stdout
