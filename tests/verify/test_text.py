"""How the verifier names things."""

from __future__ import annotations

from datetime import datetime

import pytest

from planner.verify.text import at, named, pointer, whole
from tests.builders import person


def test_names_times_and_pointers() -> None:
    assert named(person("ub-1")) == "Cán bộ ub-1 (ub-1)"
    assert at(datetime(2026, 2, 7, 7, 30)) == "2026-02-07 07:30"
    assert pointer("cost_shares", "a/b~c") == "/cost_shares/a~1b~0c"
    assert pointer("sessions", 0, "seats", 12) == "/sessions/0/seats/12"


@pytest.mark.parametrize(
    ("number", "text"),
    [
        (None, "null"),
        (0, "0"),
        (-7, "-7"),
        (10**18, "1" + "0" * 18),
        (10**18 + 1, "±10^18…"),
        pytest.param(-(10**5000), "±10^18…", id="thousands of digits"),
    ],
)
def test_numbers_of_any_size(number: int | None, text: str) -> None:
    assert whole(number) == text
