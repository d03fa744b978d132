"""What a plan changes in the plan that it replans: moves of sessions and of people, in order of time."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from rich.console import RenderableType
from rich.text import Text

from planner.answers.moves import Move
from planner.cli.layout import heading
from planner.cli.text import sentence
from planner.cli.words import Words

MOST_SHOWN: Final = 40
"""Moves shown at most; JSON holds all."""


def moved(found: tuple[Move, ...], words: Words, title: str | None = None) -> Iterator[RenderableType]:
    """Show each move, or that there is none, under a title."""
    yield heading(title or words("So với phương án gốc", "Against the base plan"))
    if not found:
        yield words("Không có gì thay đổi.", "Nothing is different.")
        return
    yield words(f"{words.number(len(found))} thay đổi:", f"{words.many(len(found), 'change')}:")
    for move in found[:MOST_SHOWN]:
        yield Text(f"• {sentence(words(move.vi, move.en))}")
    if len(found) > MOST_SHOWN:
        more = words.number(len(found) - MOST_SHOWN)
        yield words(f"và {more} thay đổi nữa (--json: tất cả).", f"and {more} more (--json has all).")
