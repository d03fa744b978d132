"""The scalar types of the contract: local times to the minute, whole numbers, exact decimals, ids.

Each type reads what a file holds and refuses anything else with a message that says what is allowed, so that
a fault can name what was found and what it should have been.
"""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Annotated, Any, Final

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, PlainSerializer, WithJsonSchema, model_validator

LARGEST: Final = 10**9
"""No number of a scenario is larger (minutes, people, VND, VND an hour)."""

DECIMAL_PLACES: Final = 12
"""Most digits after the point of an exact decimal (turnout, hours, rates)."""

_DATE = re.compile(r"\d{4}-\d{2}-\d{2}")
_MOMENT = re.compile(r"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}")
_SHOWN_DATE = r"(19|2\d)\d\d-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])"  # in JSON schemas
_CLOCK = re.compile(r"([01]\d|2[0-3]):([0-5]\d)|24:00")


def _read_date(value: Any) -> date:
    if isinstance(value, date) and not isinstance(value, datetime):
        return value
    if isinstance(value, str) and _DATE.fullmatch(value):
        try:
            return date.fromisoformat(value)
        except ValueError:
            pass
    raise ValueError("a date such as 2026-02-07")


def _read_moment(value: Any) -> datetime:
    if isinstance(value, datetime) and value.tzinfo is None and not (value.second or value.microsecond):
        return value
    if isinstance(value, str) and _MOMENT.fullmatch(value):
        try:
            return datetime.fromisoformat(value)
        except ValueError:
            pass
    raise ValueError("a local time to the minute without offset, such as 2026-02-07T07:30")


def _read_clock(value: Any) -> int:
    if isinstance(value, int) and not isinstance(value, bool) and 0 <= value <= 24 * 60:
        return value
    if isinstance(value, str) and _CLOCK.fullmatch(value):
        hours, minutes = value.split(":")
        return int(hours) * 60 + int(minutes)
    raise ValueError('a time of day between "00:00" and "24:00", such as "07:30"')


def _read_whole(value: Any) -> int:
    if isinstance(value, (Decimal, float)) and -(LARGEST**2) <= value <= LARGEST**2:
        whole = int(value)
        value = whole if whole == value else value
    if not isinstance(value, int) or isinstance(value, bool):
        raise ValueError("a whole number")  # noqa: TRY004 - pydantic gathers ValueError only
    return value


def _read_decimal(value: Any) -> Decimal:
    if isinstance(value, bool) or not isinstance(value, (int, float, Decimal)):
        raise ValueError("a number")  # noqa: TRY004 - pydantic gathers ValueError only
    number = value if isinstance(value, Decimal) else Decimal(repr(value))
    if not number.is_finite():
        raise ValueError("a finite number")
    if abs(number) > LARGEST:
        raise ValueError(f"at most {LARGEST}")
    exponent = number.as_tuple().exponent
    if isinstance(exponent, int) and exponent < -DECIMAL_PLACES and number != round(number, DECIMAL_PLACES):
        raise ValueError(f"a number of at most {DECIMAL_PLACES} decimal places")
    return number


def clock_text(minutes: int) -> str:
    """Write minutes after midnight (0 to 1440) as ``HH:MM``."""
    return f"{minutes // 60:02d}:{minutes % 60:02d}"


def moment_text(moment: datetime) -> str:
    """Write a local time as ``YYYY-MM-DDTHH:MM``."""
    return moment.isoformat(timespec="minutes")


def _write_decimal(value: Decimal) -> int | float:
    return int(value) if value == int(value) else float(value)


Id = Annotated[str, Field(strict=True, min_length=1)]
"""An identifier, unique in its list."""

Day = Annotated[
    date,
    BeforeValidator(_read_date),
    PlainSerializer(date.isoformat),
    WithJsonSchema({"type": "string", "format": "date", "pattern": rf"^{_SHOWN_DATE}$"}),
]
"""A local date."""

Moment = Annotated[
    datetime,
    BeforeValidator(_read_moment),
    PlainSerializer(moment_text),
    WithJsonSchema({"type": "string", "pattern": rf"^{_SHOWN_DATE}T([01]\d|2[0-3]):[0-5]\d$"}),
]
"""A local time to the minute, without offset."""

