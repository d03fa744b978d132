"""Workbooks as other people make them: from lists of cells, with whatever stands in them."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Mapping
from functools import cache
from typing import Any

import openpyxl

from planner.domain.faults import Fault, InputError, Notice
from planner.files.workbook import Read, read_workbook, template

Change = Callable[[Any], None]
"""Does something to an openpyxl workbook."""


def filled(change: Change | None = None, lang: str = "vi") -> bytes:
    """The template's example as a scenario of its own, changed."""
    data = _filled(lang)
    return data if change is None else changed(data, change)


@cache
def _filled(lang: str) -> bytes:
    return template("en" if lang == "en" else "vi", filled=True)


def changed(data: bytes, change: Change) -> bytes:
    """A workbook that somebody opened, changed and saved."""
    book = openpyxl.load_workbook(io.BytesIO(data))
    change(book)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def put(sheet: str, cell: str, value: object) -> Change:
    """Put a value into a cell."""

    def change(book: Any) -> None:
        book[sheet][cell] = value

    return change


def read(change: Change | None = None) -> Read:
    """The example read after a change."""
    return read_workbook(filled(change))


def faults(data: bytes) -> tuple[Fault, ...]:
    """The faults of a workbook, none if it has none."""
    try:
        read_workbook(data)
    except InputError as error:
        return error.faults
    return ()


def told(data: bytes) -> list[tuple[str, str, str]]:
    """Code, cell and what was found of each fault of a workbook."""
    return [(fault.code, where(fault), fault.found) for fault in faults(data)]


def where(said: Fault | Notice) -> str:
    """The cell of a fault as people write it: Người!D4; the pointer where there is none."""
    cell = said.cell
    if cell is None:
        return said.pointer
    return f"{cell.sheet}!{cell.column or ''}{cell.row or ''}"


def repacked(data: bytes, parts: Mapping[str, bytes | None]) -> bytes:
    """A workbook with some of its parts replaced, added, or left out (None)."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            if name not in parts:
                new.writestr(name, old.read(name))
        for name, part in parts.items():
            if part is not None:
                new.writestr(name, part)
    return out.getvalue()


def part(data: bytes, name: str) -> bytes:
    """A part of a workbook."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return archive.read(name)
