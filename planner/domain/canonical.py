"""One form for equal scenarios, whatever the order of their lists, and its SHA-256.

The form is RFC 8785 JSON with defaults and `serves.people` filled in and unknown fields kept. Lists with ids are
sorted by id, other lists of objects by their canonical text, pairs and sets by UTF-16 code units; a person's
organisations and the objective keep their order.
"""

from __future__ import annotations

import hashlib
from decimal import Decimal
from typing import Any

import rfc8785

from planner.domain.scenario import Scenario


def ordered(scenario: Scenario) -> Scenario:
    """Return the same scenario with every list in canonical order."""
    return Scenario.model_validate(_sorted(_filled(scenario), ""))


def canonical_json(scenario: Scenario) -> bytes:
    """Return the RFC 8785 text of the canonical form."""
    return rfc8785.dumps(_doubles(_sorted(_filled(scenario), "")))


def sha256(scenario: Scenario) -> str:
    """Return the SHA-256 of the canonical form, in hexadecimal."""
    return hashlib.sha256(canonical_json(scenario)).hexdigest()


def _filled(scenario: Scenario) -> dict[str, Any]:
    raw: dict[str, Any] = scenario.model_dump(mode="json", by_alias=True, exclude_none=True)
    size = {group.id: group.people for group in scenario.groups}
    for activity in raw["activities"]:
        for serving in activity["serves"]:
            serving.setdefault("people", size[serving["group"]])
    return raw


def _sorted(value: Any, field: str) -> Any:
    if isinstance(value, dict):
        home = "bloc" not in value and "skills" in value and "organisations" in value and "cost_per_hour" in value
        return {
            key: item
            if (key == "objective" and field == "") or (key == "organisations" and home)
            else _sorted(item, key)
            for key, item in value.items()
        }
    if not isinstance(value, list):
        return value
    items = [_sorted(item, field or "item") for item in value]
    if all(isinstance(item, str) for item in items):
        return sorted(items, key=_utf16)
    if items and all(isinstance(item, dict) and isinstance(item.get("id"), str) for item in items):
        return sorted(items, key=lambda item: _utf16(item["id"]))
    return sorted(items, key=lambda item: rfc8785.dumps(_doubles(item)))


def _utf16(text: str) -> bytes:
    return text.encode("utf-16-be", "surrogatepass")


def _doubles(value: Any) -> Any:
    """Turn numbers that JSON's doubles cannot hold exactly into text, so that unknown fields never fail."""
    if isinstance(value, dict):
        return {key: _doubles(item) for key, item in value.items()}
    if isinstance(value, list):
        return [_doubles(item) for item in value]
    if isinstance(value, Decimal):
        return int(value) if value == int(value) and abs(value) < 2**53 else float(value)
    if isinstance(value, int) and not isinstance(value, bool) and abs(value) >= 2**53:
        return str(value)
    return value
