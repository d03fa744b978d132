"""Whatever a file holds, reading ends soon, and in a scenario or in faults."""

from __future__ import annotations

import random
from copy import deepcopy
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from planner.domain.canonical import sha256
from planner.domain.checks import MOST_FAULTS, read
from planner.domain.faults import Fault, InputError
from tests import tiny
from tests.domain.test_checks import WARD, ward
from tests.files.refused import refused

VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8) | st.decimals(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner, max_size=4),
    max_leaves=12,
)
FIELDS = st.sampled_from(sorted(WARD))


def deep(levels: int) -> Any:
    value: Any = 1
    for _ in range(levels):
        value = [value]
    return value


def cyclic() -> list[Any]:
    value: list[Any] = []
    value.append(value)
    return value


HOSTILE: tuple[Any, ...] = (
    float("inf"), 10**5000, -(10**5000), Decimal("1e999999"), Decimal("sNaN"), Decimal("1e-999999"), "\ud800",
    {"\udfff": 1}, {None: 1}, b"x", {1, 2}, object(), deep(1000), cyclic(), True, "", " ", "9" * 10**6,
)  # fmt: skip


def survives(raw: Any) -> None:
    """Read something; what can be read has a hash, what cannot has faults with words."""
    faults: tuple[Fault, ...] = ()
    scenario = None
    try:
        scenario = read(raw).scenario
    except InputError as error:
        faults = error.faults
    assert (scenario is None) == bool(faults)
    assert all(fault.allowed_vi and fault.allowed_en for fault in faults)
    "".join(fault.pointer + fault.found for fault in faults).encode()
    if scenario is not None:
        assert len(sha256(scenario)) == 64


@given(VALUES | st.dictionaries(FIELDS, VALUES))
def test_anything(raw: Any) -> None:
    survives(raw)


@settings(max_examples=150)
@given(tiny.scenarios(), VALUES, st.integers(0, 2**32))
def test_a_scenario_with_one_thing_changed(raw: Any, value: Any, number: int) -> None:
    rng = random.Random(number)
    raw = deepcopy(raw)
    nodes: list[tuple[Any, Any]] = []

    def walk(node: Any) -> None:
        for key in list(node) if isinstance(node, dict) else range(len(node)):
            nodes.append((node, key))
            if isinstance(node[key], (dict, list)):
                walk(node[key])

    walk(raw)
    holder, key = rng.choice(nodes)
    match rng.randrange(3):
        case 0:
            holder[key] = value
        case 1:
            del holder[key]
        case _ if isinstance(holder, list):
            holder.append(deepcopy(holder[key]))
    survives(raw)


@pytest.mark.parametrize(
    "path", ["name", "turnout", "unknown", "people.0.cost_per_hour", "groups.0.people", "activities.0.serves"]
)
def test_hostile_values(path: str) -> None:
    for value in HOSTILE:
        survives(ward((path, value)))


def test_too_many_levels() -> None:
    (said,) = refused(lambda: read(ward(("unknown", deep(70)))))
    assert (said[0], said[1], said[4]) == ("too-deep", "/unknown/0/0", "at most 64 lists and objects inside each other")


def test_very_many_faults_are_told_as_far_as_anyone_reads() -> None:
    said = refused(lambda: read(WARD | {"people": [{"id": 5}] * 100_000}))
    assert len(said) == MOST_FAULTS + 1
    assert said[-1] == (
        "too-many-faults", "", "1000+", "sửa các lỗi trên rồi đọc lại; còn nhiều lỗi nữa",
        "the faults above mended first; there are more",
    )  # fmt: skip
