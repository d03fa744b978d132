"""Values as JSON text for people: what fits on a line stands on one, decimals as they were written."""

from __future__ import annotations

import json
from decimal import Decimal
from typing import Final

WIDTH: Final = 110
"""Most characters, with the indent, of a list or object that stands on one line."""


def json_text(value: object) -> str:
    """Return JSON values, exact decimals among them, as text for people: what fits on a line stands on one.

    Raises:
        ValueError: a float that is no number.
        TypeError: a value that JSON does not have.
    """
    return f"{_layout(value, 0)}\n"


def _layout(value: object, indent: int) -> str:
    match value:
        case dict():
            fields = [f"{_scalar(name)}: {_layout(item, indent + 2)}" for name, item in value.items()]
            return _enclosed("{", fields, "}", indent)
        case list():
            return _enclosed("[", [_layout(item, indent + 2) for item in value], "]", indent)
    return _scalar(value)


def _enclosed(opening: str, parts: list[str], closing: str, indent: int) -> str:
    line = f"{opening}{', '.join(parts)}{closing}"
    if not parts or (indent and indent + len(line) <= WIDTH and "\n" not in line):
        return line
    margin = f"\n{' ' * (indent + 2)}"
    return f"{opening}{margin}{f',{margin}'.join(parts)}\n{' ' * indent}{closing}"


def _scalar(value: object) -> str:
    if isinstance(value, Decimal):
        return format(value, "f")
    return json.dumps(value, ensure_ascii=False, allow_nan=False)
