"""The paper before it has a form: every word and number of it once, for Word, PDF and HTML alike.

All texts are clean (see `said.clean`); a line break in a cell is the paper's own.
"""

from __future__ import annotations

from datetime import date
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, SerializeAsAny

Align = Literal["left", "center", "right"]


class Frozen(BaseModel):
    """A part of the paper."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Column(Frozen):
    """A column of a table: the field of its rows, what stands above it, its width in mm."""

    key: str
    heading: str
    width: float
    align: Align = "left"


class Row(Frozen):
    """A row of a table; its fields are those that the table's columns name."""


class Group(Frozen):
    """Rows under a caption that goes across the table; without one where `caption` is empty."""

    caption: str = ""
    rows: tuple[SerializeAsAny[Row], ...]


class Table(Frozen):
    """A table with a `title` above it; nothing in it (`groups` empty): it is left out, and its title too."""

    title: str = ""
    columns: tuple[Column, ...]
    groups: tuple[Group, ...]
    total: SerializeAsAny[Row] | None = None


class Annex(Frozen):
    """An annex on pages of its own: its number, what it is about, sentences before its tables."""

    label: str
    title: str
    landscape: bool
    notes: tuple[str, ...]
    tables: dict[str, Table]


class Block(Frozen):
    """A paragraph of a section: a numbered `point` in bold, or a plain `text`."""

    kind: Literal["point", "text"]
    text: str


class Section(Frozen):
    """A numbered section of the paper."""

    title: str
    blocks: tuple[Block, ...]


class Paper(Frozen):
    """An assignment plan (Kế hoạch phân công) as an office sends it out."""

    superior: str
    agency: str
    motto: bool
    number: str
    place_and_date: str
    title: str
    subject: str
    grounds: tuple[str, ...]
    sections: tuple[Section, ...]
    recipients: tuple[str, ...]
    positions: tuple[str, ...]
    signer: str
    reference: str
    annexes: dict[str, Annex]
    dated: date
    """The paper's own date, or the first day of the plan where it has none yet: when the files say they were made."""

    @property
    def full_title(self) -> str:
        """Title and subject on one line."""
        return f"{self.title}: {self.subject}".replace("\n", " ")

    def to_dict(self) -> dict[str, Any]:
        """Return the paper as plain values: what templates get."""
        return self.model_dump(mode="json")
