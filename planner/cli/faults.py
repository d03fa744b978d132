"""What is wrong with a file, or worth a look: every fault at once, each with its place."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import pairwise
from typing import Any, Final

from rich.table import Table
from rich.text import Text

from planner.cli.layout import table
from planner.cli.text import safe, sentence
from planner.cli.words import Words
from planner.domain.faults import Cell, Fault, Notice

KEYED: Final = frozenset({"transport_cost", "nominated", "weighted", "cost_shares"})
"""Fields whose keys are ids and names, which may look like the numbers of a list."""

_INDEX: Final = re.compile(r"[0-9]{1,9}")


def fault_table(faults: tuple[Fault, ...], words: Words) -> Table:
    """Show each fault: place, what was found, what is allowed."""
    shown = table(words("Chỗ", "Place"), words("Tìm thấy", "Found"), words("Cho phép", "Allowed"), ratios=(4, 3, 4))
    for fault in faults:
        allowed = words(fault.allowed_vi, fault.allowed_en)
        shown.add_row(_cell(fault.pointer, fault.code, fault.cell, words), safe(fault.found, 200), sentence(allowed))
    return shown


def notice_table(notices: tuple[Notice, ...], words: Words) -> Table:
    """Show each named warning: place and sentence."""
    shown = table(words("Chỗ", "Place"), words("Lưu ý", "Warning"), ratios=(4, 7))
    for notice in notices:
        shown.add_row(_cell(notice.pointer, notice.code, notice.cell, words), sentence(words(notice.vi, notice.en)))
    return shown


def fault_records(file: str, faults: Iterable[Fault]) -> dict[str, Any]:
    """Return the JSON document of a refusal."""
    return {"ok": False, "file": file, "faults": [fault.model_dump() for fault in faults], "warnings": []}


def place(pointer: str, words: Words) -> str:
    """Write a JSON pointer for people: ``activities, item 4 › serves, item 1 › group``; from 1."""
    return " › ".join(_steps(pointer, words)) or words("cả tệp", "the whole file")


def where(cell: Cell, words: Words) -> str:
    """Write a place of a workbook for people: Trang 'Người', hàng 12, cột D (Kỹ năng)."""
    text = sentence(words(cell.vi, cell.en))
    return text[:1].upper() + text[1:]


def _cell(pointer: str, code: str, found: Cell | None, words: Words) -> Text:
    cell = Text(where(found, words) if found else sentence(place(pointer, words)))
    return cell.append("\n" + " ".join(filter(None, (safe(pointer, 200), safe(code)))), style="dim")


def _steps(pointer: str, words: Words) -> Iterator[str]:
    """Yield the names on the way, each with the item of its list that the pointer goes through."""
    steps = [step.replace("~1", "/").replace("~0", "~") for step in pointer.split("/")[1:]]
    in_list = False
    for step, following in pairwise([*steps, ""]):
        if in_list:
            in_list = False
            continue
        in_list = step not in KEYED and _INDEX.fullmatch(following) is not None
        yield f"{step}, {words('mục', 'item')} {int(following) + 1}" if in_list else step