Clock = Annotated[
    int,
    BeforeValidator(_read_clock),
    PlainSerializer(clock_text),
    WithJsonSchema({"type": "string", "pattern": r"^(([01]\d|2[0-3]):[0-5]\d|24:00)$"}),
]
"""A time of day in minutes after midnight, 0 to 1440; written ``HH:MM``."""

Count = Annotated[int, Field(ge=0, le=LARGEST), BeforeValidator(_read_whole)]
"""A whole number of people, seats, minutes or VND, 0 to 10^9."""

Budget = Annotated[int, Field(ge=0, le=10**12), BeforeValidator(_read_whole)]
"""VND for a whole plan, 0 to 10^12: a cluster of wards can spend more than 10^9."""

Positive = Annotated[int, Field(ge=1, le=LARGEST), BeforeValidator(_read_whole)]
"""A whole number, 1 to 10^9."""

Priority = Annotated[int, Field(ge=1, le=9), BeforeValidator(_read_whole)]
"""How much it matters that something is held, 1 to 9."""

Exact = Annotated[
    Decimal,
    BeforeValidator(_read_decimal),
    Field(ge=0),
    PlainSerializer(_write_decimal),
    WithJsonSchema({"type": "number", "minimum": 0, "maximum": LARGEST}),
]
"""An exact decimal as written, 0 to 10^9 (100 x 1.1 is 110)."""

ExactPositive = Annotated[
    Decimal,
    BeforeValidator(_read_decimal),
    Field(gt=0),
    PlainSerializer(_write_decimal),
    WithJsonSchema({"type": "number", "exclusiveMinimum": 0, "maximum": LARGEST}),
]
"""An exact decimal as written, above 0."""


def ceil_product(people: int, factor: Decimal) -> int:
    """Return ``people x factor`` rounded up, in exact arithmetic."""
    numerator, denominator = factor.as_integer_ratio()
    return -(-people * numerator // denominator)


def ceil_ratio(people: int, per_seat: Decimal) -> int:
    """Return ``people / per_seat`` rounded up, in exact arithmetic; `per_seat` is above 0."""
    numerator, denominator = per_seat.as_integer_ratio()
    return -(-people * denominator // numerator)


def whole_minutes(hours: Decimal) -> int:
    """Return the whole minutes that fit into `hours`."""
    numerator, denominator = hours.as_integer_ratio()
    return numerator * 60 // denominator


def seat_cost(cost_per_hour: Decimal, minutes: int) -> int:
    """Return VND for one filled seat: ``floor(cost_per_hour x minutes / 60 + 1/2)``, exactly."""
    numerator, denominator = cost_per_hour.as_integer_ratio()
    return (2 * numerator * minutes + 60 * denominator) // (120 * denominator)


def _or_null(schema: dict[str, Any]) -> None:
    """Say in a schema that a field that can be absent can be null."""
    for name, field in schema.get("properties", {}).items():
        if name not in schema.get("required", ()) and {"type": "null"} not in field.get("anyOf", ()):
            shown = {key: field.pop(key) for key in ("title", "default") if key in field}
            schema["properties"][name] = {"anyOf": [field, {"type": "null"}], **shown}


class Record(BaseModel):
    """A frozen object of a file. Unknown fields are kept; null is absent."""

    model_config = ConfigDict(
        frozen=True, extra="allow", populate_by_name=True, strict=False, json_schema_extra=_or_null
    )

    @model_validator(mode="before")
    @classmethod
    def _null_is_absent(cls, value: Any) -> Any:
        return {k: v for k, v in value.items() if v is not None} if isinstance(value, dict) else value


class Interval(Record):
    """A half-open stretch of local time."""

    start: Moment
    end: Moment

    def overlaps(self, start: datetime, end: datetime) -> bool:
        """Tell whether any moment of ``[start, end)`` lies in the interval."""
        return self.start < end and start < self.end


ONE_DAY: Final = timedelta(days=1)
