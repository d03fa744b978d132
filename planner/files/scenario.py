"""A scenario from and to a file: JSON, YAML or a workbook by its suffix."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Final

from planner.domain import checks
from planner.domain.faults import Cell
from planner.domain.scenario import Scenario
from planner.files import json, yaml
from planner.files.content import content
from planner.files.given import given
from planner.files.json_text import json_text
from planner.files.output import write, write_bytes
from planner.files.refusals import whole_file
from planner.files.yaml_text import yaml_text

__all__ = ["cells", "given", "is_yaml", "parse_scenario", "read_scenario", "write_scenario"]

_JSON: Final = frozenset({"", ".json"})
_YAML: Final = frozenset({".yaml", ".yml"})
_BOOK: Final = ".xlsx"
_BOOKS: Final = frozenset({_BOOK, ".xlsm", ".xlsb", ".xls", ".ods"})
"""Spreadsheets: all but the first are refused by name."""


def read_scenario(path: Path) -> checks.Checked:
    """Read and check a scenario: YAML where the suffix is .yaml or .yml, a workbook where it is .xlsx, else JSON.

    Raises:
        InputError: all faults of the scenario at once, or the one that stops the reading of the file.
        OSError: the file cannot be read.
    """
    if path.suffix.lower() in _BOOKS:
        from planner.files.workbook import read_workbook  # noqa: PLC0415 - JSON need not wait for it

        return read_workbook(content(path)).checked
    if is_yaml(path):
        return checks.read(yaml.parse(content(path, yaml.LARGEST)))
    return checks.read(json.parse(content(path)))


def cells(path: Path) -> Callable[[str], Cell | None]:
    """Return what tells where in a workbook a JSON pointer leads; in other files it leads to no cell.

    Raises:
        InputError, OSError: as `read_scenario`.
    """
    if path.suffix.lower() != _BOOK:
        return lambda _: None
    from planner.files.workbook import read_workbook  # noqa: PLC0415 - JSON need not wait for it

    return read_workbook(content(path)).places.cell


def parse_scenario(data: bytes) -> checks.Checked:
    """Read and check a scenario from the bytes of its JSON.

    Raises:
        InputError: all faults of the scenario at once, or the one that stops the reading.
    """
    return checks.read(json.parse(data))


def write_scenario(scenario: Scenario, path: Path) -> None:
    """Write the fields that a scenario was given, unknown ones too, decimals exact; JSON, YAML or .xlsx by suffix.

    Raises:
        InputError: the suffix is none of these, or a workbook cannot hold it.
        OSError: the file cannot be written; what stood there is as it was.
    """
    if path.suffix.lower() == _BOOK:
        from planner.files.workbook import workbook  # noqa: PLC0415 - JSON need not wait for it

        write_bytes(path, workbook(scenario))
        return
    layout = yaml_text if is_yaml(path) else json_text
    write(path, layout(given(scenario)))


def is_yaml(path: Path) -> bool:
    """Tell by its name whether a file is YAML; raises InputError where it is neither that nor JSON."""
    suffix = path.suffix.lower()
    if suffix not in _JSON | _YAML:
        raise whole_file(
            "unknown-suffix", path.name, "tệp .json, .yaml, .yml hoặc .xlsx", "a .json, .yaml, .yml or .xlsx file"
        )
    return suffix in _YAML
