"""Servers and workers that are killed lose nothing; `tests/bench/kills.py` does it fifty times."""

from __future__ import annotations

from pathlib import Path

from tests.desk.killing import survive


def test_no_job_is_lost_or_done_twice(url: str, tmp_path: Path) -> None:
    tally = survive(url, tmp_path, kills=4, seed=1)
    assert tally.wrong == []
    assert set(tally.states) == {"done"}
    assert sum(tally.kills.values()) >= 3  # a worker may have been between two lives
