"""What the desk refuses, each as an exception of its own.

DeskError
├── Missing    no such thing, or not one that the asker may know of
├── Forbidden  they know of it, and may not do that
├── Changed    somebody else was quicker
├── Reused     a key of theirs stands for another request already
├── Full       they have as many jobs as one may have
├── TooMany    they ask too often
├── Unfit      the thing is there, and not in a state in which that can be done
├── Unreachable  the database, or another service, does not answer
├── Unknown    no such user, password, link or token, or no longer
└── Lost       a worker speaks of a job that is not its own any more
"""

from __future__ import annotations


class DeskError(Exception):
    """The desk cannot do what it was asked."""


class Missing(DeskError):  # noqa: N818 - named for what it is, as all refusals here
    """There is no such thing: its `kind` and the `id` that was asked for."""

    def __init__(self, kind: str, id: str) -> None:
        super().__init__(f"no {kind} {id}")
        self.kind, self.id = kind, id


class Forbidden(DeskError):  # noqa: N818
    """The asker has no `right` to do that."""

    def __init__(self, right: str) -> None:
        super().__init__(f"the right to {right} is missing")
        self.right = right


class Changed(DeskError):  # noqa: N818
    """A version was `expected` to be the newest, and another one was `found`."""

    def __init__(self, kind: str, id: str, expected: str, found: str) -> None:
        super().__init__(f"{kind} {id}: version {expected} was expected, {found} is there")
        self.kind, self.id, self.expected, self.found = kind, id, expected, found


class Reused(DeskError):  # noqa: N818
    """A `key` was given before, with another request."""

    def __init__(self, key: str) -> None:
        super().__init__(f"key {key} stands for another request")
        self.key = key


class Full(DeskError):  # noqa: N818
    """Somebody has as many jobs waiting or running as one may have: `most`."""

    def __init__(self, most: int) -> None:
        super().__init__(f"{most} jobs wait or run already")
        self.most = most


class TooMany(DeskError):  # noqa: N818
    """Somebody asks more than `most` times a minute, and may again in `seconds`."""

    def __init__(self, most: int, seconds: int) -> None:
        super().__init__(f"at most {most} a minute")
        self.most, self.seconds = most, seconds


class Unfit(DeskError):  # noqa: N818
    """Something is not as it would have to be: `vi` and `en` say what and what would do."""

    def __init__(self, code: str, vi: str, en: str) -> None:
        super().__init__(en)
        self.code, self.vi, self.en = code, vi, en


class Unreachable(DeskError):  # noqa: N818
    """The database, or another service that the desk needs, does not answer."""


class Unknown(DeskError):  # noqa: N818
    """Nobody comes in with that."""


class Lost(DeskError):  # noqa: N818
    """A job that a worker speaks of has another one now, or has ended."""

    def __init__(self, id: str, worker: str) -> None:
        super().__init__(f"job {id} is not held by {worker}")
        self.id, self.worker = id, worker
