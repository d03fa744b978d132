"""A greedy sweep, again and again with other ties, until as few serve as tasks go on at once: no library at all."""

from __future__ import annotations

from planner.bench.peers.protocol import Talk, answer
from planner.bench.peers.sweep import best_swept


def work(talk: Talk) -> None:
    """Sweep for all of the time."""
    best_swept(talk, 1.0)


if __name__ == "__main__":
    answer(work)
