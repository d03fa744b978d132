"""The engines, the cluster among them with two real worker processes."""

from __future__ import annotations

import logging
from collections.abc import Iterator

import pytest
from distributed import LocalCluster

from planner.engine import Cluster, Cores, Engine, Here


@pytest.fixture(scope="session")
def dask() -> Iterator[LocalCluster]:
    with LocalCluster(
        n_workers=2, threads_per_worker=1, processes=True, dashboard_address=":0", silence_logs=logging.CRITICAL
    ) as cluster:
        yield cluster


@pytest.fixture(params=["here", "cores", "cluster"])
def engine(request: pytest.FixtureRequest) -> Engine:
    if request.param == "cluster":
        return Cluster(request.getfixturevalue("dask").scheduler_address)
    return Cores(2) if request.param == "cores" else Here()
