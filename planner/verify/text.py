"""How the verifier names things: people and places by name and id, times, numbers, JSON pointers."""

from __future__ import annotations

from datetime import datetime
from typing import Protocol

from planner.domain.values import moment_text

SHOWN = 10**18
"""Numbers beyond this are not spelled out: a hostile file can hold thousands of digits."""


class Named(Protocol):
    """Anything of a scenario that has a name and an id."""

    @property
    def id(self) -> str:
        """Its id."""

    @property
    def name(self) -> str:
        """Its name."""


def named(thing: Named) -> str:
    """Write a thing as ``Name (id)``."""
    return f"{thing.name} ({thing.id})"


def at(moment: datetime) -> str:
    """Write a local time as ``YYYY-MM-DD HH:MM``."""
    return moment_text(moment).replace("T", " ")


def whole(number: int | None) -> str:
    """Write a whole number, ``null`` where it is absent."""
    if number is None:
        return "null"
    return str(number) if abs(number) <= SHOWN else "±10^18…"


def pointer(*steps: str | int) -> str:
    """Return the JSON pointer (RFC 6901) that leads through `steps`."""
    return "".join("/" + str(step).replace("~", "~0").replace("/", "~1") for step in steps)
