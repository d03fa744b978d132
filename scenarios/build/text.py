"""How a scenario is written down: one object of a list per line, easy to read and to compare."""

from __future__ import annotations

import json
import unicodedata
from typing import Any

Record = dict[str, Any]
"""An object of the contract, its fields in the order in which they are to be written."""


def record(**fields: Any) -> Record:
    """Return the given fields without those that are absent (None); `from_` is written `from`."""
    return {name.rstrip("_"): value for name, value in fields.items() if value is not None}


def scenario_text(scenario: Record) -> str:
    """Return the scenario as JSON text in Unicode form C, ending in a newline."""
    lines = ",\n".join(f"  {_json(name)}: {_value(value)}" for name, value in scenario.items())
    return unicodedata.normalize("NFC", f"{{\n{lines}\n}}\n")


def _value(value: Any) -> str:
    if not (isinstance(value, list) and value and isinstance(value[0], (dict, list, tuple))):
        return _json(value)
    items = ",\n".join(f"    {_json(item)}" for item in value)
    return f"[\n{items}\n  ]"


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)
