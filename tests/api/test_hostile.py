"""A few hundred hostile bodies; `python -m tests.api.hostile` sends ten thousand."""

from __future__ import annotations

from pathlib import Path

from tests.api.hostile import attack
from tests.api.world import World


def test_hostile_bodies_do_no_harm(world: World, tmp_path: Path) -> None:
    statuses, wrong = attack(world, tmp_path, bodies=450, seed=7)
    assert wrong == []
    assert {200, 201, 202, 400, 422} <= set(statuses)
