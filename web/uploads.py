"""Scenarios that people send: which reader a file goes to, by its name; what was not taken, and its faults marked."""

from __future__ import annotations

import binascii
from base64 import b64decode, b64encode
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import PurePath
from typing import Final

import scenarios
from planner.domain import checks
from planner.domain.faults import Fault, InputError
from planner.domain.scenario import Scenario
from planner.files import json, parse_scenario, yaml
from planner.files.workbook import marked, read_workbook
from web.words import Lang

KEPT: Final = 700_000
"""Bytes of a workbook up to which the page of its faults keeps it, to have them marked without choosing it again."""


@dataclass(frozen=True)
class Refused:
    """A file that was not taken, with all its faults. `packed` is a small workbook itself.

    `can_mark`: it is a workbook that can be opened, so that its faults can be marked in it.
    """

    name: str
    faults: Sequence[Fault]
    can_mark: bool
    packed: str

    @classmethod
    def of(cls, name: str, data: bytes, faults: Sequence[Fault]) -> Refused:
        """Say what is wrong with a file that was sent."""
        can_mark = any(fault.cell is not None for fault in faults)
        return cls(name, faults, can_mark, b64encode(data).decode() if can_mark and len(data) <= KEPT else "")


def unpacked(packed: str) -> bytes:
    """Return what was kept in a page; of what is none of ours, nothing."""
    try:
        return b64decode(packed, validate=True)
    except (binascii.Error, ValueError):
        return b""


def marked_copy(data: bytes, lang: Lang) -> bytes:
    """Return a workbook with its faults marked: cells coloured and commented, all listed on a sheet in front.

    Raises:
        InputError: it cannot be opened.
    """
    faults: tuple[Fault, ...] = ()
    try:
        read_workbook(data)
    except InputError as error:
        if not any(fault.cell is not None for fault in error.faults):
            raise
        faults = error.faults
    return marked(data, faults, lang)


def parse(name: str, data: bytes) -> checks.Checked:
    """Read and check a file, by the suffix of its name.

    Raises:
        InputError: all its faults at once, each with its place: a cell of a workbook, else a JSON pointer.
    """
    suffix = PurePath(name.lower()).suffix
    if suffix not in READERS:
        known = ", ".join(READERS)
        raise InputError(
            (Fault(code="unknown-suffix", pointer="", found=name[-60:] or "–", allowed_vi=known, allowed_en=known),)
        )
    return READERS[suffix](data)


def sample(name: str) -> Scenario:
    """Return a shipped scenario. Raises KeyError where there is none of that name."""
    return parse_scenario(scenarios.path(name).read_bytes()).scenario


def _yaml(data: bytes) -> checks.Checked:
    return checks.read(yaml.parse(data))


def _json(data: bytes) -> checks.Checked:
    return checks.read(json.parse(data))


def _workbook(data: bytes) -> checks.Checked:
    return read_workbook(data).checked


READERS: Final[dict[str, Callable[[bytes], checks.Checked]]] = {
    ".xlsx": _workbook,
    ".json": _json,
    ".yaml": _yaml,
    ".yml": _yaml,
}
"""What reads a file, by its suffix."""
