"""A what-if from a file: JSON or YAML by its suffix."""

from __future__ import annotations

from pathlib import Path

from planner.domain import whatif
from planner.domain.whatif import WhatIf
from planner.files import json, yaml
from planner.files.content import content
from planner.files.scenario import is_yaml


def read_whatif(path: Path) -> WhatIf:
    """Read and check a what-if: YAML where the suffix is .yaml or .yml, JSON where it is .json or none.

    Raises:
        InputError: all faults of the what-if at once, or the one that stops the reading of the file.
        OSError: the file cannot be read.
    """
    if is_yaml(path):
        return whatif.read_whatif(yaml.parse(content(path, yaml.LARGEST)))
    return whatif.read_whatif(json.parse(content(path)))
