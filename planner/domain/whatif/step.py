"""What all changes share: which fields they give, and how they refuse what makes no sense."""

from __future__ import annotations

from typing import Any, ClassVar, NoReturn

from pydantic import ConfigDict, model_validator
from pydantic_core import PydanticCustomError

from planner.domain.values import Moment, Record


class Step(Record):
    """What all changes share: no unknown fields, and null only where it says something."""

    model_config = ConfigDict(extra="forbid")
    nullable: ClassVar[frozenset[str]] = frozenset()

    @model_validator(mode="before")
    @classmethod
    def _null_is_absent(cls, value: Any) -> Any:
        # `type` counts as given, so that a dump of what was given always says which change it is.
        if not isinstance(value, dict):
            return value
        kept = {name: item for name, item in value.items() if item is not None or name in cls.nullable}
        return {"type": cls.model_fields["type"].default, **kept} if "type" in cls.model_fields else kept

    def given(self, *names: str) -> dict[str, Any]:
        """Return those of the named fields that the change gives, nulls included."""
        return {name: getattr(self, name) for name in names if name in self.model_fields_set}


def one_of(step: Step, *names: str) -> None:
    """Refuse a change that gives none or several of the fields."""
    found = [name for name in names if getattr(step, name) is not None]
    if len(found) != 1:
        refuse(
            (found or names)[-1],
            f"{' hoặc '.join(names)}: đúng một trong số đó",
            f"{' or '.join(names)}: exactly one of them",
        )


def some_of(step: Step, *names: str) -> None:
    """Refuse a change that gives none of the fields."""
    if not step.given(*names):
        refuse(names[0], f"ít nhất một trong: {', '.join(names)}", f"at least one of: {', '.join(names)}")


def refuse(field: str, vi: str, en: str) -> NoReturn:
    """Refuse a change because of `field`, with what may stand there in both languages."""
    raise PydanticCustomError("fields", "{en}", {"field": field, "vi": vi, "en": en})


def in_order(start: Moment | None, end: Moment | None) -> None:
    """Refuse a change that ends before it starts."""
    if start is not None and end is not None and end <= start:
        refuse("end", "lúc sau start", "a time after start")
