"""A scenario from and to a file: JSON or YAML by its suffix."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path
from typing import Any, Final

from planner.domain import checks
from planner.domain.scenario import Scenario
from planner.domain.values import Record
from planner.files import json, yaml
from planner.files.content import content
from planner.files.json_text import json_text
from planner.files.output import write
from planner.files.refusals import whole_file
from planner.files.yaml_text import yaml_text

_JSON: Final = frozenset({"", ".json"})
_YAML: Final = frozenset({".yaml", ".yml"})


def read_scenario(path: Path) -> checks.Checked:
    """Read and check a scenario: YAML where the suffix is .yaml or .yml, JSON where it is .json or none.

    Raises:
        InputError: all faults of the scenario at once, or the one that stops the reading of the file.
        OSError: the file cannot be read.
    """
    if is_yaml(path):
        return checks.read(yaml.parse(content(path, yaml.LARGEST)))
    return checks.read(json.parse(content(path)))


def parse_scenario(data: bytes) -> checks.Checked:
    """Read and check a scenario from the bytes of its JSON.

    Raises:
        InputError: all faults of the scenario at once, or the one that stops the reading.
    """
    return checks.read(json.parse(data))


def write_scenario(scenario: Scenario, path: Path) -> None:
    """Write the fields that a scenario was given, unknown ones too, decimals exact; JSON or YAML by suffix.

    Raises:
        InputError: the suffix is neither.
        OSError: the file cannot be written; what stood there is as it was.
    """
    layout = yaml_text if is_yaml(path) else json_text
    write(path, layout(given(scenario)))


def given(scenario: Scenario) -> dict[str, Any]:
    """Return the fields that a scenario was given as JSON values, unknown ones too, decimals as `Decimal`."""
    return _given(scenario, scenario.model_dump(mode="json", by_alias=True, exclude_unset=True))


def is_yaml(path: Path) -> bool:
    """Tell by its name whether a file is YAML; raises InputError where it is neither that nor JSON."""
    suffix = path.suffix.lower()
    if suffix not in _JSON | _YAML:
        raise whole_file("unknown-suffix", path.name, "tệp .json, .yaml hoặc .yml", "a .json, .yaml or .yml file")
    return suffix in _YAML


def _given(record: Record, dumped: dict[str, Any]) -> dict[str, Any]:
    """Return `dumped` with the exact decimals of `record`, its unknown fields as read and no null fields."""
    known = {
        field.alias or name: _exact(getattr(record, name), dumped[field.alias or name])
        for name, field in type(record).model_fields.items()
        if name in record.model_fields_set and getattr(record, name) is not None
    }
    return {**known, **(record.model_extra or {})}


def _exact(value: object, dumped: Any) -> object:
    match value:
        case Decimal():
            return value
        case Record():
            return _given(value, dumped)
        case tuple():
            return [_exact(item, written) for item, written in zip(value, dumped, strict=True)]
    return dumped
