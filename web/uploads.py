"""Scenarios that people send: which reader a file goes to, by its name."""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module
from importlib.util import find_spec
from pathlib import PurePath
from typing import Final

import scenarios
from planner.domain import checks
from planner.domain.faults import Fault, InputError
from planner.domain.scenario import Scenario
from planner.files import json, parse_scenario, yaml

WORKBOOK: Final = "planner.files.workbook"


def parse(name: str, data: bytes) -> checks.Checked:
    """Read and check a file, by the suffix of its name.

    Raises:
        InputError: all its faults at once, each with its place: a cell of a workbook, else a JSON pointer.
    """
    suffix = PurePath(name.lower()).suffix
    if suffix not in READERS:
        known = ", ".join(READERS)
        raise InputError(
            (Fault(code="unknown-suffix", pointer="", found=name[-60:] or "–", allowed_vi=known, allowed_en=known),)
        )
    return READERS[suffix](data)


def sample(name: str) -> Scenario:
    """Return a shipped scenario. Raises KeyError where there is none of that name."""
    return parse_scenario(scenarios.path(name).read_bytes()).scenario


def _yaml(data: bytes) -> checks.Checked:
    return checks.read(yaml.parse(data))


def _json(data: bytes) -> checks.Checked:
    return checks.read(json.parse(data))


def _workbook(data: bytes) -> checks.Checked:
    found: checks.Checked = import_module(WORKBOOK).read_workbook(data).checked
    return found


def _readers() -> dict[str, Callable[[bytes], checks.Checked]]:
    books = {".xlsx": _workbook} if find_spec(WORKBOOK) else {}
    return {**books, ".json": _json, ".yaml": _yaml, ".yml": _yaml}


READERS: Final = _readers()
"""What reads a file, by its suffix."""
