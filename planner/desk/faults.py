"""What the desk refuses, each as an exception of its own.

DeskError
├── Missing   no such thing, or not one that the asker may know of
└── Changed   somebody else was quicker
"""

from __future__ import annotations


class DeskError(Exception):
    """The desk cannot do what it was asked."""


class Missing(DeskError):  # noqa: N818 - named for what it is, as all refusals here
    """There is no such thing: its `kind` and the `id` that was asked for."""

    def __init__(self, kind: str, id: str) -> None:
        super().__init__(f"no {kind} {id}")
        self.kind, self.id = kind, id


class Changed(DeskError):  # noqa: N818
    """A version was `expected` to be the newest, and another one was `found`."""

    def __init__(self, kind: str, id: str, expected: int, found: int) -> None:
        super().__init__(f"{kind} {id}: version {expected} was expected, {found} is there")
        self.kind, self.id, self.expected, self.found = kind, id, expected, found
