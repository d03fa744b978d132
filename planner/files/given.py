"""What a scenario was given, as JSON values."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from planner.domain.scenario import Scenario
from planner.domain.values import Record


def given(scenario: Scenario) -> dict[str, Any]:
    """Return the fields that a scenario was given as JSON values, unknown ones too, decimals as `Decimal`."""
    return _given(scenario, scenario.model_dump(mode="json", by_alias=True, exclude_unset=True))


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
