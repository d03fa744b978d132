"""The engines, each in turn."""

from __future__ import annotations

import pytest

from planner.engine import Cluster, Cores, Engine, Here


@pytest.fixture(params=["here", "cores", "cluster"])
def engine(request: pytest.FixtureRequest) -> Engine:
    if request.param == "cluster":
        return Cluster(request.getfixturevalue("dask").scheduler_address)
    return Cores(2) if request.param == "cores" else Here()
