"""Numbers as written: whole ones and exact decimals, short enough to compute with."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal, InvalidOperation
from typing import Final

from planner.files.tree import Refused

LONGEST: Final = 300
"""Most characters of a number, written out without an exponent."""


def whole(text: str, base: int = 10) -> int | Refused:
    """Return a whole number, or why not."""
    return int(text, base) if len(text) <= LONGEST else _too_long(text)


def fraction(text: str, kind: Callable[[Decimal], object] = Decimal) -> object:
    """Return a number with a point or an exponent as `kind` of the exact decimal, or why not."""
    try:
        number = Decimal(text)
    except InvalidOperation:  # an exponent that no decimal holds
        return _too_long(text)
    if abs(number.adjusted()) >= LONGEST or len(format(number, "f")) > LONGEST:
        return _too_long(text)
    return kind(number)


def not_a_number(text: str) -> Refused:
    """Return the refusal of NaN and infinities."""
    return Refused("not-a-number", text, "một số hữu hạn", "a finite number")


def _too_long(text: str) -> Refused:
    return Refused(
        "number-too-long",
        text,
        f"số viết đủ ra có nhiều nhất {LONGEST} ký tự",
        f"a number of at most {LONGEST} characters when written out",
    )
