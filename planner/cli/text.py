"""Strings of files made safe for a terminal: nothing moves the cursor, turns text or fills the screen."""

from __future__ import annotations

import unicodedata
from typing import Final

SHORT: Final = 80
"""Most characters shown of a name."""
LONG: Final = 600
"""Most characters shown of a sentence."""

_HIDDEN: Final = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})


def safe(text: str, limit: int = SHORT) -> str:
    r"""Write control, bidirectional and unassigned characters as escapes (``\x1b``); cut after `limit`."""
    kept = text if len(text) <= limit else text[: limit - 1] + "…"
    return "".join(_escape(c) if unicodedata.category(c) in _HIDDEN else c for c in kept)


def sentence(text: str) -> str:
    """Return `text` made safe, with room for a sentence."""
    return safe(text, LONG)


def _escape(character: str) -> str:
    return character.encode("unicode_escape").decode("ascii")
