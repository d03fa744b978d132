"""What one person can do without passing a peak: so many sessions of each length, and not one more of any."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import islice


def profiles(sessions: Mapping[int, int], peak: int, *, most: int) -> list[dict[int, int]] | None:
    """Return the maximal profiles, each a number of sessions for each length; None where there are more than `most`.

    `sessions` says how many there are of each length in minutes, `peak` how many minutes a profile may add up to.
    Whatever somebody does within the peak is at most one of the profiles, length by length.
    """
    falling = sorted(sessions, reverse=True)
    found = list(islice(_maximal(falling, sessions, peak), most + 1))
    if len(found) > most:
        return None
    return [dict(zip(falling, profile, strict=True)) for profile in found]


def _maximal(falling: Sequence[int], sessions: Mapping[int, int], rest: int) -> Iterator[tuple[int, ...]]:
    """Yield numbers of sessions to which none can be added."""
    for profile in _within(falling, sessions, rest):
        left = rest - sum(length * n for length, n in zip(falling, profile, strict=True))
        if all(n == sessions[length] or length > left for length, n in zip(falling, profile, strict=True)):
            yield profile


def _within(falling: Sequence[int], sessions: Mapping[int, int], rest: int) -> Iterator[tuple[int, ...]]:
    """Yield numbers of sessions within `rest` minutes, as many as there are room for of the shortest length."""
    if not falling:
        yield ()
        return
    first, *others = falling
    fit = min(sessions[first], rest // first)
    for number in range(fit, -1 if others else fit - 1, -1):
        for more in _within(others, sessions, rest - number * first):
            yield (number, *more)
