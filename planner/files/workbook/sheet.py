"""What the sheets of a workbook are declared with."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any, Final, Literal, TypeAlias

from planner.files.workbook.kinds import Kind, Rest
from planner.files.workbook.words import LANGS, Lang, Said, key

Field: TypeAlias = tuple[str, ...]
"""Names on the way to a value in an item: ``("window", "from")``."""

OWNER: Final[Field] = ("^",)
"""The column with the id of the item that a row belongs to."""

KEY, VALUE = ("^key",), ("^value",)
"""The columns of a sheet whose rows are the entries of an object: ``{place: VND}``."""

REST: Final[Field] = ("^rest",)
"""The column of fields that no column has."""


@dataclass(frozen=True)
class Column:
    """A column: the field of an item, what it holds, how it is headed and explained.

    `refers`: the list whose ids stand there, offered as a drop-down. `needed`: no item is without.
    """

    field: Field
    head: Said
    kind: Kind
    note: Said
    width: int = 14
    refers: str = ""
    needed: bool = False

    @cached_property
    def headings(self) -> frozenset[str]:
        """What people may call it."""
        return frozenset({*map(key, self.head), key(".".join(self.field))})


REST_COLUMN: Final = Column(
    REST,
    Said("Trường khác", "Other fields"),
    Rest(),
    Said(
        "Để trống. Chương trình giữ ở đây (dạng JSON) những gì không có cột riêng.",
        "Leave empty. What has no column of its own is kept here, as JSON.",
    ),
)

Form: TypeAlias = Literal["fields", "list", "pairs", "map"]
"""What a sheet's rows are: the fields of one object, the items of a list, pairs of ids, entries of an object."""


@dataclass(frozen=True)
class Sheet:
    """A sheet: a list of the scenario, or of the items of another sheet (`owner`), whose ids its rows bear.

    `colour` is that of its tab: sheets of one colour belong together.
    """

    field: str
    name: Said
    note: Said
    columns: tuple[Column, ...]
    colour: str
    form: Form = "list"
    owner: str = ""

    @property
    def path(self) -> str:
        """A name that no other sheet has: ``people``, ``people.available``."""
        return f"{self.owner}.{self.field}" if self.owner else self.field

    @cached_property
    def all_columns(self) -> tuple[Column, ...]:
        """The columns with that of other fields."""
        return self.columns if self.form in ("pairs", "map") else (*self.columns, REST_COLUMN)

    @cached_property
    def names(self) -> frozenset[str]:
        """What people may call it."""
        return frozenset({*map(key, self.name), key(self.path)})


def at(item: Any, field: Field) -> Any:
    """Return the value at the end of a field's names; None where it is absent."""
    for name in field:
        if not isinstance(item, dict):
            return None
        item = item.get(name)
    return item


__all__ = ["KEY", "LANGS", "OWNER", "REST", "REST_COLUMN", "VALUE", "Column", "Field", "Lang", "Sheet", "at"]
